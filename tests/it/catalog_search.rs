//! /v1/catalog/courses?q=: what the search index finds, and that it follows the table whatever happens to it.

use crate::{
    bucket,
    dynamodb::{dynamodb, stored},
    stack::{invoke, run, until},
    workspace::{Person, Workspace, draft, publish},
};
use serde_json::{Value, json};

pub(crate) fn titles_of(listed: &Value) -> Vec<String> {
    let items = listed["items"].as_array().expect("items").iter();
    items.map(|course| course["title"].as_str().expect("a title").to_owned()).collect()
}

async fn search(person: &Person, query: &str) -> Vec<String> {
    titles_of(&person.get(&format!("/v1/catalog/courses?q={query}")).await.expect(200))
}

/// Waits until a search finds exactly these, in this order.
pub(crate) async fn finds(person: &Person, query: &str, wanted: &[&str]) {
    let look = || async { (search(person, query).await == wanted).then_some(()) };
    until(&format!("{wanted:?} as what {query:?} finds"), look).await;
}

#[test]
fn courses_are_found_by_what_people_type() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        for number in 0..12 {
            workspace.course(author, &format!("Filler {number}"), 1).await;
        }
        for title in [
            "Fire SAFETY",
            "Zebra safety",
            "Äpfel schälen",
            "Überblick über Straßenbau",
            "İstanbul gezisi",
            "O\u{308}konomie",
            "Brandschutzunterweisung",
            "काम की सुरक्षा",
        ] {
            workspace.course(author, title, 1).await;
        }
        finds(author, "%E0%A4%B8%E0%A5%81%E0%A4%B0%E0%A4%95%E0%A5%8D%E0%A4%B7%E0%A4%BE", &["काम की सुरक्षा"]).await;
        for (query, title) in [
            // Without accents and capitals, composed or not.
            ("apfel", "Äpfel schälen"),
            ("strassenbau", "Überblick über Straßenbau"),
            ("istanbul", "İstanbul gezisi"),
            ("%C3%B6konomie", "O\u{308}konomie"),
            ("%C3%BCberblick%20stra%C3%9Fenbau", "Überblick über Straßenbau"),
            // The beginning of a word, a part of a compound word, a typing error.
            ("brandsch", "Brandschutzunterweisung"),
            ("unterweisung", "Brandschutzunterweisung"),
            ("zebra%20saftey", "Zebra safety"),
            // Operators of query languages are words like others, or none.
            ("%22fire%22%20%2A%20%28", "Fire SAFETY"),
        ] {
            assert_eq!(search(author, query).await, [title], "{query}");
        }
        // The title counts for more than the summary; equals come in the order in which they were made, in pages.
        let first = author.get("/v1/catalog/courses?q=safety&limit=1").await.expect(200);
        assert_eq!(titles_of(&first), ["Fire SAFETY"]);
        let rest = format!("/v1/catalog/courses?q=safety&limit=1&cursor={}", first["next"].as_str().expect("a second page"));
        assert_eq!(titles_of(&author.get(&rest).await.expect(200)), ["Zebra safety"]);
        assert_eq!(search(author, "a%20course").await.len(), 20);
        // The outline counts too.
        assert_eq!(
            author.get("/v1/catalog/courses?q=module%20lesson&limit=100").await.expect(200)["items"].as_array().map(Vec::len),
            Some(20)
        );
        assert_eq!(search(author, "nothing%20like%20it").await, [""; 0]);
        // Nothing was asked for: all there is.
        assert_eq!(search(author, "%20").await.len(), 20);

        assert_eq!(search(author, "safety&reverse=true").await, ["Fire SAFETY", "Zebra safety"]);
        for bad in [format!("q={}", "a".repeat(101)), "q=safety&cursor=x".to_owned()] {
            assert_eq!(author.get(&format!("/v1/catalog/courses?{bad}")).await.problem(), "malformed-request", "{bad}");
        }
        let strange = format!("/v1/catalog/courses?q=fire&cursor={}", first["next"].as_str().expect("a cursor"));
        assert_eq!(author.get(&strange).await.problem(), "malformed-request", "a cursor is for one search");
        // Authors search in the table, drafts included.
        assert_eq!(titles_of(&author.get("/v1/admin/courses?q=SAFETY&state=published").await.expect(200)).len(), 2);
        assert_eq!(titles_of(&author.get("/v1/admin/courses?q=safety&state=draft").await.expect(200)).len(), 0);
        let refused = author.get("/v1/admin/courses?state=lost").await;
        assert_eq!(refused.problem(), "malformed-request");
        assert!(refused.body.to_string().contains("expected one of draft, published"), "{}", refused.body);
    });
}

#[test]
fn the_index_follows_titles_groups_and_publishing() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("driver", &[]), ("clerk", &[])]).await;
        let (admin, author, driver, clerk) = (&people["admin"], &people["author"], &people["driver"], &people["clerk"]);
        let group = admin.post("/v1/admin/groups", &json!({ "name": "Drivers" })).await.expect(201)["group_id"].clone();
        let group = group.as_str().expect("an id");
        admin.put(&format!("/v1/admin/groups/{group}/members/{}", driver.member_id)).await.expect(204);

        // A draft is nobody's to find in the catalogue, not even its author's.
        author.post("/v1/admin/courses", &draft("Lorries in winter", 1)).await.expect(201);
        let id = publish(author, &draft("Lorries", 1)).await;
        finds(clerk, "lorries", &["Lorries"]).await;
        finds(author, "lorries", &["Lorries"]).await;

        let change = async |body: Value| {
            let etag = author.get(&format!("/v1/catalog/courses/{id}")).await.etag();
            author.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(&body)).await.expect(200);
        };
        change(json!({ "title": "Lorries and trailers" })).await;
        finds(clerk, "trailers", &["Lorries and trailers"]).await;
        change(json!({ "groups": [group] })).await;
        finds(clerk, "lorries", &[]).await;
        for person in [driver, author, admin] {
            assert_eq!(search(person, "lorries").await, ["Lorries and trailers"]);
        }
        // Who leaves the group finds it no longer, though the index has not changed.
        admin.send("DELETE", &format!("/v1/admin/groups/{group}/members/{}", driver.member_id), &[], None).await.expect(204);
        assert_eq!(search(driver, "lorries").await, [""; 0]);
        change(json!({ "groups": [] })).await;
        finds(driver, "lorries", &["Lorries and trailers"]).await;
    });
}

#[test]
fn courses_are_found_by_the_texts_of_their_published_lessons() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let page = |text: &str| json!({ "title": "Lesson", "minutes": 1, "markdown": format!("# First\n\nMind the **{text}** here: a way to 消防安全.") });
        let course =
            |lessons: Value| json!({ "title": "Heights", "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] });
        let quiz =
            json!({ "kind": "quiz", "questions": [{ "id": "a", "kind": "true_false", "text": "Trampolines bounce", "right": true }] });
        let lessons = json!([
            page("scaffolding"),
            { "title": "List", "minutes": 1, "content": { "kind": "checklist", "items": [{ "text": "Carabiner closed" }] } },
            { "title": "Quiz", "minutes": 1, "content": quiz }
        ]);
        let id = publish(author, &course(lessons)).await;
        publish(author, &draft("Scaffolding of its own", 1)).await;
        // A title counts for more than what a lesson says.
        finds(learner, "scaffolding", &["Scaffolding of its own", "Heights"]).await;
        // Short words, other scripts, typing errors.
        for query in ["scafolding%20mind", "carabiner", "heights%20scaffolding", "a%20way%20to%20mind", "消防"] {
            assert_eq!(search(learner, query).await, ["Heights"], "{query}");
        }
        // What a quiz asks is for those who take it.
        assert_eq!(search(learner, "trampolines").await, [""; 0]);

        // What an author writes is found once it is published, and what was there before no longer.
        let path = format!("/v1/admin/courses/{id}");
        let etag = author.get(&format!("/v1/catalog/courses/{id}?version=draft")).await.etag();
        let change = json!({ "summary": "Of ladders", "parts": course(json!([page("ropewalk")]))["parts"] });
        let changed = author.send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await;
        let etag = changed.etag();
        changed.expect(200);
        assert_eq!(search(learner, "ropewalk").await, [""; 0]);
        author.send("POST", &format!("{path}/publish"), &[("if-match", &etag)], Some(&json!({}))).await.expect(200);
        finds(learner, "ropewalk", &["Heights"]).await;
        for query in ["carabiner", "heights%20scaffolding"] {
            assert_eq!(search(learner, query).await, [""; 0], "{query}");
        }
        // An index that is made anew finds the same, also of a version from before words were kept.
        let words = format!("WORDS#{:010}", 2);
        assert!(stored(&format!("W#{}#COURSE#{id}", workspace.id)).await.keys().any(|(_, sort)| *sort == words));
        let key = json!({ "pk": { "S": format!("W#{}#COURSE#{id}", workspace.id) }, "sk": { "S": words } });
        dynamodb("DeleteItem", json!({ "Key": key })).await;
        bucket::replace(&format!("D/{}/catalog/courses-5.index", workspace.id), None).await;
        invoke("index-workspace", &json!({ "workspace": workspace.id })).await.expect("an index");
        assert_eq!(search(learner, "ropewalk%20ladders").await, ["Heights"]);
    });
}

#[test]
fn courses_are_chosen_by_what_is_said_about_them() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let course = |title: &str, minutes: u32, more: &Value| {
            let lessons = json!([{ "title": "Lesson", "minutes": minutes, "markdown": "Text." }]);
            let mut course = json!({ "title": title, "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] });
            course.as_object_mut().expect("a course").extend(more.as_object().expect("more").clone());
            course
        };
        let about = json!({
            "tags": ["Safety", "safety", "Site"], "skills": ["First aid"], "level": "beginner", "audience": "Everybody on site",
            "outcomes": ["Call for help"]
        });
        let aid = publish(author, &course("Aid", 10, &json!({ "about": about, "language": "en" }))).await;
        publish(author, &course("Brand", 300, &json!({ "about": { "tags": ["Safety"], "level": "advanced" }, "language": "de-CH" }))).await;
        let link = json!([{ "title": "Lesson", "minutes": 60, "content": { "kind": "link", "address": "https://a.example" } }]);
        let elsewhere = json!({ "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": link }] }] });
        publish(author, &course("Cranes", 60, &elsewhere)).await;
        author.post("/v1/admin/courses", &course("Draft", 1, &json!({ "about": { "tags": ["Secret"] } }))).await.expect(201);
        // Audience, outcomes, tags and skills are found as words.
        for query in ["everybody", "saftey%20site", "first%20aid", "call%20help"] {
            finds(learner, query, &["Aid"]).await;
        }
        let list = async |query: &str| learner.get(&format!("/v1/catalog/courses?{query}")).await.expect(200);
        until("all in the index", || async { (titles_of(&list("kind=link").await) == ["Cranes"]).then_some(()) }).await;
        for (query, wanted) in [
            ("tag=Safety", &["Aid", "Brand"][..]),
            ("tag=Safety&tag=Site&level=beginner", &["Aid"]),
            ("tag=Site&level=advanced", &[]),
            ("level=beginner&level=advanced&skill=First%20aid", &["Aid"]),
            ("language=de-CH", &["Brand"]),
            ("duration=up_to_a_quarter&duration=up_to_an_hour", &["Aid", "Cranes"]),
            ("duration=longer&q=brnad", &["Brand"]),
            ("kind=page", &["Aid", "Brand"]),
            ("tag=Secret", &[]),
        ] {
            assert_eq!(titles_of(&list(query).await), wanted, "{query}");
        }
        let counted = list("facets=true&tag=Safety").await;
        let facets = |name: &str| counted["facets"].as_array().expect("facets").iter().find(|facet| facet["name"] == name).cloned();
        assert_eq!(facets("tag").expect("tags")["values"], json!([{ "value": "Safety", "count": 2 }, { "value": "Site", "count": 1 }]));
        assert_eq!(facets("kind").expect("kinds")["values"], json!([{ "value": "page", "count": 2 }]));
        assert_eq!((facets("state"), list("tag=Safety").await["facets"].clone()), (None, Value::Null));
        // Pages of a choice, and a cursor for that choice alone.
        let first = list("tag=Safety&limit=1").await;
        let next = first["next"].as_str().expect("a second page");
        assert_eq!(titles_of(&list(&format!("tag=Safety&limit=1&cursor={next}")).await), ["Brand"]);
        assert_eq!(learner.get(&format!("/v1/catalog/courses?tag=Site&cursor={next}")).await.problem(), "malformed-request");
        for bad in ["level=expert", "kind=film", "duration=1", "language=de_CH", "facets=yes", "tag="] {
            assert_eq!(learner.get(&format!("/v1/catalog/courses?{bad}")).await.problem(), "malformed-request", "{bad}");
        }

        // Without an index the table answers, as far as it can tell.
        bucket::replace(&format!("D/{}/catalog/courses-5.index", workspace.id), None).await;
        for (query, wanted) in [
            ("tag=Safety&level=advanced", &["Brand"][..]),
            ("duration=up_to_an_hour", &["Cranes"]),
            ("facets=true", &["Aid", "Brand", "Cranes"]),
        ] {
            let listed = list(query).await;
            assert_eq!(
                (titles_of(&listed), &listed["facets"]),
                (wanted.iter().map(ToString::to_string).collect(), &Value::Null),
                "{query}"
            );
        }
        // What is said about a course is replaced as a whole; its language can be taken back.
        let etag = author.get(&format!("/v1/catalog/courses/{aid}")).await.etag();
        let change = json!({ "about": { "level": "intermediate" }, "language": null });
        let changed = author.send("PATCH", &format!("/v1/admin/courses/{aid}"), &[("if-match", &etag)], Some(&change)).await.expect(200);
        assert_eq!((&changed["about"], &changed["language"]), (&json!({ "level": "intermediate" }), &Value::Null));
    });
}

#[test]
fn an_index_that_is_lost_or_damaged_is_made_anew_and_missed_by_nobody() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        workspace.course(author, "Welding one", 1).await;
        // Only an index finds it by a typing error.
        finds(learner, "wleding", &["Welding one"]).await;
        let key = format!("D/{}/catalog/courses-5.index", workspace.id);
        let whole = bucket::file(&key).await.expect("an index");
        let mut altered = whole.clone();
        let end = altered.len();
        altered[end / 2..].fill(0xA5);
        let damages = [None, Some(b"no index at all".to_vec()), Some(whole[..end / 2].to_vec()), Some(altered)];
        for (number, damage) in damages.into_iter().enumerate() {
            bucket::replace(&key, damage).await;
            // The table answers in its place, word by word.
            assert_eq!(search(learner, "welding%20one").await, ["Welding one"]);
            assert_eq!(search(learner, "wleding").await, [""; 0]);
            // The next change finds all that was there before.
            let title = format!("Soldering {number}");
            workspace.course(author, &title, 1).await;
            finds(learner, "wleding", &["Welding one"]).await;
            finds(learner, &format!("soldreing%20{number}"), &[&title]).await;
        }
        // An operator need not wait for a change.
        bucket::replace(&key, None).await;
        let order = json!({ "workspace": workspace.id });
        assert_eq!(invoke("index-workspace", &order).await.expect("an index"), json!({ "workspace": workspace.id, "courses": 5 }));
        assert_eq!(search(learner, "wleding").await, ["Welding one"]);
        assert!(invoke("index-workspace", &json!({ "workspace": "nobody-there" })).await.is_err());
        // An older index in the place of the newest: what comes after it is put into it, and nothing twice.
        bucket::replace(&key, Some(whole)).await;
        workspace.course(author, "Riveting", 1).await;
        finds(learner, "rivetting", &["Riveting"]).await;
        assert_eq!(search(learner, "welding").await, ["Welding one"]);
    });
}
