//! What packages report, and what becomes of it.

use super::{Running, base, player, sample, taking, unpacked};
use crate::{
    admin_files::{digest, said},
    dynamodb::environment,
    generated::events::sample_event,
    meddler::{Meddler, Stop},
    repository::area,
    stack::{run, until},
    workspace::{Person, Workspace, points, publish},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::DeflateEncoder};
use lambda::Function;
use serde_json::{Value, json};
use std::io::Write;

async fn standing(learner: &Person, course: &str, lesson: usize) -> Value {
    learner.get(&format!("{}/package", base(course, lesson))).await.expect(200)
}

async fn enrolment(learner: &Person, course: &str) -> Value {
    learner.get(&format!("/v1/me/enrolments/{course}")).await.expect(200)
}

#[test]
fn a_package_is_opened_gone_on_with_and_completed() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        assert_eq!(standing(&learner, &course, 0).await, json!({ "attempts": [], "can_begin": true }));
        // Nobody completes it by their word alone.
        let refused = learner.put(&format!("{}/completion", base(&course, 0))).await;
        assert!(said(&refused).contains("open it and go through it to its end"), "{}", said(&refused));
        let mut first = Running::open(&learner, &course, 0, "phone").await;
        let cmi = &first.begun["cmi"];
        assert_eq!((&cmi["cmi.core.entry"], &cmi["cmi.core.lesson_mode"]), (&"ab-initio".into(), &"normal".into()));
        assert_eq!((&cmi["cmi.core.student_id"], &first.begun["standard"]), (&learner.member_id.as_str().into(), &"scorm_1_2".into()));
        let place =
            json!({ "cmi.core.lesson_location": "p3", "cmi.suspend_data": "é".repeat(64_000), "cmi.core.session_time": "00:00:30" });
        let saved = first.commit(&place, &json!({}), false).await;
        assert_eq!((&saved["state"], &saved["lesson_completed"]), (&"open".into(), &false.into()));
        first.commit(&json!({ "cmi.core.exit": "suspend", "cmi.core.session_time": "00:01:00" }), &json!({}), true).await;
        let open = standing(&learner, &course, 0).await;
        assert_eq!((&open["resumes"], &open["attempts"][0]["seconds"]), (&1.into(), &60.into()));

        let mut second = Running::open(&learner, &course, 0, "laptop").await;
        let cmi = &second.begun["cmi"];
        assert_eq!((&cmi["cmi.core.entry"], &cmi["cmi.core.lesson_location"]), (&"resume".into(), &"p3".into()));
        assert_eq!((&cmi["cmi.core.total_time"], &cmi["cmi.core.exit"]), (&"0000:01:00".into(), &Value::Null));
        assert_eq!(cmi["cmi.suspend_data"].as_str().map(|data| data.chars().count()), Some(64_000));
        let done = second.commit(&json!({ "cmi.core.lesson_status": "completed" }), &json!({ "terminated": true }), true).await;
        assert_eq!((&done["state"], &done["lesson_completed"]), (&"completed".into(), &true.into()));
        let enrolment = enrolment(&learner, &course).await;
        assert_eq!(enrolment["progress"]["completed"], 1, "{enrolment}");
    });
}

#[test]
fn the_score_that_counts_is_the_lessons_and_mastery_the_manifests() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        let status = |word: &str, score: u32| json!({ "cmi.core.lesson_status": word, "cmi.core.score.raw": score.to_string() });
        let mut below = Running::open(&learner, &course, 1, "a").await;
        assert_eq!(below.begun["settings"]["mastery_percent"], 80);
        let reported = below.commit(&status("passed", 60), &json!({}), true).await;
        assert_eq!(
            (&reported["state"], &reported["passed"], &reported["lesson_completed"]),
            (&"failed".into(), &false.into(), &false.into())
        );
        let seen = standing(&learner, &course, 1).await;
        assert_eq!((&seen["attempts"][0]["flags"], &seen["can_begin"]), (&json!(["passed_below_mastery"]), &true.into()));
        let mut above = Running::open(&learner, &course, 1, "a").await;
        assert_eq!((&above.begun["attempt"], &above.begun["cmi"]["cmi.core.entry"]), (&2.into(), &"ab-initio".into()));
        above.commit(&status("passed", 90), &json!({}), true).await;
        let mut worse = Running::open(&learner, &course, 1, "a").await;
        worse.commit(&status("failed", 10), &json!({}), true).await;
        let seen = standing(&learner, &course, 1).await;
        assert_eq!((&seen["score_percent"], &seen["passed"]), (&90.into(), &true.into()));
        let states: Vec<&str> =
            seen["attempts"].as_array().expect("attempts").iter().filter_map(|attempt| attempt["state"].as_str()).collect();
        assert_eq!(states, ["failed", "passed", "failed"]);
        let enrolment = enrolment(&learner, &course).await;
        assert_eq!(enrolment["progress"]["completed"], 1);
        assert_eq!(enrolment["scores"], json!([{ "lesson_id": "l1", "percent": 90 }]), "{enrolment}");
    });
}

#[test]
fn nothing_harmless_is_refused_and_nothing_acknowledged_is_lost() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        let mut phone = Running::open(&learner, &course, 0, "phone").await;
        let first = phone.report(&json!({ "cmi.core.lesson_location": "p1" }), &json!({}), false);
        let second = phone.report(&json!({ "cmi.core.lesson_location": "p2" }), &json!({}), false);
        for report in [&second, &first, &second, &second] {
            player("/v1/package-commits", report).await.expect(200);
        }
        // A report of a tab that has gone comes from the next visit, packed.
        let late = phone.report(&json!({ "cmi.core.lesson_location": "p4", "cmi.core.lesson_status": "completed" }), &json!({}), true);
        let laptop = Running::open(&learner, &course, 0, "laptop").await;
        assert_eq!(laptop.begun["cmi"]["cmi.core.lesson_location"], "p2");
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(late.to_string().as_bytes()).expect("packed");
        let packed = json!({ "deflated": STANDARD.encode(packed.finish().expect("packed")) });
        let taken = player("/v1/package-commits", &packed).await.expect(200);
        assert_eq!((&taken["superseded"], &taken["lesson_completed"]), (&true.into(), &true.into()));
        let again = player("/v1/package-commits", &packed).await.expect(200);
        assert_eq!(again, taken);
        let seen = standing(&learner, &course, 0).await;
        assert_eq!(seen["attempts"][0]["flags"], json!(["late_report", "elsewhere"]));
        let next = Running::open(&learner, &course, 0, "laptop").await;
        assert_eq!(next.begun["cmi"]["cmi.core.lesson_location"], "p2", "what is late changes no places");
    });
}

/// Entry of the list, enrolment, attempt: a report that completes a lesson is three writes, in this order.
#[test]
fn a_report_that_dies_between_its_writes_is_sent_again_and_counts_once() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        learner.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200);
        let mut running = Running::open(&learner, &course, 0, "phone").await;
        let done = json!({ "cmi.core.lesson_status": "completed", "cmi.core.score.raw": "90" });
        let report = running.report(&done, &json!({}), true);
        let meddler = Meddler::start().await;
        let mut variables = environment("packages").await;
        variables.insert("AWS_ENDPOINT_URL".to_owned(), meddler.url.clone());
        let function = Function::start(&area("packages"), "commit-package", &variables).expect("the function starts");
        let mut event = sample_event("commit-package");
        (event["body"], event["isBase64Encoded"]) = (report.to_string().into(), false.into());
        for (passed, stop, state, completed) in [
            (0, Stop::Before, "open", 0),
            (0, Stop::After, "open", 0),
            (1, Stop::Before, "open", 0),
            (1, Stop::After, "open", 1),
            (1, Stop::Before, "open", 1),
            (1, Stop::After, "completed", 1),
        ] {
            meddler.stop("PutItem", passed, stop);
            let told = function.invoke(event.clone(), "test").await.result.expect("an answer");
            assert!(told["statusCode"].as_u64().is_some_and(|status| status >= 500), "{passed} {stop:?}: {told}");
            let shown = (standing(&learner, &course, 0).await["attempts"][0]["state"].clone(), enrolment(&learner, &course).await);
            assert_eq!((shown.0, &shown.1["progress"]["completed"]), (state.into(), &completed.into()), "{passed} {stop:?}");
        }
        // The player sends it again, as often as it has no answer.
        for _ in 0..2 {
            let taken = player("/v1/package-commits", &report).await.expect(200);
            assert_eq!((&taken["state"], &taken["lesson_completed"]), (&"completed".into(), &true.into()));
        }
        assert_eq!(enrolment(&learner, &course).await["progress"]["completed"], 1);
        points(&learner, 10).await;
    });
}

#[test]
fn two_devices_are_told_of_each_other() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        Running::open(&learner, &course, 0, "phone").await;
        let launched = learner.post(&format!("{}/launches", base(&course, 0)), &json!({})).await.expect(201);
        let session = async |more: Value| {
            let mut body = json!({ "launch": launched["launch"] });
            body.as_object_mut().expect("fields").extend(more.as_object().cloned().unwrap_or_default());
            player("/v1/package-sessions", &body).await.expect(201)
        };
        let asked = session(json!({ "device": "laptop" })).await;
        assert!(asked["begun"].is_null() && asked["other_device"]["since"].is_string(), "{asked}");
        let same = session(json!({ "device": "phone" })).await;
        assert!(same["other_device"].is_null(), "a device takes over from itself: {same}");
        assert_eq!(same["begun"]["session"], 2);
        let taken = session(json!({ "device": "laptop", "takes_over": true })).await;
        assert!(taken["begun"]["session"] == 3 && taken["other_device"]["since"].is_string(), "{taken}");
    });
}

#[test]
fn a_limit_of_attempts_leaves_the_last_one_to_look_at() {
    run(async {
        let workspace = Workspace::open().await;
        let (author, learner, course) = taking(&workspace).await;
        let lesson = author.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200);
        let mut content = lesson["content"].clone();
        content["attempts"] = json!(1);
        let lessons = json!([{ "id": "l0", "title": "A", "minutes": 1, "content": content }]);
        let change = json!({ "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] });
        crate::workspace::revise(&author, &course, &change).await;
        let mut only = Running::open(&learner, &course, 0, "a").await;
        only.commit(&json!({ "cmi.core.lesson_status": "failed", "cmi.core.lesson_location": "p9" }), &json!({}), true).await;
        let launched = learner.post(&format!("{}/launches", base(&course, 0)), &json!({})).await.expect(201);
        assert_eq!(launched["review"], true);
        let mut review = Running::open(&learner, &course, 0, "a").await;
        let cmi = &review.begun["cmi"];
        assert_eq!((&cmi["cmi.core.lesson_mode"], &cmi["cmi.core.lesson_location"]), (&"review".into(), &"p9".into()));
        let nothing =
            review.commit(&json!({ "cmi.core.lesson_status": "passed", "cmi.core.lesson_location": "p1" }), &json!({}), true).await;
        assert_eq!(nothing["state"], "review");
        let seen = standing(&learner, &course, 0).await;
        assert_eq!((&seen["attempts"][0]["state"], &seen["can_begin"]), (&"failed".into(), &false.into()));
    });
}

#[test]
fn only_who_has_launched_a_package_reports() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        let mut running = Running::open(&learner, &course, 0, "a").await;
        let report = running.report(&json!({}), &json!({}), false);
        let with = |field: &str, value: Value| {
            let mut other = report.clone();
            other[field] = value;
            other
        };
        let ticket = running.launch.clone();
        let altered = format!("{}x{}", &ticket[..10], &ticket[11..]);
        for launch in [altered.as_str(), "x", "x.y", &ticket[..ticket.len() - 2]] {
            assert_eq!(player("/v1/package-commits", &with("launch", launch.into())).await.status, 401, "{launch}");
            assert_eq!(player("/v1/package-sessions", &json!({ "launch": launch })).await.status, 401, "{launch}");
        }
        assert_eq!(player("/v1/package-commits", &with("attempt", 7.into())).await.status, 422);
        assert_eq!(player("/v1/package-commits", &with("session", 7.into())).await.status, 422);
        assert_eq!(player("/v1/package-commits", &with("sequence", 0.into())).await.status, 422);
        assert_eq!(player("/v1/package-commits", &json!({ "deflated": "AAAA" })).await.status, 400);
        // What somebody else's launch is worth is theirs alone: the ticket names the workspace and the member.
        let elsewhere = Workspace::open().await;
        let (_, stranger, other) = taking(&elsewhere).await;
        assert_eq!(stranger.post(&format!("{}/launches", base(&course, 0)), &json!({})).await.status, 404);
        let own = Running::open(&stranger, &other, 0, "a").await;
        player("/v1/package-commits", &with("launch", own.launch.as_str().into())).await.expect(200);
        assert_eq!(standing(&learner, &course, 0).await["attempts"][0]["saved_at"], Value::Null, "it went to their own attempt");
        // A course that was left takes nothing any more, and reports of it are kept all the same.
        learner.send("DELETE", &format!("/v1/me/enrolments/{course}"), &[], None).await;
        let done = with("cmi", json!({ "cmi.core.lesson_status": "completed" }));
        player("/v1/package-commits", &done).await.expect(200);
        let left = until("the course is left", || async {
            (learner.get(&format!("{}/package", base(&course, 0))).await.status == 422).then_some(())
        });
        left.await;
    });
}

#[test]
fn who_completes_a_course_by_a_package_needs_its_seat_no_more() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (admin, author, learner) = (&people["admin"], &people["author"], &people["learner"]);
        let group = admin.post("/v1/admin/groups", &json!({ "name": "Fitters" })).await.expect(201);
        admin
            .put(&format!("/v1/admin/groups/{}/members/{}", group["group_id"].as_str().expect("an id"), learner.member_id))
            .await
            .expect(204);
        let package = sample(&workspace.id);
        assert_eq!(unpacked(author, &package).await["state"], "ready");
        let mut courses = Vec::new();
        for (item, completion) in [("intro", "launched"), ("test", "reported")] {
            let content = json!({ "kind": "package", "file": digest(&package), "item": item, "completion": completion });
            let parts =
                json!([{ "title": "P", "modules": [{ "title": "M", "lessons": [{ "title": item, "minutes": 5, "content": content }] }] }]);
            let terms = json!({ "mode": "open", "seats": 1 });
            let new = json!({ "title": item, "summary": "", "parts": parts, "groups": [group["group_id"]], "enrolment": terms });
            let course = publish(author, &new).await;
            let enrolled = async || (learner.put(&format!("/v1/me/enrolments/{course}")).await.status == 201).then_some(());
            until("a seat", enrolled).await;
            courses.push(course);
        }
        assert_eq!(standing(learner, &courses[0], 0).await["can_begin"], true);
        Running::open(learner, &courses[0], 0, "phone").await;
        let mut reported = Running::open(learner, &courses[1], 0, "phone").await;
        let passed = json!({ "cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90" });
        reported.commit(&passed, &json!({ "terminated": true }), true).await;
        for course in &courses {
            assert!(enrolment(learner, course).await["completed_at"].is_string());
            assert_eq!(author.get(&format!("/v1/catalog/courses/{course}")).await.expect(200)["seat_use"]["taken"], 0);
        }
    });
}

#[test]
fn a_module_that_says_nothing_is_completed_by_its_end() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        let mut running = Running::open(&learner, &course, 0, "phone").await;
        let (cmi, runtime) =
            (json!({ "cmi.core.lesson_status": "not attempted" }), json!({ "completion": "not attempted", "success": "unknown" }));
        // A tab that was closed is no end.
        assert_eq!(running.commit(&cmi, &runtime, false).await["lesson_completed"], false);
        let ended = json!({ "completion": "not attempted", "success": "unknown", "score": { "max": 100 }, "terminated": true });
        let committed = running.commit(&cmi, &ended, true).await;
        assert_eq!((&committed["state"], &committed["lesson_completed"]), (&"completed".into(), &true.into()));
    });
}
