//! Who reports to whom.
//!
//! | access | how |
//! |---|---|
//! | a member's manager | in the member |
//! | the line above somebody | get one member after the other, at most 21 |
//! | who reports to a manager | query `W#<ws>#MEMBER#<manager>` / `REPORT#…`, then batch get the members |

use crate::{
    keys,
    line::LEVELS,
    members::{self, Member},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use table::{Entity, List, Listed, Page, Query, Record, TableError, Tenant, Write};
use trellis_core::ids::MemberId;

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Report {
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

/// The write that puts a member below a manager.
pub(crate) fn report(tenant: &Tenant, manager: MemberId, member: MemberId) -> Result<Write, TableError> {
    Record::new(Report { member_id: member }, tenant.now()).overwrite(keys::report(tenant.scope(), manager, member), tenant.now())
}

/// A member, their manager, that one's manager and so on; one more than there may be tells that a line is too long.
pub(crate) async fn line_from(tenant: &Tenant, first: MemberId, consistent: bool) -> Result<Vec<Record<Member>>, TableError> {
    let (mut line, mut next) = (Vec::new(), Some(first));
    while let Some(id) = next.filter(|_| line.len() <= LEVELS) {
        let item = tenant.get(keys::profile(tenant.scope(), id), consistent).await?;
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
pub async fn member_and_managers(tenant: &Tenant, member: MemberId) -> Result<Option<(Record<Member>, Vec<MemberId>)>, TableError> {
    let mut line = line_from(tenant, member, false).await?.into_iter();
    let Some(first) = line.next() else { return Ok(None) };
    let managers = line.map(|record| record.value.id).collect();
    Ok(Some((first, managers)))
}

/// Those who report directly to a manager, in no order that means anything.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn direct_reports(tenant: &Tenant, manager: MemberId, page: &Page) -> Result<Listed<Record<Member>>, TableError> {
    let list = List {
        name: "reports",
        index: None,
        partition: keys::member_partition(tenant.scope(), manager),
        prefix: Some(keys::REPORTS.sort().to_owned()),
        consistent: false,
        backwards: false,
        filter: Vec::new(),
        key_of: |_, _| None,
    };
    let listed = tenant.listed::<Report>(list, page).await?;
    let ids = listed.items.into_iter().map(|record| record.value.member_id).collect();
    Ok(Listed { items: members_in_order(tenant, ids).await?, next: listed.next })
}

/// All who report to a manager, directly or through others: a manager's own people come together, before those of the people.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn all_reports(tenant: &Tenant, manager: MemberId, page: &Page) -> Result<Listed<Record<Member>>, TableError> {
    let purpose = format!("cursor team {manager} {}", page.reader);
    let first = Position { manager, after: None };
    let mut at = match &page.cursor {
        None => Some(first),
        Some(cursor) => Some(tenant.reveal(&purpose, cursor)?),
    };
    let wanted = usize::try_from(page.limit.clamp(1, 100)).unwrap_or(1);
    let mut ids = Vec::new();
    for _ in 0..QUERIES {
        let Some(position) = at.filter(|_| ids.len() < wanted) else { break };
        let found = reports_after(tenant, position, wanted - ids.len()).await?;
        at = match found.last() {
            Some(last) if found.len() == wanted - ids.len() => Some(Position { after: Some(*last), ..position }),
            _ => next_family(tenant, manager, position.manager).await?,
        };
        ids.extend(found);
    }
    let next = at.map(|position| tenant.hide(&purpose, &position)).transpose()?;
    Ok(Listed { items: members_in_order(tenant, ids).await?, next })
}

async fn reports_after(tenant: &Tenant, position: Position, most: usize) -> Result<Vec<MemberId>, TableError> {
    let query = Query {
        partition: keys::member_partition(tenant.scope(), position.manager),
        prefix: Some(keys::REPORTS.sort().to_owned()),
        limit: i32::try_from(most).ok(),
        ..Query::default()
    };
    let query = query.after(position.after.map(|after| keys::report(tenant.scope(), position.manager, after)));
    let (items, _) = tenant.query(query).await?;
    items.into_iter().map(|item| Ok(Record::<Report>::read(item)?.value.member_id)).collect()
}

/// Whose people come after those of `done`: the first below, else the next beside, else the next beside somebody above.
async fn next_family(tenant: &Tenant, top: MemberId, done: MemberId) -> Result<Option<Position>, TableError> {
    let below = reports_after(tenant, Position { manager: done, after: None }, 1).await?;
    if let Some(first) = below.first() {
        return Ok(Some(Position { manager: *first, after: None }));
    }
    let mut at = done;
    for _ in 0..=LEVELS {
        if at == top {
            break;
        }
        let item = tenant.get(keys::profile(tenant.scope(), at), false).await?;
        let Some(above) = item.map(Record::<Member>::read).transpose()?.and_then(|member| member.value.manager) else { break };
        let beside = reports_after(tenant, Position { manager: above, after: Some(at) }, 1).await?;
        if let Some(next) = beside.first() {
            return Ok(Some(Position { manager: *next, after: None }));
        }
        at = above;
    }
    Ok(None)
}

/// The members with these ids, in their order; whoever is not there is left out.
pub(crate) async fn members_in_order(tenant: &Tenant, ids: Vec<MemberId>) -> Result<Vec<Record<Member>>, TableError> {
    let mut found: HashMap<MemberId, Record<Member>> = HashMap::new();
    for record in members::members(tenant, ids.iter().copied()).await? {
        found.insert(record.value.id, record);
    }
    Ok(ids.into_iter().filter_map(|id| found.remove(&id)).collect())
}
