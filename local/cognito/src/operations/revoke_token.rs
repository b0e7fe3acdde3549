//! `RevokeToken`: ends the session that a refresh token belongs to.

use jsonwebtoken::decode_header;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clients;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::tokens::refresh;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    token: String,
    client_id: String,
    client_secret: Option<String>,
}

/// # Errors
/// `UnsupportedTokenTypeException` for an access or ID token. An unknown token is as good as revoked (RFC 7009 section 2.2).
pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    if decode_header(&input.token).is_ok() {
        return Err(Refusal::new("UnsupportedTokenTypeException", "Only refresh tokens can be revoked"));
    }
    let unauthorized = |message| Refusal::new("UnauthorizedException", message);
    service
        .write(move |transaction| {
            let client = clients::store::find(transaction, &input.client_id).map_err(|_| unauthorized("Unknown client"))?;
            if !client.has_secret(input.client_secret.as_deref()) {
                return Err(unauthorized("Wrong client secret"));
            }
            if !client.settings.can_revoke() {
                return Err(Refusal::new("UnsupportedOperationException", "Token revocation is not enabled for this client"));
            }
            match refresh::owner(transaction, &input.token)? {
                Some((owner, _)) if owner != client.id => Err(unauthorized("The token was issued to another client")),
                Some((_, family)) => refresh::revoke(transaction, &family),
                None => Ok(()),
            }
        })
        .await?;
    Ok(json!({}))
}
