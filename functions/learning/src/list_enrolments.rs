//! GET /v1/me/enrolments: all courses that one takes or has taken.

use crate::view::EnrolmentView;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-enrolments", Method::Get, "/v1/me/enrolments", "One's enrolments").audience(Audience::Learner).member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<EnrolmentView>>, Problem> {
    let mut enrolments = app.store().enrolments(&call.caller.scope, call.caller.member()?).await?;
    enrolments.sort_by_key(|enrolment| std::cmp::Reverse(enrolment.updated_at));
    Ok(Reply::ok(Listing { items: enrolments.iter().map(EnrolmentView::from).collect(), next: None }))
}
