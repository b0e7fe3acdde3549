//! Cursors tell nothing and lead nowhere else: neither what the reader may not see, nor to another's list.

use crate::{
    catalog_search::titles_of,
    stack::{run, until},
    workspace::{Person, Workspace, draft},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

/// Follows a list to its end: the texts of a field, page by page, and the cursors.
async fn pages(reader: &Person, path: &str, field: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let (mut pages, mut cursors, mut next) = (Vec::new(), Vec::new(), String::new());
    loop {
        let page = reader.get(&format!("{path}{next}")).await.expect(200);
        let items = page["items"].as_array().expect("items");
        pages.push(items.iter().map(|item| item[field].as_str().expect("text").to_owned()).collect());
        let Some(cursor) = page["next"].as_str() else { return (pages, cursors) };
        cursors.push(cursor.to_owned());
        next = format!("&cursor={cursor}");
    }
}

fn assert_tells_nothing(cursor: &str, words: &[&str]) {
    let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).expect("base64url");
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    for word in words {
        assert!(!text.contains(word) && !cursor.to_lowercase().contains(word), "{word} in {cursor}");
    }
}

/// Publishes a course, for the members of a group only if there is one.
async fn publish(author: &Person, title: &str, group: Option<&str>) {
    let mut course = draft(title, 1);
    course["groups"] = group.into_iter().collect::<Value>();
    let created = author.post("/v1/admin/courses", &course).await;
    let etag = created.etag();
    let id = created.expect(201)["course_id"].as_str().expect("an id").to_owned();
    author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await.expect(200);
}

#[test]
fn a_course_for_others_leaves_no_trace_in_pages() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("other", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let group = people["admin"].post("/v1/admin/groups", &json!({ "name": "Board" })).await.expect(201);
        let group = group["group_id"].as_str().expect("an id");
        // Before, between and behind what everybody sees; more between than a page holds.
        publish(author, "Acquisition of Initech", Some(group)).await;
        publish(author, "Budget", None).await;
        for number in 0..12 {
            publish(author, &format!("Closure of plant {number:02}"), Some(group)).await;
        }
        publish(author, "Data protection", None).await;
        publish(author, "Layoffs", Some(group)).await;

        let titles =
            |pages: &[&[&str]]| pages.iter().map(|page| page.iter().map(ToString::to_string).collect()).collect::<Vec<Vec<String>>>();
        let (seen, cursors) = pages(learner, "/v1/catalog/courses?limit=1", "title").await;
        assert_eq!(seen, titles(&[&["Budget"], &["Data protection"]]));
        for cursor in &cursors {
            assert_tells_nothing(cursor, &["acquisition", "budget", "closure", "layoffs", "published"]);
        }
        // Backwards, in pages of another size, and for a search: no page is short, empty or one too many.
        let (seen, _) = pages(learner, "/v1/catalog/courses?limit=1&reverse=true", "title").await;
        assert_eq!(seen, titles(&[&["Data protection"], &["Budget"]]));
        let (seen, _) = pages(learner, "/v1/catalog/courses?limit=2", "title").await;
        assert_eq!(seen, titles(&[&["Budget", "Data protection"]]));
        let all = || async { Some(titles_of(&author.get("/v1/catalog/courses?limit=100&q=a%20course").await.expect(200)).len()) };
        until("the index", || async { all().await.filter(|found| *found == 16) }).await;
        let (seen, _) = pages(learner, "/v1/catalog/courses?limit=1&q=a%20course", "title").await;
        assert_eq!(seen, titles(&[&["Budget"], &["Data protection"]]));
        let (seen, _) = pages(learner, "/v1/catalog/courses?limit=5&q=closure", "title").await;
        assert_eq!(seen, titles(&[&[]]));
        // Who sees all of it gets all of it.
        let (seen, _) = pages(author, "/v1/catalog/courses?limit=5", "title").await;
        assert_eq!(seen.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 5, 1]);
    });
}

#[test]
fn people_of_other_regions_leave_no_trace_in_pages() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        for (name, region) in [("Anton", "North"), ("Berta", "South"), ("Caesar", "North"), ("Dora", "South"), ("Emil", "North")] {
            let person = json!({ "email": workspace.email(&name.to_lowercase()), "name": name, "region": region });
            admin.post("/v1/admin/people", &person).await.expect(201);
        }
        let rita = json!({ "email": workspace.email("rita"), "name": "Rita", "roles": ["regional_admin"], "regions": ["South"] });
        admin.post("/v1/admin/people", &rita).await.expect(201);
        let rita = workspace.sign_in("rita").await;
        let (seen, cursors) = pages(&rita, "/v1/admin/people?limit=1", "name").await;
        assert_eq!(seen, [["Berta"], ["Dora"]]);
        for cursor in &cursors {
            assert_tells_nothing(cursor, &["anton", "berta", "caesar", "emil"]);
        }
        let (seen, _) = pages(&rita, "/v1/admin/people?limit=1&reverse=true", "name").await;
        assert_eq!(seen, [["Dora"], ["Berta"]]);
    });
}

#[test]
fn a_cursor_is_of_use_for_one_list_of_one_reader() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner, stranger) = (&people["author"], &people["learner"], other.admin().await);
        for title in ["Alpha", "Beta", "Gamma"] {
            workspace.course(author, title, 1).await;
        }
        let page = author.get("/v1/catalog/courses?limit=1").await.expect(200);
        let cursor = page["next"].as_str().expect("a cursor");
        let rest = author.get(&format!("/v1/catalog/courses?limit=2&cursor={cursor}")).await.expect(200);
        assert_eq!(rest["items"].as_array().map(Vec::len), Some(2));
        let last = if cursor.ends_with('A') { "B" } else { "A" };
        let changed = format!("{}{last}", &cursor[..cursor.len() - 1]);
        for (reader, path) in [
            (learner, format!("/v1/catalog/courses?limit=2&cursor={cursor}")),
            (&stranger, format!("/v1/catalog/courses?limit=2&cursor={cursor}")),
            (author, format!("/v1/catalog/courses?limit=2&reverse=true&cursor={cursor}")),
            (author, format!("/v1/catalog/courses?limit=2&q=a&cursor={cursor}")),
            (author, format!("/v1/admin/courses?limit=2&cursor={cursor}")),
            (author, format!("/v1/admin/imports?limit=2&cursor={cursor}")),
            (author, format!("/v1/catalog/courses?limit=2&cursor={changed}")),
            (author, "/v1/catalog/courses?limit=2&cursor=".to_owned()),
        ] {
            assert_eq!(reader.get(&path).await.problem(), "malformed-request", "{path}");
        }
    });
}
