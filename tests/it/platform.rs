//! /v1/health, /v1/openapi.json and the jobs of an operator.

use crate::{
    stack::{invoke, root, run},
    workspace::request,
};
use serde_json::{Value, json};

#[test]
fn the_api_answers_and_describes_itself() {
    run(async {
        let health = request("GET", "/v1/health", &[], None).await.expect(200);
        assert_eq!(health["status"], "ok");
        let served = request("GET", "/v1/openapi.json", &[], None).await.expect(200);
        let file: Value = serde_json::from_str(&std::fs::read_to_string(root().join("openapi.json")).expect("the file")).expect("JSON");
        assert_eq!(served, file);
    });
}

#[test]
fn a_workspace_opens_once_and_orders_are_checked() {
    run(async {
        let id = format!("o{}", ulid::Ulid::generate().to_string().to_lowercase());
        let order = json!({ "workspace": id, "name": "Once", "tier": "standard", "administrator": { "email": format!("a@{id}.example"), "name": "A" } });
        assert_eq!(invoke("open-workspace", &order).await.expect("opens"), json!({ "workspace": id, "new": true }));
        assert_eq!(invoke("open-workspace", &order).await.expect("opens again"), json!({ "workspace": id, "new": false }));
        for bad in [json!({}), json!({ "workspace": "A#B" }), json!(null)] {
            let error = invoke("open-workspace", &bad).await.expect_err("an order that cannot be read");
            assert!(error["errorMessage"].is_string(), "{error}");
        }
    });
}
