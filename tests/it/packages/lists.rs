//! Attempts in packages, as authors and managers see them.

use super::{Running, taking};
use crate::{
    stack::run,
    workspace::{Person, Workspace},
};
use serde_json::{Value, json};

fn status(word: &str, score: u32) -> Value {
    json!({ "cmi.core.lesson_status": word, "cmi.core.score.raw": score.to_string() })
}

async fn listed(author: &Person, course: &str, query: &str) -> Value {
    author.get(&format!("/v1/admin/courses/{course}/lessons/l1/package-attempts{query}")).await.expect(200)
}

/// Numbers and states, in the order in which they come.
fn states(list: &Value) -> Vec<(u64, &str)> {
    let items = list["items"].as_array().expect("attempts").iter().map(|item| &item["attempt"]);
    items.map(|attempt| (attempt["number"].as_u64().expect("a number"), attempt["state"].as_str().expect("a state"))).collect()
}

#[test]
fn authors_see_who_has_taken_a_package_and_what_is_odd_about_it() {
    run(async {
        let workspace = Workspace::open().await;
        let (author, learner, course) = taking(&workspace).await;
        assert_eq!(listed(&author, &course, "").await, json!({ "items": [] }));
        let mut first = Running::open(&learner, &course, 1, "phone").await;
        assert_eq!(states(&listed(&author, &course, "").await), [(1, "open")]);
        // A report that only goes on need not show.
        first.commit(&json!({ "cmi.core.lesson_location": "p2" }), &json!({}), false).await;
        let timed = json!({ "cmi.core.lesson_status": "passed", "cmi.core.score.raw": "60", "cmi.core.session_time": "00:00:00" });
        let last = first.report(&timed, &json!({}), true);
        super::player("/v1/package-commits", &last).await.expect(200);
        let odd = listed(&author, &course, "").await;
        let shown = &odd["items"][0];
        assert_eq!(shown["member_id"], learner.member_id, "{odd}");
        assert!(shown["name"].is_string(), "{odd}");
        assert_eq!(
            (&shown["attempt"]["state"], &shown["attempt"]["score_percent"], &shown["attempt"]["flags"]),
            (&json!("failed"), &json!(60), &json!(["passed_below_mastery"]))
        );
        let mut second = Running::open(&learner, &course, 1, "phone").await;
        second.commit(&status("passed", 90), &json!({}), true).await;
        assert_eq!(states(&listed(&author, &course, "").await), [(2, "passed"), (1, "failed")]);
        // The same report once more, as after a lost answer, shows nothing else.
        super::player("/v1/package-commits", &last).await.expect(200);
        assert_eq!(states(&listed(&author, &course, "").await), [(2, "passed"), (1, "failed")]);

        let newest = listed(&author, &course, "?limit=1").await;
        assert_eq!(states(&newest), [(2, "passed")]);
        let rest = listed(&author, &course, &format!("?limit=1&cursor={}", newest["next"].as_str().expect("more"))).await;
        assert_eq!(states(&rest), [(1, "failed")]);
        let path = format!("/v1/admin/courses/{course}/lessons/l1/package-attempts");
        assert_eq!(learner.get(&path).await.status, 403);
        let unknown = format!("/v1/admin/courses/{}/lessons/l1/package-attempts", ulid::Ulid::generate());
        assert_eq!(author.get(&unknown).await.status, 404);
    });
}

#[test]
fn managers_see_the_packages_of_their_reports_alone() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        let people = workspace.members(&[("boss", &["manager"]), ("other", &[])]).await;
        let boss = &people["boss"];
        let path = format!("/v1/admin/people/{}", learner.member_id);
        let etag = people["admin"].get(&path).await.etag();
        let change = json!({ "manager_id": boss.member_id });
        people["admin"].send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await.expect(200);
        let mut opened = Running::open(&learner, &course, 1, "phone").await;
        opened.commit(&status("passed", 90), &json!({}), true).await;
        Running::open(&learner, &course, 0, "phone").await;
        let seen = boss.get(&format!("/v1/team/members/{}/package-attempts", learner.member_id)).await.expect(200);
        assert_eq!(states(&seen), [(1, "open"), (1, "passed")]);
        let passed = &seen["items"][1];
        assert_eq!(
            (&passed["course_id"], &passed["lesson_title"], &passed["attempt"]["score_percent"]),
            (&json!(course), &json!("test"), &json!(90)),
            "{seen}"
        );
        assert_eq!(boss.get(&format!("/v1/team/members/{}/package-attempts", people["other"].member_id)).await.status, 404);
        assert_eq!(people["other"].get(&format!("/v1/team/members/{}/package-attempts", learner.member_id)).await.status, 403);
    });
}
