//! The IAM policy of an authorizer: whether it allows a route.

use serde_json::{Map, Value};

/// The only action of a REST API's routes.
const INVOKE: &str = "execute-api:Invoke";

/// A policy document.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    statements: Vec<Statement>,
}

#[derive(Clone, Debug)]
struct Statement {
    allows: bool,
    actions: Vec<String>,
    resources: Vec<String>,
}

/// What a policy says of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Allow,
    /// A statement denies it: no other can allow it.
    ExplicitDeny,
    /// No statement allows it.
    ImplicitDeny,
}

impl Policy {
    /// Reads a document. Elements whose meaning would be guessed (`Condition`, `NotAction` …) are refused.
    pub(crate) fn read(document: &Value) -> Result<Self, String> {
        let Value::Object(document) = document else {
            return Err("policyDocument is no object".to_owned());
        };
        only(document, &["Id", "Statement", "Version"])?;
        if !matches!(document.get("Version").and_then(Value::as_str), None | Some("2012-10-17" | "2008-10-17")) {
            return Err("policyDocument.Version is unknown".to_owned());
        }
        let statements = match document.get("Statement") {
            Some(Value::Array(statements)) => statements.iter().map(Statement::read).collect(),
            Some(statement @ Value::Object(_)) => Statement::read(statement).map(|statement| vec![statement]),
            _ => Err("policyDocument.Statement is missing".to_owned()),
        };
        Ok(Self { statements: statements? })
    }

    /// Whether `method_arn` may be invoked: an explicit deny wins, and what nothing allows is denied.
    pub(crate) fn decide(&self, method_arn: &str) -> Decision {
        let mut allowed = false;
        for statement in self.statements.iter().filter(|statement| statement.covers(method_arn)) {
            if !statement.allows {
                return Decision::ExplicitDeny;
            }
            allowed = true;
        }
        if allowed { Decision::Allow } else { Decision::ImplicitDeny }
    }
}

impl Statement {
    fn read(statement: &Value) -> Result<Self, String> {
        let Value::Object(statement) = statement else {
            return Err("a statement is no object".to_owned());
        };
        only(statement, &["Action", "Effect", "Resource", "Sid"])?;
        let allows = match statement.get("Effect").and_then(Value::as_str) {
            Some("Allow") => true,
            Some("Deny") => false,
            _ => return Err("a statement's Effect is neither Allow nor Deny".to_owned()),
        };
        Ok(Self { allows, actions: texts(statement, "Action")?, resources: texts(statement, "Resource")? })
    }

    fn covers(&self, method_arn: &str) -> bool {
        let invoke = INVOKE.to_ascii_lowercase();
        self.actions.iter().any(|action| matches(&action.to_ascii_lowercase(), &invoke))
            && self.resources.iter().any(|resource| matches(resource, method_arn))
    }
}

fn only(map: &Map<String, Value>, known: &[&str]) -> Result<(), String> {
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("the policy element {key} is not supported by the local stack")),
        None => Ok(()),
    }
}

fn texts(statement: &Map<String, Value>, key: &str) -> Result<Vec<String>, String> {
    let texts = match statement.get(key) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let given = statement.get(key).and_then(Value::as_array).map_or(1, Vec::len);
    if texts.is_empty() || texts.len() != given {
        return Err(format!("a statement's {key} is no text and no list of texts"));
    }
    Ok(texts)
}

/// Whether `text` matches `pattern`, in which `*` stands for any text and `?` for one character.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut read) = (0, 0);
    // Where the last star stands, and how much of the text it has taken.
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == text[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((position, taken)) = star else {
                    return false;
                };
                star = Some((position, taken + 1));
                at = position + 1;
                read = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const ARN: &str = "arn:aws:execute-api:eu-central-1:123456789012:api/live/GET/v1/me";

    fn decide(statements: Value) -> Decision {
        Policy::read(&json!({"Version": "2012-10-17", "Statement": statements})).unwrap().decide(ARN)
    }

    fn statement(effect: &str, resource: &str) -> Value {
        json!({"Effect": effect, "Action": "execute-api:Invoke", "Resource": resource})
    }

    #[test]
    fn an_explicit_deny_wins_and_nothing_is_allowed_by_default() {
        let allow = statement("Allow", "arn:aws:execute-api:*:*:api/live/GET/v1/*");
        let deny = statement("Deny", ARN);
        assert_eq!(decide(json!([allow])), Decision::Allow);
        assert_eq!(decide(allow.clone()), Decision::Allow);
        assert_eq!(decide(json!([allow, deny])), Decision::ExplicitDeny);
        assert_eq!(decide(json!([deny, allow])), Decision::ExplicitDeny);
        assert_eq!(decide(json!([])), Decision::ImplicitDeny);
        assert_eq!(decide(statement("Allow", "arn:aws:execute-api:*:*:api/live/POST/*")), Decision::ImplicitDeny);
        assert_eq!(decide(statement("Deny", "*/GET/v1/m?")), Decision::ExplicitDeny);
        assert_eq!(decide(statement("Allow", "*/GET/v1/me/*")), Decision::ImplicitDeny);
    }

    #[test]
    fn actions_are_compared_without_case_and_with_wildcards() {
        for (action, expected) in [
            (json!("EXECUTE-API:invoke"), Decision::Allow),
            (json!(["s3:*", "execute-api:*"]), Decision::Allow),
            (json!("*"), Decision::Allow),
            (json!("execute-api:ManageConnections"), Decision::ImplicitDeny),
        ] {
            let statement = json!({"Effect": "Allow", "Action": action, "Resource": "*"});
            assert_eq!(decide(statement), expected);
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for document in [
            json!(null),
            json!({}),
            json!({"Version": "2020-01-01", "Statement": []}),
            json!({"Statement": ["x"]}),
            json!({"Statement": [{"Effect": "allow", "Action": "*", "Resource": "*"}]}),
            json!({"Statement": [{"Effect": "Allow", "Action": "*"}]}),
            json!({"Statement": [{"Effect": "Allow", "Action": [1], "Resource": "*"}]}),
            json!({"Statement": [{"Effect": "Allow", "Action": [], "Resource": "*"}]}),
            json!({"Statement": [{"Effect": "Allow", "NotAction": "x", "Resource": "*"}]}),
            json!({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {}}]}),
        ] {
            assert!(Policy::read(&document).is_err(), "{document}");
        }
    }

    /// The rule as written down, slow: a star takes nothing, or one character and goes on.
    fn reference(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) if reference(rest, text) => true,
            (Some(('*', _)), Some((_, text))) => reference(pattern, text),
            (Some((wanted, pattern)), Some((actual, text))) => (*wanted == '?' || wanted == actual) && reference(pattern, text),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn matching_follows_the_rule(pattern in "[ab*?]{0,8}", text in "[ab]{0,8}") {
            let (slow_pattern, slow_text): (Vec<char>, Vec<char>) =
                (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(matches(&pattern, &text), reference(&slow_pattern, &slow_text));
        }
    }
}
