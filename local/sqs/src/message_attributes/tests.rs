//! Which attributes a message takes, and their digest.

use super::*;
use serde_json::json;

fn attributes(value: serde_json::Value) -> MessageAttributes {
    serde_json::from_value(value).unwrap()
}

#[test]
fn digest_equals_the_one_recorded_from_the_service() {
    let one = attributes(json!({ "MyAttribute": { "DataType": "String", "StringValue": "foobar" } }));
    assert_eq!(digest(&one).unwrap().unwrap(), "adb59cd4678ea5a855436b949cd07ab6");
    assert_eq!(digest(&MessageAttributes::new()), Ok(None));
}

#[test]
fn digest_tells_binary_from_text() {
    let text = attributes(json!({ "a": { "DataType": "String", "StringValue": "hi" } }));
    let binary = attributes(json!({ "a": { "DataType": "Binary", "BinaryValue": "aGk=" } }));
    assert_ne!(digest(&text), digest(&binary));
}

#[test]
fn size_counts_names_types_and_decoded_values() {
    let both = attributes(json!({
        "ab": { "DataType": "String.x", "StringValue": "ä" },
        "c": { "DataType": "Binary", "BinaryValue": "aGk=" },
    }));
    assert_eq!(check(&both), Ok((2 + 8 + 2) + (1 + 6 + 2)));
}

#[test]
fn broken_attributes_are_refused() {
    for (name, attribute, reason) in [
        ("a", json!({}), "invalid data type ''"),
        ("a", json!({ "DataType": "Text", "StringValue": "x" }), "invalid data type 'Text'"),
        ("a", json!({ "DataType": "String.", "StringValue": "x" }), "invalid data type 'String.'"),
        ("a", json!({ "DataType": "String", "StringValue": "" }), "non-empty value of type 'String'"),
        ("a", json!({ "DataType": "String", "BinaryValue": "aGk=" }), "non-empty value of type 'String'"),
        ("a", json!({ "DataType": "String", "StringValue": "x", "BinaryValue": "aGk=" }), "string value only"),
        ("a", json!({ "DataType": "Binary", "BinaryValue": "*" }), "not Base64"),
        ("a", json!({ "DataType": "Number", "StringValue": "many" }), "must hold a number"),
        ("a", json!({ "DataType": "String", "StringValue": "\u{1}" }), "cannot carry"),
        ("AWS.a", json!({ "DataType": "String", "StringValue": "x" }), "name 'AWS.a' is invalid"),
        (".a", json!({ "DataType": "String", "StringValue": "x" }), "name '.a' is invalid"),
        ("a b", json!({ "DataType": "String", "StringValue": "x" }), "name 'a b' is invalid"),
    ] {
        let error = check(&attributes(json!({ name: attribute }))).unwrap_err();
        assert!(error.message.contains(reason), "{error}");
    }
}

#[test]
fn at_most_ten() {
    let many = |count: usize| {
        (0..count)
            .map(|index| (format!("a{index}"), json!({ "DataType": "Number", "StringValue": "1" })))
            .collect::<serde_json::Map<_, _>>()
    };
    assert!(check(&attributes(many(10).into())).is_ok());
    assert!(check(&attributes(many(11).into())).is_err());
}

#[test]
fn receivers_choose_by_name_and_prefix() {
    let all = attributes(json!({
        "trace.id": { "DataType": "String", "StringValue": "x" },
        "kind": { "DataType": "String", "StringValue": "x" },
    }));
    let names = |wanted: &[&str]| {
        let wanted: Vec<String> = wanted.iter().map(|one| (*one).to_owned()).collect();
        select(all.clone(), &wanted).into_keys().collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), Vec::<String>::new());
    assert_eq!(names(&["All"]), ["kind", "trace.id"]);
    assert_eq!(names(&[".*"]), ["kind", "trace.id"]);
    assert_eq!(names(&["trace.*"]), ["trace.id"]);
    assert_eq!(names(&["kind", "absent"]), ["kind"]);
}
