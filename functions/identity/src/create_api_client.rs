//! POST /v1/admin/api-clients: gives a program credentials of its own.

use crate::api_client::{self, ShownClient};
use domain::{api_scope::ApiScope, ids::ApiClientId, title::Title};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{
    Page,
    api_clients::{ApiClient, ApiClientState},
    idempotency::Created,
};

/// Programs of one workspace: the identity provider holds so many clients for all workspaces together.
const MOST: usize = 25;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewApiClient {
    #[schema(value_type = String)]
    name: Title,
    scopes: BTreeSet<ApiScope>,
}

/// The only time that the secret is shown.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ApiClientCreated {
    api_client: ShownClient,
    /// Absent when an earlier request with the same idempotency key has made the client: then it has been shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    /// Where the program gets its tokens: `grant_type=client_credentials`, authenticated with HTTP Basic.
    token_url: String,
}

pub(crate) fn handler() -> Handler {
    Route::new("create-api-client", Method::Post, "/v1/admin/api-clients", "Give a program credentials of its own")
        .audience(Audience::Administrator)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
}

async fn handle(app: App, call: Call<NewApiClient>) -> Result<Reply<ApiClientCreated>, Problem> {
    let (attempt, id, now) = (call.attempt()?, ApiClientId::random(), app.now());
    let act = call.act("api_client.created", api_client::target(id));
    let (scope, NewApiClient { name, scopes }) = (call.caller.scope, call.request.body);
    if scopes.is_empty() {
        return Err(Problem::rule("scopes", "name at least one scope"));
    }
    let token_url = format!("{}/oauth2/token", app.settings().require("HOSTED_URL")?);
    let there = app.store().list_api_clients(&scope, &Page::largest()).await?.items;
    if there.iter().filter(|client| client.value.state == ApiClientState::Active).count() >= MOST {
        return Err(Problem::rule("name", format!("a workspace has at most {MOST} API clients; revoke one that is not used")));
    }
    let provider = app.identity_provider()?;
    let credentials = provider.create_machine(&format!("{}-{id}", scope.workspace()), scopes.iter().copied()).await?;
    let client = ApiClient {
        id,
        name,
        scopes,
        state: ApiClientState::Active,
        client_id: credentials.client_id.clone(),
        secret_made_at: now,
        former_secret_ends_at: None,
        last_used_on: None,
    };
    let act = act.made(&client);
    let stored = app.store().create_api_client(&scope, client, attempt.as_ref(), &act, now).await;
    if !matches!(stored, Ok((_, Created::Now))) {
        // Nobody will ever know this one's secret.
        provider.delete_machine(&credentials.client_id).await?;
        app.store().unregister_api_client(&credentials.client_id).await?;
    }
    let (id, created) = stored?;
    let client = app.store().api_client(&scope, id).await?.ok_or_else(|| Problem::not_found("API client"))?;
    let client_secret = (created == Created::Now).then_some(credentials.secret);
    Ok(Reply::created(ApiClientCreated { api_client: ShownClient::new(client, now), client_secret, token_url }))
}
