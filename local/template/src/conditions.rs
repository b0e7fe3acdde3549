//! `Conditions`: whether they hold.

use serde_json::Value;

use crate::TemplateError;
use crate::fields::text_of;
use crate::template::Template;

impl Template<'_> {
    /// Whether the condition called `name` holds.
    pub(crate) fn condition(&self, name: &str) -> Result<bool, TemplateError> {
        let Some(expression) = self.document.conditions.get(name) else {
            return Err(TemplateError::new(format!("there is no condition {name}")));
        };
        let _entered = self.enter(format!("condition {name}"))?;
        self.holds(expression).map_err(|error| error.inside(name).inside("Conditions").in_file(&self.file))
    }

    fn holds(&self, expression: &Value) -> Result<bool, TemplateError> {
        let call = expression.as_object().filter(|map| map.len() == 1).and_then(|map| map.iter().next());
        let Some((function, argument)) = call else {
            return Err(TemplateError::new("must be one condition function"));
        };
        let result = match function.as_str() {
            "Condition" => self.condition(argument.as_str().unwrap_or_default()),
            "Fn::Equals" => self.equals(argument),
            "Fn::And" => self.all(argument, 2..=10).map(|truths| truths.iter().all(|truth| *truth)),
            "Fn::Or" => self.all(argument, 2..=10).map(|truths| truths.iter().any(|truth| *truth)),
            "Fn::Not" => self.all(argument, 1..=1).map(|truths| truths.iter().all(|truth| !truth)),
            _ => {
                return Err(TemplateError::new(format!("{function} is no condition function")));
            }
        };
        result.map_err(|error| error.inside(function))
    }

    fn all(&self, argument: &Value, count: std::ops::RangeInclusive<usize>) -> Result<Vec<bool>, TemplateError> {
        match argument {
            Value::Array(items) if count.contains(&items.len()) => items.iter().map(|item| self.holds(item)).collect(),
            _ => Err(TemplateError::new(format!("must be a list of {} to {} conditions", count.start(), count.end()))),
        }
    }

    fn equals(&self, argument: &Value) -> Result<bool, TemplateError> {
        let Value::Array(sides) = argument else {
            return Err(TemplateError::new("must be a list of two values"));
        };
        let [left, right] = sides.as_slice() else {
            return Err(TemplateError::new("must be a list of two values"));
        };
        Ok(self.constant(left)? == self.constant(right)?)
    }

    /// A value that depends on nothing but parameters, which is all that conditions may see.
    fn constant(&self, value: &Value) -> Result<String, TemplateError> {
        if let Some(name) = self.resource_in(value) {
            return Err(TemplateError::new(format!("a condition cannot refer to the resource {name}")));
        }
        let value = self.evaluate(value)?.unwrap_or_default();
        match &value {
            Value::Array(_) => Ok(value.to_string()),
            _ => text_of(&value),
        }
    }

    /// The first resource that `value` refers to.
    fn resource_in<'v>(&self, value: &'v Value) -> Option<&'v str> {
        match value {
            Value::Object(map) => map.iter().find_map(|(key, argument)| match (key.as_str(), argument) {
                ("Ref", Value::String(name)) if self.document.resources.contains_key(name) => Some(name.as_str()),
                ("Fn::GetAtt", Value::String(name)) => Some(name.as_str()),
                ("Fn::GetAtt", Value::Array(names)) => names.first().and_then(Value::as_str),
                _ => self.resource_in(argument),
            }),
            Value::Array(items) => items.iter().find_map(|item| self.resource_in(item)),
            _ => None,
        }
    }
}
