//! A course of the global catalogue costs its readers what a course of their own does.

use super::Measured;
use crate::{
    global_courses::{collections::collect, offer},
    platform_workspaces::operator,
    stack::until,
    workspace::{Person, completion, draft, publish},
};
use serde_json::json;

/// What the last call of a handler has read.
fn reads(measured: &Measured, handler: &str) -> f64 {
    measured.stack.invocations(Some(handler), Some(measured.seen)).pop().expect("a call").read_units
}

/// Operators offer a course, a workspace subscribes, somebody learns, and the course is withdrawn.
pub(super) async fn journey(measured: &mut Measured, author: &Person, learner: &Person) {
    let operator = operator().await;
    measured.note();
    let (id, own) = (publish(&operator, &draft("Global", 2)).await, publish(author, &draft("Own", 2)).await);
    offer(&operator, &id).await;
    operator.get("/v1/platform/courses").await.expect(200);
    author.get("/v1/admin/global-courses").await.expect(200);
    author.get(&format!("/v1/admin/global-courses/{id}")).await.expect(200);
    let collection = collect(&operator, "Collected").await;
    let etag = operator.get(&format!("/v1/platform/collections/{collection}")).await.etag();
    let one = format!("/v1/admin/global-collections/{collection}");
    author.get("/v1/admin/global-collections").await.expect(200);
    author.get(&one).await.expect(200);
    author.put(&format!("{one}/subscription")).await.expect(201);
    let seen = measured.seen;
    until("the collection", || async { measured.stack.invocations(Some("take-collection"), Some(seen)).first().map(|_| ()) }).await;
    author.send("DELETE", &format!("{one}/subscription"), &[], None).await.expect(204);
    operator.get("/v1/platform/collections").await.expect(200);
    let change = json!({ "courses": [id] });
    let path = format!("/v1/platform/collections/{collection}");
    let etag = operator.send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await.etag();
    operator.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(204);
    measured.note();
    author.put(&format!("/v1/admin/global-courses/{id}/subscription")).await.expect(201);
    // Each has somebody who answers for it.
    let etag = author.get(&format!("/v1/catalog/courses/{id}")).await.etag();
    let owner = json!({ "owner": author.member_id });
    author.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(&owner)).await.expect(200);
    let found = || async {
        let found = learner.get("/v1/catalog/courses?q=global").await.expect(200);
        found["items"].as_array().is_some_and(|items| !items.is_empty()).then_some(())
    };
    until("the course in the index", found).await;
    assert!(reads(measured, "list-courses") <= 3.0, "a search");
    learner.get("/v1/catalog/courses").await.expect(200);
    assert!(reads(measured, "list-courses") <= 3.0, "the catalogue");
    let mut costs = Vec::new();
    for course in [&own, &id] {
        let path = format!("/v1/catalog/courses/{course}");
        learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        learner.get(&path).await.expect(200);
        learner.get(&format!("{path}/lessons/l0")).await.expect(200);
        learner.put(&completion(course, 0)).await.expect(200);
        costs.push(["enrol", "get-course", "get-lesson", "complete-lesson"].map(|handler| reads(measured, handler)));
    }
    assert_eq!(costs[0], costs[1], "a global course costs what an own one does");
    assert!(costs[1][2] <= 2.0, "a lesson: {:?}", costs[1]);
    let seen = measured.stack.invocations(None, None).last().map_or(0, |invocation| invocation.number);
    operator.send("POST", &format!("/v1/platform/courses/{id}/withdraw"), &[], None).await.expect(200);
    until("the subscribers", || async { measured.stack.invocations(Some("follow-global-courses"), Some(seen)).first().map(|_| ()) }).await;
    measured.note();
}
