//! PATCH /v1/admin/courses/{course_id}: title, summary and outline, unless somebody else was faster.

use crate::{
    draft::{DraftPart, draft, summary},
    view::CourseDetail,
};
use domain::{course::CourseState, title::Title};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use store::StoreError;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CourseChange {
    title: Option<Title>,
    summary: Option<String>,
    /// The whole outline in its new order.
    parts: Option<Vec<DraftPart>>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-course", Method::Patch, "/v1/admin/courses/{course_id}", "Change a course")
        .audience(Audience::Author)
        .versioned()
        .body_limit(4 * 1024 * 1024)
        .member(handle)
}

/// A conflict on writing is the same to the caller as an ETag that was stale on reading.
pub(crate) fn changed(error: StoreError) -> Problem {
    if matches!(error, StoreError::Conflict) { Problem::changed() } else { error.into() }
}

async fn handle(app: App, call: Call<CourseChange>) -> Result<Reply<CourseDetail>, Problem> {
    let (scope, store, now) = (&call.caller.scope, app.store(), app.now());
    let id = call.request.path("course_id", "course")?;
    let expected = call.request.if_match()?;
    let mut course = store.course_to_change(scope, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    if course.version != expected {
        return Err(Problem::changed());
    }
    let mut outline = store.outline(scope, id).await?;
    let CourseChange { title, summary: text, parts } = call.request.body;
    course.value.title = title.unwrap_or(course.value.title);
    if let Some(text) = text {
        course.value.summary = summary(text)?;
    }
    let (mut written, changes_outline) = (Vec::new(), parts.is_some());
    if let Some(parts) = parts {
        let drafted = draft(parts, &outline.value, &course.value.lessons)?;
        (outline.value, written) = (drafted.outline, drafted.written);
        course.value.lessons = outline.value.lesson_set();
        course.value.minutes = outline.value.minutes();
    }
    if course.value.state == CourseState::Published && course.value.lessons.is_empty() {
        return Err(Problem::rule("parts", "a published course needs at least one lesson"));
    }
    store.update_course(scope, &course, changes_outline.then_some(&outline), written, now).await.map_err(changed)?;
    course.version += 1;
    Ok(CourseDetail::reply(&course, outline.value))
}
