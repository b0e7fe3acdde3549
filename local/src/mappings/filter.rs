//! The event-filter pattern language of event source mappings (Lambda developer guide, "Control which events
//! Lambda sends to your function").

mod condition;

use serde_json::{Map, Value};

use condition::Condition;

/// A pattern that no event could satisfy as written, or that is not of the language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the filter pattern is not valid at {place}: {reason}")]
pub struct PatternError {
    /// Dotted path in the pattern, such as `dynamodb.NewImage.kind`; `(top)` for the pattern itself.
    pub place: String,
    pub reason: String,
}

/// One parsed pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern(Fields);

/// All fields must match, and for each `$or` at least one alternative.
#[derive(Debug, Clone, PartialEq, Default)]
struct Fields {
    fields: Vec<(String, Node)>,
    alternatives: Vec<Vec<Fields>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Object(Fields),
    /// A leaf: one of the conditions must hold.
    AnyOf(Vec<Condition>),
}

impl Pattern {
    /// Reads a pattern such as `{"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": [{"prefix": "a"}]}}}}`.
    ///
    /// # Errors
    /// A pattern that is not of the language, with the place in it.
    pub fn parse(pattern: &Value) -> Result<Self, PatternError> {
        let object = pattern.as_object().ok_or_else(|| error(&[], "a pattern is a JSON object"))?;
        Ok(Self(Fields::parse(object, &mut Vec::new())?))
    }

    /// Whether `event` satisfies every field of the pattern.
    pub fn matches(&self, event: &Value) -> bool {
        self.0.matches(event)
    }
}

impl Fields {
    fn parse(object: &Map<String, Value>, place: &mut Vec<String>) -> Result<Self, PatternError> {
        let mut parsed = Self::default();
        for (name, value) in object {
            place.push(name.clone());
            if name == "$or" {
                parsed.alternatives.push(Self::parse_alternatives(value, place)?);
            } else {
                parsed.fields.push((name.clone(), Node::parse(value, place)?));
            }
            place.pop();
        }
        Ok(parsed)
    }

    fn parse_alternatives(value: &Value, place: &mut Vec<String>) -> Result<Vec<Self>, PatternError> {
        let alternatives = value.as_array().filter(|all| all.len() > 1);
        let alternatives = alternatives.ok_or_else(|| error(place, "$or takes a list of at least two patterns"))?;
        alternatives
            .iter()
            .map(|alternative| match alternative {
                Value::Object(object) => Self::parse(object, place),
                _ => Err(error(place, "$or takes a list of patterns")),
            })
            .collect()
    }

    fn matches(&self, value: &Value) -> bool {
        let Value::Object(object) = value else { return false };
        self.fields.iter().all(|(name, node)| node.matches(object.get(name)))
            && self.alternatives.iter().all(|alternatives| alternatives.iter().any(|fields| fields.matches(value)))
    }
}

impl Node {
    fn parse(value: &Value, place: &mut Vec<String>) -> Result<Self, PatternError> {
        match value {
            Value::Object(object) => Ok(Self::Object(Fields::parse(object, place)?)),
            Value::Array(conditions) if conditions.is_empty() => Err(error(place, "an empty list matches nothing")),
            Value::Array(conditions) => conditions
                .iter()
                .map(|condition| Condition::parse(condition).map_err(|reason| error(place, &reason)))
                .collect::<Result<_, _>>()
                .map(Self::AnyOf),
            _ => Err(error(place, "a value stands in a list, as [\"value\"]")),
        }
    }

    fn matches(&self, value: Option<&Value>) -> bool {
        match (self, value) {
            (Self::Object(fields), Some(Value::Array(elements))) => elements.iter().any(|element| fields.matches(element)),
            (Self::Object(fields), Some(value)) => fields.matches(value),
            // Only "does not exist" is content with a missing branch.
            (Self::Object(fields), None) => fields.alternatives.is_empty() && fields.fields.iter().all(|(_, node)| node.matches(None)),
            (Self::AnyOf(conditions), Some(Value::Array(elements))) if !elements.is_empty() => {
                conditions.iter().any(|condition| elements.iter().any(|element| condition.holds(Some(element))))
            }
            (Self::AnyOf(conditions), value) => conditions.iter().any(|condition| condition.holds(value)),
        }
    }
}

fn error(place: &[String], reason: &str) -> PatternError {
    let place = if place.is_empty() { "(top)".to_owned() } else { place.join(".") };
    PatternError { place, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests;
