//! What packages cost: a launch reads what it needs of a part, and never the manifest; a report reads and writes one item.

use super::Measured;
use crate::{
    packages::{Running, base, course_of, sample, unpacked},
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
    // It completes the lesson: the attempt, the enrolment and what is announced are one transaction, which costs twice as much.
    cmi["cmi.core.lesson_status"] = json!("passed");
    cmi["cmi.core.score.raw"] = json!("90");
    let done = running.commit(&cmi, &json!({}), true).await;
    assert_eq!((&done["state"], &done["lesson_completed"]), (&json!("passed"), &json!(true)));
    let (read, write) = last(measured, "commit-package");
    assert!(read <= 2.0 && write <= 12.0, "a report that completes the lesson costs {read} read and {write} write units");
    learner.get(&format!("{}/package", base(&course, 1))).await.expect(200);
    author.get(&format!("/v1/admin/courses/{course}/lessons/l1/package-attempts")).await.expect(200);
    measured.note();
    longest(measured, learner, &course).await;
    measured.skip();
}

/// The most that SCORM 2004 lets a package store (RTE, Suspend Data), in letters that hardly pack.
async fn longest(measured: &Measured, learner: &Person, course: &str) {
    let mut running = Running::open(learner, course, 0, "a").await;
    running.commit(&json!({ "cmi.suspend_data": packed_already(64_000) }), &json!({}), false).await;
    let (read, write) = last(measured, "commit-package");
    println!("a report with 64,000 characters that hardly pack: {read} read and {write} write units");
    assert!(read <= 2.0 && write <= 50.0, "64,000 characters that hardly pack cost {read} read and {write} write units");
}
