//! Tumbling windows of stream mappings (Lambda developer guide, "Stateful processing with DynamoDB").

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::checkpoints::OpenWindow;

/// The start of the window that holds `second`: windows begin at multiples of their length since 1970.
pub(super) fn start_of(second: i64, length: Duration) -> i64 {
    let length = seconds(length);
    second - second.rem_euclid(length)
}

pub(super) fn end_of(window: &OpenWindow, length: Duration) -> i64 {
    window.start + seconds(length)
}

/// Adds what a function with windows sees beside its records.
pub(super) fn describe(event: &mut Value, open: &OpenWindow, length: Duration, shard_id: &str, source_arn: &str, last: bool) {
    let time = |second| Timestamp::from_second(second).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    event["window"] = json!({"start": time(open.start), "end": time(end_of(open, length))});
    event["state"] = open.state.clone();
    event["shardId"] = json!(shard_id);
    event["eventSourceARN"] = json!(source_arn);
    event["isFinalInvokeForWindow"] = json!(last);
    event["isWindowTerminatedEarly"] = json!(false);
}

fn seconds(length: Duration) -> i64 {
    i64::try_from(length.as_secs()).unwrap_or(i64::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_tile_time() {
        let length = Duration::from_secs(60);
        assert_eq!(start_of(120, length), 120);
        assert_eq!(start_of(179, length), 120);
        let mut event = json!({"Records": []});
        describe(&mut event, &OpenWindow { start: 120, state: json!({"n": 1}) }, length, "shardId-1", "arn", true);
        assert_eq!(event["window"], json!({"start": "1970-01-01T00:02:00Z", "end": "1970-01-01T00:03:00Z"}));
        assert_eq!(event["state"], json!({"n": 1}));
        assert_eq!(event["isFinalInvokeForWindow"], true);
    }
}
