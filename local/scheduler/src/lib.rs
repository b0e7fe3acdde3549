//! EventBridge Scheduler for the local stack, as far as the platform uses it: a message to a queue, once, at a time.
//!
//! That is CreateSchedule with an `at(…)` expression in UTC that deletes itself. Every other operation is `UnknownOperationException`,
//! and what a schedule cannot be here (recurring, in a group, with its own retries) is refused by its name.

mod api;
mod error;
mod request;
mod rows;
mod runner;
mod scheduler;

pub use scheduler::{BoxFuture, Invoke, Options, Scheduler, Target};
