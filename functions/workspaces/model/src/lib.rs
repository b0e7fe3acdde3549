//! Workspaces and their settings: what other areas may know of them.

pub mod branding;
pub mod keys;
pub mod logo;
pub mod settings;
pub mod workspaces;

#[cfg(test)]
mod samples;
