//! A member's sessions.

use identity_model::sessions;
use table::{TableError, Tenant, audit::Act};
use trellis_core::ids::MemberId;

/// Revokes all of them in the table, where refreshing and the authorizer look, and records it.
pub(crate) async fn end_all(tenant: &Tenant, member: MemberId, act: &Act) -> Result<(), TableError> {
    let sessions = sessions::sessions(tenant, member).await?;
    sessions::revoke_sessions(tenant, member, sessions.into_iter().map(|session| session.value), act).await
}
