//! GET /v1/auth/sso/callback: somebody has come back from a customer's identity provider.

mod admission;
mod test;

use crate::{
    cognito::{Arrived, IdentityProvider, Refresh},
    cookie, device, directory, navigation,
    needs::{CLIENT_ID, HOSTED_URL, PORTAL_URL, SSO_CALLBACK_URL, USER_POOL_ID},
    proof::Ticket,
    sso_cookie,
};
use admission::Admitted;
use http::header::SET_COOKIE;
use identity_model::{
    identity_providers::{self, Provider, ProviderState, SsoAttempt, attempts},
    sessions::{self, Session, Shown},
};
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{DeleteItem, GetItem, PutItem, UpdateItem},
};
use people_model::{member_changes, members::Member};
use table::{Record, Tenant, audit::Actor};

pub(crate) fn handler() -> Handler {
    Route::new("finish-sso", Method::Get, "/v1/auth/sso/callback", "Return from the workspace's identity provider")
        .query_of::<Ticket>("state", "As the browser was given it.")
        .query_of::<Ticket>("code", "What is exchanged for a session.")
        .succeeds_with(&[302])
        .refuses(&[401, 403, 409])
        .public(handle)
        .table(&[DeleteItem, GetItem, PutItem, UpdateItem])
        .settings(&[USER_POOL_ID, CLIENT_ID, HOSTED_URL, SSO_CALLBACK_URL, PORTAL_URL])
        .timeout(29)
        .example_query(&[("state", "eyJ3b3Jr.c2ln"), ("code", "c0de")])
}

/// One answer for a state of another browser, a missing cookie, a callback that comes twice or late, and a code that is worth nothing.
fn over() -> Problem {
    Problem::unauthenticated("This sign-in was not begun in this browser, or has ended. Begin again.")
}

async fn handle(request: Request<()>) -> Result<Reply<()>, Problem> {
    let is_navigation = navigation::is_navigation(&request);
    let outcome = finish(&request).await;
    if is_navigation { navigation::told(&request.app, outcome) } else { outcome }
}

async fn finish(request: &Request<()>) -> Result<Reply<()>, Problem> {
    let (scope, id) = sso_cookie::returning(request).ok_or_else(over)?;
    let tenant = request.tenant(&scope);
    let attempt = attempts::take_sso_attempt(&tenant, id).await?.ok_or_else(over)?;
    let provider = identity_providers::identity_provider(&tenant, attempt.provider_id).await?.ok_or_else(over)?.value;
    if let Some(tester) = attempt.tester {
        return test::finish(request, &tenant, &attempt, &provider, tester).await;
    }
    if provider.state != ProviderState::Active {
        return Err(over());
    }
    let arrived = match arrive(request, &tenant, &attempt, &provider).await? {
        Ok(arrived) => arrived,
        Err(Absent::Refused) => {
            return Err(Problem::unauthenticated("The identity provider did not let you in. Contact its administrator."));
        }
        Err(Absent::Unusable) => return Err(over()),
    };
    match admission::admit(request, &tenant, &provider, &arrived).await? {
        Admitted::Known(member) => enter(request, &tenant, &provider, *member, arrived, &attempt).await,
        Admitted::Asks(claimed) => {
            request.app.service::<IdentityProvider>()?.revoke(&arrived.tokens.refresh).await?;
            let portal = request.app.settings().require("PORTAL_URL")?;
            let reply = Reply::see(format!("{portal}/link-account"), ()).header(SET_COOKIE, sso_cookie::ended());
            Ok(reply.header(SET_COOKIE, claimed.cookie(&request.app, &tenant)?))
        }
    }
}

/// Why nobody has arrived.
enum Absent {
    /// The provider has let nobody in.
    Refused,
    /// The code is worth nothing, or leads to somebody from elsewhere.
    Unusable,
}

/// Exchanges the code, and makes sure that whoever comes does so from the provider to which this browser was sent.
async fn arrive(
    request: &Request<()>,
    tenant: &Tenant,
    attempt: &SsoAttempt,
    provider: &Provider,
) -> Result<Result<Arrived, Absent>, Problem> {
    let Some(code) = request.query("code").filter(|_| request.query("error").is_none()) else { return Ok(Err(Absent::Refused)) };
    let callback = request.app.settings().require("SSO_CALLBACK_URL")?;
    let arrived = request.app.service::<IdentityProvider>()?.exchange_code(code, &attempt.verifier, callback).await?;
    let Some(arrived) = arrived else { return Ok(Err(Absent::Unusable)) };
    let elsewhere = arrived.workspace.as_ref().is_some_and(|workspace| workspace != tenant.scope().workspace());
    if elsewhere || arrived.provider_name != provider.provider_name {
        request.app.service::<IdentityProvider>()?.revoke(&arrived.tokens.refresh).await?;
        return Ok(Err(Absent::Unusable));
    }
    Ok(Ok(arrived))
}

/// Opens the session. The tokens of somebody who was not known before do not name the member yet: then they are exchanged for new ones.
async fn enter(
    request: &Request<()>,
    tenant: &Tenant,
    provider: &Provider,
    member: Record<Member>,
    arrived: Arrived,
    attempt: &SsoAttempt,
) -> Result<Reply<()>, Problem> {
    let id = member.value.id;
    follow_groups(request, tenant, provider, &member, arrived.groups.as_deref()).await?;
    let tokens = if arrived.member_id.is_some() {
        arrived.tokens
    } else {
        match request.app.service::<IdentityProvider>()?.refresh(&arrived.tokens.refresh).await? {
            Refresh::Fresh(tokens) => tokens,
            Refresh::Reused | Refresh::Invalid => return Err(over()),
        }
    };
    let now = request.app.now();
    let session = Session::opened(tokens.session.clone(), device::named(request.header("user-agent")), now);
    let act = request.act(Actor::Member { id }, "session.opened", format!("member/{id}")).made(&session);
    sessions::open_session(tenant, id, session, Shown::default(), &act).await?;
    member_changes::accept_invitation(tenant, id).await?;
    directory::enter(tenant, &member.value).await;
    let kept = cookie::kept(&request.app, tenant, id, tokens)?;
    let portal = request.app.settings().require("PORTAL_URL")?;
    let reply = Reply::see(format!("{portal}{}", attempt.return_to), ());
    let reply = reply.header(SET_COOKIE, kept).header(SET_COOKIE, sso_cookie::ended());
    Ok(navigation::arrived(reply, tenant.scope().workspace()))
}

/// Lets the provider's groups decide about the roles that groups may decide about.
async fn follow_groups(
    request: &Request<()>,
    tenant: &Tenant,
    provider: &Provider,
    member: &Record<Member>,
    groups: Option<&str>,
) -> Result<(), Problem> {
    let roles = admission::roles_after(provider, &member.value.roles, groups);
    if roles == member.value.roles {
        return Ok(());
    }
    let after = Member { roles, ..member.value.clone() };
    let id = after.id;
    let act = request.act(Actor::Platform { id: "finish-sso".to_owned() }, "member.roles_followed", format!("member/{id}"));
    match member_changes::update_member(tenant, member, &after, &act.change(&member.value, &after)).await? {
        None => Ok(()),
        // No role that one must remain of is among those that groups decide about.
        Some(refused) => Err(Problem::internal(format!("the provider's groups were refused: {refused:?}"))),
    }
}
