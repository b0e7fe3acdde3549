//! OAuth 2.0 and OpenID Connect: what is not the Cognito protocol.

pub(crate) mod address;
pub(crate) mod code;
pub(crate) mod discovery;
pub(crate) mod federation;
pub(crate) mod hosted;
pub(crate) mod pkce;
pub(crate) mod relying_party;
pub(crate) mod saml;
pub(crate) mod token_endpoint;
