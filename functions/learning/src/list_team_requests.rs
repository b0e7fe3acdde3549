//! GET /v1/team/enrolment-requests: what those ask for who report directly to the caller.

use crate::request_view::{MemberRequest, of_members};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Resource, Route,
    Table::{BatchGetItem, QueryIndex},
};
use learning_model::requests::{Waiting, waiting};
use people_model::{access::resource, members::Member};

pub(crate) fn handler() -> Handler {
    Route::new(
        "list-team-requests",
        Method::Get,
        "/v1/team/enrolment-requests",
        "List your direct reports' pending requests for courses, oldest first",
    )
    .audience(Audience::Manager)
    .paged()
    .member(handle)
    .table(&[BatchGetItem, QueryIndex])
}

/// The list may be a moment behind: whose manager somebody is says the member.
fn reach(member: &Member) -> Resource {
    resource(member.id, member.manager.as_slice(), None)
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<MemberRequest>>, Problem> {
    let see = |requests| of_members(&call, requests, Some(reach));
    let listed = waiting(&call.tenant, Waiting::ReportsOf(call.caller.member()?), &call.page()?, see).await?;
    Ok(Reply::ok(Listing { items: listed.items, next: listed.next }))
}
