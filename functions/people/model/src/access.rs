//! What decides who may do what to a member.

use crate::{members::Member, reporting};
use lambda::{Call, Problem, Resource};
use table::Record;
use trellis_core::ids::MemberId;

/// The policies about members.
pub const POLICIES: &str = include_str!("../../policies/people.cedar");

/// A member, as policies know them: `managers` are all above, the nearest included.
#[must_use]
pub fn resource(id: MemberId, managers: &[MemberId], region: Option<&str>) -> Resource {
    let member = Resource::new("Member", id, POLICIES).references("managers", "Member", managers).texts("regions", []);
    match region {
        Some(region) => member.text("region", region),
        None => member,
    }
}

/// The member whom the path names, if the caller may do to them what this route is for: who reports to a manager, directly or through others.
///
/// # Errors
/// Whoever is not of the team does not exist here, whether they exist elsewhere or not.
pub async fn team_member<B>(call: &Call<B>) -> Result<Record<Member>, Problem> {
    let id: MemberId = call.request.path("member_id", "member")?;
    let unknown = || Problem::not_found("member of your team");
    let (member, managers) = reporting::member_and_managers(&call.tenant, id).await?.ok_or_else(unknown)?;
    if call.permits(&resource(id, &managers, None))? { Ok(member) } else { Err(unknown()) }
}
