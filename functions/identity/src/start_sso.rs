//! GET /v1/auth/sso/start: sends the browser to a customer's identity provider.

use crate::{knock, navigation, sso_cookie};
use domain::{
    host::HostName,
    ids::{IdentityProviderId, SignInId, WorkspaceId},
};
use http::header::SET_COOKIE;
use lambda::{App, Handler, Method, Problem, Reply, Request, Route, WorkspaceScope};
use store::{
    identity_providers::{ProviderState, SsoAttempt},
    workspaces::WorkspaceState,
};

/// The longest path to which a browser can be sent back.
const LONGEST_PATH: usize = 1024;

pub(crate) fn handler() -> Handler {
    Route::new("start-sso", Method::Get, "/v1/auth/sso/start", "Sign in through the workspace's own identity provider")
        .query("workspace", "The workspace.")
        .query("provider", "The id of the identity provider.")
        .query("domain", "The domain of one's e-mail address, instead: its identity provider is taken.")
        .query("return_to", "The path of the portal to which the browser goes in the end, `/` if left out.")
        .succeeds_with(&[302])
        .public(handle)
}

/// A path of the portal: never another site's address, in none of the forms that browsers read as one.
fn local_path(text: &str) -> Option<&str> {
    let second = text.as_bytes().get(1).copied();
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (text.starts_with('/') && second != Some(b'/') && plain && text.len() <= LONGEST_PATH).then_some(text)
}

async fn wanted(app: &App, scope: &WorkspaceScope, request: &Request<()>) -> Result<IdentityProviderId, Problem> {
    let missing = || Problem::not_found("identity provider");
    match (request.query("provider"), request.query("domain")) {
        (Some(id), None) => id.parse().map_err(|_| missing()),
        (None, Some(domain)) => {
            let domain: HostName = domain.parse().map_err(|_| missing())?;
            app.store().provider_of_domain(scope, &domain).await?.map(|binding| binding.provider_id).ok_or_else(missing)
        }
        _ => Err(Problem::malformed("query.provider", "expected either provider or domain")),
    }
}

async fn handle(app: App, request: Request<()>) -> Result<Reply<()>, Problem> {
    let is_navigation = navigation::is_navigation(&request);
    let outcome = start(&app, request).await;
    if is_navigation { navigation::told(&app, outcome) } else { outcome }
}

async fn start(app: &App, request: Request<()>) -> Result<Reply<()>, Problem> {
    let (store, now) = (app.store(), app.now());
    let workspace = request.query("workspace").and_then(|text| text.parse::<WorkspaceId>().ok());
    let workspace = workspace.ok_or_else(|| Problem::not_found("workspace"))?;
    let return_to = local_path(request.query("return_to").unwrap_or("/"));
    let return_to = return_to.ok_or_else(|| Problem::malformed("query.return_to", "expected a path of the portal, like /courses"))?;
    let registered = store.workspace(&workspace).await?.filter(|(_, workspace)| workspace.value.state == WorkspaceState::Open);
    let (scope, _) = registered.ok_or_else(|| Problem::not_found("workspace"))?;
    let source = format!("source {}", knock::network(&request.source));
    if let Some(wait) = store.attempt(&scope, &source, knock::PER_SOURCE, now).await? {
        return Err(knock::too_early(wait));
    }
    let provider = store.identity_provider(&scope, wanted(app, &scope, &request).await?).await?;
    let provider = provider.filter(|provider| provider.value.state == ProviderState::Active);
    let provider = provider.ok_or_else(|| Problem::not_found("identity provider"))?.value;
    let attempt = SsoAttempt {
        id: SignInId::random(),
        provider_id: provider.id,
        verifier: app.random_text()?,
        return_to: return_to.to_owned(),
        valid_until: now.checked_add(sso_cookie::VALID).map_err(Problem::internal)?,
    };
    let (state, cookie) = sso_cookie::begin(app, &scope, attempt.id)?;
    let callback = app.settings().require("SSO_CALLBACK_URL")?;
    let address = app.identity_provider()?.authorize_url(&provider.provider_name, &state, &attempt.verifier, callback)?;
    store.put_sso_attempt(&scope, attempt, now).await?;
    Ok(Reply::see(address, ()).header(SET_COOKIE, cookie))
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
