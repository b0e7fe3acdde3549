//! Members of a workspace.
//!
//! | access | how |
//! |---|---|
//! | a member by id | get `W#<ws>#MEMBER#<id>` / `HOME#PROFILE` |
//! | a member by address | get `W#<ws>#ADDRESS#<digest>` / `ADDRESS`, then the member |
//! | members by name | query index 1, `W#<ws>#MEMBERS` / `<name>#<id>`, filtered by words |
//! | those of a region | query index 2, `W#<ws>#REGION#<digest of the region>` / `<name>#<id>` |
//! | those in a state | query index 3, `W#<ws>#PEOPLE#<state>` / `<name>#<id>` |
//! | those with a role that few have | query `W#<ws>#ROLE#<role>` / `<name>#<id>`: copies, written and removed with the member |
//!
//! How members change is in `member_changes`, who reports to whom in `reporting`.

use crate::{
    keys,
    line::LineError,
    member::{InvitationState, MemberState, roles_at},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use table::{
    Condition, Entity, Filter, Index, Key, List, Listed, Operation, Page, Place, Query, Record, TableError, Tenant, Write, digest,
    figures::{Counted, Figure},
    idempotency::Created,
};
use tenancy::WorkspaceScope;
use trellis_core::{
    email::{AddressDigest, EmailAddress},
    folding::order_key,
    ids::MemberId,
    locale::Locale,
    personal::{Contact, Name, NotPersonal, Personal},
    role::Role,
    title::Title,
};

/// A person in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub id: MemberId,
    pub name: Personal<Title, Name>,
    pub email: Personal<EmailAddress, Contact>,
    pub roles: BTreeSet<Role>,
    pub state: MemberState,
    /// To whom they report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<MemberId>,
    /// Where they work, in the workspace's own words: a unit of the organisation, like a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<NotPersonal<Title>>,
    /// Whose people they administer, if their role is [`Role::RegionalAdmin`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub regions: BTreeSet<NotPersonal<Title>>,
    /// The language that they have chosen; the workspace's if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// When the newest invitation went out; absent where nobody needed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_at: Option<Timestamp>,
    /// When they signed in for the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// How long somebody of support may look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_until: Option<Timestamp>,
}

impl Member {
    /// Somebody who is invited now.
    #[must_use]
    pub fn invited(name: Personal<Title, Name>, email: Personal<EmailAddress, Contact>, roles: BTreeSet<Role>, now: Timestamp) -> Self {
        Self {
            id: MemberId::random(),
            name,
            email,
            roles,
            state: MemberState::Active,
            manager: None,
            region: None,
            regions: BTreeSet::new(),
            locale: None,
            invited_at: Some(now),
            accepted_at: None,
            support_until: None,
        }
    }

    /// Whether an administrator can change it: somebody of support comes and goes by support access.
    #[must_use]
    pub fn editable(&self) -> bool {
        !self.roles.contains(&Role::Support)
    }

    /// What has become of the invitation; `None` for somebody who needed none.
    #[must_use]
    pub fn invitation(&self, now: Timestamp) -> Option<InvitationState> {
        self.invited_at.map(|sent| InvitationState::at(now, sent, self.accepted_at))
    }

    /// Whether signing in is possible: neither deactivated nor invited too long ago, and with a role that counts.
    #[must_use]
    pub fn may_sign_in(&self, now: Timestamp) -> bool {
        self.state == MemberState::Active && self.invitation(now) != Some(InvitationState::Expired) && !self.roles_at(now).is_empty()
    }

    /// The roles that count at a time: support's ends.
    #[must_use]
    pub fn roles_at(&self, now: Timestamp) -> BTreeSet<Role> {
        roles_at(&self.roles, self.support_until, now)
    }

    /// Whether they count among those of whom one must remain.
    #[must_use]
    pub fn administers(&self) -> bool {
        self.state == MemberState::Active && self.roles.contains(&Role::Admin)
    }
}

impl Entity for Member {
    const NAME: &'static str = "Member";
}

/// Let in, and here at least once.
pub const ACTIVE: Figure = Figure::new("people_active");
/// Let in, and not here yet, however old their invitation is.
pub const INVITED: Figure = Figure::new("people_invited");
pub const DEACTIVATED: Figure = Figure::new("people_deactivated");

impl Counted for Member {
    fn figure(&self) -> Figure {
        match self.state {
            MemberState::Deactivated => DEACTIVATED,
            MemberState::Active if self.invited_at.is_some() && self.accepted_at.is_none() => INVITED,
            MemberState::Active => ACTIVE,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) member_id: MemberId,
}

impl Entity for Address {
    const NAME: &'static str = "Address";
}

/// What inviting a member has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    Member(MemberId, Created),
    Refused(Refusal),
}

/// Which members are wanted; what is left out does not matter.
#[derive(Debug, Clone, Default)]
pub struct MembersWanted {
    /// Words that stand in their name or address.
    pub words: Option<String>,
    pub state: Option<MemberState>,
    pub role: Option<Role>,
    /// Only those of these regions; of any if there are none.
    pub regions: Vec<String>,
}

impl MembersWanted {
    /// Whether a member is one of them, whatever words were sought.
    #[must_use]
    pub fn fits(&self, member: &Member) -> bool {
        let here = |region: &NotPersonal<Title>| self.regions.iter().any(|wanted| wanted == region.as_str());
        self.state.is_none_or(|state| member.state == state)
            && self.role.is_none_or(|role| member.roles.contains(&role))
            && (self.regions.is_empty() || member.region.as_ref().is_some_and(here))
    }

    /// The narrowest partition in which all of them are; what does not fit besides is left out while it is read.
    fn list(&self, scope: &WorkspaceScope) -> List {
        let mut state = self.state.map(|state| Filter::Equals("state", state.name().to_owned()));
        let mut role = self.role.map(|role| Filter::Contains("roles", role.name().to_owned()));
        let mut regions = (!self.regions.is_empty()).then(|| Filter::OneOf("region", self.regions.clone()));
        let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::profile(scope, sort.rsplit('#').next()?.parse().ok()?));
        let (name, index, partition) = match (self.role, self.regions.as_slice(), self.state) {
            (Some(rare), ..) if is_rare(rare) => {
                role = None;
                ("members-with-role", None, keys::members_with_role(scope, rare))
            }
            (_, [region], _) => {
                regions = None;
                ("members-of-region", Some(Index::Second), keys::members_of_region(scope, &digest(region)))
            }
            (.., Some(wanted)) => {
                state = None;
                ("members-in-state", Some(Index::Third), keys::members_in_state(scope, wanted.name()))
            }
            _ => ("members", Some(Index::First), keys::members(scope)),
        };
        let words = self.words.as_deref().into_iter().flat_map(Filter::words);
        let filter = [state, role, regions].into_iter().flatten().chain(words).collect();
        List { index, filter, ..List::indexed(name, partition, key_of) }
    }
}

/// Whether so few have a role that a list of all is no way to find them.
fn is_rare(role: Role) -> bool {
    role != Role::Learner
}

/// Why a member cannot be as wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Another member of the workspace has this address.
    AddressTaken,
    /// Nobody would be left to administer the workspace.
    LastAdministrator,
    /// There is no such manager in the workspace, or not any more.
    UnknownManager,
    /// The manager stands below, or too far down.
    Line(LineError),
}

/// Every change of a member is announced by the member itself, for the search index.
pub(crate) fn place(tenant: &Tenant, member: &Member) -> Place {
    let scope = tenant.scope();
    let sort = sort_key(member);
    let (name, email) = (&member.name.0, &member.email.0);
    // The domain is sought as it stands in the table and as people read it.
    let words = format!("{name} {email} {}", email.as_read());
    let mut place = Place::from(keys::profile(scope, member.id))
        .announcing(tenant, "member.changed", "id", "version")
        .listed(keys::members(scope), sort.clone())
        .listed_in(Index::Third, keys::members_in_state(scope, member.state.name()), sort.clone());
    if let Some(region) = &member.region {
        place = place.listed_in(Index::Second, keys::members_of_region(scope, &digest(region.as_str())), sort);
    }
    place.searched(&words)
}

fn sort_key(member: &Member) -> String {
    format!("{}#{}", order_key(member.name.0.as_str()), member.id)
}

/// Where a member is listed once more, under each role that few have.
fn by_role(scope: &WorkspaceScope, member: &Member) -> Vec<Key> {
    let rare = member.roles.iter().filter(|role| is_rare(**role));
    rare.map(|role| keys::member_with_role(scope, *role, &sort_key(member))).collect()
}

/// All writes of a member that was `before` or is new; the first, the member's own, is the only one with a condition.
pub(crate) fn writes(
    tenant: &Tenant,
    before: Option<&Member>,
    mut member: Record<Member>,
    now: Timestamp,
) -> Result<Vec<Write>, TableError> {
    let scope = tenant.scope();
    let place = place(tenant, &member.value);
    let own = place.clone();
    let mut writes = member.write_counted(scope, place, now)?;
    let listed = by_role(scope, &member.value);
    let left = before.map(|before| by_role(scope, before)).unwrap_or_default();
    writes.extend(left.into_iter().filter(|key| !listed.contains(key)).map(|key| Write::Delete(key, Condition::Any)));
    for key in listed {
        writes.push(member.overwrite(own.copied_to(key), now)?);
    }
    Ok(writes)
}

/// The writes that add a member whose address is nobody's yet.
///
/// # Errors
/// When they cannot be stored: a defect.
pub fn new_member(tenant: &Tenant, member: &Member) -> Result<Vec<Write>, TableError> {
    let (scope, now) = (tenant.scope(), tenant.now());
    let address = Record::new(Address { member_id: member.id }, now);
    let mut writes = vec![address.write(keys::address(scope, &digest(member.email.0.as_str())), now)?];
    writes.extend(self::writes(tenant, None, Record::new(member.clone(), now), now)?);
    Ok(writes)
}

/// A member.
///
/// # Errors
/// When the table cannot be read.
pub async fn member(tenant: &Tenant, id: MemberId) -> Result<Option<Record<Member>>, TableError> {
    tenant.get(keys::profile(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// Several members, at most 100, in no particular order.
///
/// # Errors
/// When the table cannot be read.
pub async fn members(tenant: &Tenant, ids: impl IntoIterator<Item = MemberId>) -> Result<Vec<Record<Member>>, TableError> {
    let keys = ids.into_iter().map(|id| keys::profile(tenant.scope(), id)).collect();
    tenant.batch_get(keys, false).await?.into_iter().map(Record::read).collect()
}

/// What a member is called.
pub type MemberName = Personal<Title, Name>;

/// What these members are called, however many, as far as they are there.
///
/// # Errors
/// When the table cannot be read.
pub async fn names(tenant: &Tenant, ids: impl IntoIterator<Item = MemberId>) -> Result<HashMap<MemberId, MemberName>, TableError> {
    let (ids, mut names) = (Vec::from_iter(ids.into_iter().collect::<BTreeSet<_>>()), HashMap::new());
    // As many as one request reads.
    for some in ids.chunks(100) {
        let found = members(tenant, some.iter().copied()).await?;
        names.extend(found.into_iter().map(|member| (member.value.id, member.value.name)));
    }
    Ok(names)
}

/// Who all members are: one who was invited a moment ago may be missing.
///
/// # Errors
/// When the table cannot be read.
pub async fn all_ids(tenant: &Tenant) -> Result<BTreeSet<MemberId>, TableError> {
    let (mut ids, mut start) = (BTreeSet::new(), None);
    // Page by page: of a million people no more than that is held.
    loop {
        let query = Query { index: Some(Index::First), partition: keys::members(tenant.scope()), start, ..Query::default() };
        let (items, next) = tenant.query(query).await?;
        for item in items {
            ids.insert(Record::<Member>::read(item)?.value.id);
        }
        if next.is_none() {
            return Ok(ids);
        }
        start = next;
    }
}

/// These members as they are now, however many, in no particular order.
///
/// # Errors
/// When the table cannot be read.
pub async fn members_now(tenant: &Tenant, ids: &BTreeSet<MemberId>) -> Result<Vec<Record<Member>>, TableError> {
    let ids: Vec<MemberId> = ids.iter().copied().collect();
    let mut found = Vec::with_capacity(ids.len());
    // As many as one request reads.
    for ids in ids.chunks(100) {
        let keys = ids.iter().map(|id| keys::profile(tenant.scope(), *id)).collect();
        for item in tenant.batch_get(keys, true).await? {
            found.push(Record::read(item)?);
        }
    }
    Ok(found)
}

/// The member with an address.
///
/// # Errors
/// When the table cannot be read.
pub async fn member_by_address(tenant: &Tenant, email: &EmailAddress) -> Result<Option<Record<Member>>, TableError> {
    let key = keys::address(tenant.scope(), &digest(email.as_str()));
    let address: Option<Record<Address>> = tenant.get(key, true).await?.map(Record::read).transpose()?;
    // An unknown address is looked up as far as a known one, so that the time does not tell them apart.
    member(tenant, address.map_or_else(MemberId::random, |address| address.value.member_id)).await
}

/// Members by name. Where few fit, a page may be short.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_members(tenant: &Tenant, wanted: &MembersWanted, page: &Page) -> Result<Listed<Record<Member>>, TableError> {
    tenant.listed(wanted.list(tenant.scope()), page).await
}

/// What stands for an address where none can be tried out without the cell's key.
#[must_use]
pub fn address_digest(operation: &Operation, email: &EmailAddress) -> AddressDigest {
    AddressDigest::new(operation.keyed_digest("address", email.as_str()))
}

/// Counts a member from before numbers were kept; how many were counted.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn count_member(tenant: &Tenant, member: &Record<Member>) -> Result<u64, TableError> {
    if member.counted.is_some() {
        return Ok(0);
    }
    let key = keys::profile(tenant.scope(), member.value.id);
    tenant.count_item(key, |member: Record<Member>, at| writes(tenant, None, member, at)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn who_may_sign_in_and_with_which_roles() {
        let now: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        let (name, email) = (Personal::new("Ann".parse().unwrap()), Personal::new("ann@acme.example".parse().unwrap()));
        let member = Member::invited(name, email, [Role::Learner].into(), now);
        let later = |days: i64| now + SignedDuration::from_hours(24 * days);
        assert!(member.may_sign_in(later(14)) && !member.may_sign_in(later(15)));
        assert!(Member { accepted_at: Some(now), ..member.clone() }.may_sign_in(later(400)));
        assert!(!Member { state: MemberState::Deactivated, ..member.clone() }.may_sign_in(now));
        // Support's role ends with its time; without a time it never began.
        let support = Member { roles: [Role::Support].into(), ..member };
        assert!(!support.may_sign_in(now));
        let support = Member { support_until: Some(later(1)), ..support };
        assert!(support.may_sign_in(now) && support.roles_at(later(1)).is_empty());
    }
}
