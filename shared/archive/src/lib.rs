//! Zip archives that are not trusted: the guard through which everything that people upload as one is read.

mod error;
mod guard;
mod metered;
mod names;
pub mod paths;
#[cfg(any(test, feature = "samples"))]
pub mod sample;

pub use error::ArchiveError;
pub use guard::{Archive, HEAD_BYTES, Inspected, Limits};
