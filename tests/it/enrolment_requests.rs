//! Courses that need approval: /v1/me/enrolment-requests, and what managers and administrators decide.

use crate::{
    stack::{run, until},
    workspace::{Answer, Person, Workspace, draft, learn, publish, revise},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A published course whose authors have set how people enrol.
pub(crate) async fn course(author: &Person, title: &str, terms: &Value) -> String {
    let mut course = draft(title, 1);
    course["enrolment"] = terms.clone();
    publish(author, &course).await
}

/// Changes how a course is offered.
pub(crate) async fn change(author: &Person, course: &str, change: &Value) {
    let etag = author.get(&format!("/v1/catalog/courses/{course}?version=draft")).await.etag();
    author.send("PATCH", &format!("/v1/admin/courses/{course}"), &[("if-match", &etag)], Some(change)).await.expect(200);
}

pub(crate) async fn enrol(person: &Person, course: &str) -> Answer {
    person.put(&format!("/v1/me/enrolments/{course}")).await
}

async fn ask(person: &Person, course: &str, note: Option<&str>) -> Answer {
    let body = note.map(|note| json!({ "note": note }));
    person.send("PUT", &format!("/v1/me/enrolment-requests/{course}"), &[], body.as_ref()).await
}

async fn withdraw(person: &Person, course: &str) -> Answer {
    person.send("DELETE", &format!("/v1/me/enrolment-requests/{course}"), &[], None).await
}

/// A manager decides (`team/members`), or an administrator (`admin/people`).
async fn decide(by: (&Person, &str), member: &Person, course: &str, decision: &Value) -> Answer {
    let path = format!("/v1/{}/{}/enrolment-requests/{course}/decision", by.1, member.member_id);
    by.0.send("PUT", &path, &[], Some(decision)).await
}

const TEAM: &str = "team/members";
const ADMIN: &str = "admin/people";

fn approved() -> Value {
    json!({ "decision": "approved" })
}

fn declined() -> Value {
    json!({ "decision": "declined", "reason": "Next quarter, please" })
}

/// The field and the text of a broken rule.
#[track_caller]
pub(crate) fn rule(answer: Answer) -> (String, String) {
    let body = answer.expect(422);
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    (text(&body["errors"][0]["field"]), text(&body["errors"][0]["detail"]))
}

#[track_caller]
fn is_rule(answer: Answer, field: &str, part: &str) {
    let (found, detail) = rule(answer);
    assert!(found == field && detail.contains(part), "{found}: {detail}");
}

/// Who asks for what in a queue, by name and title.
async fn queue(person: &Person, path: &str) -> Vec<(String, String)> {
    let page = person.get(path).await.expect(200);
    let text = |item: &Value, name: &str| item[name].as_str().expect("text").to_owned();
    page["items"].as_array().expect("items").iter().map(|item| (text(item, "name"), text(item, "title"))).collect()
}

/// Lets one member report to another, and waits until what they ask for is where it belongs.
async fn put_under(admin: &Person, member: &Person, change: &Value) {
    admin.send("PATCH", &format!("/v1/admin/people/{}", member.member_id), &[], Some(change)).await.expect(200);
}

/// An author, two managers, one of whom leads the learner, and an administrator.
async fn team() -> (Workspace, BTreeMap<String, Person>) {
    let workspace = Workspace::open().await;
    let people = workspace.members(&[("author", &["author"]), ("manager", &["manager"]), ("other", &["manager"]), ("learner", &[])]).await;
    put_under(&people["admin"], &people["learner"], &json!({ "manager_id": people["manager"].member_id })).await;
    (workspace, people)
}

const TEAM_QUEUE: &str = "/v1/team/enrolment-requests";
const QUEUE: &str = "/v1/admin/enrolment-requests";

#[test]
fn a_learner_asks_and_their_manager_decides() {
    run(async {
        let (_workspace, people) = team().await;
        let (author, manager, learner, admin) = (&people["author"], &people["manager"], &people["learner"], &people["admin"]);
        let id = course(author, "Height", &json!({ "mode": "approval" })).await;
        let shown = learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(200);
        assert_eq!((&shown["enrolment"], shown.get("request")), (&json!({ "mode": "approval" }), None));
        is_rule(enrol(learner, &id).await, "course_id", "needs approval");
        assert_eq!(withdraw(learner, &id).await.problem(), "not-found");

        // The same request again is the same request; another note takes the place of the first.
        let asked = ask(learner, &id, Some("Please")).await.expect(201);
        assert_eq!((&asked["state"], &asked["note"], &asked["title"]), (&json!("pending"), &json!("Please"), &json!("Height")));
        for note in [Some("Please"), None] {
            assert_eq!(ask(learner, &id, note).await.expect(200), asked);
        }
        assert_eq!(ask(learner, &id, Some("Really")).await.expect(200)["requested_at"], asked["requested_at"]);
        assert_eq!(ask(learner, &id, Some(&"x".repeat(501))).await.problem(), "rule-broken");
        let shown = learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(200)["request"].clone();
        assert_eq!((&shown["state"], &shown["note"]), (&json!("pending"), &json!("Really")));

        let expected = vec![("Member learner".to_owned(), "Height".to_owned())];
        assert_eq!((queue(manager, TEAM_QUEUE).await, queue(admin, QUEUE).await), (expected.clone(), expected));
        assert_eq!(queue(&people["other"], TEAM_QUEUE).await, []);
        assert_eq!(learner.get(TEAM_QUEUE).await.problem(), "forbidden");
        for stranger in [&people["other"], admin] {
            assert_eq!(decide((stranger, TEAM), learner, &id, &approved()).await.problem(), "not-found", "whose manager they aren't");
        }
        assert_eq!(decide((manager, ADMIN), learner, &id, &approved()).await.problem(), "forbidden");

        is_rule(decide((manager, TEAM), learner, &id, &json!({ "decision": "declined" })).await, "reason", "say why");
        for _ in 0..2 {
            let decided = decide((manager, TEAM), learner, &id, &declined()).await.expect(200);
            assert_eq!((&decided["state"], &decided["decided_by_name"]), (&json!("declined"), &json!("Member manager")));
        }
        is_rule(decide((manager, TEAM), learner, &id, &approved()).await, "decision", "declined");
        let own = learner.get("/v1/me/enrolment-requests").await.expect(200)["items"][0].clone();
        assert_eq!((&own["state"], &own["reason"]), (&json!("declined"), &json!("Next quarter, please")));
        assert_eq!((queue(manager, TEAM_QUEUE).await, queue(admin, QUEUE).await), (vec![], vec![]));
        is_rule(enrol(learner, &id).await, "course_id", "needs approval");

        // They ask again, take it back, and ask once more.
        ask(learner, &id, None).await.expect(201);
        withdraw(learner, &id).await.expect(204);
        assert_eq!(decide((manager, TEAM), learner, &id, &approved()).await.problem(), "not-found");
        ask(learner, &id, None).await.expect(201);
        // Two approve at once: both are told that it is done, and it is done once.
        let approval = approved();
        let both = futures_util::join!(decide((manager, TEAM), learner, &id, &approval), decide((admin, ADMIN), learner, &id, &approval));
        for answer in [both.0, both.1] {
            assert_eq!(answer.expect(200)["state"], "approved");
        }
        let acts = admin.get("/v1/admin/audit-events?action=enrolment.approved").await.expect(200)["items"].clone();
        assert_eq!((acts.as_array().map(Vec::len), &acts[0]["after"]), (Some(1), &json!({ "course_id": id })));
        learn(learner, &id, 0).await;
        is_rule(decide((manager, TEAM), learner, &id, &declined()).await, "decision", "approved");
        is_rule(withdraw(learner, &id).await, "course_id", "leave the course");
        is_rule(ask(learner, &id, None).await, "course_id", "already");
        enrol(learner, &id).await.expect(200);

        // Who has left asks again.
        learner.send("DELETE", &format!("/v1/me/enrolments/{id}"), &[], None).await.expect(204);
        is_rule(enrol(learner, &id).await, "course_id", "needs approval");
        ask(learner, &id, None).await.expect(201);
        decide((admin, ADMIN), learner, &id, &json!({ "decision": "approved", "reason": "Welcome back" })).await.expect(200);
        let back = learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        assert_eq!(back["completed_lessons"], json!(["l0"]), "what was done is kept");
    });
}

#[test]
fn what_the_course_asks_for_is_asked_when_somebody_approves() {
    run(async {
        let (workspace, people) = team().await;
        let (author, manager, learner, admin) = (&people["author"], &people["manager"], &people["learner"], &people["admin"]);
        let basics = publish(author, &draft("Basics", 1)).await;
        let group = admin.post("/v1/admin/groups", &json!({ "name": "Drivers" })).await.expect(201)["group_id"].clone();
        let joined = format!("/v1/admin/groups/{}/members/{}", group.as_str().expect("an id"), learner.member_id);
        let mode = |mode: &str| json!({ "enrolment": { "mode": mode } });
        let id = course(author, "Site", &json!({ "mode": "approval", "seats": 1 })).await;
        is_rule(ask(learner, &basics, None).await, "course_id", "everybody");
        // Neither what comes before nor the groups of the approver matter, but those of the learner.
        change(author, &id, &json!({ "prerequisites": [basics], "groups": [group] })).await;
        assert_eq!(ask(learner, &id, None).await.problem(), "not-found");
        admin.put(&joined).await.expect(204);
        ask(learner, &id, None).await.expect(201);

        let refused = async |field: &str, part: &str| {
            is_rule(decide((manager, TEAM), learner, &id, &approved()).await, field, part);
            assert_eq!(queue(manager, TEAM_QUEUE).await.len(), 1, "the request stays");
        };
        refused("course_id", "“Basics”").await;
        enrol(learner, &basics).await.expect(201);
        learn(learner, &basics, 0).await;
        admin.send("DELETE", &joined, &[], None).await.expect(204);
        refused("course_id", "isn't available").await;
        admin.put(&joined).await.expect(204);
        change(author, &id, &mode("invitation")).await;
        refused("course_id", "invitation").await;
        change(author, &id, &json!({ "enrolment": { "mode": "approval", "seats": 1 } })).await;

        // The one seat is somebody else's.
        let other = &people["other"];
        admin.put(&format!("/v1/admin/groups/{}/members/{}", group.as_str().expect("an id"), other.member_id)).await.expect(204);
        enrol(other, &basics).await.expect(201);
        learn(other, &basics, 0).await;
        ask(other, &id, None).await.expect(201);
        until("the seats to be counted", || async {
            let shown = learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(200);
            (shown["seat_use"]["is_counting"] == false).then_some(())
        })
        .await;
        decide((admin, ADMIN), other, &id, &approved()).await.expect(200);
        refused("course_id", "seats").await;
        other.send("DELETE", &format!("/v1/me/enrolments/{id}"), &[], None).await.expect(204);

        let state = async |verb: &str| {
            let etag = author.get(&format!("/v1/catalog/courses/{id}?version=draft")).await.etag();
            author.send("POST", &format!("/v1/admin/courses/{id}/{verb}"), &[("if-match", &etag)], None).await.expect(200);
        };
        for verb in ["archive", "unpublish"] {
            state(verb).await;
            refused("course_id", "no longer offered").await;
            assert_eq!(manager.get(TEAM_QUEUE).await.expect(200)["items"][0]["is_offered"], false);
        }
        assert_eq!(learner.get("/v1/me/enrolment-requests").await.expect(200)["items"], json!([]), "nor is the course there for them");
        state("publish").await;

        // Who is deactivated waits for nothing, until they are back.
        put_under(admin, learner, &json!({ "state": "deactivated" })).await;
        is_rule(decide((admin, ADMIN), learner, &id, &approved()).await, "member_id", "deactivated");
        until("the request to be filed away", || async { queue(manager, TEAM_QUEUE).await.is_empty().then_some(()) }).await;
        put_under(admin, learner, &json!({ "state": "active" })).await;
        until("the request to be back", || async { (queue(manager, TEAM_QUEUE).await.len() == 1).then_some(()) }).await;

        // The course opens, they enrol by themselves, and approving closes what is left of the request.
        change(author, &id, &json!({ "enrolment": { "mode": "open" } })).await;
        let learner = &workspace.sign_in("learner").await;
        enrol(learner, &id).await.expect(201);
        is_rule(decide((manager, TEAM), learner, &id, &declined()).await, "decision", "takes the course");
        decide((manager, TEAM), learner, &id, &approved()).await.expect(200);
        assert_eq!(queue(manager, TEAM_QUEUE).await, []);
    });
}

#[test]
fn a_request_can_be_closed_whatever_has_become_of_its_course() {
    run(async {
        let (_workspace, people) = team().await;
        let (author, manager, learner, admin) = (&people["author"], &people["manager"], &people["learner"], &people["admin"]);
        let archive = async |id: &str| {
            let etag = author.get(&format!("/v1/catalog/courses/{id}")).await.etag();
            author.send("POST", &format!("/v1/admin/courses/{id}/archive"), &[("if-match", &etag)], None).await.expect(200);
        };
        let id = course(author, "Height", &json!({ "mode": "approval" })).await;
        ask(learner, &id, None).await.expect(201);
        // They have come another way since.
        change(author, &id, &json!({ "enrolment": { "mode": "open" } })).await;
        enrol(learner, &id).await.expect(201);
        archive(&id).await;
        is_rule(decide((manager, TEAM), learner, &id, &declined()).await, "decision", "takes the course already");
        for _ in 0..2 {
            assert_eq!(decide((manager, TEAM), learner, &id, &approved()).await.expect(200)["state"], "approved");
        }
        assert_eq!(queue(admin, QUEUE).await, []);

        // The answer was lost, and the course is archived before the manager tries again.
        let second = course(author, "Depth", &json!({ "mode": "approval" })).await;
        ask(learner, &second, None).await.expect(201);
        decide((manager, TEAM), learner, &second, &approved()).await.expect(200);
        archive(&second).await;
        decide((manager, TEAM), learner, &second, &approved()).await.expect(200);
        // Who has left the course puts the approval away.
        is_rule(withdraw(learner, &second).await, "course_id", "leave the course");
        learner.send("DELETE", &format!("/v1/me/enrolments/{second}"), &[], None).await.expect(204);
        withdraw(learner, &second).await.expect(204);
    });
}

#[test]
fn requests_follow_their_member_to_another_manager_and_region() {
    run(async {
        let workspace = Workspace::open().await;
        let wanted: &[(&str, &[&str])] =
            &[("author", &["author"]), ("manager", &["manager"]), ("other", &["manager"]), ("one", &[]), ("two", &[]), ("three", &[])];
        let people = workspace.members(wanted).await;
        let (admin, manager, other) = (&people["admin"], &people["manager"], &people["other"]);
        let rita =
            json!({ "email": workspace.email("regional"), "name": "Rita", "roles": ["regional_admin"], "regions": ["North", "South"] });
        admin.post("/v1/admin/people", &rita).await.expect(201);
        let regional = workspace.sign_in("regional").await;
        let id = course(&people["author"], "Height", &json!({ "mode": "approval" })).await;
        for (name, region) in [("one", "South"), ("two", "North"), ("three", "West")] {
            put_under(admin, &people[name], &json!({ "manager_id": manager.member_id, "region": region })).await;
            ask(&people[name], &id, None).await.expect(201);
        }
        let names = async |person: &Person, path: &str| {
            let (mut names, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = person.get(&format!("{path}limit=1{cursor}")).await.expect(200);
                names.extend(page["items"].as_array().expect("items").iter().map(|item| item["name"].as_str().expect("a name").to_owned()));
                let Some(next) = page["next"].as_str() else { return names };
                assert!(!page["items"].as_array().is_some_and(Vec::is_empty), "an empty page with a next");
                cursor = format!("&cursor={next}");
            }
        };
        let all = ["Member one", "Member two", "Member three"];
        assert_eq!(names(admin, &format!("{QUEUE}?")).await, all, "the oldest first");
        assert_eq!(names(manager, &format!("{TEAM_QUEUE}?")).await, all);
        assert_eq!(names(admin, &format!("{QUEUE}?region=South&")).await, ["Member one"]);
        // One region after the other, and no other.
        assert_eq!(names(&regional, &format!("{QUEUE}?")).await, ["Member two", "Member one"]);
        assert_eq!(names(&regional, &format!("{QUEUE}?region=West&")).await, Vec::<String>::new());
        assert_eq!(decide((&regional, ADMIN), &people["three"], &id, &approved()).await.problem(), "not-found");

        put_under(admin, &people["one"], &json!({ "manager_id": other.member_id, "region": "West" })).await;
        until("the other manager's queue", || async { (queue(other, TEAM_QUEUE).await.len() == 1).then_some(()) }).await;
        assert_eq!(names(manager, &format!("{TEAM_QUEUE}?")).await, ["Member two", "Member three"]);
        assert_eq!(names(&regional, &format!("{QUEUE}?")).await, ["Member two"]);
        assert_eq!(decide((manager, TEAM), &people["one"], &id, &approved()).await.problem(), "not-found");
        // Somebody further up may decide, though the queue is their reports' manager's.
        put_under(admin, other, &json!({ "manager_id": manager.member_id })).await;
        decide((manager, TEAM), &people["one"], &id, &approved()).await.expect(200);
        decide((&regional, ADMIN), &people["two"], &id, &declined()).await.expect(200);
        enrol(&people["one"], &id).await.expect(200);
    });
}

/// Whoever is faster: either they are enrolled and told so, or nothing is left of the request.
#[test]
fn to_approve_and_to_withdraw_at_once_ends_in_one_of_both() {
    run(async {
        let (_workspace, people) = team().await;
        let (manager, learner) = (&people["manager"], &people["learner"]);
        let mut approvals = 0;
        for round in 0..8 {
            let id = course(&people["author"], &format!("Race {round}"), &json!({ "mode": "approval" })).await;
            ask(learner, &id, None).await.expect(201);
            let approval = approved();
            let (decided, withdrawn) = futures_util::join!(decide((manager, TEAM), learner, &id, &approval), withdraw(learner, &id));
            let enrolled = learner.get(&format!("/v1/me/enrolments/{id}")).await.status.as_u16();
            match (decided.status.as_u16(), withdrawn.status.as_u16()) {
                (200, 422) => assert_eq!(enrolled, 200),
                (404, 204) => assert_eq!(enrolled, 404),
                other => panic!("{other:?}"),
            }
            approvals += u32::from(enrolled == 200);
        }
        println!("{approvals} of 8 requests were approved before they were withdrawn");
    });
}

#[test]
fn a_path_obeys_the_rules_of_its_courses() {
    run(async {
        let (_workspace, people) = team().await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let id = course(author, "Height", &json!({ "mode": "approval" })).await;
        let path = json!({ "title": "Site", "milestones": [{ "title": "One", "courses": [{ "course_id": id }] }] });
        let made = author.post("/v1/admin/paths", &path).await;
        let (etag, path) = (made.etag(), made.expect(201)["path_id"].as_str().expect("an id").to_owned());
        let published = json!({ "state": "published" });
        author.send("PATCH", &format!("/v1/admin/paths/{path}"), &[("if-match", &etag)], Some(&published)).await.expect(200);
        learner.put(&format!("/v1/me/paths/{path}")).await.expect(201);
        is_rule(enrol(learner, &id).await, "course_id", "needs approval");
        // A new version asks nothing anew of those who are in.
        ask(learner, &id, None).await.expect(201);
        decide((&people["manager"], TEAM), learner, &id, &approved()).await.expect(200);
        revise(author, &id, &json!({ "title": "Heights" })).await;
        enrol(learner, &id).await.expect(200);
    });
}
