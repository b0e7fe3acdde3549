//! POST /v1/platform/agents: enters somebody of support, whom workspaces can then let in.

use domain::{email::EmailAddress, personal::Personal, title::Title};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use store::support::Agent;

use crate::agent_view::AgentView;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAgent {
    #[schema(value_type = String)]
    email: Personal<EmailAddress>,
    #[schema(value_type = String)]
    name: Personal<Title>,
}

pub(crate) fn handler() -> Handler {
    Route::new("add-agent", Method::Post, "/v1/platform/agents", "Enter somebody of support")
        .audience(Audience::Operator)
        .succeeds_with(&[201])
        .member(handle)
}

/// An address is an agent once, so a request that comes twice is a conflict and no second agent.
async fn handle(app: App, call: Call<NewAgent>) -> Result<Reply<AgentView>, Problem> {
    let operators = call.registry()?;
    let act = call.act("agent.added", "");
    let agent = Agent { name: call.request.body.name, email: call.request.body.email };
    let act = act.on(format!("agent/{}", agent.id())).made(&agent);
    if !app.store().add_agent(&operators, agent.clone(), &act, app.now()).await? {
        return Err(Problem::conflict("agent-known", "There is an agent with this address."));
    }
    Ok(Reply::created(agent.into()))
}
