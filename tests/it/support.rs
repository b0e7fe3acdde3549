//! /v1/admin/support-access: who of support may look, for how long, and what is told of it.

use crate::{
    isolation::{Ids, sample},
    platform_workspaces::operator,
    stack::{run, until},
    workspace::{Workspace, request},
};
use lambda::{Area, Audience, Kind, Method};
use serde_json::{Value, json};
use trellis_core::role::Role;

/// The address of an agent of a test's own.
pub(crate) async fn agent() -> String {
    let email = format!("agent-{}@platform.example", ulid::Ulid::generate().to_string().to_lowercase());
    let agent = json!({ "email": email, "name": "Sam Support" });
    operator().await.post("/v1/platform/agents", &agent).await.expect(201);
    email
}

#[test]
fn support_looks_for_a_time_and_every_look_is_told() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let people = workspace.members(&[("learner", &[])]).await;
        let (admin, email) = (&people["admin"], agent().await);
        let access = json!({ "agent_email": email, "hours": 2, "reason": "A course cannot be published" });
        let granted = admin.post("/v1/admin/support-access", &access).await.expect(201);
        assert_eq!((&granted["running"], &granted["granted_by"]), (&json!(true), &json!(admin.member_id)));
        assert_eq!(admin.post("/v1/admin/support-access", &access).await.problem(), "support-running");

        let agent = workspace.sign_in_as(&email).await;
        assert_eq!(agent.member_id, granted["member_id"].as_str().expect("an id"));
        agent.get("/v1/admin/people").await.expect(200);
        agent.get("/v1/admin/courses").await.expect(200);
        let member = format!("/v1/admin/people/{}", people["learner"].member_id);
        agent.get(&member).await.expect(200);
        // It looks, and does nothing.
        let change = json!({ "name": "Somebody Else" });
        assert_eq!(agent.send("PATCH", &member, &[], Some(&change)).await.problem(), "forbidden");
        assert_eq!(agent.post("/v1/admin/support-access", &access).await.problem(), "forbidden");
        assert_eq!(agent.get("/v1/me/home").await.problem(), "forbidden");
        assert_eq!(agent.get("/v1/platform/workspaces").await.problem(), "forbidden");
        let told = admin.get(&format!("/v1/admin/audit-events?action=support.read&actor={}", agent.member_id)).await.expect(200);
        let targets: Vec<&str> = told["items"].as_array().expect("items").iter().map(|act| act["target"].as_str().expect("text")).collect();
        for look in ["route/list-people", "route/list-all-courses", "route/get-member"] {
            assert!(targets.contains(&look), "{targets:?}");
        }
        // Nobody makes a member of support into anything else.
        let own = format!("/v1/admin/people/{}", agent.member_id);
        for change in [json!({ "roles": ["admin"] }), json!({ "state": "deactivated" })] {
            assert_eq!(admin.send("PATCH", &own, &[], Some(&change)).await.problem(), "rule-broken");
        }
        // Elsewhere nobody has let this one in.
        let start = json!({ "workspace": other.id, "email": email, "password": crate::workspace::PASSWORD });
        request("POST", "/v1/auth/password", &[], Some(&start)).await.expect(401);

        let path = format!("/v1/admin/support-access/{}", granted["support_grant_id"].as_str().expect("an id"));
        admin.send("DELETE", &path, &[], None).await.expect(204);
        admin.send("DELETE", &path, &[], None).await.expect(204);
        until("the end", || async { (agent.get("/v1/admin/people").await.status == 401).then_some(()) }).await;
        let listed = admin.get("/v1/admin/support-access").await.expect(200);
        let last: &Value = &listed["items"][0];
        assert_eq!((&last["running"], &last["reason"]), (&json!(false), &json!("A course cannot be published")));
        // Let in again, it is the same one.
        let again = admin.post("/v1/admin/support-access", &access).await.expect(201);
        assert_eq!(again["member_id"], granted["member_id"]);
    });
}

#[test]
fn every_route_that_support_may_call_tells_of_it() {
    run(async {
        let workspace = Workspace::open().await;
        let (admin, email, ids) = (workspace.admin().await, agent().await, Ids::made_up());
        let access = json!({ "agent_email": email, "hours": 1, "reason": "Everything looks odd" });
        admin.post("/v1/admin/support-access", &access).await.expect(201);
        let agent = workspace.sign_in_as(&email).await;
        let areas = areas::all();
        let routes = areas.iter().flat_map(Area::handlers).filter_map(|handler| match handler.kind() {
            Kind::Route(route) if route.audience != Audience::Anyone => Some((handler.name(), route)),
            _ => None,
        });
        let may = |audience: Audience, method| audience.admits(Role::Support, method == Method::Get);
        let mut calls: Vec<_> = routes.filter(|(_, route)| may(route.audience, route.method)).collect();
        // What ends the agent's own session comes last.
        calls.sort_by_key(|(name, route)| (name.contains("sign-out"), route.method != Method::Get));
        for (name, route) in &calls {
            let answer = agent.send(route.method.name(), &ids.fill(route.path), &[("if-match", "\"1\"")], sample(name).as_ref()).await;
            assert!(
                !["unauthenticated", "forbidden", "internal"].contains(&answer.body["type"].as_str().unwrap_or_default()),
                "{name}: {answer:?}"
            );
        }
        let path = format!("/v1/admin/audit-events?action=support.read&actor={}&limit=100", agent.member_id);
        let told = admin.get(&path).await.expect(200);
        let targets: Vec<&str> = told["items"].as_array().expect("items").iter().filter_map(|act| act["target"].as_str()).collect();
        for (name, _) in calls {
            assert!(targets.contains(&format!("route/{name}").as_str()), "{name}: {targets:?}");
        }
    });
}

#[test]
fn only_agents_are_let_in_and_only_for_hours() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let (admin, email) = (&people["admin"], agent().await);
        let access = |email: &str, hours: i64| json!({ "agent_email": email, "hours": hours, "reason": "Because" });
        for hours in [0, 73, 255] {
            assert_eq!(admin.post("/v1/admin/support-access", &access(&email, hours)).await.problem(), "rule-broken", "{hours}");
        }
        for stranger in ["nobody@platform.example", &workspace.email("author"), &workspace.email("admin"), "x"] {
            assert_eq!(admin.post("/v1/admin/support-access", &access(stranger, 1)).await.problem(), "rule-broken", "{stranger}");
        }
        let silent = json!({ "agent_email": email, "hours": 1, "reason": " " });
        assert_eq!(admin.post("/v1/admin/support-access", &silent).await.problem(), "rule-broken");
        assert_eq!(people["author"].post("/v1/admin/support-access", &access(&email, 1)).await.problem(), "forbidden");
        assert_eq!(admin.get("/v1/platform/agents").await.problem(), "forbidden");
        // One of the workspace's own people does not become support by being an agent.
        admin.post("/v1/admin/people", &json!({ "email": email, "name": "Colleague" })).await.expect(201);
        assert_eq!(admin.post("/v1/admin/support-access", &access(&email, 1)).await.problem(), "address-taken");
        let operator = operator().await;
        assert_eq!(operator.post("/v1/platform/agents", &json!({ "email": email, "name": "Twice" })).await.problem(), "agent-known");
        for wrong in ["x", &"0".repeat(64), &"A".repeat(1000)] {
            assert_eq!(operator.send("DELETE", &format!("/v1/platform/agents/{wrong}"), &[], None).await.problem(), "not-found", "{wrong}");
        }
    });
}
