//! GET /v1/me/course-invitations: courses that one is invited to and has not answered.

use crate::invitation_view::{OwnInvitation, own};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, Query},
};
use learning_model::invitations;

pub(crate) fn handler() -> Handler {
    Route::new("list-own-invitations", Method::Get, "/v1/me/course-invitations", "List the courses that you are invited to")
        .audience(Audience::Learner)
        .paged()
        .member(handle)
        .table(&[BatchGetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<OwnInvitation>>, Problem> {
    let member = call.caller.member()?;
    let see = |invitations| own(&call, member, invitations);
    let listed = invitations::own_invitations(&call.tenant, member, &call.page()?, see).await?;
    Ok(Reply::ok(Listing { items: listed.items, next: listed.next }))
}
