//! DELETE /v1/admin/courses/{course_id}/invitations/{member_id}: a member is invited no longer.

use catalog_model::ids::CourseId;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem},
};
use learning_model::invitations;
use serde_json::json;
use trellis_core::{api_scope::ApiScope, ids::MemberId};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/invitations/{member_id}";
    Route::new("withdraw-invitation", Method::Delete, path, "Withdraw a member's invitation to a course")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let (course, member): (CourseId, MemberId) = (call.request.path("course_id", "course")?, call.request.path("member_id", "member")?);
    let act = call.act("course.invitation_withdrawn", format!("course/{course}")).removed(&json!({ "member_id": member }));
    invitations::withdraw(&call.tenant, member, course, &act).await?;
    Ok(Reply::ok(()))
}
