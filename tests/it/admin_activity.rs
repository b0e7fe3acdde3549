//! /v1/admin/activity: what was completed on each day.

use crate::{
    stack::{run, until},
    workspace::{Workspace, learn},
};
use serde_json::{Value, json};

#[test]
fn completions_are_counted_on_their_day() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[]), ("ben", &[])]).await;
        let course = workspace.course(&people["author"], "Safety", 2).await;
        for (name, lessons) in [("ann", 2), ("ben", 1)] {
            people[name].put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
            for lesson in 0..lessons {
                learn(&people[name], &course, lesson).await;
            }
        }
        let counted = |activity: &Value, what: &str| -> u64 {
            activity["days"].as_array().expect("days").iter().filter_map(|day| day[what].as_u64()).sum()
        };
        let admin = workspace.admin().await;
        // The present month may have ended since.
        let month = admin.get("/v1/admin/activity").await.expect(200)["month"].as_str().expect("a month").to_owned();
        let path = format!("/v1/admin/activity?month={month}");
        let activity = until("the numbers", || async {
            let activity = admin.get(&path).await.expect(200);
            (counted(&activity, "lessons_completed") == 3 && counted(&activity, "courses_completed") == 1).then_some(activity)
        })
        .await;
        assert_eq!(activity["month"], json!(month));
        // What was completed before changes nothing.
        learn(&people["ann"], &course, 0).await;
        learn(&people["ben"], &course, 1).await;
        until("the numbers", || async {
            let activity = admin.get(&path).await.expect(200);
            let numbers = (counted(&activity, "lessons_completed"), counted(&activity, "courses_completed"));
            assert!(numbers <= (4, 2), "{activity}");
            (numbers == (4, 2)).then_some(())
        })
        .await;
        assert_eq!(admin.get("/v1/admin/activity?month=2024-02").await.expect(200), json!({ "month": "2024-02", "days": [] }));
        assert_eq!(admin.get("/v1/admin/activity?month=2024-2").await.problem(), "malformed-request");
        assert_eq!(people["ann"].get("/v1/admin/activity").await.problem(), "forbidden");
    });
}
