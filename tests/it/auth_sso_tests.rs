//! /v1/admin/identity-providers/{identity_provider_id}/tests: an administrator sees what would happen, and nothing does.

use crate::{
    sso::{Browser, OidcProvider},
    stack::{portal, run, site},
    workspace::{Answer, Person, Workspace},
};
use serde_json::{Value, json};

fn claims(workspace: &Workspace, subject: &str) -> Value {
    json!({ "sub": subject, "email": workspace.email(subject), "email_verified": true, "name": format!("Somebody {subject}") })
}

async fn outcome(admin: &Person, provider: &str, test: &str) -> Answer {
    admin.get(&format!("/v1/admin/identity-providers/{provider}/tests/{test}")).await
}

/// A whole test: what the administrator reads in the end.
async fn tried(admin: &Person, provider: &str, claims: &Value) -> Value {
    let mut browser = Browser::default();
    let (test, address) = browser.begin_test(admin, provider).await;
    assert_eq!(outcome(admin, provider, &test).await.problem(), "not-found", "there is an outcome before anybody has come");
    let query = browser.through(&address, claims).await;
    let back = browser.call_back(&query).await;
    assert_eq!((back.status.as_u16(), &back.headers["location"]), (302, &panel(provider, &test)), "{}", back.body);
    assert!(browser.cookie("__Host-trellis_refresh").is_none(), "a test has opened a session");
    outcome(admin, provider, &test).await.expect(200)
}

fn panel(provider: &str, test: &str) -> reqwest::header::HeaderValue {
    format!("{}/admin/sign-in/{provider}?test={test}", portal()).parse().expect("text")
}

async fn change(admin: &Person, provider: &str, change: &Value) {
    let path = format!("/v1/admin/identity-providers/{provider}");
    let etag = admin.get(&path).await.etag();
    admin.send("PATCH", &path, &[("if-match", &etag)], Some(change)).await.expect(200);
}

/// All that a sign-in could have left behind.
async fn left_behind(admin: &Person) -> (Value, Vec<String>) {
    let people = admin.get("/v1/admin/people").await.expect(200)["items"].clone();
    let events = admin.get("/v1/admin/audit-events?limit=100").await.expect(200)["items"].clone();
    let events = events.as_array().expect("a list").iter().map(|event| event["action"].as_str().expect("an action").to_owned());
    (people, events.filter(|action| action != "identity_provider.tested" && action != "identity_provider.updated").collect())
}

#[test]
fn a_test_tells_what_would_happen_and_changes_nothing() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("ann", &["author"]), ("gone", &[])]).await;
        let admin = &people["admin"];
        let attributes = json!({ "email": "email", "name": "name", "groups": "groups" });
        let rules =
            json!({ "domains": [format!("{}.example", workspace.id)], "attributes": attributes, "group_roles": { "leads": "manager" } });
        let id = provider.connect(admin, &rules).await;
        let path = format!("/v1/admin/people/{}", people["gone"].member_id);
        admin.send("PATCH", &path, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        let before = left_behind(admin).await;

        let seen = tried(admin, &id, &claims(&workspace, "new")).await;
        assert_eq!((&seen["outcome"], &seen["reason"]), (&json!("refused"), &json!("unknown")));
        let said =
            json!({ "subject": "new", "email": workspace.email("new"), "email_verified": true, "name": "Somebody new", "groups": [] });
        assert_eq!(seen["said"], said);
        // Another try, by other rules: the provider's user that the first one has left at our identity provider is nobody here.
        change(admin, &id, &json!({ "just_in_time": true })).await;
        let mut grouped = claims(&workspace, "new");
        grouped["groups"] = json!(["leads", "others"]);
        let seen = tried(admin, &id, &grouped).await;
        assert_eq!((&seen["outcome"], &seen["said"]["groups"]), (&json!("joins"), &json!(["leads", "others"])));
        assert_eq!(seen["would_be"], json!({ "name": "Somebody new", "roles": ["learner", "manager"] }));

        let seen = tried(admin, &id, &claims(&workspace, "ann")).await;
        assert_eq!((&seen["outcome"], &seen["would_be"]["member_id"]), (&json!("asks"), &json!(people["ann"].member_id)));
        change(admin, &id, &json!({ "link_by_verified_email": true })).await;
        assert_eq!(tried(admin, &id, &claims(&workspace, "ann")).await["outcome"], "links");
        // Nothing was linked by either.
        assert_eq!(tried(admin, &id, &claims(&workspace, "ann")).await["outcome"], "links");

        let mut silent = claims(&workspace, "ann");
        silent["email_verified"] = Value::Null;
        let mut foreign = claims(&workspace, "ann");
        foreign["email"] = json!("ann@elsewhere.example");
        for (claims, reason) in [(silent, "unverified_email"), (foreign, "foreign_domain"), (claims(&workspace, "gone"), "deactivated")] {
            let seen = tried(admin, &id, &claims).await;
            assert_eq!((&seen["outcome"], &seen["reason"]), (&json!("refused"), &json!(reason)), "{seen}");
        }
        assert_eq!(left_behind(admin).await, before);
        let tested = admin.get("/v1/admin/audit-events?action=identity_provider.tested&limit=100").await.expect(200);
        assert_eq!(tested["items"].as_array().map(Vec::len), Some(8));

        // Somebody who has really come is known by the subject, and a provider that is switched off can be tried all the same.
        assert_eq!(Browser::default().arrive(&workspace, &id, &claims(&workspace, "ann")).await.status, 302);
        change(admin, &id, &json!({ "state": "disabled" })).await;
        let seen = tried(admin, &id, &claims(&workspace, "ann")).await;
        assert_eq!((&seen["outcome"], &seen["would_be"]["roles"]), (&json!("signs_in"), &json!(["learner"])));
    });
}

#[test]
fn a_test_belongs_to_the_administrator_and_the_browser_that_began_it() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("second", &["admin"]), ("learner", &[])]).await;
        let (admin, second) = (&people["admin"], &people["second"]);
        let rules = json!({ "domains": [format!("{}.example", workspace.id)], "just_in_time": true });
        let id = provider.connect(admin, &rules).await;
        let path = format!("/v1/admin/identity-providers/{id}/tests");
        assert_eq!(people["learner"].send("POST", &path, &[], None).await.problem(), "forbidden");

        let mut browser = Browser::default();
        let (test, address) = browser.begin_test(admin, &id).await;
        let query = browser.through(&address, &claims(&workspace, "new")).await;
        // In another browser the link is worth nothing, and neither is it a sign-in.
        assert_eq!(Browser::default().call_back(&query).await.problem(), "unauthenticated");
        assert_eq!(browser.call_back(&query).await.status, 302);
        outcome(admin, &id, &test).await.expect(200);
        assert_eq!(outcome(second, &id, &test).await.problem(), "not-found");
        assert_eq!(outcome(admin, "01JZ8Q4N7E5T9V3W2XKBYMCD6F", &test).await.problem(), "not-found");
        // It comes back once.
        assert_eq!(browser.call_back(&query).await.problem(), "unauthenticated");

        // What the provider says instead of sending somebody is shown, and is no sign-in either.
        let (test, address) = browser.begin_test(admin, &id).await;
        let state = address.split('&').find_map(|pair| pair.strip_prefix("state=")).expect("a state").to_owned();
        let refused = format!("state={state}&error=access_denied&error_description=AADSTS50105%3A+not%0Aassigned");
        assert_eq!(browser.call_back(&refused).await.headers["location"], panel(&id, &test));
        let seen = outcome(admin, &id, &test).await.expect(200);
        assert_eq!((&seen["outcome"], &seen["reason"]), (&json!("refused"), &json!("provider_refused")));
        assert_eq!(seen["provider_error"], "access_denied: AADSTS50105: notassigned");
        let (test, address) = browser.begin_test(admin, &id).await;
        let state = address.split('&').find_map(|pair| pair.strip_prefix("state=")).expect("a state").to_owned();
        assert_eq!(browser.call_back(&format!("state={state}&code=made-up")).await.headers["location"], panel(&id, &test));
        assert_eq!(outcome(admin, &id, &test).await.expect(200)["reason"], "unusable");
        assert_eq!(admin.get("/v1/admin/people").await.expect(200)["items"].as_array().map(Vec::len), Some(3));
    });
}

#[test]
fn a_disabled_provider_ends_sessions_and_signs_nobody_in() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let rules = json!({ "domains": [format!("{}.example", workspace.id)], "just_in_time": true });
        let id = provider.connect(&admin, &rules).await;
        let mut browser = Browser::default();
        assert_eq!(browser.arrive(&workspace, &id, &claims(&workspace, "ann")).await.status, 302);
        browser.person().await;
        let mut late = Browser::default();
        let authorize = late.begin(&workspace, &format!("provider={id}")).await;
        let query = late.through(&authorize, &claims(&workspace, "ann")).await;
        change(&admin, &id, &json!({ "state": "disabled" })).await;
        assert_eq!(late.call_back(&query).await.problem(), "unauthenticated");
        let refresh = format!("{}/v1/auth/refresh", site().url);
        assert_eq!(browser.send(reqwest::Method::POST, &refresh, None).await.status(), 401);
    });
}
