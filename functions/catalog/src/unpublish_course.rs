//! POST /v1/admin/courses/{course_id}/unpublish: a draft again, which learners do not see. Their progress is kept for when it comes back.

use crate::{
    standing::{TABLE, bring, expected, route},
    view::CourseDetail,
};
use catalog_model::course::CourseState;
use lambda::{Call, Handler, Problem, Reply};

pub(crate) fn handler() -> Handler {
    route("unpublish-course", "/v1/admin/courses/{course_id}/unpublish", "Make a course a draft again").member(handle).table(TABLE)
}

async fn handle(call: Call<()>) -> Result<Reply<CourseDetail>, Problem> {
    let course = expected(&call).await?;
    bring(&call, course, CourseState::Draft, "course.unpublished").await
}
