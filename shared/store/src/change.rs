//! Change records of the table's stream, read as the events that they announce.

use crate::{
    StoreError,
    entity::{self, Record},
    members::digest,
    outbox::Announcement,
    standings::Standing,
    table::Item,
};
use domain::{event::Event, ids::EventId};
use tenancy::{Envelope, WorkspaceScope, doors};

/// What a change record announces here, if anything: an event item, or a change of somebody's points.
///
/// A global table's stream carries the writes of every region; only those of `region` are announced.
///
/// # Errors
/// When an item cannot be read.
pub fn announced(new: Option<Item>, old: Option<Item>, region: &str) -> Result<Option<(WorkspaceScope, Envelope)>, StoreError> {
    let Some(new) = new else { return Ok(None) };
    let text = |name: &str| new.get(name).and_then(|value| value.as_s().ok()).cloned();
    if text("origin").as_deref() != Some(region) {
        return Ok(None);
    }
    let corrupt = |reason: &str| StoreError::Corrupt { entity: "change record", reason: reason.to_owned() };
    let pk = text("pk").ok_or_else(|| corrupt("it has no partition key"))?;
    let scope = doors::change_record(&pk).ok_or_else(|| corrupt("its partition key names no workspace"))?;
    let envelope = match entity::kind(&new) {
        "Event" if old.is_none() => {
            let announcement: Announcement = Record::read(new)?.value;
            Envelope { id: announcement.id, event: announcement.event }
        }
        "Standing" => {
            let to: Record<Standing> = Record::read(new)?;
            let from = old.map(Record::<Standing>::read).transpose()?;
            let id = event_id(&format!("{pk}#{}", to.version));
            let from = from.map(|standing| standing.value.scores).unwrap_or_default();
            Envelope { id, event: Event::ScoresChanged { member_id: to.value.member_id, from, to: to.value.scores } }
        }
        _ => return Ok(None),
    };
    Ok(Some((scope, envelope)))
}

/// The same change has the same id however often the stream delivers it.
fn event_id(change: &str) -> EventId {
    let mut bytes = [0; 16];
    for (byte, digit) in bytes.iter_mut().zip(digest(change).into_bytes().chunks(2)) {
        *byte = digit.iter().fold(0, |value, digit| value << 4 | char::from(*digit).to_digit(16).unwrap_or(0) as u8);
    }
    EventId::from_bytes(bytes)
}
