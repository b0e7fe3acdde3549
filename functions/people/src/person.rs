//! A member as administrators see one.

use jiff::Timestamp;
use lambda::{Call, Caller, Permission, Problem, Reply};
use people_model::{
    access::resource,
    member::{INVITATION_LIFE, InvitationState, MemberState},
    members::{self, Member, Refusal},
};
use serde::Serialize;
use std::collections::BTreeSet;
use table::Record;
use trellis_core::{
    email::EmailAddress,
    ids::MemberId,
    personal::{Contact, Name, Personal},
    role::{self, Role},
    title::Title,
};

/// Why only an administrator gives what lets somebody administer.
const WHOLE_WORKSPACE: &str =
    "Only an administrator of the whole workspace, and no program, gives or takes a role that needs a second factor.";

/// The roles of a member to whom an administrator gives these.
pub(crate) fn given(roles: BTreeSet<Role>) -> Result<BTreeSet<Role>, Problem> {
    role::given(roles).map_err(|role| Problem::rule("roles", format!("{} is not a role that can be given to a member", role.name())))
}

/// Whether the caller may do on this route what it is for to this member: an administrator of regions has those people only.
pub(crate) fn within<B>(call: &Call<B>, member: &Member) -> Result<bool, Problem> {
    call.permits(&resource(member.id, &[], member.region.as_ref().map(Title::as_str)))
}

/// A member; whoever is not [`within`] the caller's reach does not exist here.
pub(crate) async fn reached<B>(call: &Call<B>, id: MemberId) -> Result<Record<Member>, Problem> {
    let member = members::member(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    if within(call, &member.value)? { Ok(member) } else { Err(Problem::not_found("member")) }
}

/// Whether a caller who may change people may give this role and take it, and if not, why.
fn grants(caller: &Caller, role: Role) -> Result<(), &'static str> {
    // A program's secret lies in a configuration somewhere, and an administrator of regions is not to make others.
    if role.needs_second_factor() && !caller.has(Role::Admin) {
        return Err(WHOLE_WORKSPACE);
    }
    // Authors see every draft of the workspace, whatever region they work in.
    if role == Role::Author && caller.regions().is_some() {
        return Err("Authors work for the whole workspace. Only an administrator of the whole workspace gives or takes this role.");
    }
    Ok(())
}

/// The roles besides learner that a caller may give and take.
pub(crate) fn grantable_roles(caller: &Caller) -> BTreeSet<Role> {
    if !Permission::of(&caller.roles).contains(&Permission::ManagePeople) {
        return BTreeSet::new();
    }
    let given = Role::ALL.into_iter().filter(|role| role.assignable() && *role != Role::Learner);
    given.filter(|role| grants(caller, *role).is_ok()).collect()
}

/// Whether a caller may make somebody like this: where they work, what they may do, and whose people are theirs.
pub(crate) fn may_make<B>(call: &Call<B>, before: Option<&Member>, after: &Member) -> Result<(), Problem> {
    let none = (BTreeSet::new(), BTreeSet::new());
    let (roles, regions) = before.map_or((&none.0, &none.1), |before| (&before.roles, &before.regions));
    for role in roles.symmetric_difference(&after.roles) {
        grants(&call.caller, *role).map_err(Problem::forbidden)?;
    }
    if *regions != after.regions && !call.caller.has(Role::Admin) {
        return Err(Problem::forbidden(WHOLE_WORKSPACE));
    }
    if after.roles.contains(&Role::RegionalAdmin) == after.regions.is_empty() {
        return Err(Problem::rule("regions", "an administrator of regions needs one at least, and nobody else has any"));
    }
    if !within(call, after)? {
        let own = call.caller.regions().unwrap_or_default().join(", ");
        return Err(Problem::rule("region", format!("expected one of those that you administer: {own}")));
    }
    Ok(())
}

/// Whether a caller may make this member into that. Whoever has the address of somebody with a second factor has half of what lets them in.
pub(crate) fn may_change<B>(call: &Call<B>, before: &Member, after: &Member) -> Result<(), Problem> {
    may_make(call, Some(before), after)?;
    if before.roles.contains(&Role::Platform) && !call.caller.has(Role::Platform) {
        return Err(Problem::forbidden("Only those who run the platform change one of theirs."));
    }
    let gate = before.email != after.email || before.state != after.state;
    if !call.caller.has(Role::Admin) && gate && role::need_second_factor(&before.roles) {
        let detail =
            "Only an administrator of the whole workspace changes address or state of somebody with a role that needs a second factor.";
        return Err(Problem::forbidden(detail));
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
    name: Personal<Title, Name>,
    #[schema(value_type = String)]
    email: Personal<EmailAddress, Contact>,
    roles: BTreeSet<Role>,
    /// Whether administrators can change this member: somebody of support comes and goes by support access.
    editable: bool,
    /// Whether one of the roles needs a password and an authenticator app. Another administrator can reset both.
    needs_second_factor: bool,
    state: MemberState,
    /// To whom they report.
    #[serde(skip_serializing_if = "Option::is_none")]
    manager_id: Option<MemberId>,
    /// Where they work, in the workspace's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Title>,
    /// Whose people an administrator of regions has.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    regions: BTreeSet<Title>,
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
        let (editable, needs_second_factor) = (member.editable(), role::need_second_factor(&member.roles));
        let Member { id, name, email, roles, state, manager, region, regions, .. } = member;
        Self {
            member_id: id,
            name,
            email,
            roles,
            editable,
            needs_second_factor,
            state,
            manager_id: manager,
            region,
            regions,
            invitation,
            version,
        }
    }
}

/// The answer to a change that has been stored.
pub(crate) fn stored(before: Record<Member>, after: Member, now: Timestamp) -> Reply<Person> {
    let version = before.version + 1;
    Reply::ok(Person::new(Record { value: after, version, ..before }, now)).etag(version)
}
