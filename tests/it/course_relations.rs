//! Who answers for a course, which says the same in another language, what it earns, and how much completes it.

use crate::{
    enrolment_requests::{change, rule},
    stack::run,
    workspace::{Person, Workspace, completion, draft, publish},
};
use serde_json::{Value, json};

fn path(id: &str) -> String {
    format!("/v1/catalog/courses/{id}")
}

fn ids(course: &Value) -> Vec<&str> {
    let translations = course["translations"].as_array().map(Vec::as_slice).unwrap_or_default();
    translations.iter().map(|other| other["course_id"].as_str().expect("an id")).collect()
}

/// A change of a course that may be refused.
async fn attempt(author: &Person, id: &str, body: &Value) -> crate::workspace::Answer {
    let etag = author.get(&format!("{}?version=draft", path(id))).await.etag();
    author.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(body)).await
}

#[test]
fn a_course_is_found_in_other_languages_from_each_of_them() {
    run(async {
        let (workspace, elsewhere) = (Workspace::open().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let mut courses = Vec::new();
        for (title, language) in [("Fire", "en"), ("Brand", "de"), ("आग", "hi")] {
            let mut course = draft(title, 1);
            course["language"] = json!(language);
            courses.push(publish(author, &course).await);
        }
        let [english, german, hindi] = courses.as_slice() else { panic!("three") };
        assert!(learner.get(&path(english)).await.expect(200)["translations"].is_null());
        change(author, german, &json!({ "translation_of": english })).await;
        // A translation of a translation is one of the original.
        change(author, hindi, &json!({ "translation_of": german })).await;
        for (id, others) in [(english, [german, hindi]), (german, [english, hindi]), (hindi, [german, english])] {
            let shown = learner.get(&path(id)).await.expect(200);
            let mut wanted: Vec<&str> = others.iter().map(|id| id.as_str()).collect();
            wanted.sort_unstable();
            let mut found = ids(&shown);
            found.sort_unstable();
            assert_eq!(found, wanted);
        }
        let shown = learner.get(&path(hindi)).await.expect(200);
        assert_eq!((&shown["translation_of"], &shown["translations"][0]["language"]), (&json!(english), &json!("de")));
        assert_eq!(shown["translations"][0]["title"], "Brand");

        // What a reader cannot see is not named to them.
        let etag = author.get(&path(german)).await.etag();
        author.send("POST", &format!("/v1/admin/courses/{german}/unpublish"), &[("if-match", &etag)], None).await.expect(200);
        assert_eq!(ids(&learner.get(&path(english)).await.expect(200)), [hindi]);
        assert_eq!(ids(&author.get(&path(english)).await.expect(200)).len(), 2);

        let foreign = publish(&elsewhere.admin().await, &draft("Elsewhere", 1)).await;
        for (id, wanted, part) in [
            (english, english, "no translation of itself"),
            (english, german, "name the original in each"),
            (german, &foreign, "there is no course"),
            (english, &foreign, "there is no course"),
        ] {
            let (field, detail) = rule(attempt(author, id, &json!({ "translation_of": wanted })).await);
            assert!(field == "translation_of" && detail.contains(part), "{detail}");
        }
        change(author, hindi, &json!({ "translation_of": null })).await;
        assert_eq!(ids(&author.get(&path(english)).await.expect(200)), [german]);
        // The original is gone: the others lose it, and nothing else.
        let etag = author.get(&path(english)).await.etag();
        let etag = author.send("POST", &format!("/v1/admin/courses/{english}/unpublish"), &[("if-match", &etag)], None).await.etag();
        author.send("DELETE", &format!("/v1/admin/courses/{english}"), &[("if-match", &etag)], None).await.expect(204);
        assert_eq!(ids(&author.get(&path(german)).await.expect(200)), [""; 0]);
        // They are still translations of the same, and so is one that is made from the beginning.
        let mut italian = draft("Fuoco", 1);
        (italian["language"], italian["translation_of"]) = (json!("it"), json!(german));
        let made = author.post("/v1/admin/courses", &italian).await.expect(201);
        assert_eq!((&made["translation_of"], ids(&author.get(&path(german)).await.expect(200)).len()), (&json!(english), 1));
    });
}

#[test]
fn a_course_names_who_answers_for_it() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("other", &[])]).await;
        let (author, learner, other) = (&people["author"], &people["learner"], &people["other"]);
        let id = publish(author, &draft("Fire", 1)).await;
        let owner = async || learner.get(&path(&id)).await.expect(200)["owner"].clone();
        assert_eq!(owner().await, json!({ "member_id": author.member_id, "name": "Member author" }));
        change(author, &id, &json!({ "owner": other.member_id })).await;
        assert_eq!(owner().await["name"], "Member other");
        change(author, &id, &json!({ "owner": null })).await;
        assert!(owner().await.is_null());
        let admin = &people["admin"];
        let gone = format!("/v1/admin/people/{}", other.member_id);
        admin.send("PATCH", &gone, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        let stranger = Workspace::open().await.admin().await;
        for wanted in [&other.member_id, &stranger.member_id] {
            assert_eq!(rule(attempt(author, &id, &json!({ "owner": wanted })).await).0, "owner");
        }
    });
}

#[test]
fn some_of_the_lessons_complete_a_course_where_its_author_says_so() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let mut course = draft("Fire", 6);
        course["completion_percent"] = json!(50);
        course["parts"][0]["modules"][0]["lessons"][5]["optional"] = json!(true);
        let id = publish(author, &course).await;
        let shown = learner.get(&path(&id)).await.expect(200);
        // Half of five required lessons are three.
        assert_eq!((&shown["completion_percent"], &shown["points"]), (&json!(50), &json!(30)));
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let mut progress = Vec::new();
        for lesson in [5, 0, 1] {
            learner.get(&format!("{}/lessons/l{lesson}", path(&id))).await.expect(200);
            progress.push(learner.put(&completion(&id, lesson)).await.expect(200)["progress"]["percent"].clone());
        }
        assert_eq!(progress, [json!(0), json!(33), json!(66)]);
        let done = learner.put(&completion(&id, 2)).await.expect(200);
        assert_eq!((&done["progress"], done["completed_at"].is_string()), (&json!({ "completed": 3, "total": 3, "percent": 100 }), true));
        // The rest can be done all the same.
        assert_eq!(learner.put(&completion(&id, 3)).await.expect(200)["progress"]["completed"], 3);

        // Who learns with a version keeps what it asks for.
        change(author, &id, &json!({ "completion_percent": 100 })).await;
        let compared = author.get(&format!("/v1/admin/courses/{id}/difference?from=1&to=draft")).await.expect(200);
        assert_eq!(compared["completion_percent"], json!({ "before": 50, "after": 100 }));
        assert_eq!(learner.get(&path(&id)).await.expect(200)["completion_percent"], 50);
        for wrong in [json!(0), json!(101), json!("half")] {
            assert_eq!(rule(attempt(author, &id, &json!({ "completion_percent": wrong })).await).0, "completion_percent");
        }
    });
}
