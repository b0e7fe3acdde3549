//! GET /v1/me/enrolments: the courses that one takes or has taken, page by page.

use crate::view::EnrolmentView;
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, Query},
};
use learning_model::{access::seen_enrolments, enrolments};

pub(crate) fn handler() -> Handler {
    Route::new("list-enrolments", Method::Get, "/v1/me/enrolments", "List your enrolments, the newest course first")
        .audience(Audience::Learner)
        .paged()
        .member(handle)
        .table(&[BatchGetItem, Query])
}

/// Whoever may no longer see a course does not find it here.
async fn handle(call: Call<()>) -> Result<Reply<Listing<EnrolmentView>>, Problem> {
    let see = |enrolments| seen_enrolments(&call, enrolments);
    let listed = enrolments::enrolments(&call.tenant, call.caller.member()?, &call.page()?, see).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(EnrolmentView::from).collect(), next: listed.next }))
}
