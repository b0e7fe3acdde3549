//! The local stack's S3: the real protocol and real signatures over SQLite and a folder of blobs.
//!
//! An object's bytes go to a file of their own (a random name, written once, synced); one SQLite commit then makes
//! the object visible, and the same commit holds its object-created [`Notice`]. Whatever was acknowledged is there
//! after `kill -9`, and nothing half-written ever shows.
//!
//! Addressing is path-style only: `http://127.0.0.1:PORT/bucket/key`.
//!
//! It is as much of S3 as the platform uses: objects are put, at once or in parts, read, listed and deleted, in buckets that the stack makes.
//! Their tags are set by whoever opened the store, and policies of buckets may ask for them. Everything else is answered with
//! `501 NotImplemented` by its name: other operations, and of these ones versions, tags of uploads, customer encryption keys and numbers of
//! parts to be read. Access control lists and encryption at rest with managed keys are accepted and change nothing.
//!
//! The protocol crate logs every refusal as an error under the target `s3s`: a log filter wants `s3s=off`.

mod access;
mod blobs;
mod body;
mod bucket;
mod change;
mod checksum;
mod conditions;
mod content;
mod database;
mod error;
mod event;
mod listing;
mod multipart;
mod notices;
mod object;
mod operations;
mod options;
mod s3;
mod service;
mod store;
mod tags;
mod time;

pub use error::{Error, OpenError};
pub use notices::{Cause, Notice};
pub use options::{Authorize, Options, Readable};
pub use s3::S3;
pub use service::Service;
pub use tags::Tags;
