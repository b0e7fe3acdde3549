//! /v1/admin/people: invitations, roles, deactivation.

use crate::{
    stack::{run, until},
    workspace::{Workspace, letters, request},
};
use serde_json::json;

#[test]
fn a_deactivated_member_is_refused_and_can_come_back() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let (admin, learner) = (&people["admin"], &people["learner"]);
        learner.get("/v1/me").await.expect(200);
        let path = format!("/v1/admin/people/{}", learner.member_id);
        admin.send("PATCH", &path, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        until("the refusal", || async { (learner.get("/v1/me").await.status == 401).then_some(()) }).await;
        request("POST", "/v1/auth/refresh", &[("cookie", &learner.cookie)], None).await.expect(401);
        // Neither does a new sign-in work, and it does not say why.
        let before = letters(&workspace.email("learner")).await.len();
        request("POST", "/v1/auth/start", &[], Some(&json!({ "workspace": workspace.id, "email": workspace.email("learner") })))
            .await
            .expect(200);
        assert_eq!(letters(&workspace.email("learner")).await.len(), before);

        admin.send("PATCH", &path, &[], Some(&json!({ "state": "active" }))).await.expect(200);
        until("the way back", || async {
            let start = json!({ "workspace": workspace.id, "email": workspace.email("learner") });
            request("POST", "/v1/auth/start", &[], Some(&start)).await;
            (letters(&workspace.email("learner")).await.len() > before).then_some(())
        })
        .await;
    });
}

#[test]
fn an_address_belongs_to_one_member_of_a_workspace() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let (admin, stranger) = (workspace.admin().await, other.admin().await);
        let body = json!({ "email": "Same@Person.example", "name": "One Person" });
        let invited = admin.post("/v1/admin/people", &body).await.expect(201);
        assert_eq!(invited["email"], "same@person.example");
        let again = admin.post("/v1/admin/people", &body).await;
        assert_eq!((again.status.as_u16(), again.problem()), (409, "address-taken"));
        // Elsewhere the same address is another member.
        let elsewhere = stranger.post("/v1/admin/people", &body).await.expect(201);
        assert_ne!(elsewhere["member_id"], invited["member_id"]);

        let key = [("idempotency-key", "k")];
        let body = json!({ "email": "twice@person.example", "name": "Two" });
        let first = admin.send("POST", "/v1/admin/people", &key, Some(&body)).await.expect(201);
        let second = admin.send("POST", "/v1/admin/people", &key, Some(&body)).await.expect(201);
        assert_eq!(first["member_id"], second["member_id"]);
    });
}

#[test]
fn roles_open_and_close_routes() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (admin, author, learner) = (&people["admin"], &people["author"], &people["learner"]);
        assert_eq!(learner.get("/v1/admin/people").await.problem(), "forbidden");
        assert_eq!(author.get("/v1/admin/people").await.problem(), "forbidden");
        assert_eq!(learner.get("/v1/admin/courses").await.problem(), "forbidden");
        author.get("/v1/admin/courses").await.expect(200);
        let listed = admin.get("/v1/admin/people").await.expect(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(3));

        let path = format!("/v1/admin/people/{}", learner.member_id);
        admin.send("PATCH", &path, &[], Some(&json!({ "roles": ["author"] }))).await.expect(200);
        until("the new role", || async { (learner.get("/v1/admin/courses").await.status == 200).then_some(()) }).await;

        let own = format!("/v1/admin/people/{}", admin.member_id);
        for change in [json!({ "state": "deactivated" }), json!({ "roles": ["learner"] })] {
            assert_eq!(admin.send("PATCH", &own, &[], Some(&change)).await.problem(), "rule-broken");
        }
        let stale = admin.send("PATCH", &path, &[("if-match", "\"1\"")], Some(&json!({ "name": "New" }))).await;
        assert_eq!((stale.status.as_u16(), stale.problem()), (412, "changed"));
        let bad = admin.send("PATCH", &path, &[], Some(&json!({ "roles": ["emperor"] }))).await;
        assert_eq!(bad.problem(), "rule-broken");
    });
}
