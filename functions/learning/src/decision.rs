//! What those who may decide about a member's request do with it.

use crate::request_view::{MemberRequest, of_members};
use catalog_model::{
    access::{self, Visitor},
    course::CourseState,
    courses,
    ids::CourseId,
};
use lambda::{
    Call, Problem, Reply,
    Table::{self, BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use learning_model::{
    enrolments,
    requests::{
        self, Decided, DecisionReason, RequestDecision, RequestError,
        deciding::{Answer, approve, decline},
    },
    rules::RuleError,
};
use people_model::members::Member;
use serde::Deserialize;
use serde_json::json;
use table::{Record, audit::Act};
use trellis_core::personal::Personal;

/// What a decision does with the table.
pub(crate) const TABLE: &[Table] = &[BatchGetItem, GetItem, PutItem, Query, UpdateItem];

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    decision: RequestDecision,
    /// For the member; needed to decline.
    reason: Option<DecisionReason>,
}

/// Decides about a request of this member, for whom the caller may.
pub(crate) async fn decide(call: &Call<Decision>, looked_at: &Record<Member>) -> Result<Reply<MemberRequest>, Problem> {
    let (course, member): (CourseId, _) = (call.request.path("course_id", "course")?, &looked_at.value);
    let Decision { decision, reason } = &call.request.body;
    let reason = reason.clone().filter(|reason| !reason.as_str().trim().is_empty());
    let decided = Decided { decision: *decision, by: call.caller.member()?, at: call.app.now(), reason: reason.map(Personal::new) };
    let action = match decision {
        RequestDecision::Approved => "enrolment.approved",
        RequestDecision::Declined => "enrolment.declined",
    };
    let act = call.act(action, format!("member/{}", member.id)).made(&json!({ "course_id": course }));
    let answer = Answer { member: looked_at, course, decided };
    let request = match decision {
        RequestDecision::Declined if answer.decided.reason.is_none() => {
            return Err(Problem::rule("reason", "say why, for the member; it is needed to decline"));
        }
        RequestDecision::Declined => decline(&call.tenant, &answer, &act).await?,
        RequestDecision::Approved => approved(call, &answer, &act).await?,
    };
    let view = of_members(call, vec![request], None).await?.into_iter().flatten().next();
    Ok(Reply::ok(view.ok_or_else(|| Problem::not_found("request"))?))
}

/// Approves what can be: the course is there for the member, whoever decides.
async fn approved(call: &Call<Decision>, answer: &Answer<'_>, act: &Act) -> Result<Record<requests::EnrolmentRequest>, Problem> {
    let member = &answer.member.value;
    let request = requests::request(&call.tenant, member.id, answer.course).await?.ok_or(RequestError::Unknown)?;
    // Whatever has become of the course: nobody is let in by this.
    if !request.value.is_pending() || enrolments::enrolment(&call.tenant, member.id, answer.course).await?.is_some() {
        return Ok(approve(&call.tenant, answer, None, act).await?);
    }
    let course = courses::course_to_change(&call.tenant, answer.course).await?;
    let course = course.filter(|course| course.value.state == CourseState::Published).ok_or(RuleError::NotOffered)?;
    if !access::is_for(call, member, &course.value).await? {
        return Err(RequestError::NotForMember.into());
    }
    let asked = access::prerequisites(call, Visitor::Learner(member), &course.value).await?;
    Ok(approve(&call.tenant, answer, Some((&course, &asked)), act).await?)
}
