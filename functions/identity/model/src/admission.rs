//! Who may come in: what the authorizer asks of the table.
//!
//! | access | how |
//! |---|---|
//! | may this member come in | batch get workspace, member and session: one request |
//! | may this program come in | batch get workspace and client: one request |

use crate::{
    api_clients::{ApiClient, ApiClientState},
    keys,
    sessions::Session,
};
use jiff::Timestamp;
use people_model::{
    member::{MemberState, roles_at},
    members::Member,
};
use serde::Deserialize;
use std::{collections::BTreeSet, sync::LazyLock};
use table::{Entity, Operation, Projection, TableError, View, kind, view};
use tenancy::doors;
use trellis_core::{
    api_scope::ApiScope,
    ids::{ApiClientId, MemberId, WorkspaceId},
    personal::NotPersonal,
    role::Role,
    title::Title,
};
use workspaces_model::workspaces::{Workspace, WorkspaceState};

/// A workspace at its door.
#[derive(Debug, Clone, Deserialize)]
pub struct WorkspaceAtDoor {
    pub id: WorkspaceId,
    pub state: WorkspaceState,
    pub usage_key: NotPersonal<String>,
}

impl View for WorkspaceAtDoor {
    type Of = Workspace;
}

/// A member at the door.
#[derive(Debug, Clone, Deserialize)]
pub struct MemberAtDoor {
    pub id: MemberId,
    pub state: MemberState,
    roles: BTreeSet<Role>,
    #[serde(default)]
    pub regions: BTreeSet<NotPersonal<Title>>,
    #[serde(default)]
    pub support_until: Option<Timestamp>,
}

impl MemberAtDoor {
    /// The roles that count at a time.
    #[must_use]
    pub fn roles_at(&self, now: Timestamp) -> BTreeSet<Role> {
        roles_at(&self.roles, self.support_until, now)
    }
}

impl View for MemberAtDoor {
    type Of = Member;
}

/// A session at the door.
#[derive(Debug, Clone, Deserialize)]
pub struct SessionAtDoor {
    pub id: NotPersonal<String>,
    pub revoked: bool,
}

impl View for SessionAtDoor {
    type Of = Session;
}

/// A program at the door.
#[derive(Debug, Clone, Deserialize)]
pub struct ApiClientAtDoor {
    pub id: ApiClientId,
    pub state: ApiClientState,
    pub scopes: BTreeSet<ApiScope>,
    pub client_id: NotPersonal<String>,
}

impl View for ApiClientAtDoor {
    type Of = ApiClient;
}

static OF_PEOPLE: LazyLock<Projection> =
    LazyLock::new(|| Projection::default().and::<WorkspaceAtDoor>().and::<MemberAtDoor>().and::<SessionAtDoor>());
static OF_PROGRAMS: LazyLock<Projection> = LazyLock::new(|| Projection::default().and::<WorkspaceAtDoor>().and::<ApiClientAtDoor>());

/// What is known of somebody who asks to come in. What is `None` does not exist.
#[derive(Debug, Clone, Default)]
pub struct Admission {
    pub workspace: Option<WorkspaceAtDoor>,
    pub member: Option<MemberAtDoor>,
    pub session: Option<SessionAtDoor>,
}

/// What is known of a program that asks to come in. What is `None` does not exist.
#[derive(Debug, Clone, Default)]
pub struct MachineAdmission {
    pub workspace: Option<WorkspaceAtDoor>,
    pub client: Option<ApiClientAtDoor>,
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
    let mut admission = Admission::default();
    for item in tenant.batch_get_lately_written(wanted, &OF_PEOPLE).await? {
        match kind(&item) {
            Workspace::NAME => admission.workspace = Some(view(item)?),
            Member::NAME => admission.member = Some(view(item)?),
            _ => admission.session = Some(view(item)?),
        }
    }
    Ok(admission)
}

/// What the authorizer needs to know of a program, in one request (1 read unit when both are small). What is not there is
/// looked for once more in the newest state: a client may be a moment old.
///
/// # Errors
/// When the table cannot be read.
pub async fn machine_admission(operation: &Operation, workspace: WorkspaceId, id: ApiClientId) -> Result<MachineAdmission, TableError> {
    let tenant = operation.within(doors::registered(workspace));
    let wanted = vec![workspaces_model::keys::workspace(tenant.scope()), keys::api_client(tenant.scope(), id)];
    let mut admission = MachineAdmission::default();
    for item in tenant.batch_get_lately_written(wanted, &OF_PROGRAMS).await? {
        match kind(&item) {
            Workspace::NAME => admission.workspace = Some(view(item)?),
            _ => admission.client = Some(view(item)?),
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
    fn what_is_read_is_asked_for() {
        let asked = format!("{:?}", *super::OF_PEOPLE);
        for attribute in ["entity", "schema", "id", "state", "usage_key", "roles", "regions", "support_until", "revoked"] {
            assert!(asked.contains(&format!("\"#{attribute}\": \"{attribute}\"")), "{attribute} in {asked}");
        }
    }

    #[test]
    fn the_engine_knows_the_states_in_which_somebody_may_act() {
        let names = [WorkspaceState::Open.name(), MemberState::Active.name(), ApiClientState::Active.name()];
        assert_eq!([OPEN_WORKSPACE, ACTIVE_MEMBER, ACTIVE_CLIENT], names);
        let stored = [to_value(WorkspaceState::Open), to_value(MemberState::Active), to_value(ApiClientState::Active)];
        assert_eq!(stored.map(Result::unwrap), names);
    }
}
