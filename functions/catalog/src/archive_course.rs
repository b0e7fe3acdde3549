//! POST /v1/admin/courses/{course_id}/archive: out of the catalogue; who takes the course goes on.

use crate::{
    standing::{TABLE, bring, expected, route},
    view::CourseDetail,
};
use catalog_model::course::CourseState;
use lambda::{Call, Handler, Problem, Reply};

pub(crate) fn handler() -> Handler {
    route("archive-course", "/v1/admin/courses/{course_id}/archive", "Archive a course").member(handle).table(TABLE)
}

async fn handle(call: Call<()>) -> Result<Reply<CourseDetail>, Problem> {
    let course = expected(&call).await?;
    if course.value.state == CourseState::Draft {
        return Err(Problem::rule("state", "only a published course can be archived; nobody takes a draft"));
    }
    bring(&call, course, CourseState::Archived, "course.archived").await
}
