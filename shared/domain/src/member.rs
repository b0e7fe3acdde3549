//! Members of a workspace.

use serde::{Deserialize, Serialize};

/// Whether a member may use the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// Invited or at work: may sign in.
    Active,
    /// Refused everywhere; nothing of the member's record is lost.
    Deactivated,
}
