//! `ListUsers`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::cognito::Service;
use crate::page;
use crate::pools;
use crate::refusal::Refusal;
use crate::users::filter::{self, Filter};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    user_pool_id: String,
    attributes_to_get: Option<Vec<String>>,
    limit: Option<u32>,
    pagination_token: Option<String>,
    #[serde(default)]
    filter: String,
}

const MOST: u32 = 60;

/// # Errors
/// `InvalidParameterException` for a filter, limit or token that is none.
pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    let filter = Filter::parse(&input.filter)?;
    let limit = page::size(input.limit, MOST)?;
    let list = format!("users of {} where {}", input.user_pool_id, input.filter);
    let after = page::after(&list, input.pagination_token.as_deref())?;
    let wanted = input.attributes_to_get;
    let pool_id = input.user_pool_id;
    let mut users = service
        .database
        .run(move |transaction| {
            pools::store::find(transaction, &pool_id)?;
            filter::list(transaction, &pool_id, filter.as_ref(), &after, limit + 1)
        })
        .await?;
    let more = users.len() > limit;
    users.truncate(limit);
    let shown: Vec<Value> = users
        .iter()
        .map(|user| user.listed(|name| wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|wanted| wanted == name))))
        .collect();
    let mut answer = json!({ "Users": shown });
    if let Some(last) = users.last().filter(|_| more) {
        answer["PaginationToken"] = json!(page::token(&list, &last.key));
    }
    Ok(answer)
}

#[cfg(test)]
mod tests;
