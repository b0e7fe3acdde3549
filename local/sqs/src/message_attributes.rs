//! A message's attributes: what they may hold, what they weigh, their MD5, and which of them a receiver asked for.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::digest;
use crate::error::SqsError;
use crate::parameters::message_text;

/// Attributes by name; the order is that of the MD5.
pub(crate) type MessageAttributes = BTreeMap<String, MessageAttribute>;

/// One attribute, as the JSON protocol spells it. Lists are reserved by the service and not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MessageAttribute {
    data_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    string_value: Option<String>,
    /// Base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    binary_value: Option<String>,
}

/// What an attribute holds once it is checked: the data type and the bytes.
struct Content<'attribute> {
    data_type: &'attribute str,
    binary: bool,
    bytes: Vec<u8>,
}

impl MessageAttribute {
    /// The text, if it is an attribute of type `String`.
    pub(crate) fn text(&self) -> Option<&str> {
        self.string_value.as_deref().filter(|_| self.data_type.as_deref() == Some("String"))
    }

    fn content(&self, name: &str) -> Result<Content<'_>, SqsError> {
        let refuse = |reason: String| SqsError::invalid_parameter(format!("Message (user) attribute '{name}' {reason}"));
        let data_type = self.data_type.as_deref().unwrap_or_default();
        let (kind, label) = data_type.split_once('.').map_or((data_type, None), |(kind, label)| (kind, Some(label)));
        if !matches!(kind, "String" | "Number" | "Binary") || label == Some("") || data_type.len() > 256 {
            return Err(refuse(format!("has the invalid data type '{data_type}'. It must begin with 'String', 'Number' or 'Binary'.")));
        }
        let (value, field) = match kind {
            "Binary" => (&self.binary_value, "binary"),
            _ => (&self.string_value, "string"),
        };
        let Some(value) = value.as_deref().filter(|value| !value.is_empty()) else {
            return Err(refuse(format!("must contain a non-empty value of type '{kind}'.")));
        };
        if self.string_value.is_some() && self.binary_value.is_some() {
            return Err(refuse(format!("of type '{data_type}' must have a {field} value only.")));
        }
        let binary = kind == "Binary";
        let bytes = if binary {
            STANDARD.decode(value).map_err(|_| refuse("has a binary value that is not Base64.".to_owned()))?
        } else {
            value.as_bytes().to_vec()
        };
        if kind == "Number" && !value.parse::<f64>().is_ok_and(f64::is_finite) {
            return Err(refuse(format!("of type '{data_type}' must hold a number, and holds '{value}'.")));
        }
        if !binary && !message_text(value) {
            return Err(refuse("holds characters that a message cannot carry.".to_owned()));
        }
        Ok(Content { data_type, binary, bytes })
    }
}

/// Checks a message's own attributes (SendMessage, "Message attribute components") and tells their size in bytes.
pub(crate) fn check(attributes: &MessageAttributes) -> Result<usize, SqsError> {
    if attributes.len() > 10 {
        return Err(SqsError::invalid_parameter(format!(
            "Number of message attributes [{}] exceeds the allowed maximum [10].",
            attributes.len()
        )));
    }
    let mut size = 0;
    for (name, attribute) in attributes {
        check_name(name)?;
        let content = attribute.content(name)?;
        size += name.len() + content.data_type.len() + content.bytes.len();
    }
    Ok(size)
}

fn check_name(name: &str) -> Result<(), SqsError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let lower = name.to_ascii_lowercase();
    let reserved = lower.starts_with("aws.") || lower.starts_with("amazon.");
    let dotted = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    if (1..=256).contains(&name.len()) && name.bytes().all(allowed) && !reserved && !dotted {
        return Ok(());
    }
    Err(SqsError::invalid_parameter(format!(
        "Message (user) attribute name '{name}' is invalid: 1 to 256 letters, digits, hyphens, underscores and \
         periods, no period at either end or next to another, and not beginning with 'AWS.' or 'Amazon.'."
    )))
}

/// The MD5 over names, types and values (Developer Guide, "Calculating the MD5 message digest for message
/// attributes"); `None` without attributes.
pub(crate) fn digest(attributes: &MessageAttributes) -> Result<Option<String>, SqsError> {
    if attributes.is_empty() {
        return Ok(None);
    }
    let mut encoded = Vec::new();
    for (name, attribute) in attributes {
        let content = attribute.content(name)?;
        append_with_length(&mut encoded, name.as_bytes())?;
        append_with_length(&mut encoded, content.data_type.as_bytes())?;
        encoded.push(if content.binary { 2 } else { 1 });
        append_with_length(&mut encoded, &content.bytes)?;
    }
    Ok(Some(digest::md5(&encoded)))
}

fn append_with_length(encoded: &mut Vec<u8>, bytes: &[u8]) -> Result<(), SqsError> {
    let length = u32::try_from(bytes.len()).map_err(SqsError::internal)?;
    encoded.extend_from_slice(&length.to_be_bytes());
    encoded.extend_from_slice(bytes);
    Ok(())
}

/// The attributes that `MessageAttributeNames` asks for: names, prefixes like `trace.*`, `All` or `.*`.
pub(crate) fn select(attributes: MessageAttributes, wanted: &[String]) -> MessageAttributes {
    let is_wanted = |name: &str| {
        wanted.iter().any(|pattern| match pattern.strip_suffix(".*") {
            Some(prefix) => name.starts_with(prefix),
            None => pattern == "All" || pattern == name,
        })
    };
    attributes.into_iter().filter(|(name, _)| is_wanted(name)).collect()
}

#[cfg(test)]
mod tests;
