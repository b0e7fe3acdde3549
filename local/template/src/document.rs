//! One template file: YAML with CloudFormation's tags, brought to JSON in the long form of each function.

use std::fs;
use std::path::Path;

use serde_json::{Map, Number, Value};
use serde_yaml_ng::Value as Yaml;

use crate::TemplateError;

/// The sections of one template, unevaluated.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) parameters: Map<String, Value>,
    pub(crate) mappings: Map<String, Value>,
    pub(crate) conditions: Map<String, Value>,
    pub(crate) globals: Map<String, Value>,
    pub(crate) resources: Map<String, Value>,
    pub(crate) outputs: Map<String, Value>,
}

impl Document {
    /// Reads a template; errors do not name the file yet.
    pub(crate) fn read(file: &Path) -> Result<Self, TemplateError> {
        let text = fs::read_to_string(file).map_err(|error| TemplateError::new(format!("cannot be read: {error}")))?;
        let yaml: Yaml = serde_yaml_ng::from_str(&text).map_err(|error| TemplateError::new(format!("is not valid YAML: {error}")))?;
        let Value::Object(sections) = json(yaml)? else {
            return Err(TemplateError::new("must be a map of sections such as Resources"));
        };
        Self::of_sections(sections)
    }

    fn of_sections(sections: Map<String, Value>) -> Result<Self, TemplateError> {
        let mut document = Self::default();
        for (name, content) in sections {
            let section = match name.as_str() {
                "Parameters" => &mut document.parameters,
                "Mappings" => &mut document.mappings,
                "Conditions" => &mut document.conditions,
                "Globals" => &mut document.globals,
                "Resources" => &mut document.resources,
                "Outputs" => &mut document.outputs,
                "AWSTemplateFormatVersion" | "Description" | "Metadata" | "Transform" => continue,
                _ => {
                    return Err(TemplateError::new("is no section that this stack knows").inside(name));
                }
            };
            match content {
                Value::Object(map) => *section = map,
                Value::Null => {}
                _ => return Err(TemplateError::new("must be a map").inside(name)),
            }
        }
        if document.resources.is_empty() {
            return Err(TemplateError::new("must declare a resource").inside("Resources"));
        }
        Ok(document)
    }
}

/// Brings YAML to JSON; `!Sub x` becomes `{"Fn::Sub": "x"}`.
fn json(yaml: Yaml) -> Result<Value, TemplateError> {
    Ok(match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => Value::Number(json_number(&number)?),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => {
            let mut list = Vec::with_capacity(items.len());
            for (index, item) in items.into_iter().enumerate() {
                list.push(json(item).map_err(|error| error.inside(index.to_string()))?);
            }
            Value::Array(list)
        }
        Yaml::Mapping(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                let key = json_key(key)?;
                let value = json(value).map_err(|error| error.inside(key.clone()))?;
                map.insert(key, value);
            }
            Value::Object(map)
        }
        Yaml::Tagged(tagged) => function(&tagged.tag.to_string(), json(tagged.value)?),
    })
}

fn json_number(number: &serde_yaml_ng::Number) -> Result<Number, TemplateError> {
    number
        .as_i64()
        .map(Number::from)
        .or_else(|| number.as_u64().map(Number::from))
        .or_else(|| number.as_f64().and_then(Number::from_f64))
        .ok_or_else(|| TemplateError::new(format!("{number} is not a number that JSON can hold")))
}

/// Account ids and status codes are natural keys that YAML reads as numbers.
fn json_key(key: Yaml) -> Result<String, TemplateError> {
    match key {
        Yaml::String(text) => Ok(text),
        Yaml::Number(number) => Ok(number.to_string()),
        Yaml::Bool(value) => Ok(value.to_string()),
        _ => Err(TemplateError::new("has a key that is neither text nor a number")),
    }
}

fn function(tag: &str, argument: Value) -> Value {
    let name = match tag.trim_start_matches('!') {
        short @ ("Ref" | "Condition") => short.to_owned(),
        short => format!("Fn::{short}"),
    };
    Value::Object(Map::from_iter([(name, argument)]))
}
