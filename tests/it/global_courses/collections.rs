//! /v1/platform/collections, /v1/admin/global-collections: what operators put together, workspaces take together.

use super::{course, offer, offered, title};
use crate::{
    platform_workspaces::operator,
    stack::{run, until},
    workspace::{Person, Workspace, draft, publish},
};
use serde_json::{Value, json};

/// Makes an empty collection; its id.
pub(crate) async fn collect(operator: &Person, title: &str) -> String {
    let made = operator.post("/v1/platform/collections", &json!({ "title": title })).await.expect(201);
    made["collection_id"].as_str().expect("an id").to_owned()
}

async fn change(operator: &Person, id: &str, change: &Value) -> crate::workspace::Answer {
    let path = format!("/v1/platform/collections/{id}");
    let etag = operator.get(&path).await.etag();
    operator.send("PATCH", &path, &[("if-match", &etag)], Some(change)).await
}

async fn arrives(person: &Person, id: &str) {
    until("a course of the collection", || async { (person.get(&course(id)).await.status == 200).then_some(()) }).await;
}

#[test]
fn who_subscribes_to_a_collection_takes_what_is_in_it_and_what_comes() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let mut courses = Vec::new();
        for word in ["Acids", "Bases", "Salts"] {
            courses.push(publish(&operator, &draft(&title(word), 1)).await);
        }
        let [acids, bases, salts] = courses.as_slice() else { panic!("three") };
        for id in [acids, bases] {
            offer(&operator, id).await;
        }
        let id = collect(&operator, &title("Chemistry")).await;
        let own = format!("/v1/admin/global-collections/{id}/subscription");
        assert_eq!(change(&operator, &id, &json!({ "courses": [salts] })).await.problem(), "rule-broken", "not offered");
        change(&operator, &id, &json!({ "courses": [acids] })).await.expect(200);
        assert_eq!(learner.put(&own).await.problem(), "forbidden");

        assert_eq!(author.put(&own).await.expect(201)["course_count"], 1);
        assert_eq!(author.put(&own).await.expect(200)["is_subscribed"], true);
        arrives(learner, acids).await;
        let detail = author.get(&format!("/v1/admin/global-collections/{id}")).await.expect(200);
        assert_eq!((&detail["courses"][0]["course_id"], &detail["courses"][0]["subscription"]), (&json!(acids), &json!("published")));
        change(&operator, &id, &json!({ "courses": [acids, bases], "summary": "All of it" })).await.expect(200);
        arrives(learner, bases).await;

        // What the workspace has unsubscribed from does not come back by itself; what is withdrawn does not come.
        let path = format!("/v1/admin/courses/{acids}");
        let etag = author.get(&course(acids)).await.etag();
        let etag = author.send("POST", &format!("{path}/unpublish"), &[("if-match", &etag)], None).await.etag();
        author.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(204);
        offer(&operator, salts).await;
        change(&operator, &id, &json!({ "courses": [acids, bases, salts] })).await.expect(200);
        arrives(learner, salts).await;
        assert_eq!(author.get(&course(acids)).await.problem(), "not-found");

        // What was withdrawn when a workspace came to a collection arrives once it is offered again.
        operator.send("POST", &format!("{}/withdraw", offered(salts)), &[], None).await.expect(200);
        let late = Workspace::open().await.admin().await;
        late.put(&own).await.expect(201);
        arrives(&late, bases).await;
        assert_eq!(late.get(&course(salts)).await.problem(), "not-found");
        offer(&operator, salts).await;
        arrives(&late, salts).await;

        // Left, nothing comes any more, and what is there stays.
        for _ in 0..2 {
            author.send("DELETE", &own, &[], None).await.expect(204);
        }
        let listed = author.get("/v1/admin/global-collections?limit=100").await.expect(200);
        let listed = listed["items"].as_array().expect("collections");
        assert!(listed.iter().any(|one| one["collection_id"] == id.as_str() && one["is_subscribed"] == false && one["course_count"] == 3));
        learner.get(&course(bases)).await.expect(200);
        let path = format!("/v1/platform/collections/{id}");
        assert_eq!(operator.send("DELETE", &path, &[("if-match", "\"1\"")], None).await.status, 412);
        let etag = operator.get(&path).await.etag();
        operator.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(204);
        assert_eq!(author.put(&own).await.problem(), "not-found");
        assert_eq!(author.send("DELETE", &own, &[], None).await.problem(), "not-found");
        let told = people["admin"].get("/v1/admin/audit-events?action=course.subscribed").await.expect(200);
        assert_eq!(told["items"].as_array().expect("acts").len(), 3);
        // Repeated, a creation makes one.
        let order = json!({ "title": title("Twice"), "courses": [bases] });
        let key = [("idempotency-key", id.as_str())];
        let one = operator.send("POST", "/v1/platform/collections", &key, Some(&order)).await.expect(201);
        assert_eq!(operator.send("POST", "/v1/platform/collections", &key, Some(&order)).await.expect(201), one);
        operator.send("POST", &format!("{}/withdraw", offered(bases)), &[], None).await.expect(200);
        let withdrawn = operator.post("/v1/platform/collections", &json!({ "title": "No", "courses": [bases] })).await;
        assert_eq!(withdrawn.problem(), "rule-broken");
    });
}
