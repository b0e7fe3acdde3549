//! `GlobalSignOut` and `AdminUserGlobalSignOut`: all sessions of a user end.

use serde::Deserialize;
use serde_json::{Value, json};

use super::admin_user::Named;
use crate::cognito::Service;
use crate::pools;
use crate::refusal::Refusal;
use crate::tokens::{access_token, refresh};
use crate::users::store;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Own {
    access_token: String,
}

pub(crate) async fn own(service: &Service, input: Own) -> Result<Value, Refusal> {
    let bearer = access_token::verify(service, &input.access_token)?;
    service
        .database
        .run(move |transaction| {
            let user = bearer.owner(transaction)?;
            refresh::revoke_all(transaction, &user)
        })
        .await?;
    Ok(json!({}))
}

pub(crate) async fn admin(service: &Service, input: Named) -> Result<Value, Refusal> {
    service
        .database
        .run(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            let user = store::expect(transaction, &pool, &input.username)?;
            refresh::revoke_all(transaction, &user)
        })
        .await?;
    Ok(json!({}))
}
