//! What decides who may do what to a member.

use lambda::Resource;
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
