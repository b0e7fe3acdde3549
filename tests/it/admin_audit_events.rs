//! /v1/admin/audit-events: who did what.

use crate::{stack::run, workspace::Workspace};
use serde_json::{Value, json};

async fn events(person: &crate::workspace::Person, query: &str) -> Vec<Value> {
    let answer = person.get(&format!("/v1/admin/audit-events{query}")).await.expect(200);
    let events = answer["items"].as_array().cloned().expect("events");
    // Signing in is recorded as well, and is not what these tests are about.
    let signing_in = |event: &Value| event["action"].as_str().is_some_and(|action| action.starts_with("session"));
    events.into_iter().filter(|event| !signing_in(event)).collect()
}

/// What has been done to a member, sign-ins aside.
async fn changes(reader: &crate::workspace::Person, member: &crate::workspace::Person) -> Vec<Value> {
    let told = events(reader, &format!("?target=member/{}", member.member_id)).await;
    told.into_iter().filter(|event| event["action"].as_str().is_some_and(|action| action.starts_with("member."))).collect()
}

#[test]
fn a_change_is_told_with_who_what_and_from_where() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("auditor", &["auditor"]), ("learner", &[])]).await;
        let (admin, auditor, learner) = (&people["admin"], &people["auditor"], &people["learner"]);
        let path = format!("/v1/admin/people/{}", learner.member_id);
        let change = json!({ "name": "Somebody Else", "roles": ["author"] });
        admin.send("PATCH", &path, &[], Some(&change)).await.expect(200);
        let told = events(auditor, &format!("?target=member/{}", learner.member_id)).await;
        assert_eq!(
            told.iter().map(|event| event["action"].as_str().expect("text")).collect::<Vec<_>>(),
            ["member.updated", "member.invited"]
        );
        let update = &told[0];
        assert_eq!(update["actor"], json!({ "kind": "member", "id": admin.member_id }));
        assert_eq!(update["before"], json!({ "name": "(personal)", "roles": ["learner"] }));
        assert_eq!(update["after"], json!({ "name": "(personal)", "roles": ["learner", "author"] }));
        assert!(update["source"].is_string() && update["request_id"].is_string() && update["at"].is_string());
        // The log holds ids, and says beside them what they are called now.
        assert_eq!((&update["actor_name"], &update["target_name"]), (&json!("Ada Admin"), &json!("Somebody Else")));
        assert_eq!(told[1]["target_name"], "Somebody Else");
        let invited = json!({ "before": told[1]["before"], "after": told[1]["after"], "action": told[1]["action"] });
        assert!(!invited.to_string().contains(&workspace.id), "{invited}");

        // What changes nothing is no act; what is refused neither.
        admin.send("PATCH", &path, &[], Some(&change)).await.expect(200);
        admin.send("PATCH", &path, &[], Some(&json!({ "roles": ["platform"] }))).await.expect(422);
        assert_eq!(changes(admin, learner).await.len(), 2);
    });
}

#[test]
fn the_log_of_a_month_is_paged_and_filtered() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (admin, author) = (&people["admin"], &people["author"]);
        workspace.course(author, "One", 1).await;
        let all = events(admin, "").await;
        let ids: Vec<_> = all.iter().map(|event| event["audit_event_id"].as_str().expect("an id")).collect();
        assert!(ids.is_sorted_by(|newer, older| newer > older));
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = admin.get(&format!("/v1/admin/audit-events?limit=2{cursor}")).await.expect(200);
            paged.extend(page["items"].as_array().cloned().expect("events"));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        paged.retain(|event| !event["action"].as_str().expect("text").starts_with("session"));
        assert_eq!(paged, all);
        let by_author = events(admin, &format!("?actor={}", author.member_id)).await;
        let actions: Vec<_> = by_author.iter().map(|event| event["action"].as_str().expect("text")).collect();
        assert_eq!(actions, ["course.published", "course.created"]);
        let published = events(admin, "?action=course.published&limit=1").await;
        assert_eq!((published.len(), &published[0]["after"]["state"]), (1, &json!("published")));
        assert_eq!(events(admin, "?month=2001-01").await, Vec::<Value>::new());
        assert_eq!(admin.get("/v1/admin/audit-events?month=2026-13").await.problem(), "malformed-request");
        // Those who are watched do not watch.
        assert_eq!(author.get("/v1/admin/audit-events").await.problem(), "forbidden");
        assert_eq!(people["learner"].get("/v1/admin/audit-events").await.problem(), "forbidden");
    });
}
