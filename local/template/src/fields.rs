//! Reading the resolved properties of a resource, with errors that name the property.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::TemplateError;

/// A map of resolved properties.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    map: Option<&'a Map<String, Value>>,
}

impl<'a> Fields<'a> {
    /// Takes `value` as a map; null is an empty one.
    pub(crate) fn of(value: &'a Value) -> Result<Self, TemplateError> {
        match value {
            Value::Object(map) => Ok(Self { map: Some(map) }),
            Value::Null => Ok(Self { map: None }),
            _ => Err(TemplateError::new("must be a map")),
        }
    }

    /// Refuses every property outside `known`: a misspelt one would be ignored silently otherwise.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), TemplateError> {
        match self.entries().find(|(key, _)| !known.contains(&key.as_str())) {
            Some((key, _)) => Err(TemplateError::new("is no property that this stack knows").inside(key)),
            None => Ok(()),
        }
    }

    /// Refuses properties that exist on AWS and that the local stack cannot honour.
    pub(crate) fn none_of(&self, unsupported: &[&str]) -> Result<(), TemplateError> {
        match unsupported.iter().find(|key| !self.get(key).is_null()) {
            Some(key) => Err(TemplateError::new("is not supported by the local stack").inside(*key)),
            None => Ok(()),
        }
    }

    pub(crate) fn get(&self, key: &str) -> &'a Value {
        self.map.and_then(|map| map.get(key)).unwrap_or(&Value::Null)
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        self.map.into_iter().flatten()
    }

    pub(crate) fn text(&self, key: &str) -> Result<String, TemplateError> {
        self.optional_text(key)?.ok_or_else(|| TemplateError::new("is required").inside(key))
    }

    pub(crate) fn optional_text(&self, key: &str) -> Result<Option<String>, TemplateError> {
        match self.get(key) {
            Value::Null => Ok(None),
            value => text_of(value).map(Some).map_err(|error| error.inside(key)),
        }
    }

    pub(crate) fn number<T>(&self, key: &str, default: T, range: RangeInclusive<T>) -> Result<T, TemplateError>
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        Ok(self.optional_number(key, range)?.unwrap_or(default))
    }

    /// A number, also when written as text: CloudFormation makes no difference.
    pub(crate) fn optional_number<T>(&self, key: &str, range: RangeInclusive<T>) -> Result<Option<T>, TemplateError>
    where
        T: FromStr + PartialOrd + Display,
    {
        let Some(text) = self.optional_text(key)? else {
            return Ok(None);
        };
        match text.parse::<T>() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(TemplateError::new(format!("must be a number from {} to {}, not {text:?}", range.start(), range.end())).inside(key)),
        }
    }

    pub(crate) fn seconds(&self, key: &str, default: u64, range: RangeInclusive<u64>) -> Result<Duration, TemplateError> {
        self.number(key, default, range).map(Duration::from_secs)
    }

    pub(crate) fn flag(&self, key: &str, default: bool) -> Result<bool, TemplateError> {
        match self.optional_text(key)?.as_deref() {
            None => Ok(default),
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            Some(other) => Err(TemplateError::new(format!("must be true or false, not {other:?}")).inside(key)),
        }
    }

    pub(crate) fn fields(&self, key: &str) -> Result<Fields<'a>, TemplateError> {
        Fields::of(self.get(key)).map_err(|error| error.inside(key))
    }

    pub(crate) fn list(&self, key: &str) -> Result<&'a [Value], TemplateError> {
        match self.get(key) {
            Value::Null => Ok(&[]),
            Value::Array(items) => Ok(items),
            _ => Err(TemplateError::new("must be a list").inside(key)),
        }
    }

    pub(crate) fn texts(&self, key: &str) -> Result<Vec<String>, TemplateError> {
        self.list(key)?.iter().map(text_of).collect::<Result<_, _>>().map_err(|error| error.inside(key))
    }

    pub(crate) fn text_map(&self, key: &str) -> Result<BTreeMap<String, String>, TemplateError> {
        let fields = self.fields(key)?;
        let mut texts = BTreeMap::new();
        for (name, value) in fields.entries() {
            let text = text_of(value).map_err(|error| error.inside(name).inside(key))?;
            texts.insert(name.clone(), text);
        }
        Ok(texts)
    }
}

/// Text, or a number or truth value as CloudFormation writes it.
pub(crate) fn text_of(value: &Value) -> Result<String, TemplateError> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Null => Err(TemplateError::new("must be text, not null")),
        Value::Array(_) => Err(TemplateError::new("must be text, not a list")),
        Value::Object(_) => Err(TemplateError::new("must be text, not a map")),
    }
}
