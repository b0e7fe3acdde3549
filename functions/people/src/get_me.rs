//! GET /v1/me: who one is.

use domain::{
    email::EmailAddress,
    ids::{MemberId, WorkspaceId},
    personal::Personal,
    role::Role,
    title::Title,
};
use lambda::{App, Call, Handler, Method, Problem, Reply, Route};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Me {
    member_id: MemberId,
    workspace: WorkspaceId,
    #[schema(value_type = String)]
    name: Personal<Title>,
    #[schema(value_type = String)]
    email: Personal<EmailAddress>,
    roles: BTreeSet<Role>,
}

pub(crate) fn handler() -> Handler {
    Route::new("get-me", Method::Get, "/v1/me", "One's own profile and roles").member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Me>, Problem> {
    let caller = call.caller;
    let member = app.store().member(&caller.scope, caller.member()?).await?.ok_or_else(|| Problem::not_found("member"))?;
    let workspace = caller.scope.workspace().clone();
    let me = member.value;
    Ok(Reply::ok(Me { member_id: me.id, workspace, name: me.name, email: me.email, roles: me.roles }))
}
