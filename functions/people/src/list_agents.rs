//! GET /v1/platform/agents: those of support by name.

use crate::agent_view::AgentView;
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, Table::QueryIndex};
use people_model::support;

pub(crate) fn handler() -> Handler {
    Route::new("list-agents", Method::Get, "/v1/platform/agents", "List support agents by name")
        .audience(Audience::Operator)
        .paged()
        .reversible()
        .member(handle)
        .table(&[QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<AgentView>>, Problem> {
    let listed = support::list_agents(call.tenant.operation(), &call.registry()?, &call.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(|agent| agent.value.into()).collect(), next: listed.next }))
}
