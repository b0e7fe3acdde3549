//! What a policy says to one access, as far as the template's policies go (IAM user guide, "Policy evaluation logic"): what no statement
//! allows is refused, and a condition that is not known here allows nothing.

use serde_json::Value;

/// One action of a request on one resource, as IAM sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access {
    /// `dynamodb:GetItem`
    pub(crate) action: String,
    /// The ARN. A request that names no resource has one that fits no pattern.
    pub(crate) resource: String,
    /// What conditions ask about, such as `dynamodb:LeadingKeys`.
    context: Vec<(&'static str, Vec<String>)>,
}

impl Access {
    pub(crate) fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self { action: action.into(), resource: resource.into(), context: Vec::new() }
    }

    /// The same, with what a condition may ask about.
    pub(super) fn with(mut self, key: &'static str, values: Vec<String>) -> Self {
        self.context.push((key, values));
        self
    }

    pub(super) fn values(&self, key: &str) -> &[String] {
        self.context.iter().find(|(name, _)| *name == key).map(|(_, values)| values.as_slice()).unwrap_or_default()
    }

    /// A pattern with `${aws:PrincipalTag/…}` and the like replaced.
    fn fill(&self, pattern: &str) -> String {
        let mut pattern = pattern.to_owned();
        for (key, values) in &self.context {
            if let [value] = values.as_slice() {
                pattern = pattern.replace(&format!("${{{key}}}"), value);
            }
        }
        pattern
    }
}

/// Policies write one thing or a list of them.
pub(super) fn list(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |values| values.iter().collect())
}

/// The texts of a list.
pub(super) fn texts(value: &Value) -> impl Iterator<Item = &str> {
    list(value).into_iter().filter_map(Value::as_str)
}

/// `*` and `?` as IAM reads them.
pub(super) fn like(pattern: &str, text: &str) -> bool {
    let (mut pattern_chars, mut text_chars) = (pattern.chars(), text.chars());
    match (pattern_chars.next(), text_chars.next()) {
        (None, None) => true,
        (Some('*'), _) => {
            let rest = pattern_chars.as_str();
            like(rest, text) || text.chars().next().is_some_and(|first| like(pattern, &text[first.len_utf8()..]))
        }
        (Some('?'), Some(_)) => like(pattern_chars.as_str(), text_chars.as_str()),
        (Some(expected), Some(found)) => expected == found && like(pattern_chars.as_str(), text_chars.as_str()),
        _ => false,
    }
}

/// The action and the resource, as the statement writes them, by which it allows an access.
pub(super) fn allows<'a>(statement: &'a Value, access: &Access) -> Option<(&'a str, &'a str)> {
    let action = texts(&statement["Action"]).find(|pattern| like(pattern, &access.action))?;
    let resource = texts(&statement["Resource"]).find(|pattern| like(pattern, &access.resource))?;
    let mut conditions = statement["Condition"].as_object().into_iter().flatten();
    (statement["Effect"] == "Allow" && conditions.all(|(operator, keys)| holds(operator, keys, access))).then_some((action, resource))
}

fn holds(operator: &str, keys: &Value, access: &Access) -> bool {
    let Some(keys) = keys.as_object() else { return false };
    keys.iter().all(|(key, wanted)| {
        let found = access.values(key);
        let fits = |value: &String| texts(wanted).any(|pattern| like(&access.fill(pattern), value));
        let equals = |value: &String| texts(wanted).any(|text| text == value);
        match operator {
            "Null" => wanted.as_str() == Some(if found.is_empty() { "true" } else { "false" }),
            "StringEquals" => !found.is_empty() && found.iter().all(equals),
            "StringEqualsIfExists" => found.iter().all(equals),
            // As with IAM this holds where there is no value at all.
            "ForAllValues:StringLike" => found.iter().all(fits),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn patterns_are_iam_s() {
        for (pattern, text, fits) in
            [("W#a#*", "W#a#", true), ("W#a#*", "W#ab#", false), ("*", "", true), ("a?c", "abc", true), ("a?c", "ac", false)]
        {
            assert_eq!(like(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn a_statement_allows_its_actions_on_its_resources() {
        let statement = json!({ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["arn:one", "arn:two-*"] });
        assert_eq!(allows(&statement, &Access::new("sqs:SendMessage", "arn:two-2")), Some(("sqs:SendMessage", "arn:two-*")));
        assert_eq!(allows(&statement, &Access::new("sqs:SendMessage", "arn:three")), None);
        assert_eq!(allows(&statement, &Access::new("sqs:DeleteMessage", "arn:one")), None);
        let denied = json!({ "Effect": "Deny", "Action": "*", "Resource": "*" });
        assert_eq!(allows(&denied, &Access::new("sqs:SendMessage", "arn:one")), None);
    }

    #[test]
    fn conditions_must_all_hold() {
        let under = |condition: Value, access: &Access| {
            allows(&json!({ "Effect": "Allow", "Action": "a:*", "Resource": "*", "Condition": condition }), access).is_some()
        };
        let bare = Access::new("a:B", "r");
        let from = |address: &str| bare.clone().with("ses:FromAddress", vec![address.to_owned()]);
        let equals = json!({ "StringEquals": { "ses:FromAddress": "a@b.example" } });
        assert!(under(equals.clone(), &from("a@b.example")));
        assert!(!under(equals.clone(), &from("c@b.example")) && !under(equals, &bare));
        let if_exists = json!({ "StringEqualsIfExists": { "ses:FromAddress": "a@b.example" } });
        assert!(under(if_exists.clone(), &bare) && !under(if_exists, &from("c@b.example")));
        let absent = json!({ "Null": { "ses:FromAddress": "true" } });
        assert!(under(absent.clone(), &bare) && !under(absent, &from("a@b.example")));
        assert!(!under(json!({ "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } }), &bare), "not known here");
    }
}
