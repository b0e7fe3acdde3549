//! Requests that the API refuses, and the words it finds.

use serde_json::{Value, json};

use crate::stage::{FUNCTION, Stage, error, request, request_with};

const FUTURE: &str = "at(2027-01-01T00:00:00)";

#[tokio::test(start_paused = true)]
async fn broken_rules_are_named() {
    let stage = Stage::new();
    let refusal = async |name: &str, request: &Value| {
        let (status, kind, message) = error(&stage.create(name, request).await);
        assert_eq!((status, kind.as_str()), (400, "ValidationException"), "{message}");
        message
    };
    assert_eq!(
        refusal("x", &json!({})).await,
        "3 validation errors detected: \
         Value null at 'scheduleExpression' failed to satisfy constraint: Member must not be null; \
         Value null at 'flexibleTimeWindow' failed to satisfy constraint: Member must not be null; \
         Value null at 'target' failed to satisfy constraint: Member must not be null"
    );
    let long = "n".repeat(65);
    assert_eq!(
        refusal(&long, &request(FUTURE)).await,
        format!(
            "1 validation error detected: Value '{long}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 64"
        )
    );
    assert!(refusal("a b", &request(FUTURE)).await.contains("^[0-9a-zA-Z-_.]+$"));
    assert_eq!(refusal("x", &request("every day")).await.split_once(". ").unwrap().0, "Invalid Schedule Expression every day");
    for (changes, member) in [
        (json!({"FlexibleTimeWindow": {"Mode": "LATER"}}), "flexibleTimeWindow.mode"),
        (json!({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}), "maximumWindowInMinutes"),
        (json!({"FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 1441}}), "maximumWindowInMinutes"),
        (json!({"FlexibleTimeWindow": {"MaximumWindowInMinutes": 5}}), "maximumWindowInMinutes"),
        (json!({"State": "PAUSED"}), "state"),
        (json!({"ActionAfterCompletion": "KEEP"}), "actionAfterCompletion"),
        (json!({"ClientToken": "a b"}), "clientToken"),
        (json!({"Description": "d".repeat(513)}), "description"),
        (json!({"Target": {"Arn": "remind"}}), "target.arn"),
        (json!({"Target": {"RoleArn": "arn:aws:iam::1:role/x"}}), "target.roleArn"),
        (json!({"Target": {"RoleArn": null}}), "target.roleArn"),
        (json!({"Target": {"Input": "not json"}}), "target.input"),
        (json!({"Target": {"Input": " ".repeat(262_145)}}), "target.input"),
        (json!({"Target": {"RetryPolicy": {"MaximumRetryAttempts": 186}}}), "maximumRetryAttempts"),
        (json!({"Target": {"RetryPolicy": {"MaximumEventAgeInSeconds": 59}}}), "maximumEventAgeInSeconds"),
        (json!({"Target": {"DeadLetterConfig": {"Arn": FUNCTION}}}), "deadLetterConfig.arn"),
        (json!({"ScheduleExpressionTimezone": "Mars/Olympus"}), "Mars/Olympus"),
        (json!({"EndDate": 1_000_000_000}), "EndDate"),
        (json!({"StartDate": 1_900_000_000, "EndDate": 1_800_000_000}), "StartDate"),
        (json!({"GroupName": "no spaces"}), "groupName"),
    ] {
        let message = refusal("x", &request_with(FUTURE, changes.clone())).await;
        assert!(message.contains(member), "{changes}: {message}");
    }
    assert_eq!(stage.get("/schedules", "").await, json!({"Schedules": []}));
}

#[tokio::test(start_paused = true)]
async fn malformed_requests_are_refused() {
    let stage = Stage::new();
    for body in ["", "{", "5", "{\"StartDate\": \"soon\"}", "{\"StartDate\": 1e300}", "{\"Target\": 5}"] {
        let answer = stage.scheduler.handle("POST", "/schedules/x", "", body.as_bytes()).await;
        assert_eq!(error(&answer).1, "SerializationException", "{body}");
    }
    for (method, path) in [("PATCH", "/schedules/x"), ("GET", "/"), ("GET", "/tags/x"), ("GET", "/schedules/x/y")] {
        let answer = stage.scheduler.handle(method, path, "", b"").await;
        assert_eq!(error(&answer).1, "UnknownOperationException", "{path}");
    }
    for query in ["MaxResults=0", "MaxResults=101", "MaxResults=x", "NextToken=x"] {
        let answer = stage.scheduler.handle("GET", "/schedules", query, b"").await;
        assert_eq!(error(&answer).1, "ValidationException", "{query}");
    }
}
