//! A member's sessions.

use domain::ids::MemberId;
use lambda::{App, WorkspaceScope};
use store::{StoreError, audit::Act};

/// Revokes all of them in the table, where refreshing and the authorizer look, and records it.
pub(crate) async fn end_all(app: &App, scope: &WorkspaceScope, member: MemberId, act: &Act) -> Result<(), StoreError> {
    let sessions = app.store().sessions(scope, member, app.now()).await?;
    app.store().revoke_sessions(scope, member, sessions.into_iter().map(|session| session.value), act, app.now()).await
}
