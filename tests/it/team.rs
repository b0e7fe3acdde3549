//! /v1/team: what managers see, and whom they do not.

use crate::{stack::run, workspace::Workspace};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn ids(listed: &Value) -> Vec<String> {
    listed["items"].as_array().expect("items").iter().map(|item| item["member_id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn a_manager_sees_the_own_team_and_nobody_else() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let people = workspace.members(&[("top", &["manager"]), ("middle", &["manager"]), ("beside", &["manager"]), ("low", &[])]).await;
        let (admin, top, middle, beside, low) = (&people["admin"], &people["top"], &people["middle"], &people["beside"], &people["low"]);
        let stranger = other.admin().await;
        for (member, manager) in [(middle, top), (beside, top), (low, middle)] {
            let path = format!("/v1/admin/people/{}", member.member_id);
            admin.send("PATCH", &path, &[], Some(&json!({ "manager_id": manager.member_id }))).await.expect(200);
        }
        let direct: BTreeSet<String> = ids(&top.get("/v1/team/members").await.expect(200)).into_iter().collect();
        assert_eq!(direct, [middle.member_id.clone(), beside.member_id.clone()].into());
        let mut all = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = top.get(&format!("/v1/team/members?depth=all&limit=1{cursor}")).await.expect(200);
            all.extend(ids(&page));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!((all.len(), all.into_iter().collect::<BTreeSet<_>>().len()), (3, 3));
        assert_eq!(ids(&middle.get("/v1/team/members?depth=all").await.expect(200)), std::slice::from_ref(&low.member_id));
        assert_eq!(ids(&beside.get("/v1/team/members?depth=all").await.expect(200)), Vec::<String>::new());

        let look = |id: &str| format!("/v1/team/members/{id}");
        let seen = top.get(&look(&low.member_id)).await.expect(200);
        assert_eq!((&seen["name"], seen.get("roles")), (&json!("Member low"), None));
        middle.get(&look(&low.member_id)).await.expect(200);
        let made_up = ulid::Ulid::generate().to_string();
        // Above, beside, oneself, elsewhere, nowhere: all the same.
        for (manager, member) in [
            (admin, &low.member_id),
            (middle, &top.member_id),
            (beside, &low.member_id),
            (top, &top.member_id),
            (top, &stranger.member_id),
            (top, &made_up),
        ] {
            let answer = manager.get(&look(member)).await;
            assert_eq!(
                (answer.status.as_u16(), &answer.body["detail"]),
                (404, &json!("This member of your team doesn't exist, or you don't have access to it."))
            );
        }
        assert_eq!(low.get("/v1/team/members").await.problem(), "forbidden");
        assert_eq!(top.get("/v1/team/members?depth=2").await.problem(), "malformed-request");
        let page = top.get("/v1/team/members?depth=all&limit=1").await.expect(200);
        let foreign = format!("/v1/team/members?depth=all&cursor={}", page["next"].as_str().expect("a cursor"));
        assert_eq!(middle.get(&foreign).await.problem(), "malformed-request");

        // Who moves away is seen no more, with all who come along.
        let path = format!("/v1/admin/people/{}", middle.member_id);
        admin.send("PATCH", &path, &[], Some(&json!({ "manager_id": null }))).await.expect(200);
        top.get(&look(&low.member_id)).await.expect(404);
        assert_eq!(ids(&top.get("/v1/team/members?depth=all").await.expect(200)), std::slice::from_ref(&beside.member_id));
    });
}
