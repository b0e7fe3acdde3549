//! What is written comes back, whatever the course; and what nobody would write is refused.

use super::{
    ArchiveError, ArchiveWriter, ArchivedAsset, ArchivedFile, ArchivedLesson, ArchivedModule, ArchivedPart, CourseArchive, FORMAT,
    Manifest, Placed, TextForm, VERSION, in_archive, kind_of,
};
use crate::draft::Text;
use catalog_model::{
    course::Unlock,
    courses::lessons::LessonOrigin,
    dialect::{Dialect, TextDirection},
    ids::LessonId,
    lesson::Content,
};
use files_model::{content_type::ContentType, digest::Digest, file::PART_SIZE};
use mdbook_import::ImportError;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};

/// A course with all that stands beside its manifest.
#[derive(Debug, Clone)]
struct Course {
    manifest: Manifest,
    /// Texts as they are written, with notes.
    texts: BTreeMap<LessonId, (String, Option<String>)>,
    files: BTreeMap<Digest, Vec<u8>>,
}

fn content(kind: u8, digest: Digest, captions: Digest) -> Content {
    let content = match kind {
        0 => json!({ "kind": "page" }),
        1 => json!({ "kind": "link", "address": "https://intranet.example/a?b=c#d" }),
        2 => json!({ "kind": "checklist", "items": [{ "id": "01JZ8Q4N7E5T9V3W2XKBYMCD6G", "text": "Helmet on" }] }),
        3 => json!({ "kind": "document", "file": digest, "downloadable": false }),
        4 => {
            json!({ "kind": "video", "file": digest, "seconds": 9, "watched_percent": 75, "captions": [{ "language": "de-CH", "file": captions }] })
        }
        5 => {
            json!({ "kind": "quiz", "questions": [{ "id": "q1", "kind": "hotspot", "text": "Where?", "picture": digest, "areas": [{ "shape": "circle", "coordinates": [1, 2, 3], "right": true }] }], "pass_percent": 60, "closes_at": "2027-01-01T00:00:00Z" })
        }
        _ => json!({ "kind": "audio", "file": digest, "seconds": 1, "watched_percent": 0, "captions": [] }),
    };
    serde_json::from_value(content).unwrap()
}

const CONTENT_TYPES: [ContentType; 7] =
    [ContentType::Pdf, ContentType::Png, ContentType::WebVtt, ContentType::Pdf, ContentType::Mp4, ContentType::Mp3, ContentType::Png];

/// Dice for one lesson: its kind, title, minutes, text, how many lessons before it it waits for one, and whether it is optional.
type Dice = (u8, String, u16, Option<String>, Option<usize>, bool, bool);

fn lessons() -> impl Strategy<Value = Vec<Dice>> {
    let title = "[A-Za-zäß練 ]{0,20}[a-zé]";
    let text = proptest::option::of("[ -~äß練\n#*`$<>&\\[\\]]{0,200}");
    let lesson = (0_u8..7, title, 0_u16..=10_000, text, proptest::option::of(0_usize..4), any::<bool>(), any::<bool>());
    proptest::collection::vec(lesson, 0..24)
}

fn made_of(dice: Vec<Dice>, numbers: u16, divided: usize) -> Course {
    let (mut texts, mut files, mut archived) = (BTreeMap::new(), Vec::new(), Vec::<ArchivedLesson>::new());
    let mut bytes = BTreeMap::new();
    for (at, (kind, title, minutes, text, after, optional, is_of_book)) in dice.into_iter().enumerate() {
        let id = LessonId::new(u16::try_from(at).unwrap() * numbers).unwrap();
        let digest = |salt: u8| Digest::new([u8::try_from(at).unwrap(), salt].repeat(16).try_into().unwrap());
        let (file, captions) = (digest(1), digest(2));
        let content = content(kind, file, captions);
        for (digest, kind) in content.files() {
            let content_type = CONTENT_TYPES[if digest == captions { 2 } else { usize::from(content_kind(&content)) }];
            let stored = vec![u8::try_from(at).unwrap(); 1 + at * 1_000];
            let entry = json!({ "digest": digest, "file_name": format!("{at}.bin"), "kind": kind, "size": stored.len(), "content_type": content_type });
            files.push(serde_json::from_value::<ArchivedFile>(entry).unwrap());
            bytes.insert(digest, stored);
        }
        let text = text.or_else(|| content.kind().needs_text().then(String::new));
        // A page that is too long for its Markdown is there as HTML.
        let form = text.as_ref().map(|_| if at % 5 == 4 { TextForm::Html } else { TextForm::Markdown });
        let book = is_of_book && form == Some(TextForm::Markdown);
        if let Some(text) = text {
            let html = form == Some(TextForm::Html);
            let notes = html.then(|| "<p>Ask <em>them</em>.</p>".to_owned());
            texts.insert(id, (if html { format!("<p>{}</p>", text.replace(['<', '>', '&'], "")) } else { text }, notes));
        }
        let waits_for = after.and_then(|after| archived.iter().rev().nth(after)).map(|lesson| lesson.id);
        let addresses = [("0.png", "trellis-asset:0.png"), ("b.md#x", "trellis-lesson:l0#content-x")];
        let addresses = addresses.map(|(address, placeholder)| (address.to_owned(), placeholder.to_owned()));
        archived.push(ArchivedLesson {
            id,
            title: title.parse().unwrap(),
            minutes: u64::from(minutes).try_into().unwrap(),
            optional: optional && at > 0,
            after: waits_for,
            content,
            text: form,
            notes: form == Some(TextForm::Html),
            page: is_of_book.then(|| format!("src/{at}.md").parse().unwrap()),
            dialect: book.then(|| Dialect { smart_punctuation: true, ..Dialect::of_trellis() }),
            addresses: if book { addresses.into() } else { BTreeMap::new() },
        });
    }
    let module = |lessons: &[ArchivedLesson]| ArchivedModule { title: "Module".parse().unwrap(), lessons: lessons.to_vec() };
    let (first, second) = archived.split_at(divided.min(archived.len()));
    let parts = [vec![first], vec![&[], second]]
        .map(|modules| ArchivedPart { title: "Part".parse().unwrap(), modules: modules.into_iter().map(module).collect() });
    let about = json!({ "tags": ["Site"], "skills": ["First aid"], "level": "beginner", "audience": "Fitters", "outcomes": ["Lift"], "cover": files.first().map(|file| file.digest) });
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        title: "Safety".parse().unwrap(),
        summary: Some("All of it\nand more".parse().unwrap()),
        language: Some("ar".to_owned().try_into().unwrap()),
        text_direction: Some(TextDirection::Rtl),
        unlock: Unlock::InOrder,
        completion_percent: 80.try_into().unwrap(),
        completion_score: 70.try_into().unwrap(),
        about: serde_json::from_value(about).unwrap(),
        parts: parts.into(),
        files,
        assets: vec![ArchivedAsset { name: "0.png".to_owned(), file_name: None }],
    };
    Course { manifest, texts, files: bytes }
}

fn content_kind(content: &Content) -> u8 {
    match content {
        Content::Page(_) => 0,
        Content::Link(_) => 1,
        Content::Checklist(_) => 2,
        Content::Document(_) => 3,
        Content::Video(_) => 4,
        Content::Audio(_) => 5,
        Content::Quiz(_) => 6,
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

fn written(course: &Course) -> Vec<u8> {
    let mut writer = ArchiveWriter::new(Vec::new());
    let mut put = |placed: &Placed, bytes: &[u8]| {
        writer.begin(placed).unwrap();
        writer.write_all(bytes).unwrap();
    };
    put(&Placed::Manifest, &course.manifest.write().unwrap());
    for lesson in course.manifest.lessons() {
        let (Some(form), Some((text, notes))) = (lesson.text, course.texts.get(&lesson.id)) else { continue };
        put(&Placed::Text(lesson.id, form), text.as_bytes());
        if let Some(notes) = notes {
            put(&Placed::Notes(lesson.id), notes.as_bytes());
        }
    }
    for asset in &course.manifest.assets {
        put(&Placed::Asset(asset.name.clone()), PNG);
    }
    for (digest, bytes) in &course.files {
        put(&Placed::File(*digest), bytes);
    }
    writer.finish().unwrap()
}

fn open(bytes: Vec<u8>) -> Result<CourseArchive<Cursor<Vec<u8>>>, ArchiveError> {
    CourseArchive::open(Cursor::new(bytes))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_written_comes_back(dice in lessons(), numbers in 1_u16..200, divided in 0_usize..24) {
        let course = made_of(dice, numbers, divided);
        let mut archive = open(written(&course)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&*archive.manifest, &course.manifest);
        for lesson in course.manifest.lessons() {
            let (text, _) = archive.text(lesson).unwrap();
            let origin = lesson.dialect.clone().map(|dialect| LessonOrigin { dialect, addresses: lesson.addresses.clone() });
            let expected = match (lesson.text, course.texts.get(&lesson.id)) {
                (Some(TextForm::Markdown), Some((markdown, _))) => Text::rendered(markdown, origin.as_ref()).unwrap().0,
                (Some(TextForm::Html), Some((html, notes))) => Text { html: html.clone(), speaker_notes: notes.clone(), ..Text::default() },
                _ => Text::default(),
            };
            prop_assert_eq!(text, expected);
        }
        let mut found = Vec::new();
        for file in &course.manifest.files {
            let mut bytes = Vec::new();
            archive.parts(file, |part| { bytes.extend(part); true }).unwrap();
            found.push((file.digest, bytes));
        }
        prop_assert_eq!(found.into_iter().collect::<BTreeMap<_, _>>(), course.files);
        let asset = course.manifest.assets[0].clone();
        let (asset, bytes) = archive.asset(&asset).unwrap();
        prop_assert_eq!((asset.content_type, bytes.as_slice()), ("image/png", PNG));
    }
}

fn sample() -> Course {
    let page = (0, "Page".to_owned(), 1, Some("Text".to_owned()), None, false, false);
    let document = (3, "Plan".to_owned(), 1, None, None, false, false);
    made_of(vec![page, document], 1, 1)
}

/// Why an archive is refused whose `course.json` was changed like this.
fn refused(change: impl FnOnce(&mut Value)) -> String {
    let course = sample();
    let mut manifest = serde_json::to_value(&course.manifest).unwrap();
    change(&mut manifest);
    let mut writer = ArchiveWriter::new(Vec::new());
    writer.begin(&Placed::Manifest).unwrap();
    writer.write_all(manifest.to_string().as_bytes()).unwrap();
    writer.begin(&Placed::Text(LessonId::new(0).unwrap(), TextForm::Markdown)).unwrap();
    writer.begin(&Placed::Asset("0.png".to_owned())).unwrap();
    writer.write_all(PNG).unwrap();
    for (digest, bytes) in &course.files {
        writer.begin(&Placed::File(*digest)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    open(writer.finish().unwrap()).map(|_| ()).unwrap_err().to_string()
}

fn lesson(manifest: &mut Value, part: usize, module: usize) -> &mut Value {
    &mut manifest["parts"][part]["modules"][module]["lessons"][0]
}

#[test]
fn what_nobody_would_write_is_refused_with_a_reason() {
    let long = "x".repeat(201);
    let other = "cd".repeat(32);
    let cases: Vec<(String, &str)> = vec![
        (refused(|manifest| manifest["format"] = "other".into()), "is none of an archive"),
        (refused(|manifest| manifest["version"] = 2.into()), "made by a newer Trellis: its format is version 2"),
        (refused(|manifest| manifest["version"] = 0.into()), "is none of an archive"),
        (refused(|manifest| manifest["title"] = long.clone().into()), "title: expected one line of 1 to 200 characters"),
        (refused(|manifest| manifest["groups"] = json!([])), "groups: there is no such field here"),
        (refused(|manifest| manifest["about"]["tags"] = json!(vec!["x"; 21])), "about.tags: expected at most 20 entries"),
        (refused(|manifest| manifest["about"]["cover"] = other.clone().into()), "is none of its files"),
        (refused(|manifest| manifest["language"] = "de_CH".into()), "language: expected a language tag"),
        (refused(|manifest| lesson(manifest, 0, 0)["id"] = "l1".into()), "lesson l1 stands in the outline twice"),
        (refused(|manifest| lesson(manifest, 0, 0)["after"] = "l1".into()), "waits for a lesson that does not stand before it"),
        (refused(|manifest| lesson(manifest, 0, 0)["minutes"] = 10_001.into()), "expected a number from 0 to 10,000"),
        (refused(|manifest| manifest["assets"][0]["file_name"] = "setup.exe".into()), "would be saved as another kind of file"),
        (refused(|manifest| manifest["assets"][0]["file_name"] = "setup".into()), "would be saved as another kind of file"),
        (
            refused(|manifest| {
                let addresses: serde_json::Map<String, Value> =
                    (0..2_001).map(|number| (format!("{number}.png"), "trellis-asset:0.png".into())).collect();
                let lesson = lesson(manifest, 0, 0);
                (lesson["dialect"], lesson["page"], lesson["addresses"]) = (json!({}), "a.md".into(), addresses.into());
            }),
            "more than 2000 addresses",
        ),
        (refused(|manifest| lesson(manifest, 1, 1)["content"]["file"] = other.clone().into()), "is missing in the archive"),
        (refused(|manifest| manifest["files"][0]["digest"] = other.clone().into()), "is none of its files"),
        (refused(|manifest| manifest["files"][0]["size"] = 7.into()), "does not have the size"),
        (refused(|manifest| manifest["files"][0]["size"] = (6_u64 << 30).into()), "expected a number from 1 to"),
        (refused(|manifest| manifest["assets"][0]["name"] = "../0.png".into()), "has no name of its own"),
        (refused(|manifest| manifest["assets"] = json!([])), "holds assets/0.png, which its course.json does not name"),
        (refused(|manifest| manifest["assets"][0]["name"] = "1.png".into()), "holds assets/0.png, which"),
        (refused(|manifest| lesson(manifest, 0, 0)["addresses"] = json!({ "a": "trellis-asset:0.png" })), "that it does not come from"),
        (refused(|manifest| lesson(manifest, 0, 0)["dialect"] = json!({})), "which page of it"),
        (
            refused(|manifest| {
                let lesson = lesson(manifest, 0, 0);
                (lesson["dialect"], lesson["page"]) = (json!({}), "a.md".into());
                lesson["addresses"] = json!({ "a": "trellis-asset:../../x.png" });
            }),
            "leads out of the course",
        ),
    ];
    for (said, expected) in cases {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn an_archive_that_is_packed_in_another_way_is_refused() {
    let course = sample();
    let pack = |entries: &[(&str, &[u8])], method: zip::CompressionMethod| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let manifest = course.manifest.write().unwrap();
    let (digest, bytes) = course.files.first_key_value().unwrap();
    let file = format!("files/{digest}");
    let entries: [(&str, &[u8]); 4] = [("course.json", &manifest), ("lessons/0.md", b"x"), ("assets/0.png", PNG), (&file, bytes)];
    let said = |bytes: Vec<u8>| open(bytes).map(|_| ()).unwrap_err();
    assert!(open(pack(&entries, zip::CompressionMethod::Stored)).is_ok());
    assert_eq!(said(pack(&entries, zip::CompressionMethod::Deflated)), ArchiveError::Packed(file.clone()));
    assert_eq!(said(pack(&entries[1..], zip::CompressionMethod::Stored)), ArchiveError::NoManifest);
    assert_eq!(said(pack(&entries[..3], zip::CompressionMethod::Stored)), ArchiveError::Missing(file.clone()));
    assert_eq!(said(b"PK".to_vec()), ArchiveError::Zip(ImportError::NotZip));
    // What is buffered to be read by its kind is not read to any depth.
    let deep = format!("\"kind\": \"page\", \"x\": {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep = String::from_utf8(manifest.clone()).unwrap().replace("\"kind\": \"page\"", &deep);
    let refused = said(pack(&[("course.json", deep.as_bytes())], zip::CompressionMethod::Deflated)).to_string();
    assert!(refused.contains("recursion limit exceeded"), "{refused}");
    let huge = vec![b' '; super::MANIFEST_BYTES + 1];
    assert_eq!(said(pack(&[("course.json", &huge)], zip::CompressionMethod::Deflated)), ArchiveError::ManifestTooLarge);
}

#[test]
fn html_that_travels_is_cleaned_and_leads_where_it_led() {
    let digest = "ab".repeat(32);
    let html = format!(
        "<p><a href=\"trellis-lesson:l3#content-x\" rel=\"noopener noreferrer\">a</a> <img src=\"trellis-asset:0.png\" alt=\"b\"> <img src=\"trellis-file:{digest}\" alt=\"c\"></p>"
    );
    let there = in_archive(&html);
    assert!(
        there.contains("\"../lessons/l3#content-x\"") && there.contains("\"../assets/0.png\"") && there.contains("\"../files/"),
        "{there}"
    );
    assert_eq!(mdbook_import::readmit(&there, super::writing::placeholder), html);
    let hostile = "<img src=\"../assets/../../x.png\" alt=\"d\"><a href=\"../lessons/x\">e</a><script>f</script>";
    assert_eq!(mdbook_import::readmit(hostile, super::writing::placeholder), "d<a rel=\"noopener noreferrer\">e</a>");
}

#[test]
fn every_type_is_of_a_kind() {
    for content_type in ContentType::ALL {
        assert!(content_type.fits(kind_of(*content_type)), "{}", content_type.name());
    }
    assert_eq!(PART_SIZE, 8 << 20);
}
