//! Enrolments: who takes which course, and how far they are.
//!
//! | access | how |
//! |---|---|
//! | an enrolment | get `W#<ws>#MEMBER#<id>` / `HOME#ENROLMENT#<course>` |
//! | a member's enrolments | query the same partition, prefix `HOME#ENROLMENT#` |
//! | complete a lesson | transaction: the enrolment, the event |

use crate::{
    Store, StoreError,
    courses::Course,
    entity::{Entity, Record},
    keys,
    query::Query,
};
use domain::{
    event::Event,
    ids::{CourseId, LessonId, MemberId},
    lesson_set::LessonSet,
    progress::Progress,
    title::Title,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tenancy::WorkspaceScope;

/// A member's enrolment in a course, with what the home screen shows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    pub course_id: CourseId,
    /// The course's title when it was last touched.
    pub title: Title,
    pub minutes: u32,
    pub completed: LessonSet,
    pub progress: Progress,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_lesson: Option<LessonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
}

impl Entity for Enrolment {
    const NAME: &'static str = "Enrolment";
}

impl Enrolment {
    fn refresh(&mut self, course: &Course) {
        self.title = course.title.clone();
        self.minutes = course.minutes;
        self.progress = Progress::of(self.completed.count_common(&course.lessons), course.lessons.len());
    }
}

/// What enrolling has come to.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub enrolment: Record<Enrolment>,
    /// `false` if the member was enrolled before.
    pub new: bool,
}

impl Store {
    /// Enrols a member once.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn enrol(&self, scope: &WorkspaceScope, member: MemberId, course: &Course, now: Timestamp) -> Result<Enrolled, StoreError> {
        let mut enrolment = Enrolment {
            course_id: course.id,
            title: course.title.clone(),
            minutes: course.minutes,
            completed: LessonSet::default(),
            progress: Progress::of(0, 0),
            last_lesson: None,
            completed_at: None,
        };
        enrolment.refresh(course);
        let key = keys::enrolment(scope, member, course.id);
        let record = Record::new(enrolment, now);
        match self.table.write(scope, record.write(key, now)?).await {
            Ok(()) => Ok(Enrolled { enrolment: Record { version: 1, ..record }, new: true }),
            Err(StoreError::Conflict) => {
                let enrolment = self.enrolment(scope, member, course.id).await?.ok_or(StoreError::Conflict)?;
                Ok(Enrolled { enrolment, new: false })
            }
            Err(error) => Err(error),
        }
    }

    /// An enrolment.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn enrolment(
        &self,
        scope: &WorkspaceScope,
        member: MemberId,
        course: CourseId,
    ) -> Result<Option<Record<Enrolment>>, StoreError> {
        self.table.get(scope, keys::enrolment(scope, member, course), true).await?.map(Record::read).transpose()
    }

    /// All enrolments of a member.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn enrolments(&self, scope: &WorkspaceScope, member: MemberId) -> Result<Vec<Record<Enrolment>>, StoreError> {
        let query = Query {
            partition: keys::member_partition(scope, member),
            prefix: Some(keys::ENROLMENTS.to_owned()),
            consistent: true,
            ..Query::default()
        };
        self.table.query_all(scope, query).await?.into_iter().map(Record::read).collect()
    }

    /// Marks a lesson as completed and announces it, in one transaction; a repeat changes nothing and announces nothing.
    /// `None` if the member is not enrolled. Costs 4 write units.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if others kept changing the enrolment at the same time.
    pub async fn complete_lesson(
        &self,
        scope: &WorkspaceScope,
        member: MemberId,
        course: &Course,
        lesson: LessonId,
        now: Timestamp,
    ) -> Result<Option<Record<Enrolment>>, StoreError> {
        for _ in 0..6 {
            let Some(mut record) = self.enrolment(scope, member, course.id).await? else {
                return Ok(None);
            };
            if !record.value.completed.insert(lesson) {
                return Ok(Some(record));
            }
            record.value.refresh(course);
            record.value.last_lesson = Some(lesson);
            if record.value.progress.is_complete() && record.value.completed_at.is_none() {
                record.value.completed_at = Some(now);
            }
            let write = record.write(keys::enrolment(scope, member, course.id), now)?;
            let event = Event::LessonCompleted { member_id: member, course_id: course.id, lesson_id: lesson, at: now };
            match self.table.transact(scope, vec![write, self.announce(scope, event, now)?]).await.map_err(StoreError::from) {
                Ok(()) => {
                    return Ok(Some(Record { version: record.version + 1, updated_at: now, ..record }));
                }
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Conflict)
    }
}
