//! OpenID providers: the discovery document and the keys that it names (OpenID Connect Discovery 1.0 §3 and §4).

use super::{not_fetched, wrong};
use lambda::{Problem, services::Web};
use serde::{Deserialize, de::DeserializeOwned};

const FIELD: &str = "protocol.issuer";

/// What is used of the document.
#[derive(Debug, Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    response_types_supported: Vec<String>,
    #[serde(default)]
    id_token_signing_alg_values_supported: Vec<String>,
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Jwks {
    keys: Vec<Jwk>,
}

#[derive(Debug, Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default, rename = "use")]
    usage: Option<String>,
}

/// What is worth knowing of a provider that can be used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Checked {
    /// Whether it knows PKCE with S256 (RFC 7636).
    pub(crate) pkce: bool,
}

async fn read<T: DeserializeOwned>(web: &Web, address: &str, what: &str) -> Result<T, Problem> {
    let document = web.fetch(address).await.map_err(|error| not_fetched(FIELD, error))?;
    serde_json::from_slice(&document).map_err(|_| wrong(FIELD, format!("{what} cannot be read")))
}

/// Looks at the provider behind an issuer.
///
/// # Errors
/// 422 with what is wrong with it.
pub(crate) async fn check(web: &Web, issuer: &str) -> Result<Checked, Problem> {
    web.check(issuer).map_err(|error| not_fetched(FIELD, error))?;
    if issuer.contains('?') {
        return Err(wrong(FIELD, "an issuer has no query"));
    }
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let found: Discovery = read(web, &address, "its discovery document").await?;
    judge(&found, issuer)?;
    let endpoints = [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri];
    for endpoint in endpoints.into_iter().chain(&found.userinfo_endpoint) {
        web.check(endpoint).map_err(|error| not_fetched(FIELD, error))?;
    }
    let keys: Jwks = read(web, &found.jwks_uri, "its key set").await?;
    let usable = |key: &Jwk| key.kty == "RSA" && key.kid.is_some() && key.usage.as_deref().is_none_or(|usage| usage == "sig");
    if !keys.keys.iter().any(usable) {
        return Err(wrong(FIELD, "its key set has no RSA key for signatures"));
    }
    Ok(Checked { pkce: found.code_challenge_methods_supported.iter().any(|method| method == "S256") })
}

fn judge(found: &Discovery, issuer: &str) -> Result<(), Problem> {
    if found.issuer != issuer {
        return Err(wrong(FIELD, "its discovery document is of another issuer; write the issuer exactly as the provider does"));
    }
    if !found.response_types_supported.iter().any(|kind| kind == "code") {
        return Err(wrong(FIELD, "it does not offer the code flow"));
    }
    if !found.id_token_signing_alg_values_supported.iter().any(|algorithm| algorithm == "RS256") {
        return Err(wrong(FIELD, "it does not sign ID tokens with RS256"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_provider_must_be_what_it_is_said_to_be() {
        let issuer = "https://idp.example";
        let good = json!({
            "issuer": issuer, "authorization_endpoint": "https://idp.example/a", "token_endpoint": "https://idp.example/t",
            "jwks_uri": "https://idp.example/k", "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"],
        });
        let judged = |document: serde_json::Value| judge(&serde_json::from_value(document).unwrap(), issuer).is_ok();
        assert!(judged(good.clone()));
        for (name, value) in [
            ("issuer", json!("https://idp.example/")),
            ("response_types_supported", json!(["id_token"])),
            ("id_token_signing_alg_values_supported", json!(["HS256", "none"])),
        ] {
            let mut bad = good.clone();
            bad[name] = value;
            assert!(!judged(bad), "{name}");
        }
    }
}
