//! Samples of everything this area stores, read and written again.

use crate::{event::FileEvent, file::File};
use serde_json::json;
use table::samples::{AT, ID, all_checked, check, check_events};

#[test]
fn every_entity_is_read_as_it_was_written() {
    let digest = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";
    let file = |progress: serde_json::Value| json!({ "digest": digest, "file_name": "intro.mp4", "size": 5_368_709_120_u64, "kind": "video", "progress": progress, "uploaded_by": ID, "held_by": ID });
    let other = json!({ "digest": digest, "file_name": "a.vtt", "size": 1, "kind": "captions", "progress": { "state": "checking" } });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [check::<File>([
            file(json!({ "state": "uploading", "upload": "2~x" })),
            file(json!({ "state": "ready", "content_type": "video/mp4", "at": AT })),
            file(json!({ "state": "refused", "reason": "It is malware." })),
            other,
        ])],
    );
}

#[test]
fn every_event_is_opened_as_it_was_sealed() {
    let digest = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";
    check_events::<FileEvent>(
        env!("CARGO_MANIFEST_DIR"),
        [("package.arrived", json!({ "digest": digest, "done": 0 })), ("package.arrived", json!({ "digest": digest, "done": 400 }))],
    );
}

#[test]
fn no_two_prefixes_overlap() {
    assert_eq!(table::keys::overlaps(&[table::keys::PREFIXES, crate::keys::PREFIXES].concat()), Vec::new());
}
