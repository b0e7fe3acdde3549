//! /v1/catalog: what members find.

use crate::{
    stack::{run, until},
    workspace::Workspace,
};
use serde_json::{Value, json};

#[test]
fn the_catalogue_comes_in_pages_by_title() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let learner = &people["learner"];
        for title in ["Delta", "alpha", "Charlie", "bravo", "Echo"] {
            workspace.course(&people["author"], title, 1).await;
        }
        for (reverse, order) in
            [("", ["alpha", "bravo", "Charlie", "Delta", "Echo"]), ("&reverse=true", ["Echo", "Delta", "Charlie", "bravo", "alpha"])]
        {
            let (mut titles, mut cursor) = (Vec::new(), String::new());
            for _ in 0..3 {
                let page = learner.get(&format!("/v1/catalog/courses?limit=2{reverse}{cursor}")).await.expect(200);
                titles.extend(
                    page["items"].as_array().expect("items").iter().map(|course| course["title"].as_str().expect("a title").to_owned()),
                );
                cursor = page["next"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
            }
            assert_eq!(titles, order);
            assert_eq!(cursor, "", "the third page is the last");
        }

        for bad in ["limit=0", "limit=101", "limit=x", "cursor=x", "cursor=eyJ.x", "reverse=x"] {
            assert_eq!(learner.get(&format!("/v1/catalog/courses?{bad}")).await.problem(), "malformed-request", "{bad}");
        }
        // A cursor of one workspace is worth nothing in another.
        let other = Workspace::open().await;
        let admin = other.admin().await;
        let page = learner.get("/v1/catalog/courses?limit=2").await.expect(200);
        let stolen = format!("/v1/catalog/courses?cursor={}", page["next"].as_str().expect("a cursor"));
        assert_eq!(admin.get(&stolen).await.problem(), "malformed-request");
    });
}

#[test]
fn a_course_for_some_groups_is_not_there_for_others() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("driver", &[]), ("clerk", &[])]).await;
        let (admin, author, driver, clerk) = (&people["admin"], &people["author"], &people["driver"], &people["clerk"]);
        let group = admin.post("/v1/admin/groups", &json!({ "name": "Drivers" })).await.expect(201)["group_id"].clone();
        let id = group.as_str().expect("an id");
        admin.put(&format!("/v1/admin/groups/{id}/members/{}", driver.member_id)).await.expect(204);
        workspace.course(author, "For all", 1).await;
        let course = workspace.course(author, "Lorries", 2).await;
        let (shown, taken) = (format!("/v1/catalog/courses/{course}"), format!("/v1/me/enrolments/{course}"));
        let restrict = async |groups: Value| {
            let etag = author.get(&shown).await.etag();
            let change = json!({ "groups": groups });
            author.send("PATCH", &format!("/v1/admin/courses/{course}"), &[("if-match", &etag)], Some(&change)).await
        };
        assert_eq!(restrict(json!([workspace.course(author, "X", 1).await])).await.problem(), "rule-broken");
        assert_eq!(restrict(json!([id])).await.expect(200)["groups"], json!([id]));

        let found = |listed: &Value| listed["items"].as_array().expect("items").iter().any(|item| item["course_id"] == course.as_str());
        for (person, sees) in [(driver, true), (clerk, false), (author, true), (admin, true)] {
            assert_eq!(found(&person.get("/v1/catalog/courses").await.expect(200)), sees);
            let status = if sees { 200 } else { 404 };
            person.get(&shown).await.expect(status);
            person.get(&format!("{shown}/lessons/l0")).await.expect(status);
        }
        assert_eq!(clerk.put(&taken).await.problem(), "not-found");
        driver.put(&taken).await.expect(201);
        // Whoever makes it may try it.
        author.put(&taken).await.expect(201);
        let done = |lesson: &str| format!("{taken}/lessons/{lesson}/completion");
        let listed = async |path: &str| found_at(&driver.get(path).await.expect(200), &course);
        driver.put(&done("l0")).await.expect(200);
        assert_eq!((listed("/v1/me/enrolments").await, listed("/v1/me/home").await), (true, true));
        // Whoever leaves the group keeps what they have begun, and neither sees nor completes more of it.
        admin.send("DELETE", &format!("/v1/admin/groups/{id}/members/{}", driver.member_id), &[], None).await.expect(204);
        driver.get(&format!("{shown}/lessons/l0")).await.expect(404);
        assert_eq!(driver.get(&taken).await.problem(), "not-found");
        assert_eq!(driver.put(&done("l1")).await.problem(), "not-found");
        assert_eq!((listed("/v1/me/enrolments").await, listed("/v1/me/home").await), (false, false));
        restrict(json!([])).await.expect(200);
        clerk.get(&shown).await.expect(200);
        assert_eq!(driver.get(&taken).await.expect(200)["progress"]["completed"], 1);
        assert!(listed("/v1/me/enrolments").await);
        until("the home screen", || async { listed("/v1/me/home").await.then_some(()) }).await;
    });
}

/// Whether one's courses, at home or in their list, name this one.
fn found_at(shown: &Value, course: &str) -> bool {
    let enrolments = shown.get("enrolments").unwrap_or(&shown["items"]);
    enrolments.as_array().expect("enrolments").iter().any(|enrolment| enrolment["course_id"] == course)
}

#[test]
fn an_author_gets_back_what_was_written() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let course = workspace.course(&people["author"], "Safety", 1).await;
        let path = format!("/v1/catalog/courses/{course}/lessons/l0");
        assert_eq!(people["author"].get(&path).await.expect(200)["markdown"], "# Lesson 0\n\nText.");
        assert_eq!(people["learner"].get(&path).await.expect(200).get("markdown"), None);
    });
}
