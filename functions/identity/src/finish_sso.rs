//! GET /v1/auth/sso/callback: somebody has come back from a customer's identity provider.

mod admission;

use crate::{cookie, device, navigation, sso_cookie};
use admission::Admitted;
use domain::federation;
use http::header::SET_COOKIE;
use lambda::{
    App, Handler, Method, Problem, Reply, Request, Route, WorkspaceScope,
    services::{Arrived, Refresh},
};
use store::{
    Record,
    audit::Actor,
    identity_providers::{Provider, ProviderState, SsoAttempt},
    members::Member,
    sessions::Session,
};

pub(crate) fn handler() -> Handler {
    Route::new("finish-sso", Method::Get, "/v1/auth/sso/callback", "Come back from the workspace's own identity provider")
        .query("state", "As the browser was given it.")
        .query("code", "What is exchanged for a session.")
        .succeeds_with(&[302])
        .public(handle)
}

/// One answer for a state of another browser, a missing cookie, a callback that comes twice or late, and a code that is worth nothing.
fn over() -> Problem {
    Problem::unauthenticated("This sign-in was not begun in this browser, or has ended. Begin again.")
}

async fn handle(app: App, request: Request<()>) -> Result<Reply<()>, Problem> {
    let is_navigation = navigation::is_navigation(&request);
    let outcome = finish(&app, request).await;
    if is_navigation { navigation::told(&app, outcome) } else { outcome }
}

async fn finish(app: &App, request: Request<()>) -> Result<Reply<()>, Problem> {
    let (scope, id) = sso_cookie::returning(app, &request).ok_or_else(over)?;
    let attempt = app.store().take_sso_attempt(&scope, id, app.now()).await?.ok_or_else(over)?;
    let provider = app.store().identity_provider(&scope, attempt.provider_id).await?;
    let provider = provider.filter(|provider| provider.value.state == ProviderState::Active).ok_or_else(over)?.value;
    let Some(code) = request.query("code").filter(|_| request.query("error").is_none()) else {
        return Err(Problem::unauthenticated("The identity provider did not let you in. Ask those who run it."));
    };
    let arrived = exchange(app, &scope, &attempt, &provider, code).await?;
    match admission::admit(app, &request, &scope, &provider, &arrived).await? {
        Admitted::Known(member) => enter(app, &request, &scope, &provider, *member, arrived, &attempt).await,
        Admitted::Asks(claimed) => {
            app.identity_provider()?.revoke(&arrived.tokens.refresh).await?;
            let portal = app.settings().require("PORTAL_URL")?;
            let reply = Reply::see(format!("{portal}/link-account"), ()).header(SET_COOKIE, sso_cookie::ended());
            Ok(reply.header(SET_COOKIE, claimed.cookie(app, &scope)?))
        }
    }
}

/// Exchanges the code, and makes sure that whoever comes does so from the provider to which this browser was sent.
async fn exchange(app: &App, scope: &WorkspaceScope, attempt: &SsoAttempt, provider: &Provider, code: &str) -> Result<Arrived, Problem> {
    let callback = app.settings().require("SSO_CALLBACK_URL")?;
    let arrived = app.identity_provider()?.exchange_code(code, &attempt.verifier, callback).await?.ok_or_else(over)?;
    let elsewhere = arrived.workspace.as_ref().is_some_and(|workspace| workspace != scope.workspace());
    if elsewhere || arrived.provider_name != provider.provider_name {
        app.identity_provider()?.revoke(&arrived.tokens.refresh).await?;
        return Err(over());
    }
    Ok(arrived)
}

/// Opens the session. The tokens of somebody who was not known before do not name the member yet: then they are exchanged for new ones.
async fn enter(
    app: &App,
    request: &Request<()>,
    scope: &WorkspaceScope,
    provider: &Provider,
    member: Record<Member>,
    arrived: Arrived,
    attempt: &SsoAttempt,
) -> Result<Reply<()>, Problem> {
    let id = member.value.id;
    follow_groups(app, request, scope, provider, &member, arrived.groups.as_deref()).await?;
    let tokens = if arrived.member_id.is_some() {
        arrived.tokens
    } else {
        match app.identity_provider()?.refresh(&arrived.tokens.refresh).await? {
            Refresh::Fresh(tokens) => tokens,
            Refresh::Reused | Refresh::Invalid => return Err(over()),
        }
    };
    let now = app.now();
    let session = Session::opened(tokens.session.clone(), device::named(request.header("user-agent")), now);
    let act = request.act(Actor::Member { id }, "session.opened", format!("member/{id}")).made(&session);
    app.store().open_session(scope, id, session, None, &act, now).await?;
    app.store().accept_invitation(scope, id, now).await?;
    let kept = cookie::kept(app, scope, id, tokens)?;
    let portal = app.settings().require("PORTAL_URL")?;
    let reply = Reply::see(format!("{portal}{}", attempt.return_to), ());
    Ok(reply.header(SET_COOKIE, sso_cookie::ended()).header(SET_COOKIE, kept))
}

/// Lets the provider's groups decide about the roles that groups may decide about.
async fn follow_groups(
    app: &App,
    request: &Request<()>,
    scope: &WorkspaceScope,
    provider: &Provider,
    member: &Record<Member>,
    groups: Option<&str>,
) -> Result<(), Problem> {
    if provider.attributes.groups.is_none() || provider.group_roles.is_empty() {
        return Ok(());
    }
    let groups = federation::groups(groups.unwrap_or_default());
    let roles = federation::roles(&member.value.roles, &groups, &provider.group_roles);
    if roles == member.value.roles {
        return Ok(());
    }
    let after = Member { roles, ..member.value.clone() };
    let id = after.id;
    let act = request.act(Actor::Platform { id: "finish-sso".to_owned() }, "member.roles_followed", format!("member/{id}"));
    match app.store().update_member(scope, member, &after, &act.change(&member.value, &after), app.now()).await? {
        None => Ok(()),
        // No role that one must remain of is among those that groups decide about.
        Some(refused) => Err(Problem::internal(format!("the provider's groups were refused: {refused:?}"))),
    }
}
