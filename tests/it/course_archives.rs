//! Courses as archives: what is exported and imported is the same course, in this workspace or in another; and copies.

use crate::{
    admin_files::{PDF, digest, film, said, send_all, upload},
    admin_imports::{PIXEL, announce, archive, finished, import},
    bucket,
    dynamodb::{dynamodb, put_attribute, stored},
    global_courses::offer,
    outbox::{batch, sealed},
    platform_workspaces::operator,
    stack::{invoke, root, run, until},
    workspace::{Person, Workspace, draft, publish},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};
use zip::ZipArchive;

const CAPTIONS: &[u8] = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n";

async fn ended(author: &Person, path: &str) -> Value {
    until("the end", || async {
        let seen = author.get(path).await.expect(200);
        matches!(seen["state"].as_str(), Some("done" | "failed")).then_some(seen)
    })
    .await
}

/// An export's end.
async fn export(author: &Person, course: &str) -> Value {
    let path = format!("/v1/admin/courses/{course}/exports");
    let begun = author.send("POST", &path, &[], None).await.expect(202);
    ended(author, &format!("{path}/{}", begun["export_id"].as_str().expect("an id"))).await
}

pub(crate) async fn exported(author: &Person, course: &str) -> Vec<u8> {
    let done = export(author, course).await;
    assert_eq!(done["state"], "done", "{done}");
    let answer = reqwest::get(done["address"].as_str().expect("an address")).await.expect("the bucket answers");
    assert_eq!(answer.status(), 200);
    answer.bytes().await.expect("bytes").to_vec()
}

pub(crate) async fn imported(author: &Person, bytes: Vec<u8>) -> Value {
    let announced = announce(author, "trellis", &bytes).await;
    finished(author, &announced, bytes).await
}

pub(crate) fn course_of(import: &Value) -> String {
    assert_eq!(import["state"], "done", "{import}");
    import["course_id"].as_str().expect("an id").to_owned()
}

pub(crate) async fn copied(author: &Person, course: &str, title: &str) -> Value {
    let begun = author.post(&format!("/v1/admin/courses/{course}/copies"), &json!({ "title": title })).await.expect(201);
    ended(author, &format!("/v1/admin/imports/{}", begun["import_id"].as_str().expect("an id"))).await
}

/// The entries of an archive.
fn entries(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut entries = BTreeMap::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("content");
        entries.insert(entry.name().expect("a name").into_owned(), content);
    }
    entries
}

/// Addresses of the bucket by their last name, and nothing that tells courses apart.
fn normal(text: &str, course: &str) -> String {
    let mut pieces = text.split("http://");
    let mut normal = pieces.next().expect("a beginning").to_owned();
    for piece in pieces {
        let (address, rest) = piece.split_at(piece.find(['"', ' ']).unwrap_or(piece.len()));
        let path = address.split('?').next().unwrap_or_default();
        normal.push_str(path.rsplit('/').next().unwrap_or_default());
        normal.push_str(rest);
    }
    normal.replace(course, "COURSE")
}

/// All that makes a course, but for its ids.
async fn whole(author: &Person, course: &str) -> Value {
    let mut seen = author.get(&format!("/v1/catalog/courses/{course}?version=draft")).await.expect(200);
    let mut lessons = Vec::new();
    for part in seen["parts"].as_array().expect("parts") {
        for module in part["modules"].as_array().expect("modules") {
            for lesson in module["lessons"].as_array().expect("lessons") {
                let id = lesson["id"].as_str().expect("an id");
                let shown = author.get(&format!("/v1/catalog/courses/{course}/lessons/{id}?version=draft")).await.expect(200);
                lessons.push(normal(&shown.to_string(), course));
            }
        }
    }
    let cover = normal(&seen["cover"].to_string(), course);
    let mut kept = serde_json::Map::new();
    for name in ["title", "summary", "parts", "about", "unlock", "completion_percent", "language", "text_direction", "minutes", "lessons"] {
        kept.insert(name.to_owned(), seen[name].take());
    }
    kept.insert("texts".to_owned(), json!(lessons));
    kept.insert("cover".to_owned(), json!(cover));
    let mut kept = Value::Object(kept);
    if let Some(cover) = kept["about"].get_mut("cover") {
        *cover = json!(cover["digest"]);
    }
    kept
}

/// A course with all kinds of lessons; its films differ by the seed.
async fn rich(author: &Person, seed: u8) -> String {
    let film = film(seed, 9_000_000);
    for (name, kind, bytes) in
        [("plan.pdf", "document", PDF), ("dot.png", "picture", PIXEL), ("film.mp4", "video", &film), ("film.vtt", "captions", CAPTIONS)]
    {
        assert_eq!(upload(author, name, kind, bytes).await["state"], "ready", "{name}");
    }
    let page = format!(
        "# Welcome\n\n![A dot](/files/{}) and $x^2$.\n\n:::note\nMind *this*.\n:::\n\n<details class=\"speaker-notes\">\n\nAsk them.\n\n</details>\n",
        digest(PIXEL)
    );
    let captions = json!([{ "language": "en", "file": digest(CAPTIONS) }]);
    // Too long for its Markdown to be kept beside the HTML.
    let long =
        format!("# Long\n\n![A dot](/files/{}) [up](#long) <details class=\"speaker-notes\">\n\nAsk.\n\n</details>\n\n", digest(PIXEL))
            + &"A sentence of a lesson. ".repeat(7_900);
    let lessons = json!([
        { "title": "Page", "minutes": 3, "markdown": page },
        { "title": "Plan", "minutes": 1, "optional": true, "content": { "kind": "document", "file": digest(PDF), "downloadable": false } },
        { "title": "Film", "minutes": 1, "markdown": "Watch.", "after": "l0",
          "content": { "kind": "video", "file": digest(&film), "seconds": 20, "watched_percent": 75, "captions": captions } },
        { "title": "List", "minutes": 1, "content": { "kind": "checklist", "items": [{ "text": "Helmet on" }, { "text": "Gloves on" }] } },
        { "title": "Wiki", "minutes": 1, "content": { "kind": "link", "address": "https://intranet.example/a?b=c" } },
        { "title": "Long", "minutes": 60, "markdown": long },
    ]);
    let about = json!({ "tags": ["Site"], "skills": ["First aid"], "level": "beginner", "audience": "Fitters", "outcomes": ["Lift loads"], "cover": digest(PIXEL) });
    let course = json!({
        "title": "Safety / site", "summary": "All of it.\n\nAnd more.", "language": "ar", "unlock": "in_order", "completion_percent": 80, "about": about,
        "parts": [{ "title": "One", "modules": [{ "title": "M", "lessons": lessons }, { "title": "Empty", "lessons": [] }] }],
    });
    author.post("/v1/admin/courses", &course).await.expect(201)["course_id"].as_str().expect("an id").to_owned()
}

#[test]
fn what_is_exported_and_imported_is_the_same_course_here_and_elsewhere() {
    run(async {
        let (workspace, elsewhere) = (Workspace::open().await, Workspace::open().await);
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let stranger = &elsewhere.members(&[("author", &["author"])]).await["author"];
        let course = rich(author, 11).await;
        let before = whole(author, &course).await;

        let path = format!("/v1/admin/courses/{course}/exports");
        let key = [("idempotency-key", "once")];
        let begun = author.send("POST", &path, &key, None).await.expect(202);
        assert_eq!((&begun["course_id"], &begun["address"]), (&json!(course), &Value::Null));
        assert!(begun["requested_at"].is_string(), "{begun}");
        let again = author.send("POST", &path, &key, None).await.expect(202);
        assert_eq!(again["export_id"], begun["export_id"], "the same request again asks for nothing more");
        let export = begun["export_id"].as_str().expect("an id");
        let done = ended(author, &format!("{path}/{export}")).await;
        assert_eq!((&done["state"], &done["file_name"]), (&json!("done"), &json!("Safety site.trellis.zip")), "{done}");
        assert_eq!((&done["done"], &done["total"]), (&json!(10), &json!(10)), "six lessons and four files");
        let answer = reqwest::get(done["address"].as_str().expect("an address")).await.expect("the bucket answers");
        let disposition = answer.headers()["content-disposition"].to_str().expect("text").to_owned();
        assert_eq!(disposition, "attachment; filename*=UTF-8''Safety%20site.trellis.zip");
        let bytes = answer.bytes().await.expect("bytes").to_vec();
        assert_eq!(done["size"], bytes.len());
        // Redelivered, it stays what it is.
        let message = sealed(&workspace.id, &ulid::Ulid::generate().to_string(), "export.requested", &json!({ "export_id": export }));
        assert_eq!(invoke("run-export", &batch(&message, 1)).await.expect("handled"), json!({ "batchItemFailures": [] }));
        assert_eq!(author.get(&format!("{path}/{export}")).await.expect(200)["size"], done["size"]);
        // Of another course it is none.
        let other = author.post("/v1/admin/courses", &draft("Other", 1)).await.expect(201);
        let other = other["course_id"].as_str().expect("an id");
        author.get(&format!("/v1/admin/courses/{other}/exports/{export}")).await.expect(404);

        let inside = entries(&bytes);
        let manifest: Value = serde_json::from_slice(&inside["course.json"]).expect("JSON");
        assert_eq!((&manifest["format"], &manifest["version"]), (&json!("trellis-course"), &json!(1)));
        assert!(String::from_utf8(inside["lessons/0.md"].clone()).expect("text").contains("Ask them."));
        assert_eq!(inside[&format!("files/{}", digest(PDF))], PDF);
        assert!(inside.contains_key("lessons/5.html") && inside.contains_key("lessons/5.notes.html"), "{:?}", inside.keys());
        for person in ["requested_by", "uploaded_by", "changed_by", &author.member_id, &workspace.id] {
            assert!(!manifest.to_string().contains(person), "{person}");
        }

        for (who, id) in [(author, &workspace.id), (stranger, &elsewhere.id)] {
            let done = imported(who, bytes.clone()).await;
            assert_eq!((&done["kind"], &done["progress"]), (&json!("trellis"), &json!({ "done": 10, "total": 10 })), "{done}");
            assert_eq!(done["warnings"], json!([]));
            let made = course_of(&done);
            assert_eq!(whole(who, &made).await, before);
            let listed = who.get("/v1/admin/imports").await.expect(200);
            assert_eq!(listed["items"][0]["kind"], "trellis");
            // What was brought is there like any upload, and no longer the import's own.
            let file = who.get(&format!("/v1/admin/files/{}", digest(PDF))).await.expect(200);
            assert_eq!((&file["state"], &file["file_name"]), (&json!("ready"), &json!("plan.pdf")));
            let listed = who.get("/v1/admin/files?kind=document").await.expect(200);
            assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
            assert!(stored(&format!("W#{id}#IMPORT#")).await.keys().all(|(_, sort)| sort == "IMPORT"));
            let shown = who.get(&format!("/v1/catalog/courses/{made}/lessons/l2?version=draft")).await.expect(200);
            let film = reqwest::get(shown["files"][0]["address"].as_str().expect("an address")).await.expect("the bucket answers");
            assert_eq!((film.status().as_u16(), film.bytes().await.expect("bytes").len()), (200, 9_000_000));
        }
    });
}

/// A book of two pages with a picture and a sheet to download.
fn book() -> Vec<u8> {
    archive(&[
        ("book.toml", b"[book]\ntitle = 'Ropes'\nlanguage = 'de'\n[output.html]\nsmart-punctuation = true\n"),
        ("src/SUMMARY.md", b"# Part\n\n- [A](a.md)\n  - [B](b.md)\n"),
        ("src/a.md", b"\"See\" [b](b.md#there) ![A dot](dot.png) ![Plan](plan.svg) [the sheet](sheet.pdf)\n\n<details class=\"speaker-notes\">Ask.</details>\n"),
        ("src/b.md", b"# B\n\n## There\n\nText.\n"),
        ("src/dot.png", PIXEL),
        ("src/plan.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"4\"/></svg>"),
        ("src/sheet.pdf", b"%PDF-1.4\n"),
    ])
}

/// The addresses in a lesson's HTML.
fn addresses(html: &str) -> Vec<String> {
    html.split("\"http://")
        .skip(1)
        .map(|rest| format!("http://{}", rest.split('"').next().unwrap_or_default().replace("&amp;", "&")))
        .collect()
}

#[test]
fn a_book_stays_a_book_in_archives_and_copies() {
    run(async {
        let (workspace, elsewhere) = (Workspace::open().await, Workspace::open().await);
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let stranger = &elsewhere.members(&[("author", &["author"])]).await["author"];
        let course = course_of(&import(author, book()).await);
        let before = whole(author, &course).await;
        let bytes = exported(author, &course).await;
        let made = course_of(&imported(stranger, bytes.clone()).await);
        assert_eq!(whole(stranger, &made).await, before);
        let copy = copied(author, &course, "Ropes").await;
        assert_eq!(
            (&copy["kind"], &copy["file_name"], &copy["progress"]),
            (&json!("copy"), &json!("Ropes"), &json!({ "done": 2, "total": 2 })),
            "{copy}"
        );
        let copy = course_of(&copy);
        assert_eq!(whole(author, &copy).await, before);

        for (who, id) in [(stranger, &made), (author, &copy)] {
            let path = format!("/v1/catalog/courses/{id}/lessons/l0?version=draft");
            let html = who.get(&path).await.expect(200)["html"].as_str().expect("HTML").to_owned();
            assert_eq!(addresses(&html).len(), 3, "{html}");
            for address in addresses(&html) {
                let answer = reqwest::get(&address).await.expect("the bucket answers");
                assert_eq!(answer.status(), 200, "{address}");
                if answer.headers()["content-type"] == "application/pdf" {
                    assert_eq!(answer.headers()["content-disposition"], "attachment; filename*=UTF-8''sheet.pdf");
                }
            }
            // It is edited as a page of its book.
            let seen = who.get(&format!("/v1/catalog/courses/{id}?version=draft")).await;
            let lessons = json!([{ "id": "l0", "title": "A", "minutes": 1, "markdown": "![A dot](dot.png) *Mended*" }, { "id": "l1", "title": "B", "minutes": 1 }]);
            let change = json!({ "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] });
            who.send("PATCH", &format!("/v1/admin/courses/{id}"), &[("if-match", &seen.etag())], Some(&change)).await.expect(200);
            let html = who.get(&path).await.expect(200)["html"].as_str().expect("HTML").to_owned();
            assert!(html.contains("<em>Mended</em>") && addresses(&html).len() == 1, "{html}");
        }
        // What it came from is as it was, and its pictures are its own.
        assert_eq!(whole(author, &course).await, before);
        let picture = format!("W/{}/courses/{course}/assets/0.png", workspace.id);
        bucket::replace(&picture, None).await;
        assert!(bucket::file(&picture.replace(&course, &copy)).await.is_some());
        // A picture that is gone keeps nobody from making an archive.
        let without = entries(&exported(author, &course).await);
        assert!(!without.contains_key("assets/0.png") && without.contains_key("assets/1.svg"), "{:?}", without.keys());
    });
}

#[test]
fn a_copy_is_made_once_and_keeps_whom_the_course_is_for() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let author = &people["author"];
        let group = people["admin"].post("/v1/admin/groups", &json!({ "name": "Fitters" })).await.expect(201)["group_id"].clone();
        let lessons: Vec<Value> =
            (0..80).map(|number| json!({ "title": format!("L{number}"), "minutes": 1, "markdown": format!("Text {number}") })).collect();
        let new = json!({ "title": "Long", "groups": [group], "enrolment": { "mode": "approval", "seats": 3 },
            "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }] });
        let course = author.post("/v1/admin/courses", &new).await.expect(201)["course_id"].as_str().expect("an id").to_owned();
        let path = format!("/v1/admin/courses/{course}/copies");
        let (key, body) = ([("idempotency-key", "copy")], json!({ "title": "Long, again" }));
        let first = author.send("POST", &path, &key, Some(&body)).await.expect(201);
        let second = author.send("POST", &path, &key, Some(&body)).await.expect(201);
        assert_eq!(first, second, "the same request again makes no second copy");
        let import = first["import_id"].as_str().expect("an id");
        let made = course_of(&ended(author, &format!("/v1/admin/imports/{import}")).await);
        let seen = author.get(&format!("/v1/catalog/courses/{made}")).await.expect(200);
        assert_eq!(
            (&seen["title"], &seen["state"], &seen["lessons"], &seen["groups"]),
            (&json!("Long, again"), &json!("draft"), &json!(80), &json!([group]))
        );
        assert_eq!(seen["enrolment"], json!({ "mode": "approval", "seats": 3 }), "{seen}");
        let (mut one, mut other) = (whole(author, &course).await, whole(author, &made).await);
        (one["title"], other["title"]) = (Value::Null, Value::Null);
        assert_eq!(one, other);
        // Again, by a message that comes twice.
        let message = sealed(&workspace.id, &ulid::Ulid::generate().to_string(), "import.arrived", &json!({ "import_id": import }));
        assert_eq!(invoke("run-import", &batch(&message, 1)).await.expect("handled"), json!({ "batchItemFailures": [] }));
        assert_eq!(author.get("/v1/admin/courses").await.expect(200)["items"].as_array().map(Vec::len), Some(2));
        assert_eq!(author.post(&path, &json!({ "title": "" })).await.problem(), "rule-broken");
    });
}

#[test]
fn courses_of_the_global_catalogue_are_neither_exported_nor_copied() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let id = publish(&operator, &draft(&format!("Global {}", ulid::Ulid::generate()), 1)).await;
        offer(&operator, &id).await;
        author.put(&format!("/v1/admin/global-courses/{id}/subscription")).await.expect(201);
        let refused = author.send("POST", &format!("/v1/admin/courses/{id}/exports"), &[], None).await;
        assert!(said(&refused).contains("comes from the global catalogue"), "{}", said(&refused));
        let refused = author.post(&format!("/v1/admin/courses/{id}/copies"), &json!({ "title": "Mine" })).await;
        assert!(said(&refused).contains("comes from the global catalogue"), "{}", said(&refused));
        // An archive never becomes the next edition of a course.
        let own = author.post("/v1/admin/courses", &draft("Own", 1)).await.expect(201)["course_id"].clone();
        let body = json!({ "kind": "trellis", "file_name": "x.zip", "size": 5, "course_id": own });
        let refused = author.post("/v1/admin/imports", &body).await;
        assert!(said(&refused).contains("course_id: an archive of Trellis always becomes a new course"), "{}", said(&refused));
        let large = json!({ "kind": "trellis", "file_name": "x.zip", "size": 2_147_483_648_u64 });
        author.post("/v1/admin/imports", &large).await.expect(201);
        let large = json!({ "kind": "trellis", "file_name": "x.zip", "size": 2_147_483_649_u64 });
        assert_eq!(author.post("/v1/admin/imports", &large).await.status, 422);
    });
}

/// The archive of a course with a page that shows a picture, and a document.
fn small(change: impl FnOnce(&mut Value, &mut BTreeMap<String, Vec<u8>>)) -> Vec<u8> {
    let file = |name: &str, kind: &str, bytes: &[u8], content_type: &str| json!({ "digest": digest(bytes), "file_name": name, "kind": kind, "size": bytes.len(), "content_type": content_type });
    let lessons = json!([
        { "id": "l0", "title": "Page", "minutes": 1, "content": { "kind": "page" }, "text": "markdown" },
        { "id": "l1", "title": "Plan", "minutes": 1, "content": { "kind": "document", "file": digest(PDF) } },
    ]);
    let mut manifest = json!({
        "format": "trellis-course", "version": 1, "title": "Hostile",
        "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": lessons }] }],
        "files": [file("dot.png", "picture", PIXEL, "image/png"), file("plan.pdf", "document", PDF, "application/pdf")],
    });
    let mut entries = BTreeMap::from([
        ("lessons/0.md".to_owned(), format!("![A dot](/files/{})", digest(PIXEL)).into_bytes()),
        (format!("files/{}", digest(PIXEL)), PIXEL.to_vec()),
        (format!("files/{}", digest(PDF)), PDF.to_vec()),
    ]);
    change(&mut manifest, &mut entries);
    packed(&manifest, &entries)
}

fn packed(manifest: &Value, entries: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let manifest = manifest.to_string().into_bytes();
    let mut all: Vec<(&str, &[u8])> = vec![("course.json", &manifest)];
    all.extend(entries.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    archive_stored(&all)
}

/// Files of a course lie in its archive as they are.
fn archive_stored(entries: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).expect("an entry");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Replaces bytes wherever they stand, by as many others.
fn forged(mut bytes: Vec<u8>, old: &str, new: &str) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(old.as_bytes())).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + old.len()].copy_from_slice(new.as_bytes());
    }
    bytes
}

#[test]
fn an_archive_that_lies_fails_with_a_reason_and_leaves_nothing() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let png = digest(PIXEL);
        let script = b"<html><script>alert(1)</script></html>";
        let eicar = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes();
        let with_file = |bytes: Vec<u8>, kind: &str, name: &str| {
            small(|manifest, entries| {
                let file =
                    json!({ "digest": digest(&bytes), "file_name": name, "kind": kind, "size": bytes.len(), "content_type": "image/png" });
                manifest["files"].as_array_mut().expect("files").push(file);
                entries.insert(format!("files/{}", digest(&bytes)), bytes);
            })
        };
        let link = {
            use zip::{ZipWriter, write::SimpleFileOptions};
            let mut writer = ZipWriter::new_append(Cursor::new(small(|_, _| {}))).expect("an archive");
            writer.add_symlink("lessons/1.md", "0.md", SimpleFileOptions::default()).expect("a link");
            writer.finish().expect("an archive").into_inner()
        };
        let plain = small(|_, entries| drop(entries.insert("qq/aa.md".to_owned(), Vec::new())));
        let cases: Vec<(&str, Vec<u8>, &str)> = vec![
            ("no zip", b"this is no zip archive".to_vec(), "not a zip archive"),
            ("a book", book(), "holds no course.json"),
            ("a newer one", small(|manifest, _| manifest["version"] = json!(7)), "made by a newer Trellis"),
            ("another format", small(|manifest, _| manifest["format"] = json!("scorm")), "none of an archive"),
            ("a way out", forged(plain.clone(), "qq/aa.md", "../aa.md"), "could leave its folder"),
            ("an absolute name", forged(plain.clone(), "qq/aa.md", "/q/aa.md"), "could leave its folder"),
            ("a drive", forged(plain.clone(), "qq/aa.md", "C:/aa.md"), "could leave its folder"),
            ("something else", plain, "holds qq/aa.md, which its course.json does not name"),
            ("a link", link, "lessons/1.md is a link"),
            (
                "twice",
                forged(small(|_, entries| drop(entries.insert("lessons/9.md".to_owned(), vec![]))), "lessons/9.md", "lessons/0.md"),
                "more than once",
            ),
            (
                "a text too many",
                small(|_, entries| drop(entries.insert("lessons/0.md".to_owned(), vec![b'x'; 200_001]))),
                "at most 200000 bytes",
            ),
            (
                "too deep",
                small(|_, entries| drop(entries.insert("lessons/0.md".to_owned(), b">".repeat(500)))),
                "nests its markup too deeply",
            ),
            ("a file missing", small(|_, entries| drop(entries.remove(&format!("files/{png}")))), "is missing in the archive"),
            ("a file unnamed", small(|manifest, _| drop(manifest["files"].as_array_mut().expect("files").remove(0))), "does not name"),
            (
                "a picture nobody brings",
                small(|_, entries| {
                    drop(entries.insert("lessons/0.md".to_owned(), format!("![x](/files/{})", "cd".repeat(32)).into_bytes()))
                }),
                "“Page”: the file cdcd",
            ),
            (
                "other bytes",
                small(|_, entries| drop(entries.insert(format!("files/{png}"), PIXEL.iter().rev().copied().collect()))),
                "is not the file that its digest names",
            ),
            ("a type that lies", with_file(script.to_vec(), "picture", "dot2.png"), "dot2.png: This is a web page, not a picture"),
            ("malware", with_file(eicar, "document", "x.txt"), "x.txt: The file holds malware"),
            (
                "another kind than it is used for",
                small(|manifest, _| {
                    manifest["parts"][0]["modules"][0]["lessons"][1]["content"] =
                        json!({ "kind": "video", "file": digest(PDF), "seconds": 9 });
                }),
                "“Plan”: the file plan.pdf is a PDF document, not a video",
            ),
        ];
        let before: Vec<_> = files_of(&workspace).await;
        for (what, bytes, expected) in cases {
            let failed = imported(author, bytes).await;
            assert_eq!(failed["state"], "failed", "{what}: {failed}");
            assert!(failed["reason"].as_str().is_some_and(|reason| reason.contains(expected)), "{what}: {failed}");
            assert!(failed.get("course_id").is_none());
            assert_eq!(files_of(&workspace).await, before, "{what}");
            for bytes in [PIXEL, PDF, script] {
                assert!(bucket::file(&format!("F/{}/{}", workspace.id, digest(bytes))).await.is_none(), "{what}");
            }
        }
        assert_eq!(author.get("/v1/admin/courses").await.expect(200)["items"], json!([]));
        // What is told of a text stands in a sound archive as well; HTML in it is what its Markdown says.
        let odd = small(|_, entries| drop(entries.insert("lessons/0.md".to_owned(), b"a\n\n<script>alert(1)</script>\n".to_vec())));
        let done = imported(author, odd).await;
        let course = course_of(&done);
        assert_eq!((&done["warnings"][0]["kind"], &done["warnings"][0]["file"]), (&json!("lost_markup"), &json!("lessons/0.md")), "{done}");
        let html = author.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200)["html"].clone();
        assert_eq!(html, "<p>a</p>");
    });
}

/// What is stored of files and of courses that are not there.
async fn files_of(workspace: &Workspace) -> Vec<(String, String)> {
    let items = stored(&format!("W#{}#", workspace.id)).await;
    let wanted =
        |key: &&(String, String)| ["#FILE#", "#COURSE#"].iter().any(|part| key.0.contains(part)) || key.1.starts_with("IMPORT#FILE#");
    let mut keys: Vec<_> = items.keys().filter(wanted).cloned().collect();
    keys.sort();
    keys
}

#[test]
fn files_that_are_there_are_not_sent_again_and_stay_when_the_import_fails() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        upload(author, "mine.pdf", "document", PDF).await;
        // The picture is on its way: the import sends its own.
        let begun = json!({ "file_name": "mine.png", "size": PIXEL.len(), "kind": "picture" });
        let path = format!("/v1/admin/files/{}", digest(PIXEL));
        author.send("PUT", &path, &[], Some(&begun)).await.expect(200);
        let failed = imported(author, small(|_, entries| drop(entries.insert("lessons/0.md".to_owned(), b">".repeat(500))))).await;
        assert_eq!(failed["state"], "failed", "{failed}");
        let picture = author.get(&path).await.expect(200);
        assert_eq!((&picture["state"], &picture["file_name"]), (&json!("ready"), &json!("mine.png")));
        let document = author.get(&format!("/v1/admin/files/{}", digest(PDF))).await.expect(200);
        assert_eq!((&document["state"], &document["file_name"]), (&json!("ready"), &json!("mine.pdf")));
        let done = imported(author, small(|_, _| {})).await;
        let shown = author.get(&format!("/v1/catalog/courses/{}/lessons/l1", course_of(&done))).await.expect(200);
        assert_eq!(shown["files"][0]["file_name"], "mine.pdf");
    });
}

#[test]
fn an_archive_that_lies_ends_nobody_elses_upload_and_what_a_dead_import_held_is_taken_over() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        // Somebody is sending the document, and an archive says the same name of other bytes.
        let begun = json!({ "file_name": "mine.pdf", "size": PDF.len(), "kind": "document" });
        let path = format!("/v1/admin/files/{}", digest(PDF));
        author.send("PUT", &path, &[], Some(&begun)).await.expect(200);
        let mut others = PDF.to_vec();
        others[0] ^= 1;
        let failed = imported(author, small(|_, entries| drop(entries.insert(format!("files/{}", digest(PDF)), others)))).await;
        assert!(failed["reason"].as_str().expect("a reason").contains("is not the file that its digest names"), "{failed}");
        assert_eq!(author.send("PUT", &path, &[], Some(&begun)).await.expect(200)["state"], "uploading");
        send_all(author, PDF).await;
        author.send("POST", &format!("{path}/completion"), &[], None).await.expect(200);
        until("the verdict", || async { (author.get(&path).await.expect(200)["state"] == "ready").then_some(()) }).await;

        // What an import has begun to send before its worker died is gone on with.
        let bytes = small(|_, _| {});
        let announced = announce(author, "trellis", &bytes).await;
        let begun = json!({ "file_name": "dot.png", "size": PIXEL.len(), "kind": "picture" });
        author.send("PUT", &format!("/v1/admin/files/{}", digest(PIXEL)), &[], Some(&begun)).await.expect(200);
        let key = (format!("W#{}#FILE#{}", workspace.id, digest(PIXEL)), "FILE".to_owned());
        put_attribute(&key, "held_by", &json!({ "S": announced["import_id"] })).await;
        let done = finished(author, &announced, bytes).await;
        assert_eq!(done["state"], "done", "{done}");

        // An import before this one died for good, and holds the picture that it brought.
        put_attribute(&key, "held_by", &json!({ "S": ulid::Ulid::generate().to_string() })).await;
        let done = imported(author, small(|_, _| {})).await;
        assert_eq!(done["state"], "done", "{done}");
        // The worker lets go of its files when the course is there.
        until("it is everybody's", || async { stored(&key.0).await[&key].get("held_by").is_none().then_some(()) }).await;
    });
}

/// Hands the message of an import to a worker, as the queue does for the nth time.
async fn delivered(workspace: &Workspace, import: &str, receives: u32) -> Value {
    let message = sealed(&workspace.id, &ulid::Ulid::generate().to_string(), "import.arrived", &json!({ "import_id": import }));
    let mut event = batch(&message, 1);
    event["Records"][0]["attributes"]["ApproximateReceiveCount"] = json!(receives.to_string());
    invoke("run-import", &event).await.expect("handled")
}

/// Makes an import look as if its worker had died before its last write, with the files that it had brought.
async fn died(workspace: &Workspace, import: &str, course: &str) {
    let of_import = format!("W#{}#IMPORT#{import}", workspace.id);
    for sort in ["COURSE", "OUTLINE", "SOURCES"] {
        let key = json!({ "pk": { "S": format!("W#{}#COURSE#{course}", workspace.id) }, "sk": { "S": sort } });
        dynamodb("DeleteItem", json!({ "Key": key })).await;
    }
    for bytes in [PIXEL, PDF] {
        let digest = digest(bytes);
        put_attribute(&(format!("W#{}#FILE#{digest}", workspace.id), "FILE".to_owned()), "held_by", &json!({ "S": import })).await;
        let at = json!({ "S": "2026-11-22T10:00:00Z" });
        let note = json!({ "pk": { "S": of_import }, "sk": { "S": format!("IMPORT#FILE#{digest}") }, "entity": { "S": "BroughtFile" },
            "schema": { "N": "1" }, "version": { "N": "1" }, "created_at": at, "updated_at": at, "digest": { "S": digest } });
        dynamodb("PutItem", json!({ "Item": note })).await;
    }
    put_attribute(&(of_import, "IMPORT".to_owned()), "state", &json!({ "S": "running" })).await;
}

#[test]
fn a_worker_that_dies_is_followed_by_another_and_the_last_one_cleans_up() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        // A quiz is two items: its questions lie beside it.
        let question = json!({ "id": "q1", "kind": "true_false", "text": "Water burns", "right": false });
        let quiz = json!({ "id": "l2", "title": "Quiz", "minutes": 5, "content": { "kind": "quiz", "questions": [question] } });
        let bytes = small(|manifest, _| manifest["parts"][0]["modules"][0]["lessons"].as_array_mut().expect("lessons").push(quiz));
        let announced = announce(author, "trellis", &bytes).await;
        let import = announced["import_id"].as_str().expect("an id").to_owned();
        let course = course_of(&finished(author, &announced, bytes.clone()).await);
        let before = whole(author, &course).await;
        let handled = json!({ "batchItemFailures": [] });
        let file = format!("/v1/admin/files/{}", digest(PDF));
        let put_back = async || bucket::replace(&format!("W/{}/imports/{import}/archive.zip", workspace.id), Some(bytes.clone())).await;

        died(&workspace, &import, &course).await;
        put_back().await;
        // While an import holds a file nobody else makes use of it.
        let body = json!({ "title": "Other", "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": [{ "title": "L", "minutes": 1, "content": { "kind": "document", "file": digest(PDF) } }] }] }] });
        let early = author.post("/v1/admin/courses", &body).await;
        assert!(said(&early).contains("is still being uploaded or checked"), "{}", said(&early));
        assert_eq!(delivered(&workspace, &import, 2).await, handled);
        assert_eq!(author.get(&format!("/v1/admin/imports/{import}")).await.expect(200)["state"], "done");
        assert_eq!(whole(author, &course).await, before);
        author.post("/v1/admin/courses", &body).await.expect(201);
        assert_eq!(delivered(&workspace, &import, 1).await, handled);

        // The last delivery removes all that was brought, but for what an author has uploaded as well meanwhile.
        died(&workspace, &import, &course).await;
        let left = stored(&format!("W#{}#COURSE#{course}", workspace.id)).await;
        assert!(left.keys().any(|(_, sort)| sort.starts_with("QUESTIONS#")), "{:?}", left.keys());
        let claimed = json!({ "file_name": "plan.pdf", "size": PDF.len(), "kind": "document" });
        assert_eq!(author.send("PUT", &file, &[], Some(&claimed)).await.expect(200)["state"], "ready");
        assert_eq!(delivered(&workspace, &import, 5).await, handled);
        let failed = author.get(&format!("/v1/admin/imports/{import}")).await.expect(200);
        assert_eq!(
            (&failed["state"], failed["reason"].as_str().is_some_and(|reason| reason.contains("Nothing was imported"))),
            (&json!("failed"), true)
        );
        assert_eq!(author.get(&file).await.expect(200)["state"], "ready");
        author.get(&format!("/v1/admin/files/{}", digest(PIXEL))).await.expect(404);
        assert!(bucket::file(&format!("F/{}/{}", workspace.id, digest(PIXEL))).await.is_none());
        assert!(stored(&format!("W#{}#COURSE#{course}", workspace.id)).await.is_empty());
    });
}

#[test]
fn an_export_that_cannot_be_made_says_why() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        upload(author, "plan.pdf", "document", PDF).await;
        let lesson = json!({ "title": "L", "minutes": 1, "content": { "kind": "document", "file": digest(PDF) } });
        let new = json!({ "title": "Gone", "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": [lesson] }] }] });
        let course = author.post("/v1/admin/courses", &new).await.expect(201)["course_id"].as_str().expect("an id").to_owned();
        bucket::replace(&format!("F/{}/{}", workspace.id, digest(PDF)), None).await;
        let failed = export(author, &course).await;
        assert_eq!(failed["state"], "failed", "{failed}");
        assert!(failed["reason"].as_str().is_some_and(|reason| reason.contains("plan.pdf")), "{failed}");
        assert!(failed.get("address").is_none());
        // A worker that died has left it running; the last delivery ends it.
        let path = format!("/v1/admin/courses/{course}/exports/{}", failed["export_id"].as_str().expect("an id"));
        let id = failed["export_id"].as_str().expect("an id");
        put_attribute(&(format!("W#{}#EXPORT#{id}", workspace.id), "EXPORT".to_owned()), "state", &json!({ "S": "running" })).await;
        let message = sealed(&workspace.id, &ulid::Ulid::generate().to_string(), "export.requested", &json!({ "export_id": id }));
        let mut event = batch(&message, 1);
        event["Records"][0]["attributes"]["ApproximateReceiveCount"] = json!("5");
        assert_eq!(invoke("run-export", &event).await.expect("handled"), json!({ "batchItemFailures": [] }));
        let failed = author.get(&path).await.expect(200);
        assert!(failed["reason"].as_str().is_some_and(|reason| reason.contains("could not finish")), "{failed}");
        author.send("POST", "/v1/admin/courses/01JB0000000000000000000000/exports", &[], None).await.expect(404);
    });
}

#[test]
fn a_real_course_of_four_days_comes_back() {
    let file = root().join("../shared/data/courses/comprehensive-rust.zip");
    let Ok(bytes) = std::fs::read(&file) else {
        println!("skipped: the real course is not here ({})", file.display());
        return;
    };
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let course = course_of(&import(author, bytes).await);
        let before = whole(author, &course).await;
        let bytes = exported(author, &course).await;
        println!("{} bytes, {} entries", bytes.len(), entries(&bytes).len());
        let made = course_of(&imported(author, bytes).await);
        let after = whole(author, &made).await;
        for (one, other) in before["texts"].as_array().expect("texts").iter().zip(after["texts"].as_array().expect("texts")) {
            assert_eq!(one, other);
        }
        assert_eq!(after, before);
    });
}
