//! DELETE /v1/platform/agents/{agent_id}: nobody can let this one in any more.

use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, PutItem},
};
use people_model::support::{self, AgentId};

pub(crate) fn handler() -> Handler {
    Route::new("remove-agent", Method::Delete, "/v1/platform/agents/{agent_id}", "Remove a support agent")
        .audience(Audience::Operator)
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let operators = call.registry()?;
    let id: AgentId = call.request.path("agent_id", "agent")?;
    let act = call.act("agent.removed", format!("agent/{id}"));
    if support::remove_agent(call.tenant.operation(), &operators, &id, &act).await? {
        Ok(Reply::ok(()))
    } else {
        Err(Problem::not_found("agent"))
    }
}
