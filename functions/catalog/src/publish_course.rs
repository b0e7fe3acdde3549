//! POST /v1/admin/courses/{course_id}/publish: learners see the course from now on.

use crate::view::{CourseDetail, CourseSummary};
use catalog_model::{
    course::CourseState,
    courses::{self, Course, CourseChange, outlines},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, UpdateItem},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("publish-course", Method::Post, "/v1/admin/courses/{course_id}/publish", "Publish a course")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, UpdateItem])
}

/// Publishing what is published changes nothing.
async fn handle(call: Call<()>) -> Result<Reply<CourseDetail>, Problem> {
    let now = call.app.now();
    let id = call.request.path("course_id", "course")?;
    let expected = call.request.if_match()?;
    let mut course = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    course.expect(expected)?;
    if course.value.lessons.is_empty() {
        return Err(Problem::rule("parts", "a course needs at least one lesson before it can be published"));
    }
    if course.value.state == CourseState::Draft {
        let published = Course { state: CourseState::Published, published_at: Some(now), ..course.value.clone() };
        let act = call.act("course.published", format!("course/{id}"));
        let act = act.change(&CourseSummary::from(&course.value), &CourseSummary::from(&published));
        let change = CourseChange { course: published, outline: None, sources: None, lessons: Vec::new() };
        course = courses::update_course(&call.tenant, &course, change, &act).await.map_err(Problem::of_update)?;
    }
    let outline = outlines::outline(&call.tenant, &course.value).await?;
    Ok(Reply::ok(CourseDetail::new(&call.tenant, &call.caller, &course, outline.value).await?).etag(course.version))
}
