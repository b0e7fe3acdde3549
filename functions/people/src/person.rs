//! A member as administrators see one.

use domain::{
    email::EmailAddress,
    ids::MemberId,
    member::{INVITATION_LIFE, InvitationState, MemberState},
    personal::Personal,
    role::{self, Role},
    title::Title,
};
use jiff::Timestamp;
use lambda::{Caller, Problem, Reply};
use serde::Serialize;
use std::collections::BTreeSet;
use store::{
    Record,
    members::{Member, Refusal},
};

/// The roles of a member to whom an administrator gives these.
pub(crate) fn given(roles: BTreeSet<Role>) -> Result<BTreeSet<Role>, Problem> {
    role::given(roles).map_err(|role| Problem::rule("roles", format!("{} is not a role that can be given to a member", role.name())))
}

/// Whether a caller may turn these roles into those. A program's secret lies in a configuration somewhere: no role that needs a second
/// factor comes or goes by it.
pub(crate) fn may_give(caller: &Caller, before: &BTreeSet<Role>, after: &BTreeSet<Role>) -> Result<(), Problem> {
    let administrative = before.symmetric_difference(after).any(|role| role.needs_second_factor());
    if caller.has(Role::Machine) && administrative {
        return Err(Problem::forbidden("A program can neither give nor take a role that needs a second factor."));
    }
    Ok(())
}

/// Whether a caller may make this member into that. Whoever has the address of somebody with a second factor has half of what lets them in.
pub(crate) fn may_change(caller: &Caller, before: &Member, after: &Member) -> Result<(), Problem> {
    may_give(caller, &before.roles, &after.roles)?;
    if before.roles.contains(&Role::Platform) && !caller.has(Role::Platform) {
        return Err(Problem::forbidden("Only those who run the platform change one of theirs."));
    }
    let gate = before.email != after.email || before.state != after.state;
    if caller.has(Role::Machine) && gate && role::need_second_factor(&before.roles) {
        return Err(Problem::forbidden("A program changes neither address nor state of somebody with a role that needs a second factor."));
    }
    Ok(())
}

/// Why a member cannot be as wanted, as an administrator can understand it.
pub(crate) fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::AddressTaken => Problem::conflict("address-taken", "A member of this workspace has this e-mail address already."),
        Refusal::LastAdministrator => Problem::conflict(
            "last-administrator",
            "Nobody would be left to administer the workspace. Give the role to somebody else first.",
        ),
        Refusal::UnknownManager => Problem::rule("manager_id", "there is no such active member"),
        Refusal::Line(error) => Problem::rule("manager_id", error.to_string()),
    }
}

/// What has become of a member's invitation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Invitation {
    state: InvitationState,
    #[schema(value_type = String, format = DateTime)]
    sent_at: Timestamp,
    /// Nobody can take it up later.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Timestamp>,
}

/// A member of the workspace.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Person {
    member_id: MemberId,
    #[schema(value_type = String)]
    name: Personal<Title>,
    #[schema(value_type = String)]
    email: Personal<EmailAddress>,
    roles: BTreeSet<Role>,
    state: MemberState,
    /// To whom they report.
    #[serde(skip_serializing_if = "Option::is_none")]
    manager_id: Option<MemberId>,
    /// Where they work, in the workspace's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Title>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<Invitation>,
    /// For `If-Match`.
    version: u64,
}

impl Person {
    pub(crate) fn new(record: Record<Member>, now: Timestamp) -> Self {
        let (member, version) = (record.value, record.version);
        let invitation = member.invitation(now).zip(member.invited_at).map(|(state, sent_at)| Invitation {
            state,
            sent_at,
            expires_at: sent_at.checked_add(INVITATION_LIFE).unwrap_or(sent_at),
            accepted_at: member.accepted_at,
        });
        let Member { id, name, email, roles, state, manager, region, .. } = member;
        Self { member_id: id, name, email, roles, state, manager_id: manager, region, invitation, version }
    }
}

/// The answer to a change that has been stored.
pub(crate) fn stored(before: Record<Member>, after: Member, now: Timestamp) -> Reply<Person> {
    let version = before.version + 1;
    Reply::ok(Person::new(Record { value: after, version, ..before }, now)).etag(version)
}
