//! DELETE /v1/admin/support-access/{support_grant_id}: turns somebody of support out before the time.

use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem, UpdateItem},
};
use people_model::{ids::SupportGrantId, support};

pub(crate) fn handler() -> Handler {
    Route::new("end-support-access", Method::Delete, "/v1/admin/support-access/{support_grant_id}", "Revoke support access")
        .audience(Audience::Administrator)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[GetItem, PutItem, UpdateItem])
}

/// What is over already needs no end.
async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let now = call.app.now();
    let id: SupportGrantId = call.request.path("support_grant_id", "support access")?;
    let grant = support::support_grant(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("support access"))?;
    if grant.value.ended_at.is_none() && now < grant.value.until {
        support::end_support(&call.tenant, &grant, call.act("support.ended", format!("support-access/{id}"))).await?;
    }
    Ok(Reply::ok(()))
}
