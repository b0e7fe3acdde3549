//! Making a user's tokens.

use serde_json::{Value, json};

use super::claims;
use super::occasion::Occasion;
use super::pre_token::{self, Subject};
use crate::refusal::Refusal;
use crate::service::Service;

/// A pair of signed tokens.
pub(crate) struct Issued {
    access: String,
    id: String,
    expires_in: i64,
}

impl Issued {
    /// An `AuthenticationResult` without a refresh token.
    pub(crate) fn result(&self) -> Value {
        json!({
            "AccessToken": self.access,
            "IdToken": self.id,
            "ExpiresIn": self.expires_in,
            "TokenType": "Bearer",
        })
    }
}

/// # Errors
/// What the trigger refuses.
pub(crate) async fn issue(service: &Service, occasion: Occasion<'_>) -> Result<Issued, Refusal> {
    let pool = occasion.pool;
    let scopes: Vec<&str> = occasion.session.scopes.iter().map(String::as_str).collect();
    let overrides = pre_token::ask(
        service,
        Subject {
            pool,
            client_id: &occasion.client.id,
            user: Some(occasion.user),
            source: occasion.source,
            scopes: &scopes,
            client_metadata: occasion.client_metadata.clone(),
        },
    )
    .await?;
    let lives = occasion.client.settings.lives()?;
    let issuer = service.options.issuer(&pool.id);
    let issued_at = service.options.now() / 1000;
    let mut access = claims::of_access_token(&occasion, &issuer, issued_at, lives);
    overrides.apply_to_access(&mut access);
    let mut id = claims::of_id_token(&occasion, &issuer, issued_at, lives);
    overrides.apply_to_id(&mut id);
    let keys = service.keys.of(&pool.id).ok_or_else(|| Refusal::internal("a pool without keys"))?;
    Ok(Issued { access: keys.access.sign(&access)?, id: keys.id.sign(&id)?, expires_in: lives.access })
}
