//! Groups of members.
//!
//! | access | how |
//! |---|---|
//! | a group | get `W#<ws>#GROUP#<id>` / `GROUP` |
//! | groups by name | query index 1, `W#<ws>#GROUPS` / `<name>#<id>` |
//! | the members of a group | query index 1, `W#<ws>#GROUP_MEMBERS#<id>` / `<member>#<id>`, then batch get the members |
//! | the groups of a member | query `W#<ws>#MEMBER#<id>` / `GROUP#…`, then batch get the groups |
//!
//! A group that is deleted takes no memberships with it, however many there are: without their group they open nothing, and they are
//! cleared away when the member's groups are as many as may be.

use crate::{ids::GroupId, keys, members::Member, reporting};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{
    Condition, Entity, List, Listed, MOST_WRITES, Page, Place, Query, Record, TableError, Tenant, TransactionError, Write,
    audit::Act,
    counts::{Count, Limited},
    idempotency::{Attempt, Created},
};
use tenancy::WorkspaceScope;
use trellis_core::{folding::order_key, ids::MemberId, personal::NotPersonal, title::Title};

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub id: GroupId,
    pub name: NotPersonal<Title>,
}

impl Entity for Group {
    const NAME: &'static str = "Group";
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Membership {
    group_id: GroupId,
    member_id: MemberId,
}

impl Entity for Membership {
    const NAME: &'static str = "Membership";
}

/// What putting somebody into a group has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    Now,
    Before,
    NoGroup,
    NoMember,
    /// They are in as many as may be: see [`MOST_GROUPS`].
    TooMany,
}

/// Groups of one member.
pub const MOST_GROUPS: u16 = 100;

fn limited(scope: &WorkspaceScope, member: MemberId) -> Limited {
    Limited { key: keys::group_count(scope, member), most: MOST_GROUPS }
}

fn place(scope: &WorkspaceScope, group: &Group) -> Place {
    let sort = format!("{}#{}", order_key(group.name.as_str()), group.id);
    Place::from(keys::group(scope, group.id)).listed(keys::groups(scope), sort)
}

/// Adds a group, once per attempt.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn create_group(tenant: &Tenant, group: Group, attempt: Option<&Attempt>, act: &Act) -> Result<(GroupId, Created), TableError> {
    let id = group.id;
    let place = place(tenant.scope(), &group);
    let writes = vec![Record::new(group, tenant.now()).write(place, tenant.now())?, tenant.recorded(act)?];
    Ok(tenant.create_once(attempt, id, writes).await?)
}

/// A group.
///
/// # Errors
/// When the table cannot be read.
pub async fn group(tenant: &Tenant, id: GroupId) -> Result<Option<Record<Group>>, TableError> {
    tenant.get(keys::group(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// Groups by name.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_groups(tenant: &Tenant, page: &Page) -> Result<Listed<Record<Group>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::group(scope, sort.rsplit('#').next()?.parse().ok()?));
    tenant.listed(List::indexed("groups", keys::groups(tenant.scope()), key_of), page).await
}

/// Stores a changed group and answers it as it is now stored.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn update_group(tenant: &Tenant, group: Record<Group>, act: &Act) -> Result<Record<Group>, TableError> {
    let writes = vec![group.write(place(tenant.scope(), &group.value), tenant.now())?, tenant.recorded(act)?];
    tenant.transact(writes).await?;
    Ok(group.stored(tenant.now()))
}

/// Removes a group.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn delete_group(tenant: &Tenant, group: &Record<Group>, act: &Act) -> Result<(), TableError> {
    let delete = Write::Delete(keys::group(tenant.scope(), group.value.id), Condition::Version(group.version));
    Ok(tenant.transact(vec![delete, tenant.recorded(act)?]).await?)
}

/// Puts a member into a group.
///
/// # Errors
/// When the table cannot be written.
pub async fn join_group(tenant: &Tenant, group_id: GroupId, member_id: MemberId, act: &Act) -> Result<Joined, TableError> {
    let place = Place::from(keys::membership(tenant.scope(), member_id, group_id));
    let place = place.listed(keys::group_members(tenant.scope(), group_id), format!("{member_id}#{group_id}"));
    let writes = vec![
        Write::Check(keys::group(tenant.scope(), group_id), Condition::Present),
        Write::Check(keys::profile(tenant.scope(), member_id), Condition::Present),
        Record::new(Membership { group_id, member_id }, tenant.now()).write(place, tenant.now())?,
        tenant.recorded(act)?,
        tenant.one_more(limited(tenant.scope(), member_id)),
    ];
    loop {
        return match tenant.transact(writes.clone()).await {
            Ok(()) => Ok(Joined::Now),
            Err(TransactionError::Conditions(failed)) if failed.contains(&0) => Ok(Joined::NoGroup),
            Err(TransactionError::Conditions(failed)) if failed.contains(&1) => Ok(Joined::NoMember),
            Err(TransactionError::Conditions(failed)) if failed.contains(&2) => Ok(Joined::Before),
            // Each round clears away what the one before has counted, so this ends.
            Err(TransactionError::Conditions(_)) if clear_memberships(tenant, member_id).await? => continue,
            Err(TransactionError::Conditions(_)) => Ok(Joined::TooMany),
            Err(TransactionError::Table(error)) => Err(error),
        };
    }
}

/// Clears away a member's memberships of groups that are gone, and counts what is left; `false` if there was nothing to clear.
async fn clear_memberships(tenant: &Tenant, member: MemberId) -> Result<bool, TableError> {
    let of = limited(tenant.scope(), member);
    let Some(counted) = tenant.count(&of).await? else { return Ok(false) };
    let partition = keys::member_partition(tenant.scope(), member);
    let query = Query { partition, prefix: Some(keys::MEMBERSHIPS.sort().to_owned()), consistent: true, ..Query::default() };
    let items = tenant.query_all(query).await?;
    let all = items.into_iter().map(|item| Ok(Record::<Membership>::read(item)?.value.group_id));
    let all = all.collect::<Result<BTreeSet<_>, TableError>>()?;
    let there = existing_groups(tenant, &all, true).await?;
    let gone: Vec<GroupId> = all.difference(&there).copied().take(MOST_WRITES - 1).collect();
    let left = i64::try_from(all.len() - gone.len()).unwrap_or(i64::MAX);
    if left >= counted.value.count {
        return Ok(false);
    }
    let counted = Record { value: Count { count: left }, ..counted };
    let mut writes = vec![counted.write(of.key, tenant.now())?];
    writes.extend(gone.into_iter().map(|group| Write::Delete(keys::membership(tenant.scope(), member, group), Condition::Any)));
    match tenant.transact(writes).await {
        // Somebody else has counted: look again at what there is now.
        Ok(()) | Err(TransactionError::Conditions(_)) => Ok(true),
        Err(TransactionError::Table(error)) => Err(error),
    }
}

/// Those of these groups that exist.
///
/// # Errors
/// When the table cannot be read.
pub async fn existing_groups(tenant: &Tenant, groups: &BTreeSet<GroupId>, newest: bool) -> Result<BTreeSet<GroupId>, TableError> {
    let ids: Vec<GroupId> = groups.iter().copied().collect();
    let mut found = BTreeSet::new();
    for ids in ids.chunks(100) {
        let keys = ids.iter().map(|id| keys::group(tenant.scope(), *id)).collect();
        for item in tenant.batch_get(keys, newest).await? {
            found.insert(Record::<Group>::read(item)?.value.id);
        }
    }
    Ok(found)
}

/// Takes a member out of a group; `false` if they were not in it.
///
/// # Errors
/// When the table cannot be written.
pub async fn leave_group(tenant: &Tenant, group_id: GroupId, member_id: MemberId, act: &Act) -> Result<bool, TableError> {
    let delete = Write::Delete(keys::membership(tenant.scope(), member_id, group_id), Condition::Present);
    let less = tenant.one_less(limited(tenant.scope(), member_id));
    match tenant.transact(vec![delete, tenant.recorded(act)?, less]).await {
        Ok(()) => Ok(true),
        Err(TransactionError::Conditions(_)) => Ok(false),
        Err(TransactionError::Table(error)) => Err(error),
    }
}

/// The members of a group, the longest known first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn group_members(tenant: &Tenant, id: GroupId, page: &Page) -> Result<Listed<Record<Member>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| {
        let (member, group) = sort.split_once('#')?;
        Some(keys::membership(scope, member.parse().ok()?, group.parse().ok()?))
    };
    let list = List::indexed("group-members", keys::group_members(tenant.scope(), id), key_of);
    let listed = tenant.listed::<Membership>(list, page).await?;
    let ids = listed.items.into_iter().map(|record| record.value.member_id).collect();
    Ok(Listed { items: reporting::members_in_order(tenant, ids).await?, next: listed.next })
}

/// The ids of a member's groups, all of them, and of groups that are gone: see [`member_of`].
///
/// # Errors
/// When the table cannot be read.
pub async fn memberships(tenant: &Tenant, member: MemberId) -> Result<Vec<GroupId>, TableError> {
    let partition = keys::member_partition(tenant.scope(), member);
    let query = Query { partition, prefix: Some(keys::MEMBERSHIPS.sort().to_owned()), limit: Some(100), ..Query::default() };
    let (items, _) = tenant.query(query).await?;
    items.into_iter().map(|item| Ok(Record::<Membership>::read(item)?.value.group_id)).collect()
}

/// Those of these groups that a member is in and that exist.
///
/// # Errors
/// When the table cannot be read.
pub async fn member_of(tenant: &Tenant, member: MemberId, wanted: &BTreeSet<GroupId>) -> Result<BTreeSet<GroupId>, TableError> {
    let own = memberships(tenant, member).await?.into_iter().filter(|group| wanted.contains(group)).collect();
    existing_groups(tenant, &own, false).await
}

/// The groups of a member by name, all of them.
///
/// # Errors
/// When the table cannot be read.
pub async fn groups_of(tenant: &Tenant, member: MemberId) -> Result<Vec<Record<Group>>, TableError> {
    let keys = memberships(tenant, member).await?.into_iter().map(|id| keys::group(tenant.scope(), id)).collect();
    let items = tenant.batch_get(keys, false).await?;
    let mut groups = items.into_iter().map(Record::<Group>::read).collect::<Result<Vec<_>, _>>()?;
    groups.sort_by_cached_key(|group| order_key(group.value.name.as_str()));
    Ok(groups)
}
