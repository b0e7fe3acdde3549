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

        // Nor is the number of the newest lesson, once that is gone.
        let outline =
            |lessons: serde_json::Value| json!({ "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] });
        let gone = outline(json!([{ "id": "l1", "title": "Kept", "minutes": 3 }]));
        let third = author.send("PATCH", &path, &[("if-match", &third)], Some(&gone)).await.etag();
        let anew = outline(json!([{ "id": "l1", "title": "Kept", "minutes": 3 }, { "title": "Newer", "minutes": 1, "markdown": "x" }]));
        let changed = author.send("PATCH", &path, &[("if-match", &third)], Some(&anew)).await;
        let third = changed.etag();
        assert_eq!(changed.expect(200)["parts"][0]["modules"][0]["lessons"][1]["id"], "l3");
        let back = outline(json!([{ "id": "l2", "title": "Back", "minutes": 3, "markdown": "x" }]));
        assert_eq!(author.send("PATCH", &path, &[("if-match", &third)], Some(&back)).await.problem(), "rule-broken");

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
fn an_author_is_told_what_a_lesson_loses_of_its_text() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let outline = |lessons: serde_json::Value| json!([{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }]);
        let text = "Fine.\n\n[here](javascript:alert) <button>Press</button>\n";
        let parts = outline(json!([
            { "title": "A", "minutes": 1, "markdown": text },
            { "title": "B", "minutes": 1, "markdown": "Nothing *lost*." },
        ]));
        let created = author.post("/v1/admin/courses", &json!({ "title": "Told", "parts": parts })).await;
        let etag = created.etag();
        let course = created.expect(201);
        let expected = json!([
            { "lesson_id": "l0", "kind": "broken_link", "line": 3, "message": "the address javascript:alert of a link is left out" },
            { "lesson_id": "l0", "kind": "lost_markup", "line": 3, "message": "<button> is left out; the text in it stays" },
        ]);
        assert_eq!(course["warnings"], expected);
        let id = course["course_id"].as_str().expect("an id");
        assert!(author.get(&format!("/v1/catalog/courses/{id}")).await.expect(200).get("warnings").is_none());

        let change = json!({ "parts": outline(json!([
            { "id": "l0", "title": "A", "minutes": 1 },
            { "id": "l1", "title": "B", "minutes": 1, "markdown": "![A dot](dot.png)" },
        ])) });
        let changed = author.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(&change)).await.expect(200);
        let expected = json!([
            { "lesson_id": "l1", "kind": "missing_picture", "line": 1, "message": "dot.png isn't a picture of this course; picture removed" },
        ]);
        assert_eq!(changed["warnings"], expected);
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
            (json!({}), 422, "title"),
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
