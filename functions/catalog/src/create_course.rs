//! POST /v1/admin/courses: an author starts a draft.

use crate::{
    draft::{DraftPart, Drafted, draft, known, summary},
    view::{CourseDetail, CourseSummary},
};
use domain::{
    api_scope::ApiScope,
    course::{CourseState, Outline},
    ids::{CourseId, GroupId},
    lesson_set::LessonSet,
    title::Title,
};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::courses::Course;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCourse {
    title: Title,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    parts: Vec<DraftPart>,
    /// Only for members of these groups, at most 20; for everybody if there are none.
    #[serde(default)]
    #[schema(max_items = 20)]
    groups: BTreeSet<GroupId>,
}

pub(crate) fn handler() -> Handler {
    Route::new("create-course", Method::Post, "/v1/admin/courses", "Start a draft")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .idempotent()
        .body_limit(4 * 1024 * 1024)
        .succeeds_with(&[201])
        .member(handle)
}

async fn handle(app: App, call: Call<NewCourse>) -> Result<Reply<CourseDetail>, Problem> {
    let (attempt, scope, store, now) = (call.attempt()?, &call.caller.scope, app.store(), app.now());
    let id = CourseId::random();
    let act = call.act("course.created", format!("course/{id}"));
    let NewCourse { title, summary: text, parts, groups } = call.request.body;
    let Drafted { outline, written } = draft(parts, &Outline::default(), &LessonSet::default())?;
    let course = Course {
        id,
        title,
        summary: summary(text)?,
        state: CourseState::Draft,
        lessons: outline.lesson_set(),
        minutes: outline.minutes(),
        groups: known(store, scope, groups).await?,
        published_at: None,
    };
    store.put_lessons(scope, course.id, written, now).await?;
    let act = act.made(&CourseSummary::from(&course));
    let (id, _) = store.create_course(scope, course, outline, attempt.as_ref(), &act, now).await?;
    let course = store.course_to_change(scope, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    let outline = store.outline(scope, id).await?;
    Ok(Reply::created(CourseDetail::new(&course, outline.value)).etag(course.version))
}
