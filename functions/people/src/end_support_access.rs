//! DELETE /v1/admin/support-access/{support_grant_id}: turns somebody of support out before the time.

use domain::ids::SupportGrantId;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("end-support-access", Method::Delete, "/v1/admin/support-access/{support_grant_id}", "Turn somebody of support out")
        .audience(Audience::Administrator)
        .succeeds_with(&[204])
        .member(handle)
}

/// What is over already needs no end.
async fn handle(app: App, call: Call<()>) -> Result<Reply<()>, Problem> {
    let (scope, now) = (&call.caller.scope, app.now());
    let id: SupportGrantId = call.request.path("support_grant_id", "support access")?;
    let grant = app.store().support_grant(scope, id).await?.ok_or_else(|| Problem::not_found("support access"))?;
    if grant.value.ended_at.is_none() && now < grant.value.until {
        app.store().end_support(scope, &grant, call.act("support.ended", format!("support-access/{id}")), now).await?;
    }
    Ok(Reply::ok(()))
}
