//! Who it is that has come: a member who is known, one who joins, or somebody who has to say so.

use crate::{
    cognito::{Arrived, IdentityProvider},
    identity_provider::target,
    sso_cookie::Claimed,
};
use identity_model::{
    federation::{self, Arrival, Asserted, Refusal},
    identity_providers::{Federated, Protocol, Provider, arrivals},
};
use lambda::{App, Problem, Request};
use people_model::{
    member::MemberState,
    members::{self, Member},
};
use serde::Serialize;
use std::collections::BTreeSet;
use table::{Record, Tenant, audit::Actor};
use trellis_core::{email::EmailAddress, personal::Personal, role::Role, title::Title};
use workspaces_model::workspaces;

/// What is to be done with whoever has come.
pub(super) enum Decision {
    /// The member has come from this provider before.
    Known(Box<Record<Member>>),
    Join(EmailAddress),
    Link(Box<Record<Member>>),
    Ask(EmailAddress, Box<Record<Member>>),
    Refuse(Refusal),
}

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
        Refusal::UnverifiedEmail => (
            "unverified-email",
            "Your company's identity provider does not confirm your e-mail address. Ask your administrator to allow it for your company's domains.",
        ),
        Refusal::ForeignDomain => ("foreign-domain", "Your e-mail address is not from a domain that this identity provider may sign in."),
        Refusal::Unknown => ("unknown", "You are not a member of this workspace. Ask an administrator for an invitation."),
        Refusal::Deactivated => ("deactivated", "You are no longer a member of this workspace."),
    };
    (name, Problem::forbidden(detail))
}

/// What the provider says about the address. A SAML provider has no word for "verified": what it says of its own domains counts.
fn asserted(provider: &Provider, arrived: &Arrived) -> Asserted {
    let email: Option<EmailAddress> = arrived.email.as_deref().and_then(|email| email.parse().ok());
    let bound = email.as_ref().is_some_and(|email| provider.admittance.covers(email));
    let email_verified = match provider.protocol {
        Protocol::Oidc { .. } => arrived.email_verified,
        Protocol::Saml { .. } => Some(bound),
    };
    Asserted { email, email_verified }
}

/// Decides and changes nothing.
pub(super) async fn decide(app: &App, tenant: &Tenant, provider: &Provider, arrived: &Arrived) -> Result<Decision, Problem> {
    // The person is the subject: whatever the address says by now.
    let now = app.now();
    if let Some(id) = arrivals::federated_member(tenant, provider.id, &arrived.subject).await? {
        let member = members::member(tenant, id).await?.filter(|member| member.value.may_sign_in(now));
        return Ok(member.map_or(Decision::Refuse(Refusal::Deactivated), |member| Decision::Known(Box::new(member))));
    }
    let asserted = asserted(provider, arrived);
    let there = match &asserted.email {
        Some(email) => members::member_by_address(tenant, email).await?.map(Box::new),
        None => None,
    };
    // An invitation that has expired opens nothing in this way either.
    let lets_in = |member: &Record<Member>| if member.value.may_sign_in(now) { MemberState::Active } else { MemberState::Deactivated };
    let state = there.as_deref().map(lets_in);
    Ok(match (federation::arrival(&provider.admittance, &asserted, state), there, asserted.email) {
        (Arrival::Join, _, Some(email)) if is_admitted(tenant, &email).await? => Decision::Join(email),
        (Arrival::Join, ..) => Decision::Refuse(Refusal::ForeignDomain),
        (Arrival::Link, Some(member), _) => Decision::Link(member),
        (Arrival::Ask, Some(member), Some(email)) => Decision::Ask(email, member),
        (Arrival::Refuse(reason), ..) => Decision::Refuse(reason),
        _ => Decision::Refuse(Refusal::UnverifiedEmail),
    })
}

/// Whether the workspace takes people with this address at all.
async fn is_admitted(tenant: &Tenant, email: &EmailAddress) -> Result<bool, Problem> {
    let workspace = workspaces::workspace(tenant.operation(), tenant.scope().workspace()).await?;
    let taken = workspace.map(|(_, workspace)| workspace.value.email_domains).unwrap_or_default();
    Ok(taken.is_empty() || taken.iter().any(|domain| domain.as_str() == email.domain()))
}

/// The name under which somebody joins whom the provider names so.
pub(super) fn name_of(arrived: &Arrived) -> Title {
    Title::nearest(arrived.name.as_deref().unwrap_or_default(), "Nameless")
}

/// The roles after a sign-in in which the provider has named these groups.
pub(super) fn roles_after(provider: &Provider, present: &BTreeSet<Role>, groups: Option<&str>) -> BTreeSet<Role> {
    if provider.attributes.groups.is_none() || provider.group_roles.is_empty() {
        return present.clone();
    }
    federation::roles(present, &federation::groups(groups.unwrap_or_default()), &provider.group_roles)
}

pub(super) async fn admit(request: &Request<()>, tenant: &Tenant, provider: &Provider, arrived: &Arrived) -> Result<Admitted, Problem> {
    match decide(&request.app, tenant, provider, arrived).await? {
        Decision::Known(member) => Ok(Admitted::Known(member)),
        Decision::Join(email) => join(request, tenant, provider, arrived, email).await,
        Decision::Link(member) => link(request, tenant, provider, arrived, *member).await,
        Decision::Ask(email, _) => Ok(Admitted::Asks(Claimed::new(provider.id, arrived.subject.clone(), email, request.app.now()))),
        Decision::Refuse(reason) => turn_away(request, tenant, provider, arrived, reason).await,
    }
}

async fn turn_away(
    request: &Request<()>,
    tenant: &Tenant,
    provider: &Provider,
    arrived: &Arrived,
    reason: Refusal,
) -> Result<Admitted, Problem> {
    request.app.service::<IdentityProvider>()?.revoke(&arrived.tokens.refresh).await?;
    let (reason, problem) = refusal(reason);
    let act = request.act(Actor::Anonymous, "identity_provider.turned_away", target(provider.id)).made(&Turned { reason });
    tenant.record(&act).await?;
    Err(problem)
}

async fn join(
    request: &Request<()>,
    tenant: &Tenant,
    provider: &Provider,
    arrived: &Arrived,
    email: EmailAddress,
) -> Result<Admitted, Problem> {
    let (name, now) = (name_of(arrived), request.app.now());
    // Nobody has invited them, and nobody need remind them.
    let member = Member::invited(Personal::new(name), Personal::new(email), [Role::Learner].into(), now);
    let member = Member { invited_at: None, accepted_at: Some(now), ..member };
    let id = member.id;
    let act = request.act(Actor::Member { id }, "member.joined", format!("member/{id}")).made(&member);
    if !arrivals::admit_member(tenant, &member, provider.id, &arrived.subject, &act).await? {
        // Somebody was faster, perhaps the same person in another window.
        return Err(Problem::conflict("conflict", "Another sign-in was made at the same time. Sign in again."));
    }
    let member = members::member(tenant, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    Ok(Admitted::Known(Box::new(member)))
}

async fn link(
    request: &Request<()>,
    tenant: &Tenant,
    provider: &Provider,
    arrived: &Arrived,
    member: Record<Member>,
) -> Result<Admitted, Problem> {
    let id = member.value.id;
    let actor = Actor::Platform { id: "finish-sso".to_owned() };
    let act = request.act(actor, "member.linked", format!("member/{id}"));
    let act = act.made(&Link { identity_provider: &provider.id.to_string() });
    let link = Federated { provider_id: provider.id, member_id: id };
    arrivals::link_member(tenant, link, &arrived.subject, &act).await?;
    Ok(Admitted::Known(Box::new(member)))
}
