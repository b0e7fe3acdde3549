//! Each operator, and how branches, lists and missing fields behave.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Pattern;

fn matches(pattern: Value, event: Value) -> bool {
    Pattern::parse(&pattern).unwrap().matches(&event)
}

#[test]
fn fields_are_all_needed_and_values_are_alternatives() {
    let pattern = || json!({"eventName": ["INSERT", "MODIFY"], "dynamodb": {"NewImage": {"kind": {"S": ["event"]}}}});
    let event = |name: &str, kind: &str| json!({"eventName": name, "dynamodb": {"NewImage": {"kind": {"S": kind}}}, "more": 1});
    assert!(matches(pattern(), event("INSERT", "event")));
    assert!(matches(pattern(), event("MODIFY", "event")));
    assert!(!matches(pattern(), event("REMOVE", "event")));
    assert!(!matches(pattern(), event("INSERT", "course")));
    assert!(!matches(pattern(), json!({"eventName": "INSERT", "dynamodb": {"OldImage": {}}})));
    assert!(matches(json!({}), json!({"a": 1})));
}

#[test]
fn operators() {
    for (condition, yes, no) in [
        (json!("a"), json!("a"), json!("b")),
        (json!(5), json!(5.0), json!("5")),
        (json!(null), json!(null), json!("")),
        (json!(""), json!(""), json!(null)),
        (json!(true), json!(true), json!("true")),
        (json!({"prefix": "W#"}), json!("W#acme"), json!("acmeW#")),
        (json!({"suffix": ".zip"}), json!("a.zip"), json!("a.zip.txt")),
        (json!({"equals-ignore-case": "ACME"}), json!("acme"), json!("acmes")),
        (json!({"exists": true}), json!("x"), Value::Null),
        (json!({"anything-but": ["a", 5]}), json!("b"), json!("a")),
        (json!({"anything-but": "a"}), json!(7), json!("a")),
        (json!({"anything-but": {"prefix": "a"}}), json!("ba"), json!("ab")),
        (json!({"numeric": [">", 0, "<=", 5]}), json!(5), json!(0)),
        (json!({"numeric": ["=", 3]}), json!(3.0), json!("3")),
    ] {
        let pattern = json!({"field": [condition]});
        assert!(matches(pattern.clone(), json!({"field": yes})), "{pattern} {yes}");
        // For "exists" the counterexample is a missing field.
        let other = if pattern["field"][0].get("exists").is_some() { json!({}) } else { json!({"field": no}) };
        assert!(!matches(pattern.clone(), other), "{pattern} {no}");
        if pattern["field"][0].get("exists").is_none() {
            assert!(!matches(pattern.clone(), json!({})), "{pattern}: a missing field satisfies only exists");
        }
    }
}

#[test]
fn a_missing_branch_satisfies_only_does_not_exist() {
    let pattern = json!({"dynamodb": {"OldImage": {"done": [{"exists": false}]}}});
    assert!(matches(pattern.clone(), json!({"dynamodb": {}})));
    assert!(matches(pattern.clone(), json!({})));
    assert!(!matches(pattern, json!({"dynamodb": {"OldImage": {"done": 1}}})));
}

#[test]
fn lists_match_by_any_element_and_or_by_any_alternative() {
    assert!(matches(json!({"tags": ["b"]}), json!({"tags": ["a", "b"]})));
    assert!(!matches(json!({"tags": ["c"]}), json!({"tags": ["a", "b"]})));
    assert!(matches(json!({"items": {"id": [2]}}), json!({"items": [{"id": 1}, {"id": 2}]})));
    let either = json!({"source": ["s"], "$or": [{"a": [1]}, {"b": [{"prefix": "x"}]}]});
    assert!(matches(either.clone(), json!({"source": "s", "b": "xy"})));
    assert!(matches(either.clone(), json!({"source": "s", "a": 1})));
    assert!(!matches(either.clone(), json!({"source": "s", "a": 2})));
    assert!(!matches(either, json!({"source": "t", "a": 1})));
}

#[test]
fn mistakes_are_named_with_their_place() {
    for (pattern, message) in [
        (json!([]), "the filter pattern is not valid at (top): a pattern is a JSON object"),
        (json!({"a": "b"}), "the filter pattern is not valid at a: a value stands in a list, as [\"value\"]"),
        (json!({"a": {"b": []}}), "the filter pattern is not valid at a.b: an empty list matches nothing"),
        (json!({"a": [{"prefix": 1}]}), "the filter pattern is not valid at a: prefix takes a string"),
        (json!({"a": [{"like": "x"}]}), "the filter pattern is not valid at a: there is no operator like"),
        (json!({"a": [{"numeric": [">"]}]}), "the filter pattern is not valid at a: numeric takes one or two comparisons"),
        (json!({"a": [{"prefix": "x", "suffix": "y"}]}), "the filter pattern is not valid at a: an operator is an object with one entry"),
        (
            json!({"a": [{"anything-but": [{"exists": true}]}]}),
            "the filter pattern is not valid at a: anything-but takes values, prefix or suffix",
        ),
        (json!({"$or": [{}]}), "the filter pattern is not valid at $or: $or takes a list of at least two patterns"),
    ] {
        assert_eq!(Pattern::parse(&pattern).unwrap_err().to_string(), message);
    }
}

proptest! {
    /// `anything-but` is the negation of equality on a field that is there.
    #[test]
    fn anything_but_is_not_equal(wanted in "[a-c]{0,2}", found in "[a-c]{0,2}") {
        let equal = matches(json!({"f": [wanted.clone()]}), json!({"f": found.clone()}));
        let other = matches(json!({"f": [{"anything-but": [wanted]}]}), json!({"f": found}));
        prop_assert_ne!(equal, other);
    }

    #[test]
    fn prefix_and_suffix_agree_with_the_string(affix in "[ab]{0,3}", text in "[ab]{0,5}") {
        let event = json!({"f": text.clone()});
        prop_assert_eq!(matches(json!({"f": [{"prefix": affix.clone()}]}), event.clone()), text.starts_with(&affix));
        prop_assert_eq!(matches(json!({"f": [{"suffix": affix.clone()}]}), event), text.ends_with(&affix));
    }
}
