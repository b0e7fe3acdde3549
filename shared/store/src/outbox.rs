//! The outbox: an event item in the same transaction as the change that it announces. The stream carries it on.
//!
//! | access | how |
//! |---|---|
//! | announce an event | put `W#<ws>#EVENT#<id>` / `EVENT`, in a transaction |
//!
//! Nothing reads event items but the stream; they expire after a week.

use crate::{
    Store, StoreError,
    entity::{Entity, Place, Record},
    keys,
    table::Write,
};
use domain::{event::Event, ids::EventId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tenancy::WorkspaceScope;

const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Announcement {
    pub(crate) id: EventId,
    /// The region where it was written: in a global table every region's stream carries it, and only this one fans it out.
    pub(crate) origin: String,
    #[serde(flatten)]
    pub(crate) event: Event,
}

impl Entity for Announcement {
    const NAME: &'static str = "Event";
}

impl Store {
    /// The write that announces an event; it belongs in the transaction of the change.
    pub(crate) fn announce(&self, scope: &WorkspaceScope, event: Event, now: Timestamp) -> Result<Write, StoreError> {
        let id = EventId::random();
        let record = Record::new(Announcement { id, origin: self.region.clone(), event }, now);
        let expires = now.checked_add(KEPT).unwrap_or(now);
        record.write(Place::from(keys::event(scope, id)).expires(expires), now)
    }
}
