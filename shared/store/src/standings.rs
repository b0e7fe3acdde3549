//! Points: every award, and what they add up to.
//!
//! | access | how |
//! |---|---|
//! | award points | transaction: put `W#<ws>#MEMBER#<id>` / `AWARD#<event>` if absent, put `HOME#STANDING` |
//! | a member's standing | get `W#<ws>#MEMBER#<id>` / `HOME#STANDING` |
//!
//! The award is at once the ledger's entry and the mark that this event has been applied.

use crate::{
    Store, StoreError,
    entity::{Entity, Record},
    keys,
    table::TransactionError,
};
use domain::{
    board::Scores,
    ids::{CourseId, EventId, LessonId, MemberId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tenancy::WorkspaceScope;

/// What a member's awards add up to. A change of it is carried to the boards by the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub member_id: MemberId,
    pub scores: Scores,
    /// The region where it was last written; see [`crate::outbox`].
    pub(crate) origin: String,
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

impl Store {
    /// A member's standing; `None` before the first award.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn standing(&self, scope: &WorkspaceScope, member: MemberId) -> Result<Option<Record<Standing>>, StoreError> {
        self.table.get(scope, keys::standing(scope, member), true).await?.map(Record::read).transpose()
    }

    /// Awards points once per event; `false` if they had been awarded before. Costs 4 write units.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if others kept changing the standing at the same time.
    pub async fn award(&self, scope: &WorkspaceScope, member: MemberId, award: &Award, now: Timestamp) -> Result<bool, StoreError> {
        for _ in 0..8 {
            let mut standing = self.standing(scope, member).await?.unwrap_or_else(|| {
                let empty = Standing { member_id: member, scores: Scores::default(), origin: String::new() };
                Record::new(empty, now)
            });
            standing.value.scores.award(award.points, award.at);
            standing.value.origin.clone_from(&self.region);
            let writes = vec![
                Record::new(award.clone(), now).write(keys::award(scope, member, award.event_id), now)?,
                standing.write(keys::standing(scope, member), now)?,
            ];
            match self.table.transact(scope, writes).await {
                Ok(()) => return Ok(true),
                Err(TransactionError::Conditions(failed)) if failed.contains(&0) => {
                    return Ok(false);
                }
                Err(TransactionError::Conditions(_)) => {}
                Err(TransactionError::Store(error)) => return Err(error),
            }
        }
        Err(StoreError::Conflict)
    }
}
