//! GET /v1/admin/courses/{course_id}/versions: what was published, newest first.

use crate::authors;
use catalog_model::{
    courses::{self, Course, versions},
    ids::VersionNumber,
    syllabus::{Version, VersionNote},
};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
};
use people_model::members::MemberName;
use serde::Serialize;
use std::collections::HashMap;
use trellis_core::{api_scope::ApiScope, ids::MemberId, title::Title};

/// A version of a course.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CourseVersion {
    version: VersionNumber,
    /// RFC 3339.
    published_at: String,
    /// Absent where it was an API client, or is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    published_by: Option<MemberId>,
    /// What they are called now. Left out once they are gone, and for API clients that may not read people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    published_by_name: Option<MemberName>,
    /// What was new.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    note: Option<VersionNote>,
    /// How many lessons it has.
    lessons: u32,
    /// How long it takes.
    minutes: u32,
    /// Nobody learns with it any more: they were moved to a newer one.
    is_recalled: bool,
}

impl CourseVersion {
    fn new(version: &Version, course: &Course, names: &HashMap<MemberId, MemberName>) -> Self {
        let number = version.syllabus.number;
        Self {
            version: number,
            published_at: version.published_at.to_string(),
            published_by: version.published_by,
            published_by_name: version.published_by.and_then(|author| names.get(&author).cloned()),
            note: version.note.clone(),
            lessons: version.syllabus.lessons.len(),
            minutes: version.syllabus.minutes,
            is_recalled: course.recalls(number),
        }
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("list-versions", Method::Get, "/v1/admin/courses/{course_id}/versions", "List a course's versions, newest first")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .paged()
        .reversible()
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<CourseVersion>>, Problem> {
    let id = call.request.path("course_id", "course")?;
    let course = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?.value;
    let listed = versions::list_versions(&call.tenant, &course, &call.page()?).await?;
    let names = authors::names(&call.tenant, &call.caller, listed.items.iter().filter_map(|version| version.value.published_by)).await?;
    let items = listed.items.iter().map(|version| CourseVersion::new(&version.value, &course, &names)).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
