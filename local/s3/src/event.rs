//! The message that S3 sends for a notice.
//!
//! Source: Amazon S3 user guide, "Event message structure" (version 2.1).

use serde_json::{Value, json};

use crate::notices::Notice;

/// The owner that the local stack gives to every bucket.
const PRINCIPAL: &str = "LOCAL";

impl Notice {
    /// S3's event message with this one record. `region` is the region that the stack plays.
    #[must_use]
    pub fn to_event(&self, region: &str) -> Value {
        json!({ "Records": [{
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "awsRegion": region,
            "eventTime": format!("{:.3}", self.created),
            "eventName": self.cause.event_name(),
            "userIdentity": { "principalId": PRINCIPAL },
            "requestParameters": { "sourceIPAddress": "127.0.0.1" },
            "responseElements": {
                "x-amz-request-id": format!("{:016X}", self.id),
                "x-amz-id-2": format!("{:016X}", self.id),
            },
            "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": "local",
                "bucket": {
                    "name": self.bucket,
                    "ownerIdentity": { "principalId": PRINCIPAL },
                    "arn": format!("arn:aws:s3:::{}", self.bucket),
                },
                "object": {
                    "key": encode_key(&self.key),
                    "size": self.size,
                    "eTag": self.etag,
                    "sequencer": self.sequencer(),
                },
            },
        }] })
    }

    /// A hexadecimal number that rises with every event of a key; of equal length, so that it compares as text.
    #[must_use]
    pub fn sequencer(&self) -> String {
        format!("{:018X}", self.id)
    }
}

/// Encodes a key as event messages carry it: a form value, in which slashes stay.
pub(crate) fn encode_key(key: &str) -> String {
    let encode = |segment: &str| form_urlencoded::byte_serialize(segment.as_bytes()).collect::<String>();
    key.split('/').map(encode).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::notices::Cause;

    #[test]
    fn the_message_has_the_documented_shape() {
        let notice = Notice {
            id: 26,
            bucket: "uploads".to_owned(),
            key: "in/a b+ü.zip".to_owned(),
            size: 7,
            etag: "abc".to_owned(),
            cause: Cause::Put,
            created: Timestamp::from_millisecond(1_700_000_000_000).unwrap(),
        };
        let event = notice.to_event("eu-central-1");
        let record = &event["Records"][0];
        assert_eq!(record["eventVersion"], "2.1");
        assert_eq!(record["eventSource"], "aws:s3");
        assert_eq!(record["awsRegion"], "eu-central-1");
        assert_eq!(record["eventTime"], "2023-11-14T22:13:20.000Z");
        assert_eq!(record["eventName"], "ObjectCreated:Put");
        assert_eq!(record["s3"]["bucket"]["name"], "uploads");
        assert_eq!(record["s3"]["bucket"]["arn"], "arn:aws:s3:::uploads");
        let expected = json!({
            "key": "in/a+b%2B%C3%BC.zip", "size": 7, "eTag": "abc", "sequencer": "00000000000000001A",
        });
        assert_eq!(record["s3"]["object"], expected);
    }

    proptest! {
        #[test]
        fn an_encoded_key_decodes_to_itself(key in "\\PC{0,40}") {
            let form = format!("k={}", encode_key(&key));
            let (_, decoded) = form_urlencoded::parse(form.as_bytes()).next().unwrap();
            prop_assert_eq!(decoded, key);
        }
    }
}
