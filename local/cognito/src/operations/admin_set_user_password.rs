//! `AdminSetUserPassword`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::pools;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::users::{Status, password, store};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    user_pool_id: String,
    username: String,
    password: String,
    #[serde(default)]
    permanent: bool,
}

/// A permanent password confirms the user; any other must be replaced at the next sign-in.
///
/// # Errors
/// `InvalidPasswordException`.
pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    let now = service.options.now();
    service
        .write(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            let mut user = store::expect(transaction, &pool, &input.username)?;
            let policy = pool.settings.password_policy();
            policy.check(&input.password)?;
            user.password = Some(password::hash(&input.password)?);
            if input.permanent {
                user.temporary_until = None;
                user.status = Status::Confirmed;
            } else {
                user.temporary_until = Some(policy.temporary_until(now));
                user.status = Status::ForceChangePassword;
            }
            store::save(transaction, &mut user, now)
        })
        .await?;
    Ok(json!({}))
}
