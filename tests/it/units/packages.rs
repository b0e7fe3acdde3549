//! What packages cost: a launch reads what it needs of a part, and never the manifest; a report reads and writes one item.

use super::{Measured, expected};
use crate::{
    packages::{Running, base, course_of, manifest, sample, unpacked, zip},
    workspace::Person,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

/// The units of the last call of a handler.
fn last(measured: &Measured, handler: &str) -> (f64, f64) {
    let call = measured.stack.invocations(Some(handler), None).pop().unwrap_or_else(|| panic!("{handler} was called"));
    (call.read_units, call.write_units)
}

/// Text as packages write that pack their data themselves: Base64 of bytes in which nothing repeats.
fn packed_already(length: usize) -> String {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let bytes: Vec<u8> = (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .collect();
    STANDARD.encode(bytes).chars().take(length).collect()
}

pub(super) async fn journey(measured: &mut Measured, author: &Person, learner: &Person) {
    let package = sample("units");
    unpacked(author, &package).await;
    let course = course_of(author, &package).await;
    learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    measured.note();
    let mut running = Running::open(learner, &course, 1, "a").await;
    let (read, _) = last(measured, "launch-package");
    assert!(read <= 4.0, "a launch reads {read} units");
    // As most packages report: places, ten answers, and 4,000 characters that are packed already.
    let mut cmi =
        json!({ "cmi.core.lesson_location": "p7", "cmi.suspend_data": packed_already(4_000), "cmi.core.session_time": "00:00:30" });
    for at in 0..10 {
        cmi[format!("cmi.interactions.{at}.id")] = json!(format!("question-{at}"));
        cmi[format!("cmi.interactions.{at}.student_response")] = json!("b");
        cmi[format!("cmi.interactions.{at}.result")] = json!("correct");
    }
    for time in ["00:00:30", "00:01:00"] {
        cmi["cmi.core.session_time"] = json!(time);
        running.commit(&cmi, &json!({}), false).await;
        let (read, write) = last(measured, "commit-package");
        assert!(read <= 2.0 && write <= 4.0, "a report costs {read} read and {write} write units");
    }
    // It completes the lesson: the enrolment is one write more, of one unit, and the entry in lists another, of two.
    cmi["cmi.core.lesson_status"] = json!("passed");
    cmi["cmi.core.score.raw"] = json!("90");
    let done = running.commit(&cmi, &json!({}), true).await;
    assert_eq!((&done["state"], &done["lesson_completed"]), (&json!("passed"), &json!(true)));
    let (read, write) = last(measured, "commit-package");
    println!("a report with 4,000 characters that hardly pack, which completes its lesson: {read} read and {write} write units");
    assert!(read <= 2.0 && write <= 7.0, "a report that completes the lesson costs {read} read and {write} write units");
    learner.get(&format!("{}/package", base(&course, 1))).await.expect(200);
    author.get(&format!("/v1/admin/courses/{course}/lessons/l1/package-attempts")).await.expect(200);
    measured.note();
    ordinary(measured, author).await;
    longest(measured, learner, &course).await;
    measured.skip();
}

/// Reports as most packages make them: one saves, the next completes the lesson, and that of the other part the course.
async fn ordinary(measured: &Measured, author: &Person) {
    let parts = [("a", "a.html", ""), ("b", "b.html", "")];
    let package = zip(&[("imsmanifest.xml", manifest("Two parts", &parts).as_bytes()), ("a.html", b"<html>"), ("b.html", b"<html>")]);
    unpacked(author, &package).await;
    let course = course_of(author, &package).await;
    author.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    let place = json!({ "cmi.core.lesson_location": "p7", "cmi.suspend_data": "p1=1;p2=1;p3=0.5", "cmi.core.session_time": "00:00:00" });
    let done = json!({ "cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90" });
    let mut costs = Vec::new();
    for lesson in 0..2 {
        author.get(&format!("/v1/catalog/courses/{course}/lessons/l{lesson}")).await.expect(200);
        let mut running = Running::open(author, &course, lesson, "a").await;
        for (cmi, is_final) in [(&place, false), (&done, true)] {
            running.commit(cmi, &json!({}), is_final).await;
            costs.push(last(measured, "commit-package"));
        }
    }
    println!("ordinary reports: saving, completing the lesson, saving, completing the course: {costs:?}");
    let [saving, lesson, _, course] = costs[..] else { panic!("{costs:?}") };
    expected(saving, 1.0, "an ordinary report");
    expected(lesson, 4.0, "an ordinary report that completes its lesson");
    expected(course, 7.0, "an ordinary report that completes its lesson and the course");
}

/// The most that SCORM 2004 lets a package store (RTE, Suspend Data), in letters that hardly pack.
async fn longest(measured: &Measured, learner: &Person, course: &str) {
    let mut running = Running::open(learner, course, 0, "a").await;
    running.commit(&json!({ "cmi.suspend_data": packed_already(64_000) }), &json!({}), false).await;
    let (read, write) = last(measured, "commit-package");
    println!("a report with 64,000 characters that hardly pack: {read} read and {write} write units");
    assert!(read <= 2.0 && write <= 50.0, "64,000 characters that hardly pack cost {read} read and {write} write units");
}
