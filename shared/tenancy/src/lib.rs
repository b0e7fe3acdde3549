//! Which workspace a piece of work may touch, and the few doors through which that is decided.
//!
//! Function crates do not depend on this crate: they receive a [`WorkspaceScope`] and can only hand it on.

pub mod access;
pub mod doors;
mod envelope;
mod scope;
mod signing;

pub use envelope::{BadSeal, Envelope, RawEvent};
pub use scope::{GlobalScope, Home, OperatorScope, Space, WorkspaceScope};
pub use signing::SigningKey;
