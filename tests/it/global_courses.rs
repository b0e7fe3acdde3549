//! /v1/platform/courses, /v1/admin/global-courses: what operators offer to all workspaces, and what becomes of it there.

pub(crate) mod collections;
mod failures;

use crate::{
    admin_imports::{PIXEL, archive, import},
    bucket::{file, replace},
    catalog_search::finds,
    dynamodb::stored,
    outbox::{batch, sealed},
    platform_workspaces::operator,
    stack::{invoke, run, until},
    workspace::{Answer, Person, Workspace, completion, draft, learn, publish},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn course(id: &str) -> String {
    format!("/v1/catalog/courses/{id}")
}

fn offered(id: &str) -> String {
    format!("/v1/platform/courses/{id}")
}

fn subscription(id: &str) -> String {
    format!("/v1/admin/global-courses/{id}/subscription")
}

/// A title that no other test's course has: the catalogue is one for all of them.
fn title(word: &str) -> String {
    format!("{word} {}", ulid::Ulid::generate())
}

async fn request_offer(operator: &Person, id: &str) -> Answer {
    operator.post(&format!("{}/offer", offered(id)), &json!({ "validated_by": "Safety board", "note": "Reviewed" })).await
}

/// Offers what was published of a course, and waits until workspaces have it.
pub(crate) async fn offer(operator: &Person, id: &str) -> Value {
    request_offer(operator, id).await.expect(202);
    until("the offer", || async {
        let seen = operator.get(&offered(id)).await.expect(200);
        (seen["offer"]["state"] == "offered").then_some(seen)
    })
    .await
}

/// Changes a course of the operators' and publishes it.
async fn release(operator: &Person, id: &str, change: &Value, version: &Value) -> Value {
    let etag = operator.get(&format!("{}?version=draft", course(id))).await.etag();
    let path = format!("/v1/admin/courses/{id}");
    let etag = operator.send("PATCH", &path, &[("if-match", &etag)], Some(change)).await.etag();
    operator.send("POST", &format!("{path}/publish"), &[("if-match", &etag)], Some(version)).await.expect(200)
}

fn parts(lessons: Value) -> Value {
    json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }])
}

fn known(number: usize) -> Value {
    json!({ "id": format!("l{number}"), "title": format!("Lesson {number}"), "minutes": 2 })
}

/// What a workspace sees of a course once something holds of it.
async fn once(person: &Person, id: &str, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
    until(what, || async { Some(person.get(&course(id)).await.expect(200)).filter(|course| holds(course)) }).await
}

/// The items of a course in a partition, by their sort keys.
async fn items(home: &str, id: &str) -> BTreeSet<String> {
    stored(&format!("{home}#COURSE#{id}")).await.into_keys().map(|(_, sort)| sort).collect()
}

#[test]
fn a_course_is_offered_to_all_and_a_subscription_copies_nothing() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner, title) = (&people["author"], &people["learner"], title("Extinguishers"));
        let id = publish(&operator, &draft(&title, 3)).await;
        let before = operator.get(&offered(&id)).await.expect(200);
        assert_eq!((&before["version"], before.get("offer")), (&json!(1), None));
        assert_eq!(author.get(&format!("/v1/admin/global-courses/{id}")).await.problem(), "not-found");
        assert_eq!(author.put(&subscription(&id)).await.problem(), "not-found");
        let seen = offer(&operator, &id).await;
        assert_eq!((&seen["offer"]["version"], &seen["offer"]["offered_version"]), (&json!(1), &json!(1)));
        // The same once more: nothing is done.
        request_offer(&operator, &id).await.expect(200);
        let listed = operator.get(&format!("/v1/platform/courses?state=published&q={}", title.to_lowercase().replace(' ', "%20"))).await;
        assert_eq!(listed.expect(200)["items"][0]["offer"]["state"], "offered");

        // What was published is there, and nothing of the draft or of the people who wrote it.
        let lessons = (0..3).map(|lesson| format!("LESSON#{lesson:05}#0000000001"));
        let whole: BTreeSet<String> =
            lessons.chain(["COURSE", "OUTLINE#0000000001", "VERSION#0000000001", "WORDS#0000000001"].map(str::to_owned)).collect();
        assert_eq!(items("G", &id).await, whole);
        let texts = stored(&format!("G#COURSE#{id}")).await.into_values().map(|item| item.to_string()).collect::<String>();
        for secret in [operator.member_id.as_str(), "published_by", "W#platform"] {
            assert!(!texts.contains(secret), "{secret}");
        }

        let found = author.get(&format!("/v1/admin/global-courses?q={}", title.replace(' ', "%20"))).await.expect(200);
        assert_eq!((&found["items"][0]["course_id"], found["items"][0].get("subscription")), (&json!(id), None));
        let detail = author.get(&format!("/v1/admin/global-courses/{id}")).await.expect(200);
        assert_eq!((&detail["lessons"], &detail["version"], &detail["is_withdrawn"]), (&json!(3), &json!(1), &json!(false)));
        assert_eq!(detail["parts"][0]["modules"][0]["lessons"][2]["title"], "Lesson 2");
        assert_eq!((&detail["validation"]["by"], &detail["validation"]["note"]), (&json!("Safety board"), &json!("Reviewed")));
        assert_eq!(learner.get(&course(&id)).await.problem(), "not-found");
        assert_eq!(learner.put(&subscription(&id)).await.problem(), "forbidden");

        let subscribed = author.put(&subscription(&id)).await.expect(201);
        assert_eq!(
            (&subscribed["origin"], &subscribed["state"], &subscribed["version"]),
            (&json!("global"), &json!("published"), &json!(1))
        );
        author.put(&subscription(&id)).await.expect(200);
        let found = author.get(&format!("/v1/admin/global-courses/{id}")).await.expect(200);
        assert_eq!(found["subscription"], "published");
        assert_eq!(items(&format!("W#{}", workspace.id), &id).await, ["COURSE".to_owned()].into(), "nothing is copied");

        finds(learner, &title.replace("Extinguishers", "extinguihsers").replace(' ', "%20"), &[&title]).await;
        // Also by what its lessons say.
        finds(learner, "text", &[&title]).await;
        let listed = author.get("/v1/admin/courses").await.expect(200);
        assert_eq!((&listed["items"][0]["course_id"], &listed["items"][0]["origin"]), (&json!(id), &json!("global")));
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        for lesson in 0..3 {
            assert!(learner.get(&format!("{}/lessons/l{lesson}", course(&id))).await.expect(200)["html"].as_str().is_some());
            learner.put(&completion(&id, lesson)).await.expect(200);
        }
        assert!(learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200)["completed_at"].is_string());
        assert_eq!(items(&format!("W#{}", workspace.id), &id).await, ["COURSE".to_owned()].into());
        // What learners do is in their workspace, and nothing of it in the catalogue.
        assert_eq!(items("G", &id).await, whole);
        let told = people["admin"].get("/v1/admin/audit-events?action=course.subscribed").await.expect(200);
        assert_eq!(told["items"][0]["target"], format!("course/{id}"));
        let told = operator.get(&format!("/v1/admin/audit-events?target=course/{id}&action=course.offered")).await.expect(200);
        assert_eq!(told["items"].as_array().expect("acts").len(), 1);
    });
}

#[test]
fn a_new_version_is_offered_to_who_learns_as_a_workspace_s_own() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("late", &[])]).await;
        let (author, learner, late, first) = (&people["author"], &people["learner"], &people["late"], title("Ladders"));
        let id = publish(&operator, &draft(&first, 3)).await;
        offer(&operator, &id).await;
        author.put(&subscription(&id)).await.expect(201);
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        learn(learner, &id, 0).await;

        // Published in the operators' workspace, and not offered: nobody elsewhere sees it.
        let rewritten = json!({ "id": "l1", "title": "Lesson 1", "minutes": 2, "markdown": "Rewritten." });
        let second = title("Ladders and scaffolds");
        let change = json!({ "title": second, "parts": parts(json!([known(0), rewritten, { "title": "Ropes", "minutes": 1, "markdown": "New." }])) });
        release(&operator, &id, &change, &json!({ "note": "Ropes are new." })).await;
        assert_eq!(author.get(&course(&id)).await.expect(200)["version"], 1);
        assert_eq!(author.get(&format!("/v1/admin/global-courses/{id}")).await.expect(200)["title"], first);
        let before = items("G", &id).await;
        offer(&operator, &id).await;
        let added: BTreeSet<String> = items("G", &id).await.difference(&before).cloned().collect();
        let expected =
            ["LESSON#00001#0000000002", "LESSON#00003#0000000002", "OUTLINE#0000000002", "VERSION#0000000002", "WORDS#0000000002"];
        assert_eq!(added, expected.map(str::to_owned).into(), "only what has changed is copied");

        let shown = once(learner, &id, "the second version", |course| course["version"] == 2).await;
        assert_eq!(
            (&shown["shown_version"], &shown["version_note"], &shown["title"]),
            (&json!(1), &json!("Ropes are new."), &json!(second))
        );
        let enrolment = learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        assert_eq!((&enrolment["version"], &enrolment["newer_version"]), (&json!(1), &json!(2)));
        until("the home screen", || async {
            (learner.get("/v1/me/home").await.expect(200)["enrolments"][0]["title"] == second.as_str()).then_some(())
        })
        .await;
        finds(late, &second.replace(' ', "%20"), &[&second]).await;
        let html = async |query: &str| learner.get(&format!("{}/lessons/l1{query}", course(&id))).await.expect(200)["html"].to_string();
        assert!(!html("").await.contains("Rewritten") && html("?version=2").await.contains("Rewritten"));
        let taken = learner.send("PUT", &format!("/v1/me/enrolments/{id}/version"), &[], Some(&json!({ "version": 2 }))).await.expect(200);
        assert_eq!(taken["progress"], json!({ "completed": 1, "total": 3, "percent": 33 }), "lesson 0 is in both");
        assert!(html("").await.contains("Rewritten"));

        // Authors compare what was offered.
        let path = format!("/v1/admin/courses/{id}");
        let versions = author.get(&format!("{path}/versions")).await.expect(200);
        let numbers: Vec<u64> = versions["items"].as_array().expect("versions").iter().filter_map(|one| one["version"].as_u64()).collect();
        assert_eq!((numbers, versions["items"][0].get("published_by")), (vec![2, 1], None));
        author.get(&format!("{path}/difference?from=1&to=2")).await.expect(200);
        let lines = author.get(&format!("{path}/lessons/l1/difference?from=1&to=2")).await.expect(200);
        assert!(lines["lines"].to_string().contains("Rewritten"));

        // A recall is one everywhere.
        release(&operator, &id, &json!({ "parts": parts(json!([known(0)])) }), &json!({ "recall": true })).await;
        offer(&operator, &id).await;
        once(learner, &id, "the recall", |course| course["shown_version"] == 3).await;
        let enrolment = learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        assert_eq!((&enrolment["recalled_from"], enrolment["completed_at"].is_string()), (&json!(2), true));
    });
}

#[test]
fn a_withdrawn_course_goes_on_for_who_takes_it_and_for_nobody_else() {
    run(async {
        let (operator, workspace, other) = (operator().await, Workspace::open().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("late", &[])]).await;
        let (author, learner, late) = (&people["author"], &people["learner"], &people["late"]);
        let id = publish(&operator, &draft(&title("Asbestos"), 2)).await;
        let withdraw = format!("{}/withdraw", offered(&id));
        assert_eq!(operator.send("POST", &withdraw, &[], None).await.problem(), "rule-broken");
        offer(&operator, &id).await;
        author.put(&subscription(&id)).await.expect(201);
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let kept = operator.get(&course(&id)).await.etag();
        let back = format!("/v1/admin/courses/{id}/unpublish");
        let etag = operator.send("POST", &back, &[("if-match", &kept)], None).await.etag();
        let delete = operator.send("DELETE", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], None).await;
        assert_eq!(delete.problem(), "rule-broken", "workspaces have it");
        assert_eq!(request_offer(&operator, &id).await.problem(), "rule-broken", "it is not published any more");
        operator.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await.expect(200);

        for _ in 0..2 {
            let seen = operator.send("POST", &withdraw, &[], None).await.expect(200);
            assert_eq!((&seen["offer"]["state"], &seen["offer"]["offered_version"]), (&json!("withdrawn"), &json!(1)));
        }
        let shown = once(learner, &id, "the withdrawal", |course| course["is_withdrawn"] == true).await;
        assert_eq!(shown["state"], "archived");
        learn(learner, &id, 0).await;
        assert_eq!(late.put(&format!("/v1/me/enrolments/{id}")).await.problem(), "rule-broken");
        assert_eq!(other.admin().await.put(&subscription(&id)).await.problem(), "rule-broken");
        let listed = author.get("/v1/admin/global-courses?limit=100").await.expect(200);
        assert!(listed["items"].as_array().expect("courses").iter().all(|course| course["course_id"] != id.as_str()));
        let etag = author.get(&course(&id)).await.etag();
        let again = author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await;
        assert_eq!(again.problem(), "rule-broken");

        offer(&operator, &id).await;
        let shown = once(late, &id, "the offer", |course| course["state"] == "published").await;
        assert_eq!(shown.get("is_withdrawn"), None);
        late.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
    });
}

#[test]
fn seats_are_as_they_were_when_a_subscription_comes_back() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("one", &[]), ("two", &[]), ("three", &[])]).await;
        let (author, one) = (&people["author"], &people["one"]);
        let id = publish(&operator, &draft(&title("Ladders"), 1)).await;
        offer(&operator, &id).await;
        author.put(&subscription(&id)).await.expect(201);
        let path = format!("/v1/admin/courses/{id}");
        let etag = author.get(&course(&id)).await.etag();
        let terms = json!({ "enrolment": { "seats": 2 } });
        author.send("PATCH", &path, &[("if-match", &etag)], Some(&terms)).await.expect(200);
        once(author, &id, "seats that are counted", |course| course["seat_use"]["left"] == 2).await;
        let enrol = async |person: &Person| person.put(&format!("/v1/me/enrolments/{id}")).await;
        enrol(one).await.expect(201);

        let etag = author.get(&course(&id)).await.etag();
        let etag = author.send("POST", &format!("{path}/unpublish"), &[("if-match", &etag)], None).await.etag();
        author.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(204);
        // What the course held is cleared away, which may also come late or twice.
        author.put(&subscription(&id)).await.expect(201);
        let event = ulid::Ulid::generate().to_string();
        let message = batch(&sealed(&workspace.id, &event, "course.deleted", &json!({ "course_id": id })), 1);
        invoke("clear-course", &message).await.expect("an answer");
        once(author, &id, "one of two seats", |course| course["seat_use"]["left"] == 1).await;
        enrol(&people["two"]).await.expect(201);
        let full = enrol(&people["three"]).await;
        assert!(full.body["detail"].as_str().expect("a reason").contains("seats"), "{}", full.body);
    });
}

#[test]
fn a_workspace_says_how_it_offers_a_course_and_not_what_is_in_it() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("outside", &[])]).await;
        let (author, learner, outside) = (&people["author"], &people["learner"], &people["outside"]);
        let id = publish(&operator, &draft(&title("Forklifts"), 1)).await;
        offer(&operator, &id).await;
        let hidden = author.send("PUT", &subscription(&id), &[], Some(&json!({ "hidden": true }))).await;
        let (mut etag, hidden) = (hidden.etag(), hidden.expect(201));
        assert_eq!((&hidden["state"], &hidden["shown_version"]), (&json!("draft"), &json!(1)));
        assert_eq!(learner.get(&course(&id)).await.problem(), "not-found");
        author.get(&format!("{}/lessons/l0", course(&id))).await.expect(200);
        author.get(&format!("{}/lessons/l0?version=draft", course(&id))).await.expect(200);

        let path = format!("/v1/admin/courses/{id}");
        for change in [
            json!({ "title": "Ours" }),
            json!({ "summary": "Ours" }),
            json!({ "parts": [] }),
            json!({ "about": {} }),
            json!({ "language": null }),
            json!({ "unlock": "in_order" }),
        ] {
            let refused = author.send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await.expect(422);
            assert_eq!(refused["errors"][0]["field"], change.as_object().expect("fields").keys().next().expect("one").as_str());
        }
        let review = author.send("PUT", &format!("{path}/review"), &[("if-match", &etag)], Some(&json!({ "state": "requested" }))).await;
        assert_eq!(review.problem(), "rule-broken");
        let edition = json!({ "kind": "mdbook", "file_name": "course.zip", "size": 10, "course_id": id });
        assert_eq!(author.post("/v1/admin/imports", &edition).await.problem(), "rule-broken");
        for version in [json!({ "note": "New" }), json!({ "recall": true }), json!({ "keep_draft": true })] {
            let refused = author.send("POST", &format!("{path}/publish"), &[("if-match", &etag)], Some(&version)).await;
            assert_eq!(refused.problem(), "rule-broken", "{version}");
        }

        let group = people["admin"].post("/v1/admin/groups", &json!({ "name": "Drivers" })).await.expect(201);
        let group = group["group_id"].as_str().expect("an id").to_owned();
        people["admin"].put(&format!("/v1/admin/groups/{group}/members/{}", learner.member_id)).await.expect(204);
        let change = json!({ "groups": [group], "note": "Ask Ann for the keys." });
        let changed = author.send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await;
        etag = changed.etag();
        changed.expect(200);
        assert_eq!(author.send("PATCH", &path, &[("if-match", "\"1\"")], Some(&json!({ "note": null }))).await.status, 412);
        etag = author.send("POST", &format!("{path}/publish"), &[("if-match", &etag)], None).await.etag();
        assert_eq!(learner.get(&course(&id)).await.expect(200)["note"], "Ask Ann for the keys.");
        assert_eq!(outside.get(&course(&id)).await.problem(), "not-found");
        learner.get(&format!("{}/lessons/l0", course(&id))).await.expect(200);
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        assert_eq!(outside.put(&format!("/v1/me/enrolments/{id}")).await.problem(), "not-found");
        // The operators and other workspaces know nothing of it.
        assert!(operator.get(&course(&id)).await.expect(200).get("note").is_none());

        // It goes as a course goes, and comes back as one.
        etag = author.send("POST", &format!("{path}/archive"), &[("if-match", &etag)], None).await.etag();
        etag = author.send("POST", &format!("{path}/unpublish"), &[("if-match", &etag)], None).await.etag();
        author.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(204);
        assert_eq!(author.get(&course(&id)).await.problem(), "not-found");
        assert_eq!(author.get(&format!("/v1/admin/global-courses/{id}")).await.expect(200).get("subscription"), None);
        assert_eq!(items("G", &id).await.len(), 5, "what operators offer is not the workspace's to remove");
        let again = author.put(&subscription(&id)).await.expect(201);
        assert_eq!(again["state"], "published");
        assert!(learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200)["enrolled_at"].is_string());
    });
}

#[test]
fn pictures_of_a_global_course_are_read_where_they_lie() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let bytes = archive(&[
            ("book.toml", b"[book]\ntitle = \"Signs\"\n"),
            ("src/SUMMARY.md", b"# Summary\n\n- [First](first.md)\n"),
            (
                "src/first.md",
                b"# Signs\n\n![A sign](dot.png)\n\n![Another](lost.png)\n\n<details class=\"speaker-notes\">Ask them.</details>\n",
            ),
            ("src/dot.png", PIXEL),
            ("src/lost.png", &[PIXEL, b"."].concat()),
        ]);
        let done = import(&operator, bytes).await;
        let id = done["course_id"].as_str().expect("an id");
        let etag = operator.get(&course(id)).await.etag();
        operator.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await.expect(200);
        // A picture that is not there any more keeps nothing from being offered.
        let html = operator.get(&format!("{}/lessons/l0", course(id))).await.expect(200)["html"].to_string();
        let lost = html.split("/W/platform/").nth(2).and_then(|rest| rest.split('?').next()).expect("the second picture");
        replace(&format!("W/platform/{lost}"), None).await;
        offer(&operator, id).await;
        people["author"].put(&subscription(id)).await.expect(201);
        let lesson = format!("{}/lessons/l0", course(id));
        let seen = people["learner"].get(&lesson).await.expect(200);
        assert!(seen.get("speaker_notes").is_none());
        let html = seen["html"].as_str().expect("html");
        let (_, rest) = html.split_once("src=\"").expect("a picture");
        let address = rest.split('"').next().expect("an address").replace("&amp;", "&");
        assert!(address.contains("/G/courses/"), "{address}");
        let picture = reqwest::get(&address).await.expect("the bucket answers");
        assert_eq!((picture.status().as_u16(), picture.headers()["content-type"].to_str().ok()), (200, Some("image/png")));
        assert!(picture.headers().contains_key("content-security-policy"));
        assert_eq!(picture.bytes().await.expect("a picture"), PIXEL);
        let key = address.split("/G/").nth(1).and_then(|rest| rest.split('?').next()).expect("a key");
        assert!(file(&format!("W/{}/{key}", workspace.id)).await.is_none(), "nothing is copied");
        assert!(people["author"].get(&lesson).await.expect(200)["speaker_notes"].as_str().expect("notes").contains("Ask them"));
    });
}

#[test]
fn nothing_of_a_global_course_is_seen_without_a_subscription() {
    run(async {
        let (operator, subscriber, other) = (operator().await, Workspace::open().await, Workspace::open().await);
        let id = publish(&operator, &draft(&title("Cranes"), 1)).await;
        offer(&operator, &id).await;
        subscriber.admin().await.put(&subscription(&id)).await.expect(201);
        let people = other.members(&[("all", &["author", "manager", "admin", "auditor"]), ("learner", &[])]).await;
        for person in people.values() {
            for path in [course(&id), format!("{}/lessons/l0", course(&id)), format!("/v1/me/enrolments/{id}")] {
                assert_eq!(person.get(&path).await.problem(), "not-found", "{path}");
            }
            assert_eq!(person.put(&format!("/v1/me/enrolments/{id}")).await.problem(), "not-found");
        }
        for path in ["versions", "difference?from=1&to=1", "lessons/l0/difference?from=1&to=1"] {
            assert_eq!(people["all"].get(&format!("/v1/admin/courses/{id}/{path}")).await.problem(), "not-found", "{path}");
        }
        // The operators' routes are the operators'.
        for (method, path) in
            [("GET", "/v1/platform/courses".to_owned()), ("GET", offered(&id)), ("POST", format!("{}/withdraw", offered(&id)))]
        {
            assert_eq!(people["all"].send(method, &path, &[], None).await.problem(), "forbidden", "{path}");
        }
        assert_eq!(request_offer(&people["all"], &id).await.problem(), "forbidden");
    });
}
