//! Who may come in: what the authorizer asks of the table.
//!
//! | access | how |
//! |---|---|
//! | may this member come in | batch get workspace, member and session: one request |

use crate::{keys, sessions::Session};
use people_model::members::Member;
use table::{Entity, Operation, Record, TableError, kind};
use tenancy::doors;
use trellis_core::ids::{MemberId, WorkspaceId};
use workspaces_model::workspaces::Workspace;

/// What is known of somebody who asks to come in. What is `None` does not exist.
#[derive(Debug, Clone)]
pub struct Admission {
    pub workspace: Option<Record<Workspace>>,
    pub member: Option<Record<Member>>,
    pub session: Option<Record<Session>>,
}

/// What the authorizer needs to know, in one request (1.5 read units when all three are small). What is not there is
/// looked for once more in the newest state: a session is asked for milliseconds after it was opened.
///
/// # Errors
/// When the table cannot be read.
pub async fn admission(operation: &Operation, workspace: WorkspaceId, member: MemberId, session: &str) -> Result<Admission, TableError> {
    let tenant = operation.within(doors::registered(workspace));
    let wanted = vec![
        workspaces_model::keys::workspace(tenant.scope()),
        people_model::keys::profile(tenant.scope(), member),
        keys::session(tenant.scope(), member, session),
    ];
    let mut admission = Admission { workspace: None, member: None, session: None };
    for item in tenant.batch_get_lately_written(wanted).await? {
        match kind(&item) {
            Workspace::NAME => admission.workspace = Some(Record::read(item)?),
            Member::NAME => admission.member = Some(Record::read(item)?),
            _ => admission.session = Some(Record::read(item)?),
        }
    }
    Ok(admission)
}

#[cfg(test)]
mod tests {
    use crate::api_clients::ApiClientState;
    use people_model::member::MemberState;
    use serde_json::to_value;
    use table::authority::{ACTIVE_CLIENT, ACTIVE_MEMBER, OPEN_WORKSPACE};
    use workspaces_model::workspaces::WorkspaceState;

    #[test]
    fn the_engine_knows_the_states_in_which_somebody_may_act() {
        let names = [WorkspaceState::Open.name(), MemberState::Active.name(), ApiClientState::Active.name()];
        assert_eq!([OPEN_WORKSPACE, ACTIVE_MEMBER, ACTIVE_CLIENT], names);
        let stored = [to_value(WorkspaceState::Open), to_value(MemberState::Active), to_value(ApiClientState::Active)];
        assert_eq!(stored.map(Result::unwrap), names);
    }
}
