//! /v1/admin/imports: archives become courses, or fail with a reason and leave nothing.

use crate::{
    stack::{root, run, until},
    workspace::{Person, Workspace},
};
use serde_json::{Value, json};
use std::io::Write;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
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

async fn announce(author: &Person, bytes: &[u8]) -> Value {
    author.post("/v1/admin/imports", &json!({ "kind": "mdbook", "file_name": "course.zip", "size": bytes.len() })).await.expect(201)
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

async fn import(author: &Person, bytes: Vec<u8>) -> Value {
    let announced = announce(author, &bytes).await;
    assert_eq!(upload(&announced, bytes).await, 200);
    let path = format!("/v1/admin/imports/{}", announced["import_id"].as_str().expect("an id"));
    until("the import's end", || async {
        let import = author.get(&path).await.expect(200);
        matches!(import["state"].as_str(), Some("done" | "failed")).then_some(import)
    })
    .await
}

/// A picture of one pixel.
const PIXEL: &[u8] = &[
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
        let first = "---\nminutes: 7\n---\n# Hello\n\n![A dot](dot.png) and [more](second.md#there).\n\n{{#include missing.rs}}\n\n<details>Ask them.</details>\n\n<script>alert(1)</script>\n";
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
            ("a way out of the folder", archive(&[("src/SUMMARY.md", b"- [A](a.md)\n"), ("src/a.md", b"x"), ("../evil.md", b"x")])),
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
fn an_upload_must_be_what_was_announced() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let announced = announce(author, b"0123456789").await;
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
