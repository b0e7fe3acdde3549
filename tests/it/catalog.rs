//! /v1/catalog: what members find.

use crate::{stack::run, workspace::Workspace};
use std::collections::BTreeSet;

#[test]
fn the_catalogue_comes_in_pages_by_title() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let learner = &people["learner"];
        for title in ["Delta", "alpha", "Charlie", "bravo", "Echo"] {
            workspace.course(&people["author"], title, 1).await;
        }
        let (mut titles, mut cursor) = (Vec::new(), String::new());
        for _ in 0..3 {
            let page = learner.get(&format!("/v1/catalog/courses?limit=2{cursor}")).await.expect(200);
            titles.extend(
                page["items"].as_array().expect("items").iter().map(|course| course["title"].as_str().expect("a title").to_owned()),
            );
            cursor = page["next"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
        }
        assert_eq!(titles, ["alpha", "bravo", "Charlie", "Delta", "Echo"]);

        for bad in ["limit=0", "limit=101", "limit=x", "cursor=x", "cursor=eyJ.x"] {
            assert_eq!(learner.get(&format!("/v1/catalog/courses?{bad}")).await.problem(), "malformed-request", "{bad}");
        }
        // A cursor of one workspace is worth nothing in another.
        let other = Workspace::open().await;
        let admin = other.admin().await;
        let page = learner.get("/v1/catalog/courses?limit=2").await.expect(200);
        let stolen = format!("/v1/catalog/courses?cursor={}", page["next"].as_str().expect("a cursor"));
        assert_eq!(admin.get(&stolen).await.problem(), "malformed-request");
        assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), 5);
    });
}
