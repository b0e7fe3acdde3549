//! `AdminUpdateUserAttributes`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::pools;
use crate::refusal::Refusal;
use crate::request::Attribute;
use crate::service::Service;
use crate::users::{attributes, store};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    user_pool_id: String,
    username: String,
    user_attributes: Vec<Attribute>,
}

/// All of the attributes are changed, or none.
pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    let now = service.options.now();
    service
        .write(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            let mut user = store::expect(transaction, &pool, &input.username)?;
            attributes::change(&pool, &mut user, &input.user_attributes)?;
            store::save(transaction, &mut user, now)
        })
        .await?;
    Ok(json!({}))
}
