//! Packages in courses that came from elsewhere: from an archive, or from the global catalogue.

use super::{Running, content::read, course_of, sample, taking, unpacked};
use crate::{
    admin_files::digest,
    course_archives,
    global_courses::offer,
    platform_workspaces::operator,
    stack::{run, until},
    workspace::{Person, Workspace},
};
use serde_json::{Value, json};

/// Opens a part, reads its page and completes it.
async fn complete(learner: &Person, course: &str) {
    let mut running = Running::open(learner, course, 0, "phone").await;
    let page = read(running.begun["address"].as_str().expect("an address"), None).await;
    assert_eq!(page.text().await.expect("a page"), "<html>intro</html>");
    let done = running.commit(&json!({ "cmi.core.lesson_status": "completed" }), &json!({ "terminated": true }), true).await;
    assert_eq!((&done["state"], &done["lesson_completed"]), (&json!("completed"), &json!(true)));
    let enrolment = learner.get(&format!("/v1/me/enrolments/{course}")).await.expect(200);
    assert_eq!(enrolment["progress"]["completed"], 1, "{enrolment}");
}

async fn attempts(author: &Person, course: &str) -> Vec<Value> {
    let listed = author.get(&format!("/v1/admin/courses/{course}/lessons/l0/package-attempts")).await.expect(200);
    listed["items"].as_array().expect("attempts").clone()
}

#[test]
fn a_package_in_an_archive_runs_in_the_workspace_that_imports_it() {
    run(async {
        let (here, there) = (Workspace::open().await, Workspace::open().await);
        let (author, learner, course) = taking(&here).await;
        complete(&learner, &course).await;
        let archive = course_archives::exported(&author, &course).await;
        let people = there.members(&[("author", &["author"]), ("learner", &[])]).await;
        let copy = course_archives::course_of(&course_archives::imported(&people["author"], archive).await);
        let path = format!("/v1/admin/packages/{}", digest(&sample(&here.id)));
        until("the package", || async { (people["author"].get(&path).await.body["state"] == "ready").then_some(()) }).await;
        let etag = people["author"].get(&format!("/v1/catalog/courses/{copy}?version=draft")).await.etag();
        let publish = format!("/v1/admin/courses/{copy}/publish");
        people["author"].send("POST", &publish, &[("if-match", &etag)], None).await.expect(200);
        people["learner"].put(&format!("/v1/me/enrolments/{copy}")).await.expect(201);
        complete(&people["learner"], &copy).await;
        for (author, course, learner) in [(&author, &course, &learner), (&people["author"], &copy, &people["learner"])] {
            let of: Vec<Value> = attempts(author, course).await.iter().map(|attempt| attempt["member_id"].clone()).collect();
            assert_eq!(of, [json!(learner.member_id)]);
        }
    });
}

#[test]
fn a_package_of_the_global_catalogue_runs_in_each_workspace_by_itself() {
    run(async {
        let (operator, one, other) = (operator().await, Workspace::open().await, Workspace::open().await);
        let package = sample(&format!("global {}", one.id));
        assert_eq!(unpacked(&operator, &package).await["state"], "ready");
        let course = course_of(&operator, &package).await;
        offer(&operator, &course).await;
        for workspace in [&one, &other] {
            let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
            let subscription = format!("/v1/admin/global-courses/{course}/subscription");
            people["author"].put(&subscription).await.expect(201);
            people["learner"].put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
            complete(&people["learner"], &course).await;
            let seen = attempts(&people["author"], &course).await;
            assert_eq!((seen.len(), &seen[0]["member_id"]), (1, &json!(people["learner"].member_id)));
        }
        assert!(attempts(&operator, &course).await.is_empty());
    });
}
