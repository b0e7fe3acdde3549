//! Limits hold however many come at once, count what exists, and what is repeated leaves nothing behind.

use crate::{
    admin_identity_providers::{file, saml},
    dynamodb::stored,
    stack::run,
    workspace::{Answer, Person, Workspace, draft},
};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How many answers are successes; all others must break a rule.
fn successes(answers: &[Answer]) -> usize {
    let (done, refused): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| answer.status.is_success());
    for answer in refused {
        assert_eq!(answer.problem(), "rule-broken", "{}", answer.body);
    }
    done.len()
}

async fn groups(admin: &Person, many: usize) -> Vec<String> {
    let mut made = Vec::new();
    for _ in 0..many.div_ceil(10) {
        let group = json!({ "name": "Group" });
        let answers = join_all((0..10).map(|_| admin.post("/v1/admin/groups", &group))).await;
        made.extend(answers.into_iter().map(|answer| answer.expect(201)["group_id"].as_str().expect("an id").to_owned()));
    }
    made
}

#[test]
fn twenty_joins_at_once_fill_a_members_groups_and_no_more() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let (admin, learner) = (&people["admin"], &people["learner"].member_id);
        let groups = groups(admin, 120).await;
        let join = |group: &String| {
            let path = format!("/v1/admin/groups/{group}/members/{learner}");
            async move { admin.put(&path).await }
        };
        for chunk in groups[..90].chunks(10) {
            assert_eq!(successes(&join_all(chunk.iter().map(join)).await), 10);
        }
        let answers = join_all(groups[90..110].iter().map(join)).await;
        assert_eq!(successes(&answers), 10, "ninety and ten");
        let listed = admin.get(&format!("/v1/admin/people/{learner}/groups")).await.expect(200);
        assert_eq!(listed["items"].as_array().expect("items").len(), 100);
        // Whoever is in already is in.
        assert_eq!(join(&groups[0]).await.status, 204);
        // A group that is gone counts no more, and one that somebody has left does not either.
        for group in &groups[..3] {
            admin.send("DELETE", &format!("/v1/admin/groups/{group}"), &[], None).await.expect(204);
        }
        let left = format!("/v1/admin/groups/{}/members/{learner}", groups[3]);
        admin.send("DELETE", &left, &[], None).await.expect(204);
        let answers = join_all(groups[110..].iter().map(join)).await;
        assert_eq!(successes(&answers), 4, "three gone and one left");
        let own = stored(&format!("W#{}#MEMBER#{learner}", workspace.id)).await;
        assert_eq!(own.keys().filter(|(_, sort)| sort.starts_with("GROUP#")).count(), 100);
    });
}

#[test]
fn clients_and_providers_that_come_at_once_are_as_many_as_may_be() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let order = json!({ "name": "HR", "scopes": ["people.read"] });
        let mut answers = join_all((0..15).map(|_| admin.post("/v1/admin/api-clients", &order))).await;
        assert_eq!(successes(&answers), 15);
        answers.extend(join_all((0..15).map(|_| admin.post("/v1/admin/api-clients", &order))).await);
        assert_eq!(successes(&answers), 25);
        let first = answers[0].body["api_client"]["api_client_id"].as_str().expect("an id");
        admin.send("DELETE", &format!("/v1/admin/api-clients/{first}"), &[], None).await.expect(204);
        assert_eq!(successes(&join_all((0..3).map(|_| admin.post("/v1/admin/api-clients", &order))).await), 1);
        let order = saml(&file("metadata.xml"));
        let answers = join_all((0..8).map(|_| admin.post("/v1/admin/identity-providers", &order))).await;
        assert_eq!(successes(&answers), 5);
        let listed = admin.get("/v1/admin/identity-providers?limit=100").await.expect(200);
        assert_eq!(listed["items"].as_array().expect("items").len(), 5);
    });
}

/// Every route that takes an idempotency key, ten times with the same: one answer, and what is stored after the first is all there is.
#[test]
fn what_is_repeated_leaves_nothing_behind() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let (admin, author) = (&people["admin"], &people["author"]);
        let beginning = format!("W#{}#", workspace.id);
        let rows: Vec<Value> = (0..5).map(|row| json!({ "email": workspace.email(&format!("row{row}")), "name": "Row" })).collect();
        let orders = [
            (author, "/v1/admin/courses", draft("Course", 80), "course_id"),
            (author, "/v1/admin/imports", json!({ "kind": "mdbook", "file_name": "book.zip", "size": 5 }), "import_id"),
            (admin, "/v1/admin/groups", json!({ "name": "Group" }), "group_id"),
            (admin, "/v1/admin/people", json!({ "email": workspace.email("new"), "name": "New" }), "member_id"),
            (admin, "/v1/admin/people/bulk", json!({ "items": rows }), "items"),
            (admin, "/v1/admin/api-clients", json!({ "name": "HR", "scopes": ["people.read"] }), "api_client"),
            (admin, "/v1/admin/identity-providers", saml(&file("metadata.xml")), "identity_provider_id"),
        ];
        for (person, path, order, name) in &orders {
            let key = [("idempotency-key", "the same")];
            let first = person.send("POST", path, &key, Some(order)).await;
            assert!(first.status.is_success(), "{path}: {}", first.body);
            let keys = |all: std::collections::HashMap<(String, String), Value>| all.into_keys().collect::<BTreeSet<_>>();
            let before = keys(stored(&beginning).await);
            for _ in 0..9 {
                let again = person.send("POST", path, &key, Some(order)).await;
                assert_eq!((again.status, &again.body[name]), (first.status, &first.body[name]), "{path}");
            }
            let more: Vec<_> = keys(stored(&beginning).await).difference(&before).cloned().collect();
            // Letters go out on their own time, and leave their events.
            let more: Vec<_> = more.into_iter().filter(|(partition, _)| !partition.contains("#EVENT#")).collect();
            assert!(more.is_empty(), "{path} leaves {more:?}");
        }
    });
}
