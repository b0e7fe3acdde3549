//! Reading what a caller sent.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::refusal::Refusal;

/// Text by name: `AuthParameters`, `ChallengeResponses`, `ClientMetadata` …
pub(crate) type TextMap = BTreeMap<String, String>;

/// One user attribute on the wire. Without a value it is deleted.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Attribute {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) value: String,
}

/// Decodes an operation's input.
///
/// # Errors
/// `InvalidParameterException` when a required member is missing, `SerializationException` when one has the wrong type.
pub(crate) fn decode<T: DeserializeOwned>(body: Value) -> Result<T, Refusal> {
    // Serde would also fill the members of a structure from a list, one by one.
    if !body.is_object() {
        return Err(Refusal::new("SerializationException", "the input is not an object"));
    }
    serde_json::from_value(body).map_err(|error| {
        let message = error.to_string();
        if message.starts_with("missing field") {
            Refusal::invalid_parameter(format!("1 validation error detected: {message}"))
        } else {
            Refusal::new("SerializationException", message)
        }
    })
}

/// A parameter that the call cannot do without.
pub(crate) fn required<'a>(parameters: &'a TextMap, name: &str) -> Result<&'a str, Refusal> {
    parameters
        .get(name)
        .map(String::as_str)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| Refusal::invalid_parameter(format!("Missing required parameter {name}")))
}

/// Times go out as seconds since 1970, with a fraction.
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay exact in an f64 for the next 280,000 years")]
pub(crate) fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1000.0
}
