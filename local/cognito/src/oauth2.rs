//! OAuth 2.0 and OpenID Connect: what is not the Cognito protocol.

pub(crate) mod discovery;
pub(crate) mod token_endpoint;
