//! Evaluating values: CloudFormation's intrinsic functions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::TemplateError;
use crate::fields::text_of;
use crate::template::Template;

/// The function and its argument, when the map is a call of one.
pub(crate) fn function_call(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, argument) = map.iter().next()?;
    let is_call = map.len() == 1 && (name == "Ref" || name.starts_with("Fn::"));
    is_call.then_some((name.as_str(), argument))
}

impl Template<'_> {
    /// The value with every function in it resolved; `None` is `AWS::NoValue`.
    pub(crate) fn evaluate(&self, value: &Value) -> Result<Option<Value>, TemplateError> {
        match value {
            Value::Object(map) => match function_call(map) {
                Some((name, argument)) => self.call(name, argument).map_err(|error| error.inside(name)),
                None => self.evaluate_map(map).map(Some),
            },
            Value::Array(items) => self.evaluate_list(items).map(Some),
            scalar => Ok(Some(scalar.clone())),
        }
    }

    fn evaluate_map(&self, map: &Map<String, Value>) -> Result<Value, TemplateError> {
        let mut result = Map::new();
        for (key, value) in map {
            if let Some(value) = self.evaluate(value).map_err(|error| error.inside(key))? {
                result.insert(key.clone(), value);
            }
        }
        Ok(Value::Object(result))
    }

    fn evaluate_list(&self, items: &[Value]) -> Result<Value, TemplateError> {
        let mut result = Vec::new();
        for (index, item) in items.iter().enumerate() {
            result.extend(self.evaluate(item).map_err(|error| error.inside(index.to_string()))?);
        }
        Ok(Value::Array(result))
    }

    /// Evaluates to text.
    pub(crate) fn text(&self, value: &Value) -> Result<String, TemplateError> {
        match self.evaluate(value)? {
            Some(value) => text_of(&value),
            None => Err(TemplateError::new("must be text, not AWS::NoValue")),
        }
    }

    fn call(&self, function: &str, argument: &Value) -> Result<Option<Value>, TemplateError> {
        match function {
            "Ref" => match argument {
                Value::String(name) => self.reference(name),
                _ => Err(TemplateError::new("must name a parameter or a resource")),
            },
            "Fn::GetAtt" => self.get_attribute(argument).map(Some),
            "Fn::Sub" => self.substitute(argument).map(|text| Some(Value::String(text))),
            "Fn::Join" => self.join(argument).map(Some),
            "Fn::Select" => self.select(argument).map(Some),
            "Fn::Split" => self.split(argument).map(Some),
            "Fn::If" => self.choose(argument),
            "Fn::FindInMap" => self.find_in_map(argument).map(Some),
            "Fn::Base64" => self.text(argument).map(|text| Some(Value::String(STANDARD.encode(text)))),
            "Fn::ImportValue" => Err(TemplateError::new("is refused: a local stack has no exports of other stacks; pass a parameter")),
            _ => Err(TemplateError::new("is no function that this stack knows")),
        }
    }

    fn get_attribute(&self, argument: &Value) -> Result<Value, TemplateError> {
        let dotted = match argument {
            Value::String(dotted) => dotted.clone(),
            Value::Array(parts) if parts.len() >= 2 => parts.iter().map(|part| self.text(part)).collect::<Result<Vec<_>, _>>()?.join("."),
            _ => return Err(TemplateError::new("must be a resource and an attribute")),
        };
        match dotted.split_once('.') {
            Some((resource, attribute)) => self.attribute(resource, attribute),
            None => Err(TemplateError::new(format!("{dotted:?} names no attribute"))),
        }
    }

    fn join(&self, argument: &Value) -> Result<Value, TemplateError> {
        let [delimiter, items] = arguments(argument, "a delimiter and a list")?;
        let items = self.list(items)?;
        let texts = items.iter().map(text_of).collect::<Result<Vec<_>, _>>()?;
        Ok(Value::String(texts.join(&self.text(delimiter)?)))
    }

    fn select(&self, argument: &Value) -> Result<Value, TemplateError> {
        let [index, items] = arguments(argument, "an index and a list")?;
        let index = self.text(index)?;
        let items = self.list(items)?;
        index
            .parse::<usize>()
            .ok()
            .and_then(|index| items.get(index).cloned())
            .ok_or_else(|| TemplateError::new(format!("there is no item {index} among {}", items.len())))
    }

    fn split(&self, argument: &Value) -> Result<Value, TemplateError> {
        let [delimiter, text] = arguments(argument, "a delimiter and a text")?;
        let delimiter = self.text(delimiter)?;
        if delimiter.is_empty() {
            return Err(TemplateError::new("must have a delimiter"));
        }
        Ok(self.text(text)?.split(&delimiter).map(Value::from).collect())
    }

    fn choose(&self, argument: &Value) -> Result<Option<Value>, TemplateError> {
        let [condition, when_true, when_false] = arguments(argument, "a condition and two values")?;
        let Value::String(condition) = condition else {
            return Err(TemplateError::new("must begin with the name of a condition"));
        };
        self.evaluate(if self.condition(condition)? { when_true } else { when_false })
    }

    fn find_in_map(&self, argument: &Value) -> Result<Value, TemplateError> {
        let [map, first, second] = arguments(argument, "a mapping and two keys")?;
        let (map, first, second) = (self.text(map)?, self.text(first)?, self.text(second)?);
        self.document
            .mappings
            .get(&map)
            .and_then(|mapping| mapping.get(&first))
            .and_then(|entry| entry.get(&second))
            .cloned()
            .ok_or_else(|| TemplateError::new(format!("there is no {map}.{first}.{second} in Mappings")))
    }

    fn list(&self, value: &Value) -> Result<Vec<Value>, TemplateError> {
        match self.evaluate(value)? {
            Some(Value::Array(items)) => Ok(items),
            _ => Err(TemplateError::new("must be a list")),
        }
    }
}

fn arguments<'v, const COUNT: usize>(argument: &'v Value, what: &str) -> Result<&'v [Value; COUNT], TemplateError> {
    argument
        .as_array()
        .and_then(|items| items.as_slice().try_into().ok())
        .ok_or_else(|| TemplateError::new(format!("must be a list of {what}")))
}
