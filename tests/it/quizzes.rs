//! /v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts and what authors see of them: quizzes, whose answers stay on the server.

mod failures;

use crate::{
    admin_files::{digest, upload},
    admin_imports::PIXEL,
    stack::{run, run_alone, until},
    workspace::{Person, Workspace, completion, publish, request, revise},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// A question of each kind but a picture's. What begins with `Secret` is for nobody before the attempt has ended.
fn questions() -> Value {
    json!([
        { "id": "single", "kind": "single", "text": "Which extinguisher?", "tags": ["Secret tag"], "feedback": "Secret general", "answers": [
            { "text": "Foam", "right": false, "feedback": "Secret foam" }, { "text": "Water", "right": true, "feedback": "Secret water" },
            { "text": "Sand", "right": false }] },
        { "id": "multiple", "kind": "multiple", "text": "Which burn?", "points": 2, "answers": [
            { "text": "Wood", "right": true }, { "text": "Coal", "right": true }, { "text": "Iron", "right": false, "feedback": "Secret iron" }] },
        { "id": "truth", "kind": "true_false", "text": "Water burns", "right": false, "feedback_true": "Secret true", "feedback_false": "Secret false" },
        { "id": "number", "kind": "numeric", "text": "How heavy?", "accepted": [{ "value": "918273.5", "tolerance": "0.25", "feedback": "Secret number" }],
          "units": [{ "name": "kg", "factor": "1" }, { "name": "g", "factor": "0.001" }] },
        { "id": "word", "kind": "text", "text": "Who?", "accepted": [{ "pattern": "Secret person*" }] },
        { "id": "order", "kind": "ordering", "text": "In order", "items": ["1st", "2nd", "3rd", "4th"] },
        { "id": "match", "kind": "matching", "text": "Match", "pairs": [{ "prompt": "Cat", "answer": "Meows" }, { "prompt": "Dog", "answer": "Barks" }],
          "distractors": ["Sings"] },
        { "id": "gaps", "kind": "gaps", "text": "The {{1}} is {{2}}.", "gaps": [
            { "choices": [{ "text": "door", "right": false }, { "text": "window", "right": true }] }, { "accepted": [{ "pattern": "Secret state" }] }] }
    ])
}

/// A published course whose first lesson is a quiz with these rules.
async fn course(author: &Person, rules: Value) -> String {
    let mut quiz = json!({ "kind": "quiz", "questions": questions(), "score_feedback": [{ "from_percent": 0, "text": "Secret result" }] });
    quiz.as_object_mut().expect("a quiz").extend(rules.as_object().expect("rules").clone());
    let lessons = json!([{ "title": "Quiz", "minutes": 5, "content": quiz }, { "title": "Text", "minutes": 1, "markdown": "Read." }]);
    let parts = json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }]);
    publish(author, &json!({ "title": "Fire", "summary": "All of it", "parts": parts })).await
}

fn attempts(course: &str) -> String {
    format!("/v1/me/enrolments/{course}/lessons/l0/attempts")
}

fn admin(course: &str, rest: &str) -> String {
    format!("/v1/admin/courses/{course}/lessons/l0/{rest}")
}

async fn begin(person: &Person, course: &str) -> Value {
    person.send("POST", &attempts(course), &[], None).await.expect(201)
}

async fn answer(person: &Person, course: &str, number: u64, question: &str, answer: &Value, sequence: u64) -> crate::workspace::Answer {
    let path = format!("{}/{number}/answers/{question}", attempts(course));
    person.send("PUT", &path, &[], Some(&json!({ "answer": answer, "sequence": sequence }))).await
}

async fn submit(person: &Person, course: &str, number: u64) -> Value {
    person.send("POST", &format!("{}/{number}/submission", attempts(course)), &[], None).await.expect(200)
}

/// What names the choice with this text.
fn id_of(list: &Value, text: &str) -> Value {
    let choices = list.as_array().expect("choices").iter();
    choices.clone().find(|choice| choice["html"].as_str().is_some_and(|html| html.contains(text))).expect("a choice")["id"].clone()
}

/// The right answers to the questions of an attempt.
fn right(attempt: &Value) -> Vec<(String, Value)> {
    let of = |question: &Value| {
        let id = question["id"].as_str().expect("an id").to_owned();
        let answer = match id.as_str() {
            "single" => json!({ "kind": "single", "choice": id_of(&question["choices"], "Water") }),
            "multiple" => {
                json!({ "kind": "multiple", "choices": [id_of(&question["choices"], "Wood"), id_of(&question["choices"], "Coal")] })
            }
            "truth" => json!({ "kind": "true_false", "value": false }),
            "number" => json!({ "kind": "numeric", "value": "918.273.700", "unit": "g" }),
            "word" => json!({ "kind": "text", "text": " secret PERSON, of course" }),
            "order" => {
                let order = ["1st", "2nd", "3rd", "4th"].map(|item| id_of(&question["items"], item));
                json!({ "kind": "ordering", "order": order })
            }
            "match" => {
                let pair = |prompt, answer| (id_of(&question["prompts"], prompt), id_of(&question["answers"], answer));
                let pairs = [pair("Cat", "Meows"), pair("Dog", "Barks")]
                    .map(|(prompt, answer)| (prompt.as_str().expect("an id").to_owned(), answer));
                let pairs: serde_json::Map<String, Value> = pairs.into_iter().collect();
                json!({ "kind": "matching", "pairs": pairs })
            }
            "gaps" => json!({ "kind": "gaps", "gaps": { "1": id_of(&question["gaps"][0]["choices"], "window"), "2": "secret state" } }),
            other => panic!("question {other}"),
        };
        (id, answer)
    };
    attempt["questions"].as_array().expect("questions").iter().map(of).collect()
}

#[test]
fn nothing_that_tells_is_given_before_the_attempt_has_ended() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
        let (author, ann) = (&people["author"], &people["ann"]);
        let id = course(author, json!({ "attempts": 2, "pass_percent": 100 })).await;
        assert!(author.get(&format!("/v1/catalog/courses/{id}/lessons/l0")).await.expect(200).to_string().contains("Secret iron"));

        for path in [attempts(&id), format!("{}/1", attempts(&id))] {
            assert_eq!(
                ann.get(&path).await.expect(422)["errors"][0]["field"],
                "course_id",
                "nobody has attempts who does not take the course"
            );
        }
        let look = ann.get(&format!("/v1/catalog/courses/{id}/lessons/l0")).await.expect(200);
        assert_eq!((&look["content"]["kind"], &look["content"]["pass_percent"]), (&json!("quiz"), &json!(100)));
        ann.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let begun = begin(ann, &id).await;
        let saved = answer(ann, &id, 1, "word", &json!({ "kind": "text", "text": "nobody" }), 7).await.expect(200);
        let mut seen = vec![look, begun.clone(), saved];
        let here = format!("{}/1", attempts(&id));
        for path in [
            &format!("/v1/catalog/courses/{id}/lessons/l0"),
            &format!("/v1/catalog/courses/{id}"),
            "/v1/catalog/courses",
            &format!("/v1/me/enrolments/{id}"),
            "/v1/me/enrolments",
            "/v1/me/home",
            &attempts(&id),
            &here,
        ] {
            seen.push(ann.get(path).await.expect(200));
        }
        seen.push(ann.send("POST", &attempts(&id), &[], None).await.expect(200));
        for body in &seen {
            let text = body.to_string();
            for secret in ["Secret", "918273", "0.25", "\"right\"", "feedback\"", "\"accepted\"", "0.001", "\"draws\""] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
        // What is asked is there, and nothing else of a lesson that only authors see.
        assert_eq!(begun["questions"].as_array().map(Vec::len), Some(8));
        assert_eq!(ann.get(&format!("/v1/admin/courses/{id}/lessons/l0/quiz-statistics")).await.status, 403);

        // By their word nobody has passed.
        assert_eq!(ann.put(&completion(&id, 0)).await.expect(422)["errors"][0]["field"], "lesson_id");
        let ended = submit(ann, &id, 1).await;
        assert_eq!((&ended["result"]["percent"], &ended["result"]["passed"]), (&json!(0), &json!(false)));
        let told = ended["result"]["questions"]["word"]["right"].to_string();
        assert!(told.contains("Secret person*"), "{ended}");
        assert_eq!(ann.get(&here).await.expect(200)["result"], ended["result"], "always the same");

        // What was right then is right in the next attempt too, under other names.
        let second = begin(ann, &id).await;
        for (question, given) in right(&second) {
            answer(ann, &id, 2, &question, &given, 1).await.expect(200);
        }
        let passed = submit(ann, &id, 2).await;
        assert_eq!(passed["result"]["percent"], 100, "{passed}");
        assert_eq!((&passed["result"]["points"], &passed["result"]["points_possible"]), (&json!(9.0), &json!(9.0)));
        assert_eq!(passed["result"]["questions"]["truth"]["feedback"], "<p>Secret false</p>");
        let enrolment = ann.get(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        assert_eq!((&enrolment["progress"]["completed"], &enrolment["scores"][0]["percent"]), (&json!(1), &json!(100)), "{enrolment}");
        let standing = ann.get(&attempts(&id)).await.expect(200);
        assert_eq!((&standing["attempts_left"], &standing["passed"], &standing["can_begin"]), (&json!(0), &json!(true), &json!(false)));
        assert_eq!(ann.send("POST", &attempts(&id), &[], None).await.expect(422)["errors"][0]["field"], "lesson_id");
    });
}

#[test]
fn reviews_show_what_the_quiz_lets_be_seen() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
        for (review, shows, tells) in [("nothing", false, false), ("own_answers", true, false), ("right_answers", true, true)] {
            let id = course(&people["author"], json!({ "review": review })).await;
            people["ann"].put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
            begin(&people["ann"], &id).await;
            let ended = submit(&people["ann"], &id, 1).await;
            assert_eq!(ended["questions"].as_array().is_some_and(|all| !all.is_empty()), shows, "{review}");
            assert_eq!(ended.to_string().contains("\"right\""), tells, "{review}: {ended}");
            assert_eq!(ended["result"]["questions"].is_object(), shows, "{review}");
        }
        let closing = json!({ "review_after_closing": true, "closes_at": "2099-01-01T00:00:00Z" });
        let id = course(&people["author"], closing).await;
        people["ann"].put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        begin(&people["ann"], &id).await;
        assert!(submit(&people["ann"], &id, 1).await["result"]["questions"].is_null());
    });
}

#[test]
fn answers_are_saved_in_any_order_and_two_devices_make_one_attempt() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
        let ann = &people["ann"];
        let id = course(&people["author"], json!({ "cooling_off_minutes": 60 })).await;
        ann.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let path = attempts(&id);
        let (one, other) = tokio::join!(ann.send("POST", &path, &[], None), ann.send("POST", &path, &[], None));
        assert_eq!((&one.body["number"], &one.body["questions"]), (&json!(1), &other.body["questions"]));
        assert_eq!(one.status.as_u16() + other.status.as_u16(), 401, "one begins it, the other finds it");

        let truth = |value: bool| json!({ "kind": "true_false", "value": value });
        answer(ann, &id, 1, "truth", &truth(false), 9).await.expect(200);
        answer(ann, &id, 1, "truth", &truth(true), 8).await.expect(200);
        answer(ann, &id, 1, "truth", &truth(true), 9).await.expect(200);
        let (word, single) = (json!({ "kind": "text", "text": "x" }), json!({ "kind": "single", "choice": "a" }));
        let (first, second) = tokio::join!(answer(ann, &id, 1, "word", &word, 1), answer(ann, &id, 1, "single", &single, 1));
        assert!(first.status.is_success() && second.status.is_success());
        let answers = ann.get(&format!("{path}/1")).await.expect(200)["answers"].clone();
        assert_eq!((&answers["truth"], &answers["word"]), (&truth(false), &word), "the later one counts, whichever came last");
        assert_eq!(answers.as_object().map(serde_json::Map::len), Some(3));
        assert_eq!(answer(ann, &id, 1, "truth", &word, 10).await.expect(422)["errors"][0]["field"], "answer.kind");
        assert_eq!(answer(ann, &id, 1, "nothing", &word, 10).await.status, 404);

        let submission = format!("{path}/1/submission");
        let (one, other) = tokio::join!(ann.send("POST", &submission, &[], None), ann.send("POST", &submission, &[], None));
        let (one, other) = (one.expect(200), other.expect(200));
        assert_eq!((&one["result"], &one["submitted_at"]), (&other["result"], &other["submitted_at"]));
        assert_eq!(answer(ann, &id, 1, "truth", &truth(true), 99).await.expect(422)["errors"][0]["field"], "number");
        let refused = ann.send("POST", &path, &[], None).await.expect(422);
        assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("next attempt")), "{refused}");
        assert!(ann.get(&path).await.expect(200)["next_attempt_at"].is_string());
    });
}

#[test]
fn a_corrected_key_changes_what_its_preview_has_shown() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[]), ("bob", &[])]).await;
        let (author, ann, bob) = (&people["author"], &people["ann"], &people["bob"]);
        let question = |right: bool| json!([{ "id": "q1", "kind": "true_false", "text": "Sand puts it out", "right": right }]);
        let lessons = |right: bool| json!([{ "title": "Quiz", "minutes": 5, "content": { "kind": "quiz", "questions": question(right) } }]);
        let parts = |right: bool| json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons(right) }] }]);
        let id = publish(author, &json!({ "title": "Sand", "summary": "", "parts": parts(false) })).await;
        for (person, value) in [(ann, true), (bob, false)] {
            person.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
            begin(person, &id).await;
            answer(person, &id, 1, "q1", &json!({ "kind": "true_false", "value": value }), 1).await.expect(200);
            let ended = submit(person, &id, 1).await;
            assert_eq!(ended["result"]["percent"], if value { 0 } else { 100 });
        }
        let statistics = until("the statistics", || async {
            let known = author.get(&admin(&id, "quiz-statistics")).await.expect(200);
            (known["attempts"] == 2).then_some(known)
        })
        .await;
        assert_eq!((&statistics["passed"], &statistics["mean_percent"], &statistics["version"]), (&json!(1), &json!(50), &json!(1)));
        assert_eq!(author.get(&admin(&id, "quiz-statistics?version=1")).await.expect(200), statistics);
        assert_eq!(author.get(&admin(&id, "quiz-statistics?version=2")).await.expect(200)["attempts"], 0);
        assert_eq!(author.get(&admin(&id, "quiz-statistics?version=first")).await.status, 400);
        let first = &statistics["questions"][0];
        assert_eq!((&first["facility"], &first["answered"]), (&json!(0.5), &json!(2)), "{first}");
        assert_eq!(
            first["answers"],
            json!([{ "text": "true", "right": false, "count": 1 }, { "text": "false", "right": true, "count": 1 }])
        );

        let mut corrected = parts(true);
        corrected[0]["modules"][0]["lessons"][0]["id"] = "l0".into();
        revise(author, &id, &json!({ "parts": corrected })).await;
        let preview = author.post(&admin(&id, "regrading-preview"), &json!({})).await.expect(200);
        assert_eq!((&preview["attempts_looked_at"], &preview["more"]), (&json!(2), &json!(false)));
        let mut changes: Vec<(Value, Value, Value)> = preview["changes"]
            .as_array()
            .expect("changes")
            .iter()
            .map(|change| (change["member_id"].clone(), change["before_percent"].clone(), change["after_percent"].clone()))
            .collect();
        changes.sort_by_key(|change| change.1.as_u64());
        assert_eq!(changes, [(json!(ann.member_id), json!(0), json!(100)), (json!(bob.member_id), json!(100), json!(0))]);
        assert_eq!(author.post(&admin(&id, "regrading"), &json!({ "token": "made-up" })).await.expect(422)["errors"][0]["field"], "token");
        author.post(&admin(&id, "regrading"), &json!({ "token": preview["token"] })).await.expect(204);
        let standing = until("the corrected result", || async {
            let standing = ann.get(&attempts(&id)).await.expect(200);
            (standing["passed"] == true).then_some(standing)
        })
        .await;
        assert!(standing["attempts"][0]["corrected_at"].is_string(), "{standing}");
        assert_eq!(ann.get(&format!("/v1/me/enrolments/{id}")).await.expect(200)["progress"]["completed"], 1);
        until("bob's result", || async {
            let standing = bob.get(&attempts(&id)).await.expect(200);
            (standing["score_percent"] == 0).then_some(())
        })
        .await;
        assert_eq!(
            bob.get(&format!("/v1/me/enrolments/{id}")).await.expect(200)["progress"]["completed"],
            1,
            "what was completed stays so"
        );
        let acts = people["admin"].get("/v1/admin/audit-events?action=quiz.regraded").await.expect(200);
        assert_eq!(acts["items"].as_array().map(Vec::len), Some(1), "{acts}");
        let again = author.post(&admin(&id, "regrading-preview"), &json!({})).await.expect(200);
        assert_eq!(again["changes"], json!([]));
        let listed = author.get(&admin(&id, "attempts")).await.expect(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(2));
        assert_eq!(listed["items"][0]["name"], "Member bob");
    });
}

/// The right order is where items stand: what was chosen is found by its text, and shown so.
#[test]
fn a_corrected_order_counts_what_was_put_in_that_order() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
        let (author, ann) = (&people["author"], &people["ann"]);
        let parts = |items: [&str; 4]| {
            let question = json!({ "id": "q1", "kind": "ordering", "text": "First of all?", "items": items });
            let lesson = json!({ "id": "l0", "title": "Quiz", "minutes": 5, "content": { "kind": "quiz", "questions": [question] } });
            json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": [lesson] }] }])
        };
        let right = ["Warn", "Call", "Close doors", "Leave"];
        let mut new = parts(["Call", "Leave", "Warn", "Close doors"]);
        new[0]["modules"][0]["lessons"][0].as_object_mut().expect("a lesson").remove("id");
        let id = publish(author, &json!({ "title": "Order", "summary": "", "parts": new })).await;
        ann.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let begun = begin(ann, &id).await;
        let order = right.map(|item| id_of(&begun["questions"][0]["items"], item));
        answer(ann, &id, 1, "q1", &json!({ "kind": "ordering", "order": order }), 1).await.expect(200);
        assert_eq!(submit(ann, &id, 1).await["result"]["passed"], false);

        revise(author, &id, &json!({ "parts": parts(right) })).await;
        let preview = author.post(&admin(&id, "regrading-preview"), &json!({})).await.expect(200);
        assert_eq!((&preview["attempts_left_out"], &preview["changes"][0]["after_percent"]), (&json!(0), &json!(100)), "{preview}");
        author.post(&admin(&id, "regrading"), &json!({ "token": preview["token"] })).await.expect(204);
        let own = format!("{}/1", attempts(&id));
        let corrected = async || {
            let attempt = ann.get(&own).await.expect(200);
            (attempt["result"]["passed"] == true).then_some(attempt)
        };
        let attempt = until("the corrected result", corrected).await;
        let shown = right.map(|item| id_of(&attempt["questions"][0]["items"], item));
        assert_eq!(attempt["answers"]["q1"]["order"], json!(shown), "{attempt}");
        assert_eq!(attempt["result"]["questions"]["q1"]["right"], attempt["answers"]["q1"]);
    });
}

/// Moves the stack's clock.
pub(crate) async fn forward(by: SignedDuration) {
    let now: Timestamp =
        request("GET", "/_local/clock", &[], None).await.expect(200)["now"].as_str().expect("a time").parse().expect("a time");
    request("PUT", "/_local/clock", &[], Some(&json!({ "now": (now + by).to_string() }))).await.expect(200);
}

#[test]
fn the_deadline_is_the_servers() {
    run_alone(in_time_and_too_late());
}

async fn in_time_and_too_late() {
    let workspace = Workspace::named("deadline").await;
    let people = workspace.members(&[("author", &["author"]), ("ann", &[]), ("bob", &[]), ("boss", &["manager"])]).await;
    let id = course(&people["author"], json!({ "time_limit_minutes": 10, "grace_seconds": 60, "pass_percent": 10 })).await;
    let (ann, bob) = (&people["ann"], &people["bob"]);
    for person in [ann, bob] {
        person.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let begun = begin(person, &id).await;
        assert!(begun["due_at"].is_string(), "{begun}");
        answer(person, &id, 1, "truth", &json!({ "kind": "true_false", "value": false }), 1).await.expect(200);
    }
    forward(SignedDuration::from_secs(10 * 60 + 5)).await;
    // On its way when the time was over.
    answer(ann, &id, 1, "word", &json!({ "kind": "text", "text": "secret person" }), 2).await.expect(200);
    forward(SignedDuration::from_secs(120)).await;
    let late = answer(ann, &id, 1, "single", &json!({ "kind": "single", "choice": "a" }), 3).await.expect(422);
    assert_eq!(late["errors"][0]["field"], "number");
    let ended = submit(ann, &id, 1).await;
    assert_eq!((&ended["state"], &ended["submitted_at"]), (&json!("expired"), &ended["due_at"]));
    assert_eq!((&ended["result"]["percent"], &ended["result"]["passed"]), (&json!(22), &json!(true)), "two of nine points: {ended}");
    // Bob never comes back, and nobody looks: what he had saved counts soon after.
    forward(SignedDuration::from_mins(5)).await;
    until("the end of an attempt that nobody looks at", || async {
        let enrolment = bob.get(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        (enrolment["progress"]["completed"] == 1).then_some(())
    })
    .await;
    let listed = people["author"].get(&admin(&id, "attempts")).await.expect(200);
    let of_bob = listed["items"].as_array().expect("attempts").iter().find(|attempt| attempt["name"] == "Member bob").expect("his").clone();
    assert_eq!((&of_bob["state"], &of_bob["percent"]), (&json!("expired"), &json!(11)), "{of_bob}");
    // Of Ann's, which had ended, nothing more was made.
    let again = ann.get(&format!("{}/1", attempts(&id))).await.expect(200);
    assert_eq!((&again["submitted_at"], &again["result"]), (&ended["submitted_at"], &ended["result"]));
}

#[test]
fn whoever_looks_ends_what_is_over_and_its_seat_is_free() {
    run_alone(eight_who_do_not_come_back());
}

/// A quiz with a picture, in a course for a group that has eight seats; to have taken it is enough. Everybody begins it, and its time passes.
async fn eight_who_do_not_come_back() {
    let workspace = Workspace::named("seats").await;
    let learners = ["reads", "lists", "saves", "begins", "listed", "led", "shown", "told"];
    let mut wanted: Vec<(&str, &[&str])> = vec![("author", &["author"]), ("boss", &["manager"])];
    wanted.extend(learners.map(|name| (name, &[][..])));
    let people = workspace.members(&wanted).await;
    let (operator, author) = (&people["admin"], &people["author"]);
    let group = operator.post("/v1/admin/groups", &json!({ "name": "Fire wardens" })).await.expect(201);
    let group = group["group_id"].as_str().expect("an id").to_owned();
    for name in learners {
        operator.put(&format!("/v1/admin/groups/{group}/members/{}", people[name].member_id)).await.expect(204);
    }
    for name in ["led", "told"] {
        let path = format!("/v1/admin/people/{}", people[name].member_id);
        let etag = operator.get(&path).await.etag();
        operator.send("PATCH", &path, &[("if-match", &etag)], Some(&json!({ "manager_id": people["boss"].member_id }))).await.expect(200);
    }

    upload(author, "dot.png", "picture", PIXEL).await;
    let area = json!({ "shape": "circle", "coordinates": [5000, 5000, 900], "right": true });
    let question = json!({ "id": "spot", "kind": "hotspot", "text": "Where?", "picture": digest(PIXEL), "areas": [area] });
    let content = json!({ "kind": "quiz", "questions": [question], "pass_percent": 0, "time_limit_minutes": 10, "attempts": 2 });
    let parts =
        json!([{ "title": "P", "modules": [{ "title": "M", "lessons": [{ "title": "Quiz", "minutes": 5, "content": content }] }] }]);
    let new = json!({ "title": "Exits", "summary": "", "parts": parts, "groups": [group], "enrolment": { "mode": "open", "seats": 8 } });
    let id = publish(author, &new).await;
    let picture = async |attempt: &Value| {
        let address = attempt["questions"][0]["picture"]["address"].as_str().expect("an address").to_owned();
        assert_eq!(reqwest::get(address).await.expect("the bucket answers").status(), 200);
    };
    for name in learners {
        let enrolled = async || (people[name].put(&format!("/v1/me/enrolments/{id}")).await.status == 201).then_some(());
        until("a seat", enrolled).await;
        picture(&begin(&people[name], &id).await).await;
    }
    let own = async |name: &str| people[name].get(&format!("{}/1", attempts(&id))).await;
    picture(&own("reads").await.expect(200)).await;

    forward(SignedDuration::from_mins(11)).await;
    assert_eq!(own("reads").await.expect(200)["state"], "expired");
    assert_eq!(people["lists"].get(&attempts(&id)).await.expect(200)["attempts"][0]["state"], "expired");
    answer(&people["saves"], &id, 1, "spot", &json!({ "kind": "hotspot", "points": [] }), 1).await.expect(422);
    assert_eq!(begin(&people["begins"], &id).await["number"], 2);
    picture(&submit(&people["begins"], &id, 2).await).await;
    let shown = author.get(&admin(&id, &format!("attempts/{}/1", people["shown"].member_id))).await.expect(200);
    let told = people["boss"].get(&format!("/v1/team/members/{}/attempts/{id}/l0/1", people["told"].member_id)).await.expect(200);
    for looked_at in [&shown["attempt"], &told["attempt"]] {
        assert_eq!(looked_at["state"], "expired");
        picture(looked_at).await;
    }
    let led = people["boss"].get(&format!("/v1/team/members/{}/attempts", people["led"].member_id)).await.expect(200);
    assert_eq!(led["items"][0]["state"], "expired");
    let listed = author.get(&admin(&id, "attempts")).await.expect(200);
    assert!(listed["items"].as_array().expect("attempts").iter().all(|attempt| attempt["state"] != "open"), "{listed}");
    for name in learners {
        let enrolment = people[name].get(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        assert!(enrolment["completed_at"].is_string(), "{name}: {enrolment}");
    }
    let shown = author.get(&format!("/v1/catalog/courses/{id}")).await.expect(200);
    assert_eq!(shown["seat_use"]["taken"], 0, "{shown}");
}

#[test]
fn managers_see_the_attempts_of_their_reports_alone() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("boss", &["manager"]), ("ann", &[]), ("bob", &[])]).await;
        let (boss, ann, bob) = (&people["boss"], &people["ann"], &people["bob"]);
        let path = format!("/v1/admin/people/{}", ann.member_id);
        let etag = people["admin"].get(&path).await.etag();
        let change = json!({ "manager_id": boss.member_id });
        people["admin"].send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await.expect(200);
        let id = course(&people["author"], json!({ "review": "nothing" })).await;
        for person in [ann, bob] {
            person.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
            begin(person, &id).await;
            answer(person, &id, 1, "truth", &json!({ "kind": "true_false", "value": false }), 1).await.expect(200);
            submit(person, &id, 1).await;
        }
        let seen = boss.get(&format!("/v1/team/members/{}/attempts", ann.member_id)).await.expect(200);
        let first = &seen["items"][0];
        assert_eq!(
            (&first["course_title"], &first["lesson_title"], &first["percent"]),
            (&json!("Fire"), &json!("Quiz"), &json!(11)),
            "{seen}"
        );
        assert_eq!(boss.get(&format!("/v1/team/members/{}/attempts", bob.member_id)).await.status, 404);

        // What was answered, whatever the quiz lets learners see. Which answers are right is said to authors alone.
        let of = |person: &Person| format!("/v1/team/members/{}/attempts/{id}/l0/1", person.member_id);
        let to_boss = boss.get(&of(ann)).await.expect(200);
        let to_author = people["author"].get(&admin(&id, &format!("attempts/{}/1", ann.member_id))).await.expect(200);
        for (shown, tells) in [(&to_boss, false), (&to_author, true)] {
            let attempt = &shown["attempt"];
            assert_eq!((&shown["name"], &shown["lesson_title"]), (&json!("Member ann"), &json!("Quiz")), "{shown}");
            assert_eq!(attempt["answers"], json!({ "truth": { "kind": "true_false", "value": false } }));
            let results = attempt["result"]["questions"].as_object().expect("results");
            assert_eq!(
                (results.len(), &results["truth"]["points"], &results["single"]["points"]),
                (8, &json!(1.0), &json!(0.0)),
                "{shown}"
            );
            assert!(results.values().all(|result| result.get("right").is_some() == tells), "{shown}");
        }
        assert_eq!(boss.get(&of(bob)).await.status, 404);
        assert_eq!(boss.get(&of(ann).replace("l0/1", "l0/2")).await.problem(), "not-found");
        for path in [of(ann), admin(&id, &format!("attempts/{}/1", ann.member_id))] {
            assert_eq!(ann.get(&path).await.problem(), "forbidden");
        }
        assert_eq!(boss.get(&admin(&id, &format!("attempts/{}/1", ann.member_id))).await.problem(), "forbidden");
    });
}

#[test]
fn questions_of_other_systems_are_read_and_written() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
        let author = &people["author"];
        let file = json!({ "format": "gift", "content": "::a:: Water is wet. {T}\n\nBroken {=x\n\nWho? {=Ann =Bob}" });
        let read = author.post("/v1/admin/questions/reading", &file).await.expect(200);
        assert_eq!(
            (read["questions"].as_array().map(Vec::len), read["skipped"][0]["at"].as_str()),
            (Some(2), Some("question 2, line 3")),
            "{read}"
        );
        for format in ["gift", "moodle_xml", "qti", "csv"] {
            let written =
                author.post("/v1/admin/questions/writing", &json!({ "format": format, "questions": read["questions"] })).await.expect(200);
            let back =
                author.post("/v1/admin/questions/reading", &json!({ "format": format, "content": written["content"] })).await.expect(200);
            assert_eq!(back["questions"], read["questions"], "{format}: {written}");
        }
        assert_eq!(people["ann"].post("/v1/admin/questions/reading", &file).await.status, 403);
    });
}

#[test]
fn a_course_that_asks_for_a_score_is_completed_by_it() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
        let (author, ann) = (&people["author"], &people["ann"]);
        let question = |id: &str| json!({ "id": id, "kind": "true_false", "text": "Water burns", "right": false });
        let content = json!({ "kind": "quiz", "questions": [question("a"), question("b")], "pass_percent": 50 });
        let lessons = json!([{ "title": "Quiz", "minutes": 5, "content": content }]);
        let parts = json!([{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }]);
        let id = publish(author, &json!({ "title": "Scored", "summary": "", "parts": parts, "completion_score": 80 })).await;
        ann.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let enrolled = async || ann.get(&format!("/v1/me/enrolments/{id}")).await.expect(200);
        assert_eq!(enrolled().await["score"], json!({ "percent": 0, "asked": 80 }));
        for (number, right, percent) in [(1, &["a"][..], 50), (2, &["a", "b"], 100)] {
            begin(ann, &id).await;
            for question in right {
                answer(ann, &id, number, question, &json!({ "kind": "true_false", "value": false }), 1).await.expect(200);
            }
            assert_eq!(submit(ann, &id, number).await["result"]["percent"], percent);
            let after = enrolled().await;
            assert_eq!(
                (&after["progress"]["percent"], &after["score"]["percent"]),
                (&json!(100), &json!(percent)),
                "the lesson is passed: {after}"
            );
            assert_eq!(after["completed_at"].is_string(), percent >= 80, "{after}");
        }
        assert_eq!(enrolled().await["scores"], json!([{ "lesson_id": "l0", "percent": 100 }]));
    });
}
