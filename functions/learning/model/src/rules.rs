//! What a course asks for: before it is taken, before a lesson of it is begun, and before that counts as done.

use crate::{
    enrolments::{self, Enrolment, Taken},
    paths::enrolments_in,
    work,
};
use catalog_model::{
    courses::{Course, lessons, outlines},
    ids::{CourseId, LessonId, VersionNumber},
    lesson::Content,
    lesson_set::LessonSet,
    syllabus::Syllabus,
    terms::EnrolmentMode,
};
use std::collections::BTreeSet;
use table::{TableError, Tenant};
use trellis_core::{ids::MemberId, title::Title};

/// What is asked for has not been done.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    #[error("enrol in this course first")]
    NotEnrolled,
    #[error("there is no such lesson in the version of the course that is taken")]
    NoLesson,
    #[error("version {0} is the newest; reload the course to see it")]
    NotNewest(VersionNumber),
    #[error("this course is no longer offered; only who takes it already can go on")]
    NotOffered,
    #[error("this course needs approval; request enrolment first")]
    NeedsApproval,
    #[error("this course is by invitation only")]
    InvitedOnly,
    #[error("all seats in this course are taken; try again when somebody has left or completed it")]
    NoSeat,
    #[error("the seats of this course are being counted; try again in a moment")]
    SeatsUncounted,
    #[error("complete {} first", named(.0))]
    Prerequisites(Vec<Title>),
    #[error("complete the lesson “{0}” first; this one opens after it")]
    Locked(Title),
    #[error("this lesson isn't finished yet; {0}, and then complete it")]
    Unfinished(&'static str),
    #[error(transparent)]
    Table(#[from] TableError),
}

fn named(titles: &[Title]) -> String {
    titles.iter().map(|title| format!("“{}”", title.as_str())).collect::<Vec<_>>().join(", ")
}

/// Whether who does not take a course may read its lessons: where everybody can enrol, they may have a look before they do.
///
/// # Errors
/// [`RuleError::NeedsApproval`] or [`RuleError::InvitedOnly`].
pub fn check_lets_look(course: &Course) -> Result<(), RuleError> {
    match course.enrolment.mode {
        EnrolmentMode::Open => Ok(()),
        EnrolmentMode::Approval => Err(RuleError::NeedsApproval),
        EnrolmentMode::Invitation => Err(RuleError::InvitedOnly),
    }
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
    let enrolments = enrolments_in(tenant, member, courses).await?;
    let done = enrolments.into_iter().filter(|(_, enrolment)| enrolment.value.completed_at.is_some());
    Ok(done.map(|(course, _)| course).collect())
}

/// How a member takes a course with this lesson in it.
///
/// # Errors
/// [`RuleError::NoLesson`], [`RuleError::NotEnrolled`], or when the table cannot be read.
pub async fn taken_with(tenant: &Tenant, member: MemberId, course: &Course, lesson: LessonId) -> Result<Taken, RuleError> {
    match enrolments::taken(tenant, member, course).await? {
        Some(taken) if taken.syllabus.lessons.contains(lesson) => Ok(taken),
        None if course.shown().lessons.contains(lesson) => Err(RuleError::NotEnrolled),
        _ => Err(RuleError::NoLesson),
    }
}

/// Whether a lesson can be begun by who has completed these. The outline is read where lessons wait for others.
///
/// # Errors
/// [`RuleError::Locked`], or when the table cannot be read.
pub async fn check_open(
    tenant: &Tenant,
    (course, syllabus): (&Course, &Syllabus),
    lesson: LessonId,
    completed: &LessonSet,
) -> Result<(), RuleError> {
    if !syllabus.waits || completed.contains(lesson) {
        return Ok(());
    }
    let outline = outlines::outline(tenant, course, syllabus.number).await?;
    let awaited = outline.awaited(lesson, syllabus.unlock, completed);
    awaited.map_or(Ok(()), |awaited| Err(RuleError::Locked(awaited.title.clone())))
}

/// Whether a lesson can be completed by who takes its course like this.
///
/// # Errors
/// The rule that is not met, or when the table cannot be read.
pub(crate) async fn check_completion(
    tenant: &Tenant,
    member: MemberId,
    (course, syllabus): (&Course, &Syllabus),
    lesson: LessonId,
    enrolment: &Enrolment,
) -> Result<(), RuleError> {
    if enrolment.completed.contains(lesson) {
        return Ok(());
    }
    check_open(tenant, (course, syllabus), lesson, &enrolment.completed).await?;
    if syllabus.proven.contains(lesson) { check_work(tenant, member, (course, syllabus), lesson).await } else { Ok(()) }
}

/// Whether a member has done all that a lesson asks for in this version.
async fn check_work(
    tenant: &Tenant,
    member: MemberId,
    (course, syllabus): (&Course, &Syllabus),
    lesson: LessonId,
) -> Result<(), RuleError> {
    let work = work::work(tenant, member, course.id, lesson).await?;
    let content = lessons::lesson(tenant, course, syllabus, lesson).await?.ok_or(RuleError::NoLesson)?.value.content;
    match work {
        Some(work) if work.value.work.is_done(&content) => Ok(()),
        _ => Err(RuleError::Unfinished(match content {
            Content::Video(_) | Content::Audio(_) => "play more of it",
            Content::Package(_) => "open it and go through it to its end",
            Content::Quiz(_) => "pass the quiz",
            Content::Page(_) | Content::Link(_) | Content::Document(_) | Content::Checklist(_) => "tick everything on its list",
        })),
    }
}
