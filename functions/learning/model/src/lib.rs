//! Enrolments and progress: what other areas may know of them.

pub mod access;
pub mod admission;
pub mod enrolments;
pub mod event;
pub mod home;
pub mod invitations;
pub mod keys;
pub mod paths;
pub mod progress;
pub mod requests;
pub mod rules;
pub mod scores;
pub mod work;

#[cfg(test)]
mod samples;
