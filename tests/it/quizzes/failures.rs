//! What is interrupted, or comes twice.

use super::{admin, answer, attempts, begin, course, submit};
use crate::{
    dynamodb::environment,
    generated::events::sample_event,
    meddler::{Meddler, Stop},
    outbox::{batch, sealed},
    repository::area,
    stack::{invoke, run, until},
    taken_away::context_of,
    workspace::{Person, Workspace, points},
};
use lambda::Function;
use serde_json::{Value, json};
use ulid::Ulid;

async fn statistics(author: &Person, course: &str) -> Value {
    author.get(&admin(course, "quiz-statistics")).await.expect(200)
}

/// How far the attempt and the lesson are: they go together.
async fn standing(learner: &Person, course: &str) -> (Value, Value) {
    let attempt = learner.get(&format!("{}/1", attempts(course))).await.expect(200)["state"].clone();
    let enrolment = learner.get(&format!("/v1/me/enrolments/{course}")).await.expect(200);
    (attempt, enrolment["progress"]["completed"].clone())
}

#[test]
fn a_submission_that_dies_has_done_all_or_nothing_and_is_sent_again() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
        let (author, ann) = (&people["author"], &people["ann"]);
        let id = course(author, json!({ "pass_percent": 10, "attempts": 1 })).await;
        ann.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        // Points are for lessons that were opened.
        ann.get(&format!("/v1/catalog/courses/{id}/lessons/l0")).await.expect(200);
        begin(ann, &id).await;
        answer(ann, &id, 1, "truth", &json!({ "kind": "true_false", "value": false }), 1).await.expect(200);

        let meddler = Meddler::start().await;
        let mut variables = environment("quizzes").await;
        variables.insert("AWS_ENDPOINT_URL".to_owned(), meddler.url.clone());
        let function = Function::start(&area("quizzes"), "submit-attempt", &variables).expect("the function starts");
        let mut event = sample_event("submit-attempt");
        event["requestContext"]["authorizer"] = context_of(&workspace.id, ann, "learner");
        event["pathParameters"] = json!({ "course_id": id, "lesson_id": "l0", "number": "1" });
        for (stop, state, completed) in [(Stop::Before, "open", 0), (Stop::After, "submitted", 1)] {
            meddler.stop("TransactWriteItems", 0, stop);
            let told = function.invoke(event.clone(), "test").await.result.expect("an answer");
            assert!(told["statusCode"].as_u64().is_some_and(|status| status >= 500), "{stop:?}: {told}");
            assert_eq!(standing(ann, &id).await, (json!(state), json!(completed)), "{stop:?}");
        }
        // The browser sends it again, as often as it has no answer.
        let result = submit(ann, &id, 1).await["result"].clone();
        assert_eq!((&result["percent"], &result["passed"]), (&json!(11), &json!(true)), "{result}");
        assert_eq!(submit(ann, &id, 1).await["result"], result);
        assert_eq!(standing(ann, &id).await, (json!("submitted"), json!(1)));
        points(ann, 10).await;
        let counted =
            until("the statistics", || async { Some(statistics(author, &id).await).filter(|known| known["attempts"] != 0) }).await;
        assert_eq!((&counted["attempts"], &counted["passed"]), (&json!(1), &json!(1)));
    });
}

#[test]
fn an_attempt_counts_once_under_however_many_numbers_it_is_told() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
        let (author, ann) = (&people["author"], &people["ann"]);
        let id = course(author, json!({ "pass_percent": 10 })).await;
        ann.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        for number in [1, 2] {
            begin(ann, &id).await;
            submit(ann, &id, number).await;
        }
        until("the statistics", || async { (statistics(author, &id).await["attempts"] == 2).then_some(()) }).await;

        // Another event, and another one together with the first: each has its number from the queue, and comes with a new one.
        let outcome = json!({ "at": "2026-11-22T10:00:00Z", "percent": 0, "hundredths": 0, "tenths_possible": 90, "passed": false, "questions": "x" });
        let told = |event: &str, number: u64, at: u128| {
            let name = json!({ "member_id": ann.member_id, "course_id": id, "lesson_id": "l0", "number": number });
            let payload = json!({ "name": name, "from": null, "to": outcome });
            batch(&sealed(&workspace.id, event, "quiz.graded", &payload), at)
        };
        let (first, second) = (Ulid::generate().to_string(), Ulid::generate().to_string());
        let far = 99_999_999_999_999_999_000;
        let mut both = told(&first, 1, far + 3);
        both["Records"]
            .as_array_mut()
            .expect("records")
            .extend([told(&second, 2, far + 4), told(&second, 2, far + 5)].map(|other| other["Records"][0].clone()));
        for (delivery, expected) in
            [(told(&first, 1, far), 3), (told(&first, 1, far + 1), 3), (both.clone(), 4), (both, 4), (told(&second, 2, 1), 4)]
        {
            assert_eq!(invoke("count-answers", &delivery).await.expect("handled"), json!({ "batchItemFailures": [] }));
            let known = statistics(author, &id).await;
            assert_eq!((&known["attempts"], &known["questions"][0]["asked"]), (&json!(expected), &json!(expected)), "{known}");
        }
    });
}
