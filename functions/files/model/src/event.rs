//! What happens to files.

use crate::digest::Digest;
use serde::{Deserialize, Serialize};
use table::outbox::Event;

/// An event, spelled `{"kind": …, "payload": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum FileEvent {
    /// A package was looked at and can be unpacked, some files at a time: so many of them are.
    #[serde(rename = "package.arrived")]
    PackageArrived {
        digest: Digest,
        #[serde(default)]
        done: u32,
    },
}

impl Event for FileEvent {
    const KINDS: &'static [&'static str] = &["package.arrived"];
}
