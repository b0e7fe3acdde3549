//! What members have done within lessons whose kind asks for more than to be read.
//!
//! | access | how |
//! |---|---|
//! | a member's work in a lesson | get `W#<ws>#MEMBER#<id>` / `WORK#<course>#<lesson>` |

use crate::keys;
use catalog_model::{
    ids::{CourseId, ItemId, LessonId},
    lesson::Content,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{Entity, Record, TableError, Tenant};
use trellis_core::ids::MemberId;

/// How often it is written anew because others keep changing it.
const ATTEMPTS: usize = 4;

trellis_core::list!(
    /// Items of a checklist.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub Ticked(BTreeSet<ItemId>), 0..=100
);

/// What a member has done in a lesson, by its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Work {
    Checklist {
        /// What is ticked.
        ticked: Ticked,
    },
}

/// A member's work in a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonWork {
    pub work: Work,
}

impl Entity for LessonWork {
    const NAME: &'static str = "LessonWork";
}

/// This is no work in that lesson.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    #[error("this lesson is of another kind")]
    OtherKind,
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Work {
    /// Without what the lesson does not ask for any more: its author may have changed it since.
    ///
    /// # Errors
    /// When this is no work in such a lesson.
    pub fn within(self, content: &Content) -> Result<Self, WorkError> {
        match (self, content) {
            (Self::Checklist { ticked: Ticked(mut ticked) }, Content::Checklist(list)) => {
                ticked.retain(|item| list.has(*item));
                Ok(Self::Checklist { ticked: Ticked(ticked) })
            }
            (Self::Checklist { .. }, Content::Page(_) | Content::Link(_)) => Err(WorkError::OtherKind),
        }
    }

    /// Whether a lesson, as it is, asks for no more than this.
    #[must_use]
    pub fn is_done(&self, content: &Content) -> bool {
        match (self, content) {
            (Self::Checklist { ticked: Ticked(ticked) }, Content::Checklist(list)) => list.is_done(ticked),
            (Self::Checklist { .. }, Content::Page(_) | Content::Link(_)) => false,
        }
    }
}

/// A member's work in a lesson, if there is any.
///
/// # Errors
/// When the table cannot be read.
pub async fn work(tenant: &Tenant, member: MemberId, course: CourseId, lesson: LessonId) -> Result<Option<Record<LessonWork>>, TableError> {
    tenant.get(keys::work(tenant.scope(), member, course, lesson), true).await?.map(Record::read).transpose()
}

/// Stores a member's work in a lesson, as far as the lesson asks for it, in the place of what was there.
///
/// # Errors
/// When this is no work in such a lesson, or the table cannot be written.
pub async fn put_work(
    tenant: &Tenant,
    member: MemberId,
    (course, lesson, content): (CourseId, LessonId, &Content),
    work: Work,
) -> Result<LessonWork, WorkError> {
    let after = LessonWork { work: work.within(content)? };
    for _ in 0..ATTEMPTS {
        let before = self::work(tenant, member, course, lesson).await?;
        let record = match before {
            Some(before) if before.value == after => return Ok(after),
            Some(before) => Record { value: after.clone(), ..before },
            None => Record::new(after.clone(), tenant.now()),
        };
        match tenant.write(record.write(keys::work(tenant.scope(), member, course, lesson), tenant.now())?).await {
            Ok(()) => return Ok(after),
            Err(TableError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}
