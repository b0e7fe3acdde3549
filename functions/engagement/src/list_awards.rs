//! GET /v1/me/awards: what one's points were for, page by page.

use catalog_model::ids::{CourseId, LessonId};
use engagement_model::standings::{self, Award};
use jiff::Timestamp;
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, Table::Query};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct AwardView {
    points: u32,
    /// When the lesson was completed.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    course_id: CourseId,
    lesson_id: LessonId,
}

impl From<Award> for AwardView {
    fn from(award: Award) -> Self {
        Self { points: award.points, at: award.at, course_id: award.course_id, lesson_id: award.lesson_id }
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("list-awards", Method::Get, "/v1/me/awards", "List what your points were for, the latest first")
        .audience(Audience::Learner)
        .paged()
        .member(handle)
        .table(&[Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<AwardView>>, Problem> {
    let listed = standings::awards(&call.tenant, call.caller.member()?, &call.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(|award| award.value.into()).collect(), next: listed.next }))
}
