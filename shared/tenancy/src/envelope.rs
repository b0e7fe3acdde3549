//! Messages between functions: sealed, so that only the platform can name a workspace in one.

use crate::{WorkspaceScope, doors, signing::SigningKey};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};
use trellis_core::ids::{EventId, WorkspaceId};

const PURPOSE: &str = "message";
const VERSION: u16 = 1;

/// An event of whatever area, as it is stored and sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawEvent {
    pub kind: String,
    pub payload: Value,
}

impl RawEvent {
    /// The event as its area knows it.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn read<E: DeserializeOwned>(self) -> Result<E, serde_json::Error> {
        E::deserialize(serde_json::to_value(self)?)
    }
}

/// An event on its way to a consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    pub id: EventId,
    pub event: RawEvent,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    workspace: WorkspaceId,
    id: EventId,
    version: u16,
    #[serde(flatten)]
    event: RawEvent,
}

#[derive(Serialize, Deserialize)]
struct Sealed<'a> {
    seal: String,
    #[serde(borrow)]
    message: &'a RawValue,
}

/// The message was not sealed by this cell, or is of a version that this code does not know.
#[derive(Debug, thiserror::Error)]
pub enum BadSeal {
    #[error("the message is not sealed by this cell")]
    Forged,
    #[error("the message cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("the message has version {0}, which this release does not know")]
    Version(u16),
}

impl Envelope {
    /// `{"seal": "…", "message": {"workspace", "id", "version", "kind", "payload"}}`; the seal covers the exact text of the message.
    ///
    /// # Errors
    /// When the event cannot be written as JSON.
    pub fn seal(&self, key: &SigningKey, scope: &WorkspaceScope) -> Result<String, BadSeal> {
        let wire = Wire { workspace: scope.workspace().clone(), id: self.id, version: VERSION, event: self.event.clone() };
        let message = serde_json::value::to_raw_value(&wire)?;
        let seal = key.sign(PURPOSE, message.get().as_bytes());
        Ok(serde_json::to_string(&Sealed { seal, message: &message })?)
    }

    /// The only way from a message to a scope.
    ///
    /// # Errors
    /// See [`BadSeal`]; nothing of a forged message is used.
    pub fn open(key: &SigningKey, text: &str) -> Result<(WorkspaceScope, Self), BadSeal> {
        let sealed: Sealed<'_> = serde_json::from_str(text)?;
        if !key.verify(PURPOSE, sealed.message.get().as_bytes(), &sealed.seal) {
            return Err(BadSeal::Forged);
        }
        let wire: Wire = serde_json::from_str(sealed.message.get())?;
        if wire.version != VERSION {
            return Err(BadSeal::Version(wire.version));
        }
        Ok((doors::sealed_message(wire.workspace), Self { id: wire.id, event: wire.event }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_workspace_breaks_the_seal() {
        let key = SigningKey::new(&"k".repeat(32)).unwrap();
        let scope = doors::registered("acme".parse().unwrap());
        let envelope = Envelope { id: EventId::random(), event: RawEvent { kind: "thing.made".to_owned(), payload: Value::Null } };
        let text = envelope.seal(&key, &scope).unwrap();
        assert_eq!(Envelope::open(&key, &text).unwrap(), (scope, envelope));
        let forged = text.replace("\"acme\"", "\"acme-corp\"");
        assert!(matches!(Envelope::open(&key, &forged), Err(BadSeal::Forged)));
        assert!(matches!(Envelope::open(&SigningKey::new(&"x".repeat(32)).unwrap(), &text), Err(BadSeal::Forged)));
        assert!(matches!(Envelope::open(&key, "{}"), Err(BadSeal::Unreadable(_))));
    }
}
