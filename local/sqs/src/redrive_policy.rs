//! The policy about dead letters: where a queue sends its own.

use serde_json::Value;

use crate::error::SqsError;

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
}
