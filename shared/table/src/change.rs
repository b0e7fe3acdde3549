//! Change records of the table's stream, read as the events that they announce.

use crate::{
    Item, Record, TableError, digest,
    entity::kind,
    outbox::{Announcement, Told},
};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tenancy::{Envelope, RawEvent, WorkspaceScope, doors};
use trellis_core::ids::EventId;

/// How an item announces its own changes: see [`crate::Place::announcing`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Announces {
    pub(crate) kind: String,
    /// The attribute that says what has changed.
    pub(crate) id: String,
    /// The attribute whose value before and after is told.
    pub(crate) of: String,
}

/// What a change record announces here, if anything: an event item, the events that an item carries since this change, or a change of an
/// item that announces its changes.
///
/// A global table's stream carries the writes of every region; only those of `region` are announced.
///
/// # Errors
/// When an item cannot be read.
pub fn announced(new: Option<Item>, old: Option<Item>, region: &str) -> Result<Vec<(WorkspaceScope, Envelope)>, TableError> {
    let Some(new) = new else { return Ok(Vec::new()) };
    let text = |name: &str| new.get(name).and_then(|value| value.as_s().ok()).cloned();
    if text("origin").as_deref() != Some(region) {
        return Ok(Vec::new());
    }
    let pk = text("pk").ok_or_else(|| corrupt("it has no partition key"))?;
    let scope = doors::change_record(&pk).ok_or_else(|| corrupt("its partition key names no workspace"))?;
    let mut envelopes = Vec::new();
    if let Some(announces) = new.get("announces") {
        let sk = text("sk").ok_or_else(|| corrupt("it has no sort key"))?;
        envelopes.push(changed(&format!("{pk}#{sk}"), &new, old.as_ref(), announces)?);
    }
    // What the item carried before was announced by the change that brought it.
    if let Some(tells) = new.get("tells").filter(|tells| old.as_ref().and_then(|old| old.get("tells")) != Some(*tells)) {
        let told: Vec<Told> = serde_dynamo::from_attribute_value(tells.clone()).map_err(corrupt)?;
        envelopes.extend(told.into_iter().map(|told| Envelope { id: told.id, event: told.event }));
    }
    if kind(&new) == "Event" && old.is_none() {
        let announcement: Announcement<RawEvent> = Record::read(new)?.value;
        envelopes.push(Envelope { id: announcement.id, event: announcement.event });
    }
    Ok(envelopes.into_iter().map(|envelope| (scope.clone(), envelope)).collect())
}

fn corrupt(reason: impl ToString) -> TableError {
    TableError::Corrupt { entity: "change record", reason: reason.to_string() }
}

/// `{"<id>": …, "from": …, "to": …}`; `from` is null where nothing was.
fn changed(key: &str, new: &Item, old: Option<&Item>, announces: &AttributeValue) -> Result<Envelope, TableError> {
    let Announces { kind, id, of } = serde_dynamo::from_attribute_value(announces.clone()).map_err(corrupt)?;
    let value = |item: Option<&Item>, name: &str| -> Result<Value, TableError> {
        let found = item.and_then(|item| item.get(name)).cloned();
        found.map_or(Ok(Value::Null), |found| serde_dynamo::from_attribute_value(found).map_err(corrupt))
    };
    let version = new.get("version").and_then(|version| version.as_n().ok()).ok_or_else(|| corrupt("it has no version"))?;
    let payload = Map::from_iter([
        (id.clone(), value(Some(new), &id)?),
        ("from".to_owned(), value(old, &of)?),
        ("to".to_owned(), value(Some(new), &of)?),
    ]);
    Ok(Envelope { id: event_id(&format!("{key}#{version}")), event: RawEvent { kind, payload: payload.into() } })
}

/// The same change has the same id however often it is told.
pub(crate) fn event_id(change: &str) -> EventId {
    let mut bytes = [0; 16];
    for (byte, digit) in bytes.iter_mut().zip(digest(change).into_bytes().chunks(2)) {
        *byte = digit.iter().fold(0, |value, digit| value << 4 | char::from(*digit).to_digit(16).unwrap_or(0) as u8);
    }
    EventId::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn item(version: u8, points: u8) -> Item {
        let announces = Announces { kind: "scores.changed".to_owned(), id: "member_id".to_owned(), of: "scores".to_owned() };
        let stored = json!({ "pk": "W#acme#MEMBER#1", "sk": "HOME#STANDING", "origin": "eu-central-1", "version": version, "member_id": "1",
            "scores": { "week": points }, "announces": announces });
        serde_dynamo::to_item(stored).unwrap()
    }

    #[test]
    fn an_item_announces_what_it_was_and_is_once_for_each_version() {
        let told = |new: Item, old: Option<Item>, region: &str| announced(Some(new), old, region).unwrap().pop();
        let (scope, first) = told(item(1, 10), None, "eu-central-1").unwrap();
        assert_eq!(scope.workspace().as_str(), "acme");
        assert_eq!(first.event.kind, "scores.changed");
        assert_eq!(first.event.payload, json!({ "member_id": "1", "from": null, "to": { "week": 10 } }));
        let (_, second) = told(item(2, 30), Some(item(1, 10)), "eu-central-1").unwrap();
        assert_eq!(second.event.payload, json!({ "member_id": "1", "from": { "week": 10 }, "to": { "week": 30 } }));
        assert_eq!(told(item(2, 30), Some(item(1, 10)), "eu-central-1").unwrap().1.id, second.id);
        assert_ne!(first.id, second.id);
        // Items of one partition have versions of their own.
        let mut beside = item(2, 30);
        beside.insert("sk".to_owned(), AttributeValue::S("HOME#OTHER".to_owned()));
        assert_ne!(told(beside, None, "eu-central-1").unwrap().1.id, second.id);
        // Another region's write is announced there.
        assert!(told(item(2, 30), None, "eu-west-1").is_none());
        assert_eq!(announced(None, Some(item(2, 30)), "eu-central-1").unwrap(), Vec::new());
    }

    #[test]
    fn an_item_tells_what_it_carries_once_and_in_order() {
        let carrying = |version: u8, tells: Value| {
            let stored = json!({ "pk": "W#acme#MEMBER#1", "sk": "HOME#X", "origin": "eu-central-1", "version": version, "tells": tells });
            serde_dynamo::to_item(stored).unwrap()
        };
        let event = |kind: &str| json!({ "id": EventId::random(), "kind": kind, "payload": { "n": 1 } });
        let (lesson, course) = (event("lesson.completed"), event("course.completed"));
        let told = |new: &Item, old: Option<&Item>, region: &str| {
            let told = announced(Some(new.clone()), old.cloned(), region).unwrap();
            told.into_iter()
                .map(|(_, envelope)| json!({ "id": envelope.id, "kind": envelope.event.kind, "payload": envelope.event.payload }))
        };
        let first: Item = carrying(1, json!([lesson, course]));
        assert_eq!(told(&first, None, "eu-central-1").collect::<Vec<_>>(), [lesson.clone(), course]);
        assert_eq!(told(&first, None, "eu-west-1").count(), 0, "another region's write is announced there");
        // A change that leaves them there, as counting does, does not tell them again; the next change of the whole item takes them away.
        let mut counted = first.clone();
        counted.insert("version".to_owned(), AttributeValue::N("2".to_owned()));
        assert_eq!(told(&counted, Some(&first), "eu-central-1").count(), 0);
        let next: Item = carrying(3, json!([lesson]));
        assert_eq!(told(&next, Some(&counted), "eu-central-1").collect::<Vec<_>>(), [lesson]);
    }
}
