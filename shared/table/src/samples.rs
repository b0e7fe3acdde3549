//! For tests: every entity and every event of an area, read from its stored form and written again, twenty times. A map is in another
//! order each time, and what can be read only in some orders would be lost half of the time.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails here")]

use crate::{
    Entity, Item, Key, Place, Record, Write,
    outbox::{Announcement, Event},
};
use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};
use tenancy::{Envelope, RawEvent, SigningKey, doors};
use trellis_core::ids::{EventId, WorkspaceId};

const TIMES: usize = 20;
/// Two ids and a time for samples.
pub const ID: &str = "01JZ8Q4N7E5T9V3W2XKBYMCD6F";
pub const OTHER: &str = "01JZ8Q4N7E5T9V3W2XKBYMCD6G";
pub const AT: &str = "2026-11-28T09:30:00Z";

/// The attribute that JSON stands for; `{"$bytes": [1, 2]}` is binary.
fn attribute(value: Value) -> AttributeValue {
    match value {
        Value::Null => AttributeValue::Null(true),
        Value::Bool(flag) => AttributeValue::Bool(flag),
        Value::Number(number) => AttributeValue::N(number.to_string()),
        Value::String(text) => AttributeValue::S(text),
        Value::Array(items) => AttributeValue::L(items.into_iter().map(attribute).collect()),
        Value::Object(mut fields) => match fields.remove("$bytes") {
            Some(bytes) => AttributeValue::B(Blob::new(serde_json::from_value::<Vec<u8>>(bytes).unwrap())),
            None => AttributeValue::M(fields.into_iter().map(|(name, value)| (name, attribute(value))).collect()),
        },
    }
}

fn item(fields: Value) -> Item {
    let AttributeValue::M(item) = attribute(fields) else { panic!("an item is an object") };
    item
}

/// A value as JSON says it, which has numbers for bytes.
fn said(value: &AttributeValue) -> AttributeValue {
    match value {
        AttributeValue::B(bytes) => AttributeValue::L(bytes.as_ref().iter().map(|byte| AttributeValue::N(byte.to_string())).collect()),
        value => value.clone(),
    }
}

/// What an item has at a path like `said.groups.0`.
fn at<'a>(item: &'a Item, path: &str) -> Option<&'a AttributeValue> {
    let mut steps = path.split('.');
    let first = item.get(steps.next()?);
    steps.try_fold(first?, |value, step| match value {
        AttributeValue::M(fields) => fields.get(step),
        AttributeValue::L(values) => values.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Reads and writes each sample, given as JSON without what every item carries, and answers the entity's name.
#[must_use]
pub fn check<T: Entity>(samples: impl IntoIterator<Item = Value>) -> String {
    let key = || Place::from(Key { pk: "W#acme#TEST".to_owned(), sk: "TEST".to_owned() });
    let now: Timestamp = AT.parse().unwrap();
    let mut checked = 0;
    for fields in samples {
        let mut stored = item(fields.clone());
        let meta = json!({ "entity": T::NAME, "schema": T::SCHEMA, "version": 1, "created_at": AT, "updated_at": AT });
        stored.extend(item(meta));
        let sample = item(fields);
        for time in 0..TIMES {
            let record: Record<T> = Record::read(stored.clone()).unwrap_or_else(|error| panic!("{} at reading {time}: {error}", T::NAME));
            let Write::Put(mut written, _) = record.write(key(), now).unwrap() else { panic!("a record is put") };
            for (name, value) in &sample {
                assert_eq!(written.get(name), Some(value), "{}: {name}", T::NAME);
            }
            for personal in record.personal().unwrap() {
                let stored = at(&written, &personal.path).map(said);
                assert_eq!(stored, Some(attribute(personal.content)), "{}: {}", T::NAME, personal.path);
            }
            written.insert("version".to_owned(), AttributeValue::N("1".to_owned()));
            if time > 0 {
                assert_eq!(written, stored, "{}", T::NAME);
            }
            stored = written;
        }
        checked += 1;
    }
    assert!(checked > 0, "{} has no sample", T::NAME);
    T::NAME.to_owned()
}

fn source(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source(&path, into);
        } else {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// Fails unless every entity of a crate, by its source, has been checked.
pub fn all_checked(manifest: &str, checked: impl IntoIterator<Item = String>) {
    let mut text = String::new();
    source(&Path::new(manifest).join("src"), &mut text);
    let declared = text.split("const NAME: &'static str = \"").skip(1).filter_map(|rest| rest.split('"').next());
    let declared: BTreeSet<String> = declared.map(str::to_owned).collect();
    assert_eq!(checked.into_iter().collect::<BTreeSet<_>>(), declared, "an entity has no sample here");
}

/// Stores, announces, seals and opens each sample, `(kind, payload)`; fails unless there is one of each kind that the crate's source has.
pub fn check_events<E: Event>(manifest: &str, samples: impl IntoIterator<Item = (&'static str, Value)>) {
    let (key, scope) = (SigningKey::new(&"k".repeat(32)).unwrap(), doors::registered("acme".parse::<WorkspaceId>().unwrap()));
    let mut checked = BTreeSet::new();
    for (kind, payload) in samples {
        let sample = json!({ "kind": kind, "payload": payload });
        let event: E = serde_json::from_value(sample.clone()).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), sample);
        let _ = check::<Announcement<RawEvent>>([json!({ "id": ID, "origin": "eu-central-1", "kind": kind, "payload": payload })]);
        for _ in 0..TIMES {
            let envelope = Envelope { id: EventId::random(), event: RawEvent { kind: kind.to_owned(), payload: payload.clone() } };
            let (from, opened) = Envelope::open(&key, &envelope.seal(&key, &scope).unwrap()).unwrap();
            assert_eq!((from.workspace(), &opened), (scope.workspace(), &envelope));
            let read: E = opened.event.read().unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), sample);
        }
        checked.insert(kind);
    }
    let source = fs::read_to_string(Path::new(manifest).join("src/event.rs")).unwrap();
    let declared: BTreeSet<&str> = source.split("#[serde(rename = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(checked, declared, "an event has no sample here");
    assert_eq!(declared, E::KINDS.iter().copied().collect(), "a kind is missing in KINDS");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::Act,
        counts::Count,
        figures::{FiguresComplete, Shard},
        idempotency,
        leases::Held,
        limits::{self, Attempts},
        registry::Entry,
    };

    #[test]
    fn every_entity_is_read_as_it_was_written() {
        let act = |actor: Value| {
            let state = json!({ "state": "open", "size": 1.5, "tags": [1, null, true], "by": { "1": -2 } });
            json!({ "id": ID, "actor": actor, "action": "a.b", "target": "a/1", "source": "::1", "request_id": "r", "before": state, "after": { "state": "closed" } })
        };
        let actors =
            [json!({ "kind": "member", "id": ID }), json!({ "kind": "machine", "id": ID }), json!({ "kind": "platform", "id": "x" })];
        let without = json!({ "id": ID, "actor": { "kind": "anonymous" }, "action": "a.b", "target": "a/1" });
        let announced = json!({ "id": ID, "origin": "eu-central-1", "kind": "a.b", "payload": { "n": 1, "list": [null, "x"] } });
        all_checked(
            env!("CARGO_MANIFEST_DIR"),
            [
                check::<Attempts>([json!({ "debt": -3, "last": AT })]),
                check::<limits::Remembered>([json!({ "until": AT })]),
                check::<Count>([json!({ "count": 2 })]),
                check::<Entry>([json!({ "workspace": "acme", "id": ID })]),
                check::<Shard>([json!({})]),
                check::<FiguresComplete>([json!({})]),
                check::<Act>(actors.map(act).into_iter().chain([without])),
                check::<Held>([json!({ "until": AT })]),
                check::<idempotency::Remembered>([json!({ "request": "r", "created": ID })]),
                check::<Announcement<RawEvent>>([announced]),
            ],
        );
    }

    #[test]
    fn no_two_prefixes_overlap() {
        assert_eq!(crate::keys::overlaps(crate::keys::PREFIXES), Vec::new());
    }
}
