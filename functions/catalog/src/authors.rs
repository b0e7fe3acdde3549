//! What the authors of a course are called, for those who work on it with them.

use lambda::Caller;
use people_model::members;
use std::collections::{BTreeSet, HashMap};
use table::{TableError, Tenant};
use trellis_core::{
    api_scope::ApiScope,
    ids::MemberId,
    personal::{self, Personal},
    title::Title,
};

pub(crate) type AuthorName = Personal<Title, personal::Name>;

/// The names of these members, at most 100, as far as they are there; none for API clients that may not read people.
pub(crate) async fn names(
    tenant: &Tenant,
    caller: &Caller,
    members: impl IntoIterator<Item = MemberId>,
) -> Result<HashMap<MemberId, AuthorName>, TableError> {
    let wanted: BTreeSet<MemberId> = members.into_iter().collect();
    if wanted.is_empty() || (caller.member().is_err() && !caller.holds(Some(ApiScope::PeopleRead))) {
        return Ok(HashMap::new());
    }
    let found = members::members(tenant, wanted).await?.into_iter();
    Ok(found.map(|member| (member.value.id, member.value.name)).collect())
}
