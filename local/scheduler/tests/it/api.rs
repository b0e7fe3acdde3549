//! What the API takes, and the words with which it refuses the rest.

use serde_json::{Value, json};

use crate::stage::{Stage, error, request, request_with};

const FUTURE: &str = "at(2027-01-01T00:00:00)";

#[tokio::test(start_paused = true)]
async fn a_one_shot_is_answered_with_its_arn() {
    let stage = Stage::new();
    let answer = stage.create("reminder", &request(FUTURE)).await;
    let arn = "arn:aws:scheduler:eu-central-1:000000000000:schedule/default/reminder";
    assert_eq!((answer.status, answer.body), (200, json!({"ScheduleArn": arn}).to_string()));
}

#[tokio::test(start_paused = true)]
async fn creating_twice_conflicts_unless_the_token_tells_a_retry() {
    let stage = Stage::new();
    let first = request_with(FUTURE, json!({"ClientToken": "one"}));
    stage.created("x", &first).await;
    stage.created("x", &first).await;
    for other in [
        request(FUTURE),
        request_with(FUTURE, json!({"ClientToken": "two"})),
        request_with("at(2027-01-02T00:00:00)", json!({"ClientToken": "one"})),
    ] {
        assert_eq!(error(&stage.create("x", &other).await), (409, "ConflictException".to_owned(), "Schedule x already exists.".to_owned()));
    }
}

#[tokio::test(start_paused = true)]
async fn what_nobody_uses_is_refused_by_its_name() {
    let stage = Stage::new();
    for (changes, words) in [
        (json!({"ScheduleExpression": "rate(1 day)"}), "rate(1 day)"),
        (json!({"ScheduleExpressionTimezone": "Europe/Berlin"}), "time zone UTC only"),
        (json!({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}), "FlexibleTimeWindow"),
        (json!({"ActionAfterCompletion": "NONE"}), "ActionAfterCompletion"),
        (json!({"GroupName": "acme"}), "`GroupName`"),
        (json!({"StartDate": 1}), "`StartDate`"),
        (json!({"State": "DISABLED"}), "`State`"),
        (json!({"Target": {"RetryPolicy": {}}}), "`RetryPolicy`"),
        (json!({"Target": {"Arn": "arn:aws:lambda:eu-central-1:000000000000:function:remind"}}), "queues only"),
        (json!({"Target": {"RoleArn": "me"}}), "RoleArn"),
        (json!({"Target": {"Input": "<aws.scheduler.execution-id>"}}), "attributes"),
    ] {
        let (status, kind, message) = error(&stage.create("x", &request_with(FUTURE, changes)).await);
        assert_eq!((status, kind.as_str()), (400, "ValidationException"), "{message}");
        assert!(message.contains(words), "{message}");
    }
    for name in ["a b", &"n".repeat(65)] {
        assert_eq!(stage.create(name, &request(FUTURE)).await.status, 400, "{name}");
    }
    for (method, path) in [("GET", "/schedules/x"), ("PUT", "/schedules/x"), ("GET", "/schedules"), ("POST", "/schedule-groups/g")] {
        let (status, kind, message) = error(&stage.scheduler.handle(method, path, b"{}").await);
        assert_eq!((status, kind.as_str()), (404, "UnknownOperationException"), "{message}");
        assert!(message.contains(path), "{message}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_no_schedule_is_refused() {
    let stage = Stage::new();
    let without = |member: &str| {
        let mut request = request(FUTURE);
        request.as_object_mut().unwrap().remove(member);
        request
    };
    for body in [Value::Null, json!([]), json!({}), without("Target"), without("ScheduleExpression")] {
        assert_eq!(error(&stage.create("x", &body).await).1, "ValidationException", "{body}");
    }
}
