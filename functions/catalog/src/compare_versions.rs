//! GET /v1/admin/courses/{course_id}/difference: what is another in one version of a course than in another one.

mod outlines;

use crate::shown::Edition;
use catalog_model::{
    course::Unlock,
    courses::{self, Course},
    ids::CourseId,
};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use outlines::{LessonChange, lesson_changes};
use serde::Serialize;
use trellis_core::api_scope::ApiScope;

/// What is another in `to` than in `from`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct VersionDifference {
    course_id: CourseId,
    /// In which order lessons can be taken, if that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unlock: Option<UnlockChange>,
    /// How much of the required lessons completes the course, if that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    completion_percent: Option<PercentChange>,
    /// The average score without which the course is not completed, if that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    completion_score: Option<PercentChange>,
    /// The language of the texts, if that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    language: Option<LanguageChange>,
    /// In the order of the outline; those that were removed come last.
    lessons: Vec<LessonChange>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PercentChange {
    before: u8,
    after: u8,
}

impl PercentChange {
    fn between(before: u8, after: u8) -> Option<Self> {
        (before != after).then_some(Self { before, after })
    }
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct UnlockChange {
    before: Unlock,
    after: Unlock,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct LanguageChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    after: Option<String>,
}

/// A route on which two versions are compared.
pub(crate) fn comparing(name: &'static str, path: &'static str, summary: &'static str) -> Route {
    Route::new(name, Method::Get, path, summary)
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .required_query_of::<Edition>("from", "The earlier version, or `draft`.")
        .required_query_of::<Edition>("to", "The later version, or `draft`.")
}

pub(crate) fn handler() -> Handler {
    comparing("compare-versions", "/v1/admin/courses/{course_id}/difference", "Compare two versions of a course")
        .member(handle)
        .table(&[GetItem])
        .example_query(&[("from", "1"), ("to", "draft")])
}

/// A course and the two versions of it that are compared.
pub(crate) async fn compared(call: &Call<()>) -> Result<(Course, Edition, Edition), Problem> {
    let missing = |name: &str| Problem::malformed(format!("query.{name}"), "expected draft or the number of a version");
    let from = call.request.query_of("from")?.ok_or_else(|| missing("from"))?;
    let to = call.request.query_of("to")?.ok_or_else(|| missing("to"))?;
    let id = call.request.path("course_id", "course")?;
    let course = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?.value;
    Ok((course, from, to))
}

async fn handle(call: Call<()>) -> Result<Reply<VersionDifference>, Problem> {
    let (course, from, to) = compared(&call).await?;
    let (before, after) = (from.syllabus(&call.tenant, &course).await?, to.syllabus(&call.tenant, &course).await?);
    let lessons = lesson_changes(&from.outline(&call.tenant, &course).await?, &to.outline(&call.tenant, &course).await?);
    Ok(Reply::ok(VersionDifference {
        course_id: course.id,
        unlock: (before.unlock != after.unlock).then_some(UnlockChange { before: before.unlock, after: after.unlock }),
        completion_percent: PercentChange::between(before.asked_percent.get(), after.asked_percent.get()),
        completion_score: PercentChange::between(before.asked_score.get(), after.asked_score.get()),
        language: (before.language != after.language).then_some(LanguageChange { before: before.language, after: after.language }),
        lessons,
    }))
}
