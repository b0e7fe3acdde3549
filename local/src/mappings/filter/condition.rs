//! One condition of a leaf: a plain value, or an operator such as `{"prefix": "W#"}`.

use serde_json::Value;

/// Condition on one leaf value; `None` is a field that is not there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    Equals(Value),
    EqualsIgnoringCase(String),
    Prefix(String),
    Suffix(String),
    Exists(bool),
    AnythingBut(Vec<Self>),
    Numeric(Vec<(Comparison, f64)>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Condition {
    pub(super) fn parse(value: &Value) -> Result<Self, String> {
        let Value::Object(operator) = value else {
            return if value.is_array() { Err("a list in a list matches nothing".to_owned()) } else { Ok(Self::Equals(value.clone())) };
        };
        let mut entries = operator.iter();
        let (Some((name, operand)), None) = (entries.next(), entries.next()) else {
            return Err("an operator is an object with one entry".to_owned());
        };
        match (name.as_str(), operand) {
            ("prefix", Value::String(text)) => Ok(Self::Prefix(text.clone())),
            ("suffix", Value::String(text)) => Ok(Self::Suffix(text.clone())),
            ("equals-ignore-case", Value::String(text)) => Ok(Self::EqualsIgnoringCase(text.to_lowercase())),
            ("exists", Value::Bool(wanted)) => Ok(Self::Exists(*wanted)),
            ("anything-but", operand) => Self::parse_anything_but(operand),
            ("numeric", Value::Array(terms)) => parse_numeric(terms).map(Self::Numeric),
            ("prefix" | "suffix" | "equals-ignore-case", _) => Err(format!("{name} takes a string")),
            ("exists", _) => Err("exists takes true or false".to_owned()),
            ("numeric", _) => Err("numeric takes a list such as [\">\", 0, \"<=\", 5]".to_owned()),
            _ => Err(format!("there is no operator {name}")),
        }
    }

    fn parse_anything_but(operand: &Value) -> Result<Self, String> {
        let excluded = match operand {
            Value::Array(values) if values.is_empty() => return Err("anything-but takes at least one value".to_owned()),
            Value::Array(values) => values.iter().map(Self::parse).collect::<Result<Vec<_>, _>>()?,
            value => vec![Self::parse(value)?],
        };
        let allowed = excluded
            .iter()
            .all(|condition| matches!(condition, Self::Equals(_) | Self::Prefix(_) | Self::Suffix(_) | Self::EqualsIgnoringCase(_)));
        if allowed { Ok(Self::AnythingBut(excluded)) } else { Err("anything-but takes values, prefix or suffix".to_owned()) }
    }

    pub(super) fn holds(&self, value: Option<&Value>) -> bool {
        let Some(value) = value else { return *self == Self::Exists(false) };
        match self {
            Self::Equals(wanted) => equal(wanted, value),
            Self::EqualsIgnoringCase(wanted) => value.as_str().is_some_and(|text| text.to_lowercase() == *wanted),
            Self::Prefix(prefix) => value.as_str().is_some_and(|text| text.starts_with(prefix)),
            Self::Suffix(suffix) => value.as_str().is_some_and(|text| text.ends_with(suffix)),
            Self::Exists(wanted) => *wanted,
            Self::AnythingBut(excluded) => !excluded.iter().any(|condition| condition.holds(Some(value))),
            Self::Numeric(terms) => {
                value.as_f64().is_some_and(|number| terms.iter().all(|(comparison, bound)| comparison.holds(number, *bound)))
            }
        }
    }
}

/// 5 and 5.0 are one number in JSON.
fn equal(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    }
}

impl Comparison {
    fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Self::Equal => number == bound,
            Self::Less => number < bound,
            Self::LessOrEqual => number <= bound,
            Self::Greater => number > bound,
            Self::GreaterOrEqual => number >= bound,
        }
    }
}

/// `[">", 0]` or `[">", 0, "<=", 5]`.
fn parse_numeric(terms: &[Value]) -> Result<Vec<(Comparison, f64)>, String> {
    if !matches!(terms.len(), 2 | 4) {
        return Err("numeric takes one or two comparisons".to_owned());
    }
    terms
        .chunks(2)
        .map(|term| {
            let comparison = match term[0].as_str() {
                Some("=") => Comparison::Equal,
                Some("<") => Comparison::Less,
                Some("<=") => Comparison::LessOrEqual,
                Some(">") => Comparison::Greater,
                Some(">=") => Comparison::GreaterOrEqual,
                _ => return Err("numeric compares with =, <, <=, > or >=".to_owned()),
            };
            let bound = term[1].as_f64().ok_or("numeric compares with a number")?;
            Ok((comparison, bound))
        })
        .collect()
}
