//! What the search index of a workspace's members knows of them.

use index_store::{Entry, Indexed};
use lambda::FunctionError;
use people_model::{
    member::MemberState,
    members::{self, Member, MembersWanted},
};
use search::{Access, Document};
use std::collections::BTreeSet;
use table::{Record, TableError, Tenant, digest};
use trellis_core::{ids::MemberId, role::Role};

/// The members of a workspace.
#[derive(Debug)]
pub(crate) struct MemberIndex;

impl Indexed for MemberIndex {
    const PATH: &'static str = "people/members-1.index";
    /// 100,000 people take some 40 MB.
    const LARGEST: u64 = 64 << 20;
    const MOST: usize = 150_000;
    type Id = MemberId;

    async fn all(tenant: &Tenant) -> Result<BTreeSet<MemberId>, TableError> {
        members::all_ids(tenant).await
    }

    async fn entries(tenant: &Tenant, ids: &BTreeSet<MemberId>) -> Result<Vec<Entry>, FunctionError> {
        let found = members::members_now(tenant, ids).await?;
        Ok(found.iter().map(|member| Entry::There(Box::new(document(member)))).collect())
    }
}

fn document(Record { value: member, version, .. }: &Record<Member>) -> Document {
    let Member { id, name, email, state, roles, region, .. } = member;
    let email = &email.0;
    let roles = roles.iter().map(|role| of_role(*role));
    let region = region.iter().map(|region| of_region(region.as_str()));
    Document {
        id: id.to_string(),
        version: *version,
        title: name.0.to_string(),
        tags: Vec::new(),
        // The domain is sought as it stands in the table and as people read it.
        summary: format!("{email} {}", email.as_read()),
        body: String::new(),
        facets: std::iter::once(of_state(*state)).chain(roles).chain(region).collect(),
        // Who sees whom is for the table and the policies to say, which have the last word.
        access: Access::Everybody,
        payload: Vec::new(),
    }
}

fn of_state(state: MemberState) -> (String, String) {
    ("state".to_owned(), state.name().to_owned())
}

fn of_role(role: Role) -> (String, String) {
    ("role".to_owned(), role.name().to_owned())
}

fn of_region(region: &str) -> (String, String) {
    ("region".to_owned(), digest(region))
}

/// What the index is to leave out.
pub(crate) fn filters(wanted: &MembersWanted) -> Vec<(String, String)> {
    let state = wanted.state.map(of_state);
    let regions = wanted.regions.iter().map(|region| of_region(region));
    state.into_iter().chain(wanted.role.map(of_role)).chain(regions).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use trellis_core::{email::EmailAddress, personal::Personal, title::Title};

    #[test]
    fn nobody_fits_whom_the_index_leaves_out() {
        let email: EmailAddress = "zoe@acme.example".parse().unwrap();
        let roles = BTreeSet::from([Role::Learner, Role::Author]);
        let name: Title = "Zoë".parse().unwrap();
        let mut member = Member::invited(Personal::new(name), Personal::new(email), roles, Timestamp::UNIX_EPOCH);
        member.region = Some("South".parse().unwrap());
        let facets = document(&Record::new(member.clone(), Timestamp::UNIX_EPOCH)).facets;
        for state in [None, Some(MemberState::Active), Some(MemberState::Deactivated)] {
            for role in [None, Some(Role::Author), Some(Role::Admin)] {
                for regions in [vec![], vec!["South"], vec!["North"], vec!["North", "South"]] {
                    let regions: Vec<String> = regions.into_iter().map(str::to_owned).collect();
                    let wanted = MembersWanted { words: None, state, role, regions };
                    let filters = filters(&wanted);
                    let kinds: BTreeSet<&String> = filters.iter().map(|(kind, _)| kind).collect();
                    let passes = kinds.iter().all(|kind| filters.iter().any(|filter| filter.0 == **kind && facets.contains(filter)));
                    assert_eq!(wanted.fits(&member), passes, "{wanted:?}");
                }
            }
        }
    }
}
