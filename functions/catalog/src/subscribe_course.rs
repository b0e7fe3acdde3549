//! PUT /v1/admin/global-courses/{course_id}/subscription: from now on the course is one of the workspace's; nothing of its content is
//! copied.

use crate::{
    standing::reply,
    view::{CourseDetail, CourseSummary},
};
use catalog_model::{
    courses::Course,
    global,
    ids::CourseId,
    subscriptions::{SubscriptionError, subscribe},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, ConditionCheckItem, GetItem, PutItem, UpdateItem},
};
use serde::Deserialize;
use trellis_core::api_scope::ApiScope;

#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSubscription {
    /// Only authors see the course until it is published.
    #[serde(default)]
    hidden: bool,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/global-courses/{course_id}/subscription";
    Route::new("subscribe-course", Method::Put, path, "Subscribe to a course of the global catalogue")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .succeeds_with(&[201, 200])
        .member(handle)
        .table(&[BatchGetItem, ConditionCheckItem, GetItem, PutItem, UpdateItem])
        .example(r#"{"hidden": true}"#)
}

async fn handle(call: Call<Option<NewSubscription>>) -> Result<Reply<CourseDetail>, Problem> {
    let id: CourseId = call.request.path("course_id", "course")?;
    let NewSubscription { hidden } = call.request.body.unwrap_or_default();
    let head = global::course(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    let act = call.act("course.subscribed", format!("course/{id}")).made(&CourseSummary::from(&Course::showing(&head)));
    let subscribed = subscribe(&call.tenant, id, hidden, &act).await.map_err(|error| match error {
        SubscriptionError::Unknown => Problem::not_found("course"),
        SubscriptionError::Withdrawn | SubscriptionError::Own => Problem::rule("course_id", error.to_string()),
        SubscriptionError::Table(error) => error.into(),
    })?;
    let detail = reply(&call, &subscribed.course).await?;
    Ok(if subscribed.is_new { detail.as_created() } else { detail })
}
