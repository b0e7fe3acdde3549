//! /v1/admin/courses/{course_id}/unpublish, archive, DELETE: what becomes of a course and of those who take it.

use crate::{
    bucket,
    catalog_search::{finds, titles_of},
    stack::{run, table, until},
    workspace::{Person, Workspace, completion, draft, learn},
};
use serde_json::{Value, json};

/// Does something to a course as its author sees it; the answer.
async fn act(author: &Person, course: &str, verb: &str) -> crate::workspace::Answer {
    let path = format!("/v1/admin/courses/{course}");
    let etag = author.get(&format!("/v1/catalog/courses/{course}?version=draft")).await.etag();
    match verb {
        "DELETE" => author.send("DELETE", &path, &[("if-match", &etag)], None).await,
        verb => author.send("POST", &format!("{path}/{verb}"), &[("if-match", &etag)], None).await,
    }
}

/// The courses that a member sees at home.
async fn at_home(person: &Person) -> Vec<String> {
    titles_of(&json!({ "items": person.get("/v1/me/home").await.expect(200)["enrolments"] }))
}

#[test]
fn an_archived_course_is_finished_by_who_takes_it_and_begun_by_nobody() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("late", &[])]).await;
        let (author, learner, late) = (&people["author"], &people["learner"], &people["late"]);
        let id = workspace.course(author, "Gabions", 2).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        learn(learner, &id, 0).await;
        finds(late, "gabions", &["Gabions"]).await;

        assert_eq!(act(author, &id, "archive").await.expect(200)["state"], "archived");
        act(author, &id, "archive").await.expect(200);
        author.post("/v1/admin/courses", &draft("Zebra", 1)).await.expect(201);
        assert_eq!(titles_of(&author.get("/v1/admin/courses").await.expect(200)), ["Zebra", "Gabions"], "what is put away comes last");
        finds(late, "gabions", &[]).await;
        assert_eq!(titles_of(&late.get("/v1/catalog/courses").await.expect(200)), [""; 0]);
        assert_eq!(titles_of(&author.get("/v1/admin/courses?state=archived").await.expect(200)), ["Gabions"]);
        // Nobody new; but who takes it finishes it, and is enrolled once.
        let refused = late.put(&format!("/v1/me/enrolments/{id}")).await.expect(422);
        assert_eq!(refused["errors"][0]["field"], "course_id");
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        assert!(learn(learner, &id, 1).await["completed_at"].is_string());
        assert_eq!(at_home(learner).await, ["Gabions"]);
        assert_eq!(act(author, &id, "DELETE").await.problem(), "rule-broken");

        act(author, &id, "publish").await.expect(200);
        finds(late, "gabions", &["Gabions"]).await;
        late.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let fresh = author.post("/v1/admin/courses", &draft("Fresh", 1)).await.expect(201);
        let fresh = fresh["course_id"].as_str().expect("an id");
        assert_eq!(act(author, fresh, "archive").await.problem(), "rule-broken", "nobody takes a draft");
        let old = author.send("POST", &format!("/v1/admin/courses/{id}/archive"), &[("if-match", "\"1\"")], None).await;
        assert_eq!(old.problem(), "changed");
    });
}

#[test]
fn a_course_that_is_taken_back_hides_and_comes_back_with_all_that_was_done() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let id = workspace.course(author, "Tunnels", 2).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        learn(learner, &id, 0).await;
        assert_eq!(act(author, &id, "unpublish").await.expect(200)["state"], "draft");
        learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(404);
        assert_eq!(learner.put(&completion(&id, 1)).await.problem(), "not-found");
        until("a home without the course", || async { at_home(learner).await.is_empty().then_some(()) }).await;
        // What is written meanwhile is the next version, which those who took the course can take.
        let patch = async |change: Value| {
            let etag = author.get(&format!("/v1/catalog/courses/{id}?version=draft")).await.etag();
            author.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(&change)).await.expect(200)
        };
        let parts = |lessons: Value| json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }]);
        let first = json!({ "id": "l0", "title": "Lesson 0", "minutes": 2 });
        patch(json!({ "title": "Tunnels and shafts", "parts": parts(json!([first])) })).await;
        patch(json!({ "parts": parts(json!([first, { "title": "New", "minutes": 1, "markdown": "Text." }])) })).await;
        act(author, &id, "publish").await.expect(200);
        until("the course at home", || async { (at_home(learner).await == ["Tunnels and shafts"]).then_some(()) }).await;
        let enrolment = learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        assert_eq!(
            (enrolment.get("completed_at"), &enrolment["progress"]["total"], &enrolment["newer_version"]),
            (None, &json!(2), &json!(2))
        );
        assert!(learn(learner, &id, 1).await["completed_at"].is_string());
    });
}

#[test]
fn a_deleted_course_is_gone_with_its_lessons_and_files() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let id = workspace.course(author, "Caissons", 2).await;
        let other = workspace.course(author, "Piles", 1).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let picture = format!("W/{}/courses/{id}/assets/0.png", workspace.id);
        bucket::replace(&picture, Some(b"a picture".to_vec())).await;
        finds(learner, "caissons", &["Caissons"]).await;

        assert_eq!(act(author, &id, "DELETE").await.problem(), "rule-broken", "not while it is published");
        let listed = act(author, &id, "unpublish").await;
        let etag = listed.etag();
        let path = format!("/v1/admin/courses/{id}");
        assert_eq!(author.send("DELETE", &path, &[("if-match", "\"1\"")], None).await.problem(), "changed");
        assert_eq!(learner.send("DELETE", &path, &[("if-match", &etag)], None).await.problem(), "forbidden");
        author.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(204);

        author.get(&format!("/v1/catalog/courses/{id}")).await.expect(404);
        author.get(&format!("/v1/catalog/courses/{id}/lessons/l0")).await.expect(404);
        author.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(404);
        author.send("POST", &format!("{path}/publish"), &[("if-match", &etag)], None).await.expect(404);
        assert_eq!(titles_of(&author.get("/v1/admin/courses").await.expect(200)), ["Piles"]);
        until("a home without the course", || async { at_home(learner).await.is_empty().then_some(()) }).await;
        finds(learner, "caissons", &[]).await;
        until("its lessons gone", || async {
            let query = json!({
                "TableName": "trellis-Data-Table", "KeyConditionExpression": "pk = :pk", "ConsistentRead": true,
                "ExpressionAttributeValues": { ":pk": { "S": format!("W#{}#COURSE#{id}", workspace.id) } },
            });
            let left = table("Query", query).await["Items"].as_array().cloned().expect("items");
            (left.len() == 1 && left[0]["sk"]["S"] == "COURSE").then_some(())
        })
        .await;
        until("its files gone", || async { bucket::file(&picture).await.is_none().then_some(()) }).await;
        // It comes before nothing any more.
        let change: Value = json!({ "prerequisites": [id] });
        let etag = author.get(&format!("/v1/catalog/courses/{other}")).await.etag();
        assert_eq!(
            author.send("PATCH", &format!("/v1/admin/courses/{other}"), &[("if-match", &etag)], Some(&change)).await.problem(),
            "rule-broken"
        );
    });
}

#[test]
fn who_leaves_a_course_finds_everything_on_coming_back() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let id = workspace.course(author, "Masonry", 3).await;
        let path = format!("/v1/me/enrolments/{id}");
        learner.send("DELETE", &path, &[], None).await.expect(204);
        learner.put(&path).await.expect(201);
        learn(learner, &id, 0).await;
        learner.send("DELETE", &path, &[], None).await.expect(204);
        learner.send("DELETE", &path, &[], None).await.expect(204);
        learner.get(&path).await.expect(404);
        assert_eq!(learner.put(&completion(&id, 1)).await.problem(), "rule-broken");
        assert_eq!(at_home(learner).await, [""; 0]);
        assert_eq!(learner.get("/v1/me/enrolments").await.expect(200)["items"], json!([]));
        assert_eq!(people["admin"].get("/v1/admin/overview").await.expect(200)["enrolments"], json!({ "open": 0, "completed": 0 }));
        let back = learner.put(&path).await.expect(201);
        assert_eq!(back["completed_lessons"], json!(["l0"]));
        learner.put(&path).await.expect(200);
        assert_eq!(learner.get("/v1/me/enrolments").await.expect(200)["items"][0]["progress"]["completed"], 1);
        assert_eq!(people["admin"].get("/v1/admin/overview").await.expect(200)["enrolments"], json!({ "open": 1, "completed": 0 }));
    });
}

#[test]
fn work_in_a_course_for_a_group_is_its_members_alone() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("member", &[]), ("other", &[])]).await;
        let (admin, author, member, other) = (&people["admin"], &people["author"], &people["member"], &people["other"]);
        let group = admin.post("/v1/admin/groups", &json!({ "name": "Fitters" })).await.expect(201)["group_id"].clone();
        let group = group.as_str().expect("an id");
        admin.put(&format!("/v1/admin/groups/{group}/members/{}", member.member_id)).await.expect(204);
        let list = json!([{ "title": "List", "minutes": 1, "content": { "kind": "checklist", "items": [{ "text": "Helmet on" }] } }]);
        let parts = json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": list }] }]);
        let made = author.post("/v1/admin/courses", &json!({ "title": "Fitting", "groups": [group], "parts": parts })).await.expect(201);
        let id = made["course_id"].as_str().expect("an id");
        act(author, id, "publish").await.expect(200);
        let (enrolment, work) = (format!("/v1/me/enrolments/{id}"), json!({ "kind": "checklist", "ticked": [] }));
        member.put(&enrolment).await.expect(201);
        for (person, saved, left) in [(other, 404, 404), (member, 200, 204)] {
            person.send("PUT", &format!("{enrolment}/lessons/l0/work"), &[], Some(&work)).await.expect(saved);
            person.send("DELETE", &enrolment, &[], None).await.expect(left);
        }
    });
}
