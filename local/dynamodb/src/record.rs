//! One stream record in the shape in which Lambda hands it to a function.

use std::fmt;

use dynoxide::Item;
use dynoxide::types::item_size;
use serde_json::{Value, json};

/// dynoxide shows sequence numbers as this plus the stored number: 21 digits, as DynamoDB's shortest are.
const OFFSET: u128 = 100_000_000_000_000_000_000;

/// A place in one table's stream. Ordered as the writes were; `Position::START` is before everything (TRIM_HORIZON).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub(crate) i64);

impl Position {
    /// Before the first record.
    pub const START: Self = Self(0);

    /// The place of the record with this `SequenceNumber`; `None` for one that was never given out.
    pub fn from_sequence_number(text: &str) -> Option<Self> {
        let number: u128 = text.parse().ok()?;
        i64::try_from(number.checked_sub(OFFSET)?).ok().map(Self)
    }
}

/// As `SequenceNumber`, 21 digits.
impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", OFFSET + u128::from(self.0.unsigned_abs()))
    }
}

/// A record with the two facts that an event source mapping needs beside the event itself.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamRecord {
    pub position: Position,
    /// Seconds since 1970, as `ApproximateCreationDateTime`.
    pub created_at: i64,
    /// One element of `Records` in a Lambda DynamoDB event (Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB").
    pub event: Value,
}

/// A row of `_stream_records`.
pub(crate) struct Row {
    pub(crate) sequence: i64,
    pub(crate) event_id: String,
    pub(crate) event_name: String,
    pub(crate) keys: String,
    pub(crate) new_image: Option<String>,
    pub(crate) old_image: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) user_identity: Option<String>,
    pub(crate) view_type: String,
}

impl Row {
    pub(crate) fn into_record(self, region: &str, source_arn: &str) -> Result<StreamRecord, serde_json::Error> {
        let position = Position(self.sequence);
        let mut size = 0;
        let keys = image(&self.keys, &mut size)?;
        let mut change = json!({
            "ApproximateCreationDateTime": self.created_at,
            "Keys": keys,
            "SequenceNumber": position.to_string(),
            "StreamViewType": self.view_type,
        });
        for (name, text) in [("NewImage", &self.new_image), ("OldImage", &self.old_image)] {
            if let Some(text) = text {
                change[name] = image(text, &mut size)?;
            }
        }
        change["SizeBytes"] = json!(size);
        let mut event = json!({
            "eventID": self.event_id,
            "eventName": self.event_name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": region,
            "dynamodb": change,
            "eventSourceARN": source_arn,
        });
        if let Some(identity) = self.user_identity {
            event["userIdentity"] = serde_json::from_str(&identity)?;
        }
        Ok(StreamRecord { position, created_at: self.created_at, event })
    }
}

/// An attribute map as JSON; its size by DynamoDB's item size rules is added to `size`.
fn image(text: &str, size: &mut usize) -> Result<Value, serde_json::Error> {
    let item: Item = serde_json::from_str(text)?;
    *size += item_size(&item);
    serde_json::to_value(&item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_its_sequence_number() {
        let position = Position(1_761_000_000_000_001);
        assert_eq!(position.to_string(), "100001761000000000001");
        assert_eq!(Position::from_sequence_number("100001761000000000001"), Some(position));
        assert_eq!(Position::from_sequence_number("17"), None);
        assert_eq!(Position::from_sequence_number("no number"), None);
    }

    #[test]
    fn the_size_is_that_of_the_sample_in_the_developer_guide() {
        let row = Row {
            sequence: 1,
            event_id: "c4ca4238a0b923820dcc509a6f75849b".to_owned(),
            event_name: "INSERT".to_owned(),
            keys: r#"{"Id":{"N":"101"}}"#.to_owned(),
            new_image: Some(r#"{"Message":{"S":"New item!"},"Id":{"N":"101"}}"#.to_owned()),
            old_image: None,
            created_at: 1_428_537_600,
            user_identity: None,
            view_type: "NEW_AND_OLD_IMAGES".to_owned(),
        };
        let record = row.into_record("us-east-1", "arn:aws:dynamodb:…/stream/…").unwrap();
        assert_eq!(record.event["dynamodb"]["SizeBytes"], 26);
        assert_eq!(record.event["dynamodb"]["ApproximateCreationDateTime"], 1_428_537_600);
        assert!(record.event["dynamodb"].get("OldImage").is_none());
        assert!(record.event.get("userIdentity").is_none());
    }
}
