//! Sign-in, sessions, second factors, identity providers and API clients: what other areas may know of them.

pub mod admission;
pub mod api_clients;
pub mod directory;
pub mod event;
pub mod federation;
pub mod identity_providers;
pub mod ids;
pub mod keys;
pub mod one_time_code;
pub mod password;
pub mod second_factors;
pub mod sessions;

#[cfg(test)]
mod samples;
