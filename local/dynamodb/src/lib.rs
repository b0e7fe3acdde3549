//! DynamoDB with streams and TTL for the local stack: `dynoxide` on disk behind loopback HTTP.
//!
//! `DynamoDb::open` takes the database file and starts dynoxide's own HTTP server on a free loopback
//! port, in a runtime of its own, because dynoxide runs SQLite on the thread that serves the request.
//! `DynamoDb::forward` is the door for the stack's AWS endpoint: it passes a request on unchanged and,
//! when the request wrote something, wakes the readers of the streams.

mod database;
mod error;
mod forward;
mod inner;
mod maintenance;
mod readers;
mod record;
mod server;
mod stream;
mod stream_store;
mod table;

pub use database::DynamoDb;
pub use error::{ForwardError, StreamError, TableError};
pub use inner::Settings;
pub use record::{Position, StreamRecord};
pub use stream::StreamReader;
