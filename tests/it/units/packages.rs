//! What packages cost: a launch reads what it needs of a part, and never the manifest; a report reads and writes one item.

use super::Measured;
use crate::{
    packages::{Running, base, course_of, sample, unpacked},
    workspace::Person,
};
use serde_json::json;

/// The units of the last call of a handler.
fn last(measured: &Measured, handler: &str) -> (f64, f64) {
    let call = measured.stack.invocations(Some(handler), None).pop().unwrap_or_else(|| panic!("{handler} was called"));
    (call.read_units, call.write_units)
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
    // As most packages report: places, a few answers, suspend data of 2,000 characters that hardly pack.
    let noise: String = (0..2_000_u32).map(|at| char::from(b'a' + u8::try_from(at * at % 23).unwrap_or_default())).collect();
    let mut cmi = json!({ "cmi.core.lesson_location": "p7", "cmi.suspend_data": noise, "cmi.core.session_time": "00:00:30" });
    for at in 0..10 {
        cmi[format!("cmi.interactions.{at}.id")] = json!(format!("question-{at}"));
        cmi[format!("cmi.interactions.{at}.student_response")] = json!("b");
        cmi[format!("cmi.interactions.{at}.result")] = json!("correct");
    }
    running.commit(&cmi, &json!({}), false).await;
    let (read, write) = last(measured, "commit-package");
    assert!(read <= 2.0 && write <= 4.0, "a report costs {read} read and {write} write units");
    running.commit(&cmi, &json!({}), false).await;
    let (read, write) = last(measured, "commit-package");
    assert!(read <= 2.0 && write <= 4.0, "the next one costs {read} read and {write} write units");
    cmi["cmi.core.lesson_status"] = json!("passed");
    cmi["cmi.core.score.raw"] = json!("90");
    running.commit(&cmi, &json!({}), true).await;
    println!("a report that completes the lesson: {:?}", last(measured, "commit-package"));
    learner.get(&format!("{}/package", base(&course, 1))).await.expect(200);
    measured.note();
}
