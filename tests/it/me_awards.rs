//! /v1/me/awards: what one's points were for.

use crate::{
    stack::run,
    workspace::{Workspace, learn, points},
};
use serde_json::{Value, json};

#[test]
fn every_completed_lesson_is_there_once_and_nobody_elses() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[]), ("ben", &[])]).await;
        let (ann, ben) = (&people["ann"], &people["ben"]);
        let course = workspace.course(&people["author"], "Safety", 3).await;
        for (person, lessons) in [(ann, vec![1, 0, 2, 1]), (ben, vec![2])] {
            person.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
            let mut known = 0;
            for lesson in lessons {
                learn(person, &course, lesson).await;
                // Awarded one after the other, so that their order is known; a lesson that was done before earns nothing.
                known = if lesson == 1 && known == 3 { known } else { known + 1 };
                points(person, known * 10).await;
            }
        }
        let lessons = |page: &Value| -> Vec<String> {
            page["items"].as_array().expect("items").iter().map(|award| award["lesson_id"].as_str().expect("an id").to_owned()).collect()
        };
        let first = ann.get("/v1/me/awards?limit=2").await.expect(200);
        assert_eq!(lessons(&first), ["l2", "l0"]);
        assert_eq!((&first["items"][0]["points"], &first["items"][0]["course_id"]), (&json!(10), &json!(course)));
        let next = first["next"].as_str().expect("a second page");
        let last = ann.get(&format!("/v1/me/awards?limit=2&cursor={next}")).await.expect(200);
        assert_eq!((lessons(&last), &last["next"]), (vec!["l1".to_owned()], &Value::Null));
        assert_eq!(lessons(&ben.get("/v1/me/awards").await.expect(200)), ["l2"]);
        assert_eq!(ben.get(&format!("/v1/me/awards?cursor={next}")).await.problem(), "malformed-request");
    });
}
