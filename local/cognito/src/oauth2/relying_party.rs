//! The pool as a relying party of a customer's OpenID provider (OpenID Connect Core 1.0 section 3.1).

use std::time::Duration;

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::address::with_parameters;
use super::federation::Federation;
use super::pkce::s256;
use crate::providers::{Provider, ProviderSettings};
use crate::random;
use crate::refusal::Refusal;
use crate::service::Service;

/// What is used of the discovery document.
#[derive(Debug, Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Tokens {
    id_token: String,
    access_token: String,
}

const TIMEOUT: Duration = Duration::from_secs(5);

fn failed(what: &str, error: impl std::fmt::Display) -> Refusal {
    tracing::warn!(what, %error, "a customer's identity provider failed");
    Refusal::new("InvalidParameterException", format!("The identity provider failed: {what}"))
}

fn client() -> Result<reqwest::Client, Refusal> {
    reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).build().map_err(Refusal::internal)
}

async fn read<T: DeserializeOwned>(what: &str, request: reqwest::RequestBuilder) -> Result<T, Refusal> {
    let answer = request.send().await.and_then(reqwest::Response::error_for_status).map_err(|error| failed(what, error))?;
    answer.json().await.map_err(|error| failed(what, error))
}

async fn discover(settings: &ProviderSettings) -> Result<Discovery, Refusal> {
    let issuer = settings.detail("oidc_issuer")?;
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let found: Discovery = read("discovery", client()?.get(address)).await?;
    if found.issuer == issuer { Ok(found) } else { Err(failed("discovery", "another issuer")) }
}

/// Where providers send browsers back to.
fn callback(service: &Service) -> String {
    format!("{}/oauth2/idpresponse", service.options.issuer_base.trim_end_matches('/'))
}

/// The address to which a browser is sent.
pub(crate) async fn authorization(
    service: &Service,
    provider: &Provider,
    state: &str,
    nonce: &str,
    verifier: &str,
) -> Result<String, Refusal> {
    let settings = &provider.settings;
    let found = discover(settings).await?;
    let parameters = [
        ("response_type", "code"),
        ("client_id", settings.detail("client_id")?),
        ("redirect_uri", &callback(service)),
        ("scope", settings.detail("authorize_scopes")?),
        ("state", state),
        ("nonce", nonce),
        ("code_challenge", &s256(verifier)),
        ("code_challenge_method", "S256"),
    ];
    Ok(with_parameters(&found.authorization_endpoint, &parameters))
}

/// What the provider says of the user, in exchange for a code.
pub(crate) async fn exchange(
    service: &Service,
    provider: &Provider,
    federation: &Federation,
    code: &str,
) -> Result<Map<String, Value>, Refusal> {
    let settings = &provider.settings;
    let found = discover(settings).await?;
    let (id, secret) = (settings.detail("client_id")?, settings.detail("client_secret")?);
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &callback(service)),
            ("client_id", id),
            ("client_secret", secret),
            ("code_verifier", &federation.verifier),
        ])
        .finish();
    let request = client()?.post(&found.token_endpoint).header("content-type", "application/x-www-form-urlencoded").body(form);
    let tokens: Tokens = read("token", request).await?;
    let keys: JwkSet = read("jwks", client()?.get(&found.jwks_uri)).await?;
    let mut claims = verify(&tokens.id_token, &keys, &found.issuer, id, &federation.nonce)?;
    if let Some(address) = &found.userinfo_endpoint {
        let more: Map<String, Value> = read("userinfo", client()?.get(address).bearer_auth(&tokens.access_token)).await?;
        // Whoever the access token is for must be who the ID token is about (section 5.3.2).
        if more.get("sub") != claims.get("sub") {
            return Err(failed("userinfo", "another subject"));
        }
        claims.extend(more);
    }
    Ok(claims)
}

/// The claims of an ID token that is right in every way (section 3.1.3.7).
fn verify(token: &str, keys: &JwkSet, issuer: &str, client_id: &str, nonce: &str) -> Result<Map<String, Value>, Refusal> {
    let header = decode_header(token).map_err(|error| failed("ID token", error))?;
    let jwk = header.kid.as_deref().and_then(|kid| keys.find(kid)).ok_or_else(|| failed("ID token", "an unknown key"))?;
    let key = DecodingKey::from_jwk(jwk).map_err(|error| failed("ID token", error))?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[client_id]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Its times are compared with the machine's, as the library does: another provider knows nothing of the stack's clock.
    let claims = decode::<Map<String, Value>>(token, &key, &validation).map_err(|error| failed("ID token", error))?.claims;
    let said = |name: &str| claims.get(name).and_then(Value::as_str);
    if !said("nonce").is_some_and(|said| random::equal(said.as_bytes(), nonce.as_bytes())) {
        return Err(failed("ID token", "another nonce"));
    }
    if said("azp").is_some_and(|party| party != client_id) || said("sub").is_none_or(str::is_empty) {
        return Err(failed("ID token", "another party, or no subject"));
    }
    Ok(claims)
}
