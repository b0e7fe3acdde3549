//! What the services of the local stack share: the one clock, the one way to open a file and to lock a folder, and the one form of answers.

mod answer;
mod clock;
mod database;
mod lock;

pub use answer::{HttpAnswer, Protocol};
pub use clock::{Clock, Refused, machine_time};
pub use database::{ADVICE, Cause, Database, Durability, Interrupted, OpenError, Schema, connect, touch};
pub use lock::FolderLock;
