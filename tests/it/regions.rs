//! Administrators of regions: their own region's people, and nothing else of the workspace.

use crate::{
    stack::run,
    workspace::{Person, Workspace},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

struct World {
    workspace: Workspace,
    people: BTreeMap<String, Person>,
    regional: Person,
}

fn path(person: &Person) -> String {
    format!("/v1/admin/people/{}", person.member_id)
}

async fn patch(by: &Person, whom: &Person, change: Value) -> crate::workspace::Answer {
    by.send("PATCH", &path(whom), &[], Some(&change)).await
}

/// Sue is of the south, Nora of the north, Ann of nowhere, and Rita administers the south.
async fn world() -> World {
    let workspace = Workspace::open().await;
    let people = workspace.members(&[("sue", &[]), ("nora", &["manager"]), ("ann", &["auditor"])]).await;
    let admin = &people["admin"];
    patch(admin, &people["sue"], json!({ "region": "South & West" })).await.expect(200);
    patch(admin, &people["nora"], json!({ "region": "North" })).await.expect(200);
    patch(admin, &people["ann"], json!({ "region": "South & West" })).await.expect(200);
    let rita = json!({ "email": workspace.email("rita"), "name": "Rita", "roles": ["regional_admin"], "regions": ["South & West"] });
    admin.post("/v1/admin/people", &rita).await.expect(201);
    let regional = workspace.sign_in("rita").await;
    World { workspace, people, regional }
}

fn names(listed: &Value) -> Vec<&str> {
    listed["items"].as_array().expect("items").iter().map(|item| item["name"].as_str().expect("a name")).collect()
}

#[test]
fn an_administrator_of_a_region_sees_and_changes_its_people_only() {
    run(async {
        let World { workspace, people, regional } = world().await;
        let (sue, nora) = (&people["sue"], &people["nora"]);
        let listed = regional.get("/v1/admin/people").await.expect(200);
        assert_eq!(names(&listed), ["Member ann", "Member sue"]);
        assert_eq!(names(&regional.get("/v1/admin/people?region=North").await.expect(200)), Vec::<&str>::new());
        assert_eq!(names(&regional.get("/v1/admin/people?q=member%20sue").await.expect(200)), ["Member sue"]);
        regional.get(&path(sue)).await.expect(200);
        regional.get(&format!("{}/groups", path(sue))).await.expect(200);
        // Somebody of elsewhere does not exist.
        for hidden in [
            regional.get(&path(nora)).await,
            regional.get(&format!("{}/groups", path(nora))).await,
            patch(&regional, nora, json!({ "name": "X" })).await,
            regional.post(&format!("{}/invitation", path(nora)), &json!({})).await,
        ] {
            assert_eq!(hidden.problem(), "not-found");
        }
        patch(&regional, sue, json!({ "name": "Sue" })).await.expect(200);
        patch(&regional, sue, json!({ "roles": ["manager"] })).await.expect(200);
        // Authors see every draft of the workspace: nobody becomes one, or is one no more, by somebody who has a region only.
        for roles in [json!(["author"]), json!(["manager", "author"])] {
            assert_eq!(patch(&regional, sue, json!({ "roles": roles })).await.problem(), "forbidden");
        }
        let author = json!({ "email": "author@anywhere.example", "name": "Author", "region": "South & West", "roles": ["author"] });
        assert_eq!(regional.post("/v1/admin/people", &author).await.problem(), "forbidden");
        let rows = regional.post("/v1/admin/people/bulk", &json!({ "items": [author] })).await.expect(200);
        assert_eq!((&rows["invited"], &rows["refused"]), (&json!(0), &json!(1)));
        people["admin"].send("PATCH", &path(sue), &[], Some(&json!({ "roles": ["author"] }))).await.expect(200);
        assert_eq!(patch(&regional, sue, json!({ "roles": [] })).await.problem(), "forbidden");
        patch(&regional, sue, json!({ "name": "Sue Author" })).await.expect(200);

        // Nobody leaves or enters the region by the one who administers it, nor from outside.
        assert_eq!(patch(&regional, sue, json!({ "region": "North" })).await.problem(), "rule-broken");
        assert_eq!(patch(&regional, sue, json!({ "region": null })).await.problem(), "rule-broken");
        let new = |name: &str, more: Value| {
            let mut member = json!({ "email": workspace.email(name), "name": name });
            member.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            member
        };
        assert_eq!(regional.post("/v1/admin/people", &new("zoe", json!({}))).await.problem(), "rule-broken");
        regional.post("/v1/admin/people", &new("zoe", json!({ "region": "South & West" }))).await.expect(201);
        let rows = json!({ "items": [new("yan", json!({ "region": "North" })), new("xia", json!({ "region": "South & West" }))] });
        let bulk = regional.post("/v1/admin/people/bulk", &rows).await.expect(200);
        assert_eq!((&bulk["invited"], &bulk["refused"]), (&json!(1), &json!(1)));
    });
}

#[test]
fn an_administrator_of_a_region_gains_nothing_else() {
    run(async {
        let World { workspace, people, regional } = world().await;
        // No role that needs a second factor, for nobody; no regions; nobody who has such a role is shut out or taken over.
        for change in [
            json!({ "roles": ["admin"] }),
            json!({ "roles": ["auditor"] }),
            json!({ "roles": ["regional_admin"], "regions": ["South & West"] }),
        ] {
            assert_eq!(patch(&regional, &people["sue"], change).await.problem(), "forbidden");
        }
        let own = format!("/v1/admin/people/{}", regional.member_id);
        assert_eq!(regional.send("PATCH", &own, &[], Some(&json!({ "regions": ["North"] }))).await.problem(), "not-found");
        for change in [json!({ "email": "taken@elsewhere.example" }), json!({ "state": "deactivated" }), json!({ "roles": [] })] {
            assert_eq!(patch(&regional, &people["ann"], change).await.problem(), "forbidden");
        }
        for (method, path) in [
            ("GET", "/v1/admin/groups"),
            ("GET", "/v1/admin/workspace"),
            ("GET", "/v1/admin/api-clients"),
            ("POST", "/v1/admin/api-clients"),
            ("GET", "/v1/admin/audit-events"),
            ("GET", "/v1/admin/courses"),
            ("GET", "/v1/platform/workspaces"),
        ] {
            assert_eq!(regional.send(method, path, &[], Some(&json!({}))).await.problem(), "forbidden", "{method} {path}");
        }
        assert_eq!(regional.post(&format!("{}/recovery", path(&people["sue"])), &json!({})).await.problem(), "forbidden");

        // Whoever works in a region that they administer is in their own list, and can be opened; and gains nothing by that either.
        people["admin"].send("PATCH", &own, &[], Some(&json!({ "region": "South & West" }))).await.expect(200);
        assert!(names(&regional.get("/v1/admin/people").await.expect(200)).contains(&"Rita"));
        assert_eq!(regional.get(&own).await.expect(200)["name"], "Rita");
        for change in [json!({ "regions": ["North"] }), json!({ "roles": ["admin"] }), json!({ "email": "x@y.example" })] {
            assert_eq!(regional.send("PATCH", &own, &[], Some(&change)).await.problem(), "forbidden", "{change}");
        }

        // A role without regions, and regions without the role, are mistakes.
        let admin = &people["admin"];
        for change in [json!({ "roles": ["regional_admin"] }), json!({ "regions": ["North"] })] {
            assert_eq!(patch(admin, &people["sue"], change).await.problem(), "rule-broken");
        }
        // Another region takes effect with the next token that the gateway asks about.
        let moved = json!({ "regions": ["North"] });
        admin.send("PATCH", &own, &[], Some(&moved)).await.expect(200);
        let regional = workspace.sign_in("rita").await;
        assert_eq!(names(&regional.get("/v1/admin/people").await.expect(200)), ["Member nora"]);
    });
}
