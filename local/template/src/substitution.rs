//! `Fn::Sub`, in both forms.

use serde_json::{Map, Value};

use crate::TemplateError;
use crate::template::Template;

impl Template<'_> {
    /// The text with its `${…}` replaced; `${!x}` stands for a literal `${x}`.
    pub(crate) fn substitute(&self, argument: &Value) -> Result<String, TemplateError> {
        let no_variables = Map::new();
        let (text, variables) = match argument {
            Value::String(text) => (text, &no_variables),
            Value::Array(items) => match items.as_slice() {
                [Value::String(text), Value::Object(variables)] => (text, variables),
                _ => return Err(TemplateError::new("must be a text and a map of variables")),
            },
            _ => {
                return Err(TemplateError::new("must be a text, or a list of a text and a map"));
            }
        };
        let mut result = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else {
                return Err(TemplateError::new("has a ${ without its }"));
            };
            result.push_str(before);
            match name.strip_prefix('!') {
                Some(literal) => result.push_str(&format!("${{{literal}}}")),
                None => result.push_str(&self.variable(name, variables)?),
            }
            rest = after;
        }
        result.push_str(rest);
        Ok(result)
    }

    fn variable(&self, name: &str, variables: &Map<String, Value>) -> Result<String, TemplateError> {
        let value = match variables.get(name) {
            Some(value) => value.clone(),
            None if name.contains('.') && !self.is_api_stage(name) => {
                Value::Object(Map::from_iter([("Fn::GetAtt".to_owned(), Value::from(name))]))
            }
            None => Value::Object(Map::from_iter([("Ref".to_owned(), Value::from(name))])),
        };
        self.text(&value).map_err(|error| error.inside(format!("${{{name}}}")))
    }
}
