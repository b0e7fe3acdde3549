//! /v1/me: home, enrolments, completions.

use crate::{
    stack::run,
    workspace::{Workspace, completion, points},
};
use serde_json::{Value, json};

#[test]
fn the_journey_from_enrolment_to_points() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let learner = &people["learner"];
        let course = workspace.course(&people["author"], "Safety", 3).await;

        let enrolment = format!("/v1/me/enrolments/{course}");
        learner.get(&enrolment).await.expect(404);
        assert_eq!(learner.put(&enrolment).await.expect(201)["progress"], json!({ "completed": 0, "total": 3, "percent": 0 }));
        learner.put(&enrolment).await.expect(200);

        let done = learner.put(&completion(&course, 0)).await.expect(200);
        assert_eq!(done["progress"], json!({ "completed": 1, "total": 3, "percent": 33 }));
        assert_eq!(done["completed_lessons"], json!(["l0"]));
        assert_eq!(done["last_lesson"], "l0");
        let again = learner.put(&completion(&course, 0)).await.expect(200);
        assert_eq!(again["progress"], done["progress"]);

        learner.put(&completion(&course, 1)).await.expect(200);
        let last = learner.put(&completion(&course, 2)).await.expect(200);
        assert_eq!(last["progress"]["percent"], 100);
        assert!(last["completed_at"].is_string());

        let home = points(learner, 30).await;
        assert_eq!(home["level"], json!({ "number": 1, "from": 0, "next_at": 100 }));
        assert_eq!(home["enrolments"][0]["course_id"], course.as_str());
        let listed = learner.get("/v1/me/enrolments").await.expect(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn only_what_exists_can_be_completed() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let course = workspace.course(author, "Safety", 1).await;
        // Not enrolled, no such lesson, no such course, no ids at all.
        assert_eq!(learner.put(&completion(&course, 0)).await.problem(), "not-found");
        learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        assert_eq!(learner.put(&completion(&course, 7)).await.problem(), "not-found");
        assert_eq!(learner.put(&completion("01JZ8Q4N7E5T9V3W2XKBYMCD6F", 0)).await.problem(), "not-found");
        for id in ["x", "..", "%23", "W%23other%23X", &"a".repeat(1000)] {
            let status = learner.put(&format!("/v1/me/enrolments/{id}")).await.status.as_u16();
            assert!([400, 403, 404].contains(&status), "{id}: {status}");
        }
        // A draft cannot be taken.
        let draft = author.post("/v1/admin/courses", &crate::workspace::draft("Draft", 1)).await.expect(201);
        let id = draft["course_id"].as_str().expect("an id");
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(404);
    });
}

#[test]
fn two_completions_at_once_both_count() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let learner = &people["learner"];
        let course = workspace.course(&people["author"], "Safety", 4).await;
        learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        let paths: Vec<String> = (0..4).map(|lesson| completion(&course, lesson)).collect();
        let (a, b, c, d) = tokio::join!(learner.put(&paths[0]), learner.put(&paths[1]), learner.put(&paths[2]), learner.put(&paths[3]));
        let mut acknowledged = 0;
        for answer in [a, b, c, d] {
            assert!([200, 409].contains(&answer.status.as_u16()), "{}", answer.body);
            acknowledged += u64::from(answer.status == 200);
        }
        let enrolment = learner.get(&format!("/v1/me/enrolments/{course}")).await.expect(200);
        assert_eq!(enrolment["progress"]["completed"], acknowledged);
        points(learner, acknowledged * 10).await;
    });
}

#[test]
fn one_chooses_ones_language_and_nothing_else() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let learner = &people["learner"];
        let change = async |body: Value| learner.send("PATCH", "/v1/me", &[], Some(&body)).await;
        assert_eq!(learner.get("/v1/me").await.expect(200).get("locale"), None);
        assert_eq!(change(json!({ "locale": "hi" })).await.expect(200)["locale"], "hi");
        change(json!({})).await.expect(200);
        assert_eq!(learner.get("/v1/me").await.expect(200)["locale"], "hi");
        for wrong in [json!({ "locale": "tlh" }), json!({ "roles": ["admin"] }), json!({ "email": "other@elsewhere.example" })] {
            assert_eq!(change(wrong).await.problem(), "rule-broken");
        }
        assert_eq!(change(json!({ "locale": null })).await.expect(200).get("locale"), None);
    });
}
