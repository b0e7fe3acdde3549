//! GET /v1/workspace: the workspace of a host name or a name, as far as it is shown to whoever is about to sign in.

use crate::workspace_view::BrandingView;
use identity_model::{
    identity_providers::{self, ProviderState},
    ids::IdentityProviderId,
};
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, QueryIndex},
};
use serde::Serialize;
use table::Page;
use trellis_core::{
    ids::WorkspaceId,
    locale::{Locale, TimeZoneName},
    title::Title,
};
use workspaces_model::{
    logo::Logo,
    settings,
    workspaces::{self, WorkspaceState},
};

/// What a sign-in page shows.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SignInPage {
    workspace: WorkspaceId,
    name: Title,
    locale: Locale,
    time_zone: TimeZoneName,
    branding: BrandingView,
    /// A data URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<Logo>,
    /// The workspace's own identity providers, for `/v1/auth/sso/start`.
    providers: Vec<SignInProvider>,
}

/// A button.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SignInProvider {
    identity_provider_id: IdentityProviderId,
    name: Title,
}

pub(crate) fn handler() -> Handler {
    Route::new("find-workspace", Method::Get, "/v1/workspace", "Get a workspace's name and branding for its sign-in page")
        .query_of::<WorkspaceId>("workspace", "The workspace's name; if left out, the host name of the request counts.")
        .refuses(&[404])
        .public(handle)
        .table(&[GetItem, QueryIndex])
        .example_query(&[("workspace", "acme")])
}

/// Whatever is not open does not exist here: nobody learns who was a customer.
async fn handle(request: Request<()>) -> Result<Reply<SignInPage>, Problem> {
    let unknown = || Problem::not_found("workspace");
    let found = match request.query("workspace") {
        Some(name) => {
            let id: WorkspaceId = name.parse().map_err(|_| unknown())?;
            workspaces::workspace(request.operation(), &id).await?
        }
        None => {
            let host = request.host.as_ref().ok_or_else(unknown)?;
            workspaces::workspace_by_host(request.operation(), host).await?
        }
    };
    let (scope, workspace) = found.filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open).ok_or_else(unknown)?;
    let providers = identity_providers::list_identity_providers(&request.tenant(&scope), &Page::largest()).await?.items.into_iter();
    let active = providers.map(|provider| provider.value).filter(|provider| provider.state == ProviderState::Active);
    let workspace = workspace.value;
    let logo = settings::logo(&request.tenant(&scope), &workspace).await?;
    Ok(Reply::ok(SignInPage {
        workspace: workspace.id,
        name: workspace.name,
        locale: workspace.locale,
        time_zone: workspace.time_zone,
        branding: workspace.branding.into(),
        logo,
        providers: active.map(|provider| SignInProvider { identity_provider_id: provider.id, name: provider.name }).collect(),
    }))
}
