//! Samples of everything this area stores, read and written again.

use crate::{
    attempts::Attempt,
    cmi::PackedCmi,
    listing::ListedAttempt,
    packages::{Package, Unit},
};
use serde_json::json;
use std::collections::BTreeMap;
use table::samples::{AT, ID, OTHER, all_checked, check};

const DIGEST: &str = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";

#[test]
fn every_entity_is_read_as_it_was_written() {
    let package = json!({
        "digest": DIGEST, "state": "refused", "done": 1, "total": 2, "standard": "scorm_2004_4", "title": "Golf", "contents": { "$bytes": [3, 0] },
        "warning_count": 3, "reason": "It is no package."
    });
    let unit = json!({
        "id": "SCO-1", "standard": "scorm_1_2", "title": "Golf", "address": "a.html?b=c", "is_asset": true, "mastery_percent": 80,
        "max_time": "00:30:00", "time_limit_action": "exit,message", "launch_data": "x=1", "completion_threshold": "0.5"
    });
    let session = json!({ "number": 2, "begun_at": AT, "sequence": 9_007_199_254_740_991_u64, "seconds": 60, "has_ended": true });
    let earlier = json!({
        "number": 1, "state": "failed", "begun_at": AT, "saved_at": AT, "percent": 40, "passed": false, "seconds": 30, "flags": ["late_report"]
    });
    let attempt = json!({
        "number": 2, "begun_at": AT, "digest": DIGEST, "course_version": 3, "state": "passed", "session": 2, "sessions": [session],
        "earlier_seconds": 5, "device": "b2c1", "cmi": { "$bytes": [170, 0] }, "said": { "completed": true, "passed": true, "percent": 90 },
        "is_passed": true, "flags": ["time_before_launch", "score_out_of_range", "passed_below_mastery", "elsewhere"], "saved_at": AT,
        "earlier": [earlier.clone()]
    });
    let listed = json!({ "member_id": ID, "course_id": OTHER, "lesson_id": "l1", "attempt": earlier });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [check::<Package>([package]), check::<Unit>([unit]), check::<Attempt>([attempt]), check::<ListedAttempt>([listed])],
    );
}

#[test]
fn elements_are_read_as_they_were_packed() {
    let elements = BTreeMap::from([("cmi.suspend_data".to_owned(), "é\u{1F600}".repeat(30_000)), ("a".to_owned(), String::new())]);
    let packed = PackedCmi::of(&elements).unwrap();
    assert_eq!(packed.elements().unwrap(), elements);
    assert_eq!(PackedCmi::default().elements().unwrap(), BTreeMap::new());
}

#[test]
fn no_two_prefixes_overlap() {
    let others = [
        table::keys::PREFIXES,
        people_model::keys::PREFIXES,
        catalog_model::keys::PREFIXES,
        files_model::keys::PREFIXES,
        learning_model::keys::PREFIXES,
    ];
    assert_eq!(table::keys::overlaps(&[&others.concat(), crate::keys::PREFIXES].concat()), Vec::new());
}
