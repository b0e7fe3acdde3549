//! The whole platform in one process: API Gateway, Lambda, DynamoDB, S3, SQS, Cognito, SES and EventBridge Scheduler,
//! wired as the template says.
//!
//! `Stack::start` reads the template, opens the data folder and listens on two loopback ports: the API, and the AWS
//! endpoint that functions, the AWS CLI and `cargo lambda watch` use.

mod api;
mod aws;
pub mod demo;
mod disk;
mod door;
mod folder;
mod functions;
mod malware;
pub mod mappings;
mod notifications;
mod options;
mod packages;
mod pages;
mod resources;
mod schedules;
mod secrets;
mod stack;
mod start_error;
mod triggers;

pub use functions::{Invocation, Outcome, SECRET_ACCESS_KEY};
pub use options::Options;
pub use stack::Stack;
pub use start_error::StartError;
