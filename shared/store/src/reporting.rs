//! Who reports to whom.
//!
//! | access | how |
//! |---|---|
//! | a member's manager | in the member |
//! | the line above somebody | get one member after the other, at most 21 |
//! | who reports to a manager | query `W#<ws>#MEMBER#<manager>` / `REPORT#…`, then batch get the members |

use crate::{
    Listed, Page, Store, StoreError,
    cursor::List,
    entity::{Entity, Record},
    keys,
    members::Member,
    query::Query,
    table::{Write, attributes},
};
use domain::{ids::MemberId, reporting::LEVELS};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tenancy::WorkspaceScope;

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Report {
    member_id: MemberId,
}

impl Entity for Report {
    const NAME: &'static str = "Report";
}

/// Queries for one page of a whole team: a deep team answers short pages, not a long wait.
const QUERIES: usize = 60;

/// Where a walk through a team stands: whose reports come next, and after which of them.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Position {
    manager: MemberId,
    after: Option<MemberId>,
}

impl Store {
    /// The write that puts a member below a manager.
    pub(crate) fn report(&self, scope: &WorkspaceScope, manager: MemberId, member: MemberId, now: Timestamp) -> Result<Write, StoreError> {
        Record::new(Report { member_id: member }, now).overwrite(keys::report(scope, manager, member), now)
    }

    /// A member, their manager, that one's manager and so on; one more than there may be tells that a line is too long.
    pub(crate) async fn line_from(
        &self,
        scope: &WorkspaceScope,
        first: MemberId,
        consistent: bool,
    ) -> Result<Vec<Record<Member>>, StoreError> {
        let (mut line, mut next) = (Vec::new(), Some(first));
        while let Some(id) = next.filter(|_| line.len() <= LEVELS) {
            let item = self.table.get(scope, keys::profile(scope, id), consistent).await?;
            let Some(record) = item.map(Record::<Member>::read).transpose()? else { break };
            next = record.value.manager;
            line.push(record);
        }
        Ok(line)
    }

    /// A member, and all above, the nearest first.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn member_and_managers(
        &self,
        scope: &WorkspaceScope,
        member: MemberId,
    ) -> Result<Option<(Record<Member>, Vec<MemberId>)>, StoreError> {
        let mut line = self.line_from(scope, member, false).await?.into_iter();
        let Some(first) = line.next() else { return Ok(None) };
        let managers = line.map(|record| record.value.id).collect();
        Ok(Some((first, managers)))
    }

    /// Those who report directly to a manager, in no order that means anything.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn direct_reports(
        &self,
        scope: &WorkspaceScope,
        manager: MemberId,
        page: &Page,
    ) -> Result<Listed<Record<Member>>, StoreError> {
        let list = List {
            name: "reports",
            index: None,
            partition: keys::member_partition(scope, manager),
            prefix: Some(keys::REPORTS.to_owned()),
            backwards: false,
            filter: Vec::new(),
            key_of: |_, _| None,
        };
        let listed = self.listed::<Report>(scope, list, page).await?;
        let ids = listed.items.into_iter().map(|record| record.value.member_id).collect();
        Ok(Listed { items: self.members_in_order(scope, ids).await?, next: listed.next })
    }

    /// All who report to a manager, directly or through others: a manager's own people come together, before those of the people.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn all_reports(&self, scope: &WorkspaceScope, manager: MemberId, page: &Page) -> Result<Listed<Record<Member>>, StoreError> {
        let purpose = format!("cursor:team:{}:{manager}", scope.workspace());
        let first = Position { manager, after: None };
        let mut at = match &page.cursor {
            None => Some(first),
            Some(cursor) => Some(self.signing.open(&purpose, cursor).ok_or(StoreError::BadCursor)?),
        };
        let wanted = usize::try_from(page.limit.clamp(1, 100)).unwrap_or(1);
        let mut ids = Vec::new();
        for _ in 0..QUERIES {
            let Some(position) = at.filter(|_| ids.len() < wanted) else { break };
            let found = self.reports_after(scope, position, wanted - ids.len()).await?;
            at = match found.last() {
                Some(last) if found.len() == wanted - ids.len() => Some(Position { after: Some(*last), ..position }),
                _ => self.next_family(scope, manager, position.manager).await?,
            };
            ids.extend(found);
        }
        let next = at.map(|position| self.signing.token(&purpose, &position)).transpose();
        let next = next.map_err(|error| StoreError::Refused(error.to_string()))?;
        Ok(Listed { items: self.members_in_order(scope, ids).await?, next })
    }

    async fn reports_after(&self, scope: &WorkspaceScope, position: Position, most: usize) -> Result<Vec<MemberId>, StoreError> {
        let start = position.after.map(|after| attributes(keys::report(scope, position.manager, after)));
        let query = Query {
            partition: keys::member_partition(scope, position.manager),
            prefix: Some(keys::REPORTS.to_owned()),
            start,
            limit: i32::try_from(most).ok(),
            ..Query::default()
        };
        let (items, _) = self.table.query(scope, query).await?;
        items.into_iter().map(|item| Ok(Record::<Report>::read(item)?.value.member_id)).collect()
    }

    /// Whose people come after those of `done`: the first below, else the next beside, else the next beside somebody above.
    async fn next_family(&self, scope: &WorkspaceScope, top: MemberId, done: MemberId) -> Result<Option<Position>, StoreError> {
        let below = self.reports_after(scope, Position { manager: done, after: None }, 1).await?;
        if let Some(first) = below.first() {
            return Ok(Some(Position { manager: *first, after: None }));
        }
        let mut at = done;
        for _ in 0..=LEVELS {
            if at == top {
                break;
            }
            let item = self.table.get(scope, keys::profile(scope, at), false).await?;
            let Some(above) = item.map(Record::<Member>::read).transpose()?.and_then(|member| member.value.manager) else { break };
            let beside = self.reports_after(scope, Position { manager: above, after: Some(at) }, 1).await?;
            if let Some(next) = beside.first() {
                return Ok(Some(Position { manager: *next, after: None }));
            }
            at = above;
        }
        Ok(None)
    }

    /// The members with these ids, in their order; whoever is not there is left out.
    pub(crate) async fn members_in_order(&self, scope: &WorkspaceScope, ids: Vec<MemberId>) -> Result<Vec<Record<Member>>, StoreError> {
        let mut found: HashMap<MemberId, Record<Member>> = HashMap::new();
        for record in self.members(scope, ids.iter().copied()).await? {
            found.insert(record.value.id, record);
        }
        Ok(ids.into_iter().filter_map(|id| found.remove(&id)).collect())
    }
}
