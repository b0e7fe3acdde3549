//! Files that people upload: what other areas may know of them.

pub mod captions;
pub mod content_type;
pub mod digest;
pub mod event;
pub mod file;
pub mod files;
pub mod keys;

#[cfg(test)]
mod samples;
