//! Authorization codes: made when somebody has come back from a provider, exchanged once for tokens.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::pkce::s256;
use crate::clients::Client;
use crate::pools::{self, Pool, attribute_schema};
use crate::providers::{Kind, Provider, USERNAME};
use crate::random;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::sign_in::finish;
use crate::sign_in::step::SignIn;
use crate::tokens::session::Session;
use crate::users::{Status, Totp, User, store};

/// What a client has asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CodeRequest {
    pub(crate) client: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    /// The challenge that the exchange must meet (RFC 7636).
    pub(crate) challenge: Option<String>,
    pub(crate) scopes: Vec<String>,
}

/// How long a code waits, in milliseconds.
const LIFE: i64 = 5 * 60 * 1000;

/// A code for the user whom a provider means, who is made or brought up to date.
pub(crate) async fn of_federated(
    service: &Service,
    provider: &Provider,
    request: CodeRequest,
    claims: Map<String, Value>,
) -> Result<String, Refusal> {
    let now = service.options.now();
    let provider = provider.clone();
    service
        .write(move |transaction| {
            let pool = pools::store::find(transaction, &provider.pool)?;
            let user = put_user(transaction, &pool, &provider, &claims, now)?;
            let code = random::token()?;
            transaction.execute("DELETE FROM codes WHERE expires_at < ?1", [now])?;
            transaction.execute(
                "INSERT INTO codes VALUES (?1, ?2, ?3, ?4, ?5)",
                params![random::digest(&[&code]), pool.id, user.key, serde_json::to_string(&request)?, now + LIFE],
            )?;
            Ok(code)
        })
        .await
}

/// A claim as the text of an attribute.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Cognito's user of somebody who comes from a provider: `<provider>_<subject>`, with the mapped attributes of this sign-in.
fn put_user(
    transaction: &Transaction<'_>,
    pool: &Pool,
    provider: &Provider,
    claims: &Map<String, Value>,
    now: i64,
) -> Result<User, Refusal> {
    let settings = &provider.settings;
    let subject_claim = settings.mapping.get(USERNAME).map_or("sub", String::as_str);
    let subject =
        claims.get(subject_claim).and_then(text).ok_or_else(|| Refusal::invalid_parameter("The identity provider names nobody"))?;
    let mut attributes = BTreeMap::new();
    for (ours, theirs) in settings.mapping.iter().filter(|(ours, _)| *ours != USERNAME) {
        if let Some(value) = claims.get(theirs).and_then(text) {
            attribute_schema::check(&pool.settings.schema, ours, &value, false)?;
            attributes.insert(ours.clone(), value);
        }
    }
    let kind = if settings.kind == Kind::Oidc { "OIDC" } else { "SAML" };
    let identity = json!([{ "userId": subject, "providerName": settings.name, "providerType": kind, "issuer": settings.details.get("oidc_issuer"),
        "primary": "true", "dateCreated": now.to_string() }]);
    attributes.insert("identities".to_owned(), identity.to_string());
    // A mapped address is unverified unless its status is mapped as well.
    if attributes.contains_key("email") {
        attributes.entry("email_verified".to_owned()).or_insert_with(|| "false".to_owned());
    }
    let username = format!("{}_{subject}", settings.name);
    let key = pool.user_key(&username);
    if let Some(mut user) = store::by_key(transaction, &pool.id, &key)? {
        if !user.enabled {
            return Err(Refusal::user_disabled());
        }
        user.attributes = attributes;
        store::save(transaction, &mut user, now)?;
        return Ok(user);
    }
    let user = User {
        pool: pool.id.clone(),
        key,
        username,
        sub: Uuid::new_v4().to_string(),
        status: Status::ExternalProvider,
        enabled: true,
        password: None,
        temporary_until: None,
        totp: Totp::default(),
        mfa_enabled: false,
        mfa_preferred: false,
        attributes,
        created_at: now,
        modified_at: now,
    };
    store::insert(transaction, &user)?;
    Ok(user)
}

/// Exchanges a code. It is used up by the attempt, right or wrong.
///
/// # Errors
/// `NotAuthorizedException` for a code that is not good for this client, address and verifier; what the trigger refuses.
pub(crate) async fn redeem(
    service: &Service,
    pool: Pool,
    client: Client,
    code: &str,
    redirect_uri: &str,
    verifier: Option<&str>,
) -> Result<Value, Refusal> {
    let digest = random::digest(&[code]);
    let now = service.options.now();
    let found = service
        .write(move |transaction| {
            let row: Option<(String, String, String)> = transaction
                .query_row("SELECT pool, user, request FROM codes WHERE digest = ?1 AND expires_at > ?2", params![digest, now], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()?;
            transaction.execute("DELETE FROM codes WHERE digest = ?1", [digest])?;
            let Some((pool, key, request)) = row else { return Ok(None) };
            let user = store::by_key(transaction, &pool, &key)?.ok_or_else(Refusal::user_not_found)?;
            Ok(Some((user, serde_json::from_str::<CodeRequest>(&request)?)))
        })
        .await?;
    let fits = |request: &CodeRequest| {
        let proved = match (&request.challenge, verifier) {
            (None, None) => true,
            (Some(challenge), Some(verifier)) => random::equal(challenge.as_bytes(), s256(verifier).as_bytes()),
            _ => false,
        };
        request.client == client.id && request.redirect_uri == redirect_uri && proved
    };
    let invalid = || Refusal::not_authorized("invalid_grant");
    let (user, request) = found.filter(|(user, request)| user.enabled && fits(request)).ok_or_else(invalid)?;
    // How sure of the user the provider is, Cognito does not know.
    let mut session = Session::begin(now, "urn:cognito:loa:1".to_owned(), vec!["fed".to_owned()]);
    session.scopes = request.scopes;
    session.nonce = request.nonce;
    let sign_in = SignIn { pool, client, user, session, source: "TokenGeneration_HostedAuth" };
    finish::tokens(service, sign_in, None).await.map(|mut answer| answer["AuthenticationResult"].take())
}
