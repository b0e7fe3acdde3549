//! Samples of everything this area stores, read and written again.

use crate::activity::MonthlyActivity;
use serde_json::json;
use table::samples::{all_checked, check};

#[test]
fn every_entity_is_read_as_it_was_written() {
    let day = json!({ "day": 28, "lessons_completed": 4_000_000_000_u32, "courses_completed": 0 });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [check::<MonthlyActivity>([json!({ "days": [], "last": "" }), json!({ "days": [day], "last": "7" })])],
    );
}
