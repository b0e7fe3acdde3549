//! /v1/admin/people?q=: whom the search index finds, and that it follows the table whatever happens to it.

use crate::{
    bucket,
    stack::{invoke, run, until},
    workspace::{Person, Workspace},
};
use serde_json::{Value, json};

fn names(listed: &Value) -> Vec<String> {
    listed["items"].as_array().expect("items").iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

async fn search(by: &Person, query: &str) -> Vec<String> {
    names(&by.get(&format!("/v1/admin/people?q={query}")).await.expect(200))
}

async fn finds(by: &Person, query: &str, wanted: &[&str]) {
    until(&format!("{wanted:?} as whom {query:?} finds"), || async { (search(by, query).await == wanted).then_some(()) }).await;
}

async fn invite(admin: &Person, name: &str, email: &str, more: &Value) -> Value {
    let mut member = json!({ "name": name, "email": email });
    member.as_object_mut().expect("a member").extend(more.as_object().expect("more").clone());
    admin.post("/v1/admin/people", &member).await.expect(201)["member_id"].clone()
}

#[test]
fn people_are_found_in_spite_of_typing_errors_and_as_they_are_now() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let anna = invite(&admin, "Anna Schmidt", "anna.schmidt@acme.example", &json!({ "region": "North" })).await;
        invite(&admin, "Zoë Wójcik", "zoe@acme.example", &json!({ "region": "South", "roles": ["author"] })).await;
        invite(&admin, "प्रिया शर्मा", "priya@acme.example", &json!({})).await;
        for (query, found) in [
            ("scmhidt", "Anna Schmidt"),
            ("anna%20schmit", "Anna Schmidt"),
            ("ann.schmidt%40acme", "Anna Schmidt"),
            ("wojick", "Zoë Wójcik"),
            ("%E0%A4%B6%E0%A4%B0%E0%A5%8D%E0%A4%AE%E0%A4%BE", "प्रिया शर्मा"),
        ] {
            finds(&admin, query, &[found]).await;
        }
        // What is chosen besides, and the middle of a word, which the table finds.
        assert_eq!(search(&admin, "scmhidt&region=South").await, [""; 0]);
        assert_eq!(search(&admin, "scmhidt&region=North").await, ["Anna Schmidt"]);
        assert_eq!(search(&admin, "wojick&role=author").await, ["Zoë Wójcik"]);
        assert_eq!(search(&admin, "wojick&role=manager").await, [""; 0]);
        assert_eq!(search(&admin, "chmid").await, ["Anna Schmidt"]);
        assert_eq!(search(&admin, "nobody%20like%20it").await, [""; 0]);

        // Whoever is changed is found as they are now.
        let path = format!("/v1/admin/people/{}", anna.as_str().expect("an id"));
        let change = async |body: Value| admin.send("PATCH", &path, &[], Some(&body)).await.expect(200);
        change(json!({ "name": "Anna Vogel" })).await;
        finds(&admin, "vogle", &["Anna Vogel"]).await;
        change(json!({ "state": "deactivated" })).await;
        assert_eq!(search(&admin, "vogle&state=active").await, [""; 0], "the table has the last word");
        finds(&admin, "vogle&state=deactivated", &["Anna Vogel"]).await;

        // Pages, each for its own search.
        for number in 0..3 {
            invite(&admin, &format!("Bernd {number}"), &format!("b{number}@acme.example"), &json!({})).await;
        }
        until("all Bernds", || async { (search(&admin, "brend").await.len() == 3).then_some(()) }).await;
        let first = admin.get("/v1/admin/people?q=brend&limit=2").await.expect(200);
        let next = first["next"].as_str().expect("a second page");
        let second = admin.get(&format!("/v1/admin/people?q=brend&limit=2&cursor={next}")).await.expect(200);
        let mut all = [names(&first), names(&second)].concat();
        all.sort();
        assert_eq!((all, second["next"].is_null()), (vec!["Bernd 0".to_owned(), "Bernd 1".to_owned(), "Bernd 2".to_owned()], true));
        assert_eq!(admin.get(&format!("/v1/admin/people?q=bernd&limit=2&cursor={next}")).await.problem(), "malformed-request");

        // Nobody of another workspace, and nobody of another region.
        let other = Workspace::open().await;
        assert_eq!(search(&other.admin().await, "brend").await, [""; 0]);
        invite(&admin, "Rita", &workspace.email("rita"), &json!({ "roles": ["regional_admin"], "regions": ["South"] })).await;
        let regional = workspace.sign_in("rita").await;
        finds(&regional, "wojick", &["Zoë Wójcik"]).await;
        for hidden in ["vogle", "brend", "priya"] {
            assert_eq!(search(&regional, hidden).await, [""; 0], "{hidden}");
        }
    });
}

#[test]
fn an_index_of_people_that_is_lost_damaged_or_too_large_is_missed_by_nobody() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        invite(&admin, "Anna Schmidt", "anna@acme.example", &json!({})).await;
        finds(&admin, "scmhidt", &["Anna Schmidt"]).await;
        let key = format!("D/{}/people/members-1.index", workspace.id);
        for (number, damage) in [None, Some(b"no index at all".to_vec())].into_iter().enumerate() {
            bucket::replace(&key, damage).await;
            assert_eq!(search(&admin, "schmidt").await, ["Anna Schmidt"]);
            assert_eq!(search(&admin, "scmhidt").await, [""; 0]);
            invite(&admin, &format!("Bernd {number}"), &format!("b{number}@acme.example"), &json!({})).await;
            finds(&admin, "scmhidt", &["Anna Schmidt"]).await;
        }
        // An empty file says that there are too many for an index: a change does not make one, an operator does.
        bucket::replace(&key, Some(Vec::new())).await;
        invite(&admin, "Clara Weiß", "clara@acme.example", &json!({})).await;
        assert_eq!(search(&admin, "clara").await, ["Clara Weiß"]);
        assert_eq!(bucket::file(&key).await, Some(Vec::new()));
        let order = json!({ "workspace": workspace.id });
        let made = invoke("index-workspace-people", &order).await.expect("an index");
        assert_eq!(made, json!({ "workspace": workspace.id, "members": 5 }));
        assert_eq!(search(&admin, "calra%20weis").await, ["Clara Weiß"]);
        bucket::replace(&key, None).await;
        assert_eq!(invoke("index-workspace-people", &order).await.expect("an index"), made);
        assert!(invoke("index-workspace-people", &json!({ "workspace": "nobody-there" })).await.is_err());
    });
}
