//! Members, groups, reporting lines and support: what other areas may know of them.

pub mod access;
pub mod event;
pub mod groups;
pub mod ids;
pub mod keys;
pub mod line;
pub mod member;
pub mod member_changes;
pub mod members;
pub mod reporting;
pub mod support;

#[cfg(test)]
mod samples;
