//! POST /v1/admin/courses/{course_id}/publish: learners see the course from now on.

use crate::{
    update_course::changed,
    view::{CourseDetail, CourseSummary},
};
use domain::{api_scope::ApiScope, course::CourseState};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("publish-course", Method::Post, "/v1/admin/courses/{course_id}/publish", "Publish a course")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .member(handle)
}

/// Publishing what is published changes nothing.
async fn handle(app: App, call: Call<()>) -> Result<Reply<CourseDetail>, Problem> {
    let (scope, store, now) = (&call.caller.scope, app.store(), app.now());
    let id = call.request.path("course_id", "course")?;
    let expected = call.request.if_match()?;
    let mut course = store.course_to_change(scope, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    if course.version != expected {
        return Err(Problem::changed());
    }
    if course.value.lessons.is_empty() {
        return Err(Problem::rule("parts", "a course needs at least one lesson before it can be published"));
    }
    if course.value.state == CourseState::Draft {
        let before = CourseSummary::from(&course.value);
        course.value.state = CourseState::Published;
        course.value.published_at = Some(now);
        let act = call.act("course.published", format!("course/{id}")).change(&before, &CourseSummary::from(&course.value));
        store.update_course(scope, &course, None, Vec::new(), &act, now).await.map_err(changed)?;
        course.version += 1;
    }
    let outline = store.outline(scope, id).await?;
    Ok(CourseDetail::reply(&course, outline.value))
}
