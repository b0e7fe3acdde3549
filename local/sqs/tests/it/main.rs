//! The wire format, proven by the real AWS SDK for Rust over HTTP on the loopback interface; and that a killed process loses nothing.

// `cfg(test)` tells clippy that the helpers of these modules are tests too.
#[cfg(test)]
mod kill;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod stack;
#[cfg(test)]
mod typed_errors;
