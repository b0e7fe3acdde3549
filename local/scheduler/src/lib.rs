//! EventBridge Scheduler for the local stack: its REST API, its expressions and a durable runner.

mod answer;
mod api;
mod database;
mod definition;
mod delivery;
mod expression;
mod query;
mod request;
mod rows;
mod runner;
mod scheduler;
mod target;
mod template;
mod timing;
mod validation;

pub use answer::HttpAnswer;
pub use database::OpenError;
pub use expression::{Expression, ExpressionError};
pub use scheduler::{BoxFuture, Clock, Invoke, Options, Scheduler};
pub use target::Target;
pub use template::{ScheduleError, TemplateSchedule};
