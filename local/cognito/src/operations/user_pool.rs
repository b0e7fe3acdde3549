//! `DescribeUserPool`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::cognito::Service;
use crate::pools;
use crate::pools::settings::PoolSettings;
use crate::refusal::Refusal;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    user_pool_id: String,
}

pub(crate) async fn describe(service: &Service, input: Input) -> Result<Value, Refusal> {
    let arn = service.pool_arn(&input.user_pool_id);
    service
        .database
        .run(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            let users = pools::store::count_users(transaction, &pool.id)?;
            Ok(json!({ "UserPool": PoolSettings::describe(&pool, &arn, users) }))
        })
        .await
}
