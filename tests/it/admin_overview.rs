//! /v1/admin/overview: numbers that the transactions keep, held against what the lists give.

use crate::{
    dynamodb::{dynamodb, stored},
    stack::{invoke, run},
    workspace::{Person, Workspace, completion, draft, learn},
};
use serde_json::{Value, json};

/// All items of a list, page by page.
async fn all(person: &Person, path: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = person.get(&format!("{path}?limit=7{cursor}")).await.expect(200);
        items.extend(page["items"].as_array().cloned().expect("items"));
        let Some(next) = page["next"].as_str() else { return items };
        cursor = format!("&cursor={next}");
    }
}

/// What the overview says agrees with the lists.
async fn agree(admin: &Person, what: &str) -> Value {
    let told = admin.get("/v1/admin/overview").await.expect(200);
    let people = all(admin, "/v1/admin/people").await;
    let deactivated = people.iter().filter(|person| person["state"] == "deactivated").count();
    let open =
        |person: &&Value| person["state"] == "active" && ["pending", "expired"].iter().any(|state| person["invitation"]["state"] == *state);
    let invited = people.iter().filter(open).count();
    let courses = all(admin, "/v1/admin/courses").await;
    let in_state = |state: &str| courses.iter().filter(|course| course["state"] == state).count();
    let counted = json!({
        "people": { "active": people.len() - deactivated - invited, "invited": invited, "deactivated": deactivated },
        "courses": { "draft": in_state("draft"), "published": in_state("published"), "archived": in_state("archived") },
    });
    assert_eq!(json!({ "people": told["people"], "courses": told["courses"] }), counted, "{what}");
    told
}

/// Always the same sequence, but none that somebody has thought of.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        // Knuth's multiplier (MMIX); the high bits are the better ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }
}

/// An act by which somebody comes, goes, comes back or is only renamed.
async fn act_on_people(workspace: &Workspace, admin: &Person, step: usize, what: usize, people: &mut Vec<String>, id: Option<String>) {
    match (what, id) {
        (0..=1, _) | (_, None) => {
            let row = |number: usize| json!({ "email": workspace.email(&format!("p{step}-{number}")), "name": format!("P {step}") });
            // An address twice, and a role that there is not: refused rows count nothing.
            let wrong = json!({ "email": workspace.email("x"), "name": "X", "roles": ["king"] });
            let rows = json!({ "items": [row(0), row(1), row(0), wrong] });
            let invited = admin.post("/v1/admin/people/bulk", &rows).await.expect(200);
            let rows = invited["items"].as_array().expect("rows");
            people.extend(rows.iter().filter_map(|row| row["member_id"].as_str().map(str::to_owned)));
        }
        (2..=3, Some(id)) => {
            let state = if what == 2 { "deactivated" } else { "active" };
            admin.send("PATCH", &format!("/v1/admin/people/{id}"), &[], Some(&json!({ "state": state }))).await.expect(200);
        }
        // A deactivated member is not invited again: 409 changes nothing.
        (4, Some(id)) => drop(admin.send("POST", &format!("/v1/admin/people/{id}/invitation"), &[], None).await),
        (_, Some(id)) => {
            let change = json!({ "name": format!("Renamed {step}"), "region": "North" });
            admin.send("PATCH", &format!("/v1/admin/people/{id}"), &[], Some(&change)).await.expect(200);
        }
    }
}

#[test]
fn after_any_sequence_of_acts_the_numbers_are_those_of_the_lists() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        assert_eq!(agree(&admin, "a new workspace").await["complete"], true);
        let (mut chance, mut people, mut courses) = (Chance(20_261_128), Vec::<String>::new(), Vec::<(String, String)>::new());
        for step in 0..60 {
            let what = chance.below(9);
            let member = (!people.is_empty()).then(|| people[chance.below(people.len().max(1))].clone());
            let last = if what > 5 { courses.pop() } else { None };
            match (what, last) {
                (0..=5, _) => act_on_people(&workspace, &admin, step, what, &mut people, member).await,
                (8, Some((id, etag))) => {
                    let path = format!("/v1/admin/courses/{id}/publish");
                    admin.send("POST", &path, &[("if-match", &etag)], None).await.expect(200);
                    // The same ETag again is stale.
                    admin.send("POST", &path, &[("if-match", &etag)], None).await.expect(412);
                }
                (_, last) => {
                    courses.extend(last);
                    // With one key twice: one course.
                    let (key, body) = (format!("k{step}"), draft(&format!("Course {step}"), 1));
                    let header = [("idempotency-key", key.as_str())];
                    admin.send("POST", "/v1/admin/courses", &header, Some(&body)).await.expect(201);
                    let made = admin.send("POST", "/v1/admin/courses", &header, Some(&body)).await;
                    let etag = made.etag();
                    courses.push((made.expect(201)["course_id"].as_str().expect("an id").to_owned(), etag));
                }
            }
            if step % 10 == 9 {
                agree(&admin, &format!("after step {step}")).await;
            }
        }
        let told = agree(&admin, "at the end").await;
        assert!(told["people"]["deactivated"].as_u64() > Some(0) && told["courses"]["published"].as_u64() > Some(0), "{told}");
    });
}

#[test]
fn who_comes_in_enrols_and_completes_is_counted_once() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("second", &[])]).await;
        let (admin, author, learner) = (&people["admin"], &people["author"], &people["learner"]);
        let invited = json!({ "email": workspace.email("late"), "name": "Late" });
        admin.post("/v1/admin/people", &invited).await.expect(201);
        let told = agree(admin, "four have come in, one has not").await;
        assert_eq!(told["people"], json!({ "active": 4, "invited": 1, "deactivated": 0 }));
        // Signing in again is nothing new.
        workspace.sign_in("learner").await;
        assert_eq!(agree(admin, "signed in twice").await["people"], told["people"]);

        let course = workspace.course(author, "Numbers", 2).await;
        for _ in 0..2 {
            learner.put(&format!("/v1/me/enrolments/{course}")).await;
            people["second"].put(&format!("/v1/me/enrolments/{course}")).await;
        }
        assert_eq!(agree(admin, "two have begun").await["enrolments"], json!({ "open": 2, "completed": 0 }));
        for lesson in [0, 1] {
            learn(learner, &course, lesson).await;
        }
        learner.put(&completion(&course, 1)).await.expect(200);
        let told = agree(admin, "one of two has completed").await;
        assert_eq!(told["enrolments"], json!({ "open": 1, "completed": 1 }));

        // Somebody who is deactivated takes nothing of it away.
        let member = format!("/v1/admin/people/{}", learner.member_id);
        admin.send("PATCH", &member, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        let after = agree(admin, "one is deactivated").await;
        assert_eq!((&after["people"]["deactivated"], &after["enrolments"]), (&json!(1), &told["enrolments"]));

        // An author sees no people, those who only learn see nothing, and another workspace sees its own.
        let seen = author.get("/v1/admin/overview").await.expect(200);
        assert_eq!((seen.get("people"), &seen["courses"]), (None, &told["courses"]));
        assert_eq!(people["second"].get("/v1/admin/overview").await.problem(), "forbidden");
        let other = Workspace::open().await.admin().await;
        let (person, none) = (json!({ "active": 1, "invited": 0, "deactivated": 0 }), json!({ "open": 0, "completed": 0 }));
        let seen = agree(&other, "another workspace").await;
        assert_eq!((&seen["people"], &seen["enrolments"]), (&person, &none));
    });
}

#[test]
fn what_happens_at_once_is_counted_exactly() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (admin, learner) = (&people["admin"], &people["learner"]);
        let course = workspace.course(&people["author"], "At once", 1).await;
        // One enrolment eight times, one person by one address eight times, and thirty who differ.
        let path = format!("/v1/me/enrolments/{course}");
        let enrolments = futures_util::future::join_all((0..8).map(|_| learner.put(&path)));
        let invite = |local: String| {
            let person = json!({ "email": workspace.email(&local), "name": "Person" });
            async move { admin.post("/v1/admin/people", &person).await.status }
        };
        let same = futures_util::future::join_all((0..8).map(|_| invite("same".to_owned())));
        let others = futures_util::future::join_all((0..30).map(|number| invite(format!("other{number}"))));
        let (enrolled, same, others) = futures_util::future::join3(enrolments, same, others).await;
        assert_eq!(enrolled.iter().filter(|answer| answer.status == 201).count(), 1);
        assert!(enrolled.iter().all(|answer| answer.status == 200 || answer.status == 201), "{enrolled:?}");
        assert_eq!(same.iter().filter(|status| **status == 201).count(), 1);
        assert!(others.iter().all(|status| *status == 201), "{others:?}");
        // The last lesson, eight times.
        learner.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200);
        let done = completion(&course, 0);
        for answer in futures_util::future::join_all((0..8).map(|_| learner.put(&done))).await {
            answer.expect(200);
        }
        let told = agree(admin, "after all at once").await;
        assert_eq!(told["people"]["invited"], 31);
        assert_eq!(told["enrolments"], json!({ "open": 0, "completed": 1 }));
    });
}

/// Makes the workspace one from before numbers were kept: no item is counted, and nothing says how many there are.
async fn forget_numbers(workspace: &Workspace) {
    for ((pk, sk), item) in stored(&format!("W#{}#", workspace.id)).await {
        let key = json!({ "pk": { "S": pk }, "sk": { "S": sk } });
        if pk.ends_with("#FIGURES") {
            dynamodb("DeleteItem", json!({ "Key": key })).await;
        } else if item.get("counted").is_some() {
            dynamodb("UpdateItem", json!({ "Key": key, "UpdateExpression": "REMOVE counted" })).await;
        }
    }
}

#[test]
fn a_workspace_from_before_is_counted_once_while_people_work() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("second", &[]), ("leaver", &[])]).await;
        let (admin, author, learner) = (&people["admin"], &people["author"], &people["learner"]);
        let course = workspace.course(author, "From before", 1).await;
        author.post("/v1/admin/courses", &draft("Draft", 1)).await.expect(201);
        for person in [learner, &people["second"]] {
            person.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        }
        let invitation = json!({ "email": workspace.email("invited"), "name": "Not Here Yet" });
        let invited = admin.post("/v1/admin/people", &invitation).await.expect(201);
        let before = agree(admin, "as it was").await;
        forget_numbers(&workspace).await;
        assert_eq!(admin.get("/v1/admin/overview").await.expect(200)["complete"], false);

        // What changes before it is counted is counted by its own change.
        let leaver = format!("/v1/admin/people/{}", people["leaver"].member_id);
        admin.send("PATCH", &leaver, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        learn(learner, &course, 0).await;
        learner.send("PATCH", "/v1/me", &[], Some(&json!({ "locale": "de" }))).await.expect(200);
        let again = format!("/v1/admin/people/{}/invitation", invited["member_id"].as_str().expect("an id"));
        admin.send("POST", &again, &[], None).await.expect(200);
        let etag = author.get(&format!("/v1/catalog/courses/{course}")).await.etag();
        let change = json!({ "summary": "Still from before" });
        author.send("PATCH", &format!("/v1/admin/courses/{course}"), &[("if-match", &etag)], Some(&change)).await.expect(200);
        let order = json!({ "workspace": workspace.id });
        let runs = [invoke("count-workspace", &order), invoke("count-workspace", &order), invoke("count-workspace", &order)];
        let counted =
            futures_util::future::join_all(runs).await.into_iter().map(|run| run.expect("a run")["new"].as_u64().expect("a count"));
        // Three people, one course and one enrolment, by three runs at the same time.
        assert_eq!(counted.sum::<u64>(), 5);
        assert_eq!(invoke("count-workspace", &order).await.expect("again"), json!({ "workspace": workspace.id, "new": 0 }));
        let told = agree(admin, "counted").await;
        assert_eq!((&told["complete"], &told["enrolments"]), (&json!(true), &json!({ "open": 1, "completed": 1 })));
        assert_eq!(told["people"]["active"].as_u64(), before["people"]["active"].as_u64().map(|active| active - 1));
        assert!(invoke("count-workspace", &json!({ "workspace": "nobody-there" })).await.is_err());
    });
}
