//! Numbers of what happens: what other areas may know of them.

pub mod activity;
pub mod keys;
pub mod month;

#[cfg(test)]
mod samples;
