//! `CreateIdentityProvider`, `DescribeIdentityProvider`, `UpdateIdentityProvider`, `DeleteIdentityProvider`, `ListIdentityProviders`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::cognito::Service;
use crate::page;
use crate::pools;
use crate::providers::{ProviderSettings, store};
use crate::refusal::Refusal;
use crate::request::{TextMap, seconds};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Create {
    user_pool_id: String,
    #[serde(flatten)]
    settings: ProviderSettings,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Named {
    user_pool_id: String,
    provider_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Update {
    #[serde(flatten)]
    named: Named,
    provider_details: Option<TextMap>,
    attribute_mapping: Option<TextMap>,
    idp_identifiers: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct List {
    user_pool_id: String,
    max_results: Option<u32>,
    next_token: Option<String>,
}

const MOST: u32 = 60;

/// # Errors
/// `DuplicateProviderException` when the name is taken.
pub(crate) async fn create(service: &Service, input: Create) -> Result<Value, Refusal> {
    let now = service.options.now();
    service
        .database
        .run(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            input.settings.validate(&pool)?;
            if store::find(transaction, &pool.id, &input.settings.name)?.is_some() {
                return Err(Refusal::new("DuplicateProviderException", "A provider with this name exists already"));
            }
            let provider = store::put(transaction, &pool.id, &input.settings, now)?;
            Ok(json!({ "IdentityProvider": provider.describe()? }))
        })
        .await
}

pub(crate) async fn describe(service: &Service, input: Named) -> Result<Value, Refusal> {
    let work = move |transaction: &rusqlite::Transaction<'_>| {
        let provider = store::expect(transaction, &input.user_pool_id, &input.provider_name)?;
        Ok(json!({ "IdentityProvider": provider.describe()? }))
    };
    service.database.run(work).await
}

/// What is named is replaced as a whole.
pub(crate) async fn update(service: &Service, input: Update) -> Result<Value, Refusal> {
    let now = service.options.now();
    service
        .database
        .run(move |transaction| {
            let Update { named, provider_details, attribute_mapping, idp_identifiers } = input;
            let pool = pools::store::find(transaction, &named.user_pool_id)?;
            let mut settings = store::expect(transaction, &pool.id, &named.provider_name)?.settings;
            settings.details = provider_details.unwrap_or(settings.details);
            settings.mapping = attribute_mapping.unwrap_or(settings.mapping);
            settings.identifiers = idp_identifiers.unwrap_or(settings.identifiers);
            settings.validate(&pool)?;
            let provider = store::put(transaction, &pool.id, &settings, now)?;
            Ok(json!({ "IdentityProvider": provider.describe()? }))
        })
        .await
}

pub(crate) async fn delete(service: &Service, input: Named) -> Result<Value, Refusal> {
    let work = move |transaction: &rusqlite::Transaction<'_>| {
        store::expect(transaction, &input.user_pool_id, &input.provider_name)?;
        store::delete(transaction, &input.user_pool_id, &input.provider_name)?;
        Ok(json!({}))
    };
    service.database.run(work).await
}

pub(crate) async fn list(service: &Service, input: List) -> Result<Value, Refusal> {
    let limit = page::size(input.max_results, MOST)?;
    let list = format!("identity providers of {}", input.user_pool_id);
    let after = page::after(&list, input.next_token.as_deref())?;
    service
        .database
        .run(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            let mut providers = store::list(transaction, &pool.id, &after, limit + 1)?;
            let more = providers.len() > limit;
            providers.truncate(limit);
            let last = providers.last().filter(|_| more).map(|last| page::token(&list, &last.settings.name));
            let shown: Vec<Value> = providers
                .iter()
                .map(|provider| {
                    json!({
                        "ProviderName": provider.settings.name,
                        "ProviderType": provider.settings.kind,
                        "CreationDate": seconds(provider.created_at),
                        "LastModifiedDate": seconds(provider.modified_at),
                    })
                })
                .collect();
            let mut answer = json!({ "Providers": shown });
            if let Some(token) = last {
                answer["NextToken"] = json!(token);
            }
            Ok(answer)
        })
        .await
}
