//! The record that an on-failure destination receives instead of discarded stream records.

use jiff::Timestamp;
use local_dynamodb::StreamRecord;
use serde_json::{Value, json};

/// Why records were given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    RetryAttemptsExhausted,
    RecordAgeExceeded,
}

/// What is told about the records and their last invocation.
pub(super) struct Discarded<'a> {
    pub(super) records: &'a [StreamRecord],
    pub(super) reason: Reason,
    pub(super) function_arn: &'a str,
    pub(super) stream_arn: &'a str,
    pub(super) shard_id: &'a str,
    /// The last invocation's request id; empty when there was none.
    pub(super) request_id: &'a str,
    pub(super) invocations: u32,
    /// Whether the function failed, rather than reported failed records.
    pub(super) function_error: bool,
}

impl Discarded<'_> {
    /// Lambda developer guide, "Retain discarded batch records" for DynamoDB streams.
    pub(super) fn to_record(&self, now: Timestamp) -> Value {
        let arrival = |record: Option<&StreamRecord>| {
            record.and_then(|record| Timestamp::from_second(record.created_at).ok()).map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        };
        let number = |record: Option<&StreamRecord>| record.map(|record| record.position.to_string());
        let mut notice = json!({
            "requestContext": {
                "requestId": self.request_id,
                "functionArn": self.function_arn,
                "condition": match self.reason {
                    Reason::RetryAttemptsExhausted => "RetryAttemptsExhausted",
                    Reason::RecordAgeExceeded => "RecordAgeExceeded",
                },
                "approximateInvokeCount": self.invocations,
            },
            "version": "1.0",
            "timestamp": format!("{now:.3}"),
            "DDBStreamBatchInfo": {
                "shardId": self.shard_id,
                "startSequenceNumber": number(self.records.first()),
                "endSequenceNumber": number(self.records.last()),
                "approximateArrivalOfFirstRecord": arrival(self.records.first()),
                "approximateArrivalOfLastRecord": arrival(self.records.last()),
                "batchSize": self.records.len(),
                "streamArn": self.stream_arn,
            },
        });
        if self.invocations > 0 {
            notice["responseContext"] = json!({"statusCode": 200, "executedVersion": "$LATEST"});
            if self.function_error {
                notice["responseContext"]["functionError"] = json!("Unhandled");
            }
        }
        notice
    }
}
