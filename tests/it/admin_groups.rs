//! /v1/admin/groups: groups and who is in them.

use crate::{stack::run, workspace::Workspace};
use serde_json::{Value, json};

fn names(listed: &Value) -> Vec<&str> {
    listed["items"].as_array().expect("items").iter().map(|item| item["name"].as_str().expect("a name")).collect()
}

#[test]
fn groups_come_and_go_and_members_stay() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let people = workspace.members(&[("ann", &[]), ("ben", &[])]).await;
        let (admin, stranger) = (&people["admin"], other.admin().await);
        let key = [("idempotency-key", "g")];
        let created = admin.send("POST", "/v1/admin/groups", &key, Some(&json!({ "name": "Night shift" }))).await;
        let etag = created.etag();
        let group = created.expect(201)["group_id"].as_str().expect("an id").to_owned();
        let twice = admin.send("POST", "/v1/admin/groups", &key, Some(&json!({ "name": "Night shift" }))).await.expect(201);
        assert_eq!(twice["group_id"], group.as_str());
        admin.post("/v1/admin/groups", &json!({ "name": "Apprentices" })).await.expect(201);
        assert_eq!(names(&admin.get("/v1/admin/groups").await.expect(200)), ["Apprentices", "Night shift"]);

        let path = format!("/v1/admin/groups/{group}");
        let member = |id: &str| format!("{path}/members/{id}");
        for local in ["ann", "ben", "ann"] {
            admin.put(&member(&people[local].member_id)).await.expect(204);
        }
        let first = admin.get(&format!("{path}/members?limit=1")).await.expect(200);
        let next = first["next"].as_str().expect("a second page");
        let second = admin.get(&format!("{path}/members?limit=1&cursor={next}")).await.expect(200);
        let mut listed = [names(&first), names(&second)].concat();
        listed.sort_unstable();
        assert_eq!(listed, ["Member ann", "Member ben"]);
        let groups = admin.get(&format!("/v1/admin/people/{}/groups", people["ann"].member_id)).await.expect(200);
        assert_eq!(names(&groups), ["Night shift"]);

        // Nobody from elsewhere, nobody who is not there, no id of another kind.
        for wrong in [stranger.member_id.as_str(), "x", "W%23other", &"A".repeat(1000)] {
            assert_eq!(admin.put(&member(wrong)).await.problem(), "not-found", "{wrong}");
        }
        assert_eq!(stranger.put(&member(&stranger.member_id)).await.problem(), "not-found");
        assert_eq!(people["ann"].put(&member(&people["ann"].member_id)).await.problem(), "forbidden");

        let renamed = json!({ "name": "Late shift" });
        assert_eq!(admin.send("PATCH", &path, &[("if-match", "\"7\"")], Some(&renamed)).await.problem(), "changed");
        admin.send("PATCH", &path, &[("if-match", &etag)], Some(&renamed)).await.expect(200);
        let ben = member(&people["ben"].member_id);
        admin.send("DELETE", &ben, &[], None).await.expect(204);
        assert_eq!(admin.send("DELETE", &ben, &[], None).await.problem(), "not-found");

        admin.send("DELETE", &path, &[], None).await.expect(204);
        for gone in [admin.get(&path).await, admin.get(&format!("{path}/members")).await, admin.put(&ben).await] {
            assert_eq!(gone.problem(), "not-found");
        }
        let groups = admin.get(&format!("/v1/admin/people/{}/groups", people["ann"].member_id)).await.expect(200);
        assert_eq!(names(&groups), Vec::<&str>::new());
        let told = admin.get(&format!("/v1/admin/audit-events?target=group/{group}")).await.expect(200);
        let actions: Vec<&str> = told["items"].as_array().expect("items").iter().map(|act| act["action"].as_str().expect("text")).collect();
        assert_eq!(
            actions,
            ["group.deleted", "group.member_removed", "group.updated", "group.member_added", "group.member_added", "group.created"]
        );
    });
}
