//! The local DynamoDB against real files and real HTTP.

mod consumed_capacity;
mod service;
mod support;
