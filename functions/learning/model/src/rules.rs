//! What a course asks for: before it is taken, before a lesson of it is begun, and before that counts as done.

use crate::{enrolments::Enrolment, keys, work};
use catalog_model::{
    courses::{self, Course, outlines},
    ids::{CourseId, LessonId},
    lesson_set::LessonSet,
};
use std::collections::BTreeSet;
use table::{Record, TableError, Tenant};
use trellis_core::{ids::MemberId, title::Title};

/// What is asked for has not been done.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    #[error("enrol in this course first")]
    NotEnrolled,
    #[error("this course is no longer offered; only who takes it already can go on")]
    NotOffered,
    #[error("complete {} first", named(.0))]
    Prerequisites(Vec<Title>),
    #[error("complete the lesson “{0}” first; this one opens after it")]
    Locked(Title),
    #[error("this lesson isn't finished yet; tick everything on its list, and then complete it")]
    Unfinished,
    #[error(transparent)]
    Table(#[from] TableError),
}

fn named(titles: &[Title]) -> String {
    titles.iter().map(|title| format!("“{}”", title.as_str())).collect::<Vec<_>>().join(", ")
}

/// Whether a member has completed these courses.
///
/// # Errors
/// [`RuleError::Prerequisites`], or when the table cannot be read.
pub async fn check_prerequisites(tenant: &Tenant, member: MemberId, asked: &[Course]) -> Result<(), RuleError> {
    let done = completed(tenant, member, &asked.iter().map(|course| course.id).collect()).await?;
    let missing: Vec<Title> = asked.iter().filter(|course| !done.contains(&course.id)).map(|course| course.title.clone()).collect();
    if missing.is_empty() { Ok(()) } else { Err(RuleError::Prerequisites(missing)) }
}

/// Those of these courses, at most 100, that a member has completed.
///
/// # Errors
/// When the table cannot be read.
pub async fn completed(tenant: &Tenant, member: MemberId, courses: &BTreeSet<CourseId>) -> Result<BTreeSet<CourseId>, TableError> {
    if courses.is_empty() {
        return Ok(BTreeSet::new());
    }
    let keys = courses.iter().map(|course| keys::enrolment(tenant.scope(), member, *course)).collect();
    let enrolments = tenant.batch_get(keys, true).await?.into_iter().map(Record::<Enrolment>::read).collect::<Result<Vec<_>, _>>()?;
    let done = enrolments.into_iter().filter(|enrolment| enrolment.value.completed_at.is_some());
    Ok(done.map(|enrolment| enrolment.value.course_id).collect())
}

/// Whether a lesson can be begun by who has completed these. The outline is read where lessons wait for others.
///
/// # Errors
/// [`RuleError::Locked`], or when the table cannot be read.
pub async fn check_open(tenant: &Tenant, course: &Course, lesson: LessonId, completed: &LessonSet) -> Result<(), RuleError> {
    if !course.waits || completed.contains(lesson) {
        return Ok(());
    }
    let outline = outlines::outline(tenant, course).await?.value;
    let awaited = outline.awaited(lesson, course.unlock, completed);
    awaited.map_or(Ok(()), |awaited| Err(RuleError::Locked(awaited.title.clone())))
}

/// Whether a lesson can be completed by who takes its course like this.
///
/// # Errors
/// The rule that is not met, or when the table cannot be read.
pub(crate) async fn check_completion(
    tenant: &Tenant,
    member: MemberId,
    course: &Course,
    lesson: LessonId,
    enrolment: &Enrolment,
) -> Result<(), RuleError> {
    if enrolment.completed.contains(lesson) {
        return Ok(());
    }
    check_open(tenant, course, lesson, &enrolment.completed).await?;
    if course.proven.contains(lesson) && !is_done(tenant, member, course, lesson).await? {
        return Err(RuleError::Unfinished);
    }
    Ok(())
}

/// Whether a member has done all that a lesson, as it is now, asks for.
async fn is_done(tenant: &Tenant, member: MemberId, course: &Course, lesson: LessonId) -> Result<bool, TableError> {
    let Some(work) = work::work(tenant, member, course.id, lesson).await? else { return Ok(false) };
    let lesson = courses::current_lesson(tenant, course, lesson).await?;
    Ok(lesson.is_some_and(|lesson| work.value.work.is_done(&lesson.value.content)))
}
