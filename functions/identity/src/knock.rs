//! Somebody at the door: a workspace and an address, and nothing proved yet.
//!
//! Whoever asks here may be a stranger who wants to know who works where. What a stranger can see of `/v1/auth/start` and
//! `/v1/auth/password` is the status, the form and the time of an answer, and how long attempts are refused. So an address that
//! is known, one that is not, a member who uses codes, one who uses a password, a deactivated member, a suspended workspace and
//! one that does not exist cost the same reads, the same writes and the same calls of the identity provider, get the same
//! answers, and are counted alike. What remains is the identity provider's own time, which hides the existence of users itself.
//!
//! Strangers from many sources can use up what an address has for devices that are not known. They never reach the counters of the
//! member: that of a known device, and that of the address at a network from which the member has signed in. Whoever has neither and is
//! refused gets a link by e-mail, which makes the device known: nobody can guess it.
//!
//! Guessing stays hopeless. Each sign-in takes six of 10^8 codes. A pair or a device has 6 sign-ins, then one in 15 minutes: 102 a day,
//! 612 codes. All strangers together have 30, then one a minute: 1,470 a day, 8,820 codes, or one chance in 11,300 for a whole day of
//! attack; with passwords, 4 and then 96 a day, each with a code of an app behind it.

use crate::{
    cognito::{IdentityProvider, NewUser},
    known_device,
};
use identity_model::{
    event::IdentityEvent,
    identity_providers,
    ids::SignInId,
    second_factors::{self, Progress},
    sessions,
};
use jiff::SignedDuration;
use lambda::{App, Problem, Request, WorkspaceScope};
use people_model::members::{self, Member};
use std::net::IpAddr;
use table::{Tenant, limits::Limit};
use trellis_core::{
    email::EmailAddress,
    host::HostName,
    ids::{MemberId, WorkspaceId},
};
use workspaces_model::workspaces::{self, WorkspaceState};

/// From one source to one address: what a person needs who mistypes.
pub(crate) const PER_PAIR: Limit = Limit {
    free: 6,
    wait: SignedDuration::from_secs(30),
    longest: SignedDuration::from_mins(15),
    forgiven_after: SignedDuration::from_secs(150),
};

/// To one address from all sources that are not known.
pub(crate) const PER_ADDRESS: Limit = Limit {
    free: 30,
    wait: SignedDuration::from_secs(5),
    longest: SignedDuration::from_mins(1),
    forgiven_after: SignedDuration::from_secs(30),
};

/// Passwords for one address from all sources that are not known: fewer than would make the identity provider lock the user, whose lock
/// holds for known devices too.
const PASSWORDS_PER_ADDRESS: Limit = Limit {
    free: 4,
    wait: SignedDuration::from_mins(15),
    longest: SignedDuration::from_mins(15),
    forgiven_after: SignedDuration::from_mins(15),
};

/// Links that somebody asks for who has proved nothing: those that make a device known, and those that lead to a workspace.
pub(crate) const LINKS_PER_ADDRESS: Limit = Limit {
    free: 1,
    wait: SignedDuration::from_mins(15),
    longest: SignedDuration::from_mins(15),
    forgiven_after: SignedDuration::from_mins(15),
};

/// From one source: an office of hundreds behind one address signs in at nine o'clock.
pub(crate) const PER_SOURCE: Limit = Limit {
    free: 600,
    wait: SignedDuration::from_secs(1),
    longest: SignedDuration::from_mins(1),
    forgiven_after: SignedDuration::from_millis(1500),
};

/// The user that the identity provider is asked about where there is no newcomer. It has no address, so it gets no code, and its name
/// is no member's, so it gets no token.
const NOBODY: NewUser<'static> = NewUser { username: "nobody", email: None, workspace: "nobody" };

/// What is knocked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum With {
    Code,
    Password,
}

/// What somebody at the door says.
#[derive(Debug)]
pub(crate) struct Heard<'a> {
    pub(crate) workspace: &'a WorkspaceId,
    pub(crate) email: &'a EmailAddress,
    /// From the link that makes a device known.
    pub(crate) link: Option<&'a str>,
    pub(crate) with: With,
}

/// Who it may be.
#[derive(Debug)]
pub(crate) struct Knock {
    pub(crate) scope: WorkspaceScope,
    /// The member with that address, if one may come in.
    pub(crate) member: Option<Member>,
    /// Whether that member signs in with password and app.
    pub(crate) enrolled: bool,
    /// The known device that it comes from.
    pub(crate) device: Option<SignInId>,
}

impl Knock {
    /// The member, if they have never signed in: the queue may not have told the identity provider of them yet.
    fn newcomer(&self) -> Option<&Member> {
        self.member.as_ref().filter(|member| !self.enrolled && member.invited_at.is_some() && member.accepted_at.is_none())
    }

    /// Makes sure that the identity provider has a user for whoever has just been invited, so that the first code reaches them however
    /// quick they are. It is asked about somebody in every case: that takes the same time for everybody.
    pub(crate) async fn ensure_user(&self, app: &App) -> Result<(), Problem> {
        let newcomer = self.newcomer().map(|member| (member.id.to_string(), member.email.0.as_str()));
        let user = newcomer.as_ref().map_or(NOBODY, |(username, email)| NewUser {
            username,
            email: Some(email),
            workspace: self.scope.workspace().as_str(),
        });
        Ok(app.service::<IdentityProvider>()?.find_or_create_user(user).await?)
    }

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

fn seconds(wait: SignedDuration) -> u32 {
    u32::try_from(wait.as_secs().saturating_add(1)).unwrap_or(u32::MAX)
}

/// 429 with the wait.
pub(crate) fn too_early(wait: SignedDuration) -> Problem {
    Problem::too_many(seconds(wait))
}

/// The workspace that a request names, or else that of its host name.
///
/// # Errors
/// 422 where neither names one: which host names belong to workspaces, DNS tells as well.
pub(crate) async fn named<B>(request: &Request<B>, workspace: Option<&WorkspaceId>) -> Result<WorkspaceId, Problem> {
    if let Some(workspace) = workspace {
        return Ok(workspace.clone());
    }
    let found = match &request.host {
        Some(host) => workspaces::workspace_by_host(request.operation(), host).await?,
        None => None,
    };
    let unknown = || Problem::rule("workspace", "name the workspace: this host name belongs to none");
    found.map(|(_, workspace)| workspace.value.id).ok_or_else(unknown)
}

/// How the network is remembered from which a member has signed in.
pub(crate) fn known_network(member: MemberId, source: &str) -> String {
    format!("network of {member} {}", network(source))
}

/// Counts the attempt and looks up who it may be.
///
/// # Errors
/// 429 for an attempt that comes too early, 409 where the workspace has its people come from a provider of its own.
pub(crate) async fn hear<B>(request: &Request<B>, heard: Heard<'_>) -> Result<Knock, Problem> {
    let (now, email) = (request.app.now(), heard.email);
    let (scope, workspace) = sessions::named_at_sign_in(request.operation(), heard.workspace).await?;
    let tenant = request.tenant(&scope);
    let open = workspace.is_some_and(|workspace| workspace.value.state == WorkspaceState::Open);
    let there = members::member_by_address(&tenant, email).await?.map(|member| member.value);
    let id = there.as_ref().map_or_else(MemberId::random, |member| member.id);
    let member = there.filter(|member| open && member.may_sign_in(now));
    let device = known_device::of(request, heard.link, &tenant, id);
    count(request, &tenant, &heard, (id, member.is_some()), device).await?;
    // This tells about the domain, which is no secret, and nothing about the address.
    if let Ok(domain) = email.domain().parse::<HostName>()
        && identity_providers::provider_of_domain(&tenant, &domain).await?.is_some_and(|binding| binding.enforced)
    {
        let detail = format!("People at {domain} sign in with their company account: open /v1/auth/sso/start with this domain.");
        return Err(Problem::conflict("sso-required", detail));
    }
    let factor = second_factors::second_factor(&tenant, id).await?;
    let enrolled = factor.is_some_and(|factor| factor.value.progress == Progress::Enrolled);
    Ok(Knock { scope, enrolled: enrolled && member.is_some(), member, device })
}

/// Counts the attempt where it belongs: for the device, or else for the pair, the source and the address.
async fn count<B>(
    request: &Request<B>,
    tenant: &Tenant,
    heard: &Heard<'_>,
    (id, may_sign_in): (MemberId, bool),
    device: Option<SignInId>,
) -> Result<(), Problem> {
    let email = heard.email;
    if let Some(device) = device {
        let refused = tenant.attempt(&format!("device {device}"), PER_PAIR).await?;
        return refused.map_or(Ok(()), |wait| Err(too_early(wait)));
    }
    let network = network(&request.source);
    let address = match heard.with {
        With::Code => (format!("address {email}"), PER_ADDRESS),
        With::Password => (format!("passwords {email}"), PASSWORDS_PER_ADDRESS),
    };
    let subjects = [(format!("pair {email} {network}"), PER_PAIR), (format!("source {network}"), PER_SOURCE), address];
    let Some(refused) = tenant.attempt_all(&subjects).await? else { return Ok(()) };
    let [own @ .., _] = &subjects;
    if refused.by < own.len() {
        return Err(too_early(refused.wait));
    }
    // Strangers keep the address busy. They are not where the member has been.
    if tenant.remembers(&known_network(id, &request.source)).await? {
        let refused = tenant.attempt_all(own).await?;
        return refused.map_or(Ok(()), |refused| Err(too_early(refused.wait)));
    }
    if tenant.attempt(&format!("link {email}"), LINKS_PER_ADDRESS).await?.is_none() {
        let event = may_sign_in.then_some(IdentityEvent::MemberDeviceWanted { member_id: id });
        sessions::ask_for_mail(tenant, event).await?;
    }
    Err(Problem::address_busy(seconds(refused.wait)))
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
