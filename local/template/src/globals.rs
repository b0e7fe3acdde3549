//! SAM's `Globals`: what a resource inherits.

use serde_json::{Map, Value};

use crate::TemplateError;

/// The resource type that a section of `Globals` speaks of.
const SECTIONS: &[(&str, &str)] =
    &[("Function", "AWS::Serverless::Function"), ("Api", "AWS::Serverless::Api"), ("SimpleTable", "AWS::Serverless::SimpleTable")];

/// Refuses sections that nothing would read.
pub(crate) fn check(globals: &Map<String, Value>) -> Result<(), TemplateError> {
    for (section, content) in globals {
        if !SECTIONS.iter().any(|(known, _)| known == section) {
            return Err(TemplateError::new("is no section of Globals that this stack knows").inside(section).inside("Globals"));
        }
        if !content.is_object() {
            return Err(TemplateError::new("must be a map").inside(section).inside("Globals"));
        }
    }
    Ok(())
}

/// The properties of a resource of type `kind` with what it inherits.
pub(crate) fn inherit(globals: &Map<String, Value>, kind: &str, properties: Value) -> Value {
    let section = SECTIONS.iter().find(|(_, of)| *of == kind).and_then(|(name, _)| globals.get(*name));
    match (section, properties) {
        (None, properties) => properties,
        (Some(section), Value::Null) => section.clone(),
        (Some(section), properties) => merge(section.clone(), properties),
    }
}

/// Maps are merged and lists appended; anything else, intrinsic functions included, is replaced.
/// (AWS SAM developer guide, "Globals section", "Overridable properties".)
fn merge(global: Value, local: Value) -> Value {
    if is_function(&global) || is_function(&local) {
        return local;
    }
    match (global, local) {
        (Value::Object(mut merged), Value::Object(local)) => {
            for (key, value) in local {
                let value = match merged.remove(&key) {
                    Some(inherited) => merge(inherited, value),
                    None => value,
                };
                merged.insert(key, value);
            }
            Value::Object(merged)
        }
        (Value::Array(mut items), Value::Array(local)) => {
            items.extend(local);
            Value::Array(items)
        }
        (_, local) => local,
    }
}

fn is_function(value: &Value) -> bool {
    value.as_object().is_some_and(|map| crate::intrinsics::function_call(map).is_some())
}
