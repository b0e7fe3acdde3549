//! Samples of everything this area stores and announces, read and written again.

use crate::{
    banks::Bank,
    collections::{Collection, CollectionSubscription},
    courses::{Course, StoredOutline, StoredSources, lessons::Lesson, questions::StoredQuestions, words::StoredWords},
    event::CatalogEvent,
    exports::Export,
    global::GlobalCourse,
    imports::{BroughtFile, Import},
    offers::Offer,
    paths::Path,
    seats::Seats,
    syllabus::Version,
};
use serde_json::json;
use table::samples::{AT, ID, OTHER, all_checked, check, check_events};

#[test]
fn every_entity_is_read_as_it_was_written() {
    let digest = "ab".repeat(32);
    let file = json!({ "digest": digest, "file_name": "site.mp4", "size": 5_368_709_120_u64, "content_type": "video/mp4" });
    let syllabus = json!({
        "number": 2, "lessons": { "$bytes": [255, 1] }, "optional": { "$bytes": [1] }, "proven": { "$bytes": [0, 1] }, "unlock": "in_order",
        "asked_percent": 80, "asked_score": 70, "scored": { "$bytes": [2] }, "waits": true, "minutes": 70_000, "language": "ar", "text_direction": "rtl", "edition": OTHER
    });
    let version = json!({ "syllabus": syllabus, "published_at": AT, "published_by": ID, "note": "More pictures" });
    let validation = json!({ "by": "Safety board", "note": "Reviewed", "at": AT });
    let global = json!({
        "id": ID, "title": "Safety", "summary": "All of it", "about": { "level": "beginner" }, "translation_of": OTHER, "recalled_before": 1, "is_withdrawn": true,
        "published": { "syllabus": syllabus, "published_at": AT, "note": "New" }, "validation": validation
    });
    let offer = json!({
        "course_id": ID, "state": "pending", "course_version": 3, "offered_version": 1, "validation": validation, "completed_at": AT
    });
    let about = json!({
        "tags": ["Safety", "Site"], "skills": ["First aid"], "level": "advanced", "audience": "Fitters", "outcomes": ["Lift loads"], "cover": file
    });
    let course = json!({
        "id": ID, "number": 3, "published": version, "is_changed": true, "changed_by": OTHER, "recalled_before": 2,
        "review": { "state": "returned", "requested_by": ID, "answered_by": OTHER, "at": AT, "note": "Lesson 2 is too long" }, "title": "Safety", "summary": "", "state": "published", "lessons": { "$bytes": [255, 1] }, "minutes": 70_000,
        "groups": [ID, OTHER], "published_at": AT, "language": "ar", "text_direction": "rtl", "edition": OTHER, "revision": 3,
        "revised_at": AT, "outline_version": 2, "is_deleted": true, "optional": { "$bytes": [1] }, "proven": { "$bytes": [0, 1] }, "unlock": "in_order",
        "asked_percent": 80, "asked_score": 70, "scored": { "$bytes": [2] }, "owner": ID, "translation_of": OTHER, "waits": true, "prerequisites": [OTHER], "enrolment": { "mode": "approval", "seats": 20 }, "seats_opened": 1,
        "note": "Ask Ann", "global": { "revision": 4, "validation": validation, "is_withdrawn": true, "reopens": true },
        "about": about
    });
    let path = json!({
        "id": ID, "title": "Site", "summary": "All of it", "state": "archived", "order": "in_order", "groups": [OTHER], "published_at": AT,
        "milestones": [{ "title": "First", "courses": [{ "course_id": OTHER, "optional": true }] }, { "title": "Empty", "courses": [] }]
    });
    let lesson = |title: &str| json!({ "id": "l0", "title": title, "content": { "kind": "page" }, "minutes": 5, "html": "<p>1</p>" });
    let with = |content: serde_json::Value| json!({ "id": "l1", "title": "B", "minutes": 1, "html": "", "content": content });
    let link = with(json!({ "kind": "link", "address": "https://intranet.example/a?b=c#d" }));
    let list = with(json!({ "kind": "checklist", "items": [{ "id": ID, "text": "Helmet on" }, { "id": OTHER, "text": "Gloves on" }] }));
    let mut film = with(json!({
        "kind": "video", "file": digest, "seconds": 86_400, "watched_percent": 90, "captions": [{ "language": "de-CH", "file": digest }]
    }));
    film["files"] = json!([file]);
    let sound = with(json!({ "kind": "audio", "file": digest, "seconds": 1, "watched_percent": 0, "captions": [] }));
    let mut quiz = with(json!({
        "kind": "quiz", "pass_percent": 60, "attempts": 3, "cooling_off_minutes": 10, "time_limit_minutes": 20, "grace_seconds": 0,
        "opens_at": AT, "closes_at": "2027-01-01T00:00:00Z", "shuffle_questions": true, "shuffle_answers": false, "one_at_a_time": false,
        "scoring": "average", "negative_marking": true, "review": "own_answers", "review_after_closing": true,
        "draws": [{ "tag": "fire", "count": 2 }], "score_feedback": [{ "from_percent": 50, "text": "Good" }]
    }));
    quiz["questions"] = json!("ab12");
    let document = with(json!({ "kind": "document", "file": digest, "downloadable": false }));
    let package = with(json!({
        "kind": "package", "file": digest, "item": "SCO-1", "completion": "launched", "mastery_percent": 80, "attempts": 3, "scoring": "first"
    }));
    let listed = json!({ "id": "l0", "title": "A", "kind": "page", "minutes": 5, "optional": true, "after": "l3" });
    let outline = json!({ "parts": [{ "title": "One", "modules": [{ "title": "Two", "lessons": [listed] }] }], "next_lesson": 4_999, "sources": { "l0": "a.md", "l17": "b.md" } });
    let dialect = json!({ "smart_punctuation": false, "formulas": true, "speaker_notes": false, "no_definition_lists": true });
    let written = json!({
        "id": "l4999", "title": "Last", "content": { "kind": "page" }, "minutes": 0, "html": "", "markdown": "# é", "speaker_notes": "<p>n</p>",
        "origin": { "dialect": dialect, "addresses": { "a.png": "{1}", "b.png": "{2}" } }
    });
    let warning = json!({ "kind": "missing_page", "file": "a.md", "line": 3, "message": "There is no b.md." });
    let import = json!({
        "id": ID, "kind": "mdbook", "file_name": "book.zip", "size": 209_715_200_u64, "state": "failed", "done": 1, "total": 2,
        "warnings": [warning], "warning_count": 1, "course_id": OTHER, "updates": 4, "replaced": ID, "keeps_replaced": true,
        "reason": "It holds no book.", "requested_by": ID
    });
    let copy = json!({
        "id": ID, "kind": "copy", "file_name": "Safety 2", "size": 0, "state": "queued", "done": 0, "total": 0, "warnings": [],
        "warning_count": 0, "course_id": OTHER, "keeps_replaced": false, "copies": ID, "title": "Safety 2", "requested_by": ID
    });
    let export = json!({
        "id": ID, "course_id": OTHER, "state": "failed", "done": 1, "total": 2, "file_name": "Safety.zip", "size": 2_147_483_648_u64,
        "reason": "It is too large.", "requested_by": ID
    });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [
            check::<Course>([course]),
            check::<Version>([version]),
            check::<Seats>([json!({ "free": -1_000_000_000_003_i64, "settled": 2 })]),
            check::<GlobalCourse>([global]),
            check::<Offer>([offer]),
            check::<Collection>([json!({ "id": ID, "title": "Safety", "summary": "All of it", "courses": [ID, OTHER] })]),
            check::<CollectionSubscription>([json!({ "collection_id": ID })]),
            check::<Path>([path]),
            check::<Bank>([
                json!({ "id": ID, "title": "Fire", "digest": digest, "question_count": 2, "tags": { "fire exits": 2, "é": 1 } }),
            ]),
            check::<StoredOutline>([outline, json!({ "packed": { "$bytes": [170, 0] } })]),
            check::<StoredQuestions>([json!({ "packed": { "$bytes": [0, 1, 2] } })]),
            check::<StoredWords>([json!({ "words": "ladder climb" })]),
            check::<StoredSources>([json!({ "pages": { "l0": "a.md", "l17": "b.md" } })]),
            check::<Lesson>([lesson("First"), written, link, list, film, sound, document, package, quiz]),
            check::<Import>([import, copy]),
            check::<BroughtFile>([json!({ "digest": digest })]),
            check::<Export>([export]),
        ],
    );
}

#[test]
fn every_event_is_opened_as_it_was_sealed() {
    check_events::<CatalogEvent>(
        env!("CARGO_MANIFEST_DIR"),
        [
            ("course.changed", json!({ "id": ID, "from": null, "to": 1 })),
            ("course.changed", json!({ "id": ID, "from": 1, "to": 2 })),
            ("course.revised", json!({ "course_id": ID, "revision": 3 })),
            ("course.revised", json!({ "course_id": ID, "revision": 3, "after": OTHER })),
            ("course.deleted", json!({ "course_id": ID })),
            ("course.offered", json!({ "course_id": ID, "offer": 2 })),
            ("course.offered", json!({ "course_id": ID, "offer": 2, "after": "l17" })),
            ("global_course.changed", json!({ "course_id": ID, "revision": 5 })),
            ("global_course.changed", json!({ "course_id": ID, "revision": 5, "after": "opaque" })),
            ("collection.changed", json!({ "collection_id": ID, "revision": 5 })),
            ("collection.changed", json!({ "collection_id": ID, "revision": 5, "after": "opaque" })),
            ("collection.due", json!({ "collection_id": ID })),
            ("export.requested", json!({ "export_id": ID })),
            ("import.arrived", json!({ "import_id": ID })),
        ],
    );
}

#[test]
fn no_two_prefixes_overlap() {
    let others = [table::keys::PREFIXES, people_model::keys::PREFIXES].concat();
    assert_eq!(table::keys::overlaps(&[&others, crate::keys::PREFIXES].concat()), Vec::new());
}
