//! `GetTokensFromRefreshToken`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clients::Client;
use crate::pools::Pool;
use crate::refusal::Refusal;
use crate::request::TextMap;
use crate::service::Service;
use crate::sign_in::start;
use crate::tokens::issue;
use crate::tokens::occasion::Occasion;
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

/// Whose tokens are renewed.
struct Owner {
    pool: Pool,
    client: Client,
    user: User,
    family: Family,
}

/// New tokens, and a new refresh token when the client rotates. The old one is rotated out only when the new tokens
/// are made, so that a failing trigger can be tried again.
///
/// # Errors
/// `NotAuthorizedException`, `RefreshTokenReuseException`, or what the trigger refuses.
pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    let now = service.options.now();
    let Input { refresh_token, client_id, client_secret, client_metadata } = input;
    let presented = refresh_token.clone();
    let owner = service
        .write(move |transaction| {
            let step = start::step(transaction, &client_id, now)?;
            if !step.client.has_secret(client_secret.as_deref()) {
                return Err(Refusal::not_authorized(format!("Unable to verify the secret of client {client_id}")));
            }
            let family = match refresh::check(transaction, &presented, &step.client, now)? {
                Ok(family) => family,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let user = store::by_key(transaction, &family.pool, &family.user)?.ok_or_else(Refusal::user_not_found)?;
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
    if let Some(successor) = succeed(service, refresh_token, owner.client).await? {
        result["RefreshToken"] = json!(successor);
    }
    Ok(json!({ "AuthenticationResult": result }))
}

/// The token after this one, or nothing when the client does not rotate. Either way the old one must still be good: it
/// may have been revoked while the trigger ran.
async fn succeed(service: &Service, token: String, client: Client) -> Result<Option<String>, Refusal> {
    let now = service.options.now();
    service
        .write(move |transaction| {
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
