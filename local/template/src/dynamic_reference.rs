//! `{{resolve:secretsmanager:…}}` in resolved properties.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::TemplateError;

/// Replaces every dynamic reference in `value`.
pub(crate) fn resolve(value: &mut Value, secrets: &BTreeMap<String, String>) -> Result<(), TemplateError> {
    match value {
        Value::String(text) if text.contains("{{resolve:") => *text = resolve_text(text, secrets)?,
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                resolve(item, secrets).map_err(|error| error.inside(index.to_string()))?;
            }
        }
        Value::Object(map) => {
            for (key, item) in map.iter_mut() {
                resolve(item, secrets).map_err(|error| error.inside(key))?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn resolve_text(text: &str, secrets: &BTreeMap<String, String>) -> Result<String, TemplateError> {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{resolve:") {
        let Some((reference, after)) = after.split_once("}}") else {
            return Err(TemplateError::new("has a {{resolve: without its }}"));
        };
        result.push_str(before);
        result.push_str(&secret(reference, secrets)?);
        rest = after;
    }
    result.push_str(rest);
    Ok(result)
}

/// `secretsmanager:<name or ARN>[:SecretString[:<JSON key>[:<stage>[:<version>]]]]`.
fn secret(reference: &str, secrets: &BTreeMap<String, String>) -> Result<String, TemplateError> {
    let Some(rest) = reference.strip_prefix("secretsmanager:") else {
        return Err(TemplateError::new(format!(
            "{{{{resolve:{reference}}}}} is no reference to Secrets Manager, the only one this stack resolves"
        )));
    };
    let parts: Vec<&str> = rest.split(':').collect();
    // An ARN is seven parts itself: arn:aws:secretsmanager:region:account:secret:name.
    let (name, options) = match parts.first() {
        Some(&"arn") if parts.len() >= 7 => (parts[6], &parts[7..]),
        _ => (parts[0], &parts[1..]),
    };
    let Some(value) = secrets.get(name) else {
        let mut error = TemplateError::new(format!("there is no secret {name}"));
        error.missing_secret = Some(name.to_owned());
        return Err(error);
    };
    if !matches!(options.first(), None | Some(&"" | &"SecretString")) {
        return Err(TemplateError::new(format!("secret {name}: only its SecretString can be resolved")));
    }
    match options.get(1) {
        None | Some(&"") => Ok(value.clone()),
        Some(key) => serde_json::from_str::<Value>(value)
            .ok()
            .and_then(|json| json.get(*key).and_then(|entry| crate::fields::text_of(entry).ok()))
            .ok_or_else(|| TemplateError::new(format!("secret {name} is no JSON with the key {key}"))),
    }
}
