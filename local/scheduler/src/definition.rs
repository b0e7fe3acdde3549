//! What a schedule is: the part of a request that is kept, in AWS's spelling.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A validated schedule, stored as JSON and answered by `GetSchedule`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Definition {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    pub(crate) schedule_expression: String,
    pub(crate) schedule_expression_timezone: String,
    #[serde(default, with = "epoch_seconds", skip_serializing_if = "Option::is_none")]
    pub(crate) start_date: Option<Timestamp>,
    #[serde(default, with = "epoch_seconds", skip_serializing_if = "Option::is_none")]
    pub(crate) end_date: Option<Timestamp>,
    pub(crate) state: State,
    pub(crate) flexible_time_window: FlexibleTimeWindow,
    pub(crate) action_after_completion: ActionAfterCompletion,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kms_key_arn: Option<String>,
    pub(crate) target: StoredTarget,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum State {
    Enabled,
    Disabled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ActionAfterCompletion {
    None,
    Delete,
}

/// Kept and answered, but the runner fires when due: any moment of the window is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FlexibleTimeWindow {
    pub(crate) mode: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) maximum_window_in_minutes: Option<i64>,
}

/// What to invoke, with the retry policy filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StoredTarget {
    pub(crate) arn: String,
    pub(crate) role_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) input: Option<String>,
    pub(crate) retry_policy: RetryPolicy,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dead_letter_config: Option<DeadLetterConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sqs_parameters: Option<SqsParameters>,
    /// Parameters of targets that the local stack has not (ECS, Kinesis …): answered as given.
    #[serde(flatten)]
    pub(crate) other_parameters: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RetryPolicy {
    pub(crate) maximum_event_age_in_seconds: i64,
    pub(crate) maximum_retry_attempts: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeadLetterConfig {
    pub(crate) arn: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SqsParameters {
    pub(crate) message_group_id: Option<String>,
}

impl StoredTarget {
    /// The ARN of the dead-letter queue, if the target has one.
    pub(crate) fn dead_letter_arn(&self) -> Option<&str> {
        self.dead_letter_config.as_ref()?.arn.as_deref()
    }
}

/// An instant as restJson1 writes it: seconds since 1970, with a fraction.
pub(crate) fn epoch_seconds(instant: Timestamp) -> Value {
    let milliseconds = instant.as_millisecond();
    if milliseconds % 1_000 == 0 { Value::from(milliseconds / 1_000) } else { Value::from(milliseconds as f64 / 1_000.0) }
}

pub(crate) mod epoch_seconds {
    //! `Option<Timestamp>` as seconds since 1970.

    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(instant: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        instant.map(super::epoch_seconds).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        let Some(seconds) = Option::<f64>::deserialize(deserializer)? else {
            return Ok(None);
        };
        Timestamp::from_millisecond((seconds * 1_000.0).round() as i64)
            .map(Some)
            .map_err(|_| D::Error::custom("the date is outside the supported range"))
    }
}
