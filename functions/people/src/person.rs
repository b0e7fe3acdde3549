//! A member as administrators see one.

use domain::{
    email::EmailAddress,
    ids::MemberId,
    member::MemberState,
    personal::Personal,
    role::{self, Role},
    title::Title,
};
use lambda::{Caller, Problem};
use serde::Serialize;
use std::collections::BTreeSet;
use store::{Record, members::Member};

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
    /// For `If-Match`.
    version: u64,
}

impl From<Record<Member>> for Person {
    fn from(record: Record<Member>) -> Self {
        let Member { id, name, email, roles, state } = record.value;
        Self { member_id: id, name, email, roles, state, version: record.version }
    }
}
