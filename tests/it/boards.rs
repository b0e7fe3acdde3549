//! /v1/boards: leaders and one's own rank.

use crate::{
    stack::{run, until},
    workspace::{Workspace, learn, points},
};
use serde_json::json;

#[test]
fn ranks_follow_points_and_ties_share_a_rank() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("ann", &[]), ("ben", &[]), ("cem", &[]), ("dee", &[])]).await;
        let course = workspace.course(&people["author"], "Safety", 8).await;
        for (name, lessons) in [("ann", 8), ("ben", 3), ("cem", 3)] {
            people[name].put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
            for lesson in 0..lessons {
                learn(&people[name], &course, lesson).await;
            }
        }
        for (name, expected) in [("ann", 80), ("ben", 30), ("cem", 30)] {
            points(&people[name], expected).await;
        }
        for board in ["week", "month", "all-time"] {
            let path = format!("/v1/boards/{board}");
            let entries = until("the board", || async {
                let shown = people["dee"].get(&path).await.expect(200);
                let entries = shown["entries"].as_array().cloned().expect("entries");
                let counted = entries.iter().filter_map(|entry| entry["points"].as_u64()).sum::<u64>();
                (counted == 140).then_some(entries)
            })
            .await;
            let seen: Vec<_> = entries.iter().map(|entry| (entry["rank"].as_u64(), entry["points"].as_u64())).collect();
            assert_eq!(seen, [(Some(1), Some(80)), (Some(2), Some(30)), (Some(2), Some(30))], "{board}");
            assert_eq!(entries[0]["name"], "Member ann");
            for (name, rank, points) in [("ann", json!(1), 80), ("ben", json!(2), 30), ("cem", json!(2), 30), ("dee", json!(null), 0)] {
                let own = people[name].get(&format!("{path}/me")).await.expect(200);
                assert_eq!((&own["rank"], &own["points"], &own["of"]), (&rank, &json!(points), &json!(3)), "{board} {name}");
            }
        }
        let home = people["ben"].get("/v1/me/home").await.expect(200);
        assert_eq!((&home["rank"]["rank"], &home["rank"]["of"]), (&json!(2), &json!(3)));
        assert_eq!(people["ben"].get("/v1/boards/decade").await.problem(), "not-found");
    });
}
