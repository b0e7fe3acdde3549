//! Somebody at the door: a workspace and an address, and nothing proved yet.
//!
//! Whoever asks here may be a stranger who wants to know who works where. What a stranger can see of `/v1/auth/start` and
//! `/v1/auth/password` is the status, the form and the time of an answer, and how long attempts are refused. So an address that
//! is known, one that is not, a member who uses codes, one who uses a password, a deactivated member, a suspended workspace and
//! one that does not exist cost the same reads, the same writes and the same call of the identity provider, get the same
//! answers, and are counted alike. What remains is the identity provider's own time, which hides the existence of users itself.

use domain::{
    email::EmailAddress,
    host::HostName,
    ids::{MemberId, WorkspaceId},
};
use jiff::SignedDuration;
use lambda::{App, Problem, Request, WorkspaceScope};
use std::net::IpAddr;
use store::{limits::Limit, members::Member, second_factors::Progress, workspaces::WorkspaceState};

/// From one source to one address: what a person needs who mistypes.
const PER_PAIR: Limit = Limit {
    free: 6,
    wait: SignedDuration::from_secs(30),
    longest: SignedDuration::from_mins(15),
    forgiven_after: SignedDuration::from_secs(150),
};

/// To one address from anywhere. The longest wait is short, so that no stranger locks a member out.
const PER_ADDRESS: Limit = Limit {
    free: 30,
    wait: SignedDuration::from_secs(5),
    longest: SignedDuration::from_mins(1),
    forgiven_after: SignedDuration::from_secs(30),
};

/// From one source: an office of hundreds behind one address signs in at nine o'clock.
pub(crate) const PER_SOURCE: Limit = Limit {
    free: 600,
    wait: SignedDuration::from_secs(1),
    longest: SignedDuration::from_mins(1),
    forgiven_after: SignedDuration::from_millis(1500),
};

/// Who it may be.
#[derive(Debug)]
pub(crate) struct Knock {
    pub(crate) scope: WorkspaceScope,
    /// The member with that address, if one may come in.
    pub(crate) member: Option<Member>,
    /// Whether that member signs in with password and app.
    pub(crate) enrolled: bool,
}

impl Knock {
    /// The user to ask the identity provider about: of nobody for a stranger.
    pub(crate) fn username(&self) -> MemberId {
        self.member.as_ref().map_or_else(MemberId::random, |member| member.id)
    }
}

/// What counts as one source: an IPv4 address, or the network of an IPv6 one, of which a household has 2^64 addresses.
pub(crate) fn network(source: &str) -> String {
    match source.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(address) => address.to_string(),
        Err(_) => source.to_owned(),
    }
}

/// 429 with the wait.
pub(crate) fn too_early(wait: SignedDuration) -> Problem {
    Problem::too_many(u32::try_from(wait.as_secs().saturating_add(1)).unwrap_or(u32::MAX))
}

/// The workspace that a request names, or else that of its host name.
///
/// # Errors
/// 422 where neither names one: which host names belong to workspaces, DNS tells as well.
pub(crate) async fn named<B>(app: &App, request: &Request<B>, workspace: Option<&WorkspaceId>) -> Result<WorkspaceId, Problem> {
    if let Some(workspace) = workspace {
        return Ok(workspace.clone());
    }
    let found = match &request.host {
        Some(host) => app.store().workspace_by_host(host).await?,
        None => None,
    };
    let unknown = || Problem::rule("workspace", "name the workspace: this host name belongs to none");
    found.map(|(_, workspace)| workspace.value.id).ok_or_else(unknown)
}

/// Counts the attempt and looks up who it may be.
///
/// # Errors
/// 429 for an attempt that comes too early, 409 where the workspace has its people come from a provider of its own.
pub(crate) async fn hear(app: &App, workspace: &WorkspaceId, email: &EmailAddress, source: &str) -> Result<Knock, Problem> {
    let (store, now) = (app.store(), app.now());
    let (scope, workspace) = store.named_at_sign_in(workspace).await?;
    let (network, open) = (network(source), workspace.is_some_and(|workspace| workspace.value.state == WorkspaceState::Open));
    let subjects = [
        (format!("pair {email} {network}"), PER_PAIR),
        (format!("address {email}"), PER_ADDRESS),
        (format!("source {network}"), PER_SOURCE),
    ];
    for (subject, limit) in subjects {
        if let Some(wait) = store.attempt(&scope, &subject, limit, now).await? {
            return Err(too_early(wait));
        }
    }
    // This tells about the domain, which is no secret, and nothing about the address.
    if let Ok(domain) = email.domain().parse::<HostName>()
        && store.provider_of_domain(&scope, &domain).await?.is_some_and(|binding| binding.enforced)
    {
        let detail = format!("People of {domain} sign in through their own identity provider: open /v1/auth/sso/start with this domain.");
        return Err(Problem::conflict("sso-required", detail));
    }
    let member = store.member_by_address(&scope, email).await?.map(|member| member.value);
    let id = member.as_ref().map_or_else(MemberId::random, |member| member.id);
    let factor = store.second_factor(&scope, id).await?;
    let enrolled = factor.is_some_and(|factor| factor.value.progress == Progress::Enrolled);
    let member = member.filter(|member| open && member.may_sign_in(now));
    Ok(Knock { scope, enrolled: enrolled && member.is_some(), member })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_one_source() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2:ffff::1"), "2001:db8:1:2::/64");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("?"), "?");
    }
}
