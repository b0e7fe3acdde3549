//! The attributes that a queue can be given: names, allowed values and defaults (API reference, CreateQueue).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{ErrorCode, SqsError};
use crate::redrive_policy::RedrivePolicy;

/// Attributes by name, as the API spells them; every value is text.
pub(crate) type QueueAttributes = BTreeMap<String, String>;

/// The largest message in bytes, its attributes included (1 MiB).
pub(crate) const LARGEST_MESSAGE: i64 = 1_048_576;

/// Attributes that are computed and can only be read.
pub(crate) const COMPUTED: [&str; 6] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
];

enum Rule {
    Number { lowest: i64, highest: i64 },
    Boolean,
    True,
    RedrivePolicy,
}

struct Definition {
    name: &'static str,
    rule: Rule,
    default: Option<&'static str>,
    fifo_only: bool,
}

const fn define(name: &'static str, rule: Rule, default: Option<&'static str>) -> Definition {
    Definition { name, rule, default, fifo_only: false }
}

const fn define_fifo(name: &'static str, rule: Rule, default: Option<&'static str>) -> Definition {
    Definition { name, rule, default, fifo_only: true }
}

const DEFINITIONS: [Definition; 9] = [
    define("DelaySeconds", Rule::Number { lowest: 0, highest: 900 }, Some("0")),
    define("MaximumMessageSize", Rule::Number { lowest: 1_024, highest: LARGEST_MESSAGE }, Some("1048576")),
    define("MessageRetentionPeriod", Rule::Number { lowest: 60, highest: 1_209_600 }, Some("345600")),
    define("ReceiveMessageWaitTimeSeconds", Rule::Number { lowest: 0, highest: 20 }, Some("0")),
    define("RedrivePolicy", Rule::RedrivePolicy, None),
    define("SqsManagedSseEnabled", Rule::Boolean, Some("true")),
    define("VisibilityTimeout", Rule::Number { lowest: 0, highest: 43_200 }, Some("30")),
    define_fifo("ContentBasedDeduplication", Rule::Boolean, Some("false")),
    define_fifo("FifoQueue", Rule::True, Some("true")),
];

/// What a queue of this kind has when nothing was said.
pub(crate) fn defaults(fifo: bool) -> QueueAttributes {
    DEFINITIONS
        .iter()
        .filter(|definition| fifo || !definition.fifo_only)
        .filter_map(|definition| Some((definition.name.to_owned(), definition.default?.to_owned())))
        .collect()
}

/// Whether GetQueueAttributes knows the name.
pub(crate) fn is_readable(name: &str) -> bool {
    COMPUTED.contains(&name) || DEFINITIONS.iter().any(|definition| definition.name == name)
}

/// Checks attributes that were sent for a queue of this kind and spells booleans as the service does.
pub(crate) fn check(fifo: bool, given: QueueAttributes) -> Result<QueueAttributes, SqsError> {
    given
        .into_iter()
        .map(|(name, value)| {
            let value = check_one(fifo, &name, value)?;
            Ok((name, value))
        })
        .collect()
}

fn check_one(fifo: bool, name: &str, value: String) -> Result<String, SqsError> {
    let unknown = || SqsError::new(ErrorCode::InvalidAttributeName, format!("Unknown Attribute {name}."));
    let definition = DEFINITIONS.iter().find(|definition| definition.name == name).ok_or_else(unknown)?;
    if definition.fifo_only && !fifo {
        return Err(unknown());
    }
    let valid = match definition.rule {
        Rule::Number { lowest, highest } => value.parse::<i64>().is_ok_and(|number| (lowest..=highest).contains(&number)),
        Rule::Boolean => matches!(value.to_ascii_lowercase().as_str(), "true" | "false"),
        Rule::True => value.eq_ignore_ascii_case("true"),
        // An empty policy takes the policy away.
        Rule::RedrivePolicy if value.is_empty() => true,
        Rule::RedrivePolicy => RedrivePolicy::parse(&value).map(|_| true)?,
    };
    if !valid {
        let reason = if name == "FifoQueue" { " Reason: Modifying queue type is not supported." } else { "" };
        return Err(invalid_value(name, reason));
    }
    Ok(match definition.rule {
        Rule::Boolean | Rule::True => value.to_ascii_lowercase(),
        _ => value,
    })
}

fn invalid_value(name: &str, reason: &str) -> SqsError {
    SqsError::new(ErrorCode::InvalidAttributeValue, format!("Invalid value for the parameter {name}.{reason}"))
}

/// Whether two values say the same; policies may be spaced differently.
pub(crate) fn same_value(one: &str, other: &str) -> bool {
    let as_object = |text: &str| serde_json::from_str::<Value>(text).ok().filter(Value::is_object);
    one == other || as_object(one).is_some_and(|value| as_object(other) == Some(value))
}

#[cfg(test)]
mod tests;
