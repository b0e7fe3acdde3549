//! The local stack's S3: the real protocol and real signatures over SQLite and a folder of blobs.
//!
//! An object's bytes go to a file of their own (a random name, written once, synced); one SQLite commit then makes
//! the object visible, and the same commit holds its object-created [`Notice`]. Whatever was acknowledged is there
//! after `kill -9`, and nothing half-written ever shows.
//!
//! Addressing is path-style only: `http://127.0.0.1:PORT/bucket/key`.
//!
//! Left out, and answered with `501 NotImplemented` where a client could notice: versioning, object locks, customer
//! encryption keys, UploadPartCopy, part numbers on reads, version 1 of ListObjects, `${filename}` in forms. Access
//! control lists and encryption at rest with managed keys are accepted and change nothing. A form is gathered in
//! memory by the protocol crate, so forms are bounded to 512 MiB; one that breaks its policy is answered with 400,
//! where S3 answers 403.
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

pub use error::{Error, OpenError};
pub use notices::{Cause, Notice};
pub use options::Options;
pub use s3::S3;
pub use service::Service;
