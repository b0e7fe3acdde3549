//! /v1/platform/workspaces: what operators do, and what nobody else can.

use crate::{
    repository::area,
    stack::{invoke, run, until},
    workspace::{Answer, Person, Workspace, request},
};
use lambda::Function;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn fresh() -> Workspace {
    Workspace::unopened(&format!("p{}", ulid::Ulid::generate().to_string().to_lowercase()))
}

/// An operator with a session of this test's own.
pub(crate) async fn operator() -> Person {
    let platform = Workspace::platform().await;
    let name = format!("op-{}", ulid::Ulid::generate().to_string().to_lowercase());
    let administrator = json!({ "email": platform.email(&name), "name": "Olga Operator" });
    let order = json!({ "workspace": "platform", "name": "Operators", "tier": "large", "administrator": administrator });
    // A second run invites one more. Many at once write the one count of administrators: whoever is refused comes again.
    until("an operator", || async { invoke("open-workspace", &order).await.ok() }).await;
    platform.sign_in(&name).await
}

fn order(workspace: &Workspace) -> Value {
    let administrator = json!({ "email": workspace.email("admin"), "name": "Ada Admin" });
    json!({ "workspace": workspace.id, "name": "Acme", "tier": "large", "administrator": administrator })
}

pub(crate) fn path(workspace: &Workspace, rest: &str) -> String {
    format!("/v1/platform/workspaces/{}{rest}", workspace.id)
}

async fn patch(by: &Person, workspace: &Workspace, change: Value) -> Answer {
    let etag = by.get(&path(workspace, "")).await.etag();
    by.send("PATCH", &path(workspace, ""), &[("if-match", &etag)], Some(&change)).await
}

#[test]
fn an_operator_opens_a_workspace_and_its_administrator_comes_in() {
    run(async {
        let (operator, workspace) = (operator().await, fresh());
        let mut wanted = order(&workspace);
        wanted["email_domains"] = json!([format!("{}.example", workspace.id)]);
        wanted["time_zone"] = json!("Europe/Berlin");
        let key = [("idempotency-key", workspace.id.as_str())];
        let opened = operator.send("POST", "/v1/platform/workspaces", &key, Some(&wanted)).await.expect(201);
        assert_eq!(
            (&opened["state"], &opened["time_zone"], &opened["retention_days"]),
            (&json!("open"), &json!("Europe/Berlin"), &json!(730))
        );
        let again = operator.send("POST", "/v1/platform/workspaces", &key, Some(&wanted)).await.expect(201);
        assert_eq!(again, opened);
        assert_eq!(operator.post("/v1/platform/workspaces", &wanted).await.problem(), "workspace-taken");
        let other = order(&fresh());
        assert_eq!(operator.send("POST", "/v1/platform/workspaces", &key, Some(&other)).await.problem(), "rule-broken");

        let admin = workspace.admin().await;
        let outside = json!({ "email": "somebody@elsewhere.example", "name": "X" });
        let refused = admin.post("/v1/admin/people", &outside).await;
        assert_eq!((refused.problem(), refused.body["errors"][0]["field"].as_str()), ("rule-broken", Some("email")));
        let bulk = admin.post("/v1/admin/people/bulk", &json!({ "items": [outside] })).await.expect(200);
        assert_eq!(bulk["refused"], 1);
        let moved = json!({ "email": "admin@elsewhere.example" });
        let own = format!("/v1/admin/people/{}", admin.member_id);
        assert_eq!(admin.send("PATCH", &own, &[], Some(&moved)).await.problem(), "rule-broken");
        // The operators' doings are in both logs, the operator in theirs only.
        let told = admin.get(&format!("/v1/admin/audit-events?target=workspace/{}", workspace.id)).await.expect(200);
        let actors: Vec<&Value> = told["items"].as_array().expect("items").iter().map(|act| &act["actor"]).collect();
        assert_eq!(actors, vec![&json!({ "kind": "platform", "id": "operator" }); 2]);
        let told = operator.get(&format!("/v1/admin/audit-events?target=workspace/{}", workspace.id)).await.expect(200);
        assert_eq!(told["items"][0]["actor"], json!({ "kind": "member", "id": operator.member_id }));
    });
}

#[test]
fn an_opening_that_died_half_way_lets_nobody_in_and_can_be_finished() {
    run(async {
        let (operator, workspace) = (operator().await, fresh());
        // The gateway's control plane fails: here because its plans cannot be found.
        let environment = request("GET", "/_local/environment/workspaces", &[], None).await;
        let environment = environment.body.as_str().expect("lines").lines().filter_map(|line| line.split_once('='));
        let mut variables: BTreeMap<String, String> = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        variables.insert("USAGE_PLANS".to_owned(), "nobodys".to_owned());
        let broken = Function::start(&area("workspaces"), "open-workspace", &variables).expect("it starts");
        broken.invoke(order(&workspace), "broken").await.result.expect_err("it fails");
        let left = operator.get(&path(&workspace, "")).await.expect(200);
        assert_eq!(left["state"], "opening");
        // A change of tier makes the key that is missing; the opening then finds it.
        patch(&operator, &workspace, json!({ "tier": "standard" })).await.expect(200);
        request("GET", &format!("/v1/workspace?workspace={}", workspace.id), &[], None).await.expect(404);
        let listed = operator.get("/v1/platform/workspaces?state=opening&limit=100").await.expect(200);
        assert!(listed["items"].as_array().expect("items").iter().any(|item| item["workspace"] == workspace.id.as_str()));

        let opened = operator.post("/v1/platform/workspaces", &order(&workspace)).await.expect(201);
        assert_eq!(opened["state"], "open");
        workspace.admin().await.get("/v1/me").await.expect(200);
        assert_eq!(invoke("open-workspace", &order(&workspace)).await.expect("nothing new")["new"], false);
    });
}

#[test]
fn a_suspended_workspace_refuses_everything_until_it_is_resumed() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let admin = workspace.admin().await;
        admin.get("/v1/me").await.expect(200);
        let suspended = operator.send("POST", &path(&workspace, "/suspend"), &[], None).await.expect(200);
        assert_eq!(suspended["state"], "suspended");
        until("the refusal", || async { (admin.get("/v1/me").await.status == 401).then_some(()) }).await;
        assert_eq!(admin.get("/v1/admin/people").await.status, 401);
        request("POST", "/v1/auth/refresh", &[("cookie", &admin.cookie)], None).await.expect(401);
        request("GET", &format!("/v1/workspace?workspace={}", workspace.id), &[], None).await.expect(404);
        let again = operator.send("POST", &path(&workspace, "/suspend"), &[], None).await.expect(200);
        assert_eq!(again["version"], suspended["version"]);
        let listed = operator.get("/v1/platform/workspaces?state=suspended&limit=100").await.expect(200);
        assert!(listed["items"].as_array().expect("items").iter().any(|item| item["workspace"] == workspace.id.as_str()));

        operator.send("POST", &path(&workspace, "/resume"), &[], None).await.expect(200);
        until("the way back", || async { (admin.get("/v1/me").await.status == 200).then_some(()) }).await;
        let own = operator.send("POST", "/v1/platform/workspaces/platform/suspend", &[], None).await;
        assert_eq!(own.problem(), "rule-broken");
    });
}

#[test]
fn closing_needs_the_name_and_is_for_good() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let admin = workspace.admin().await;
        let close = |name: &str| json!({ "workspace": name });
        for wrong in ["acme", "", "Acme", &format!("{}-", workspace.id), &"x".repeat(1000)] {
            let refused = operator.post(&path(&workspace, "/close"), &close(wrong)).await;
            assert_eq!(refused.problem(), "rule-broken", "{wrong}");
        }
        admin.get("/v1/me").await.expect(200);
        let closed = operator.post(&path(&workspace, "/close"), &close(&workspace.id)).await.expect(200);
        assert_eq!(closed["state"], "closed");
        assert!(closed["closed_at"].is_string());
        until("the refusal", || async { (admin.get("/v1/me").await.status == 401).then_some(()) }).await;
        for rest in ["/resume", "/suspend"] {
            assert_eq!(operator.send("POST", &path(&workspace, rest), &[], None).await.problem(), "workspace-state");
        }
        assert_eq!(patch(&operator, &workspace, json!({ "name": "Again" })).await.problem(), "workspace-state");
        assert_eq!(operator.post("/v1/platform/workspaces", &order(&workspace)).await.problem(), "workspace-taken");
    });
}

#[test]
fn a_custom_domain_belongs_to_one_workspace() {
    run(async {
        let operator = operator().await;
        let (one, two) = (Workspace::open().await, Workspace::open().await);
        let host = format!("learn.{}.example", one.id);
        let domain = json!({ "custom_domain": host });
        patch(&operator, &one, domain.clone()).await.expect(200);
        assert_eq!(patch(&operator, &two, domain.clone()).await.problem(), "host-taken");
        let mut third = order(&fresh());
        third["custom_domain"] = json!(host.to_uppercase());
        assert_eq!(operator.post("/v1/platform/workspaces", &third).await.problem(), "host-taken");
        let found = request("GET", "/v1/workspace", &[("host", &host)], None).await.expect(200);
        assert_eq!(found["workspace"], one.id.as_str());
        // Signing in there needs no name of a workspace; elsewhere it does.
        let email = json!({ "email": one.email("admin") });
        one.admin().await;
        request("POST", "/v1/auth/start", &[("host", &host)], Some(&email)).await.expect(200);
        let password = json!({ "email": one.email("admin"), "password": crate::workspace::PASSWORD });
        request("POST", "/v1/auth/password", &[("host", &host)], Some(&password)).await.expect(200);
        assert_eq!(request("POST", "/v1/auth/start", &[], Some(&email)).await.problem(), "rule-broken");
        // It moves once it is free.
        patch(&operator, &one, json!({ "custom_domain": null })).await.expect(200);
        request("GET", "/v1/workspace", &[("host", &host)], None).await.expect(404);
        patch(&operator, &two, domain).await.expect(200);
        let found = request("GET", "/v1/workspace", &[("host", &format!("{host}:443"))], None).await.expect(200);
        assert_eq!(found["workspace"], two.id.as_str());
        for wrong in ["localhost", "127.0.0.1", "a b.example", "learn.acme.example#x", &format!("{}.example", "a".repeat(1000))] {
            assert_eq!(patch(&operator, &one, json!({ "custom_domain": wrong })).await.problem(), "rule-broken", "{wrong}");
        }
    });
}

#[test]
fn a_change_of_tier_moves_the_throttle() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let admin = workspace.admin().await;
        let stale = operator.send("PATCH", &path(&workspace, ""), &[("if-match", "\"99\"")], Some(&json!({ "tier": "standard" }))).await;
        assert_eq!(stale.problem(), "changed");
        patch(&operator, &workspace, json!({ "tier": "standard" })).await.expect(200);
        let throttled = || async {
            let answers = futures_util::future::join_all((0..60).map(|_| admin.get("/v1/me"))).await;
            assert!(answers.iter().all(|answer| [200, 429].contains(&answer.status.as_u16())));
            answers.iter().any(|answer| answer.status == 429)
        };
        assert!(throttled().await, "60 requests at once went through a plan of 5 per second");
        patch(&operator, &workspace, json!({ "tier": "large" })).await.expect(200);
        assert!(!throttled().await);
        assert_eq!(patch(&operator, &workspace, json!({ "tier": "golden" })).await.problem(), "rule-broken");
    });
}

#[test]
fn nobody_but_an_operator_reaches_the_registry() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let admin = workspace.admin().await;
        assert_eq!(admin.get("/v1/platform/workspaces").await.problem(), "forbidden");
        assert_eq!(admin.post("/v1/platform/workspaces", &order(&fresh())).await.problem(), "forbidden");
        assert_eq!(admin.get(&path(&workspace, "")).await.problem(), "forbidden");
        // No way leads to the role.
        let made = json!({ "email": workspace.email("x"), "name": "X", "roles": ["platform"] });
        assert_eq!(admin.post("/v1/admin/people", &made).await.problem(), "rule-broken");
        assert_eq!(operator.post("/v1/platform/workspaces", &order(&Workspace::unopened("platform"))).await.problem(), "rule-broken");
        // An operator sees no workspace's own data.
        assert_eq!(operator.get("/v1/me/home").await.problem(), "forbidden");
        let people = operator.get("/v1/admin/people?limit=100").await.expect(200);
        assert!(!people.to_string().contains(&workspace.id));
        for (field, wrong) in [("time_zone", json!("Europe/Nowhere")), ("locale", json!("tlh")), ("retention_days", json!(1))] {
            let refused = patch(&operator, &workspace, json!({ field: wrong })).await;
            assert_eq!((refused.problem(), refused.body["errors"][0]["field"].as_str()), ("rule-broken", Some(field)));
        }
        for wrong in ["A%23B", "..", "аcme", &"a".repeat(1000)] {
            assert_eq!(operator.get(&format!("/v1/platform/workspaces/{wrong}")).await.status, 404, "{wrong}");
        }
    });
}
