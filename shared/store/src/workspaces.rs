//! Workspaces: the registry.
//!
//! | access | how |
//! |---|---|
//! | a workspace by its id | get `W#<ws>#WORKSPACE` / `WORKSPACE` |
//! | all workspaces, or those of a state | query index 1, `W#platform#WORKSPACES` / `<state>#<ws>` |
//! | a workspace by its host name | get `W#platform#HOST#<host>` / `HOST`, then the workspace |
//!
//! The list and the host names are the operators' own data; an entry of the list (`W#platform#LISTED#<ws>`) is written in the
//! transaction of the workspace, so it is never behind.

use crate::{
    Listed, Page, Store, StoreError,
    audit::{Act, Actor},
    cursor::List,
    entity::{Entity, Place, Record},
    idempotency::Attempt,
    keys,
    table::{Condition, TransactionError, Write},
};
use domain::{
    branding::Branding,
    host::HostName,
    ids::{ActId, WorkspaceId},
    locale::{Locale, TimeZoneName},
    title::Title,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tenancy::{OperatorScope, WorkspaceScope, doors};

/// Whether a workspace may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceState {
    /// Not all of it is there yet: opening it again finishes it.
    Opening,
    Open,
    /// Nobody comes in until it is resumed.
    Suspended,
    /// Over; its data is kept for as long as its retention says.
    Closed,
}

impl WorkspaceState {
    /// The spelling on the wire and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Open => "open",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
        }
    }
}

/// The usage plan whose limits apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Some thousand people.
    Standard,
    /// Up to a million.
    Large,
}

impl Tier {
    /// As the template's plans are named.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Large => "large",
        }
    }
}

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub name: Title,
    pub state: WorkspaceState,
    pub tier: Tier,
    /// Where its writes belong.
    pub home_region: String,
    /// The value of its API key: which plan and throttle the gateway applies. No secret: it opens nothing by itself.
    pub usage_key: String,
    #[serde(default)]
    pub locale: Locale,
    #[serde(default)]
    pub time_zone: TimeZoneName,
    #[serde(default)]
    pub branding: Branding,
    /// Which logo it has. The picture is kept apart: every request reads this entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// The mail domains that members' addresses may be of; any if there are none.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub email_domains: BTreeSet<HostName>,
    /// The host name under which its people find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_domain: Option<HostName>,
    /// Days for which its data is kept after it has been closed.
    #[serde(default = "two_years")]
    pub retention_days: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
}

/// The retention of a workspace that says nothing else.
#[must_use]
pub const fn two_years() -> u16 {
    730
}

impl Entity for Workspace {
    const NAME: &'static str = "Workspace";
}

/// A workspace in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedWorkspace {
    pub id: WorkspaceId,
    pub name: Title,
    pub state: WorkspaceState,
    pub tier: Tier,
    pub home_region: String,
}

impl Entity for ListedWorkspace {
    const NAME: &'static str = "ListedWorkspace";
}

#[derive(Debug, Serialize, Deserialize)]
struct Host {
    workspace: WorkspaceId,
}

impl Entity for Host {
    const NAME: &'static str = "Host";
}

/// What entering a workspace into the registry has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    Now,
    /// It is there, by an earlier attempt with this key.
    Before,
    /// There is another of this name, or it was entered without this key.
    NameTaken,
    /// Another workspace has the host name.
    HostTaken,
}

fn listed(operators: &OperatorScope, workspace: &Workspace, now: Timestamp) -> Result<Write, StoreError> {
    let sort = format!("{}#{}", workspace.state.name(), workspace.id);
    let place = Place::from(keys::listed_workspace(operators.own(), &workspace.id)).listed(keys::workspaces(operators), sort);
    let Workspace { id, name, state, tier, home_region, .. } = workspace.clone();
    Record::new(ListedWorkspace { id, name, state, tier, home_region }, now).overwrite(place, now)
}

/// The write that takes a host name.
fn taken(operators: &OperatorScope, host: &HostName, workspace: &WorkspaceId, now: Timestamp) -> Result<Write, StoreError> {
    Record::new(Host { workspace: workspace.clone() }, now).write(keys::host(operators.own(), host), now)
}

impl Store {
    /// The registry's entry and the scope that it proves; `None` for a workspace that does not exist.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn workspace(&self, id: &WorkspaceId) -> Result<Option<(WorkspaceScope, Record<Workspace>)>, StoreError> {
        let scope = doors::registered(id.clone());
        let item = self.table.get(&scope, keys::workspace(&scope), true).await?;
        item.map(|item| Ok((scope, Record::read(item)?))).transpose()
    }

    /// The same by host name.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn workspace_by_host(&self, host: &HostName) -> Result<Option<(WorkspaceScope, Record<Workspace>)>, StoreError> {
        let own = doors::registered(WorkspaceId::platform());
        let host: Option<Record<Host>> = self.table.get(&own, keys::host(&own, host), false).await?.map(Record::read).transpose()?;
        match host {
            Some(host) => self.workspace(&host.value.workspace).await,
            None => Ok(None),
        }
    }

    /// Enters a workspace into the registry, once per attempt.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`], or when the table cannot be written.
    pub async fn register_workspace(
        &self,
        operators: &OperatorScope,
        workspace: Workspace,
        attempt: Option<&Attempt>,
        act: &Act,
        now: Timestamp,
    ) -> Result<Registered, StoreError> {
        let scope = doors::registered(workspace.id.clone());
        let mut writes =
            vec![Record::new(workspace.clone(), now).write(keys::workspace(&scope), now)?, listed(operators, &workspace, now)?];
        writes.extend(self.told(operators, &scope, act, now)?);
        let remembered = writes.len();
        if let Some(attempt) = attempt {
            writes.push(self.remember(operators.own(), attempt, workspace.id.as_str(), now)?);
        }
        if let Some(host) = &workspace.custom_domain {
            writes.push(taken(operators, host, &workspace.id, now)?);
        }
        let failed = match self.table.transact_as_operator(operators, &scope, writes).await {
            Ok(()) => return Ok(Registered::Now),
            Err(TransactionError::Conditions(failed)) => failed,
            Err(TransactionError::Store(error)) => return Err(error),
        };
        match attempt {
            Some(attempt) if failed.contains(&remembered) => {
                self.made_before(operators.own(), attempt).await?;
                Ok(Registered::Before)
            }
            _ if failed.contains(&0) => Ok(Registered::NameTaken),
            _ => Ok(Registered::HostTaken),
        }
    }

    /// Stores what operators have changed of a workspace; `false` if another workspace has the host name.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the workspace was changed since it was read.
    pub async fn change_workspace(
        &self,
        operators: &OperatorScope,
        before: &Record<Workspace>,
        after: &Workspace,
        act: &Act,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let scope = doors::registered(after.id.clone());
        let record = Record { value: after.clone(), ..before.clone() };
        let mut writes = vec![record.write(keys::workspace(&scope), now)?, listed(operators, after, now)?];
        writes.extend(self.told(operators, &scope, act, now)?);
        let (old, new) = (&before.value.custom_domain, &after.custom_domain);
        if let Some(host) = old.as_ref().filter(|_| old != new) {
            writes.push(Write::Delete(keys::host(operators.own(), host), Condition::Any));
        }
        if let Some(host) = new.as_ref().filter(|_| old != new) {
            writes.push(taken(operators, host, &after.id, now)?);
        }
        match self.table.transact_as_operator(operators, &scope, writes).await {
            Ok(()) => Ok(true),
            Err(TransactionError::Conditions(failed)) if !failed.contains(&0) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The act in the operators' log and, without the operator, in the workspace's own.
    fn told(&self, operators: &OperatorScope, scope: &WorkspaceScope, act: &Act, now: Timestamp) -> Result<Vec<Write>, StoreError> {
        let mut writes = vec![self.recorded(operators.own(), act, now)?];
        if !scope.workspace().is_platform() {
            let actor = Actor::Platform { id: "operator".to_owned() };
            let there = Act { id: ActId::random(), actor, source: None, request_id: None, ..act.clone() };
            writes.push(self.recorded(scope, &there, now)?);
        }
        Ok(writes)
    }

    /// Workspaces of one state, or of any, by name within their state.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_workspaces(
        &self,
        operators: &OperatorScope,
        state: Option<WorkspaceState>,
        page: &Page,
    ) -> Result<Listed<Record<ListedWorkspace>>, StoreError> {
        let key_of = |own: &WorkspaceScope, sort: &str| Some(keys::listed_workspace(own, &sort.rsplit('#').next()?.parse().ok()?));
        let index = List {
            prefix: state.map(|state| format!("{}#", state.name())),
            ..List::indexed(state.map_or("workspaces", WorkspaceState::name), keys::workspaces(operators), key_of)
        };
        self.listed(operators.own(), index, page).await
    }
}
