//! A received message as Lambda shows it to a function, and as filters see it.

use serde_json::{Map, Value, json};

/// One element of `Records` in a Lambda SQS event, from a `Message` of ReceiveMessage
/// (Lambda developer guide, "Using Lambda with Amazon SQS").
pub(super) fn to_event(message: &Value, queue_arn: &str, region: &str) -> Value {
    let mut record = json!({
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes").cloned().unwrap_or_else(|| json!({})),
        "messageAttributes": attributes(message.get("MessageAttributes")),
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": region,
    });
    if let Some(digest) = message.get("MD5OfMessageAttributes") {
        record["md5OfMessageAttributes"] = digest.clone();
    }
    record
}

fn attributes(attributes: Option<&Value>) -> Value {
    let mut shown = Map::new();
    for (name, attribute) in attributes.and_then(Value::as_object).into_iter().flatten() {
        let mut value = json!({
            "stringListValues": [],
            "binaryListValues": [],
            "dataType": attribute["DataType"],
        });
        for (from, to) in [("StringValue", "stringValue"), ("BinaryValue", "binaryValue")] {
            if let Some(given) = attribute.get(from) {
                value[to] = given.clone();
            }
        }
        shown.insert(name.clone(), value);
    }
    Value::Object(shown)
}

/// Filters look into a body that is a JSON object, and see any other body as text
/// (Lambda developer guide, "Using event filtering with an Amazon SQS event source").
pub(super) fn for_filters(record: &Value) -> Value {
    let mut seen = record.clone();
    let body = record["body"].as_str().and_then(|body| serde_json::from_str::<Value>(body).ok());
    if let Some(body) = body.filter(Value::is_object) {
        seen["body"] = body;
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_has_lambda_s_shape() {
        let message = json!({
            "MessageId": "059f36b4", "ReceiptHandle": "AQEB", "Body": "{\"kind\":\"x\"}", "MD5OfBody": "e4e6",
            "MD5OfMessageAttributes": "99aa",
            "Attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183"},
            "MessageAttributes": {"Trace": {"DataType": "String", "StringValue": "t"}},
        });
        let record = to_event(&message, "arn:aws:sqs:eu-west-1:000000000000:work", "eu-west-1");
        let expected = json!({
            "messageId": "059f36b4", "receiptHandle": "AQEB", "body": "{\"kind\":\"x\"}", "md5OfBody": "e4e6",
            "md5OfMessageAttributes": "99aa",
            "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183"},
            "messageAttributes": {
                "Trace": {"stringValue": "t", "stringListValues": [], "binaryListValues": [], "dataType": "String"},
            },
            "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-west-1:000000000000:work", "awsRegion": "eu-west-1",
        });
        assert_eq!(record, expected);
        assert_eq!(for_filters(&record)["body"], json!({"kind": "x"}));
        assert_eq!(for_filters(&json!({"body": "plain"}))["body"], "plain");
    }
}
