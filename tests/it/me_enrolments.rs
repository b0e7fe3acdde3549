//! /v1/me/enrolments: progress in courses that change, and which lessons count.

use crate::{
    dynamodb::stored,
    stack::{run, run_alone, table, until},
    workspace::{Person, Workspace, completion, learn, points, revise},
};
use serde_json::{Value, json};
use ulid::Ulid;

const TABLE: &str = "trellis-Data-Table";

fn outline(lessons: &Value) -> Value {
    json!({ "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }] })
}

fn kept(number: usize) -> Value {
    json!({ "id": format!("l{number}"), "title": format!("Lesson {number}"), "minutes": 2 })
}

async fn enrolment(person: &Person, course: &str) -> Value {
    person.get(&format!("/v1/me/enrolments/{course}")).await.expect(200)
}

/// What a member's home screen says of a course.
async fn at_home(person: &Person, course: &str) -> Value {
    let home = person.get("/v1/me/home").await.expect(200);
    let enrolments = home["enrolments"].as_array().expect("enrolments");
    enrolments.iter().find(|enrolment| enrolment["course_id"] == course).expect("the course").clone()
}

/// What a workspace has announced of a kind by items of their own.
async fn announced(workspace: &Workspace, kind: &str) -> usize {
    let items = stored(&format!("W#{}#EVENT#", workspace.id)).await;
    items.values().filter(|item| item["kind"]["S"] == kind).count()
}

/// The version of a member's enrolment, and the events that its last change has told.
async fn told(workspace: &Workspace, person: &Person, course: &str) -> (String, Vec<String>) {
    let items = stored(&format!("W#{}#MEMBER#{}", workspace.id, person.member_id)).await;
    let enrolment = items.iter().find(|((_, sort), _)| *sort == format!("HOME#ENROLMENT#{course}")).expect("the enrolment").1;
    let tells = enrolment["tells"]["L"].as_array().cloned().unwrap_or_default();
    let kinds = tells.iter().map(|event| event["M"]["kind"]["S"].as_str().expect("a kind").to_owned()).collect();
    (enrolment["version"]["N"].as_str().expect("a version").to_owned(), kinds)
}

#[test]
fn who_has_done_all_that_is_left_has_completed_the_course() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("reader", &[]), ("again", &[])]).await;
        let (author, reader, again) = (&people["author"], &people["reader"], &people["again"]);
        let course = workspace.course(author, "Fire", 3).await;
        for person in [reader, again] {
            person.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
            learn(person, &course, 0).await;
            let two = learn(person, &course, 2).await;
            assert_eq!((&two["progress"]["percent"], two.get("completed_at")), (&json!(66), None));
        }
        revise(author, &course, &json!({ "title": "Water", "parts": outline(&json!([kept(0)]))["parts"] })).await;

        // Completing what was completed says so, and so does only reading, here, in the list, and at home a moment later.
        let expected = json!({ "completed": 1, "total": 1, "percent": 100 });
        for shown in [
            again.put(&completion(&course, 0)).await.expect(200),
            enrolment(reader, &course).await,
            reader.get("/v1/me/enrolments").await.expect(200)["items"][0].clone(),
        ] {
            assert_eq!((&shown["progress"], &shown["title"], &shown["minutes"]), (&expected, &json!("Water"), &json!(2)));
            assert!(shown["completed_at"].is_string(), "{shown}");
            assert_eq!(shown.get("last_lesson"), None, "l2 is not there any more");
        }
        assert_eq!(enrolment(reader, &course).await["completed_lessons"], json!(["l0"]));
        let settled = until("the home screen", || async {
            let shown = at_home(reader, &course).await;
            (shown["title"] == "Water").then_some(shown)
        })
        .await;
        assert_eq!(settled["progress"], expected);
        // It was completed by the change, whenever that is looked at.
        assert_eq!(settled["completed_at"], enrolment(reader, &course).await["completed_at"]);
        assert_eq!(settled["completed_at"], at_home(again, &course).await["completed_at"]);
        for person in [reader, again] {
            let completed = async || told(&workspace, person, &course).await.1 == ["course.completed"];
            until("it to be announced", || async { completed().await.then_some(()) }).await;
        }

        // A further lesson: not everything is done, and that it was completed remains.
        let more = json!([kept(0), { "title": "Another", "minutes": 1, "markdown": "Text." }]);
        revise(author, &course, &outline(&more)).await;
        let shown = enrolment(reader, &course).await;
        assert_eq!((&shown["progress"]["completed"], &shown["progress"]["total"]), (&json!(1), &json!(2)));
        assert_eq!(shown["completed_at"], settled["completed_at"]);
        until("the home screen", || async { (at_home(reader, &course).await["progress"]["total"] == 2).then_some(()) }).await;
        // What was earned stays: 20 points, for a lesson that is gone as well.
        points(reader, 20).await;
        assert_eq!(told(&workspace, reader, &course).await.1, Vec::<String>::new());
    });
}

#[test]
fn a_change_reaches_every_learner_page_by_page() {
    const LEARNERS: usize = 60;
    // With the delays of the template: the shared stack hands out again within a second what takes longer.
    run_alone(every_learner_follows(LEARNERS));
}

async fn every_learner_follows(learners: usize) {
    let workspace = Workspace::open().await;
    let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
    let (author, learner) = (&people["author"], &people["learner"]);
    let course = workspace.course(author, "Fire", 2).await;
    learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    // Many more like this one, on the roster and enrolled.
    let key = |member: &str| json!({ "pk": { "S": format!("W#{}#MEMBER#{member}", workspace.id) }, "sk": { "S": format!("HOME#ENROLMENT#{course}") } });
    let entry = |member: &str| json!({ "pk": { "S": format!("W#{}#ROSTER#{course}", workspace.id) }, "sk": { "S": member } });
    let real = |key: Value| async move { table("GetItem", json!({ "TableName": TABLE, "Key": key })).await["Item"].clone() };
    let (enrolled, listed) = (real(key(&learner.member_id)).await, real(entry(&learner.member_id)).await);
    let others: Vec<String> = (0..learners).map(|_| Ulid::generate().to_string()).collect();
    for some in others.chunks(12) {
        let puts = some.iter().flat_map(|member| {
            let (mut enrolment, mut entry_item) = (enrolled.clone(), listed.clone());
            enrolment["pk"] = key(member)["pk"].clone();
            entry_item["sk"] = json!({ "S": member });
            entry_item["member_id"] = json!({ "S": member });
            [enrolment, entry_item].map(|item| json!({ "PutRequest": { "Item": item } }))
        });
        let puts: Vec<Value> = puts.collect();
        table("BatchWriteItem", json!({ "RequestItems": { TABLE: puts } })).await;
    }
    revise(author, &course, &json!({ "title": "Water" })).await;
    for member in &others {
        until("an enrolment", || async { (real(key(member)).await["title"]["S"] == "Water").then_some(()) }).await;
    }
    assert_eq!(at_home(learner, &course).await["title"], "Water");
    // Three pages, each announced once.
    assert_eq!(announced(&workspace, "course.revised").await, 3);
}

#[test]
fn a_lesson_earns_points_once_it_is_opened_and_completed() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let course = workspace.course(author, "Fire", 2).await;
        // Looked at before enrolling: nothing is noted of somebody who does not take the course.
        learner.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200);
        learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        // Progress counts what was completed, points only what was opened too.
        assert_eq!(learner.put(&completion(&course, 0)).await.expect(200)["progress"]["completed"], 1);
        assert_eq!(told(&workspace, learner, &course).await.1, Vec::<String>::new());
        learn(learner, &course, 1).await;
        assert_eq!(told(&workspace, learner, &course).await.1, ["lesson.completed", "course.completed"]);
        points(learner, 10).await;
        learner.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200);
        let last = told(&workspace, learner, &course).await;
        assert_eq!(last.1, ["lesson.completed"]);
        points(learner, 20).await;
        for lesson in 0..2 {
            learn(learner, &course, lesson).await;
        }
        assert_eq!(told(&workspace, learner, &course).await, last, "nothing was written");
    });
}

#[test]
fn a_blank_lesson_earns_nothing_until_there_is_something_in_it() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let blank = json!({ "title": "Nothing", "minutes": 1, "markdown": " \n\n&nbsp;" });
        let created = author.post("/v1/admin/courses", &json!({ "title": "Blank", "parts": outline(&json!([blank]))["parts"] })).await;
        let etag = created.etag();
        let course = created.expect(201)["course_id"].as_str().expect("an id").to_owned();
        author.send("POST", &format!("/v1/admin/courses/{course}/publish"), &[("if-match", &etag)], None).await.expect(200);
        learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        assert_eq!(learn(learner, &course, 0).await["progress"]["percent"], 100);
        assert_eq!(told(&workspace, learner, &course).await.1, ["course.completed"]);
        let text = json!({ "id": "l0", "title": "Something", "minutes": 1, "markdown": "Text." });
        revise(author, &course, &outline(&json!([text]))).await;
        learner.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200);
        points(learner, 10).await;
    });
}

#[test]
fn a_device_says_when_a_lesson_was_completed() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let learner = &people["learner"];
        let course = workspace.course(&people["author"], "Fire", 3).await;
        let enrolled = learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201)["enrolled_at"].clone();
        let at = |lesson: usize, time: Value| {
            let course = &course;
            async move { learner.send("PUT", &completion(course, lesson), &[], Some(&json!({ "completed_at": time }))).await }
        };
        for wrong in [json!("yesterday"), json!(7)] {
            assert_eq!(at(0, wrong).await.problem(), "rule-broken");
        }
        at(0, json!("2001-01-01T00:00:00Z")).await.expect(200);
        at(1, Value::Null).await.expect(200);
        let done = at(2, json!("2001-01-01T00:00:00Z")).await.expect(200);
        // Not before the enrolment.
        assert_eq!(done["completed_at"], enrolled);
    });
}

#[test]
fn enrolments_come_in_pages() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let learner = &people["learner"];
        for number in 0..3 {
            let course = workspace.course(&people["author"], &format!("Course {number}"), 1).await;
            learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        }
        let (mut titles, mut path) = (Vec::new(), "/v1/me/enrolments?limit=2".to_owned());
        loop {
            let page = learner.get(&path).await.expect(200);
            titles.extend(page["items"].as_array().expect("items").iter().map(|item| item["title"].as_str().expect("a title").to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/v1/me/enrolments?limit=2&cursor={next}");
        }
        assert_eq!(titles, ["Course 2", "Course 1", "Course 0"]);
    });
}
