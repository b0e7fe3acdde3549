//! What an authorizer answered.

use serde_json::{Map, Value};

use crate::policy::Policy;

/// A valid answer of an authorizer.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    /// `principalId` and the context, its values as text.
    pub(crate) context: Map<String, Value>,
    pub(crate) usage_identifier_key: Option<String>,
    pub(crate) policy: Policy,
}

impl Grant {
    /// Reads the answer; the error says what is wrong with it.
    pub(crate) fn read(answer: &Value) -> Result<Self, String> {
        let principal = match answer.get("principalId") {
            Some(Value::String(principal)) if !principal.is_empty() => principal,
            _ => return Err("principalId is missing".to_owned()),
        };
        let policy = Policy::read(answer.get("policyDocument").unwrap_or(&Value::Null))?;
        let mut context = match answer.get("context") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(context)) => texts(context)?,
            Some(_) => return Err("context is no object".to_owned()),
        };
        context.insert("principalId".to_owned(), Value::from(principal.as_str()));
        let usage_identifier_key = match answer.get("usageIdentifierKey") {
            None | Some(Value::Null) => None,
            Some(Value::String(key)) => Some(key.clone()),
            Some(_) => return Err("usageIdentifierKey is no text".to_owned()),
        };
        Ok(Self { context, usage_identifier_key, policy })
    }
}

/// Context values reach the function as text, and only text, numbers and truth values are allowed.
fn texts(context: &Map<String, Value>) -> Result<Map<String, Value>, String> {
    let mut texts = Map::new();
    for (name, value) in context {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            _ => return Err(format!("context.{name} is no text, number or truth value")),
        };
        texts.insert(name.clone(), Value::String(text));
    }
    Ok(texts)
}
