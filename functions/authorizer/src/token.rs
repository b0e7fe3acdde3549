//! Access tokens: what is read of them before they are verified, and what is trusted after.

use crate::authorize::Refused;
use aws_lc_rs::signature::ParsedPublicKey;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, dangerous::insecure_decode_claims, decode_header};
use serde::Deserialize;
use std::collections::BTreeSet;
use trellis_core::{
    api_scope::ApiScope,
    ids::{ApiClientId, MemberId, WorkspaceId},
};

/// Longer texts are no tokens of ours.
const LONGEST: usize = 8 * 1024;

/// Seconds that clocks may differ by.
const LEEWAY: i64 = 5;

/// Claims of a Cognito access token, with those that our trigger adds.
#[derive(Debug, Clone, Deserialize)]
struct Claims {
    iss: String,
    token_use: String,
    /// Until when it is good, and from when on if it says so: seconds since 1970.
    exp: i64,
    nbf: Option<i64>,
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
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client: &'a str,
}

impl Expected<'_> {
    /// Whose token it is, if its signature, issuer, client, use and times are right. Which client a program's token must name
    /// depends on the program: that is for the caller to compare.
    pub(crate) fn verify(&self, token: &str, key: &ParsedPublicKey, now: Timestamp) -> Result<Bearer, Refused> {
        const SIGNATURE: Refused = Refused("the signature is wrong");
        const CLAIMS: Refused = Refused("claims are missing or of another form");
        let (signed, signature) = token.rsplit_once('.').ok_or(SIGNATURE)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| SIGNATURE)?;
        key.verify_sig(signed.as_bytes(), &signature).map_err(|_| SIGNATURE)?;
        // From here on the claims are the issuer's. The library's own check would parse the key again for every token.
        let claims: Claims = insecure_decode_claims(token).map_err(|_| CLAIMS)?;
        let now = now.as_second();
        if claims.exp < now - LEEWAY || claims.nbf.is_some_and(|from| from > now + LEEWAY) {
            return Err(Refused("the token's time is over, or has not come"));
        }
        if claims.iss != self.issuer {
            return Err(Refused("another issuer"));
        }
        // Cognito's access tokens have no audience; they name their client.
        if claims.token_use != "access" {
            return Err(Refused("not an access token"));
        }
        let second_factor = claims.second_factor();
        let Claims { client_id, workspace, scope, .. } = claims;
        match (claims.member_id, claims.api_client_id) {
            (Some(id), None) if client_id == self.client => {
                Ok(Bearer::Member { workspace, id, session: claims.origin_jti.ok_or(CLAIMS)?, second_factor })
            }
            (None, Some(id)) if client_id != self.client => {
                let scopes = scope.split(' ').filter_map(ApiScope::from_token).collect();
                Ok(Bearer::Machine { workspace, id, client_id, scopes })
            }
            _ => Err(Refused("the client does not fit the caller")),
        }
    }
}
