//! GET /v1/me/enrolment-requests: what one has asked for, and what was decided.

use crate::request_view::{OwnRequest, own};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, Query},
};
use learning_model::requests;

pub(crate) fn handler() -> Handler {
    Route::new("list-own-requests", Method::Get, "/v1/me/enrolment-requests", "List your requests for courses, the newest course first")
        .audience(Audience::Learner)
        .paged()
        .member(handle)
        .table(&[BatchGetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<OwnRequest>>, Problem> {
    let see = |requests| own(&call, requests);
    let listed = requests::own_requests(&call.tenant, call.caller.member()?, &call.page()?, see).await?;
    Ok(Reply::ok(Listing { items: listed.items, next: listed.next }))
}
