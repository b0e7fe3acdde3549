//! `CreateResourceServer` and `ListResourceServers`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::cognito::Service;
use crate::page;
use crate::pools;
use crate::pools::resource_server::ResourceServer;
use crate::refusal::Refusal;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Create {
    user_pool_id: String,
    #[serde(flatten)]
    server: ResourceServer,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct List {
    user_pool_id: String,
    max_results: Option<u32>,
    next_token: Option<String>,
}

const MOST: u32 = 50;

/// # Errors
/// `InvalidParameterException` when the identifier is taken.
pub(crate) async fn create(service: &Service, input: Create) -> Result<Value, Refusal> {
    let Create { user_pool_id, server } = input;
    server.validate()?;
    service
        .database
        .run(move |transaction| {
            pools::store::find(transaction, &user_pool_id)?;
            if ResourceServer::find(transaction, &user_pool_id, &server.identifier)?.is_some() {
                return Err(Refusal::invalid_parameter(format!("Resource server already exists: {}", server.identifier)));
            }
            server.put(transaction, &user_pool_id)?;
            Ok(json!({ "ResourceServer": server.describe(&user_pool_id) }))
        })
        .await
}

pub(crate) async fn list(service: &Service, input: List) -> Result<Value, Refusal> {
    let limit = page::size(input.max_results, MOST)?;
    let list = format!("resource servers of {}", input.user_pool_id);
    let after = page::after(&list, input.next_token.as_deref())?;
    service
        .database
        .run(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            let mut identifiers = ResourceServer::list(transaction, &pool.id, &after, limit + 1)?;
            let more = identifiers.len() > limit;
            identifiers.truncate(limit);
            let mut shown = Vec::with_capacity(identifiers.len());
            for identifier in &identifiers {
                if let Some(server) = ResourceServer::find(transaction, &pool.id, identifier)? {
                    shown.push(server.describe(&pool.id));
                }
            }
            let mut answer = json!({ "ResourceServers": shown });
            if let Some(last) = identifiers.last().filter(|_| more) {
                answer["NextToken"] = json!(page::token(&list, last));
            }
            Ok(answer)
        })
        .await
}
