//! Attempts as authors and managers see them, and the end of those whose time is over: when somebody looks at them, or soon after.

use catalog_model::{
    courses::{
        self, Course,
        lessons::{self, Lesson},
        versions,
    },
    ids::CourseId,
    lesson::Content,
};
use lambda::Problem;
use quizzes_model::{
    attempt::Attempt,
    attempts::{self, AttemptError, Taking},
};
use std::collections::{BTreeSet, HashMap};
use table::{Record, TableError, Tenant};

/// The courses of these attempts, deleted ones too.
pub(crate) async fn courses_of(tenant: &Tenant, attempts: &[Record<Attempt>]) -> Result<HashMap<CourseId, Record<Course>>, Problem> {
    let ids: BTreeSet<CourseId> = attempts.iter().map(|attempt| attempt.value.name.course_id).collect();
    let found = courses::courses_of(tenant, &ids).await?;
    Ok(found.into_iter().map(|course| (course.value.id, course)).collect())
}

/// These attempts, ended where their time is over.
pub(crate) async fn settled(
    tenant: &Tenant,
    courses: &HashMap<CourseId, Record<Course>>,
    found: Vec<Record<Attempt>>,
) -> Result<Vec<Record<Attempt>>, Problem> {
    let mut all = Vec::with_capacity(found.len());
    for attempt in found {
        let course = courses.get(&attempt.value.name.course_id).filter(|_| attempt.value.is_overdue(tenant.now()));
        all.push(match course {
            Some(course) => ended(tenant, course, attempt).await?,
            None => attempt,
        });
    }
    Ok(all)
}

/// This attempt, ended as its time is over.
pub(crate) async fn ended(tenant: &Tenant, course: &Record<Course>, attempt: Record<Attempt>) -> Result<Record<Attempt>, AttemptError> {
    match taken(tenant, course, &attempt.value).await? {
        Some((taking, _)) => attempts::settled(tenant, &taking, attempt).await,
        None => Ok(attempt),
    }
}

/// The quiz of an attempt, as it was taken, and its lesson; `None` once it is not there any more.
pub(crate) async fn taken(tenant: &Tenant, course: &Record<Course>, attempt: &Attempt) -> Result<Option<(Taking, Lesson)>, TableError> {
    let name = attempt.name;
    let Some(syllabus) = versions::syllabus(tenant, &course.value, attempt.course_version).await? else { return Ok(None) };
    let Some(lesson) = lessons::lesson(tenant, &course.value, &syllabus, name.lesson_id).await? else { return Ok(None) };
    let Content::Quiz(quiz) = lesson.value.content.clone() else { return Ok(None) };
    let taking = Taking {
        member: name.member_id,
        course: course.clone(),
        enrolment: None,
        version: attempt.course_version,
        lesson: name.lesson_id,
        quiz,
        digest: attempt.questions.clone(),
    };
    Ok(Some((taking, lesson.value)))
}
