//! Access tokens: what is read of them before they are verified, and what is trusted after.

use domain::{
    api_scope::ApiScope,
    ids::{ApiClientId, MemberId, WorkspaceId},
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Longer texts are no tokens of ours.
const LONGEST: usize = 8 * 1024;

/// Seconds that clocks may differ by.
const LEEWAY: u64 = 5;

/// Claims of a Cognito access token, with those that our trigger adds.
#[derive(Debug, Clone, Deserialize)]
struct Claims {
    token_use: String,
    client_id: String,
    workspace: WorkspaceId,
    /// Cognito's name for the session: the same in all tokens of one sign-in. Programs have none.
    origin_jti: Option<String>,
    member_id: Option<MemberId>,
    api_client_id: Option<ApiClientId>,
    #[serde(default)]
    scope: String,
    /// How the sign-in was done, by Cognito's word: no trigger can write it, and renewing keeps it.
    acr: Option<String>,
    /// That a customer's own provider has seen a second factor, by agreement with the customer. The trigger writes it.
    #[serde(default)]
    second_factor_by_provider: bool,
}

/// Whose token it is. Only the trigger says so: no claim that a person or a program could choose is read.
#[derive(Debug, Clone)]
pub(crate) enum Bearer {
    Member { workspace: WorkspaceId, id: MemberId, session: String, second_factor: bool },
    Machine { workspace: WorkspaceId, id: ApiClientId, client_id: String, scopes: BTreeSet<ApiScope> },
}

/// The level of a password with an authenticator app.
const PASSWORD_AND_APP: &str = "urn:cognito:loa:4";

impl Claims {
    /// Whether the sign-in is good for roles that need a second factor. The one place where that is decided.
    fn second_factor(&self) -> bool {
        self.acr.as_deref() == Some(PASSWORD_AND_APP) || self.second_factor_by_provider
    }
}

/// The token of an `Authorization: Bearer` header (RFC 6750 §2.1) and the id of the key that it says it was signed with.
pub(crate) fn bearer(header: &str) -> Option<(&str, String)> {
    let (scheme, token) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") || token.len() > LONGEST {
        return None;
    }
    let header = decode_header(token).ok()?;
    // The algorithm is ours to choose, never the token's (RFC 8725 §3.1).
    (header.alg == Algorithm::RS256).then_some((token, header.kid?))
}

/// What a right token must say besides its signature.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    validation: Validation,
    client: String,
}

impl Expected {
    pub(crate) fn new(issuer: &str, client: &str) -> Self {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[issuer]);
        validation.set_required_spec_claims(&["exp", "iss"]);
        validation.validate_nbf = true;
        // Cognito's access tokens have no audience; they name their client.
        validation.validate_aud = false;
        validation.leeway = LEEWAY;
        Self { validation, client: client.to_owned() }
    }

    /// Whose token it is, if its signature, issuer, client, use and times are right. Which client a program's token must name
    /// depends on the program: that is for the caller to compare.
    pub(crate) fn verify(&self, token: &str, key: &DecodingKey) -> Option<Bearer> {
        let claims = decode::<Claims>(token, key, &self.validation).ok()?.claims;
        if claims.token_use != "access" {
            return None;
        }
        let second_factor = claims.second_factor();
        let Claims { client_id, workspace, scope, .. } = claims;
        match (claims.member_id, claims.api_client_id) {
            (Some(id), None) if client_id == self.client => {
                Some(Bearer::Member { workspace, id, session: claims.origin_jti?, second_factor })
            }
            (None, Some(id)) if client_id != self.client => {
                let scopes = scope.split(' ').filter_map(ApiScope::from_token).collect();
                Some(Bearer::Machine { workspace, id, client_id, scopes })
            }
            _ => None,
        }
    }
}
