//! Somebody of support as operators see one.

use domain::{email::EmailAddress, personal::Personal, title::Title};
use serde::Serialize;
use store::support::{Agent, AgentId};

/// Somebody of support.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct AgentView {
    agent_id: AgentId,
    #[schema(value_type = String)]
    name: Personal<Title>,
    #[schema(value_type = String)]
    email: Personal<EmailAddress>,
}

impl From<Agent> for AgentView {
    fn from(agent: Agent) -> Self {
        Self { agent_id: agent.id(), name: agent.name, email: agent.email }
    }
}
