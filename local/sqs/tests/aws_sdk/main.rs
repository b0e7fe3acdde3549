//! The wire format, proven by the real AWS SDK for Rust over HTTP on the loopback interface.

mod operations;
mod stack;
mod typed_errors;
