//! The outbox: an event in the same write as the change that it announces. The stream carries it on.
//!
//! | access | how |
//! |---|---|
//! | announce events of an item that changes | in the item itself, by [`Place::telling`]: no write more, and no transaction for one item |
//! | announce an event of a change that puts no one item | put `W#<ws>#EVENT#<id>` / `EVENT`, in a transaction |
//! | announce what follows from an event, once | the same under an id that follows from what it is |
//!
//! Nothing reads events here but the stream. An item carries those of its last change; event items expire after a week.

use crate::{Entity, Place, Record, TableError, Tenant, Write, change::event_id, keys};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tenancy::RawEvent;
use trellis_core::{ids::EventId, personal::NotPersonal};

const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What an area announces: an enum of its own, spelled `{"kind": "lesson.completed", "payload": {…}}`
/// (`#[serde(tag = "kind", content = "payload")]`).
pub trait Event: Serialize + DeserializeOwned {
    /// All kinds of it. Each belongs to one area only.
    const KINDS: &'static [&'static str];
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Announcement<E> {
    pub(crate) id: EventId,
    /// The region where it was written: in a global table every region's stream carries it, and only this one fans it out.
    pub(crate) origin: NotPersonal<String>,
    #[serde(flatten)]
    pub(crate) event: E,
}

impl<E: Serialize + DeserializeOwned> Entity for Announcement<E> {
    const NAME: &'static str = "Event";
}

/// An event that an item carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) id: EventId,
    #[serde(flatten)]
    pub(crate) event: RawEvent,
}

impl Told {
    pub(crate) fn new(event: impl Event) -> Result<Self, TableError> {
        let corrupt = |error: serde_json::Error| TableError::Corrupt { entity: "Event", reason: error.to_string() };
        let event = serde_json::to_value(event).and_then(serde_json::from_value).map_err(corrupt)?;
        Ok(Self { id: EventId::random(), event })
    }
}

impl Tenant {
    /// The write that announces an event; it belongs in the transaction of the change.
    ///
    /// # Errors
    /// When the event cannot be stored: a defect.
    pub fn announce(&self, event: impl Event) -> Result<Write, TableError> {
        self.announcement(EventId::random(), event)
    }

    /// Announces what an event leads to, however often that event is delivered: `what` names it.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn announce_once(&self, what: &str, event: impl Event) -> Result<(), TableError> {
        let id = event_id(&format!("{}#{what}", self.scope().workspace()));
        match self.write(self.announcement(id, event)?).await {
            Ok(()) | Err(TableError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn announcement(&self, id: EventId, event: impl Event) -> Result<Write, TableError> {
        let record = Record::new(Announcement { id, origin: self.table().region().to_owned(), event }, self.now());
        let expires = self.now().checked_add(KEPT).unwrap_or(self.now());
        record.write(Place::from(keys::EVENT.key_of(self.scope(), id)).expires(expires), self.now())
    }
}
