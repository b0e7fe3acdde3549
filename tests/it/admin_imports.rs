//! /v1/admin/imports: archives become courses, or fail with a reason and leave nothing.

use crate::{
    dynamodb::put_attribute,
    stack::{invoke, root, run, until},
    workspace::{Person, Workspace},
};
use serde_json::{Value, json};
use std::{
    io::Write,
    sync::atomic::{AtomicBool, Ordering},
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

pub(crate) fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("an archive").into_inner()
}

/// An archive of some 600 kB that inflates to 600 MB.
fn bomb() -> Vec<u8> {
    let zeros = archive(&[("zeros", &vec![0; 20_000_000])]);
    let mut packed = ZipArchive::new(std::io::Cursor::new(zeros)).expect("an archive");
    let mut writer = ZipWriter::new_append(std::io::Cursor::new(archive(&[("src/SUMMARY.md", b"- [A](a.md)\n"), ("src/a.md", b"x")])))
        .expect("an archive");
    for number in 0..30 {
        writer.raw_copy_file_rename(packed.by_index_raw(0).expect("an entry"), format!("src/{number}.png")).expect("a copy");
    }
    writer.finish().expect("an archive").into_inner()
}

pub(crate) async fn announce(author: &Person, kind: &str, bytes: &[u8]) -> Value {
    author.post("/v1/admin/imports", &json!({ "kind": kind, "file_name": "course.zip", "size": bytes.len() })).await.expect(201)
}

async fn upload(announced: &Value, bytes: Vec<u8>) -> reqwest::StatusCode {
    let upload = &announced["upload"];
    let method = upload["method"].as_str().expect("a method").parse().expect("a method");
    let mut request = reqwest::Client::new().request(method, upload["url"].as_str().expect("a url"));
    // A client sets the length itself, as browsers do; it is signed.
    for (name, value) in upload["headers"].as_object().expect("headers").iter().filter(|(name, _)| *name != "content-length") {
        request = request.header(name, value.as_str().expect("text"));
    }
    request.body(bytes).send().await.expect("the bucket answers").status()
}

pub(crate) async fn import(author: &Person, bytes: Vec<u8>) -> Value {
    let announced = announce(author, "mdbook", &bytes).await;
    finished(author, &announced, bytes).await
}

/// The end of an import whose archive is sent.
pub(crate) async fn finished(author: &Person, announced: &Value, bytes: Vec<u8>) -> Value {
    assert_eq!(upload(announced, bytes).await, 200);
    let path = format!("/v1/admin/imports/{}", announced["import_id"].as_str().expect("an id"));
    until("the import's end", || async {
        let import = author.get(&path).await.expect(200);
        matches!(import["state"].as_str(), Some("done" | "failed")).then_some(import)
    })
    .await
}

/// A picture of one pixel.
pub(crate) const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a,
    0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0,
    b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

#[test]
fn a_book_becomes_a_course_with_notes_links_and_pictures() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let first = "---\nminutes: 7\n---\n# Hello\n\n![A dot](dot.png) and [more](second.md#there).\n\n{{#include missing.rs}}\n\n<details class=\"speaker-notes\">Ask them.</details>\n\n<script>alert(1)</script>\n";
        let bytes = archive(&[
            ("book.toml", b"[book]\ntitle = \"A small book\"\n"),
            ("src/SUMMARY.md", b"# Summary\n\n# Part one\n\n- [First](first.md)\n  - [Second](second.md)\n"),
            ("src/first.md", first.as_bytes()),
            ("src/second.md", b"# Second\n\n## There\n\nText.\n"),
            ("src/dot.png", PIXEL),
        ]);
        let done = import(author, bytes).await;
        assert_eq!((&done["state"], &done["file_name"]), (&json!("done"), &json!("course.zip")), "{done}");
        assert_eq!(done["progress"], json!({ "done": 3, "total": 3 }));
        let warnings = done["warnings"].as_array().expect("warnings");
        assert!(warnings.iter().any(|warning| warning["file"] == "src/first.md" && warning["line"] == 8), "{warnings:?}");

        let id = done["course_id"].as_str().expect("an id");
        let detail = author.get(&format!("/v1/catalog/courses/{id}")).await;
        let etag = detail.etag();
        let course = detail.expect(200);
        assert_eq!(course["title"], "A small book");
        assert_eq!(course["parts"][0]["modules"][0]["lessons"][0]["minutes"], 7);
        author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await.expect(200);

        let lesson = format!("/v1/catalog/courses/{id}/lessons/l0");
        let seen = learner.get(&lesson).await.expect(200);
        let html = seen["html"].as_str().expect("html");
        assert!(!html.contains("script") && !html.contains("Ask them"), "{html}");
        assert!(html.contains(&format!("/courses/{id}/lessons/l1#content-there")), "{html}");
        assert!(seen.get("speaker_notes").is_none());
        assert!(author.get(&lesson).await.expect(200)["speaker_notes"].as_str().expect("notes").contains("Ask them"));

        let (_, rest) = html.split_once("src=\"").expect("a picture");
        let url = rest.split_once('"').expect("an address").0.replace("&amp;", "&");
        let picture = reqwest::get(&url).await.expect("the bucket answers");
        assert_eq!(picture.headers()["content-type"], "image/png");
        assert_eq!(picture.bytes().await.expect("bytes").as_ref(), PIXEL);
        let tampered = url.replace(&workspace.id, "acme");
        assert_eq!(reqwest::get(tampered).await.expect("the bucket answers").status(), 403);
        let bare = url.split_once('?').expect("a signature").0;
        assert_eq!(reqwest::get(bare).await.expect("the bucket answers").status(), 403);
    });
}

#[test]
fn a_bad_archive_fails_with_a_reason_and_leaves_nothing() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let cases: Vec<(&str, Vec<u8>)> = vec![
            ("no archive", b"this is no zip archive".to_vec()),
            ("no outline", archive(&[("src/first.md", b"# Hello")])),
            ("nothing in the outline", archive(&[("src/SUMMARY.md", b"# Summary\n\nNo links.\n")])),
            ("only missing pages", archive(&[("src/SUMMARY.md", b"- [A](a.md)\n")])),
            ("a bomb", bomb()),
        ];
        for (what, bytes) in cases {
            let failed = import(author, bytes).await;
            assert_eq!(failed["state"], "failed", "{what}: {failed}");
            assert!(failed["reason"].as_str().is_some_and(|reason| reason.len() > 10), "{what}: {failed}");
            assert!(failed.get("course_id").is_none());
        }
        assert_eq!(author.get("/v1/admin/courses").await.expect(200)["items"], json!([]));
        let huge = author.post("/v1/admin/imports", &json!({ "kind": "mdbook", "file_name": "x.zip", "size": 2_147_483_648_u64 })).await;
        assert_eq!((huge.status.as_u16(), huge.problem()), (422, "rule-broken"));
    });
}

#[test]
fn what_is_odd_in_an_archive_is_left_out_and_drawings_and_files_are_served_inert() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script><circle r=\"4\"/></svg>";
        let bytes = archive(&[
            ("book.toml", "[book]\ntitle = 'السلامة'\nlanguage = 'ar'\n".as_bytes()),
            ("src/SUMMARY.md", b"- [A](a.md)\n"),
            ("src/a.md", b"![Plan](plan.svg) and [the sheet](sheet.pdf)\n"),
            ("src/plan.svg", drawing),
            ("src/sheet.pdf", b"%PDF-1.4\n"),
            ("../evil.md", b"x"),
        ]);
        let done = import(author, bytes).await;
        assert_eq!(done["state"], "done", "{done}");
        let kinds: Vec<&str> =
            done["warnings"].as_array().expect("warnings").iter().filter_map(|warning| warning["kind"].as_str()).collect();
        assert_eq!(kinds, ["left_out_file", "lost_markup"], "{done}");

        let id = done["course_id"].as_str().expect("an id");
        let course = author.get(&format!("/v1/catalog/courses/{id}")).await.expect(200);
        assert_eq!((&course["language"], &course["text_direction"]), (&json!("ar"), &json!("rtl")));
        let lesson = author.get(&format!("/v1/catalog/courses/{id}/lessons/l0")).await.expect(200);
        assert_eq!((&lesson["language"], &lesson["text_direction"]), (&json!("ar"), &json!("rtl")));
        let html = lesson["html"].as_str().expect("html");
        for (attribute, content_type, name) in [("src=\"", "image/svg+xml", "plan.svg"), ("href=\"", "application/pdf", "sheet.pdf")] {
            let (_, rest) = html.split_once(attribute).expect("an attribute");
            let url = rest.split_once('"').expect("an address").0.replace("&amp;", "&");
            let answer = reqwest::get(&url).await.expect("the bucket answers");
            assert_eq!(answer.headers()["content-type"], content_type);
            assert_eq!(answer.headers()["content-disposition"], format!("attachment; filename*=UTF-8''{name}"));
            let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
            assert!(policy.starts_with("default-src 'none'; sandbox; "), "{policy}");
            assert!(!answer.text().await.expect("text").contains("script"));
        }
    });
}

/// A book of lessons, each a page of its own.
fn edition(pages: &[(&str, &str)]) -> Vec<u8> {
    let outline: String = pages.iter().map(|(page, _)| format!("- [{page}]({page}.md)\n")).collect();
    let files: Vec<(String, &[u8])> = pages.iter().map(|(page, text)| (format!("src/{page}.md"), text.as_bytes())).collect();
    let mut entries: Vec<(&str, &[u8])> = vec![("book.toml", b"[book]\ntitle = 'Ropes'\n"), ("src/SUMMARY.md", outline.as_bytes())];
    entries.extend(files.iter().map(|(name, text)| (name.as_str(), *text)));
    archive(&entries)
}

async fn announce_update(author: &Person, bytes: &[u8], course: &str) -> Value {
    let body = json!({ "kind": "mdbook", "file_name": "next.zip", "size": bytes.len(), "course_id": course });
    author.post("/v1/admin/imports", &body).await.expect(201)
}

#[test]
fn the_next_edition_updates_the_course_and_keeps_progress() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let done = import(author, edition(&[("a", "First [b](b.md)"), ("b", "Second"), ("c", "Third")])).await;
        let id = done["course_id"].as_str().expect("an id");
        let path = format!("/v1/catalog/courses/{id}");
        let etag = author.get(&path).await.etag();
        author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await.expect(200);
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        learner.put(&format!("/v1/me/enrolments/{id}/lessons/l0/completion")).await.expect(200);

        let next = edition(&[("new", "New [a](a.md)"), ("a", "First, revised"), ("c", "Third")]);
        let announced = announce_update(author, &next, id).await;
        let updated = finished(author, &announced, next.clone()).await;
        assert_eq!((&updated["state"], &updated["course_id"]), (&json!("done"), &json!(id)), "{updated}");
        let course = author.get(&format!("{path}?version=draft")).await.expect(200);
        let ids: Vec<&str> = course["parts"][0]["modules"]
            .as_array()
            .expect("modules")
            .iter()
            .filter_map(|module| module["lessons"][0]["id"].as_str())
            .collect();
        assert_eq!((ids, &course["state"]), (vec!["l3", "l0", "l2"], &json!("published")));
        // Learners have what was published, until the next edition is.
        let before = learner.get(&format!("{path}/lessons/l0")).await.expect(200)["html"].as_str().expect("html").to_owned();
        assert!(before.starts_with("<p>First <a "), "{before}");
        learner.get(&format!("{path}/lessons/l1")).await.expect(200);
        let difference = author.get(&format!("/v1/admin/courses/{id}/difference?from=1&to=draft")).await.expect(200);
        let told: Vec<_> =
            difference["lessons"].as_array().expect("lessons").iter().map(|l| (&l["lesson_id"], &l["kind"], &l["fields"])).collect();
        let (l0, l1, l3) = (json!("l0"), json!("l1"), json!("l3"));
        let (added, changed, removed) = (json!("added"), json!("changed"), json!("removed"));
        let (none, content) = (json!([]), json!(["content"]));
        assert_eq!(told, [(&l3, &added, &none), (&l0, &changed, &content), (&l1, &removed, &none)], "the third page is as it was");
        let version = json!({ "recall": true });
        let etag = author.get(&format!("{path}?version=draft")).await.etag();
        author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], Some(&version)).await.expect(200);
        let seen = async |lesson: &str| learner.get(&format!("{path}/lessons/{lesson}")).await;
        assert_eq!(seen("l0").await.expect(200)["html"], "<p>First, revised</p>");
        assert!(seen("l3").await.expect(200)["html"].as_str().expect("html").contains(&format!("/courses/{id}/lessons/l0")));
        assert_eq!(seen("l1").await.status, 404);
        assert_eq!(learner.get(&format!("/v1/me/enrolments/{id}")).await.expect(200)["completed_lessons"], json!(["l0"]));

        // A page that one edition lacks comes back as the lesson that it was; what was published stays readable through all of them.
        for (pages, ids) in
            [(&[("a", "First, revised")][..], &["l0"][..]), (&[("a", "First, revised"), ("c", "Third")][..], &["l0", "l2"][..])]
        {
            let archive = edition(pages);
            let announced = announce_update(author, &archive, id).await;
            assert_eq!(finished(author, &announced, archive).await["state"], "done");
            let drafted = author.get(&format!("{path}?version=draft")).await.expect(200);
            let modules = drafted["parts"][0]["modules"].as_array().expect("modules").clone();
            assert_eq!(modules.iter().filter_map(|module| module["lessons"][0]["id"].as_str()).collect::<Vec<_>>(), ids);
            for lesson in ["l0", "l2", "l3"] {
                seen(lesson).await.expect(200);
            }
        }

        // An author changes the course while the next edition is on its way: nothing of that is lost.
        let announced = announce_update(author, &next, id).await;
        let etag = author.get(&format!("{path}?version=draft")).await.etag();
        let change = json!({ "summary": "Mine" });
        author.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(&change)).await.expect(200);
        let failed = finished(author, &announced, next).await;
        assert_eq!(failed["state"], "failed");
        assert!(failed["reason"].as_str().is_some_and(|reason| reason.contains("was changed")), "{failed}");
        assert_eq!(author.get(&path).await.expect(200)["summary"], "Mine");
        assert_eq!(seen("l0").await.expect(200)["html"], "<p>First, revised</p>");

        let missing = json!({ "kind": "mdbook", "file_name": "x.zip", "size": 1, "course_id": "01JB0000000000000000000000" });
        assert_eq!(author.post("/v1/admin/imports", &missing).await.status, 404);
    });
}

#[test]
fn what_a_dead_worker_has_stored_goes_when_its_import_fails() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let entries: [(&str, &[u8]); 3] =
            [("src/SUMMARY.md", b"- [A](a.md)\n"), ("src/a.md", b"![A dot](dot.png)"), ("src/dot.png", PIXEL)];
        let bytes = archive(&entries);
        let (announced, length) = (announce(author, "mdbook", &bytes).await, bytes.len());
        let done = finished(author, &announced, bytes).await;
        let lesson = format!("/v1/catalog/courses/{}/lessons/l0", done["course_id"].as_str().expect("an id"));
        let html = author.get(&lesson).await.expect(200)["html"].as_str().expect("html").to_owned();
        let (_, rest) = html.split_once("src=\"").expect("a picture");
        let picture = rest.split_once('"').expect("an address").0.replace("&amp;", "&");
        assert_eq!(reqwest::get(&picture).await.expect("the bucket answers").status(), 200);

        // All that it stored is there, and the import has not ended: as if its worker had died before the last write.
        let import = announced["import_id"].as_str().expect("an id");
        put_attribute(&(format!("W#{}#IMPORT#{import}", workspace.id), "IMPORT".to_owned()), "state", &json!({ "S": "waiting" })).await;
        let failed = finished(author, &announced, vec![0; length]).await;
        assert_eq!(failed["state"], "failed", "{failed}");
        assert_eq!(reqwest::get(&picture).await.expect("the bucket answers").status(), 404);
    });
}

#[test]
fn an_imported_lesson_can_be_edited_and_keeps_its_links() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let bytes = archive(&[
            ("book.toml", b"[book]\ntitle = 'Ropes'\n"),
            ("src/SUMMARY.md", b"- [A](a.md)\n- [B](b.md)\n"),
            ("src/a.md", b"See [b](b.md) ![A dot](dot.png) {{#include part.txt}}\n"),
            ("src/b.md", b"B"),
            ("src/part.txt", b"part"),
            ("src/dot.png", PIXEL),
        ]);
        let id = import(author, bytes).await["course_id"].as_str().expect("an id").to_owned();
        let path = format!("/v1/catalog/courses/{id}");
        let markdown = author.get(&format!("{path}/lessons/l0")).await.expect(200)["markdown"].as_str().expect("its text").to_owned();
        assert_eq!(markdown, "See [b](b.md) ![A dot](dot.png) part\n");
        let lessons = json!([{ "id": "l0", "title": "A", "minutes": 1, "markdown": format!("{markdown}\n*Mended*") }, { "id": "l1", "title": "B", "minutes": 1 }]);
        let change = json!({ "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] });
        let etag = author.get(&path).await.etag();
        author.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &etag)], Some(&change)).await.expect(200);
        let html = author.get(&format!("{path}/lessons/l0")).await.expect(200)["html"].as_str().expect("html").to_owned();
        assert!(
            html.contains(&format!("/courses/{id}/lessons/l1")) && html.contains("<img src=\"http") && html.contains("<em>Mended</em>"),
            "{html}"
        );
    });
}

/// The bucket's notice that an import's archive has arrived.
pub(crate) fn notice(workspace: &str, import: &str) -> Value {
    let key = format!("W/{workspace}/imports/{import}/archive.zip");
    let body = json!({ "Records": [{ "s3": { "object": { "key": key } } }] }).to_string();
    json!({ "Records": [{ "messageId": "m", "receiptHandle": "r", "body": body, "md5OfBody": "", "messageAttributes": {},
        "attributes": { "ApproximateReceiveCount": "1" }, "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:000000000000:q", "awsRegion": "eu-central-1" }] })
}

#[test]
fn a_workspaces_imports_take_turns_and_start_by_themselves() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let text = "A sentence of a lesson. ".repeat(100);
        let names: Vec<String> = (0..120).map(|number| format!("page-{number}")).collect();
        let book = edition(&names.iter().map(|name| (name.as_str(), text.as_str())).collect::<Vec<_>>());
        let mut ids = Vec::new();
        for _ in 0..5 {
            let announced = announce(author, "mdbook", &book).await;
            assert_eq!(upload(&announced, book.clone()).await, 200);
            ids.push(announced["import_id"].as_str().expect("an id").to_owned());
        }
        // The same notice again, whatever the import has come to.
        for id in &ids {
            invoke("queue-import", &notice(&workspace.id, id)).await.expect("an answer");
        }
        let has_waited = AtomicBool::new(false);
        until("all imports", || async {
            let listed = author.get("/v1/admin/imports").await.expect(200);
            let of = |wanted: &str| listed["items"].as_array().expect("imports").iter().filter(|import| import["state"] == wanted).count();
            assert!(of("running") <= 1 && of("failed") == 0, "{listed}");
            has_waited.fetch_or(of("queued") > 0, Ordering::Relaxed);
            (of("done") == ids.len()).then_some(())
        })
        .await;
        assert!(has_waited.into_inner());
        assert_eq!(invoke("queue-import", &notice(&workspace.id, &ids[0])).await.expect("an answer"), json!({ "batchItemFailures": [] }));
        assert_eq!(author.get("/v1/admin/courses").await.expect(200)["items"].as_array().map(Vec::len), Some(ids.len()));
    });
}

#[test]
fn an_upload_must_be_what_was_announced() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let announced = announce(author, "mdbook", b"0123456789").await;
        assert_ne!(upload(&announced, b"0123456789 and more".to_vec()).await, 200);
        let path = format!("/v1/admin/imports/{}", announced["import_id"].as_str().expect("an id"));
        assert_eq!(author.get(&path).await.expect(200)["state"], "waiting");
    });
}

#[test]
fn a_real_course_of_four_days_is_imported() {
    let file = root().join("../shared/data/courses/comprehensive-rust.zip");
    let Ok(bytes) = std::fs::read(&file) else {
        println!("skipped: the real course is not here ({})", file.display());
        return;
    };
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let done = import(author, bytes).await;
        assert_eq!(done["state"], "done", "{}", done["reason"]);
        let warnings = done["warnings"].as_array().expect("warnings");
        let includes = warnings.iter().filter(|warning| warning["kind"] == "unresolved_include").count();
        let id = done["course_id"].as_str().expect("an id");
        let detail = author.get(&format!("/v1/catalog/courses/{id}")).await;
        let etag = detail.etag();
        let course = detail.expect(200);
        let parts = course["parts"].as_array().expect("parts");
        let modules = parts.iter().filter_map(|part| part["modules"].as_array()).map(Vec::len).sum::<usize>();
        println!(
            "parts {} modules {modules} lessons {} minutes {} warnings {} of which includes {includes}",
            parts.len(),
            course["lessons"],
            course["minutes"],
            warnings.len()
        );
        assert!(warnings.iter().all(|warning| warning["file"].as_str().is_some_and(|file| !file.is_empty())));
        assert_eq!(includes, 246);
        author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await.expect(200);

        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
        let lesson = parts[0]["modules"][0]["lessons"][0]["id"].as_str().expect("an id").to_owned();
        let content = learner.get(&format!("/v1/catalog/courses/{id}/lessons/{lesson}")).await.expect(200);
        assert!(content["html"].as_str().expect("html").contains("Comprehensive Rust"));
        learner.put(&format!("/v1/me/enrolments/{id}/lessons/{lesson}/completion")).await.expect(200);
        crate::workspace::points(learner, 10).await;
    });
}
