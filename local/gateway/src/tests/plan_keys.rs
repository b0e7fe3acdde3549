//! The control plane of usage plans and the keys in them.

use serde_json::json;

use super::Fixture;

const VALUE: &str = "abcdefghij0123456789";

#[tokio::test]
async fn plans_are_the_templates_and_hold_keys() {
    let fixture = Fixture::new();
    let (_, plans) = fixture.control("GET", "/usageplans", json!({})).await;
    let plan = plans["item"].as_array().unwrap().iter().find(|plan| plan["id"] == "trellisplan").unwrap();
    let expected = json!({
        "id": "trellisplan", "name": "standard", "apiStages": [{"apiId": "trellisapi", "stage": "live"}],
        "throttle": {"rateLimit": 2.0, "burstLimit": 3}, "quota": {"limit": 5, "offset": 0, "period": "DAY"},
    });
    assert_eq!(*plan, expected);
    let (_, key) = fixture.control("POST", "/apikeys", json!({"name": "acme", "value": VALUE})).await;
    let id = key["id"].as_str().unwrap();
    let link = json!({"keyId": id, "keyType": "API_KEY"});
    let (status, added) = fixture.control("POST", "/usageplans/trellisplan/keys", link.clone()).await;
    assert_eq!((status, added), (201, json!({"id": id, "type": "API_KEY", "value": VALUE, "name": "acme"})));
    for plan in ["trellisplan", "trellisopenplan"] {
        assert_eq!(fixture.control("POST", &format!("/usageplans/{plan}/keys"), link.clone()).await.0, 409);
    }
    let (_, keys) = fixture.control("GET", "/usageplans/trellisplan/keys", json!({})).await;
    assert_eq!(keys["item"][0]["id"], id);
    assert_eq!(fixture.control("GET", &format!("/usageplans/trellisplan/keys/{id}"), json!({})).await.0, 200);
    assert_eq!(fixture.control("DELETE", &format!("/usageplans/trellisplan/keys/{id}"), json!({})).await.0, 202);
    assert_eq!(fixture.control("GET", &format!("/usageplans/trellisplan/keys/{id}"), json!({})).await.0, 404);
    assert_eq!(fixture.control("DELETE", &format!("/usageplans/trellisplan/keys/{id}"), json!({})).await.0, 404);
    fixture.control("POST", "/usageplans/trellisplan/keys", link.clone()).await;
    fixture.control("DELETE", &format!("/apikeys/{id}"), json!({})).await;
    let (_, keys) = fixture.control("GET", "/usageplans/trellisplan/keys", json!({})).await;
    assert_eq!(keys["item"], json!([]));
}
