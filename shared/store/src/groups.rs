//! Groups of members.
//!
//! | access | how |
//! |---|---|
//! | a group | get `W#<ws>#GROUP#<id>` / `GROUP` |
//! | groups by name | query index 1, `W#<ws>#GROUPS` / `<name>#<id>` |
//! | the members of a group | query index 1, `W#<ws>#GROUP_MEMBERS#<id>` / `<member>#<id>`, then batch get the members |
//! | the groups of a member | query `W#<ws>#MEMBER#<id>` / `GROUP#…`, then batch get the groups |
//!
//! A group that is deleted takes no memberships with it, however many there are: without their group they mean nothing.

use crate::{
    Listed, Page, Store, StoreError,
    audit::Act,
    cursor::List,
    entity::{Entity, Place, Record},
    idempotency::{Attempt, Created},
    keys,
    members::Member,
    query::Query,
    table::{Condition, TransactionError, Write},
};
use domain::{
    ids::{GroupId, MemberId},
    title::Title,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tenancy::WorkspaceScope;

/// How many groups somebody can be in.
pub const MOST_GROUPS: usize = 100;

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub id: GroupId,
    pub name: Title,
}

impl Entity for Group {
    const NAME: &'static str = "Group";
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Membership {
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
    /// They are in [`MOST_GROUPS`].
    TooMany,
}

fn place(scope: &WorkspaceScope, group: &Group) -> Place {
    let sort = format!("{}#{}", group.name.as_str().to_lowercase(), group.id);
    Place::from(keys::group(scope, group.id)).listed(keys::groups(scope), sort)
}

impl Store {
    /// Adds a group, once per attempt.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`], or when the table cannot be written.
    pub async fn create_group(
        &self,
        scope: &WorkspaceScope,
        group: Group,
        attempt: Option<&Attempt>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(GroupId, Created), StoreError> {
        let id = group.id;
        let place = place(scope, &group);
        let writes = vec![Record::new(group, now).write(place, now)?, self.recorded(scope, act, now)?];
        Ok(self.create_once(scope, attempt, id, writes, now).await?)
    }

    /// A group.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn group(&self, scope: &WorkspaceScope, id: GroupId) -> Result<Option<Record<Group>>, StoreError> {
        self.table.get(scope, keys::group(scope, id), true).await?.map(Record::read).transpose()
    }

    /// Groups by name.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_groups(&self, scope: &WorkspaceScope, page: &Page) -> Result<Listed<Record<Group>>, StoreError> {
        let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::group(scope, sort.rsplit('#').next()?.parse().ok()?));
        self.listed(scope, List::indexed("groups", keys::groups(scope), key_of), page).await
    }

    /// Stores a changed group.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it was changed since it was read.
    pub async fn update_group(&self, scope: &WorkspaceScope, group: &Record<Group>, act: &Act, now: Timestamp) -> Result<(), StoreError> {
        let writes = vec![group.write(place(scope, &group.value), now)?, self.recorded(scope, act, now)?];
        Ok(self.table.transact(scope, writes).await?)
    }

    /// Removes a group.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it was changed since it was read.
    pub async fn delete_group(&self, scope: &WorkspaceScope, group: &Record<Group>, act: &Act, now: Timestamp) -> Result<(), StoreError> {
        let delete = Write::Delete(keys::group(scope, group.value.id), Condition::Version(group.version));
        Ok(self.table.transact(scope, vec![delete, self.recorded(scope, act, now)?]).await?)
    }

    /// Puts a member into a group.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn join_group(
        &self,
        scope: &WorkspaceScope,
        group_id: GroupId,
        member_id: MemberId,
        act: &Act,
        now: Timestamp,
    ) -> Result<Joined, StoreError> {
        if self.memberships(scope, member_id).await?.len() >= MOST_GROUPS {
            return Ok(Joined::TooMany);
        }
        let place = Place::from(keys::membership(scope, member_id, group_id));
        let place = place.listed(keys::group_members(scope, group_id), format!("{member_id}#{group_id}"));
        let writes = vec![
            Write::Check(keys::group(scope, group_id), Condition::Present),
            Write::Check(keys::profile(scope, member_id), Condition::Present),
            Record::new(Membership { group_id, member_id }, now).write(place, now)?,
            self.recorded(scope, act, now)?,
        ];
        match self.table.transact(scope, writes).await {
            Ok(()) => Ok(Joined::Now),
            Err(TransactionError::Conditions(failed)) if failed.contains(&0) => Ok(Joined::NoGroup),
            Err(TransactionError::Conditions(failed)) if failed.contains(&1) => Ok(Joined::NoMember),
            Err(TransactionError::Conditions(_)) => Ok(Joined::Before),
            Err(TransactionError::Store(error)) => Err(error),
        }
    }

    /// Takes a member out of a group; `false` if they were not in it.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn leave_group(
        &self,
        scope: &WorkspaceScope,
        group_id: GroupId,
        member_id: MemberId,
        act: &Act,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let delete = Write::Delete(keys::membership(scope, member_id, group_id), Condition::Present);
        match self.table.transact(scope, vec![delete, self.recorded(scope, act, now)?]).await {
            Ok(()) => Ok(true),
            Err(TransactionError::Conditions(_)) => Ok(false),
            Err(TransactionError::Store(error)) => Err(error),
        }
    }

    /// The members of a group, the longest known first.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn group_members(&self, scope: &WorkspaceScope, id: GroupId, page: &Page) -> Result<Listed<Record<Member>>, StoreError> {
        let key_of = |scope: &WorkspaceScope, sort: &str| {
            let (member, group) = sort.split_once('#')?;
            Some(keys::membership(scope, member.parse().ok()?, group.parse().ok()?))
        };
        let list = List::indexed("group-members", keys::group_members(scope, id), key_of);
        let listed = self.listed::<Membership>(scope, list, page).await?;
        let ids = listed.items.into_iter().map(|record| record.value.member_id).collect();
        Ok(Listed { items: self.members_in_order(scope, ids).await?, next: listed.next })
    }

    /// The ids of a member's groups, all of them.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn memberships(&self, scope: &WorkspaceScope, member: MemberId) -> Result<Vec<GroupId>, StoreError> {
        let partition = keys::member_partition(scope, member);
        let query = Query { partition, prefix: Some(keys::GROUPS.to_owned()), limit: i32::try_from(MOST_GROUPS).ok(), ..Query::default() };
        let (items, _) = self.table.query(scope, query).await?;
        items.into_iter().map(|item| Ok(Record::<Membership>::read(item)?.value.group_id)).collect()
    }

    /// The groups of a member by name, all of them.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn groups_of(&self, scope: &WorkspaceScope, member: MemberId) -> Result<Vec<Record<Group>>, StoreError> {
        let keys = self.memberships(scope, member).await?.into_iter().map(|id| keys::group(scope, id)).collect();
        let items = self.table.batch_get(scope, keys, false).await?;
        let mut groups = items.into_iter().map(Record::<Group>::read).collect::<Result<Vec<_>, _>>()?;
        groups.sort_by_cached_key(|group| group.value.name.as_str().to_lowercase());
        Ok(groups)
    }
}
