//! What a course asks for before it is taken, before a lesson of it is begun, and before that counts as done.

use crate::{
    stack::run,
    workspace::{Person, Workspace, completion, draft, learn, publish, revise},
};
use serde_json::{Value, json};

/// The outline of a course, as it can be sent again.
async fn outline(author: &Person, course: &str) -> Value {
    author.get(&format!("/v1/catalog/courses/{course}")).await.expect(200)["parts"].clone()
}

fn without_kinds(mut parts: Value) -> Value {
    for lesson in parts[0]["modules"][0]["lessons"].as_array_mut().expect("lessons") {
        lesson.as_object_mut().expect("a lesson").remove("kind");
    }
    parts
}

fn lesson(course: &str, number: usize) -> String {
    format!("/v1/catalog/courses/{course}/lessons/l{number}")
}

#[test]
fn lessons_open_in_their_order_and_optional_ones_hold_nobody_up() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let id = publish(author, &draft("Ladders", 4)).await;
        let mut parts = without_kinds(outline(author, &id).await);
        parts[0]["modules"][0]["lessons"][1]["optional"] = true.into();
        let changed = revise(author, &id, &json!({ "unlock": "in_order", "parts": parts })).await;
        assert_eq!((&changed["unlock"], &changed["parts"][0]["modules"][0]["lessons"][1]["optional"]), (&json!("in_order"), &json!(true)));

        // Who has not begun sees the first lesson; authors see all.
        learner.get(&lesson(&id, 0)).await.expect(200);
        assert_eq!(learner.get(&lesson(&id, 2)).await.problem(), "forbidden");
        author.get(&lesson(&id, 2)).await.expect(200);
        assert_eq!(learner.put(&completion(&id, 0)).await.problem(), "rule-broken");

        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let refused = learner.put(&completion(&id, 2)).await.expect(422);
        assert_eq!(refused["errors"][0]["field"], "lesson_id", "{refused}");
        assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("“Lesson 0”")), "{refused}");
        assert_eq!(learner.get(&lesson(&id, 2)).await.expect(403)["type"], "/problems/forbidden");
        learn(learner, &id, 0).await;
        learn(learner, &id, 2).await;
        // Three are required. What was completed can be completed again, whatever became of the order.
        let enrolment = learn(learner, &id, 3).await;
        assert_eq!(enrolment["progress"], json!({ "completed": 3, "total": 3, "percent": 100 }));
        assert!(enrolment["completed_at"].is_string(), "{enrolment}");
        learn(learner, &id, 3).await;
        assert_eq!(learn(learner, &id, 1).await["progress"]["completed"], 3, "an optional lesson counts on neither side");

        // Without an order a lesson can still wait for one.
        let mut parts = without_kinds(outline(author, &id).await);
        parts[0]["modules"][0]["lessons"][3]["after"] = "l1".into();
        revise(author, &id, &json!({ "unlock": "free", "parts": parts })).await;
        author.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        learn(author, &id, 2).await;
        assert_eq!(author.put(&completion(&id, 3)).await.problem(), "rule-broken", "authors read every lesson, but complete none too soon");
        learn(author, &id, 1).await;
        learn(author, &id, 3).await;

        // Nothing waits in vain, and something is always required.
        let etag = author.get(&format!("/v1/catalog/courses/{id}")).await.etag();
        let patch = async |parts: &Value| {
            author
                .send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(&json!({ "parts": parts })))
                .await
                .problem()
                .to_owned()
        };
        let good = without_kinds(outline(author, &id).await);
        for wrong in ["l3", "l4", "l17"] {
            let mut bad = good.clone();
            bad[0]["modules"][0]["lessons"][2]["after"] = wrong.into();
            assert_eq!(patch(&bad).await, "rule-broken", "{wrong}");
        }
        let mut none = good.clone();
        none[0]["modules"][0]["lessons"].as_array_mut().expect("lessons").iter_mut().for_each(|lesson| lesson["optional"] = true.into());
        assert_eq!(patch(&none).await, "rule-broken");
    });
}

#[test]
fn a_checklist_is_completed_once_everything_is_ticked() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("other", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let list = json!({ "kind": "checklist", "items": [{ "text": "Helmet on" }, { "text": "Gloves on" }] });
        let link = json!({ "kind": "link", "address": "https://intranet.example/rules?site=7" });
        let lessons = json!([
            { "title": "Put on", "minutes": 2, "content": list },
            { "title": "House rules", "minutes": 1, "content": link, "markdown": "Read *all* of them." },
        ]);
        let course = json!({ "title": "Site", "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }] });
        let id = publish(author, &course).await;
        let kinds = outline(author, &id).await[0]["modules"][0]["lessons"].as_array().expect("lessons").clone();
        assert_eq!(kinds.iter().map(|lesson| lesson["kind"].clone()).collect::<Vec<_>>(), [json!("checklist"), json!("link")]);
        let shown = learner.get(&lesson(&id, 1)).await.expect(200);
        assert_eq!((&shown["content"], &shown["html"]), (&link, &json!("<p>Read <em>all</em> of them.</p>")));

        let items = learner.get(&lesson(&id, 0)).await.expect(200)["content"]["items"].clone();
        let item = |number: usize| items[number]["id"].clone();
        let work = format!("/v1/me/enrolments/{id}/lessons/l0/work");
        let tick = async |person: &Person, ticked: &[Value]| {
            person.send("PUT", &work, &[], Some(&json!({ "kind": "checklist", "ticked": ticked }))).await
        };
        assert_eq!(tick(learner, &[item(0)]).await.problem(), "rule-broken", "who does not take the course has no work in it");
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        assert_eq!(learner.put(&completion(&id, 0)).await.problem(), "rule-broken");
        assert_eq!(
            tick(learner, &[item(0)]).await.expect(200),
            json!({ "work": { "kind": "checklist", "ticked": [item(0)] }, "is_done": false })
        );
        assert_eq!(learner.put(&completion(&id, 0)).await.problem(), "rule-broken");
        assert_eq!(learner.get(&lesson(&id, 0)).await.expect(200)["work"]["ticked"], json!([item(0)]));
        // What is not on the list (any more) is left out.
        let stale = tick(learner, &[item(0), json!("01JZ8Q4N7E5T9V3W2XKBYMCD6F")]).await.expect(200);
        assert_eq!(stale["work"]["ticked"], json!([item(0)]));
        let other = format!("/v1/me/enrolments/{id}/lessons/l1/work");
        assert_eq!(learner.send("PUT", &other, &[], Some(&json!({ "kind": "checklist", "ticked": [] }))).await.problem(), "rule-broken");

        // Another item is there when everything was ticked: the ticks stay, and something is left to do.
        let longer = json!([{ "id": "l0", "title": "Put on", "minutes": 2, "content": { "kind": "checklist", "items": [
            { "text": "Shoes on" }, { "id": item(1), "text": "Gloves on" }, { "id": item(0), "text": "Helmet on" },
        ] } }, { "id": "l1", "title": "Rules of the house", "minutes": 1 }]);
        revise(author, &id, &json!({ "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": longer }] }] })).await;
        let shown = learner.get(&lesson(&id, 1)).await.expect(200);
        assert_eq!(
            (&shown["title"], &shown["content"]),
            (&json!("Rules of the house"), &link),
            "a lesson keeps what its author leaves out"
        );
        assert_eq!(learner.get(&lesson(&id, 0)).await.expect(200)["work"]["ticked"], json!([item(0)]));
        let mut all: Vec<Value> = vec![item(0), item(1)];
        assert_eq!(tick(learner, &all).await.expect(200)["is_done"], false);
        all.push(learner.get(&lesson(&id, 0)).await.expect(200)["content"]["items"][0]["id"].clone());
        assert_eq!(tick(learner, &all).await.expect(200)["is_done"], true);
        assert_eq!(tick(learner, &all).await.expect(200)["is_done"], true, "again");
        // The author adds something once more: what was done is not enough; and takes it away again with a ticked item: it is.
        let relist = async |texts: &[&str]| {
            let items = texts.iter().map(|text| match *text {
                "Gloves on" => json!({ "id": item(1), "text": text }),
                text => json!({ "text": text }),
            });
            let content = json!({ "kind": "checklist", "items": items.collect::<Vec<_>>() });
            let lessons = json!([{ "id": "l0", "title": "Put on", "minutes": 2, "content": content }, { "id": "l1", "title": "Rules", "minutes": 1 }]);
            revise(author, &id, &json!({ "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }] })).await;
        };
        relist(&["Gloves on", "Mask on"]).await;
        assert_eq!(learner.put(&completion(&id, 0)).await.problem(), "rule-broken");
        relist(&["Gloves on"]).await;
        assert_eq!(learner.get(&lesson(&id, 0)).await.expect(200)["work"]["ticked"], json!([item(1)]));
        learner.put(&completion(&id, 0)).await.expect(200);
        assert!(learner.put(&completion(&id, 1)).await.expect(200)["completed_at"].is_string());
        let untouched = people["other"].get(&lesson(&id, 0)).await.expect(200);
        assert_eq!(untouched["work"], Value::Null, "nobody sees another's ticks");

        // What is no content of a lesson.
        let post = async |content: Value| {
            let lessons = json!([{ "title": "A", "minutes": 1, "content": content }]);
            let course = json!({ "title": "Bad", "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] });
            author.post("/v1/admin/courses", &course).await.problem().to_owned()
        };
        for bad in [
            json!({ "kind": "link", "address": "javascript:alert(1)" }),
            json!({ "kind": "link" }),
            json!({ "kind": "page" }),
            json!({ "kind": "checklist", "items": [] }),
            json!({ "kind": "checklist", "items": [{ "id": item(0), "text": "a" }, { "id": item(0), "text": "b" }] }),
            json!({ "kind": "film" }),
            json!({ "kind": "link", "address": "https://a.example", "items": [] }),
        ] {
            assert_eq!(post(bad.clone()).await, "rule-broken", "{bad}");
        }
    });
}

#[test]
fn a_course_is_taken_after_what_comes_before_it() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let basics = publish(author, &draft("Basics", 1)).await;
        let middle = publish(author, &draft("Middle", 1)).await;
        let after = |course: &str| json!({ "prerequisites": [course] });
        revise(author, &middle, &after(&basics)).await;
        let top = publish(author, &json!({ "title": "Top", "prerequisites": [middle], "parts": draft("", 1)["parts"] })).await;

        let refused = learner.put(&format!("/v1/me/enrolments/{top}")).await.expect(422);
        assert_eq!(
            (&refused["errors"][0]["field"], refused["detail"].as_str().map(|detail| detail.contains("“Middle”"))),
            (&json!("course_id"), Some(true))
        );
        assert_eq!(learner.put(&format!("/v1/me/enrolments/{middle}")).await.problem(), "rule-broken");
        let needs = learner.get(&format!("/v1/catalog/courses/{top}")).await.expect(200)["prerequisites"].clone();
        assert_eq!(needs, json!([{ "course_id": middle, "title": "Middle", "is_completed": false }]));
        for course in [&basics, &middle, &top] {
            learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
            assert!(learn(learner, course, 0).await["completed_at"].is_string());
        }
        assert_eq!(learner.get(&format!("/v1/catalog/courses/{top}")).await.expect(200)["prerequisites"][0]["is_completed"], true);
        // What is not offered keeps nobody out, and is not named to learners; its authors see it.
        let hidden = author.post("/v1/admin/courses", &draft("Hidden", 1)).await.expect(201)["course_id"].clone();
        let open = publish(author, &json!({ "title": "Open", "prerequisites": [hidden], "parts": draft("", 1)["parts"] })).await;
        assert_eq!(learner.get(&format!("/v1/catalog/courses/{open}")).await.expect(200).get("prerequisites"), None);
        assert_eq!(author.get(&format!("/v1/catalog/courses/{open}")).await.expect(200)["prerequisites"][0]["title"], "Hidden");
        learner.put(&format!("/v1/me/enrolments/{open}")).await.expect(201);
        // Who is in stays in, whatever is asked for later.
        let extra = publish(author, &draft("Extra", 1)).await;
        revise(author, &basics, &after(&extra)).await;
        learner.put(&format!("/v1/me/enrolments/{basics}")).await.expect(200);

        // No circles, of one, of two or of four; no strangers.
        let patch = async |course: &str, before: &str| {
            let etag = author.get(&format!("/v1/catalog/courses/{course}")).await.etag();
            let answer = author.send("PATCH", &format!("/v1/admin/courses/{course}"), &[("if-match", &etag)], Some(&after(before))).await;
            answer.expect(422)["errors"][0]["field"].clone()
        };
        for (course, before) in [(&top, &top), (&basics, &middle), (&extra, &top)] {
            assert_eq!(patch(course, before).await, "prerequisites");
        }
        assert_eq!(patch(&top, "01JZ8Q4N7E5T9V3W2XKBYMCD6F").await, "prerequisites");
    });
}
