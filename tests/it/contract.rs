//! The description and the platform say the same: every answer that any test gets stands in openapi.json, and whatever a request may
//! hold has its limits there.

use crate::stack::root;
use serde_json::{Map, Value};
use std::{collections::BTreeSet, fs, sync::LazyLock};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = fs::read_to_string(root().join("openapi.json")).expect("openapi.json");
    serde_json::from_str(&text).expect("JSON")
});

fn paths() -> &'static Map<String, Value> {
    DOCUMENT["paths"].as_object().expect("paths")
}

/// The operation that a request is for: a path that is spelled out is nearer than one with a parameter in its place.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fits = |template: &&String| {
        let (wanted, given) = (template.split('/'), path.split('/'));
        wanted.clone().count() == given.clone().count()
            && wanted.zip(given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
    };
    let parameters = |template: &&String| template.matches('{').count();
    let template = paths().keys().filter(fits).min_by_key(parameters)?;
    paths()[template].get(method.to_lowercase())
}

/// Fails for an answer that the description does not know. What is no route at all is not described.
#[track_caller]
pub(crate) fn check(method: &str, path: &str, status: u16, media_type: Option<&str>) {
    let Some(operation) = operation(method, path) else { return };
    let responses = operation["responses"].as_object().expect("responses");
    let range = format!("{}XX", status / 100);
    let response = responses.get(&status.to_string()).or_else(|| responses.get(&range));
    assert!(response.is_some(), "{method} {path} answered {status}, which openapi.json does not describe");
    if let Some(content) = response.and_then(|response| response.get("content")).and_then(Value::as_object) {
        let essence = media_type.and_then(|text| text.split(';').next()).unwrap_or_default();
        assert!(content.contains_key(essence), "{method} {path} answered {status} as {essence:?}");
    }
}

/// What is missing in a schema of something that callers send.
fn unlimited(schema: &Value, place: &str, seen: &mut BTreeSet<String>, missing: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        if seen.insert(name.to_owned()) {
            unlimited(&DOCUMENT["components"]["schemas"][name], &format!("{place} ({name})"), seen, missing);
        }
        return;
    }
    let is = |kind: &str| schema["type"] == kind || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|other| other == kind));
    let has = |names: &[&str]| names.iter().any(|name| !schema[*name].is_null());
    let mut want = |kind: &str, limits: &[&str]| {
        if is(kind) && !has(limits) {
            missing.push(format!("{place}: {kind} without {}", limits.join(" or ")));
        }
    };
    want("array", &["maxItems"]);
    want("string", &["maxLength", "format", "enum", "pattern", "const"]);
    want("integer", &["maximum"]);
    want("number", &["maximum"]);
    if !schema["additionalProperties"].is_null() && schema["additionalProperties"] != false {
        want("object", &["maxProperties"]);
        unlimited(&schema["propertyNames"], &format!("{place}.*"), seen, missing);
        unlimited(&schema["additionalProperties"], &format!("{place}.*"), seen, missing);
    }
    unlimited_inside(schema, place, seen, missing);
}

fn unlimited_inside(schema: &Value, place: &str, seen: &mut BTreeSet<String>, missing: &mut Vec<String>) {
    if schema["items"].is_object() {
        unlimited(&schema["items"], &format!("{place}[]"), seen, missing);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        unlimited(property, &format!("{place}.{name}"), seen, missing);
    }
    for kind in ["oneOf", "anyOf", "allOf"] {
        for alternative in schema[kind].as_array().into_iter().flatten() {
            unlimited(alternative, place, seen, missing);
        }
    }
}

#[test]
fn whatever_a_request_may_hold_has_its_limits_in_the_description() {
    let (mut missing, mut bodies, mut parameters) = (Vec::new(), 0, 0);
    for (path, methods) in paths() {
        for (method, operation) in methods.as_object().expect("methods") {
            let place = format!("{method} {path}");
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            if body.is_object() {
                unlimited(body, &place, &mut BTreeSet::new(), &mut missing);
                bodies += 1;
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().expect("a name");
                unlimited(&parameter["schema"], &format!("{place} {name}"), &mut BTreeSet::new(), &mut missing);
                if parameter["description"].as_str().unwrap_or_default().is_empty() {
                    missing.push(format!("{place} {name}: no description"));
                }
                parameters += 1;
            }
        }
    }
    println!("{bodies} bodies, {parameters} parameters");
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(bodies >= 24 && parameters >= 100);
}

#[test]
fn every_refusal_is_described_as_a_problem() {
    let mut refusals = 0;
    for (path, methods) in paths() {
        for (method, operation) in methods.as_object().expect("methods") {
            let responses = operation["responses"].as_object().expect("responses");
            let guarded = operation["security"].is_array();
            let required = [("401", guarded), ("403", guarded), ("404", path.contains('{')), ("429", true), ("5XX", true)];
            let body = operation["requestBody"].is_object();
            for (status, applies) in required.into_iter().chain(["400", "413", "415", "422"].map(|status| (status, body))) {
                assert!(!applies || responses.contains_key(status), "{method} {path} does not tell of {status}");
            }
            for (status, response) in responses.iter().filter(|(status, _)| status.starts_with(['4', '5'])) {
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{method} {path} {status}");
                refusals += 1;
            }
            assert!(!responses.contains_key("default"), "{method} {path}");
        }
    }
    assert!(refusals >= 400, "{refusals}");
}
