//! Samples of everything this area stores and announces, read and written again.

use crate::{
    attempt::{Attempt, AttemptEntry},
    event::QuizEvent,
    sheet::{Saved, Sheet},
    statistics::{Counted, StoredSums},
};
use questions::question::{QuestionId, QuestionKind};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use table::samples::{AT, ID, OTHER, all_checked, check, check_events};

fn name() -> Value {
    json!({ "member_id": ID, "course_id": OTHER, "lesson_id": "l2", "number": 3 })
}

fn outcome() -> Value {
    json!({ "at": AT, "expired": true, "percent": 75, "hundredths": -25, "tenths_possible": 40, "passed": false, "questions": "ab12", "corrected_at": AT })
}

#[test]
fn every_entity_is_read_as_it_was_written() {
    let saved =
        Saved { given: serde_json::from_value(json!({ "kind": "text", "text": "Ä" })).unwrap(), sequence: 7, at: AT.parse().unwrap() };
    let id = QuestionId::numbered(1);
    let sheet = Sheet { asked: vec![(id.clone(), QuestionKind::Text)], answers: BTreeMap::from([(id, saved)]) };
    let attempt = json!({
        "name": name(), "course_version": 2, "questions": "ab12", "seed": u64::MAX, "begun_at": AT, "due_at": AT, "grace_seconds": 30,
        "rules": { "pass_percent": 80, "negative": true, "shuffles_answers": true, "scoring": "average" },
        "sheet": { "$bytes": sheet.packed().unwrap() }, "outcome": outcome(),
        "earlier": { "ended": 2, "first": 10, "highest": 60, "last": 60, "sum": 70, "passed": false }
    });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [
            check::<Attempt>([attempt]),
            check::<AttemptEntry>([json!({ "name": name(), "taken_until": AT })]),
            check::<StoredSums>([json!({ "packed": { "$bytes": [1, 2, 3] }, "questions": "ab12" })]),
            check::<Counted>([json!({ "event_id": ID })]),
        ],
    );
}

#[test]
fn every_event_is_opened_as_it_was_sealed() {
    check_events::<QuizEvent>(
        env!("CARGO_MANIFEST_DIR"),
        [
            ("quiz.graded", json!({ "name": name(), "from": null, "to": outcome() })),
            ("quiz.graded", json!({ "name": name(), "from": outcome(), "to": outcome() })),
            ("quiz.begun", json!({ "name": name(), "from": null, "to": AT })),
            ("quiz.time_over", json!({ "name": name() })),
            ("quiz.regrading_due", json!({ "course_id": ID, "lesson_id": "l2", "questions": "ab12" })),
            ("quiz.regrading_due", json!({ "course_id": ID, "lesson_id": "l2", "questions": "ab12", "after": "x" })),
        ],
    );
}

#[test]
fn no_two_prefixes_overlap() {
    let others = [table::keys::PREFIXES, people_model::keys::PREFIXES, catalog_model::keys::PREFIXES, learning_model::keys::PREFIXES];
    assert_eq!(table::keys::overlaps(&[&others.concat(), crate::keys::PREFIXES].concat()), Vec::new());
}
