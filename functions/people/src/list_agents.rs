//! GET /v1/platform/agents: those of support by name.

use crate::agent_view::AgentView;
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    Route::new("list-agents", Method::Get, "/v1/platform/agents", "Those of support by name")
        .audience(Audience::Operator)
        .paged()
        .reversible()
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<AgentView>>, Problem> {
    let listed = app.store().list_agents(&call.registry()?, &call.request.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(|agent| agent.value.into()).collect(), next: listed.next }))
}
