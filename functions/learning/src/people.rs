//! Members whom requests and invitations speak of.

use people_model::members::{self, Member};
use std::collections::{BTreeSet, HashMap};
use table::{TableError, Tenant};
use trellis_core::{
    ids::MemberId,
    personal::{Name, Personal},
    title::Title,
};

/// As many as one request reads.
const AT_ONCE: usize = 100;

/// Those of these members who are there.
pub(crate) async fn people(tenant: &Tenant, wanted: impl IntoIterator<Item = MemberId>) -> Result<HashMap<MemberId, Member>, TableError> {
    let wanted: BTreeSet<MemberId> = wanted.into_iter().collect();
    let (wanted, mut found) = (Vec::from_iter(wanted), HashMap::new());
    for some in wanted.chunks(AT_ONCE) {
        let members = members::members(tenant, some.iter().copied()).await?.into_iter();
        found.extend(members.map(|member| (member.value.id, member.value)));
    }
    Ok(found)
}

/// What a member is called, if they are there.
pub(crate) fn name_of(people: &HashMap<MemberId, Member>, id: Option<MemberId>) -> Option<Personal<Title, Name>> {
    id.and_then(|id| people.get(&id)).map(|member| member.name.clone())
}
