//! The sample events: one for each handler, to call a function with it (`cargo lambda invoke --data-file`).

use super::keep;
use crate::stack::root;
use lambda::{Area, Audience, Handler, Kind, RouteDescription};
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, fs, path::PathBuf};
use trellis_core::role::Role;

const MEMBER: &str = "01JZ8Q4N7E5T9V3W2XKBYMCD6H";
const COURSE: &str = "01JZ8Q4N7E5T9V3W2XKBYMCD6F";
const TIME: u64 = 1_795_305_600_000;
const REGION: &str = "eu-central-1";

/// Where the sample event of a handler is.
fn file(area: &Area, handler: &Handler) -> PathBuf {
    root().join(format!("events/{}/{}.json", area.name(), handler.name()))
}

/// What stands for a parameter of a path.
fn stands_for(parameter: &str) -> &'static str {
    match parameter {
        "member_id" => MEMBER,
        "course_id" => COURSE,
        "lesson_id" => "l0",
        "board_id" => "week",
        "workspace_id" => "acme",
        "session_id" => "3f0f6d0a-6f2e-4a57-8d8c-0b2f1a3c4d5e",
        "queue" => "trellis-EngagementQueues-AwardsDeadLetters",
        "agent_id" => "0000000000000000000000000000000000000000000000000000000000000000",
        _ => "01JZ8Q4N7E5T9V3W2XKBYMCD6K",
    }
}

/// What the authorizer says of a caller who may.
fn caller(audience: Audience) -> Option<Value> {
    if audience == Audience::Anyone {
        return None;
    }
    let role = Role::ALL.into_iter().find(|role| audience.admits(*role, false)).expect("an audience of somebody");
    let workspace = if role == Role::Platform { "platform" } else { "acme" };
    Some(json!({
        "principalId": MEMBER, "workspace": workspace, "member_id": MEMBER,
        "roles": role.name(), "session": stands_for("session_id"),
    }))
}

/// Both forms in which the gateway tells headers and query parameters: of each one value, and of each all.
fn both(values: Map<String, Value>) -> (Value, Value) {
    if values.is_empty() {
        return (Value::Null, Value::Null);
    }
    let all = values.iter().map(|(name, value)| (name.clone(), json!([value]))).collect();
    (Value::Object(values), Value::Object(all))
}

fn request(handler: &Handler, route: &RouteDescription) -> Value {
    let example = handler.sample();
    let names = route.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    let parameters: Map<_, _> = names.map(|name| (name.to_owned(), json!(stands_for(name)))).collect();
    let path = parameters
        .iter()
        .fold(route.path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value.as_str().unwrap_or_default()));
    let mut headers = Map::from_iter([("accept".to_owned(), json!("application/json"))]);
    if example.body.is_some() {
        headers.insert("content-type".to_owned(), json!("application/json"));
    }
    if route.is_versioned() {
        headers.insert("if-match".to_owned(), json!("\"1\""));
    }
    let (headers, all_headers) = both(headers);
    let (query, all_query) = both(example.query.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect());
    let body = example.body.map(|body| serde_json::from_str::<Value>(body).expect("JSON").to_string());
    let mut event = json!({
        "resource": route.path, "path": path, "httpMethod": route.method.name(),
        "headers": headers, "multiValueHeaders": all_headers,
        "queryStringParameters": query, "multiValueQueryStringParameters": all_query,
        "pathParameters": if parameters.is_empty() { Value::Null } else { Value::Object(parameters) },
        "stageVariables": null,
        "requestContext": {
            "resourcePath": route.path, "httpMethod": route.method.name(), "path": format!("/live{path}"),
            "accountId": "000000000000", "apiId": "local", "stage": "live",
            "requestId": "7f2c1f2e-3b1c-4c55-9c3e-5b1d7a0c1a11", "requestTimeEpoch": TIME, "protocol": "HTTP/1.1",
            "identity": { "sourceIp": "127.0.0.1", "userAgent": "sample" },
        },
        "body": body, "isBase64Encoded": false,
    });
    if let Some(caller) = caller(route.audience) {
        event["requestContext"]["authorizer"] = caller;
    }
    event
}

/// A sealed message; nobody can seal one but the cell, so the handler refuses it.
fn message(event: &Value) -> Value {
    let mut message = json!({ "workspace": "acme", "id": "01JZ8Q4N7E5T9V3W2XKBYMCD6J", "version": 1 });
    message["kind"] = event["kind"].clone();
    message["payload"] = event["payload"].clone();
    json!({ "seal": "made by the cell", "message": message })
}

fn delivery(body: &Value, queue: &str) -> Value {
    json!({ "Records": [{
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d", "receiptHandle": "handle", "body": body.to_string(),
        "attributes": {
            "ApproximateReceiveCount": "1", "SentTimestamp": TIME.to_string(), "SenderId": "AIDALOCAL",
            "ApproximateFirstReceiveTimestamp": (TIME + 1).to_string(),
        },
        "messageAttributes": {}, "eventSource": "aws:sqs",
        "eventSourceARN": format!("arn:aws:sqs:{REGION}:000000000000:{queue}"), "awsRegion": REGION,
    }] })
}

/// A change record of the table that announces an event.
fn change() -> Value {
    let keys = json!({ "pk": { "S": "W#acme#EVENT#01JZ8Q4N7E5T9V3W2XKBYMCD6J" }, "sk": { "S": "EVENT" } });
    let mut image = json!({
        "entity": { "S": "Event" }, "schema": { "N": "1" }, "version": { "N": "1" },
        "created_at": { "S": "2026-11-22T10:00:00Z" }, "updated_at": { "S": "2026-11-22T10:00:00Z" },
        "id": { "S": "01JZ8Q4N7E5T9V3W2XKBYMCD6J" }, "origin": { "S": REGION },
        "kind": { "S": "member.invited" }, "payload": { "M": { "member_id": { "S": MEMBER } } },
    });
    image["pk"] = keys["pk"].clone();
    image["sk"] = keys["sk"].clone();
    json!({ "Records": [{
        "eventID": "c4ca4238a0b923820dcc509a6f75849b", "eventName": "INSERT", "eventVersion": "1.1",
        "eventSource": "aws:dynamodb", "awsRegion": REGION,
        "eventSourceARN": format!("arn:aws:dynamodb:{REGION}:000000000000:table/trellis/stream/2026-11-22T00:00:00.000"),
        "dynamodb": {
            "ApproximateCreationDateTime": TIME / 1000, "Keys": keys, "NewImage": image, "SequenceNumber": "111",
            "SizeBytes": 300, "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }] })
}

fn event(area: &Area, handler: &Handler) -> Value {
    let example = || serde_json::from_str::<Value>(handler.sample().body.expect("an example of what calls it")).expect("JSON");
    match handler.kind() {
        Kind::Route(route) => request(handler, route),
        Kind::Queue(subscription) => {
            let body = if subscription.kinds.is_empty() { example() } else { message(&example()) };
            let queue = handler.needs().queue.as_ref().expect("a queue");
            delivery(&body, &format!("trellis-{}Queues-{}", crate::repository::pascal(area.name()), queue.name))
        }
        Kind::Stream => change(),
        Kind::Job => example(),
    }
}

/// The sample event of a handler.
pub(crate) fn sample_event(name: &str) -> Value {
    let areas = areas::all();
    let mut found = areas.iter().flat_map(|area| area.handlers().iter().map(move |handler| (area, handler)));
    let (area, handler) = found.find(|(_, handler)| handler.name() == name).expect("a handler of that name");
    event(area, handler)
}

#[test]
fn generated_sample_events_are_what_the_handlers_say() {
    let (mut known, mut faults) = (BTreeSet::new(), Vec::new());
    for area in areas::all() {
        for handler in area.handlers() {
            match (handler.kind(), handler.sample().body) {
                (_, Some(text)) => faults.extend(handler.reads(text).err().map(|error| format!("{}: {error}", handler.name()))),
                (Kind::Route(route), None) if route.needs_body() => faults.push(format!("{}: an example is missing", handler.name())),
                _ => {}
            }
            let file = file(&area, handler);
            if std::env::var_os("TRELLIS_UPDATE").is_some() {
                fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            }
            keep(&file, &(serde_json::to_string_pretty(&event(&area, handler)).expect("JSON") + "\n"));
            known.insert(file);
        }
    }
    assert!(faults.is_empty(), "examples that their handlers cannot read, see `.example(…)`: {faults:#?}");
    let folders = fs::read_dir(root().join("events")).expect("events/").map(|folder| folder.expect("a folder").path());
    let there: BTreeSet<PathBuf> =
        folders.flat_map(|folder| fs::read_dir(folder).expect("a folder for each area")).map(|file| file.expect("a file").path()).collect();
    assert_eq!(there, known, "an event is left over");
}
