//! What all tokens of one sign-in have in common, however often they are refreshed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The one scope of a sign-in through the API: it lets the token call the user's own operations.
pub(crate) const SELF_SERVICE_SCOPE: &str = "aws.cognito.signin.user.admin";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The `origin_jti` claim, and the id of the family of refresh tokens.
    pub(crate) origin_jti: String,
    pub(crate) event_id: String,
    /// Seconds since 1970.
    pub(crate) auth_time: i64,
    pub(crate) acr: String,
    pub(crate) amr: Vec<String>,
    /// The `scope` claim of its access tokens.
    #[serde(default = "own_scopes")]
    pub(crate) scopes: Vec<String>,
    /// The `nonce` claim of its ID tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<String>,
}

/// A sign-in through the API lets users call their own operations, and nothing else.
fn own_scopes() -> Vec<String> {
    vec![SELF_SERVICE_SCOPE.to_owned()]
}

impl Session {
    /// `now` is in milliseconds.
    pub(crate) fn begin(now: i64, acr: String, amr: Vec<String>) -> Self {
        Self {
            origin_jti: Uuid::new_v4().to_string(),
            event_id: Uuid::new_v4().to_string(),
            auth_time: now / 1000,
            acr,
            amr,
            scopes: own_scopes(),
            nonce: None,
        }
    }
}
