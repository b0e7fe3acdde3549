//! GET /v1/team/members/{member_id}/package-attempts: the packages that somebody has taken who reports to the caller, directly or through
//! others.

use crate::standing_view::PackageAttempt;
use catalog_model::{
    courses::{self, Course, outlines},
    ids::{CourseId, LessonId},
};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
};
use packages_model::listing::{self, ListedAttempt};
use people_model::access::team_member;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use table::{Record, Tenant};
use trellis_core::title::Title;

/// An attempt in a package, with its lesson.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PackageAttemptOfMember {
    course_id: CourseId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    course_title: Option<Title>,
    lesson_id: LessonId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    lesson_title: Option<Title>,
    attempt: PackageAttempt,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/team/members/{member_id}/package-attempts";
    Route::new("list-member-package-attempts", Method::Get, path, "List a report's attempts in packages")
        .audience(Audience::Manager)
        .paged()
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<PackageAttemptOfMember>>, Problem> {
    let member = team_member(&call).await?.value.id;
    let see = |found: Vec<Record<ListedAttempt>>| async {
        let courses = courses_of(&call.tenant, &found).await?;
        let titles = outlines::lesson_titles(&call.tenant, courses.values()).await?;
        let shown = |Record { value: ListedAttempt { course_id, lesson_id, attempt, .. }, .. }| {
            Some(PackageAttemptOfMember {
                course_id,
                course_title: courses.get(&course_id).map(|course| course.title.clone()),
                lesson_id,
                lesson_title: titles.get(&(course_id, lesson_id)).cloned(),
                attempt: attempt.into(),
            })
        };
        Ok::<_, Problem>(found.into_iter().map(shown).collect())
    };
    let listed = listing::of_member(&call.tenant, member, &call.page()?, see).await?;
    Ok(Reply::ok(Listing { items: listed.items, next: listed.next }))
}

/// The courses of these attempts, deleted ones too.
async fn courses_of(tenant: &Tenant, attempts: &[Record<ListedAttempt>]) -> Result<HashMap<CourseId, Course>, Problem> {
    let ids: BTreeSet<CourseId> = attempts.iter().map(|attempt| attempt.value.course_id).collect();
    let found = courses::courses_of(tenant, &ids).await?;
    Ok(found.into_iter().map(|course| (course.value.id, course.value)).collect())
}
