//! POST /v1/platform/courses/{course_id}/offer: the newest version of a course is on its way to all workspaces. A worker copies it.

use crate::offer_view::PlatformCourse;
use catalog_model::{
    course::CourseState,
    courses,
    global::{ValidationNote, Validator},
    offers,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewOffer {
    /// Who vouches for the course.
    validated_by: Validator,
    /// What they say of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<ValidationNote>,
}

pub(crate) fn handler() -> Handler {
    Route::new(
        "offer-course",
        Method::Post,
        "/v1/platform/courses/{course_id}/offer",
        "Offer the newest version of a course to all workspaces",
    )
    .audience(Audience::Operator)
    .succeeds_with(&[202, 200])
    .member(handle)
    .table(&[GetItem, PutItem])
    .example(r#"{"validated_by": "Safety board", "note": "Reviewed for 2027"}"#)
}

async fn handle(call: Call<NewOffer>) -> Result<Reply<PlatformCourse>, Problem> {
    call.registry()?;
    let id = call.request.path("course_id", "course")?;
    let course = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?.value;
    let Some(version) = course.published.as_ref().filter(|_| course.state == CourseState::Published) else {
        return Err(Problem::rule("course_id", "publish this course first; only what is published can be offered"));
    };
    let act = call.act("course.offered", format!("course/{id}")).made(&call.request.body);
    let NewOffer { validated_by, note } = call.request.body.clone();
    let note = note.filter(|note| !note.as_str().trim().is_empty());
    let (offer, is_new) = offers::request(&call.tenant, (&course, version), (validated_by, note), &act).await?;
    let view = PlatformCourse::new(&course, Some(&offer.value));
    Ok(if is_new { Reply::accepted(view) } else { Reply::ok(view) })
}
