//! /v1/admin/courses: drafts, changes, publishing.

use crate::{
    stack::run,
    workspace::{Workspace, draft},
};
use serde_json::json;

#[test]
fn a_draft_is_changed_by_whoever_has_read_it_last() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let created = author.post("/v1/admin/courses", &draft("Fire", 2)).await;
        let first = created.etag();
        let course = created.expect(201);
        let id = course["course_id"].as_str().expect("an id");
        assert_eq!((&course["state"], &course["lessons"], &course["minutes"]), (&json!("draft"), &json!(2), &json!(4)));

        // Learners do not see drafts; authors do.
        learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(404);
        author.get(&format!("/v1/catalog/courses/{id}")).await.expect(200);

        let path = format!("/v1/admin/courses/{id}");
        let change = json!({ "title": "Fire and water" });
        let changed = author.send("PATCH", &path, &[("if-match", &first)], Some(&change)).await;
        let second = changed.etag();
        assert_eq!(changed.expect(200)["title"], "Fire and water");
        let stale = author.send("PATCH", &path, &[("if-match", &first)], Some(&change)).await;
        assert_eq!((stale.status.as_u16(), stale.problem()), (412, "changed"));
        assert_eq!(author.send("PATCH", &path, &[], Some(&change)).await.problem(), "malformed-request");

        // A new outline: one lesson kept, one dropped, one added; numbers are never used again.
        let lessons = json!([{ "id": "l1", "title": "Kept", "minutes": 3 }, { "title": "New", "minutes": 5, "markdown": "Hello *you*." }]);
        let outline = json!({ "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] });
        let changed = author.send("PATCH", &path, &[("if-match", &second)], Some(&outline)).await;
        let third = changed.etag();
        let body = changed.expect(200);
        let ids: Vec<&str> = body["parts"][0]["modules"][0]["lessons"]
            .as_array()
            .expect("lessons")
            .iter()
            .filter_map(|lesson| lesson["id"].as_str())
            .collect();
        assert_eq!(ids, ["l1", "l2"]);
        let lesson = author.get(&format!("/v1/catalog/courses/{id}/lessons/l2")).await.expect(200);
        assert!(lesson["html"].as_str().expect("html").contains("<em>you</em>"));
        let kept = author.get(&format!("/v1/catalog/courses/{id}/lessons/l1")).await.expect(200);
        assert_eq!((&kept["title"], &kept["minutes"]), (&json!("Kept"), &json!(3)));
        assert!(kept["html"].as_str().expect("html").contains("Lesson 1"));
        author.get(&format!("/v1/catalog/courses/{id}/lessons/l0")).await.expect(404);

        let publish = format!("{path}/publish");
        author.send("POST", &publish, &[("if-match", &second)], None).await.expect(412);
        let published = author.send("POST", &publish, &[("if-match", &third)], None).await;
        let fourth = published.etag();
        assert_eq!(published.expect(200)["state"], "published");
        author.send("POST", &publish, &[("if-match", &fourth)], None).await.expect(200);
        learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(200);
    });
}

#[test]
fn an_idempotency_key_creates_one_course() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let key = [("idempotency-key", "make it once")];
        let body = draft("Once", 1);
        let first = author.send("POST", "/v1/admin/courses", &key, Some(&body)).await.expect(201);
        let second = author.send("POST", "/v1/admin/courses", &key, Some(&body)).await.expect(201);
        assert_eq!(first["course_id"], second["course_id"]);
        let other = author.send("POST", "/v1/admin/courses", &key, Some(&draft("Other", 1))).await;
        assert_eq!((other.status.as_u16(), other.problem()), (422, "rule-broken"));
        let listed = author.get("/v1/admin/courses").await.expect(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn bad_drafts_are_refused_with_the_field_at_fault() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let lesson = |lesson: serde_json::Value| json!({ "title": "T", "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": [lesson] }] }] });
        for (body, status, field) in [
            (json!({}), 422, "body"),
            (json!({ "title": "" }), 422, "title"),
            (json!({ "title": "T", "colour": "red" }), 422, "colour"),
            (json!({ "title": "T", "summary": "x".repeat(2001) }), 422, "summary"),
            (lesson(json!({ "title": "L", "minutes": -1, "markdown": "x" })), 422, "parts[0].modules[0].lessons[0].minutes"),
            (lesson(json!({ "title": "L", "minutes": 1 })), 422, "markdown"),
            (lesson(json!({ "id": "l7", "title": "L", "minutes": 1 })), 422, "parts"),
        ] {
            let answer = author.post("/v1/admin/courses", &body).await;
            assert_eq!(answer.status.as_u16(), status, "{body} {}", answer.body);
            assert_eq!(answer.body["errors"][0]["field"], field, "{}", answer.body);
        }
        let text = author.send("POST", "/v1/admin/courses", &[("content-type", "text/plain")], None).await;
        assert_eq!((text.status.as_u16(), text.problem()), (415, "unsupported-media-type"));
        let created = author.post("/v1/admin/courses", &json!({ "title": "Empty" })).await;
        let etag = created.etag();
        let id = created.expect(201)["course_id"].as_str().expect("an id").to_owned();
        let published = author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await;
        assert_eq!((published.status.as_u16(), published.problem()), (422, "rule-broken"));
    });
}
