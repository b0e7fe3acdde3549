//! `GetTokensFromRefreshToken`, and the older `REFRESH_TOKEN_AUTH` of clients that do not rotate.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clients::Client;
use crate::cognito::Service;
use crate::pools::Pool;
use crate::refusal::Refusal;
use crate::request::TextMap;
use crate::sign_in::start;
use crate::tokens::issue::{self, Occasion};
use crate::tokens::refresh::{self, Family};
use crate::users::{User, store};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    refresh_token: String,
    client_id: String,
    client_secret: Option<String>,
    client_metadata: Option<TextMap>,
}

/// How the caller proves to be the client.
#[derive(Clone)]
pub(crate) enum Proof {
    /// The secret itself, in `GetTokensFromRefreshToken`.
    Secret(Option<String>),
    /// `SECRET_HASH` over the username, in `REFRESH_TOKEN_AUTH`.
    Hash(Option<String>),
}

/// A request for new tokens, in either form.
pub(crate) struct Renewal {
    pub(crate) pool: Option<String>,
    pub(crate) client: String,
    pub(crate) token: String,
    pub(crate) proof: Proof,
    pub(crate) client_metadata: Option<TextMap>,
}

/// Whose tokens are renewed.
struct Owner {
    pool: Pool,
    client: Client,
    user: User,
    family: Family,
}

pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    let renewal = Renewal {
        pool: None,
        client: input.client_id,
        token: input.refresh_token,
        proof: Proof::Secret(input.client_secret),
        client_metadata: input.client_metadata,
    };
    let result = renew(service, renewal).await?;
    Ok(json!({ "AuthenticationResult": result }))
}

/// New tokens, and a new refresh token when the client rotates. The old one is rotated out only when the new tokens
/// are made, so that a failing trigger can be tried again.
///
/// # Errors
/// `NotAuthorizedException`, `RefreshTokenReuseException`, or what the trigger refuses.
pub(crate) async fn renew(service: &Service, renewal: Renewal) -> Result<Value, Refusal> {
    let now = service.options.now();
    let Renewal { pool, client, token, proof, client_metadata } = renewal;
    let presented = token.clone();
    let owner = service
        .database
        .run(move |transaction| {
            let step = start::step(transaction, pool.as_deref(), &client, now)?;
            check_flow(&step.client, &proof)?;
            let family = match refresh::check(transaction, &presented, &step.client, now)? {
                Ok(family) => family,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let user = store::by_key(transaction, &family.pool, &family.user)?.ok_or_else(Refusal::user_not_found)?;
            check_hash(&step.client, &proof, &user)?;
            if !user.enabled {
                return Err(Refusal::user_disabled());
            }
            Ok(Ok(Owner { pool: step.pool, client: step.client, user, family }))
        })
        .await??;
    let issued = issue::issue(
        service,
        Occasion {
            pool: &owner.pool,
            client: &owner.client,
            user: &owner.user,
            session: &owner.family.session,
            source: "TokenGeneration_RefreshTokens",
            client_metadata,
        },
    )
    .await?;
    let mut result = issued.result();
    if let Some(successor) = succeed(service, token, owner.client).await? {
        result["RefreshToken"] = json!(successor);
    }
    Ok(result)
}

/// The token after this one, or nothing when the client does not rotate. Either way the old one must still be good: it
/// may have been revoked while the trigger ran.
async fn succeed(service: &Service, token: String, client: Client) -> Result<Option<String>, Refusal> {
    let now = service.options.now();
    service
        .database
        .run(move |transaction| {
            if client.settings.rotates() {
                let rotated = refresh::rotate(transaction, &token, &client, now)?;
                Ok(rotated.map(Some))
            } else {
                let checked = refresh::check(transaction, &token, &client, now)?;
                Ok(checked.map(|_| None))
            }
        })
        .await?
}

fn check_flow(client: &Client, proof: &Proof) -> Result<(), Refusal> {
    match proof {
        Proof::Secret(secret) if client.has_secret(secret.as_deref()) => Ok(()),
        Proof::Secret(_) => Err(Refusal::not_authorized(format!("Unable to verify the secret of client {}", client.id))),
        Proof::Hash(_) if client.settings.rotates() => Err(Refusal::new(
            "UnsupportedOperationException",
            "Refresh token rotation is on for this client: use GetTokensFromRefreshToken",
        )),
        Proof::Hash(_) if client.settings.allows_flow("REFRESH_TOKEN_AUTH") => Ok(()),
        Proof::Hash(_) => Err(Refusal::invalid_parameter("REFRESH_TOKEN_AUTH flow not enabled for this client")),
    }
}

fn check_hash(client: &Client, proof: &Proof, user: &User) -> Result<(), Refusal> {
    match proof {
        Proof::Secret(_) => Ok(()),
        Proof::Hash(hash) => client.check_secret_hash(&[&user.username, &user.sub], hash.as_deref()),
    }
}
