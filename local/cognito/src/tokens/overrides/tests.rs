//! What a trigger may change, and what not.

use super::*;

fn claims(value: Value) -> Claims {
    serde_json::from_value(value).unwrap()
}

fn access(changes: Value) -> Overrides {
    let output = json!({ "response": { "claimsAndScopeOverrideDetails": { "accessTokenGeneration": changes } } });
    Overrides::read(&output, TriggerVersion::V3).unwrap()
}

#[test]
fn reserved_claims_stay() {
    let mut names: Vec<String> = Vec::new();
    names.extend(RESERVED.iter().chain(&RESERVED_IN_ACCESS).map(ToString::to_string));
    names.extend(["cognito:groups", "cognito:username", "dev:x"].map(String::from));
    let original: Claims = names.iter().map(|name| (name.clone(), json!("mine"))).collect();
    let forged: Claims = names.iter().map(|name| (name.clone(), json!("forged"))).collect();
    let mut changed = original.clone();
    access(json!({ "claimsToAddOrOverride": forged, "claimsToSuppress": names })).apply_to_access(&mut changed);
    assert_eq!(changed, original);
}

#[test]
fn claims_of_any_shape_are_added_and_suppression_wins() {
    let mut token = claims(json!({ "client_id": "c", "scope": "a b", "old": 1 }));
    access(json!({
        "claimsToAddOrOverride": { "workspace": "acme", "roles": ["learner"], "both": true, "aud": "c" },
        "claimsToSuppress": ["old", "both"],
        "scopesToAdd": ["b", "c"], "scopesToSuppress": ["a"],
    }))
    .apply_to_access(&mut token);
    let expected = json!({ "client_id": "c", "aud": "c", "scope": "b c", "workspace": "acme", "roles": ["learner"] });
    assert_eq!(Value::Object(token), expected);
    let mut other = claims(json!({ "client_id": "c" }));
    access(json!({ "claimsToAddOrOverride": { "aud": "d" } })).apply_to_access(&mut other);
    assert!(!other.contains_key("aud"));
}

#[test]
fn groups_reach_both_tokens_and_roles_only_one() {
    let output = json!({ "response": { "claimsAndScopeOverrideDetails": { "groupOverrideDetails": {
        "groupsToOverride": ["g"], "iamRolesToOverride": ["r"], "preferredRole": "p" } } } });
    let overrides = Overrides::read(&output, TriggerVersion::V2).unwrap();
    let (mut id, mut access) = (Claims::new(), Claims::new());
    overrides.apply_to_id(&mut id);
    overrides.apply_to_access(&mut access);
    assert_eq!(Value::Object(access), json!({ "cognito:groups": ["g"] }));
    assert_eq!(id["cognito:roles"], json!(["r"]));
    assert_eq!(id["cognito:preferred_role"], json!("p"));
}

#[test]
fn version_one_changes_the_id_token_only() {
    let output = json!({ "response": { "claimsOverrideDetails": { "claimsToAddOrOverride": { "x": "1" } } } });
    let overrides = Overrides::read(&output, TriggerVersion::V1).unwrap();
    let (mut id, mut access) = (Claims::new(), Claims::new());
    overrides.apply_to_id(&mut id);
    overrides.apply_to_access(&mut access);
    assert_eq!((id.len(), access.len()), (1, 0));
    let complex = json!({ "response": { "claimsOverrideDetails": { "claimsToAddOrOverride": { "x": 1 } } } });
    assert!(Overrides::read(&complex, TriggerVersion::V1).is_err());
}

#[test]
fn odd_answers_are_refused() {
    let many: Claims = (0..5001).map(|number| (number.to_string(), json!(1))).collect();
    for broken in [
        json!(null),
        json!({}),
        json!({ "response": "done" }),
        json!({ "response": { "claimsAndScopeOverrideDetails": { "accessTokenGeneration": [] } } }),
        json!({ "response": { "claimsAndScopeOverrideDetails": {
            "accessTokenGeneration": { "scopesToAdd": ["a b"] } } } }),
        json!({ "response": { "claimsAndScopeOverrideDetails": {
            "accessTokenGeneration": { "claimsToAddOrOverride": many } } } }),
    ] {
        let refusal = Overrides::read(&broken, TriggerVersion::V2).unwrap_err();
        assert_eq!(refusal.kind(), "InvalidLambdaResponseException");
    }
    let unchanged = json!({ "response": { "claimsAndScopeOverrideDetails": null } });
    Overrides::read(&unchanged, TriggerVersion::V2).unwrap();
}
