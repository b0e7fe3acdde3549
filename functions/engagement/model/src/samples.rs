//! Samples of everything this area stores and announces, read and written again.

use crate::{
    boards::StoredNode,
    event::EngagementEvent,
    standings::{Award, Standing},
};
use serde_json::json;
use table::samples::{AT, ID, OTHER, all_checked, check, check_events};

#[test]
fn every_entity_is_read_as_it_was_written() {
    let score = json!({ "period": "2026-11", "points": 20 });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [
            check::<Standing>([json!({ "member_id": ID, "scores": { "month": score } })]),
            check::<Award>([json!({ "event_id": ID, "points": 10, "at": AT, "course_id": OTHER, "lesson_id": "l2" })]),
            check::<StoredNode>([json!({ "node": "root", "packed": { "$bytes": [0, 1, 2] }, "last": "7" })]),
        ],
    );
}

#[test]
fn every_event_is_opened_as_it_was_sealed() {
    let scores = json!({ "week": { "period": "2026-W48", "points": 10 }, "all_time": { "period": "all", "points": 4_000_000_000_u32 } });
    check_events::<EngagementEvent>(
        env!("CARGO_MANIFEST_DIR"),
        [
            ("scores.changed", json!({ "member_id": ID, "from": null, "to": scores })),
            ("scores.changed", json!({ "member_id": ID, "from": {}, "to": scores })),
            ("scores.changed", json!({ "member_id": ID, "from": scores, "to": scores })),
        ],
    );
}

#[test]
fn no_two_prefixes_overlap() {
    let others = [table::keys::PREFIXES, people_model::keys::PREFIXES, catalog_model::keys::PREFIXES].concat();
    assert_eq!(table::keys::overlaps(&[&others, crate::keys::PREFIXES].concat()), Vec::new());
}
