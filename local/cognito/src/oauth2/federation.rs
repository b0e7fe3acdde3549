//! A way out to a customer's identity provider, and back.

use serde::{Deserialize, Serialize};

use super::code::CodeRequest;

/// A browser that is at a customer's provider.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Federation {
    pub(crate) request: CodeRequest,
    /// What the ID token must repeat, or the id of the SAML request.
    pub(crate) nonce: String,
    /// What proves to the provider that the code is ours (RFC 7636).
    pub(crate) verifier: String,
}
