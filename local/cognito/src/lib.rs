//! The local identity provider: Amazon Cognito's JSON protocol for the calls that the platform uses.
//!
//! * `pools`, `clients`, `users`, `providers`: what is kept, and the rules for changing it.
//! * `sign_in`: the challenges that lead to a session; `tokens`: what a session is made of.
//! * `operations`: one file per family of calls, found by `dispatch` from the `X-Amz-Target` header.
//! * `oauth2`: the endpoints of OAuth 2.0 and OpenID Connect, and the way through customers' identity providers.

mod authenticators;
mod clients;
mod cognito;
mod database;
mod dispatch;
mod flexible;
mod oauth2;
mod operations;
mod options;
mod pools;
mod providers;
mod random;
mod refusal;
mod request;
mod service;
mod sign_in;
mod signing_keys;
#[cfg(test)]
mod testing;
mod tokens;
mod users;

pub use authenticators::Authenticator;
pub use cognito::Cognito;
pub use options::{Mail, Mailer, Options, Trigger, TriggerCall};
pub use refusal::Refusal;
