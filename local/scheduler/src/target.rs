//! What the runner hands to the stack when a schedule fires.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use crate::rows::{Address, Firing};

/// One invocation: of a schedule's target, or of its dead-letter queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The function, queue … to invoke.
    pub arn: String,
    /// The execution role that AWS would assume.
    pub role_arn: String,
    /// The event or message body, with the `<aws.scheduler.…>` attributes filled in.
    pub input: String,
    /// For a FIFO queue.
    pub message_group_id: Option<String>,
    /// For a dead letter: `ERROR_CODE`, `ERROR_MESSAGE`, `SCHEDULE_ARN`, `TARGET_ARN` …, else empty.
    pub message_attributes: BTreeMap<String, String>,
    /// The schedule that fired.
    pub schedule_arn: String,
    /// 1 at first, then one more with every retry.
    pub attempt: u32,
}

/// Region and account, as they stand in ARNs.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) region: String,
    pub(crate) account: String,
}

impl Place {
    pub(crate) fn schedule_arn(&self, address: &Address) -> String {
        let Self { region, account } = self;
        let Address { group, name } = address;
        format!("arn:aws:scheduler:{region}:{account}:schedule/{group}/{name}")
    }

    pub(crate) fn group_arn(&self, group: &str) -> String {
        let Self { region, account } = self;
        format!("arn:aws:scheduler:{region}:{account}:schedule-group/{group}")
    }
}

/// The next invocation of `firing`.
pub(crate) fn of_firing(firing: &Firing, place: &Place) -> Target {
    let schedule_arn = place.schedule_arn(&firing.address);
    let input = input_of(firing, place, &schedule_arn);
    let stored = &firing.target;
    match (&firing.failure, stored.dead_letter_arn()) {
        (Some(failure), Some(queue)) => Target {
            arn: queue.to_owned(),
            role_arn: stored.role_arn.clone(),
            input,
            message_group_id: None,
            message_attributes: dead_letter_attributes(firing, failure, &schedule_arn),
            schedule_arn,
            attempt: firing.attempts + 1,
        },
        _ => Target {
            arn: stored.arn.clone(),
            role_arn: stored.role_arn.clone(),
            input,
            message_group_id: stored.sqs_parameters.as_ref().and_then(|parameters| parameters.message_group_id.clone()),
            message_attributes: BTreeMap::new(),
            schedule_arn,
            attempt: firing.attempts + 1,
        },
    }
}

/// EventBridge Scheduler user guide, "Adding context attributes" and "Templated targets".
fn input_of(firing: &Firing, place: &Place, schedule_arn: &str) -> String {
    let due = seconds_text(firing.due);
    let execution = execution_id(firing);
    match &firing.target.input {
        Some(input) => input
            .replace("<aws.scheduler.schedule-arn>", schedule_arn)
            .replace("<aws.scheduler.scheduled-time>", &due)
            .replace("<aws.scheduler.execution-id>", &execution)
            .replace("<aws.scheduler.attempt-number>", &(firing.attempts + 1).to_string()),
        None => json!({
            "version": "0",
            "id": execution,
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": place.account,
            "time": due,
            "region": place.region,
            "resources": [schedule_arn],
            "detail": "{}",
        })
        .to_string(),
    }
}

/// EventBridge Scheduler user guide, "Configuring a dead-letter queue".
fn dead_letter_attributes(firing: &Firing, failure: &str, schedule_arn: &str) -> BTreeMap<String, String> {
    [
        ("ERROR_CODE", "TargetInvocationFailed".to_owned()),
        ("ERROR_MESSAGE", failure.to_owned()),
        ("EXECUTION_ID", execution_id(firing)),
        ("SCHEDULE_ARN", schedule_arn.to_owned()),
        ("SCHEDULED_TIME", seconds_text(firing.due)),
        ("TARGET_ARN", firing.target.arn.clone()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn seconds_text(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Unique for the life of the data file, the same at every attempt of one firing.
fn execution_id(firing: &Firing) -> String {
    format!("{:08x}{:08x}", firing.due.as_second(), firing.id)
}
