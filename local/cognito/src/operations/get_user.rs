//! `GetUser`: users see themselves.

use serde::Deserialize;
use serde_json::Value;

use crate::clients;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::tokens::access_token;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    access_token: String,
}

/// # Errors
/// `NotAuthorizedException` for a token that is forged, expired or revoked.
pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    let bearer = access_token::verify(service, &input.access_token)?;
    service
        .write(move |transaction| {
            let user = bearer.owner(transaction)?;
            let client = clients::store::find(transaction, &bearer.client_id)?;
            Ok(user.shown_to_self(|name| client.settings.reads(name)))
        })
        .await
}
