//! PUT /v1/me/enrolment-requests/{course_id}: a member asks for a course that needs approval; the same call again changes nothing.

use crate::request_view::{OwnRequest, own};
use catalog_model::{access, course::CourseState, courses, terms::EnrolmentMode};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query},
};
use learning_model::{
    admission::admission,
    enrolments,
    requests::{self, RequestError, RequestNote},
    rules::RuleError,
};
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRequest {
    /// For whoever decides.
    note: Option<RequestNote>,
}

pub(crate) fn handler() -> Handler {
    Route::new("request-enrolment", Method::Put, "/v1/me/enrolment-requests/{course_id}", "Request enrolment in a course")
        .audience(Audience::Learner)
        .succeeds_with(&[201, 200])
        .member(handle)
        .table(&[BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query])
        .example(r#"{"note": "I start at the Delhi site in January."}"#)
}

/// Neither prerequisites nor seats keep anybody from asking: both may be there when somebody decides.
async fn handle(call: Call<Option<NewRequest>>) -> Result<Reply<OwnRequest>, Problem> {
    let member = call.caller.member()?;
    let course = courses::course_to_change(&call.tenant, call.request.path("course_id", "course")?).await?;
    let course = access::see(&call, course).await?.value;
    if course.state != CourseState::Published {
        return Err(RuleError::NotOffered.into());
    }
    match course.enrolment.mode {
        EnrolmentMode::Open => return Err(RequestError::Open.into()),
        EnrolmentMode::Invitation => return Err(RequestError::InvitedOnly.into()),
        EnrolmentMode::Approval => {}
    }
    if enrolments::enrolment(&call.tenant, member, course.id).await?.is_some() {
        return Err(RequestError::Enrolled.into());
    }
    let known = admission(&call.tenant, Some(member), &course, true).await?;
    if known.invitation.is_some_and(|invitation| invitation.value.is_pending()) {
        return Err(RequestError::Invited.into());
    }
    let note = call.request.body.as_ref().and_then(|new| new.note.clone()).filter(|note| !note.as_str().trim().is_empty());
    let (request, is_new) = requests::ask(&call.tenant, member, &course, note).await?;
    let view = own(&call, vec![request]).await?.into_iter().flatten().next().ok_or_else(|| Problem::not_found("course"))?;
    Ok(if is_new { Reply::created(view) } else { Reply::ok(view) })
}
