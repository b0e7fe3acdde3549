//! What this area keeps in the table.

use crate::ids::{GroupId, SupportGrantId};
use table::{Key, Prefix, keys::PROFILE};
use tenancy::WorkspaceScope;
use trellis_core::{ids::MemberId, role::Role};

/// The members, by name.
const MEMBERS: Prefix = Prefix::new("MEMBERS", "");
/// Copies of the members with a role.
const WITH_ROLE: Prefix = Prefix::new("ROLE", "");
const OF_REGION: Prefix = Prefix::new("REGION", "");
const IN_STATE: Prefix = Prefix::new("PEOPLE", "");
const ADMINISTRATORS: Prefix = Prefix::new("ADMINISTRATORS", "ADMINISTRATORS");
const ADDRESS: Prefix = Prefix::new("ADDRESS", "ADDRESS");
/// Those who report to a member.
pub(crate) const REPORTS: Prefix = Prefix::new("MEMBER", "REPORT#");
/// The groups of a member.
pub(crate) const MEMBERSHIPS: Prefix = Prefix::new("MEMBER", "GROUP#");
const GROUP_COUNT: Prefix = Prefix::new("MEMBER", "COUNT#GROUPS");
const GROUPS: Prefix = Prefix::new("GROUPS", "");
const GROUP: Prefix = Prefix::new("GROUP", "GROUP");
const GROUP_MEMBERS: Prefix = Prefix::new("GROUP_MEMBERS", "");
/// Those of support, in the operators' own workspace.
const AGENTS: Prefix = Prefix::new("AGENTS", "");
const AGENT: Prefix = Prefix::new("AGENT", "AGENT");
const SUPPORT: Prefix = Prefix::new("SUPPORT", "");

pub const PREFIXES: &[Prefix] = &[
    MEMBERS,
    WITH_ROLE,
    OF_REGION,
    IN_STATE,
    ADMINISTRATORS,
    ADDRESS,
    REPORTS,
    MEMBERSHIPS,
    GROUP_COUNT,
    GROUPS,
    GROUP,
    GROUP_MEMBERS,
    AGENTS,
    AGENT,
    SUPPORT,
];

/// What several areas keep of a member, each under prefixes of its own.
#[must_use]
pub fn member_partition(scope: &WorkspaceScope, member: MemberId) -> String {
    PROFILE.partition_of(scope, member)
}

/// A member.
#[must_use]
pub fn profile(scope: &WorkspaceScope, member: MemberId) -> Key {
    PROFILE.key_of(scope, member)
}

pub(crate) fn members(scope: &WorkspaceScope) -> String {
    MEMBERS.partition(scope)
}

pub(crate) fn members_with_role(scope: &WorkspaceScope, role: Role) -> String {
    WITH_ROLE.partition_of(scope, role.name())
}

/// A copy of a member with a role.
pub(crate) fn member_with_role(scope: &WorkspaceScope, role: Role, sort: &str) -> Key {
    WITH_ROLE.item_of(scope, role.name(), sort)
}

pub(crate) fn members_of_region(scope: &WorkspaceScope, region_digest: &str) -> String {
    OF_REGION.partition_of(scope, region_digest)
}

pub(crate) fn members_in_state(scope: &WorkspaceScope, state: &str) -> String {
    IN_STATE.partition_of(scope, state)
}

pub(crate) fn administrators(scope: &WorkspaceScope) -> Key {
    ADMINISTRATORS.key(scope)
}

pub(crate) fn address(scope: &WorkspaceScope, digest: &str) -> Key {
    ADDRESS.key_of(scope, digest)
}

pub(crate) fn report(scope: &WorkspaceScope, manager: MemberId, member: MemberId) -> Key {
    REPORTS.item_of(scope, manager, member)
}

pub(crate) fn groups(scope: &WorkspaceScope) -> String {
    GROUPS.partition(scope)
}

pub(crate) fn group(scope: &WorkspaceScope, group: GroupId) -> Key {
    GROUP.key_of(scope, group)
}

pub(crate) fn group_members(scope: &WorkspaceScope, group: GroupId) -> String {
    GROUP_MEMBERS.partition_of(scope, group)
}

pub(crate) fn membership(scope: &WorkspaceScope, member: MemberId, group: GroupId) -> Key {
    MEMBERSHIPS.item_of(scope, member, group)
}

pub(crate) fn group_count(scope: &WorkspaceScope, member: MemberId) -> Key {
    GROUP_COUNT.key_of(scope, member)
}

pub(crate) fn agents(own: &WorkspaceScope) -> String {
    AGENTS.partition(own)
}

pub(crate) fn agent(own: &WorkspaceScope, address_digest: &str) -> Key {
    AGENT.key_of(own, address_digest)
}

pub(crate) fn support_grants(scope: &WorkspaceScope) -> String {
    SUPPORT.partition(scope)
}

pub(crate) fn support_grant(scope: &WorkspaceScope, grant: SupportGrantId) -> Key {
    SUPPORT.item(scope, grant)
}

/// Where a thing of this area is stored that has a name: `<thing>/<id>`, as acts name it.
#[must_use]
pub fn named(scope: &WorkspaceScope, kind: &str, id: &str) -> Option<Key> {
    match kind {
        "member" => Some(profile(scope, id.parse().ok()?)),
        "group" => Some(group(scope, id.parse().ok()?)),
        _ => None,
    }
}
