//! /v1/admin/courses/{course_id}/versions, publish, difference, review: what learners have stays as it was until they take the next.

use crate::{
    admin_api_clients::Program,
    catalog_search::finds,
    stack::{run, table, until},
    workspace::{Answer, Person, Workspace, completion, draft, learn, publish},
};
use serde_json::{Value, json};

fn course(id: &str) -> String {
    format!("/v1/catalog/courses/{id}")
}

async fn etag(author: &Person, id: &str) -> String {
    author.get(&format!("{}?version=draft", course(id))).await.etag()
}

/// Changes the draft.
async fn edit(author: &Person, id: &str, change: Value) -> Value {
    let etag = etag(author, id).await;
    author.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(&change)).await.expect(200)
}

async fn release(author: &Person, id: &str, version: Value) -> Answer {
    let etag = etag(author, id).await;
    author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], Some(&version)).await
}

fn parts(lessons: Value) -> Value {
    json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }])
}

fn known(number: usize) -> Value {
    json!({ "id": format!("l{number}"), "title": format!("Lesson {number}"), "minutes": 2 })
}

async fn take(learner: &Person, id: &str, version: u32) -> Answer {
    learner.send("PUT", &format!("/v1/me/enrolments/{id}/version"), &[], Some(&json!({ "version": version }))).await
}

async fn html(reader: &Person, id: &str, lesson: usize, query: &str) -> String {
    let lesson = reader.get(&format!("{}/lessons/l{lesson}{query}", course(id))).await.expect(200);
    lesson["html"].as_str().expect("a text").to_owned()
}

/// The ids of the lessons in a course as its reader sees it.
async fn lessons(reader: &Person, id: &str, query: &str) -> Vec<String> {
    let course = reader.get(&format!("{}{query}", course(id))).await.expect(200);
    let lessons = course["parts"][0]["modules"][0]["lessons"].as_array().expect("lessons").clone();
    lessons.iter().map(|lesson| lesson["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn who_learns_keeps_their_version_and_takes_the_next_when_they_like() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("late", &[])]).await;
        let (author, learner, late) = (&people["author"], &people["learner"], &people["late"]);
        let id = publish(author, &draft("Scaffolds", 3)).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let before = html(learner, &id, 1, "").await;
        learn(learner, &id, 0).await;

        // The draft changes: nobody but authors sees it.
        let rewritten = json!({ "id": "l1", "title": "Lesson 1", "minutes": 2, "markdown": "Rewritten." });
        let added = json!({ "title": "Netting", "minutes": 5, "markdown": "New." });
        let detail = edit(author, &id, json!({ "parts": parts(json!([known(0), rewritten, added])) })).await;
        assert_eq!((&detail["version"], &detail["has_changes"], detail.get("shown_version")), (&json!(1), &json!(true), None));
        // What can be sent back on an ETag is the draft, and nothing else.
        assert!(!author.get(&course(&id)).await.headers.contains_key("etag"));
        for reader in [learner, late, author] {
            assert_eq!(lessons(reader, &id, "").await, ["l0", "l1", "l2"]);
            assert_eq!(html(reader, &id, 1, "").await, before);
        }
        assert_eq!(lessons(author, &id, "?version=draft").await, ["l0", "l1", "l3"]);
        assert!(html(author, &id, 1, "?version=draft").await.contains("Rewritten"));
        assert_eq!(learner.get(&format!("{}?version=draft", course(&id))).await.problem(), "not-found");
        assert_eq!(learner.get(&format!("{}/lessons/l3?version=draft", course(&id))).await.problem(), "not-found");
        assert_eq!(learner.get(&format!("{}?version=zero", course(&id))).await.problem(), "malformed-request");
        finds(late, "netting", &[]).await;

        let published = release(author, &id, json!({ "note": "A lesson on netting." })).await.expect(200);
        assert_eq!((&published["version"], &published["has_changes"]), (&json!(2), &json!(false)));
        finds(late, "netting", &["Scaffolds"]).await;
        // Under way: the same lessons, texts and progress, and an offer.
        let enrolment = learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        assert_eq!((&enrolment["version"], &enrolment["newer_version"]), (&json!(1), &json!(2)));
        assert_eq!(enrolment["progress"], json!({ "completed": 1, "total": 3, "percent": 33 }));
        assert_eq!(learner.get("/v1/me/enrolments").await.expect(200)["items"][0]["newer_version"], 2);
        let shown = learner.get(&course(&id)).await.expect(200);
        assert_eq!(
            (&shown["shown_version"], &shown["version"], &shown["version_note"]),
            (&json!(1), &json!(2), &json!("A lesson on netting."))
        );
        assert_eq!(
            (html(learner, &id, 1, "").await, lessons(learner, &id, "?version=2").await),
            (before, vec!["l0".into(), "l1".into(), "l3".into()])
        );
        learn(learner, &id, 2).await;
        assert_eq!(learner.put(&completion(&id, 3)).await.problem(), "not-found");
        // Who comes now gets the new one.
        assert_eq!(late.put(&format!("/v1/me/enrolments/{id}")).await.expect(201)["version"], 2);
        assert!(html(late, &id, 1, "").await.contains("Rewritten"));
        assert_eq!(late.get(&format!("{}?version=1", course(&id))).await.problem(), "not-found");

        assert_eq!(take(learner, &id, 3).await.expect(422)["errors"][0]["field"], "version");
        for _ in 0..2 {
            let taken = take(learner, &id, 2).await.expect(200);
            assert_eq!((&taken["version"], taken.get("newer_version")), (&json!(2), None));
            assert_eq!(taken["progress"], json!({ "completed": 1, "total": 3, "percent": 33 }), "lesson 0 is in both");
            assert_eq!(taken["completed_lessons"], json!(["l0"]));
        }
        assert!(html(learner, &id, 1, "").await.contains("Rewritten"));
        assert_eq!(learner.put(&completion(&id, 2)).await.problem(), "not-found");
        learn(learner, &id, 1).await;
        assert!(learn(learner, &id, 3).await["completed_at"].is_string());
        assert_eq!(take(late, "01JZ8Q4N7E5T9V3W2XKBYMCD6F", 1).await.problem(), "not-found");
        let other = publish(author, &draft("Ropes", 1)).await;
        assert_eq!(take(late, &other, 1).await.expect(422)["errors"][0]["field"], "course_id", "not enrolled");
    });
}

#[test]
fn a_recall_moves_everybody_and_tells_them() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("done", &[])]).await;
        let (author, learner, done) = (&people["author"], &people["learner"], &people["done"]);
        let id = publish(author, &draft("Solvents", 2)).await;
        let enrolment = format!("/v1/me/enrolments/{id}");
        for person in [learner, done] {
            person.put(&enrolment).await.expect(201);
            learn(person, &id, 0).await;
        }
        learn(done, &id, 1).await;
        edit(author, &id, json!({ "parts": parts(json!([known(0), { "title": "Right", "minutes": 1, "markdown": "Right." }])) })).await;
        release(author, &id, json!({ "note": "The second lesson was wrong.", "recall": true })).await.expect(200);

        // At once, whoever looks.
        let moved = learner.get(&enrolment).await.expect(200);
        assert_eq!((&moved["version"], &moved["recalled_from"], moved.get("newer_version")), (&json!(2), &json!(1), None));
        assert_eq!(moved["progress"], json!({ "completed": 1, "total": 2, "percent": 50 }));
        assert_eq!(lessons(learner, &id, "").await, ["l0", "l2"]);
        assert_eq!(learner.put(&completion(&id, 1)).await.problem(), "not-found");
        // And, by its own event, where nobody looks: at home, where no course is read.
        until("the notice at home", || async {
            let home = done.get("/v1/me/home").await.expect(200);
            (home["enrolments"][0]["recalled_from"] == 1).then_some(())
        })
        .await;
        assert!(done.get(&enrolment).await.expect(200)["completed_at"].is_string(), "that it was completed remains");
        assert_eq!(author.get(&format!("/v1/admin/courses/{id}/versions")).await.expect(200)["items"][1]["is_recalled"], true);
        // Noted, it is not told again; what is done in the course does not note it.
        learn(learner, &id, 2).await;
        assert_eq!(learner.get(&enrolment).await.expect(200)["recalled_from"], 1);
        let noted = take(learner, &id, 2).await.expect(200);
        assert_eq!((noted.get("recalled_from"), &noted["version"]), (None, &json!(2)));
        // Learners under way can be moved later, too: nothing new is published by that.
        edit(author, &id, json!({ "parts": parts(json!([known(0)])) })).await;
        release(author, &id, json!({})).await.expect(200);
        assert_eq!(learner.get(&enrolment).await.expect(200)["newer_version"], 3);
        let recalled = release(author, &id, json!({ "recall": true })).await.expect(200);
        assert_eq!(recalled["version"], 3);
        assert_eq!(learner.get(&enrolment).await.expect(200)["version"], 3);
    });
}

#[test]
fn versions_are_listed_compared_and_looked_at() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let id = publish(author, &draft("Cranes", 3)).await;
        let versions = format!("/v1/admin/courses/{id}/versions");
        let list = json!({
            "title": "Checks", "minutes": 1, "markdown": "Before each shift.",
            "content": { "kind": "checklist", "items": [{ "text": "Ropes" }, { "text": "Brakes" }] },
        });
        let rewritten = json!({ "id": "l1", "title": "Loads", "minutes": 2, "markdown": "One.\n\nTwo.\n\nThree." });
        edit(author, &id, json!({ "parts": parts(json!([known(2), rewritten, list])), "unlock": "in_order" })).await;
        let path = |from: &str, to: &str| format!("/v1/admin/courses/{id}/difference?from={from}&to={to}");
        let difference = author.get(&path("1", "draft")).await.expect(200);
        assert_eq!(difference["unlock"], json!({ "before": "free", "after": "in_order" }));
        let told: Vec<_> =
            difference["lessons"].as_array().expect("lessons").iter().map(|l| (&l["lesson_id"], &l["kind"], &l["fields"])).collect();
        assert_eq!(
            told,
            [
                (&json!("l2"), &json!("moved"), &json!(["place"])),
                (&json!("l1"), &json!("changed"), &json!(["title", "content"])),
                (&json!("l3"), &json!("added"), &json!([])),
                (&json!("l0"), &json!("removed"), &json!([])),
            ]
        );
        assert_eq!((&difference["lessons"][1]["title"], &difference["lessons"][1]["title_before"]), (&json!("Loads"), &json!("Lesson 1")));
        // What was only sent again is no change.
        edit(author, &id, json!({ "parts": parts(json!([known(2), { "id": "l1", "title": "Loads", "minutes": 2, "markdown": "One.\n\nTwo.\n\nThree." }, { "id": "l3", "title": "Checks", "minutes": 1 }])) })).await;
        assert_eq!(author.get(&path("1", "draft")).await.expect(200)["lessons"], difference["lessons"]);
        release(author, &id, json!({ "note": " " })).await.expect(200);
        edit(author, &id, json!({ "parts": parts(json!([known(2), { "id": "l1", "title": "Loads", "minutes": 2, "markdown": "One.\n\nTwo!\n\nThree." }, { "id": "l3", "title": "Checks", "minutes": 1 }])) })).await;
        assert_eq!(author.get(&path("2", "2")).await.expect(200)["lessons"], json!([]));
        let line = author.get(&format!("/v1/admin/courses/{id}/lessons/l1/difference?from=2&to=draft")).await.expect(200);
        let changed: Vec<_> = line["lines"].as_array().expect("lines").iter().filter(|line| line["change"] != "same").collect();
        assert_eq!(
            changed,
            [&json!({ "change": "removed", "text": "Two.", "before": 3 }), &json!({ "change": "added", "text": "Two!", "after": 3 })]
        );
        let line = author.get(&format!("/v1/admin/courses/{id}/lessons/l3/difference?from=1&to=2")).await.expect(200);
        assert!(line["lines"].as_array().expect("lines").iter().any(|line| line["text"] == "- [ ] Brakes" && line["change"] == "added"));

        let listed = author.get(&versions).await.expect(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(2));
        assert_eq!(
            (&listed["items"][0]["version"], listed["items"][0].get("note"), &listed["items"][0]["lessons"]),
            (&json!(2), None, &json!(3))
        );
        let first = &listed["items"][1];
        assert_eq!((&first["published_by"], first["published_by_name"].is_string()), (&json!(author.member_id), true), "{first}");
        let page = author.get(&format!("{versions}?limit=1")).await.expect(200);
        let next = author.get(&format!("{versions}?limit=1&cursor={}", page["next"].as_str().expect("a cursor"))).await.expect(200);
        assert_eq!(next["items"][0]["version"], 1);
        // Every version can be looked at as it was.
        assert_eq!(lessons(author, &id, "?version=1").await, ["l0", "l1", "l2"]);
        assert_eq!(author.get(&course(&id)).await.expect(200)["unlock"], "in_order");
        assert_eq!(author.get(&format!("{}?version=1", course(&id))).await.expect(200)["unlock"], "free");
        for wrong in [path("1", "9"), path("draft", "7"), format!("/v1/admin/courses/{id}/lessons/l9/difference?from=1&to=2")] {
            assert_eq!(author.get(&wrong).await.problem(), "not-found", "{wrong}");
        }
        assert_eq!(author.get(&format!("/v1/admin/courses/{id}/difference?from=1")).await.problem(), "malformed-request");
        for forbidden in [versions, path("1", "2")] {
            assert_eq!(learner.get(&forbidden).await.problem(), "forbidden");
        }
    });
}

#[test]
fn a_version_is_published_once_and_only_where_something_has_changed() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let id = publish(author, &draft("Kilns", 2)).await;
        let again = release(author, &id, json!({ "note": "Nothing" })).await.expect(200);
        assert_eq!((&again["version"], again.get("version_note")), (&json!(1), None));
        edit(author, &id, json!({ "summary": "How a course is offered is no version of it." })).await;
        assert_eq!(author.get(&course(&id)).await.expect(200)["has_changes"], false);
        let detail = edit(author, &id, json!({ "parts": parts(json!([known(1), known(0)])) })).await;
        assert_eq!(detail["has_changes"], true);
        // Two at once: one version.
        let etag = etag(author, &id).await;
        let path = format!("/v1/admin/courses/{id}/publish");
        let (headers, version) = ([("if-match", etag.as_str())], json!({}));
        let (one, other) = tokio::join!(author.send("POST", &path, &headers, Some(&version)), author.send("POST", &path, &headers, None));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        assert_eq!(author.get(&format!("/v1/admin/courses/{id}/versions")).await.expect(200)["items"].as_array().map(Vec::len), Some(2));
        // An empty draft is no version; what learners have stays.
        edit(author, &id, json!({ "parts": [] })).await;
        assert_eq!(release(author, &id, json!({})).await.expect(422)["errors"][0]["field"], "parts");
        assert_eq!(lessons(author, &id, "").await, ["l1", "l0"]);
        assert_eq!(release(author, &id, json!({ "note": "x".repeat(501) })).await.problem(), "rule-broken");
    });
}

#[test]
fn a_second_author_approves_what_is_published() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("second", &["author"]), ("learner", &[])]).await;
        let (author, second, learner) = (&people["author"], &people["second"], &people["learner"]);
        let administrator = &people["admin"];
        let settings = administrator.get("/v1/admin/workspace").await;
        let etag_of_settings = settings.etag();
        assert_eq!(settings.expect(200)["courses_need_review"], false);
        let change = json!({ "courses_need_review": true });
        administrator.send("PATCH", "/v1/admin/workspace", &[("if-match", &etag_of_settings)], Some(&change)).await.expect(200);

        let id = author.post("/v1/admin/courses", &draft("Presses", 1)).await.expect(201)["course_id"].as_str().expect("an id").to_owned();
        let review = async |person: &Person, step: Value| {
            let etag = etag(author, &id).await;
            person.send("PUT", &format!("/v1/admin/courses/{id}/review"), &[("if-match", &etag)], Some(&step)).await
        };
        assert_eq!(release(author, &id, json!({})).await.expect(422)["errors"][0]["field"], "review");
        assert_eq!(review(second, json!({ "state": "approved" })).await.expect(422)["errors"][0]["field"], "state");
        let asked = review(author, json!({ "state": "requested", "note": "Please." })).await.expect(200);
        assert_eq!(
            (&asked["review"]["state"], &asked["review"]["is_own"], &asked["review"]["note"]),
            (&json!("requested"), &json!(true), &json!("Please."))
        );
        assert_eq!(review(author, json!({ "state": "approved" })).await.problem(), "forbidden");
        assert_eq!(review(learner, json!({ "state": "approved" })).await.problem(), "forbidden");
        let returned = review(second, json!({ "state": "returned", "note": "Too short." })).await.expect(200);
        assert_eq!((&returned["review"]["by"], &returned["review"]["is_own"]), (&json!(second.member_id), &json!(false)));
        assert!(returned["review"]["by_name"].is_string(), "{returned}");
        assert_eq!(release(author, &id, json!({})).await.problem(), "rule-broken");

        review(author, json!({ "state": "requested" })).await.expect(200);
        review(second, json!({ "state": "approved" })).await.expect(200);
        // What was approved is what is published: a change ends the review, how the course is offered does not.
        assert_eq!(edit(author, &id, json!({ "summary": "Short." })).await["review"]["state"], "approved");
        let changed =
            edit(author, &id, json!({ "parts": parts(json!([{ "id": "l0", "title": "Lesson 0", "minutes": 2, "markdown": "Other." }])) }))
                .await;
        assert_eq!(changed.get("review"), None);
        assert_eq!(release(author, &id, json!({})).await.problem(), "rule-broken");
        review(author, json!({ "state": "requested" })).await.expect(200);
        review(second, json!({ "state": "approved" })).await.expect(200);
        let published = release(author, &id, json!({})).await.expect(200);
        assert_eq!((&published["version"], published.get("review")), (&json!(1), None));
        assert_eq!(learner.get(&course(&id)).await.expect(200).get("review"), None);
        // Where nothing new is published, nothing is to be approved.
        let etag = etag(author, &id).await;
        author.send("POST", &format!("/v1/admin/courses/{id}/archive"), &[("if-match", &etag)], None).await.expect(200);
        release(author, &id, json!({})).await.expect(200);
    });
}

#[test]
fn a_lesson_that_comes_back_into_the_draft_is_the_one_that_it_was() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let list = json!({ "title": "List", "minutes": 1, "content": { "kind": "checklist", "items": [{ "text": "Helmet" }] } });
        let text = |title: &str| json!({ "title": title, "minutes": 2, "markdown": format!("Text of {title}.") });
        let id = publish(author, &json!({ "title": "Vaults", "parts": parts(json!([text("A"), text("B"), list])) })).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        learn(learner, &id, 1).await;
        let named = |number: usize, title: &str, minutes: u8| json!({ "id": format!("l{number}"), "title": title, "minutes": minutes });
        let (a, b, c) = (named(0, "A", 2), named(1, "B", 2), named(2, "List", 1));
        let rewritten = json!({ "id": "l1", "title": "B", "minutes": 2, "markdown": "Given up." });
        edit(author, &id, json!({ "parts": parts(json!([a, rewritten, c])) })).await;
        edit(author, &id, json!({ "parts": parts(json!([a])) })).await;
        let back = edit(author, &id, json!({ "parts": parts(json!([a, b, c])) })).await;
        assert_eq!(back["parts"][0]["modules"][0]["lessons"][2]["kind"], "checklist");
        assert_eq!(author.get(&format!("/v1/admin/courses/{id}/difference?from=1&to=draft")).await.expect(200)["lessons"], json!([]));
        assert!(html(author, &id, 1, "?version=draft").await.contains("Text of B"), "what learners have");
        release(author, &id, json!({})).await.expect(200);
        take(learner, &id, 2).await.expect(200);
        assert_eq!(learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200)["completed_lessons"], json!(["l1"]));
        // What was sent as it is stored changes nothing, and so ends no review and makes no version.
        let same = json!({ "id": "l1", "title": "B", "minutes": 2, "markdown": "Text of B." });
        let unchanged = edit(author, &id, json!({ "parts": parts(json!([a, same, c])) })).await;
        assert_eq!(unchanged["has_changes"], false);
    });
}

#[test]
fn a_course_that_ends_ends_for_who_learns_with_an_older_version_too() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("first", &[]), ("second", &[])]).await;
        let author = &people["author"];
        let id = publish(author, &draft("Arches", 2)).await;
        let enrolment = format!("/v1/me/enrolments/{id}");
        people["first"].put(&enrolment).await.expect(201);
        edit(author, &id, json!({ "parts": parts(json!([known(1)])) })).await;
        release(author, &id, json!({})).await.expect(200);
        people["second"].put(&enrolment).await.expect(201);
        // Put away with work in its draft, it is offered again as it was.
        edit(author, &id, json!({ "parts": parts(json!([known(1), { "title": "Half", "minutes": 1, "markdown": "Half" }])) })).await;
        let post = async |verb: &str, body: Option<Value>| {
            let etag = etag(author, &id).await;
            author.send("POST", &format!("/v1/admin/courses/{id}/{verb}"), &[("if-match", &etag)], body.as_ref()).await.expect(200)
        };
        post("archive", None).await;
        learn(&people["first"], &id, 0).await;
        let again = post("publish", Some(json!({ "keep_draft": true }))).await;
        assert_eq!((&again["state"], &again["version"], &again["has_changes"]), (&json!("published"), &json!(2), &json!(true)));
        post("unpublish", None).await;
        let etag = etag(author, &id).await;
        author.send("DELETE", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], None).await.expect(204);
        for person in ["first", "second"] {
            until("a home without the course", || async {
                let home = people[person].get("/v1/me/home").await.expect(200);
                home["enrolments"].as_array().is_some_and(Vec::is_empty).then_some(())
            })
            .await;
        }
    });
}

#[test]
fn an_older_version_keeps_its_rules_and_its_work() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let list = json!({ "title": "List", "minutes": 1, "content": { "kind": "checklist", "items": [{ "text": "Helmet" }] } });
        let text = json!({ "title": "A", "minutes": 2, "markdown": "Text." });
        let beams = json!({ "title": "Beams", "unlock": "in_order", "parts": parts(json!([text, list, { "title": "C", "minutes": 1, "markdown": "C" }])) });
        let id = publish(author, &beams).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let longer = json!({ "id": "l1", "title": "List", "minutes": 1, "content": { "kind": "checklist", "items": [{ "text": "Helmet" }, { "text": "Gloves" }] } });
        let lessons = json!([{ "id": "l0", "title": "A", "minutes": 2 }, longer]);
        edit(author, &id, json!({ "unlock": "free", "parts": parts(lessons) })).await;
        release(author, &id, json!({})).await.expect(200);

        let lesson = |number: usize, query: &str| format!("{}/lessons/l{number}{query}", course(&id));
        assert_eq!(learner.get(&lesson(1, "")).await.problem(), "forbidden", "first the first");
        learner.get(&lesson(1, "?version=2")).await.expect(200);
        learn(learner, &id, 0).await;
        let items = learner.get(&lesson(1, "")).await.expect(200)["content"]["items"].clone();
        assert_eq!(items.as_array().map(Vec::len), Some(1));
        let ticked = json!({ "kind": "checklist", "ticked": [items[0]["id"]] });
        let work = format!("/v1/me/enrolments/{id}/lessons/l1/work");
        assert_eq!(learner.send("PUT", &work, &[], Some(&ticked)).await.expect(200)["is_done"], true);
        learn(learner, &id, 1).await;
        assert!(learn(learner, &id, 2).await["completed_at"].is_string());
        // Looking at the next version opens nothing and forgets nothing.
        learner.get(&lesson(0, "?version=2")).await.expect(200);
        let taken = take(learner, &id, 2).await.expect(200);
        assert_eq!((&taken["progress"]["percent"], taken["completed_at"].is_string()), (&json!(100), true));
        learner.send("DELETE", &format!("/v1/me/enrolments/{id}"), &[], None).await.expect(204);
        assert_eq!(take(learner, &id, 2).await.problem(), "rule-broken", "who has left takes no version");
        // A recall while they were away is told when they come back.
        edit(author, &id, json!({ "parts": parts(json!([{ "id": "l0", "title": "A", "minutes": 2 }])) })).await;
        release(author, &id, json!({ "recall": true })).await.expect(200);
        let back = learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        assert_eq!((&back["version"], &back["recalled_from"]), (&json!(3), &json!(2)));
    });
}

#[test]
fn programs_and_who_wrote_the_draft_approve_nothing() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("second", &["author"])]).await;
        let (author, second, admin) = (&people["author"], &people["second"], &people["admin"]);
        let program = Program::create(admin, &["courses.read", "courses.write"]).await.caller(&[]).await;
        let id = publish(author, &draft("Welds", 1)).await;
        edit(second, &id, json!({ "parts": parts(json!([{ "id": "l0", "title": "Lesson 0", "minutes": 2, "markdown": "Other." }])) }))
            .await;
        let review = async |person: &Person, state: &str| {
            let etag = etag(author, &id).await;
            person.send("PUT", &format!("/v1/admin/courses/{id}/review"), &[("if-match", &etag)], Some(&json!({ "state": state }))).await
        };
        let asked = review(&program, "requested").await.expect(200);
        assert_eq!((asked["review"].get("by"), &asked["review"]["is_own"]), (None, &json!(false)));
        assert_eq!(program.get(&format!("/v1/admin/courses/{id}/versions")).await.expect(200)["items"][0].get("published_by_name"), None);
        assert_eq!(review(&program, "approved").await.problem(), "forbidden");
        assert_eq!(review(second, "approved").await.problem(), "forbidden", "they changed it last");
        review(author, "approved").await.expect(200);
        for change in [json!({ "unlock": "in_order" }), json!({ "language": "de" })] {
            assert_eq!(edit(author, &id, change).await.get("review"), None);
            review(second, "requested").await.expect(200);
        }
    });
}

#[test]
fn what_was_published_before_there_were_versions_becomes_the_first() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let id = publish(author, &draft("Cellars", 2)).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        learn(learner, &id, 0).await;
        // As it was stored then: no version, lessons without one, and an enrolment that names none.
        let (partition, ours) = (format!("W#{}#COURSE#{id}", workspace.id), "trellis-Data-Table");
        let stored =
            json!({ "TableName": ours, "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": { ":pk": { "S": partition } } });
        for item in table("Query", stored).await["Items"].as_array().expect("items") {
            let sort = item["sk"]["S"].as_str().expect("a sort key");
            let key = json!({ "pk": { "S": partition }, "sk": { "S": sort } });
            if sort.starts_with("VERSION#") || sort.starts_with("OUTLINE#") || sort.starts_with("LESSON#") {
                table("DeleteItem", json!({ "TableName": ours, "Key": key })).await;
            }
            if let Some((lesson, _)) = sort.strip_prefix("LESSON#").and_then(|rest| rest.split_once('#')) {
                let mut old = item.clone();
                old["sk"] = json!({ "S": format!("LESSON#{lesson}") });
                table("PutItem", json!({ "TableName": ours, "Item": old })).await;
            }
        }
        let remove = "REMOVE published, #number, is_changed, recalled_before, counted";
        let update = json!({ "TableName": ours, "Key": { "pk": { "S": partition }, "sk": { "S": "COURSE" } }, "UpdateExpression": remove, "ExpressionAttributeNames": { "#number": "number" } });
        table("UpdateItem", update).await;
        let key = json!({ "pk": { "S": format!("W#{}#MEMBER#{}", workspace.id, learner.member_id) }, "sk": { "S": format!("HOME#ENROLMENT#{id}") } });
        table("UpdateItem", json!({ "TableName": ours, "Key": key, "UpdateExpression": "REMOVE course_version" })).await;

        assert_eq!(lessons(learner, &id, "").await, ["l0", "l1"]);
        let before = html(learner, &id, 0, "").await;
        let etag = etag(author, &id).await;
        let review = json!({ "state": "requested" });
        author.send("PUT", &format!("/v1/admin/courses/{id}/review"), &[("if-match", &etag)], Some(&review)).await.expect(200);
        let rewritten = json!({ "id": "l0", "title": "Lesson 0", "minutes": 2, "markdown": "Rewritten." });
        let detail = edit(author, &id, json!({ "parts": parts(json!([rewritten])) })).await;
        assert_eq!((&detail["version"], &detail["has_changes"]), (&json!(1), &json!(true)));
        assert_eq!((lessons(learner, &id, "").await, html(learner, &id, 0, "").await), (vec!["l0".to_owned(), "l1".to_owned()], before));
        learn(learner, &id, 1).await;
        release(author, &id, json!({})).await.expect(200);
        assert_eq!(learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200)["newer_version"], 2);
        assert!(html(author, &id, 0, "").await.contains("Rewritten"));
        assert_eq!(take(learner, &id, 2).await.expect(200)["progress"]["percent"], 100);
    });
}

#[test]
fn a_version_that_asks_for_less_completes_the_course_for_who_takes_it() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("outside", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let group = people["admin"].post("/v1/admin/groups", &json!({ "name": "Welders" })).await.expect(201);
        let group = group["group_id"].as_str().expect("an id").to_owned();
        people["admin"].put(&format!("/v1/admin/groups/{group}/members/{}", learner.member_id)).await.expect(204);
        let mut course = draft("Seams", 2);
        course["groups"] = json!([group]);
        let id = publish(author, &course).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        learn(learner, &id, 0).await;
        edit(author, &id, json!({ "parts": parts(json!([known(0)])) })).await;
        release(author, &id, json!({})).await.expect(200);
        assert_eq!(take(&people["outside"], &id, 2).await.problem(), "not-found", "a course for others");
        assert!(take(learner, &id, 2).await.expect(200)["completed_at"].is_string());
    });
}
