//! Attempts at quizzes: what other areas may know of them.

pub mod attempt;
pub mod attempts;
pub mod event;
pub mod keys;
mod packing;
pub mod regrading;
pub mod sheet;
pub mod statistics;

#[cfg(test)]
mod samples;
