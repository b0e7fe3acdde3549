//! `CreateIdentityProvider`, `DescribeIdentityProvider`, `UpdateIdentityProvider` and `DeleteIdentityProvider`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::pools;
use crate::providers::{ProviderSettings, store};
use crate::refusal::Refusal;
use crate::request::TextMap;
use crate::service::Service;

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

/// # Errors
/// `DuplicateProviderException` when the name is taken.
pub(crate) async fn create(service: &Service, input: Create) -> Result<Value, Refusal> {
    let now = service.options.now();
    service
        .write(move |transaction| {
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
    service.write(work).await
}

/// What is named is replaced as a whole.
pub(crate) async fn update(service: &Service, input: Update) -> Result<Value, Refusal> {
    let now = service.options.now();
    service
        .write(move |transaction| {
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
    service.write(work).await
}
