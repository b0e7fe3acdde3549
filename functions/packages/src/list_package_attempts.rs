//! GET /v1/admin/courses/{course_id}/lessons/{lesson_id}/package-attempts: who has taken a lesson's package, and what it has reported.

use crate::standing_view::PackageAttempt;
use catalog_model::{
    courses,
    ids::{CourseId, LessonId},
};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, QueryIndex},
};
use packages_model::listing::{self, ListedAttempt};
use people_model::members::{self, MemberName};
use serde::Serialize;
use table::Record;
use trellis_core::{ids::MemberId, title::Title};

/// Somebody's attempt in a package.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct LearnersPackageAttempt {
    member_id: MemberId,
    /// Absent once they are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    name: Option<MemberName>,
    attempt: PackageAttempt,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/lessons/{lesson_id}/package-attempts";
    Route::new("list-package-attempts", Method::Get, path, "List attempts in a package, newest first")
        .audience(Audience::Author)
        .paged()
        .member(handle)
        .table(&[BatchGetItem, GetItem, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<LearnersPackageAttempt>>, Problem> {
    let course: CourseId = call.request.path("course_id", "course")?;
    let lesson: LessonId = call.request.path("lesson_id", "lesson")?;
    courses::course(&call.tenant, course).await?.ok_or_else(|| Problem::not_found("course"))?;
    let see = |found: Vec<Record<ListedAttempt>>| async {
        let names = members::names(&call.tenant, found.iter().map(|entry| entry.value.member_id)).await?;
        let shown = |Record { value: ListedAttempt { member_id, attempt, .. }, .. }| {
            Some(LearnersPackageAttempt { member_id, name: names.get(&member_id).cloned(), attempt: attempt.into() })
        };
        Ok::<_, Problem>(found.into_iter().map(shown).collect())
    };
    let listed = listing::in_lesson(&call.tenant, (course, lesson), &call.page()?, see).await?;
    Ok(Reply::ok(Listing { items: listed.items, next: listed.next }))
}
