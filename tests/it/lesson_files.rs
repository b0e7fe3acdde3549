//! Lessons that show files: documents, films, pictures in texts, and covers.

use crate::{
    admin_files::{PDF, digest, film, said, upload},
    dynamodb::put_attribute,
    global_courses::offer,
    platform_workspaces::operator,
    stack::run,
    workspace::{Person, Workspace, completion, publish},
};
use jiff::SignedDuration;
use serde_json::{Value, json};

fn lesson(title: &str, markdown: &str, content: &Value) -> Value {
    json!({ "title": title, "minutes": 1, "markdown": markdown, "content": content })
}

fn course(lessons: &[Value]) -> Value {
    json!({ "title": "Site", "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] })
}

async fn shown(person: &Person, course: &str, lesson: usize) -> Value {
    person.get(&format!("/v1/catalog/courses/{course}/lessons/l{lesson}")).await.expect(200)
}

const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";

#[test]
fn documents_and_pictures_are_shown_and_saved_by_signed_addresses() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let page = b"<html><script>alert(1)</script></html>";
        for (name, kind, bytes) in [("plan.pdf", "document", PDF), ("form.html", "document", page), ("dot.png", "picture", PIXEL)] {
            assert_eq!(upload(author, name, kind, bytes).await["state"], "ready", "{name}");
        }
        let text = format!("![A dot](/files/{}) and [the form](/files/{})", digest(PIXEL), digest(page));
        let document =
            |bytes: &[u8], downloadable: bool| json!({ "kind": "document", "file": digest(bytes), "downloadable": downloadable });
        let lessons = [
            lesson("Plan", &text, &document(PDF, false)),
            lesson("Form", "", &document(page, true)),
            lesson("PDF", "", &document(PDF, true)),
        ];
        let id = publish(author, &course(&lessons)).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);

        let plan = shown(learner, &id, 0).await;
        let file = &plan["files"][0];
        assert_eq!(
            (&file["file_name"], &file["content_type"], &file["save_address"]),
            (&"plan.pdf".into(), &"application/pdf".into(), &Value::Null)
        );
        let read = reqwest::get(file["address"].as_str().expect("an address")).await.expect("an answer");
        assert_eq!(
            (&read.headers()["content-type"], &read.headers()["content-disposition"]),
            (&"application/pdf".parse().expect("a header"), &"inline".parse().expect("a header"))
        );
        // The picture's and the form's addresses stand in the text; a page is only ever saved.
        let html = plan["html"].as_str().expect("HTML");
        let address = |attribute: &str| {
            html.split(attribute).nth(1).and_then(|rest| rest.split('"').next()).expect("an address").replace("&amp;", "&")
        };
        let dot = reqwest::get(address("src=\"")).await.expect("an answer");
        assert_eq!((dot.status().as_u16(), dot.headers()["content-type"].to_str().expect("text")), (200, "image/png"));
        let form = reqwest::get(address("href=\"")).await.expect("an answer");
        assert_eq!(form.headers()["content-type"], "application/octet-stream");
        assert_eq!(form.headers()["content-disposition"], "attachment; filename*=UTF-8''form.html");
        let saved = shown(learner, &id, 1).await;
        assert!(saved["files"][0]["address"].is_null() && saved["files"][0]["save_address"].is_string(), "{saved}");
        let both = shown(learner, &id, 2).await;
        assert!(both["files"][0]["address"].is_string() && both["files"][0]["save_address"].is_string(), "{both}");
        learner.put(&completion(&id, 0)).await.expect(200);
    });
}

#[test]
fn files_that_are_missing_or_of_another_kind_are_told() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        upload(author, "plan.pdf", "document", PDF).await;
        let refused = async |lesson: Value| author.post("/v1/admin/courses", &course(&[lesson])).await;
        let unknown = refused(lesson("A", "", &json!({ "kind": "document", "file": digest(b"unknown") }))).await;
        assert!(said(&unknown).contains("content: there is no file"), "{}", said(&unknown));
        let video = json!({ "kind": "video", "file": digest(PDF), "seconds": 9 });
        let other = refused(lesson("A", "", &video)).await;
        assert!(said(&other).contains("the file plan.pdf is a PDF document, not a video"), "{}", said(&other));
        let text = refused(lesson("A", &format!("![x](/files/{})", digest(b"unknown")), &json!({ "kind": "page" }))).await;
        assert!(said(&text).contains("markdown: there is no file"), "{}", said(&text));
        let pending = film(9, 100);
        let path = format!("/v1/admin/files/{}", digest(&pending));
        author.send("PUT", &path, &[], Some(&json!({ "file_name": "b.mp4", "size": 100, "kind": "video" }))).await.expect(200);
        let early = refused(lesson("A", "", &json!({ "kind": "video", "file": digest(&pending), "seconds": 9 }))).await;
        assert!(said(&early).contains("b.mp4 is still being uploaded or checked"), "{}", said(&early));
        let cover = author.post("/v1/admin/courses", &json!({ "title": "A", "about": { "cover": digest(PDF) } })).await;
        assert!(said(&cover).contains("about.cover: the file plan.pdf is a PDF document"), "{}", said(&cover));
        // Another workspace's file is as unknown as one that was never there.
        let elsewhere = Workspace::open().await;
        let stranger = &elsewhere.members(&[("author", &["author"])]).await["author"];
        let foreign =
            stranger.post("/v1/admin/courses", &course(&[lesson("A", "", &json!({ "kind": "document", "file": digest(PDF) }))])).await;
        assert!(said(&foreign).contains("content: there is no file"), "{}", said(&foreign));
    });
}

#[test]
fn a_cover_is_shown_wherever_the_course_is() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        upload(author, "cover.png", "picture", PIXEL).await;
        let mut new = course(&[lesson("A", "Text", &json!({ "kind": "page" }))]);
        new["about"] = json!({ "cover": digest(PIXEL) });
        let id = publish(author, &new).await;
        let answers = [
            author.get("/v1/admin/courses").await.expect(200)["items"][0].clone(),
            learner.get("/v1/catalog/courses").await.expect(200)["items"][0].clone(),
            learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(200),
        ];
        for answer in answers {
            let address = answer["cover"]["address"].as_str().expect("an address");
            assert_eq!(reqwest::get(address).await.expect("an answer").status(), 200);
        }
        let before = author.get(&format!("/v1/catalog/courses/{id}?version=draft")).await;
        let path = format!("/v1/admin/courses/{id}");
        let changed = author.send("PATCH", &path, &[("if-match", &before.etag())], Some(&json!({ "about": {} }))).await.expect(200);
        assert!(changed["about"]["cover"].is_null(), "{changed}");
        assert!(learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(200)["cover"].is_null());
    });
}

#[test]
fn a_film_is_done_once_enough_of_it_was_really_played() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let (film, captions) = (film(3, 2000), b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n");
        upload(author, "film.mp4", "video", &film).await;
        upload(author, "film.vtt", "captions", captions).await;
        let content = json!({
            "kind": "video", "file": digest(&film), "seconds": 20, "watched_percent": 75, "captions": [{ "language": "en", "file": digest(captions) }]
        });
        let id = publish(author, &course(&[lesson("Film", "", &content)])).await;
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        // Nothing was played of what was never opened, however long ago they enrolled.
        let key = (format!("W#{}#MEMBER#{}", workspace.id, learner.member_id), format!("HOME#ENROLMENT#{id}"));
        put_attribute(&key, "created_at", &json!({ "S": (local_kit::machine_time() - SignedDuration::from_hours(20)).to_string() })).await;
        let unopened = json!({ "kind": "media", "played": [{ "from": 0, "to": 20 }], "position": 20 });
        let refused = learner.send("PUT", &format!("/v1/me/enrolments/{id}/lessons/l0/work"), &[], Some(&unopened)).await;
        assert!(said(&refused).contains("more was played than can have been"), "{}", said(&refused));
        let seen = shown(learner, &id, 0).await;
        assert_eq!(seen["work"], json!({ "kind": "media", "played": [], "position": 0 }));
        assert_eq!((seen["files"].as_array().expect("files").len(), &seen["content"]["watched_percent"]), (2, &75.into()));
        for file in seen["files"].as_array().expect("files") {
            assert_eq!(reqwest::get(file["address"].as_str().expect("an address")).await.expect("an answer").status(), 200);
        }
        let work = format!("/v1/me/enrolments/{id}/lessons/l0/work");
        let report = async |played: Value, position: u32| {
            learner.send("PUT", &work, &[], Some(&json!({ "kind": "media", "played": played, "position": position }))).await
        };
        // The last second alone is not the film.
        let end = report(json!([{ "from": 19, "to": 20 }]), 20).await.expect(200);
        assert_eq!((&end["is_done"], &end["work"]["position"]), (&false.into(), &20.into()));
        let early = learner.put(&completion(&id, 0)).await;
        assert!(said(&early).contains("play more of it"), "{}", said(&early));
        // More than can have been is refused, and noted; what was there stays.
        let all = report(json!([{ "from": 0, "to": 20 }]), 20).await;
        assert!(said(&all).contains("more was played than can have been"), "{}", said(&all));
        report(json!([{ "from": 5, "to": 5 }]), 5).await.expect(422);
        report(json!([{ "from": 0, "to": 4 }]), 4).await.expect(200);
        // It was opened a little earlier.
        let key = (format!("W#{}#MEMBER#{}", workspace.id, learner.member_id), format!("WORK#{id}#l0"));
        put_attribute(&key, "created_at", &json!({ "S": (local_kit::machine_time() - SignedDuration::from_secs(20)).to_string() })).await;
        let rest = report(json!([{ "from": 2, "to": 14 }, { "from": 15, "to": 90_000 }]), 1).await;
        rest.expect(422);
        let rest = report(json!([{ "from": 2, "to": 14 }]), 14).await.expect(200);
        assert_eq!(
            (&rest["work"]["played"], &rest["is_done"]),
            (&json!([{ "from": 0, "to": 14 }, { "from": 19, "to": 20 }]), &true.into())
        );
        // Less is no step back, and another device goes on where this one was.
        report(json!([]), 3).await.expect(200);
        assert_eq!(
            shown(learner, &id, 0).await["work"],
            json!({ "kind": "media", "played": [{ "from": 0, "to": 14 }, { "from": 19, "to": 20 }], "position": 3 })
        );
        assert_eq!(learner.put(&completion(&id, 0)).await.expect(200)["progress"]["percent"], 100);
    });
}

#[test]
fn a_global_course_shows_the_files_of_the_operators() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        for (name, kind, bytes) in [("plan.pdf", "document", PDF), ("cover.png", "picture", PIXEL)] {
            assert_eq!(upload(&operator, name, kind, bytes).await["state"], "ready");
        }
        let text = format!("![A dot](/files/{})", digest(PIXEL));
        let mut new = course(&[lesson("Plan", &text, &json!({ "kind": "document", "file": digest(PDF) }))]);
        new["title"] = format!("Plans {}", ulid::Ulid::generate()).into();
        new["about"] = json!({ "cover": digest(PIXEL) });
        let id = publish(&operator, &new).await;
        offer(&operator, &id).await;
        author.put(&format!("/v1/admin/global-courses/{id}/subscription")).await.expect(201);
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let plan = shown(learner, &id, 0).await;
        let html = plan["html"].as_str().expect("HTML");
        let dot = html.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a picture").replace("&amp;", "&");
        let seen = learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(200);
        for address in [plan["files"][0]["address"].as_str(), Some(dot.as_str()), seen["cover"]["address"].as_str()] {
            assert_eq!(reqwest::get(address.expect("an address")).await.expect("an answer").status(), 200);
        }
        // What the course does not show is none of the workspace's.
        author.get(&format!("/v1/admin/files/{}", digest(PDF))).await.expect(404);
    });
}
