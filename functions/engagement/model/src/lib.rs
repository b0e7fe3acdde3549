//! Points, levels and boards: what other areas may know of them.

pub mod board;
pub mod boards;
pub mod event;
pub mod keys;
pub mod points;
pub mod score_tree;
pub mod standings;

#[cfg(test)]
mod samples;
