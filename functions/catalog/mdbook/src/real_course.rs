//! A real four-day course of 574 pages. It lies beside the repository, so the tests say so where it is not.

use super::book::Book;
use super::course::Course;
use super::limits::Limits;
use super::targets::{Target, resolve_links};
use super::warnings::{Warning, WarningKind};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

const COURSE: &str = "courses/comprehensive-rust.zip";

/// The course's file: in the folder that `TRELLIS_SHARED_DATA` names, or in `shared/data` beside the repository.
fn file() -> Option<PathBuf> {
    let named = std::env::var_os("TRELLIS_SHARED_DATA").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/data"));
    let found = named.into_iter().chain(beside).map(|folder| folder.join(COURSE)).find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: {COURSE} is neither in TRELLIS_SHARED_DATA nor in shared/data beside the repository");
    }
    found
}

fn import(path: &Path) -> (Book<File>, Course) {
    let mut book = Book::open(File::open(path).unwrap(), Limits::default()).unwrap();
    let course = book.course().unwrap();
    (book, course)
}

fn of_kind(course: &Course, kind: WarningKind) -> Vec<&Warning> {
    course.warnings.iter().filter(|warning| warning.kind == kind).collect()
}

#[test]
fn the_outline_is_complete() {
    let Some(path) = file() else { return };
    let (_, course) = import(&path);
    assert_eq!((course.title.as_str(), course.language.as_str()), ("Comprehensive Rust 🦀", "en"));
    let modules: usize = course.parts.iter().map(|part| part.modules.len()).sum();
    assert_eq!((course.parts.len(), modules, course.lessons().count()), (18, 85, 562));

    let titles: Vec<&str> = course.parts.iter().take(3).map(|part| part.title.as_str()).collect();
    assert_eq!(titles, ["Comprehensive Rust 🦀", "Day 1: Morning", "Day 1: Afternoon"]);
    let control_flow = &course.parts[1].modules[3];
    let lessons: Vec<_> = control_flow.lessons.iter().take(6).map(|lesson| (lesson.title.as_str(), lesson.minutes)).collect();
    let expected =
        [("Control Flow Basics", 1), ("Blocks and Scopes", 5), ("if Expressions", 4), ("match Expressions", 5), ("Loops", 5), ("for", 1)];
    assert_eq!((control_flow.title.as_str(), lessons.as_slice()), ("Control Flow Basics", expected.as_slice()));

    assert_eq!(course.lessons().map(|lesson| lesson.minutes).sum::<u32>(), 2812);
    assert_eq!(course.lessons().filter(|lesson| lesson.speaker_notes.is_some()).count(), 439);
    assert_eq!(course.lessons().filter(|lesson| lesson.session.is_some()).count(), 16);
    assert!(course.lessons().all(|lesson| !lesson.html.contains("<details")));
}

#[test]
fn every_include_is_a_warning_with_its_file_and_line() {
    let Some(path) = file() else { return };
    let (_, course) = import(&path);
    let found: BTreeSet<(String, u32)> =
        of_kind(&course, WarningKind::UnresolvedInclude).into_iter().map(|warning| (warning.file.clone(), warning.line.unwrap())).collect();

    let mut expected = BTreeSet::new();
    let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name.ends_with(".md") {
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let lines = text.lines().zip(1..).filter(|(line, _)| line.contains("{{#include"));
            expected.extend(lines.map(|(_, number)| (name.clone(), number)));
        }
    }
    assert_eq!(found.len(), 246);
    assert_eq!(found, expected);
}

#[test]
fn other_warnings() {
    let Some(path) = file() else { return };
    let (_, course) = import(&path);
    let mut counts = BTreeMap::new();
    for warning in &course.warnings {
        *counts.entry(warning.kind).or_insert(0) += 1;
    }
    let expected = [
        (WarningKind::UnlistedPage, 11),
        (WarningKind::UnresolvedInclude, 246),
        (WarningKind::UnknownDirective, 50),
        (WarningKind::SpeakerNotes, 4),
        (WarningKind::BrokenLink, 4),
        (WarningKind::MissingPicture, 2),
        (WarningKind::RefusedPicture, 3),
        (WarningKind::LostMarkup, 5),
    ];
    for warning in of_kind(&course, WarningKind::LostMarkup) {
        println!("{warning:?}");
    }
    assert_eq!(counts, BTreeMap::from(expected));
    assert!(course.warnings.iter().all(|warning| warning.line.is_some() || warning.kind == WarningKind::UnlistedPage));
    let missing: Vec<_> =
        of_kind(&course, WarningKind::MissingPicture).into_iter().map(|warning| (warning.file.as_str(), warning.line)).collect();
    assert_eq!(missing, [("src/android/interoperability/cpp.md", Some(12)), ("src/chromium/interoperability-with-cpp.md", Some(15))]);
}

#[test]
fn pictures_and_links_lead_somewhere() {
    let Some(path) = file() else { return };
    let (mut book, course) = import(&path);
    let pictures: Vec<_> = course.assets.iter().map(|asset| (asset.path.as_str(), asset.content_type)).collect();
    assert_eq!(pictures, [("src/chromium/build-rules/vscode.png", "image/png"), ("src/exercises/chromium/chwomium.png", "image/png")]);
    for asset in &course.assets {
        assert_eq!(book.asset(asset).unwrap().len() as u64, asset.size);
    }

    let sources: BTreeSet<&str> = course.lessons().map(|lesson| lesson.source.as_str()).collect();
    assert_eq!(sources.len(), 562);
    let (links, shown) = (Cell::new(0), Cell::new(0));
    for lesson in course.lessons() {
        let served = resolve_links(&lesson.html, |target| {
            match &target {
                Target::Lesson { source, .. } => {
                    assert!(sources.contains(source.as_str()), "{source}");
                    links.set(links.get() + 1);
                }
                Target::File { digest } => panic!("a book knows no uploaded file {digest}"),
                Target::Asset { path } => {
                    assert!(course.assets.iter().any(|asset| asset.path == *path), "{path}");
                    shown.set(shown.get() + 1);
                }
            }
            Some("/somewhere".to_owned())
        });
        assert!(!served.contains("\"trellis-"), "{}", lesson.source);
    }
    assert_eq!((links.get(), shown.get()), (100, 2));
}
