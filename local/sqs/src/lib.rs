//! The local SQS: standard and FIFO queues kept in one SQLite file, spoken to by AWS JSON 1.0 or in process.
//!
//! Rules come from the API reference of Amazon SQS (2012-11-05). Where the reference is silent, the behaviour follows
//! what was recorded from the real service; what is decided here instead is said at the place.
//!
//! Not part of it: permissions, tags, encryption keys, deleting and purging queues, and the history of move tasks (a task is
//! done when its call returns). Such an operation answers `UnsupportedOperation`, and such an attribute of a queue is unknown.

mod availability;
mod batch;
mod bells;
mod database;
mod dead_letter;
mod deduplication;
mod digest;
mod error;
mod message;
mod message_attributes;
mod operations;
mod options;
mod parameters;
mod queue;
mod queue_attributes;
mod receipt_handle;
mod redrive_policy;
mod retention;
mod service;
mod store;
#[cfg(test)]
mod testing;
mod turn;

pub use error::{ErrorCode, SqsError};
pub use options::Options;
pub use service::Sqs;
