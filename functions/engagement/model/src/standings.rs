//! Points: every award, and what they add up to.
//!
//! | access | how |
//! |---|---|
//! | award points | transaction: put `W#<ws>#MEMBER#<id>` / `AWARD#<event>` if absent, put `HOME#STANDING` |
//! | a member's awards | query `W#<ws>#MEMBER#<id>` under `AWARD#`, newest event first |
//! | a member's standing | get `W#<ws>#MEMBER#<id>` / `HOME#STANDING` |
//!
//! The award is at once the ledger's entry and the mark that this event has been applied.

use crate::{board::Scores, keys};
use catalog_model::ids::{CourseId, LessonId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::{Entity, List, Listed, Page, Place, Record, TableError, Tenant, TransactionError};
use trellis_core::ids::{EventId, MemberId};

/// What a member's awards add up to. A change of it is carried to the boards by the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub member_id: MemberId,
    pub scores: Scores,
}

impl Entity for Standing {
    const NAME: &'static str = "Standing";
}

/// Points for one thing done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// The event that earned them.
    pub event_id: EventId,
    pub points: u32,
    /// When they were earned.
    pub at: Timestamp,
    pub course_id: CourseId,
    pub lesson_id: LessonId,
}

impl Entity for Award {
    const NAME: &'static str = "Award";
}

/// A member's standing; `None` before the first award.
///
/// # Errors
/// When the table cannot be read.
pub async fn standing(tenant: &Tenant, member: MemberId) -> Result<Option<Record<Standing>>, TableError> {
    tenant.get(keys::standing(tenant.scope(), member), true).await?.map(Record::read).transpose()
}

/// A member's awards, the latest event first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn awards(tenant: &Tenant, member: MemberId, page: &Page) -> Result<Listed<Record<Award>>, TableError> {
    let list = List {
        name: "awards",
        index: None,
        partition: keys::AWARDS.partition_of(tenant.scope(), member),
        prefix: Some(keys::AWARDS.sort().to_owned()),
        consistent: false,
        backwards: true,
        filter: Vec::new(),
        key_of: |_, _| None,
    };
    tenant.listed(list, page).await
}

/// Awards points once per event; `false` if they had been awarded before. Costs 4 write units.
///
/// # Errors
/// [`TableError::Conflict`] if others kept changing the standing at the same time.
pub async fn award(tenant: &Tenant, member: MemberId, award: &Award) -> Result<bool, TableError> {
    for _ in 0..8 {
        let mut standing = standing(tenant, member).await?.unwrap_or_else(|| {
            let empty = Standing { member_id: member, scores: Scores::default() };
            Record::new(empty, tenant.now())
        });
        standing.value.scores.award(award.points, award.at);
        let writes = vec![
            Record::new(award.clone(), tenant.now()).write(keys::award(tenant.scope(), member, award.event_id), tenant.now())?,
            standing.write(
                Place::from(keys::standing(tenant.scope(), member)).announcing(tenant, "scores.changed", "member_id", "scores"),
                tenant.now(),
            )?,
        ];
        match tenant.transact(writes).await {
            Ok(()) => return Ok(true),
            Err(TransactionError::Conditions(failed)) if failed.contains(&0) => {
                return Ok(false);
            }
            Err(TransactionError::Conditions(_)) => {}
            Err(TransactionError::Table(error)) => return Err(error),
        }
    }
    Err(TableError::Conflict)
}
