//! `AdminGetUser`, `AdminDeleteUser`, `AdminDisableUser`, `AdminEnableUser` and `AdminUserGlobalSignOut`.

use rusqlite::Transaction;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::pools;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::tokens::refresh;
use crate::users::{User, store};

/// A user, by username or `sub`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Named {
    user_pool_id: String,
    username: String,
}

pub(crate) async fn get(service: &Service, input: Named) -> Result<Value, Refusal> {
    with_user(service, input, |_, user, _| Ok(user.shown())).await
}

pub(crate) async fn delete(service: &Service, input: Named) -> Result<Value, Refusal> {
    with_user(service, input, |transaction, user, _| {
        store::delete(transaction, &user)?;
        Ok(json!({}))
    })
    .await
}

/// Sessions end with the account, and do not come back with it.
pub(crate) async fn disable(service: &Service, input: Named) -> Result<Value, Refusal> {
    with_user(service, input, |transaction, mut user, now| {
        user.enabled = false;
        store::save(transaction, &mut user, now)?;
        refresh::revoke_all(transaction, &user)?;
        Ok(json!({}))
    })
    .await
}

pub(crate) async fn enable(service: &Service, input: Named) -> Result<Value, Refusal> {
    with_user(service, input, |transaction, mut user, now| {
        user.enabled = true;
        store::save(transaction, &mut user, now)?;
        Ok(json!({}))
    })
    .await
}

/// All sessions of the user end.
pub(crate) async fn sign_out(service: &Service, input: Named) -> Result<Value, Refusal> {
    with_user(service, input, |transaction, user, _| {
        refresh::revoke_all(transaction, &user)?;
        Ok(json!({}))
    })
    .await
}

async fn with_user(
    service: &Service,
    input: Named,
    work: fn(&Transaction<'_>, User, i64) -> Result<Value, Refusal>,
) -> Result<Value, Refusal> {
    let now = service.options.now();
    service
        .write(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            let user = store::expect(transaction, &pool, &input.username)?;
            work(transaction, user, now)
        })
        .await
}

#[cfg(test)]
mod tests;
