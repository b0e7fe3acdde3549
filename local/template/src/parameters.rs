//! The values of a template's parameters: given, or their defaults, held against their constraints.

use std::collections::BTreeMap;

use regex_lite::Regex;
use serde_json::{Map, Number, Value};

use crate::TemplateError;
use crate::fields::{Fields, text_of};

const KNOWN: &[&str] = &[
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
];

/// Resolves the parameters that `declared` names from `given` values.
pub(crate) fn resolve(declared: &Map<String, Value>, given: &BTreeMap<String, String>) -> Result<BTreeMap<String, Value>, TemplateError> {
    if let Some(name) = given.keys().find(|name| !declared.contains_key(*name)) {
        return Err(TemplateError::new("is given a value, but the template has no such parameter").inside(name).inside("Parameters"));
    }
    let mut values = BTreeMap::new();
    for (name, declaration) in declared {
        let value = value_of(declaration, given.get(name)).map_err(|error| error.inside(name).inside("Parameters"))?;
        values.insert(name.clone(), value);
    }
    Ok(values)
}

fn value_of(declaration: &Value, given: Option<&String>) -> Result<Value, TemplateError> {
    let declaration = Fields::of(declaration)?;
    declaration.only(KNOWN)?;
    let kind = declaration.text("Type")?;
    // The default of such a parameter is the name of an SSM parameter, which nothing here can look up.
    let from_ssm = kind.starts_with("AWS::SSM::Parameter::Value");
    let text = match given {
        Some(text) => text.clone(),
        None if from_ssm => return Err(TemplateError::new("comes from SSM: give it a value")),
        None => declaration.optional_text("Default")?.ok_or_else(|| TemplateError::new("has no default: give it a value"))?,
    };
    let is_list = kind == "CommaDelimitedList" || kind.contains("List<");
    if is_list {
        let items: Vec<&str> = text.split(',').map(str::trim).collect();
        for item in &items {
            check(declaration, &kind, item)?;
        }
        return Ok(items.into_iter().map(Value::from).collect());
    }
    check(declaration, &kind, &text)?;
    Ok(if kind == "Number" { number(text) } else { Value::String(text) })
}

/// A JSON number, unless that would change how it is written.
fn number(text: String) -> Value {
    match text.parse::<Number>() {
        Ok(number) if number.to_string() == text => Value::Number(number),
        _ => Value::String(text),
    }
}

fn check(declaration: Fields<'_>, kind: &str, text: &str) -> Result<(), TemplateError> {
    let refuse = |rule: String| match declaration.optional_text("ConstraintDescription") {
        Ok(Some(description)) => Err(TemplateError::new(format!("{text:?} is refused: {description}"))),
        _ => Err(TemplateError::new(format!("{text:?} {rule}"))),
    };
    let allowed = declaration.list("AllowedValues")?;
    if !allowed.is_empty() {
        let allowed = allowed.iter().map(text_of).collect::<Result<Vec<_>, _>>()?;
        if !allowed.iter().any(|value| value == text) {
            return refuse(format!("is not one of the allowed values {}", allowed.join(", ")));
        }
    }
    if let Some(pattern) = declaration.optional_text("AllowedPattern")? {
        let regex =
            Regex::new(&format!("^(?:{pattern})$")).map_err(|error| TemplateError::new(error.to_string()).inside("AllowedPattern"))?;
        if !regex.is_match(text) {
            return refuse(format!("does not match {pattern}"));
        }
    }
    let length = text.chars().count();
    if length < declaration.number("MinLength", 0, 0..=usize::MAX)?
        || length > declaration.number("MaxLength", usize::MAX, 0..=usize::MAX)?
    {
        return refuse("is too short or too long".to_owned());
    }
    if kind == "Number" || kind == "List<Number>" {
        let Ok(number) = text.parse::<f64>() else {
            return refuse("is not a number".to_owned());
        };
        if number < declaration.number("MinValue", f64::MIN, f64::MIN..=f64::MAX)?
            || number > declaration.number("MaxValue", f64::MAX, f64::MIN..=f64::MAX)?
        {
            return refuse("is below MinValue or above MaxValue".to_owned());
        }
    }
    Ok(())
}
