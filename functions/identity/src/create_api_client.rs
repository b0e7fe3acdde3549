//! POST /v1/admin/api-clients: gives a program credentials of its own.

use crate::{
    api_client::{self, ShownClient},
    cognito::IdentityProvider,
    needs::{HOSTED_URL, USER_POOL, USER_POOL_ID},
};
use identity_model::{
    api_clients::{self, ApiClient, ApiClientState},
    keys::{MOST_API_CLIENTS, limited_api_clients},
};
use lambda::{
    App, Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem, UpdateItem},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{Tenant, idempotency::Created};
use trellis_core::{api_scope::ApiScope, ids::ApiClientId, title::Title};

trellis_core::list!(
    /// What the client may do.
    #[derive(Debug)]
    GivenScopes(BTreeSet<ApiScope>), 1..=5
);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewApiClient {
    name: Title,
    scopes: GivenScopes,
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
    Route::new("create-api-client", Method::Post, "/v1/admin/api-clients", "Create an API client")
        .audience(Audience::Administrator)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem, UpdateItem])
        .may(&["cognito-idp:CreateUserPoolClient", "cognito-idp:DeleteUserPoolClient"], &[USER_POOL])
        .settings(&[USER_POOL_ID, HOSTED_URL])
        .example(r#"{"name": "HR system", "scopes": ["people.read", "people.write"]}"#)
}

fn full() -> Problem {
    Problem::rule("name", format!("a workspace has at most {MOST_API_CLIENTS} API clients; revoke one that is not used"))
}

async fn handle(call: Call<NewApiClient>) -> Result<Reply<ApiClientCreated>, Problem> {
    let (attempt, id, now) = (call.attempt()?, ApiClientId::random(), call.app.now());
    let act = call.act("api_client.created", api_client::target(id));
    let (scope, NewApiClient { name, scopes: GivenScopes(scopes) }) = (call.caller.scope, call.request.body);
    let token_url = format!("{}/oauth2/token", call.app.settings().require("HOSTED_URL")?);
    // A repeat makes nothing, at the identity provider either.
    if let Some(id) = call.tenant.made(attempt.as_ref()).await? {
        return created(&call.app, &call.tenant, id, None, token_url).await;
    }
    if call.tenant.is_full(&limited_api_clients(call.tenant.scope())).await? {
        return Err(full());
    }
    let provider = call.app.service::<IdentityProvider>()?;
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
    let stored = api_clients::create_api_client(&call.tenant, client, attempt.as_ref(), &act).await;
    if !matches!(stored, Ok(Some((_, Created::Now)))) {
        // Nobody will ever know this one's secret.
        provider.delete_machine(&credentials.client_id).await?;
        api_clients::unregister_api_client(call.tenant.operation(), &credentials.client_id).await?;
    }
    let (id, made) = stored?.ok_or_else(full)?;
    created(&call.app, &call.tenant, id, (made == Created::Now).then_some(credentials.secret), token_url).await
}

async fn created(
    app: &App,
    tenant: &Tenant,
    id: ApiClientId,
    client_secret: Option<String>,
    token_url: String,
) -> Result<Reply<ApiClientCreated>, Problem> {
    let client = api_clients::api_client(tenant, id).await?.ok_or_else(|| Problem::not_found("API client"))?;
    Ok(Reply::created(ApiClientCreated { api_client: ShownClient::new(client, app.now()), client_secret, token_url }))
}
