//! Seats: how many people can be enrolled in a course at once, exactly, whoever comes at the same moment.

use crate::{
    dynamodb::{environment, stored},
    enrolment_requests::{change, course, enrol, rule},
    generated::events::sample_event,
    outbox::{batch, sealed},
    stack::{invoke, run, table, until},
    workspace::{Person, Workspace, draft, learn, publish},
};
use futures_util::future::join_all;
use lambda::Function;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use ulid::Ulid;

const TABLE: &str = "trellis-Data-Table";

/// A function of the area, called as the gateway calls it, for members of whom the table knows nothing else.
struct Learners {
    workspace: String,
    course: String,
    functions: BTreeMap<&'static str, Function>,
}

impl Learners {
    async fn of(workspace: &Workspace, course: &str, handlers: &[&'static str]) -> Self {
        let variables = environment("learning").await;
        let area = areas::all().into_iter().find(|area| area.name() == "learning").expect("the area");
        let start = |handler: &&'static str| (*handler, Function::start(&area, handler, &variables).expect("the function starts"));
        Self { workspace: workspace.id.clone(), course: course.to_owned(), functions: handlers.iter().map(start).collect() }
    }

    /// The status of the answer.
    async fn call(&self, handler: &str, member: &str) -> u64 {
        let mut event = sample_event(handler);
        event["requestContext"]["authorizer"] = json!({
            "workspace": self.workspace, "member_id": member, "roles": "learner", "session": "s", "regions": "[]", "support_until": "",
        });
        event["pathParameters"] = json!({ "course_id": self.course, "lesson_id": "l0" });
        let answer = self.functions[handler].invoke(event, "test").await.result.expect("an answer");
        answer["statusCode"].as_u64().expect("a status")
    }
}

async fn seat_use(person: &Person, course: &str) -> Value {
    person.get(&format!("/v1/catalog/courses/{course}")).await.expect(200)["seat_use"].clone()
}

async fn counted(person: &Person, course: &str) -> Value {
    until("the seats to be counted", || async {
        let seats = seat_use(person, course).await;
        (seats["is_counting"] == false).then_some(seats)
    })
    .await
}

fn taken(taken: u32, left: u32) -> Value {
    json!({ "taken": taken, "left": left, "is_counting": false })
}

/// Enrolments of a course that need a seat, by what is stored of them.
async fn seated(workspace: &Workspace, course: &str) -> usize {
    let items = stored(&format!("W#{}#MEMBER#", workspace.id)).await;
    let of_course = items.iter().filter(|((_, sk), _)| *sk == format!("HOME#ENROLMENT#{course}"));
    of_course.filter(|(_, item)| item.get("left_at").is_none() && item.get("completed_at").is_none()).count()
}

#[test]
fn no_more_get_in_than_there_are_seats() {
    const SEATS: usize = 7;
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let id = course(&people["author"], "Crane", &json!({ "mode": "open", "seats": SEATS })).await;
        let learners = Learners::of(&workspace, &id, &["enrol", "leave-course"]).await;
        let members: Vec<String> = (0..120).map(|_| Ulid::generate().to_string()).collect();
        let answers = join_all(members.iter().map(|member| learners.call("enrol", member))).await;
        let of = |status: u64| answers.iter().filter(|answer| **answer == status).count();
        assert_eq!((of(201), of(422)), (SEATS, members.len() - SEATS), "{answers:?}");
        assert_eq!(seat_use(&people["author"], &id).await, taken(7, 0));
        let inside: Vec<&String> = members.iter().zip(&answers).filter(|(_, answer)| **answer == 201).map(|(member, _)| member).collect();
        // The same again, by those who are in, takes no second seat.
        assert_eq!(join_all(inside.iter().map(|member| learners.call("enrol", member))).await, [200; SEATS]);
        // Everybody at once: some leave, twice, while others come. At no end are more in than there are seats.
        let leaving = inside.iter().chain(&inside).take(9).map(|member| learners.call("leave-course", member));
        let coming = members.iter().filter(|member| !inside.contains(member)).take(40).map(|member| learners.call("enrol", member));
        let (left, come) = futures_util::join!(join_all(leaving), join_all(coming));
        assert!(left.iter().all(|status| *status == 204), "{left:?}");
        assert!(come.iter().all(|status| [201, 422].contains(status)), "{come:?}");
        let inside = seated(&workspace, &id).await;
        assert!(inside <= SEATS, "{inside} are in");
        let shown = seat_use(&people["author"], &id).await;
        assert_eq!(shown, taken(u32::try_from(inside).expect("few"), u32::try_from(SEATS - inside).expect("few")));
        println!(
            "{} claims at once of {SEATS} seats: {SEATS} succeeded; then {} came while others left",
            members.len(),
            come.iter().filter(|status| **status == 201).count()
        );
    });
}

#[test]
fn who_completes_or_leaves_a_course_needs_no_seat() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("one", &[]), ("two", &[])]).await;
        let (author, one, two) = (&people["author"], &people["one"], &people["two"]);
        let id = course(author, "Crane", &json!({ "mode": "open", "seats": 1 })).await;
        enrol(one, &id).await.expect(201);
        let (field, detail) = rule(enrol(two, &id).await);
        assert!(field == "course_id" && detail.contains("seats"), "{detail}");
        two.get(&format!("/v1/me/enrolments/{id}")).await.expect(404);
        learn(one, &id, 0).await;
        assert_eq!(seat_use(one, &id).await, taken(0, 1));
        enrol(two, &id).await.expect(201);
        // Who has completed it comes and goes without one, however often.
        for _ in 0..2 {
            one.send("DELETE", &format!("/v1/me/enrolments/{id}"), &[], None).await.expect(204);
            enrol(one, &id).await.expect(201);
            learn(one, &id, 0).await;
        }
        assert_eq!(seat_use(one, &id).await, taken(1, 0));
        for _ in 0..2 {
            two.send("DELETE", &format!("/v1/me/enrolments/{id}"), &[], None).await.expect(204);
        }
        assert_eq!(seat_use(one, &id).await, taken(0, 1));
        let seats = |seats: Value| json!({ "enrolment": { "seats": seats } });
        for wrong in [json!(0), json!(1_000_001), json!("two"), json!(-1)] {
            let etag = author.get(&format!("/v1/catalog/courses/{id}")).await.etag();
            let answer = author.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(&seats(wrong))).await;
            assert_eq!(rule(answer).0, "enrolment.seats");
        }
    });
}

#[test]
fn seats_of_a_course_that_people_take_already_are_counted_once() {
    const OTHERS: u32 = 60;
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("late", &[])]).await;
        let (author, learner, late) = (&people["author"], &people["learner"], &people["late"]);
        let id = publish(author, &draft("Fire", 2)).await;
        enrol(learner, &id).await.expect(201);
        // Many more like this one, on the roster and enrolled: from before there were seats.
        let key = |pk: String, sk: String| json!({ "pk": { "S": pk }, "sk": { "S": sk } });
        let enrolment = |member: &str| key(format!("W#{}#MEMBER#{member}", workspace.id), format!("HOME#ENROLMENT#{id}"));
        let entry = |member: &str| key(format!("W#{}#ROSTER#{id}", workspace.id), member.to_owned());
        let item = |key: Value| async move { table("GetItem", json!({ "TableName": TABLE, "Key": key })).await["Item"].clone() };
        let (enrolled, listed) = (item(enrolment(&learner.member_id)).await, item(entry(&learner.member_id)).await);
        for _ in 0..OTHERS {
            let member = Ulid::generate().to_string();
            let (mut enrolled, mut listed) = (enrolled.clone(), listed.clone());
            enrolled["pk"] = enrolment(&member)["pk"].clone();
            (listed["sk"], listed["member_id"]) = (json!({ "S": member }), json!({ "S": member }));
            let puts = [enrolled, listed].map(|item| json!({ "PutRequest": { "Item": item } }));
            table("BatchWriteItem", json!({ "RequestItems": { TABLE: puts } })).await;
        }
        let limit = |seats: u32| json!({ "enrolment": { "seats": seats } });
        change(author, &id, &limit(OTHERS + 2)).await;
        // Until all are counted nobody new gets in; whoever is in goes on.
        let first = enrol(late, &id).await.status.as_u16();
        assert!([201, 503].contains(&first), "{first}");
        enrol(learner, &id).await.expect(200);
        assert_eq!(counted(author, &id).await["taken"], OTHERS + 1 + u32::from(first == 201));
        assert_eq!(enrol(late, &id).await.status.as_u16(), if first == 201 { 200 } else { 201 });
        assert_eq!(seat_use(author, &id).await, taken(OTHERS + 2, 0));

        // What announced it is delivered again, page by page and all at once: nothing is counted twice.
        let revised = json!({ "course_id": id, "revision": 1 });
        for number in 0..3 {
            let message = sealed(&workspace.id, &Ulid::generate().to_string(), "course.revised", &revised);
            invoke("refresh-enrolments", &batch(&message, number)).await.expect("an answer");
        }
        assert_eq!(seat_use(author, &id).await, taken(OTHERS + 2, 0));

        // Fewer seats throw nobody out, and more let somebody in; without a limit and with one again it is the same number.
        change(author, &id, &limit(10)).await;
        assert_eq!(seat_use(author, &id).await, taken(OTHERS + 2, 0));
        learner.send("DELETE", &format!("/v1/me/enrolments/{id}"), &[], None).await.expect(204);
        assert!(rule(enrol(learner, &id).await).1.contains("seats"), "no seat was free by that");
        change(author, &id, &json!({ "enrolment": {} })).await;
        assert_eq!(author.get(&format!("/v1/catalog/courses/{id}")).await.expect(200).get("seat_use"), None);
        enrol(learner, &id).await.expect(201);
        late.send("DELETE", &format!("/v1/me/enrolments/{id}"), &[], None).await.expect(204);
        change(author, &id, &limit(OTHERS + 2)).await;
        change(author, &id, &json!({ "enrolment": {} })).await;
        change(author, &id, &limit(OTHERS + 3)).await;
        assert_eq!(counted(author, &id).await, taken(OTHERS + 1, 2));
        assert_eq!(seated(&workspace, &id).await, OTHERS as usize + 1);
    });
}
