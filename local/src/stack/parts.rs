//! Opening every local part on its file of the data folder.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use local_cognito::Cognito;
use local_dynamodb::{DynamoDb, Settings};
use local_gateway::ApiKeys;
use local_mailbox::Mailbox;
use local_s3::S3;
use local_scheduler::Scheduler;
use local_sqs::Sqs;
use local_template::Stack;
use serde_json::Value;

use super::ports::Ports;
use crate::aws::{Services, Tenants};
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
    pub(super) dynamodb: DynamoDb,
    pub(super) mailbox: Mailbox,
    pub(super) s3: S3,
    pub(super) scheduler: Scheduler,
    pub(super) sqs: Sqs,
    pub(super) tenants: Tenants,
}

impl Parts {
    /// Blocks for the moments that opening files takes: this is the start, and nothing answers yet.
    pub(super) fn open(folder: &Folder, template: &Stack, functions: &Functions, ports: &Ports) -> Result<Self, StartError> {
        let dynamodb = DynamoDb::open(&folder.file("dynamodb.db"), REGION, Settings::default()).map_err(StartError::data)?;
        let queues = local_sqs::Options::new(&ports.aws_url, REGION, ACCOUNT);
        let sqs = Sqs::open(&folder.file("sqs.db"), queues).map_err(StartError::data)?;
        let mailbox = Mailbox::open(folder.file("mailbox.db"), local_mailbox::Options { clock: Arc::new(Timestamp::now) })
            .map_err(StartError::data)?;
        let objects = local_s3::Options {
            access_key_id: ACCESS_KEY_ID.to_owned(),
            secret_access_key: SECRET_ACCESS_KEY.to_owned(),
            allowed_origins: allowed_origins(template, &ports.url),
        };
        let s3 = S3::open(&folder.file("s3"), &objects).map_err(StartError::data)?;
        let identity = local_cognito::Options {
            issuer_base: ports.aws_url.clone(),
            region: REGION.to_owned(),
            account: ACCOUNT.to_owned(),
            trigger: triggers::trigger(functions),
            mailer: triggers::mailer(&mailbox),
            clock: Arc::new(SystemTime::now),
        };
        let cognito = Cognito::open(&folder.file("cognito.db"), identity).map_err(StartError::data)?;
        let scheduling = local_scheduler::Options {
            region: REGION.to_owned(),
            account: ACCOUNT.to_owned(),
            invoke: schedules::invoke(functions, &sqs),
            clock: Arc::new(Timestamp::now),
        };
        let scheduler = Scheduler::open(folder.file("scheduler.db"), scheduling).map_err(StartError::data)?;
        let api_keys = ApiKeys::open(&folder.file("api-keys.db")).map_err(StartError::data)?;
        let mappings = folder.file("mappings.db");
        let checkpoints = Checkpoints::open(&mappings)
            .map_err(|error| StartError::data(format!("the checkpoints in {} cannot be used: {error}", mappings.display())))?;
        let tenants = Tenants::new(template);
        Ok(Self { api_keys, checkpoints, cognito, dynamodb, mailbox, s3, scheduler, sqs, tenants })
    }

    pub(super) fn services(&self, functions: &Functions) -> Services {
        Services {
            api_keys: self.api_keys.clone(),
            cognito: self.cognito.clone(),
            dynamodb: self.dynamodb.clone(),
            functions: functions.clone(),
            mailbox: self.mailbox.clone(),
            s3: self.s3.clone(),
            scheduler: self.scheduler.clone(),
            sqs: self.sqs.clone(),
            tenants: self.tenants.clone(),
        }
    }
}

/// The origins that the template's buckets allow, and the stack's own pages.
fn allowed_origins(template: &Stack, url: &str) -> Vec<String> {
    let mut origins = BTreeSet::from([url.to_owned()]);
    for bucket in template.resources_of("AWS::S3::Bucket") {
        let rules = bucket.properties.pointer("/CorsConfiguration/CorsRules").and_then(Value::as_array);
        for rule in rules.into_iter().flatten() {
            let allowed = rule.get("AllowedOrigins").and_then(Value::as_array);
            origins.extend(allowed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        }
    }
    origins.into_iter().collect()
}
