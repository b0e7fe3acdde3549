//! Which attributes a queue takes.

use super::*;

fn code(fifo: bool, name: &str, value: &str) -> Result<String, ErrorCode> {
    check_one(fifo, name, value.to_owned()).map_err(|error| error.code)
}

#[test]
fn every_default_is_allowed() {
    assert_eq!(check(true, defaults(true)), Ok(defaults(true)));
    assert_eq!(check(false, defaults(false)), Ok(defaults(false)));
}

#[test]
fn numbers_stay_within_their_bounds() {
    for (name, lowest, highest) in [
        ("DelaySeconds", 0, 900),
        ("MaximumMessageSize", 1_024, 1_048_576),
        ("MessageRetentionPeriod", 60, 1_209_600),
        ("ReceiveMessageWaitTimeSeconds", 0, 20),
        ("VisibilityTimeout", 0, 43_200),
    ] {
        assert!(code(false, name, &lowest.to_string()).is_ok());
        assert!(code(false, name, &highest.to_string()).is_ok());
        for bad in [(lowest - 1).to_string(), (highest + 1).to_string(), "many".into(), String::new()] {
            assert_eq!(code(false, name, &bad), Err(ErrorCode::InvalidAttributeValue), "{name}={bad}");
        }
    }
}

#[test]
fn names_are_checked() {
    assert_eq!(code(false, "Colour", "red"), Err(ErrorCode::InvalidAttributeName));
    assert_eq!(code(false, "QueueArn", "arn"), Err(ErrorCode::InvalidAttributeName));
    for name in ["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "RedriveAllowPolicy", "KmsMasterKeyId"] {
        assert_eq!(code(false, name, "true"), Err(ErrorCode::InvalidAttributeName), "{name}");
    }
}

#[test]
fn fifo_attributes() {
    assert_eq!(code(true, "FifoQueue", "True"), Ok("true".into()));
    assert_eq!(code(true, "FifoQueue", "false"), Err(ErrorCode::InvalidAttributeValue));
    assert_eq!(code(true, "ContentBasedDeduplication", "TRUE"), Ok("true".into()));
}

#[test]
fn policies_are_compared_by_content() {
    assert!(same_value(r#"{"a": 1}"#, r#"{"a":1}"#));
    assert!(!same_value(r#"{"a": 1}"#, r#"{"a":2}"#));
    assert!(!same_value("1", "1.0"));
}
