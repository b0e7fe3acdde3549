//! POST /v1/admin/courses/{course_id}/invitations: invites members to a course; each has a result of their own.

use catalog_model::{
    access,
    course::CourseState,
    courses::{self, Course},
    terms::EnrolmentMode,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query},
};
use learning_model::invitations::{self, Invited};
use people_model::members;
use serde::{Deserialize, Serialize};
use serde_json::json;
use trellis_core::{api_scope::ApiScope, ids::MemberId};

trellis_core::list!(
    /// The members to invite; more come in further requests.
    #[derive(Debug)]
    Invitees(Vec<MemberId>), 1..=100
);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CourseInvitations {
    member_ids: Invitees,
}

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum InviteeResult {
    Invited,
    /// An invitation is waiting for their answer.
    AlreadyInvited,
    AlreadyEnrolled,
    /// Not invited: `detail` says why.
    Refused,
}

/// What has become of the invitation of a member.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Invitee {
    member_id: MemberId,
    result: InviteeResult,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<String>,
}

/// The results in the order of the members.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct InviteeResults {
    /// How many were invited by this request.
    invited: usize,
    items: Vec<Invitee>,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/invitations";
    Route::new("invite-to-course", Method::Post, path, "Invite up to 100 members to a course; each gets their own result")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query])
        .timeout(29)
        .example(r#"{"member_ids": ["01JZ8Q4N7E5T9V3W2XKBYMCD6H"]}"#)
}

async fn handle(call: Call<CourseInvitations>) -> Result<Reply<InviteeResults>, Problem> {
    let course = courses::course_to_change(&call.tenant, call.request.path("course_id", "course")?).await?;
    let course = course.ok_or_else(|| Problem::not_found("course"))?.value;
    if course.state != CourseState::Published {
        return Err(Problem::rule("course_id", "nobody can enrol in this course now; publish it first"));
    }
    if course.enrolment.mode == EnrolmentMode::Open {
        return Err(Problem::rule("course_id", "everybody can enrol in this course; nobody needs an invitation"));
    }
    let mut items = Vec::with_capacity(call.request.body.member_ids.0.len());
    for member in &call.request.body.member_ids.0 {
        items.push(invite(&call, *member, &course).await?);
    }
    let invited = items.iter().filter(|item| item.result == InviteeResult::Invited).count();
    Ok(Reply::ok(InviteeResults { invited, items }))
}

async fn invite(call: &Call<CourseInvitations>, member_id: MemberId, course: &Course) -> Result<Invitee, Problem> {
    let refused = |detail: &str| Ok(Invitee { member_id, result: InviteeResult::Refused, detail: Some(detail.to_owned()) });
    if !course.groups.is_empty() {
        let Some(member) = members::member(&call.tenant, member_id).await? else { return refused("there is no such active member") };
        if !access::is_for(call, &member.value, course).await? {
            return refused("this course is for groups that the member isn't in; an invitation doesn't change that");
        }
    }
    let act = call.act("course.invited", format!("course/{}", course.id)).made(&json!({ "member_id": member_id }));
    let result = match invitations::invite(&call.tenant, member_id, course, call.caller.member().ok(), &act).await? {
        Invited::Now => InviteeResult::Invited,
        Invited::Before => InviteeResult::AlreadyInvited,
        Invited::Enrolled => InviteeResult::AlreadyEnrolled,
        Invited::NoMember => return refused("there is no such active member"),
    };
    Ok(Invitee { member_id, result, detail: None })
}
