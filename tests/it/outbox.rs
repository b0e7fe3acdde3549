//! Announced once, delivered at least once, effective exactly once.

use crate::{
    generated::stacks::queues,
    platform_workspaces::operator,
    repository::pascal,
    stack::{invoke, run, site, stack_file, until},
    workspace::{Person, Workspace, points},
};

use serde_json::{Value, json, value::to_raw_value};
use tenancy::SigningKey;
use ulid::Ulid;

/// A change record as the table's stream delivers it, with an announcement in it.
fn announcement(workspace: &str, event: &str, kind: &str, payload: &Value) -> Value {
    let image = json!({
        "pk": { "S": format!("W#{workspace}#EVENT#{event}") }, "sk": { "S": "EVENT" }, "entity": { "S": "Event" },
        "schema": { "N": "1" }, "version": { "N": "1" }, "created_at": { "S": "2026-11-22T10:00:00Z" }, "updated_at": { "S": "2026-11-22T10:00:00Z" },
        "id": { "S": event }, "origin": { "S": "eu-central-1" }, "kind": { "S": kind }, "payload": payload,
    });
    let change = json!({
        "ApproximateCreationDateTime": 1_795_305_600.0, "Keys": { "pk": image["pk"], "sk": image["sk"] }, "NewImage": image,
        "SequenceNumber": "100000000000000000001", "SizeBytes": 300, "StreamViewType": "NEW_AND_OLD_IMAGES",
    });
    json!({ "Records": [{ "eventID": event, "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "eu-central-1",
        "dynamodb": change, "eventSourceARN": "arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/s" }] })
}

/// What this cell's functions sign with.
pub(crate) fn signing_key() -> SigningKey {
    let secrets: Value = serde_json::from_str(&std::fs::read_to_string(stack_file("secrets.json")).expect("the secrets")).expect("JSON");
    let secret = secrets["trellis-Data-SigningKey"].as_str().expect("a secret");
    SigningKey::new(secret).expect("a key")
}

/// A message that this cell's functions accept.
pub(crate) fn sealed(workspace: &str, id: &str, kind: &str, payload: &Value) -> String {
    let message = to_raw_value(&json!({ "workspace": workspace, "id": id, "version": 1, "kind": kind, "payload": payload })).expect("JSON");
    let seal = signing_key().sign("message", message.get().as_bytes());
    format!("{{\"seal\":\"{seal}\",\"message\":{}}}", message.get())
}

pub(crate) fn batch(body: &str, number: u128) -> Value {
    json!({ "Records": [{ "messageId": "m1", "receiptHandle": "r", "body": body, "md5OfBody": "", "messageAttributes": {}, "eventSource": "aws:sqs",
        "attributes": { "ApproximateReceiveCount": "1", "SequenceNumber": format!("{number:020}") },
        "eventSourceARN": "arn:aws:sqs:eu-central-1:000000000000:q", "awsRegion": "eu-central-1" }] })
}

fn completed(person: &Person) -> Value {
    let at = "2026-11-22T10:00:00Z";
    json!({ "member_id": person.member_id, "course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "lesson_id": "l0", "at": at })
}

#[test]
fn five_deliveries_have_one_effect() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let (event, payload) = (Ulid::generate().to_string(), completed(&admin));
        // Five times from the stream …
        let map = json!({ "M": payload.as_object().expect("fields").iter().map(|(name, value)| (name.clone(), json!({ "S": value }))).collect::<serde_json::Map<_, _>>() });
        for _ in 0..5 {
            let answer = invoke("fan-out", &announcement(&workspace.id, &event, "lesson.completed", &map)).await.expect("fanned out");
            assert_eq!(answer, json!({ "batchItemFailures": [] }));
        }
        // … and five times from the queue.
        for _ in 0..5 {
            let message = sealed(&workspace.id, &event, "lesson.completed", &payload);
            assert_eq!(invoke("award-points", &batch(&message, 1)).await.expect("handled"), json!({ "batchItemFailures": [] }));
        }
        points(&admin, 10).await;
        until("the queue to be empty", || async { (waiting("trellis-EngagementQueues-Awards").await == 0).then_some(()) }).await;
        points(&admin, 10).await;
    });
}

async fn sqs(operation: &str, input: Value) -> Value {
    let request = reqwest::Client::new().post(site().aws_url).header("content-type", "application/x-amz-json-1.0");
    let answer =
        request.header("x-amz-target", format!("AmazonSQS.{operation}")).body(input.to_string()).send().await.expect("SQS answers");
    answer.json().await.expect("JSON")
}

fn queue_url(queue: &str) -> String {
    format!("{}/000000000000/{queue}", site().aws_url)
}

/// Messages that wait in a queue or are in somebody's hands.
async fn waiting(queue: &str) -> u64 {
    let names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
    let answer = sqs("GetQueueAttributes", json!({ "QueueUrl": queue_url(queue), "AttributeNames": names })).await;
    names.iter().filter_map(|name| answer["Attributes"][*name].as_str()?.parse::<u64>().ok()).sum()
}

#[test]
fn a_worker_that_died_between_its_writes_is_finished_by_the_next() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let event = Ulid::generate().to_string();
        // The award itself, in one transaction, so that the member has the points that the boards will count.
        let award = sealed(&workspace.id, &event, "lesson.completed", &completed(&admin));
        invoke("award-points", &batch(&award, 1)).await.expect("handled");
        let of = |board: &'static str| {
            let admin = admin.clone();
            async move { admin.get(&format!("/v1/boards/{board}/me")).await.expect(200)["of"].as_u64().expect("a number") }
        };
        until("the boards", || async { (of("all-time").await == 1 && of("month").await == 1).then_some(()) }).await;

        // A worker wrote one board of a message and died; the message comes again with the same number.
        let other = Ulid::generate().to_string();
        let week = json!({ "period": "2026-W47", "points": 20 });
        let (month, all) = (json!({ "period": "2026-11", "points": 20 }), json!({ "period": "all", "points": 20 }));
        // Later than any number that the queue gives.
        let far = 99_999_999_999_999_999_999;
        let half = json!({ "member_id": other, "from": {}, "to": { "all_time": all } });
        let whole = json!({ "member_id": other, "from": {}, "to": { "week": week, "month": month, "all_time": all } });
        let id = Ulid::generate().to_string();
        invoke("count-scores", &batch(&sealed(&workspace.id, &id, "scores.changed", &half), far)).await.expect("handled");
        for _ in 0..3 {
            invoke("count-scores", &batch(&sealed(&workspace.id, &id, "scores.changed", &whole), far)).await.expect("handled");
        }
        assert_eq!((of("month").await, of("all-time").await), (2, 2));
    });
}

#[test]
fn a_message_that_always_fails_ends_among_the_dead_letters() {
    run(async {
        let body = format!("not a sealed message {}", Ulid::generate());
        sqs("SendMessage", json!({ "QueueUrl": queue_url("trellis-EngagementQueues-Awards"), "MessageBody": body })).await;
        let operator = operator().await;
        let queue = until("the dead letter", || async {
            let listed = operator.get("/v1/platform/dead-letters").await.expect(200);
            let queues = listed["items"].as_array().cloned().expect("queues");
            let found = queues.iter().find(|queue| {
                queue["messages"].as_array().is_some_and(|messages| messages.iter().any(|message| message["body"] == body.as_str()))
            });
            found.and_then(|queue| queue["queue"].as_str().map(str::to_owned))
        })
        .await;
        assert!(queue.ends_with("AwardsDeadLetters"), "{queue}");
        let redrive = |queue: &str| format!("/v1/platform/dead-letters/{queue}/redrive");
        assert_eq!(operator.post(&redrive(&queue), &json!({})).await.expect(202), json!({ "queue": queue }));
        let told = operator.get(&format!("/v1/admin/audit-events?target=queue/{queue}")).await.expect(200);
        assert_eq!(told["items"][0]["action"], "dead_letters.redriven");
        // A queue at work is none of dead letters.
        assert_eq!(operator.post(&redrive("trellis-EngagementQueues-Awards"), &json!({})).await.problem(), "not-found");
        let customer = Workspace::open().await.admin().await;
        assert_eq!(customer.get("/v1/platform/dead-letters").await.problem(), "forbidden");
        assert_eq!(customer.post(&redrive(&queue), &json!({})).await.problem(), "forbidden");
    });
}

#[test]
fn messages_come_back_from_every_dead_letter_queue() {
    run(async {
        let operator = operator().await;
        for (name, (queue, area)) in queues() {
            let queue = format!("trellis-{}Queues-{name}DeadLetters{}", pascal(&area), if queue.is_fifo { ".fifo" } else { "" });
            let path = format!("/v1/platform/dead-letters/{queue}/redrive");
            assert_eq!(operator.post(&path, &json!({})).await.expect(202), json!({ "queue": queue }));
        }
    });
}

#[test]
fn a_message_of_a_stranger_is_refused() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let admin = workspace.admin().await;
        let message = sealed(&workspace.id, &Ulid::generate().to_string(), "lesson.completed", &completed(&admin));
        for forged in [message.replace(&workspace.id, &other.id), message.replace("\"seal\":\"", "\"seal\":\"A"), "{}".to_owned()] {
            let answer = invoke("award-points", &batch(&forged, 1)).await.expect("answered");
            assert_eq!(answer["batchItemFailures"][0]["itemIdentifier"], "m1");
        }
        assert_eq!(admin.get("/v1/me/home").await.expect(200)["points"], 0);
    });
}
