//! /v1/admin/question-banks: questions that a workspace keeps once, and what quizzes take of them when they are saved.

use crate::{
    course_archives::{copied, course_of, exported, imported},
    global_courses::offer,
    platform_workspaces::operator,
    stack::run,
    workspace::{Answer, Person, Workspace, publish, revise},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const BANKS: &str = "/v1/admin/question-banks";

fn question(id: &str, text: &str, right: bool, tags: &[&str]) -> Value {
    json!({ "id": id, "kind": "true_false", "text": text, "right": right, "tags": tags })
}

/// Two questions about fire, and one about ladders.
fn three() -> Value {
    json!([
        question("q1", "Fire of the bank 1", true, &["fire"]),
        question("q2", "Fire of the bank 2", true, &["fire", "exits"]),
        question("q3", "Ladder of the bank", true, &["ladders"])
    ])
}

async fn bank(author: &Person, title: &str, questions: &Value) -> String {
    let made = author.post(BANKS, &json!({ "title": title, "questions": questions })).await.expect(201);
    made["bank_id"].as_str().expect("an id").to_owned()
}

async fn change(author: &Person, id: &str, change: &Value) -> Answer {
    let path = format!("{BANKS}/{id}");
    let etag = author.get(&path).await.etag();
    author.send("PATCH", &path, &[("if-match", &etag)], Some(change)).await
}

fn parts(content: &Value) -> Value {
    let lessons = json!([{ "title": "Quiz", "minutes": 5, "content": content }, { "title": "Text", "minutes": 1, "markdown": "Read." }]);
    json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }])
}

/// A quiz with a question of its own that bears a tag of the bank's as well.
fn quiz(draws: &Value) -> Value {
    json!({ "kind": "quiz", "pass_percent": 0, "questions": [question("own", "Own", true, &["fire"])], "draws": draws })
}

/// The quiz of a course's draft, as its author is given it.
async fn written(author: &Person, course: &str) -> Value {
    author.get(&format!("/v1/catalog/courses/{course}/lessons/l0?version=draft")).await.expect(200)["content"].clone()
}

/// Saves a quiz as it came, or as it has been changed.
async fn save(author: &Person, course: &str, content: &Value) -> Answer {
    let path = format!("/v1/admin/courses/{course}");
    let seen = author.get(&format!("/v1/catalog/courses/{course}?version=draft")).await;
    let lessons = json!([
        { "id": "l0", "title": "Quiz", "minutes": 5, "content": content }, { "id": "l1", "title": "Text", "minutes": 1 }]);
    let change = json!({ "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }] });
    author.send("PATCH", &path, &[("if-match", &seen.etag())], Some(&change)).await
}

/// What was saved is what learners have from now on.
async fn republish(author: &Person, course: &str) {
    let etag = author.get(&format!("/v1/catalog/courses/{course}?version=draft")).await.etag();
    let path = format!("/v1/admin/courses/{course}/publish");
    author.send("POST", &path, &[("if-match", &etag)], Some(&json!({ "recall": true }))).await.expect(200);
}

async fn draft_quiz(author: &Person, content: &Value) -> Answer {
    author.post("/v1/admin/courses", &json!({ "title": "Safety", "summary": "", "parts": parts(content) })).await
}

/// The texts that an attempt asks, each of which is answered with true.
async fn asked(learner: &Person, course: &str) -> BTreeSet<String> {
    let path = format!("/v1/me/enrolments/{course}/lessons/l0/attempts");
    let begun = learner.send("POST", &path, &[], None).await.expect(201);
    let questions = begun["questions"].as_array().expect("questions").iter();
    for (at, question) in questions.clone().enumerate() {
        let path = format!("{path}/{}/answers/{}", begun["number"], question["id"].as_str().expect("an id"));
        let answer = json!({ "answer": { "kind": "true_false", "value": true }, "sequence": at + 1 });
        learner.send("PUT", &path, &[], Some(&answer)).await.expect(200);
    }
    learner.send("POST", &format!("{path}/{}/submission", begun["number"]), &[], None).await.expect(200);
    questions.map(|question| question["html"].as_str().expect("a text").replace("<p>", "").replace("</p>", "").trim().to_owned()).collect()
}

fn detail(answer: Answer) -> String {
    answer.expect(422)["errors"][0]["detail"].as_str().expect("a detail").to_owned()
}

#[test]
fn a_quiz_asks_what_it_took_from_a_bank_until_it_is_saved_again() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
        let (author, ann) = (&people["author"], &people["ann"]);
        let id = bank(author, "Safety", &three()).await;
        let draws = json!([{ "bank_id": id, "tag": "fire", "count": 2 }]);
        let course = publish(author, &json!({ "title": "Safety", "summary": "", "parts": parts(&quiz(&draws)) })).await;

        // The author's own questions stay the author's own; learners are told of neither.
        let first = written(author, &course).await;
        assert_eq!(first["questions"].as_array().map(Vec::len), Some(1));
        let taken = first["draws"][0]["taken"].clone();
        let listed = author.get(BANKS).await.expect(200)["items"][0].clone();
        assert_eq!((&taken["count"], &taken["digest"]), (&json!(2), &listed["digest"]));
        ann.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        let seen = ann.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200).to_string();
        assert!(["draws", "digest", &id, "fire"].iter().all(|secret| !seen.contains(secret)), "{seen}");
        let of_bank = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(asked(ann, &course).await, of_bank(&["Own", "Fire of the bank 1", "Fire of the bank 2"]));

        // A corrected bank changes no quiz; what its draw took is seen to be another.
        let corrected = json!([
            question("q1", "Fire of the bank 1, corrected", false, &["fire"]),
            question("q2", "Fire of the bank 2", true, &["fire"]),
            question("q3", "Ladder of the bank", true, &["ladders"])
        ]);
        let changed = change(author, &id, &json!({ "questions": corrected })).await.expect(200);
        assert_ne!(changed["digest"], taken["digest"]);
        assert_eq!(written(author, &course).await, first);
        assert!(asked(ann, &course).await.contains("Fire of the bank 1"));
        // Saved without its content, the lesson stays what it is; saved with it, it takes what the bank has now, whatever it says it took.
        revise(author, &course, &json!({ "title": "Safety first" })).await;
        assert_eq!(written(author, &course).await, first);
        save(author, &course, &first).await.expect(200);
        let newest = written(author, &course).await;
        assert_eq!(newest["draws"][0]["taken"]["digest"], changed["digest"]);
        republish(author, &course).await;
        assert_eq!(asked(ann, &course).await, of_bank(&["Own", "Fire of the bank 1, corrected", "Fire of the bank 2"]));

        // A question of a bank is the same one in what was taken later, so its correction reaches attempts from before.
        let preview = author.post(&format!("/v1/admin/courses/{course}/lessons/l0/regrading-preview"), &json!({})).await.expect(200);
        assert_eq!((preview["changes"].as_array().map(Vec::len), &preview["attempts_left_out"]), (Some(2), &json!(0)), "{preview}");

        // A quiz keeps what it has taken of a bank that is gone, and takes nothing else from there.
        let path = format!("{BANKS}/{id}");
        let etag = author.get(&path).await.etag();
        author.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(204);
        assert_eq!(author.get(&path).await.problem(), "not-found");
        let mut kept = newest.clone();
        kept["pass_percent"] = json!(50);
        save(author, &course, &kept).await.expect(200);
        assert_eq!(written(author, &course).await, kept);
        republish(author, &course).await;
        assert_eq!(asked(ann, &course).await.len(), 3);
        kept["draws"] = json!([{ "bank_id": id, "tag": "ladders", "count": 1 }]);
        assert!(detail(save(author, &course, &kept).await).contains("there is no question bank"));
    });
}

#[test]
fn a_bank_is_made_once_and_changed_by_who_has_seen_it() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let new = json!({ "title": "Ladders", "questions": three() });
        let key = [("idempotency-key", "ladders-1")];
        let made = author.send("POST", BANKS, &key, Some(&new)).await;
        let (etag, made) = (made.etag(), made.expect(201));
        assert_eq!(author.send("POST", BANKS, &key, Some(&new)).await.expect(201)["bank_id"], made["bank_id"]);
        let tags = json!([
            { "tag": "exits", "question_count": 1 }, { "tag": "fire", "question_count": 2 }, { "tag": "ladders", "question_count": 1 }]);
        assert_eq!((&made["question_count"], &made["tags"]), (&json!(3), &tags));
        bank(author, "Fire", &json!([question("q1", "?", true, &[])])).await;
        let titles = |list: Value| list["items"].as_array().expect("banks").iter().map(|bank| bank["title"].clone()).collect::<Vec<_>>();
        assert_eq!(titles(author.get(BANKS).await.expect(200)), ["Fire", "Ladders"]);
        assert_eq!(titles(author.get(&format!("{BANKS}?q=LADD")).await.expect(200)), ["Ladders"]);

        let path = format!("{BANKS}/{}", made["bank_id"].as_str().expect("an id"));
        assert_eq!(author.get(&path).await.expect(200)["questions"], three());
        let renamed = author.send("PATCH", &path, &[("if-match", &etag)], Some(&json!({ "title": "Steps" }))).await.expect(200);
        assert_eq!((&renamed["title"], &renamed["digest"]), (&json!("Steps"), &made["digest"]));
        assert_eq!(author.send("PATCH", &path, &[("if-match", &etag)], Some(&json!({ "title": "Late" }))).await.status, 412);
        assert_eq!(author.send("DELETE", &path, &[("if-match", &etag)], None).await.status, 412);
        assert_eq!(author.get(&path).await.expect(200)["questions"], three());
        for method in ["GET", "POST"] {
            assert_eq!(learner.send(method, BANKS, &[], Some(&new)).await.status, 403);
        }
        let acts = people["admin"].get("/v1/admin/audit-events?action=question_bank.created").await.expect(200);
        assert_eq!(acts["items"].as_array().map(Vec::len), Some(2), "{acts}");
    });
}

#[test]
fn what_cannot_be_kept_or_drawn_is_refused() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let refused = async |questions: Value| detail(author.post(BANKS, &json!({ "title": "Bank", "questions": questions })).await);
        let twice = json!([question("a", "?", true, &[]), question("a", "!", true, &[])]);
        assert!(refused(twice).await.contains("two questions with the id a"));
        let many: Vec<Value> = (0..11)
            .map(|at| {
                let tags: Vec<String> = (0..10).map(|tag| format!("tag {at} {tag}")).collect();
                question(&format!("q{at}"), "?", true, &tags.iter().map(String::as_str).collect::<Vec<_>>())
            })
            .collect();
        assert!(refused(json!(many)).await.contains("at most 100 different tags"));
        let long: Vec<Value> = (0..45).map(|at| question(&format!("q{at}"), &"long ".repeat(1_900), true, &[])).collect();
        assert!(refused(json!(long)).await.contains("390000 bytes"));
        let missing = format!("![a](/files/{})", "ab".repeat(32));
        assert!(!refused(json!([question("a", &missing, true, &[])])).await.is_empty());

        let large: Vec<Value> = (0..200).map(|at| question(&format!("q{at}"), "?", true, &[])).collect();
        let (small, large) = (bank(author, "Small", &three()).await, bank(author, "Large", &json!(large)).await);
        let refused = async |draws: Value| detail(draft_quiz(author, &quiz(&draws)).await);
        assert!(refused(json!([{ "bank_id": small, "tag": "fire", "count": 3 }])).await.contains("there are only 2"));
        assert!(refused(json!([{ "bank_id": small, "count": 4 }])).await.contains("there are only 3"));
        // What one draw takes the next one has not.
        let both = json!([{ "bank_id": small, "tag": "exits", "count": 1 }, { "bank_id": small, "tag": "fire", "count": 2 }]);
        assert!(refused(both).await.contains("there are only 1"));
        assert!(refused(json!([{ "count": 1 }])).await.contains("needs a tag"));
        assert!(refused(json!([{ "bank_id": large, "count": 1 }])).await.contains("at most 200 questions"));
        assert!(refused(json!([{ "bank_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "count": 1 }])).await.contains("no question bank"));
        // A bank alone makes a quiz.
        let alone = json!({ "kind": "quiz", "draws": [{ "bank_id": large, "count": 5 }] });
        draft_quiz(author, &alone).await.expect(201);

        // Another workspace's bank is none.
        let stranger = &Workspace::open().await.members(&[("author", &["author"])]).await["author"];
        let theirs = detail(draft_quiz(stranger, &quiz(&json!([{ "bank_id": small, "count": 1 }]))).await);
        assert!(theirs.contains("no question bank"), "{theirs}");
    });
}

#[test]
fn copies_keep_what_was_taken_and_archives_make_it_the_quizs_own() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let id = bank(author, "Safety", &three()).await;
        let draws = json!([{ "bank_id": id, "tag": "fire", "count": 1 }, { "bank_id": id, "count": 1 }]);
        let course = draft_quiz(author, &quiz(&draws)).await.expect(201)["course_id"].as_str().expect("an id").to_owned();
        let copy = course_of(&copied(author, &course, "Copy").await);
        assert_eq!(written(author, &copy).await, written(author, &course).await);

        let elsewhere = Workspace::open().await;
        let (stranger, reader) = {
            let people = elsewhere.members(&[("author", &["author"]), ("reader", &[])]).await;
            (people["author"].clone(), people["reader"].clone())
        };
        let there = course_of(&imported(&stranger, exported(author, &course).await).await);
        let quiz = written(&stranger, &there).await;
        assert_eq!(quiz["draws"], json!([{ "tag": "fire 2", "count": 1 }, { "tag": "Bank", "count": 1 }]));
        let texts: Vec<&str> = quiz["questions"].as_array().expect("questions").iter().filter_map(|one| one["text"].as_str()).collect();
        assert_eq!(texts, ["Own", "Fire of the bank 1", "Fire of the bank 2", "Ladder of the bank"]);
        let etag = stranger.get(&format!("/v1/catalog/courses/{there}?version=draft")).await.etag();
        stranger.send("POST", &format!("/v1/admin/courses/{there}/publish"), &[("if-match", &etag)], None).await.expect(200);
        reader.put(&format!("/v1/me/enrolments/{there}")).await.expect(201);
        assert_eq!(asked(&reader, &there).await.len(), 3);
    });
}

#[test]
fn quizzes_of_a_course_may_ask_the_same() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let id = bank(author, "Practice and exam", &three()).await;
        let content = json!({ "kind": "quiz", "pass_percent": 0, "draws": [{ "bank_id": id, "count": 2 }] });
        let lessons = |minutes: u32| json!([{ "title": "Practice", "minutes": minutes, "content": content }, { "title": "Exam", "minutes": minutes, "content": content }]);
        let parts = json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons(5) }] }]);
        let made = author.post("/v1/admin/courses", &json!({ "title": "Twice", "summary": "", "parts": parts })).await.expect(201);
        let course = made["course_id"].as_str().expect("an id").to_owned();
        // Both are changed with one request.
        let mut changed = lessons(6);
        (changed[0]["id"], changed[1]["id"]) = (json!("l0"), json!("l1"));
        changed[1]["content"]["questions"] = json!([question("own", "Own", true, &[])]);
        changed[0]["content"]["questions"] = changed[1]["content"]["questions"].clone();
        let etag = author.get(&format!("/v1/catalog/courses/{course}?version=draft")).await.etag();
        let change = json!({ "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": changed }] }] });
        author.send("PATCH", &format!("/v1/admin/courses/{course}"), &[("if-match", &etag)], Some(&change)).await.expect(200);
        let copy = course_of(&copied(author, &course, "Twice, copied").await);
        let back = course_of(&imported(author, exported(author, &course).await).await);
        for id in [&course, &copy, &back] {
            for lesson in ["l0", "l1"] {
                let seen = author.get(&format!("/v1/catalog/courses/{id}/lessons/{lesson}?version=draft")).await.expect(200);
                assert!(seen["content"]["questions"].as_array().is_some_and(|questions| !questions.is_empty()), "{seen}");
            }
        }
        let operator = operator().await;
        let there = bank(&operator, "Practice and exam", &three()).await;
        let content = json!({ "kind": "quiz", "pass_percent": 0, "draws": [{ "bank_id": there, "count": 2 }] });
        let lessons =
            json!([{ "title": "Practice", "minutes": 5, "content": content }, { "title": "Exam", "minutes": 5, "content": content }]);
        let parts = json!([{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }]);
        let offered = publish(&operator, &json!({ "title": "Twice, offered", "summary": "", "parts": parts })).await;
        assert_eq!(offer(&operator, &offered).await["offer"]["state"], "offered");
    });
}
