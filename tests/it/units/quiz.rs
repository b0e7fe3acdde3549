//! What a quiz of thirty questions of a kilobyte each costs.

use super::{Measured, expected};
use crate::{
    dynamodb::stored,
    quizzes::forward,
    stack::until,
    workspace::{Person, Workspace, completion, publish},
};
use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};

/// Texts of different words, so that they pack no better than what people write.
fn words(seed: usize, count: usize) -> String {
    const WORDS: [&str; 40] = [
        "fire",
        "exit",
        "door",
        "alarm",
        "water",
        "foam",
        "sand",
        "smoke",
        "stairs",
        "lift",
        "assembly",
        "point",
        "warden",
        "call",
        "before",
        "after",
        "never",
        "always",
        "when",
        "where",
        "which",
        "should",
        "leave",
        "building",
        "extinguisher",
        "blanket",
        "kitchen",
        "office",
        "battery",
        "electrical",
        "equipment",
        "closed",
        "open",
        "first",
        "last",
        "person",
        "report",
        "helmet",
        "ladder",
        "workshop",
    ];
    (0..count).map(|at| WORDS[(seed * 7_919 + at * at * 31 + at * 17) % WORDS.len()]).collect::<Vec<_>>().join(" ")
}

fn questions() -> Vec<Value> {
    let of = |number: usize| {
        let answers: Vec<Value> = (0..4)
            .map(|at| json!({ "text": words(number * 5 + at, 16), "right": at == 1, "feedback": words(number * 11 + at, 12) }))
            .collect();
        json!({ "id": format!("q{number}"), "kind": "single", "text": words(number, 30), "answers": answers })
    };
    (1..=30).map(of).collect()
}

/// Answers every question of an attempt.
async fn answer_all(learner: &Person, attempts: &str, begun: &Value) {
    for question in begun["questions"].as_array().expect("questions") {
        let path = format!("{attempts}/1/answers/{}", question["id"].as_str().expect("an id"));
        let answer = json!({ "answer": { "kind": "single", "choice": question["choices"][0]["id"] }, "sequence": 1_790_000_000_000_u64 });
        learner.send("PUT", &path, &[], Some(&answer)).await.expect(200);
    }
}

/// A bank of these questions is made, drawn from, changed and deleted.
async fn banks(measured: &mut Measured, author: &Person, questions: &[Value]) {
    let of_quiz = |content: Value| {
        let lessons = json!([{ "title": "Quiz", "minutes": 20, "content": content }]);
        json!({ "title": "Quiz", "summary": "", "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }] })
    };
    measured.note();
    let own = json!({ "kind": "quiz", "questions": questions });
    author.post("/v1/admin/courses", &of_quiz(own)).await.expect(201);
    let own = measured.last("create-course");
    let made = author.post("/v1/admin/question-banks", &json!({ "title": "Thirty questions", "questions": questions })).await.expect(201);
    let drawn = json!({ "kind": "quiz", "draws": [{ "bank_id": made["bank_id"], "count": 10 }] });
    author.post("/v1/admin/courses", &of_quiz(drawn)).await.expect(201);
    let drawn = measured.last("create-course");
    println!("a quiz of 30 questions: saved with its own {own:?}, taken from a bank {drawn:?}");
    assert!(drawn.0 > own.0 && drawn.0 <= own.0 + 3.0, "taking from a bank is one reading of it: {drawn:?} beside {own:?}");
    assert!(drawn.1 <= own.1 + 2.0, "what was taken is stored as a quiz's own questions are: {drawn:?} beside {own:?}");
    author.get("/v1/admin/question-banks").await.expect(200);
    let path = format!("/v1/admin/question-banks/{}", made["bank_id"].as_str().expect("an id"));
    let etag = author.get(&path).await.etag();
    let changed = author.send("PATCH", &path, &[("if-match", &etag)], Some(&json!({ "questions": &questions[1..] }))).await;
    author.send("DELETE", &path, &[("if-match", &changed.etag())], None).await.expect(204);
    measured.note();
}

/// Learners who begin in the same moment: each pays the same, so that nobody has tried twice or found more to read because of the others, and
/// nothing that they share has been written. One of them goes on.
async fn at_once(measured: &Measured, workspace: &Workspace, course: &str) -> Person {
    const MANY: usize = 10;
    let names: Vec<String> = (0..MANY).map(|number| format!("together{number}")).collect();
    let wanted: Vec<(&str, &[&str])> = names.iter().map(|name| (name.as_str(), &[][..])).collect();
    let people = workspace.members(&wanted).await;
    for name in &names {
        people[name].put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    }
    let shared = format!("W#{}#COURSE#{course}", workspace.id);
    let (before, last) = (stored(&shared).await, measured.stack.invocations(None, None).last().map(|last| last.number));
    let attempts = format!("/v1/me/enrolments/{course}/lessons/l0/attempts");
    let begun = join_all(names.iter().map(|name| people[name].send("POST", &attempts, &[], None))).await;
    for answer in begun {
        answer.expect(201);
    }
    let units: Vec<(f64, f64)> = measured
        .stack
        .invocations(Some("begin-attempt"), last)
        .iter()
        .map(|invocation| (invocation.read_units, invocation.write_units))
        .collect();
    println!("{MANY} who begin a quiz at once: {units:?}");
    assert!(units.len() == MANY && units.iter().all(|one| *one == units[0]), "{units:?}");
    assert!(before == stored(&shared).await, "something that all learners share was written");
    people[names[0].as_str()].clone()
}

/// An attempt whose time passes, and nobody looks. It moves the clock, and so it is the last of all.
pub(super) async fn deadline(measured: &mut Measured, author: &Person, learner: &Person) {
    let content = json!({ "kind": "quiz", "time_limit_minutes": 1, "pass_percent": 0, "questions": [{ "id": "q1", "kind": "true_false", "text": "?", "right": true }] });
    let lessons = json!([{ "title": "Quiz", "minutes": 1, "content": content }]);
    let parts = json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }]);
    let course = publish(author, &json!({ "title": "A minute", "summary": "", "parts": parts })).await;
    learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    learner.send("POST", &format!("/v1/me/enrolments/{course}/lessons/l0/attempts"), &[], None).await.expect(201);
    until("a schedule", || async { measured.stack.invocations(Some("end-attempt"), Some(measured.seen)).first().map(|_| ()) }).await;
    forward(SignedDuration::from_mins(15)).await;
    let ended = || measured.stack.invocations(Some("end-attempt"), Some(measured.seen)).into_iter().find(|call| call.write_units > 0.0);
    until("the end of the attempt", || async { ended() }).await;
    measured.note();
}

pub(super) async fn journey(measured: &mut Measured, workspace: &Workspace, (admin, author): (&Person, &Person), learner: &Person) {
    let questions = questions();
    let size = questions.iter().map(|question| question.to_string().len()).sum::<usize>() / questions.len();
    assert!((900..1_200).contains(&size), "{size} bytes");
    let lessons = json!([{ "title": "Quiz", "minutes": 20, "content": { "kind": "quiz", "questions": questions, "pass_percent": 0 } },
        { "title": "Text", "minutes": 1, "markdown": "Read." }]);
    let parts = json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }]);
    let course = publish(author, &json!({ "title": "Thirty questions", "summary": "", "parts": parts })).await;
    learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    let attempts = format!("/v1/me/enrolments/{course}/lessons/l0/attempts");
    measured.note();

    learner.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200);
    let view = measured.last("get-lesson");
    assert!(view.0 <= 2.0, "the view of a quiz's lesson: {} read units", view.0);
    let begun = learner.send("POST", &attempts, &[], None).await.expect(201);
    let start = measured.last("begin-attempt");
    assert!(start.0 <= 4.0, "beginning a quiz: {} read units", start.0);
    answer_all(learner, &attempts, &begun).await;
    let save = measured.last("save-answer");
    learner.send("POST", &format!("{attempts}/1/submission"), &[], None).await.expect(200);
    let submission = measured.last("submit-attempt");
    println!("a quiz of 30 questions of {size} bytes: view {view:?}, start {start:?}, last answer {save:?}, submission {submission:?}");
    expected(start, 4.0, "beginning a quiz");
    expected(save, 2.0, "saving the last of thirty answers");
    expected(submission, 6.0, "submitting a quiz that completes its lesson");
    assert!(submission.0 <= 4.0, "submitting a quiz: {} read units", submission.0);

    learner.get(&attempts).await.expect(200);
    learner.get(&format!("{attempts}/1")).await.expect(200);
    let of_lesson = format!("/v1/admin/courses/{course}/lessons/l0");
    author.get(&format!("{of_lesson}/attempts")).await.expect(200);
    author.get(&format!("{of_lesson}/attempts/{}/1", learner.member_id)).await.expect(200);
    let of_member = format!("/v1/team/members/{}/attempts", learner.member_id);
    admin.get(&of_member).await.expect(200);
    admin.get(&format!("{of_member}/{course}/l0/1")).await.expect(200);
    author.get(&format!("{of_lesson}/quiz-statistics")).await.expect(200);
    let preview = author.post(&format!("{of_lesson}/regrading-preview"), &json!({})).await.expect(200);
    author.post(&format!("{of_lesson}/regrading"), &json!({ "token": preview["token"] })).await.expect(204);
    until("regrade-attempts", || async { measured.stack.invocations(Some("regrade-attempts"), Some(0)).first().map(|_| ()) }).await;
    until("count-answers", || async { measured.stack.invocations(Some("count-answers"), Some(0)).first().map(|_| ()) }).await;
    banks(measured, author, &questions).await;
    let together = at_once(measured, workspace, &course).await;
    together.put(&completion(&course, 1)).await.expect(200);
    let begun = together.get(&format!("{attempts}/1")).await.expect(200);
    answer_all(&together, &attempts, &begun).await;
    together.send("POST", &format!("{attempts}/1/submission"), &[], None).await.expect(200);
    let last = measured.last("submit-attempt");
    println!("a quiz of 30 questions that completes its course: {last:?}");
    expected(last, 8.0, "submitting a quiz that completes its lesson and the course");
    author.post("/v1/admin/questions/reading", &json!({ "format": "gift", "content": "Wet? {T}" })).await.expect(200);
    author
        .post(
            "/v1/admin/questions/writing",
            &json!({ "format": "gift", "questions": [{ "id": "q", "kind": "true_false", "text": "?", "right": true }] }),
        )
        .await
        .expect(200);
    measured.note();
}
