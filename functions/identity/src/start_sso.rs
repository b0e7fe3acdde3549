//! GET /v1/auth/sso/start: sends the browser to a customer's identity provider.

use crate::{
    knock, navigation,
    needs::{CLIENT_ID, HOSTED_URL, PORTAL_URL, SSO_CALLBACK_URL, USER_POOL_ID},
    sso_attempt::{self, Purpose},
};
use http::header::SET_COOKIE;
use identity_model::{
    identity_providers::{self, ProviderState},
    ids::IdentityProviderId,
};
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem},
};
use table::Tenant;
use trellis_core::{host::HostName, ids::WorkspaceId};
use workspaces_model::workspaces::{self, WorkspaceState};

/// The longest path to which a browser can be sent back.
const LONGEST_PATH: usize = 1024;

/// See [`local_path`].
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, pattern = "^/([!-.0-\\[\\]-~][!-\\[\\]-~]*)?$", max_length = 1024, example = "/courses")]
#[expect(dead_code, reason = "it is there for its description")]
struct ReturnPath(String);

pub(crate) fn handler() -> Handler {
    Route::new("start-sso", Method::Get, "/v1/auth/sso/start", "Sign in through the workspace's identity provider")
        .required_query_of::<WorkspaceId>("workspace", "The workspace.")
        .query_of::<IdentityProviderId>("provider", "The id of the identity provider.")
        .query_of::<HostName>("domain", "The domain of one's e-mail address, instead: its identity provider is taken.")
        .query_of::<ReturnPath>("return_to", "The path of the portal to which the browser goes in the end, `/` if left out.")
        .succeeds_with(&[302])
        .refuses(&[404, 422])
        .public(handle)
        .table(&[GetItem, PutItem])
        .settings(&[USER_POOL_ID, CLIENT_ID, HOSTED_URL, SSO_CALLBACK_URL, PORTAL_URL])
        .example_query(&[("workspace", "acme"), ("provider", "01JZ8Q4N7E5T9V3W2XKBYMCD6M"), ("return_to", "/courses")])
}

/// A path of the portal: never another site's address, in none of the forms that browsers read as one.
fn local_path(text: &str) -> Option<&str> {
    let second = text.as_bytes().get(1).copied();
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (text.starts_with('/') && second != Some(b'/') && plain && text.len() <= LONGEST_PATH).then_some(text)
}

async fn wanted(tenant: &Tenant, request: &Request<()>) -> Result<IdentityProviderId, Problem> {
    let missing = || Problem::not_found("identity provider");
    match (request.query("provider"), request.query("domain")) {
        (Some(id), None) => id.parse().map_err(|_| missing()),
        (None, Some(domain)) => {
            let domain: HostName = domain.parse().map_err(|_| missing())?;
            identity_providers::provider_of_domain(tenant, &domain).await?.map(|binding| binding.provider_id).ok_or_else(missing)
        }
        _ => Err(Problem::rule("query.provider", "expected either provider or domain")),
    }
}

async fn handle(request: Request<()>) -> Result<Reply<()>, Problem> {
    let is_navigation = navigation::is_navigation(&request);
    let outcome = start(&request).await;
    if is_navigation { navigation::told(&request.app, outcome) } else { outcome }
}

async fn start(request: &Request<()>) -> Result<Reply<()>, Problem> {
    let workspace = request.query("workspace").and_then(|text| text.parse::<WorkspaceId>().ok());
    let workspace = workspace.ok_or_else(|| Problem::not_found("workspace"))?;
    let return_to = local_path(request.query("return_to").unwrap_or("/"));
    let return_to = return_to.ok_or_else(|| Problem::malformed("query.return_to", "expected a path of the portal, like /courses"))?;
    let registered = workspaces::workspace(request.operation(), &workspace)
        .await?
        .filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open);
    let (scope, _) = registered.ok_or_else(|| Problem::not_found("workspace"))?;
    let tenant = request.tenant(&scope);
    let source = format!("source {}", knock::network(&request.source));
    if let Some(wait) = tenant.attempt(&source, knock::PER_SOURCE).await? {
        return Err(knock::too_early(wait));
    }
    let provider = identity_providers::identity_provider(&tenant, wanted(&tenant, request).await?).await?;
    let provider = provider.filter(|provider| provider.value.state == ProviderState::Active);
    let provider = provider.ok_or_else(|| Problem::not_found("identity provider"))?.value;
    let begun = sso_attempt::begin(&request.app, &tenant, &provider, Purpose::SignIn { return_to }).await?;
    Ok(Reply::see(begun.address, ()).header(SET_COOKIE, begun.cookie))
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for good in ["/", "/courses", "/courses/01JZ?tab=notes#top", "/a//b"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in [
            "",
            "courses",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/ /x",
            "/ü",
        ] {
            assert_eq!(local_path(bad), None, "{bad}");
        }
    }
}
