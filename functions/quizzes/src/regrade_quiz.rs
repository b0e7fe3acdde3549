//! POST /v1/admin/courses/{course_id}/lessons/{lesson_id}/regrading: all attempts at a quiz are graded anew, as a preview has shown it.

use catalog_model::ids::{CourseId, LessonId};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::PutItem};
use quizzes_model::regrading;
use serde::{Deserialize, Serialize};
use trellis_core::bounded::Letters;

/// What a token is for.
pub(crate) const PURPOSE: &str = "regrading";

trellis_core::text!(
    /// The token of a preview.
    PreviewToken, 1..=2_000, Letters::Visible
);

/// What a token orders.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Ordered {
    pub(crate) course_id: CourseId,
    pub(crate) lesson_id: LessonId,
    pub(crate) questions: String,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct RegradingOrder {
    token: PreviewToken,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/lessons/{lesson_id}/regrading";
    Route::new("regrade-quiz", Method::Post, path, "Grade a quiz by a corrected key")
        .audience(Audience::Author)
        // What learners have achieved is corrected, and nobody may do more for it in the workspace.
        .keeps_access()
        .succeeds_with(&[204])
        .member(handle)
        .table(&[PutItem])
        .example(r#"{"token": "abc"}"#)
}

async fn handle(call: Call<RegradingOrder>) -> Result<Reply<()>, Problem> {
    let course: CourseId = call.request.path("course_id", "course")?;
    let lesson: LessonId = call.request.path("lesson_id", "lesson")?;
    let purpose = format!("{PURPOSE} {}", call.page()?.reader);
    let stale = || Problem::rule("token", "this is not the token of a preview of yours; look at the preview again");
    let ordered: Ordered = call.tenant.reveal(&purpose, call.request.body.token.as_str()).map_err(|_| stale())?;
    if (ordered.course_id, ordered.lesson_id) != (course, lesson) {
        return Err(stale());
    }
    let act = call.act("quiz.regraded", format!("course/{course}"));
    regrading::order(&call.tenant, (course, lesson), ordered.questions, &act).await?;
    Ok(Reply::ok(()))
}
