//! Opening every local part on its file of the data folder.

use std::collections::BTreeSet;
use std::sync::Arc;

use http::HeaderMap;
use local_cognito::Cognito;
use local_dynamodb::{DynamoDb, Settings};
use local_gateway::ApiKeys;
use local_kit::Clock;
use local_mailbox::Mailbox;
use local_s3::S3;
use local_scheduler::Scheduler;
use local_sqs::Sqs;
use local_template::Stack;
use serde_json::Value;

use super::ports::Ports;
use crate::aws::{self, DeadLetterSources, Roles, Services, Tenants, Uses};
use crate::door::Door;
use crate::folder::Folder;
use crate::functions::{ACCESS_KEY_ID, Functions, SECRET_ACCESS_KEY};
use crate::mappings::Checkpoints;
use crate::options::{ACCOUNT, REGION};
use crate::schedules;
use crate::start_error::StartError;
use crate::triggers;

/// The open parts. Clones of each share it.
pub(super) struct Parts {
    pub(super) api_keys: ApiKeys,
    pub(super) checkpoints: Checkpoints,
    pub(super) cognito: Cognito,
    pub(super) dead_letter_sources: DeadLetterSources,
    pub(super) dynamodb: DynamoDb,
    pub(super) mailbox: Mailbox,
    pub(super) roles: Roles,
    pub(super) s3: S3,
    pub(super) scheduler: Scheduler,
    pub(super) sqs: Sqs,
    pub(super) tenants: Tenants,
    pub(super) door: Door,
}

impl Parts {
    /// Blocks for the moments that opening files takes: this is the start, and nothing answers yet.
    pub(super) fn open(folder: &Folder, template: &Stack, functions: &Functions, ports: &Ports, clock: &Clock) -> Result<Self, StartError> {
        let settings = Settings { clock: clock.clone(), ..Settings::default() };
        let dynamodb = DynamoDb::open(&folder.file("dynamodb.db"), REGION, settings).map_err(StartError::data)?;
        // Queues keep the machine's time: all that they ask of a clock is how long something has lasted (a visibility timeout, a delay, a
        // retention), and that does not change when the stack's clock is set.
        let queues = local_sqs::Options::new(&ports.aws_url, REGION, ACCOUNT);
        let sqs = Sqs::open(&folder.file("sqs.db"), queues).map_err(StartError::data)?;
        let mailbox =
            Mailbox::open(folder.file("mailbox.db"), local_mailbox::Options { clock: clock.clone() }).map_err(StartError::data)?;
        let origins = allowed_origins(template, ports);
        let roles = Roles::new(template, Uses::from_environment()?);
        let objects = local_s3::Options {
            authorize: authorize_objects(&roles),
            readable: aws::readable(template),
            access_key_id: ACCESS_KEY_ID.to_owned(),
            secret_access_key: SECRET_ACCESS_KEY.to_owned(),
            allowed_origins: origins.clone(),
        };
        let s3 = S3::open(&folder.file("s3"), &objects).map_err(StartError::data)?;
        let identity = local_cognito::Options {
            issuer_base: ports.aws_url.clone(),
            region: REGION.to_owned(),
            trigger: triggers::trigger(functions),
            mailer: triggers::mailer(&mailbox),
            clock: clock.clone(),
        };
        let cognito = Cognito::open(&folder.file("cognito.db"), identity).map_err(StartError::data)?;
        let scheduling = local_scheduler::Options {
            region: REGION.to_owned(),
            account: ACCOUNT.to_owned(),
            invoke: schedules::invoke(&sqs),
            clock: clock.clone(),
        };
        let scheduler = Scheduler::open(folder.file("scheduler.db"), scheduling).map_err(StartError::data)?;
        let api_keys = ApiKeys::open(&folder.file("api-keys.db"), clock.clone()).map_err(StartError::data)?;
        let checkpoints = Checkpoints::open(&folder.file("mappings.db")).map_err(StartError::data)?;
        let tenants = Tenants::new(template);
        let (dead_letter_sources, door) = (DeadLetterSources::of(template), Door::new(origins));
        Ok(Self { api_keys, checkpoints, cognito, dead_letter_sources, dynamodb, mailbox, roles, s3, scheduler, sqs, tenants, door })
    }

    pub(super) fn services(&self, functions: &Functions, file_headers: HeaderMap) -> Services {
        Services {
            file_headers,
            api_keys: self.api_keys.clone(),
            cognito: self.cognito.clone(),
            dead_letter_sources: self.dead_letter_sources.clone(),
            door: self.door.clone(),
            dynamodb: self.dynamodb.clone(),
            functions: functions.clone(),
            mailbox: self.mailbox.clone(),
            roles: self.roles.clone(),
            s3: self.s3.clone(),
            scheduler: self.scheduler.clone(),
            sqs: self.sqs.clone(),
            tenants: self.tenants.clone(),
        }
    }
}

/// Whether the holder of a session token may do something with a bucket or an object.
fn authorize_objects(roles: &Roles) -> local_s3::Authorize {
    let roles = roles.clone();
    Arc::new(move |token, operation, bucket, key| {
        roles.check_access(token, &aws::object(operation, bucket, key)).map_err(|denied| denied.message)
    })
}

/// The origins that the template's buckets allow, and the stack's own pages.
fn allowed_origins(template: &Stack, ports: &Ports) -> Vec<String> {
    let mut origins = BTreeSet::from([ports.url.clone(), ports.page_url.clone()]);
    for bucket in template.resources_of("AWS::S3::Bucket") {
        let rules = bucket.properties.pointer("/CorsConfiguration/CorsRules").and_then(Value::as_array);
        for rule in rules.into_iter().flatten() {
            let allowed = rule.get("AllowedOrigins").and_then(Value::as_array);
            origins.extend(allowed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        }
    }
    origins.into_iter().collect()
}
