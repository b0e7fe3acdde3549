//! Who it is that has come: a member who is known, one who joins, or somebody who has to say so.

use crate::{identity_provider::target, sso_cookie::Claimed};
use domain::{
    email::EmailAddress,
    federation::{self, Arrival, Asserted, Refusal},
    member::MemberState,
    personal::Personal,
    role::Role,
    title::Title,
};
use lambda::{App, Problem, Request, WorkspaceScope, services::Arrived};
use serde::Serialize;
use store::{
    Record,
    audit::Actor,
    identity_providers::{Federated, Protocol, Provider},
    members::Member,
};

pub(super) enum Admitted {
    Known(Box<Record<Member>>),
    /// A member has this address and must confirm that it is them.
    Asks(Claimed),
}

/// What the audit log tells of a link.
#[derive(Serialize)]
struct Link<'a> {
    identity_provider: &'a str,
}

/// Why somebody was not let in, for the audit log.
#[derive(Serialize)]
struct Turned {
    reason: &'static str,
}

fn refusal(reason: Refusal) -> (&'static str, Problem) {
    let (name, detail) = match reason {
        Refusal::UnverifiedEmail => ("unverified-email", "Your identity provider does not say that your e-mail address is yours."),
        Refusal::ForeignDomain => ("foreign-domain", "Your e-mail address does not belong to this identity provider."),
        Refusal::Unknown => ("unknown", "You are not a member of this workspace. Ask its administrators for an invitation."),
        Refusal::Deactivated => ("deactivated", "You are not a member of this workspace any more."),
    };
    (name, Problem::forbidden(detail))
}

/// What the provider says about the address. A SAML provider has no word for "verified": what it says of its own domains counts.
fn asserted(provider: &Provider, arrived: &Arrived) -> Asserted {
    let email: Option<EmailAddress> = arrived.email.as_deref().and_then(|email| email.parse().ok());
    let bound = email.as_ref().is_some_and(|email| provider.admittance.covers(email));
    let email_verified = match provider.protocol {
        Protocol::Oidc { .. } => arrived.email_verified,
        Protocol::Saml { .. } => bound,
    };
    Asserted { email, email_verified }
}

pub(super) async fn admit(
    app: &App,
    request: &Request<()>,
    scope: &WorkspaceScope,
    provider: &Provider,
    arrived: &Arrived,
) -> Result<Admitted, Problem> {
    // The person is the subject: whatever the address says by now.
    if let Some(id) = app.store().federated_member(scope, provider.id, &arrived.subject).await? {
        let member = app.store().member(scope, id).await?.filter(|member| member.value.state == MemberState::Active);
        let member = member.ok_or_else(|| refusal(Refusal::Deactivated).1)?;
        return Ok(Admitted::Known(Box::new(member)));
    }
    let asserted = asserted(provider, arrived);
    let there = match &asserted.email {
        Some(email) => app.store().member_by_address(scope, email).await?,
        None => None,
    };
    let state = there.as_ref().map(|member| member.value.state);
    match (federation::arrival(&provider.admittance, &asserted, state), there, asserted.email) {
        (Arrival::Join, _, Some(email)) => join(app, request, scope, provider, arrived, email).await,
        (Arrival::Link, Some(member), _) => link(app, request, scope, provider, arrived, member).await,
        (Arrival::Ask, _, Some(email)) => Ok(Admitted::Asks(Claimed::new(provider.id, arrived.subject.clone(), email, app.now()))),
        (Arrival::Refuse(reason), ..) => turn_away(app, request, scope, provider, arrived, reason).await,
        _ => turn_away(app, request, scope, provider, arrived, Refusal::UnverifiedEmail).await,
    }
}

async fn turn_away(
    app: &App,
    request: &Request<()>,
    scope: &WorkspaceScope,
    provider: &Provider,
    arrived: &Arrived,
    reason: Refusal,
) -> Result<Admitted, Problem> {
    app.identity_provider()?.revoke(&arrived.tokens.refresh).await?;
    let (reason, problem) = refusal(reason);
    let act = request.act(Actor::Anonymous, "identity_provider.turned_away", target(provider.id)).made(&Turned { reason });
    app.store().record(scope, &act, app.now()).await?;
    Err(problem)
}

async fn join(
    app: &App,
    request: &Request<()>,
    scope: &WorkspaceScope,
    provider: &Provider,
    arrived: &Arrived,
    email: EmailAddress,
) -> Result<Admitted, Problem> {
    let workspace = app.store().workspace(scope.workspace()).await?;
    let taken = workspace.map(|(_, workspace)| workspace.value.email_domains).unwrap_or_default();
    if !taken.is_empty() && !taken.iter().any(|domain| domain.as_str() == email.domain()) {
        return turn_away(app, request, scope, provider, arrived, Refusal::ForeignDomain).await;
    }
    let now = app.now();
    let name = Title::nearest(arrived.name.as_deref().unwrap_or_default(), "Nameless");
    // Nobody has invited them, and nobody need remind them.
    let member = Member::invited(Personal(name), Personal(email), [Role::Learner].into(), now);
    let member = Member { invited_at: None, accepted_at: Some(now), ..member };
    let id = member.id;
    let act = request.act(Actor::Member { id }, "member.joined", format!("member/{id}")).made(&member);
    if !app.store().admit_member(scope, &member, provider.id, &arrived.subject, &act, now).await? {
        // Somebody was faster, perhaps the same person in another window.
        return Err(Problem::conflict("conflict", "Another sign-in was made at the same time. Sign in again."));
    }
    let member = app.store().member(scope, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    Ok(Admitted::Known(Box::new(member)))
}

async fn link(
    app: &App,
    request: &Request<()>,
    scope: &WorkspaceScope,
    provider: &Provider,
    arrived: &Arrived,
    member: Record<Member>,
) -> Result<Admitted, Problem> {
    let id = member.value.id;
    let actor = Actor::Platform { id: "finish-sso".to_owned() };
    let act = request.act(actor, "member.linked", format!("member/{id}"));
    let act = act.made(&Link { identity_provider: &provider.id.to_string() });
    let link = Federated { provider_id: provider.id, member_id: id };
    app.store().link_member(scope, link, &arrived.subject, &act, app.now()).await?;
    Ok(Admitted::Known(Box::new(member)))
}
