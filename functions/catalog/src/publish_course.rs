//! POST /v1/admin/courses/{course_id}/publish: learners find the course from now on.

use crate::{
    standing::{TABLE, bring, expected, route},
    view::CourseDetail,
};
use catalog_model::course::CourseState;
use lambda::{Call, Handler, Problem, Reply};

pub(crate) fn handler() -> Handler {
    route("publish-course", "/v1/admin/courses/{course_id}/publish", "Publish a course").member(handle).table(TABLE)
}

async fn handle(call: Call<()>) -> Result<Reply<CourseDetail>, Problem> {
    let course = expected(&call).await?;
    if course.value.lessons.is_empty() {
        return Err(Problem::rule("parts", "a course needs at least one lesson before it can be published"));
    }
    bring(&call, course, CourseState::Published, "course.published").await
}
