//! The two policies about dead letters: where a queue sends its own, and whose a queue accepts.

use serde::Deserialize;
use serde_json::Value;

use crate::error::SqsError;
use crate::queue::Queue;
use crate::turn::Turn;

/// A source queue's `RedrivePolicy`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RedrivePolicy {
    pub(crate) dead_letter_target_arn: String,
    /// After so many receives a message moves to the dead-letter queue: 1 to 1,000.
    pub(crate) max_receive_count: i64,
}

impl RedrivePolicy {
    pub(crate) fn parse(text: &str) -> Result<Self, SqsError> {
        let refuse = |reason: &str| SqsError::invalid_value("RedrivePolicy", text, reason);
        let policy: Value = serde_json::from_str(text).map_err(|_| refuse("Redrive policy is not a valid JSON map."))?;
        if !policy.is_object() {
            return Err(refuse("Redrive policy is not a valid JSON map."));
        }
        let Some(target) = policy["deadLetterTargetArn"].as_str() else {
            return Err(refuse("Redrive policy does not contain mandatory attribute: deadLetterTargetArn."));
        };
        let count = match &policy["maxReceiveCount"] {
            Value::Null => {
                return Err(refuse("Redrive policy does not contain mandatory attribute: maxReceiveCount."));
            }
            // The count is a number or its text: CloudFormation writes the one, the console the other.
            Value::String(digits) => digits.parse().ok(),
            other => other.as_i64(),
        };
        match count {
            Some(max_receive_count @ 1..=1_000) => Ok(Self { dead_letter_target_arn: target.to_owned(), max_receive_count }),
            _ => Err(refuse(&format!(
                "Invalid value for maxReceiveCount: {}, valid values are from 1 to 1000 both inclusive.",
                policy["maxReceiveCount"]
            ))),
        }
    }

    /// Checks the policy against the queue it names: existing, of the same kind, and willing.
    pub(crate) fn check_target(text: &str, turn: &Turn<'_>, source: &str, fifo: bool) -> Result<(), SqsError> {
        let policy = Self::parse(text)?;
        let refuse = |reason: &str| Err(SqsError::invalid_value("RedrivePolicy", text, reason));
        let Some(target) = turn.queue_by_arn(&policy.dead_letter_target_arn)? else {
            return refuse("Dead letter target does not exist.");
        };
        if target.is_fifo() != fifo {
            return refuse("Dead-letter queue must be same type of queue as the source.");
        }
        if !target.redrive_allow_policy()?.admits(&turn.options.queue_arn(source)) {
            return refuse("The RedriveAllowPolicy of the dead-letter queue does not admit this queue.");
        }
        Ok(())
    }
}

/// A dead-letter queue's `RedriveAllowPolicy`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum RedriveAllowPolicy {
    #[default]
    AllowAll,
    DenyAll,
    ByQueue(Vec<String>),
}

impl RedriveAllowPolicy {
    pub(crate) fn parse(text: &str) -> Result<Self, SqsError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Shape {
            redrive_permission: String,
            source_queue_arns: Option<Vec<String>>,
        }
        let refuse = |reason: &str| SqsError::invalid_value("RedriveAllowPolicy", text, reason);
        let shape: Shape = serde_json::from_str(text).map_err(|_| refuse("It must name a redrivePermission."))?;
        match (shape.redrive_permission.as_str(), shape.source_queue_arns) {
            ("allowAll", None) => Ok(Self::AllowAll),
            ("denyAll", None) => Ok(Self::DenyAll),
            ("byQueue", Some(arns)) if (1..=10).contains(&arns.len()) => Ok(Self::ByQueue(arns)),
            ("byQueue", _) => Err(refuse("byQueue asks for one to ten sourceQueueArns.")),
            ("allowAll" | "denyAll", _) => Err(refuse("sourceQueueArns belong to byQueue only.")),
            _ => Err(refuse("The redrivePermission must be allowAll, denyAll or byQueue.")),
        }
    }

    fn admits(&self, source_arn: &str) -> bool {
        match self {
            Self::AllowAll => true,
            Self::DenyAll => false,
            Self::ByQueue(arns) => arns.iter().any(|arn| arn == source_arn),
        }
    }
}

/// The queues whose dead letters go to `target`, by name.
pub(crate) fn sources_of(turn: &Turn<'_>, target: &Queue) -> Result<Vec<String>, SqsError> {
    let target_arn = turn.options.queue_arn(&target.name);
    let mut names = Vec::new();
    for queue in Queue::all(&turn.transaction)? {
        if queue.redrive_policy()?.is_some_and(|policy| policy.dead_letter_target_arn == target_arn) {
            names.push(queue.name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_a_number_or_its_text() {
        for count in ["3", "\"3\""] {
            let policy = RedrivePolicy::parse(&format!(r#"{{"deadLetterTargetArn":"arn","maxReceiveCount":{count}}}"#));
            assert_eq!(policy.unwrap(), RedrivePolicy { dead_letter_target_arn: "arn".into(), max_receive_count: 3 });
        }
    }

    #[test]
    fn broken_redrive_policies() {
        for (text, reason) in [
            ("five", "not a valid JSON map"),
            ("[]", "not a valid JSON map"),
            (r#"{"maxReceiveCount":3}"#, "mandatory attribute: deadLetterTargetArn"),
            (r#"{"deadLetterTargetArn":"arn"}"#, "mandatory attribute: maxReceiveCount"),
            (r#"{"deadLetterTargetArn":"arn","maxReceiveCount":0}"#, "from 1 to 1000"),
            (r#"{"deadLetterTargetArn":"arn","maxReceiveCount":1001}"#, "from 1 to 1000"),
            (r#"{"deadLetterTargetArn":"arn","maxReceiveCount":"x"}"#, "from 1 to 1000"),
        ] {
            let error = RedrivePolicy::parse(text).unwrap_err();
            assert!(error.message.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn allow_policies() {
        let by_queue = RedriveAllowPolicy::parse(r#"{"redrivePermission":"byQueue","sourceQueueArns":["a"]}"#).unwrap();
        assert!(by_queue.admits("a") && !by_queue.admits("b"));
        assert!(!RedriveAllowPolicy::parse(r#"{"redrivePermission":"denyAll"}"#).unwrap().admits("a"));
        assert!(RedriveAllowPolicy::default().admits("a"));
        for bad in [
            "{}",
            "no",
            r#"{"redrivePermission":"some"}"#,
            r#"{"redrivePermission":"byQueue"}"#,
            r#"{"redrivePermission":"byQueue","sourceQueueArns":[]}"#,
            r#"{"redrivePermission":"denyAll","sourceQueueArns":["a"]}"#,
        ] {
            assert!(RedriveAllowPolicy::parse(bad).is_err(), "{bad}");
        }
    }
}
