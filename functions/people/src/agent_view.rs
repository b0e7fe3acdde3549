//! Somebody of support as operators see one.

use people_model::support::{Agent, AgentId};
use serde::Serialize;
use trellis_core::{
    email::EmailAddress,
    personal::{Contact, Name, Personal},
    title::Title,
};

/// Somebody of support.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct AgentView {
    agent_id: AgentId,
    #[schema(value_type = String)]
    name: Personal<Title, Name>,
    #[schema(value_type = String)]
    email: Personal<EmailAddress, Contact>,
}

impl From<Agent> for AgentView {
    fn from(agent: Agent) -> Self {
        Self { agent_id: agent.id(), name: agent.name, email: agent.email }
    }
}
