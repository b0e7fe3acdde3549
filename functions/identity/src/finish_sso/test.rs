//! The end of a test sign-in: what would have come of it is written down for the administrator who began it, and nothing else happens.

use super::{Absent, admission, arrive};
use crate::{
    cognito::{Arrived, IdentityProvider},
    sso_cookie,
};
use admission::Decision;
use http::header::SET_COOKIE;
use identity_model::{
    federation::{self, Refusal},
    identity_providers::{Provider, Said, SsoAttempt, TestOutcome, TestReason, TestSignIn, WouldBe, test_sign_ins},
};
use lambda::{Problem, Reply, Request};
use people_model::members::Member;
use table::{Record, Tenant};
use trellis_core::{
    ids::MemberId,
    personal::{Account, Personal},
    role::Role,
};

/// Groups that are shown; a provider may send thousands.
const MOST_GROUPS: usize = 200;

/// The characters of a provider's words that are kept.
const LONGEST_ERROR: usize = 500;

pub(super) async fn finish(
    request: &Request<()>,
    tenant: &Tenant,
    attempt: &SsoAttempt,
    provider: &Provider,
    tester: MemberId,
) -> Result<Reply<()>, Problem> {
    let refused = |reason| TestSignIn::refused(attempt.id, provider.id, tester, reason, request.app.now());
    let test = match arrive(request, tenant, attempt, provider).await? {
        Err(Absent::Refused) => TestSignIn { provider_error: provider_error(request), ..refused(TestReason::ProviderRefused) },
        Err(Absent::Unusable) => refused(TestReason::Unusable),
        Ok(arrived) => {
            let decision = admission::decide(&request.app, tenant, provider, &arrived).await;
            // Whatever was decided, these tokens are nobody's.
            request.app.service::<IdentityProvider>()?.revoke(&arrived.tokens.refresh).await?;
            told(refused(TestReason::Unusable), provider, &arrived, decision?)
        }
    };
    test_sign_ins::put_test_sign_in(tenant, test).await?;
    let portal = request.app.settings().require("PORTAL_URL")?;
    let address = format!("{portal}/admin/sign-in/{}?test={}", provider.id, attempt.id);
    Ok(Reply::see(address, ()).header(SET_COOKIE, sso_cookie::ended()))
}

/// What the provider, or our identity provider in its place, gives as the reason (RFC 6749 §4.1.2.1).
fn provider_error(request: &Request<()>) -> Option<Personal<String, Account>> {
    let words: Vec<&str> = ["error", "error_description"].into_iter().filter_map(|name| request.query(name)).collect();
    let text: String = words.join(": ").chars().filter(|character| !character.is_control()).take(LONGEST_ERROR).collect();
    (!text.is_empty()).then(|| Personal::new(text))
}

fn told(test: TestSignIn, provider: &Provider, arrived: &Arrived, decision: Decision) -> TestSignIn {
    let groups = federation::groups(arrived.groups.as_deref().unwrap_or_default()).into_iter().take(MOST_GROUPS);
    let said = Said {
        subject: Personal::new(arrived.subject.clone()),
        email: arrived.email.clone().map(Personal::new),
        email_verified: arrived.email_verified,
        name: arrived.name.clone().map(Personal::new),
        groups: groups.map(Personal::new).collect(),
    };
    let member = |member: &Record<Member>| {
        let roles = admission::roles_after(provider, &member.value.roles, arrived.groups.as_deref());
        WouldBe { member_id: Some(member.value.id), name: Personal::new(member.value.name.0.as_str().to_owned()), roles }
    };
    let (outcome, would_be) = match &decision {
        Decision::Known(known) => (TestOutcome::SignsIn, Some(member(known))),
        Decision::Link(there) => (TestOutcome::Links, Some(member(there))),
        Decision::Ask(_, there) => (TestOutcome::Asks, Some(member(there))),
        Decision::Join(_) => {
            let roles = admission::roles_after(provider, &[Role::Learner].into(), arrived.groups.as_deref());
            let name = Personal::new(admission::name_of(arrived).as_str().to_owned());
            (TestOutcome::Joins, Some(WouldBe { member_id: None, name, roles }))
        }
        Decision::Refuse(_) => (TestOutcome::Refused, None),
    };
    let reason = if let Decision::Refuse(refusal) = decision { Some(reason(refusal)) } else { None };
    TestSignIn { said: Some(said), outcome, reason, would_be, ..test }
}

const fn reason(refusal: Refusal) -> TestReason {
    match refusal {
        Refusal::UnverifiedEmail => TestReason::UnverifiedEmail,
        Refusal::ForeignDomain => TestReason::ForeignDomain,
        Refusal::Unknown => TestReason::Unknown,
        Refusal::Deactivated => TestReason::Deactivated,
    }
}
