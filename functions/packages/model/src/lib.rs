//! Packages of other tools, and how far learners are in them: what other areas may know of it.

pub mod attempts;
pub mod cmi;
pub mod commit;
pub mod keys;
pub mod launch;
pub mod listing;
pub mod packages;
pub mod packing;
pub mod report;
pub mod score;
pub mod time;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod scorm_facts;
