//! POST /v1/platform/agents: enters somebody of support, whom workspaces can then let in.

use crate::agent_view::AgentView;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::PutItem};
use people_model::support::{self, Agent};
use serde::Deserialize;
use trellis_core::{
    email::EmailAddress,
    personal::{Contact, Name, Personal},
    title::Title,
};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAgent {
    #[schema(value_type = EmailAddress)]
    email: Personal<EmailAddress, Contact>,
    #[schema(value_type = Title)]
    name: Personal<Title, Name>,
}

pub(crate) fn handler() -> Handler {
    Route::new("add-agent", Method::Post, "/v1/platform/agents", "Add a support agent")
        .audience(Audience::Operator)
        .succeeds_with(&[201])
        .member(handle)
        .table(&[PutItem])
        .example(r#"{"email": "agent@platform.example", "name": "Ada Agent"}"#)
}

/// An address is an agent once, so a request that comes twice is a conflict and no second agent.
async fn handle(call: Call<NewAgent>) -> Result<Reply<AgentView>, Problem> {
    let operators = call.registry()?;
    let act = call.act("agent.added", "");
    let agent = Agent { name: call.request.body.name, email: call.request.body.email };
    let act = act.on(format!("agent/{}", agent.id())).made(&agent);
    if !support::add_agent(call.tenant.operation(), &operators, agent.clone(), &act).await? {
        return Err(Problem::conflict("agent-known", "There is an agent with this address."));
    }
    Ok(Reply::created(agent.into()))
}
