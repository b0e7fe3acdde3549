//! DELETE /v1/platform/agents/{agent_id}: nobody can let this one in any more.

use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use store::support::AgentId;

pub(crate) fn handler() -> Handler {
    Route::new("remove-agent", Method::Delete, "/v1/platform/agents/{agent_id}", "Remove somebody of support")
        .audience(Audience::Operator)
        .succeeds_with(&[204])
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<()>, Problem> {
    let operators = call.registry()?;
    let id: AgentId = call.request.path("agent_id", "agent")?;
    let act = call.act("agent.removed", format!("agent/{id}"));
    if app.store().remove_agent(&operators, &id, &act, app.now()).await? { Ok(Reply::ok(())) } else { Err(Problem::not_found("agent")) }
}
