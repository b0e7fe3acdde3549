//! PUT /v1/me/enrolments/{course_id}/version: a member takes the newest version of a course, or notes that theirs was recalled.

use crate::view::EnrolmentDetail;
use catalog_model::{access, courses, ids::VersionNumber};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use learning_model::enrolments;
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct VersionTaken {
    /// The newest version, or the one that one was moved to.
    version: VersionNumber,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/me/enrolments/{course_id}/version";
    Route::new("take-version", Method::Put, path, "Take the newest version of a course; your progress is kept")
        .audience(Audience::Learner)
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
        .example(r#"{"version": 2}"#)
}

/// Taking again what one has changes nothing.
async fn handle(call: Call<VersionTaken>) -> Result<Reply<EnrolmentDetail>, Problem> {
    let id = call.request.path("course_id", "course")?;
    let course = access::see(&call, courses::course_to_change(&call.tenant, id).await?).await?;
    let taken = enrolments::take_version(&call.tenant, call.caller.member()?, course.clone(), call.request.body.version).await?;
    Ok(Reply::ok(EnrolmentDetail::new(&taken, &course.value)))
}
