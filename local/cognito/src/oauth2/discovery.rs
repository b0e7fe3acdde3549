//! The discovery document (OpenID Connect Discovery 1.0 section 3), of what is there.

use serde_json::{Value, json};

use crate::options::Options;

pub(crate) fn document(options: &Options, pool_id: &str) -> Value {
    let issuer = options.issuer(pool_id);
    let base = options.issuer_base.trim_end_matches('/');
    json!({
        "issuer": issuer,
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "token_endpoint": format!("{base}/oauth2/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
}
