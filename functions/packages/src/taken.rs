//! A lesson of the kind package, as its learner takes it.

use catalog_model::{
    access,
    courses::{self, lessons},
    ids::{CourseId, LessonId, VersionNumber},
    lesson::{Content, Package},
};
use lambda::{Call, Problem};
use learning_model::rules;
use trellis_core::ids::MemberId;

/// What is known of it.
pub(crate) struct Taken {
    pub(crate) member: MemberId,
    pub(crate) course: CourseId,
    pub(crate) lesson: LessonId,
    pub(crate) version: VersionNumber,
    pub(crate) content: Package,
    /// Whether its package lies in the global catalogue.
    pub(crate) is_global: bool,
}

/// The lesson of a path, if the caller takes its course and may begin it.
pub(crate) async fn taken<B>(call: &Call<B>) -> Result<Taken, Problem> {
    let (tenant, member) = (&call.tenant, call.caller.member()?);
    let course = access::see(call, courses::course(tenant, call.request.path("course_id", "course")?).await?).await?.value;
    let lesson: LessonId = call.request.path("lesson_id", "lesson")?;
    let taken = rules::taken_with(tenant, member, &course, lesson).await?;
    rules::check_open(tenant, (&course, &taken.syllabus), lesson, &taken.enrolment.value.completed).await?;
    let found = lessons::lesson(tenant, &course, &taken.syllabus, lesson).await?.ok_or_else(|| Problem::not_found("lesson"))?;
    let Content::Package(content) = found.value.content else {
        return Err(Problem::rule("lesson_id", "this lesson is of another kind"));
    };
    let is_global = course.global.is_some();
    Ok(Taken { member, course: course.id, lesson, version: taken.syllabus.number, content, is_global })
}
