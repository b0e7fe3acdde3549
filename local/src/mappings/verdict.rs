//! What a function's answer says about its batch (`ReportBatchItemFailures`).

use std::collections::HashSet;

use serde_json::Value;

/// The fate of the messages or records of one invocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Everything is handled.
    Done,
    /// Nothing counts as handled.
    Failed,
    /// These identifiers failed, and only these; never empty.
    Partial(HashSet<String>),
}

impl Verdict {
    /// Reads `{"batchItemFailures": [{"itemIdentifier": "…"}]}` against the identifiers that were sent.
    ///
    /// Lambda developer guide, "Implementing partial batch responses": an empty or null answer or list is success; an
    /// empty, missing or unknown identifier is a failure of the whole batch.
    pub(super) fn of(answer: &Value, sent: &[String]) -> Self {
        let Some(failures) = answer.get("batchItemFailures").filter(|list| !list.is_null()) else { return Self::Done };
        let Value::Array(failures) = failures else { return Self::Failed };
        let mut failed = HashSet::new();
        for failure in failures {
            match failure.get("itemIdentifier").and_then(Value::as_str) {
                Some(identifier) if sent.iter().any(|sent| sent == identifier) => failed.insert(identifier.to_owned()),
                _ => return Self::Failed,
            };
        }
        if failed.is_empty() { Self::Done } else { Self::Partial(failed) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_mean_what_the_guide_says() {
        let sent = ["a".to_owned(), "b".to_owned()];
        for done in [json!(null), json!({}), json!({"batchItemFailures": null}), json!({"batchItemFailures": []}), json!("text")] {
            assert_eq!(Verdict::of(&done, &sent), Verdict::Done, "{done}");
        }
        for failed in [
            json!({"batchItemFailures": [{"itemIdentifier": ""}]}),
            json!({"batchItemFailures": [{"itemIdentifier": null}]}),
            json!({"batchItemFailures": [{"id": "a"}]}),
            json!({"batchItemFailures": [{"itemIdentifier": "c"}]}),
            json!({"batchItemFailures": "a"}),
        ] {
            assert_eq!(Verdict::of(&failed, &sent), Verdict::Failed, "{failed}");
        }
        let partial = json!({"batchItemFailures": [{"itemIdentifier": "b"}, {"itemIdentifier": "b"}]});
        assert_eq!(Verdict::of(&partial, &sent), Verdict::Partial(HashSet::from(["b".to_owned()])));
    }
}
