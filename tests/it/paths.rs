//! /v1/admin/paths, /v1/catalog/paths, /v1/me/paths: courses that lead somewhere together.

use crate::{
    catalog_search::titles_of,
    stack::run,
    workspace::{Answer, Person, Workspace, draft, learn, publish},
};
use serde_json::{Value, json};

fn milestones(courses: Value) -> Value {
    json!([{ "title": "First week", "courses": courses }])
}

async fn create(author: &Person, path: Value) -> (String, String) {
    let created = author.post("/v1/admin/paths", &path).await;
    let etag = created.etag();
    (created.expect(201)["path_id"].as_str().expect("an id").to_owned(), etag)
}

async fn change(author: &Person, id: &str, change: Value) -> Answer {
    let path = author.get(&format!("/v1/catalog/paths/{id}")).await;
    assert_eq!(path.status, 200, "{}", path.body);
    let etag = path.etag();
    author.send("PATCH", &format!("/v1/admin/paths/{id}"), &[("if-match", &etag)], Some(&change)).await
}

/// How far a member is in each course of a path, and on the path.
async fn standing(person: &Person, id: &str) -> (Vec<(Value, Value)>, Value) {
    let path = person.get(&format!("/v1/catalog/paths/{id}")).await.expect(200);
    let courses = path["milestones"].as_array().expect("milestones").iter().flat_map(|m| m["courses"].as_array().expect("courses"));
    (courses.map(|course| (course["course"]["title"].clone(), course["status"].clone())).collect(), path["progress"].clone())
}

#[test]
fn progress_on_a_path_follows_from_what_was_completed() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let (first, extra, last) = (
            publish(author, &draft("First", 1)).await,
            publish(author, &draft("Extra", 1)).await,
            publish(author, &draft("Last", 2)).await,
        );
        let courses = json!([{ "course_id": first }, { "course_id": extra, "optional": true }, { "course_id": last }]);
        let path = json!({ "title": "Site", "summary": "All of it", "order": "in_order", "milestones": milestones(courses) });
        let (id, _) = create(author, path).await;
        assert_eq!(learner.get(&format!("/v1/catalog/paths/{id}")).await.problem(), "not-found", "a draft");
        assert_eq!(learner.put(&format!("/v1/me/paths/{id}")).await.problem(), "not-found");
        change(author, &id, json!({ "state": "published" })).await.expect(200);
        assert_eq!(titles_of(&learner.get("/v1/catalog/paths?q=all").await.expect(200)), ["Site"]);
        let state = |title: &str, state: &str| (json!(title), json!(state));
        let (steps, progress) = standing(learner, &id).await;
        assert_eq!(steps, [state("First", "open"), state("Extra", "locked"), state("Last", "locked")]);
        assert_eq!(progress, json!({ "completed": 0, "total": 2, "percent": 0 }));

        let taken = learner.put(&format!("/v1/me/paths/{id}")).await.expect(201);
        assert_eq!((&taken["title"], &taken["courses"]), (&json!("Site"), &json!(3)));
        assert_eq!(learner.put(&format!("/v1/me/paths/{id}")).await.expect(200)["taken_at"], taken["taken_at"], "once");
        assert_eq!(learner.get("/v1/me/paths").await.expect(200)["items"], json!([taken]));
        learner.put(&format!("/v1/me/enrolments/{first}")).await.expect(201);
        learn(learner, &first, 0).await;
        learner.put(&format!("/v1/me/enrolments/{last}")).await.expect(201);
        learn(learner, &last, 0).await;
        let (steps, progress) = standing(learner, &id).await;
        assert_eq!(steps, [state("First", "completed"), state("Extra", "open"), state("Last", "in_progress")]);
        assert_eq!(progress["completed"], 1);
        // What was completed counts on whatever path it stands, taken or not, and stays when the path changes.
        let other = json!({ "title": "Short", "milestones": milestones(json!([{ "course_id": first }])) });
        let (other, _) = create(author, other).await;
        change(author, &other, json!({ "state": "published" })).await.expect(200);
        let short = learner.get(&format!("/v1/catalog/paths/{other}")).await.expect(200);
        assert_eq!((&short["is_taken"], &short["progress"]["percent"]), (&json!(false), &json!(100)));
        assert!(short["completed_at"].is_string());
        let courses = json!([{ "course_id": last }, { "course_id": first }]);
        change(author, &id, json!({ "milestones": milestones(courses), "order": "free" })).await.expect(200);
        assert_eq!(standing(learner, &id).await.0, [state("Last", "in_progress"), state("First", "completed")]);

        // Put away, it is finished by who takes it and begun by nobody; given up, it can be taken again as long as it is offered.
        change(author, &id, json!({ "state": "archived" })).await.expect(200);
        learner.put(&format!("/v1/me/paths/{id}")).await.expect(200);
        assert_eq!(author.put(&format!("/v1/me/paths/{id}")).await.expect(422)["errors"][0]["field"], "path_id");
        assert_eq!(titles_of(&learner.get("/v1/catalog/paths").await.expect(200)), ["Short"]);
        learn(learner, &last, 1).await;
        assert_eq!(standing(learner, &id).await.1["percent"], 100);
        for _ in 0..2 {
            learner.send("DELETE", &format!("/v1/me/paths/{id}"), &[], None).await.expect(204);
        }
        assert_eq!(learner.get("/v1/me/paths").await.expect(200)["items"], json!([]));
        assert_eq!(learner.put(&format!("/v1/me/paths/{id}")).await.problem(), "rule-broken");
    });
}

#[test]
fn a_path_shows_each_reader_what_is_for_them() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("inside", &[]), ("outside", &[])]).await;
        let (author, inside, outside) = (&people["author"], &people["inside"], &people["outside"]);
        let group = people["admin"].post("/v1/admin/groups", &json!({ "name": "Crane crew" })).await.expect(201);
        let group = group["group_id"].as_str().expect("an id").to_owned();
        people["admin"].put(&format!("/v1/admin/groups/{group}/members/{}", inside.member_id)).await.expect(204);
        let open = publish(author, &draft("Open", 1)).await;
        let mut closed = draft("Closed", 1);
        closed["groups"] = json!([group]);
        let closed = publish(author, &closed).await;
        let unseen = author.post("/v1/admin/courses", &draft("Unseen", 1)).await.expect(201)["course_id"].clone();
        let courses = json!([{ "course_id": closed }, { "course_id": unseen }, { "course_id": open }]);
        let (all, _) = create(author, json!({ "title": "All", "order": "in_order", "milestones": milestones(courses.clone()) })).await;
        let (crew, _) = create(author, json!({ "title": "Crew", "groups": [group], "milestones": milestones(courses) })).await;
        for id in [&all, &crew] {
            change(author, id, json!({ "state": "published" })).await.expect(200);
        }
        let shown = |path: &Value| -> Vec<Value> {
            path["milestones"][0]["courses"].as_array().expect("courses").iter().map(|course| course["course"]["title"].clone()).collect()
        };
        let path = format!("/v1/catalog/paths/{all}");
        let seen = outside.get(&path).await.expect(200);
        assert_eq!(shown(&seen), [json!("Open")]);
        assert_eq!((&seen["progress"]["total"], &seen["milestones"][0]["courses"][0]["status"]), (&json!(1), &json!("open")));
        assert!(!seen.to_string().contains(&closed), "{seen}");
        assert_eq!(shown(&inside.get(&path).await.expect(200)), [json!("Closed"), json!("Open")]);
        let all_of_it = shown(&author.get(&path).await.expect(200));
        assert_eq!(all_of_it, [json!("Closed"), json!("Unseen"), json!("Open")]);
        assert_eq!(titles_of(&outside.get("/v1/catalog/paths").await.expect(200)), ["All"]);
        assert_eq!(titles_of(&inside.get("/v1/catalog/paths").await.expect(200)), ["All", "Crew"]);
        assert_eq!(outside.put(&format!("/v1/me/paths/{crew}")).await.problem(), "not-found");
        assert_eq!(outside.send("DELETE", &format!("/v1/me/paths/{crew}"), &[], None).await.problem(), "not-found");
        inside.send("DELETE", &format!("/v1/me/paths/{crew}"), &[], None).await.expect(204);
        inside.put(&format!("/v1/me/paths/{crew}")).await.expect(201);
        people["admin"].send("DELETE", &format!("/v1/admin/groups/{group}/members/{}", inside.member_id), &[], None).await.expect(204);
        assert_eq!(inside.get("/v1/me/paths").await.expect(200)["items"], json!([]));
        assert_eq!(inside.get("/v1/admin/paths").await.problem(), "forbidden");
    });
}

#[test]
fn a_path_keeps_its_rules() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let course = publish(author, &draft("Course", 1)).await;
        let step = json!({ "course_id": course });
        for (wrong, field) in [
            (json!({ "title": "P", "milestones": milestones(json!([step, step])) }), "milestones"),
            (json!({ "title": "P", "milestones": milestones(json!([{ "course_id": course, "optional": true }])) }), "milestones"),
            (json!({ "title": "P", "milestones": milestones(json!([{ "course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F" }])) }), "milestones"),
            (json!({ "title": "P", "groups": ["01JZ8Q4N7E5T9V3W2XKBYMCD6F"] }), "groups"),
        ] {
            assert_eq!(author.post("/v1/admin/paths", &wrong).await.expect(422)["errors"][0]["field"], field, "{wrong}");
        }
        assert_eq!(author.get("/v1/admin/paths").await.expect(200)["items"], json!([]), "nothing half-made");
        let (id, first) = create(author, json!({ "title": "Empty" })).await;
        let path = format!("/v1/admin/paths/{id}");
        assert_eq!(change(author, &id, json!({ "state": "published" })).await.problem(), "rule-broken");
        assert_eq!(change(author, &id, json!({ "state": "archived" })).await.expect(422)["errors"][0]["field"], "state");
        change(author, &id, json!({ "milestones": milestones(json!([step])), "state": "published" })).await.expect(200);
        let stale = json!({ "title": "Stale" });
        assert_eq!(author.send("PATCH", &path, &[("if-match", &first)], Some(&stale)).await.problem(), "changed");
        assert_eq!(author.send("DELETE", &path, &[("if-match", &first)], None).await.problem(), "changed");
        let etag = author.get(&format!("/v1/catalog/paths/{id}")).await.etag();
        assert_eq!(author.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(422)["errors"][0]["field"], "state");
        // A course that is gone stands in nobody's way: the path can still be changed.
        let gone = publish(author, &draft("Gone", 1)).await;
        change(author, &id, json!({ "milestones": milestones(json!([step, { "course_id": gone }])) })).await.expect(200);
        for verb in ["unpublish", "DELETE"] {
            let etag = author.get(&format!("/v1/catalog/courses/{gone}")).await.etag();
            let course = format!("/v1/admin/courses/{gone}");
            match verb {
                "DELETE" => author.send("DELETE", &course, &[("if-match", &etag)], None).await.expect(204),
                verb => author.send("POST", &format!("{course}/{verb}"), &[("if-match", &etag)], None).await.expect(200),
            };
        }
        let detail = change(author, &id, json!({ "title": "Still there" })).await.expect(200);
        assert_eq!(detail["milestones"][0]["courses"][1], json!({ "course_id": gone, "optional": false }));
        assert_eq!(detail["progress"]["total"], 1);
        let detail = change(author, &id, json!({ "state": "draft" })).await;
        let etag = detail.etag();
        detail.expect(200);
        author.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(204);
        assert_eq!(author.get(&format!("/v1/catalog/paths/{id}")).await.problem(), "not-found");
        let again = author.send("POST", "/v1/admin/paths", &[("idempotency-key", "the same")], Some(&json!({ "title": "Once" }))).await;
        let again = again.expect(201)["path_id"].clone();
        let repeated = author.send("POST", "/v1/admin/paths", &[("idempotency-key", "the same")], Some(&json!({ "title": "Once" }))).await;
        assert_eq!(repeated.expect(201)["path_id"], again);
    });
}
