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

use crate::{branding::Branding, keys};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{
    Condition, Entity, List, Listed, Operation, Page, Place, Record, TableError, TransactionError, Write,
    audit::{Act, Actor},
    idempotency::Attempt,
};
use tenancy::{OperatorScope, WorkspaceScope, doors};
use trellis_core::{
    host::HostName,
    ids::{ActId, WorkspaceId},
    locale::{Locale, TimeZoneName},
    personal::NotPersonal,
    title::Title,
};

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
    pub name: NotPersonal<Title>,
    pub state: WorkspaceState,
    pub tier: Tier,
    /// Where its writes belong.
    pub home_region: NotPersonal<String>,
    /// The value of its API key: which plan and throttle the gateway applies. No secret: it opens nothing by itself.
    pub usage_key: NotPersonal<String>,
    #[serde(default)]
    pub locale: Locale,
    #[serde(default)]
    pub time_zone: TimeZoneName,
    #[serde(default)]
    pub branding: Branding,
    /// Which logo it has. The picture is kept apart: every request reads this entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<NotPersonal<String>>,
    /// The mail domains that members' addresses may be of; any if there are none.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub email_domains: BTreeSet<HostName>,
    /// Whether a second author must approve a course's draft before it is published.
    #[serde(default)]
    pub courses_need_review: bool,
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
    pub name: NotPersonal<Title>,
    pub state: WorkspaceState,
    pub tier: Tier,
    pub home_region: NotPersonal<String>,
}

impl ListedWorkspace {
    /// The scope that its place in the list proves.
    #[must_use]
    pub fn scope(&self) -> WorkspaceScope {
        doors::registered(self.id.clone())
    }
}

impl Entity for ListedWorkspace {
    const NAME: &'static str = "ListedWorkspace";
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Host {
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

fn listed(operators: &OperatorScope, workspace: &Workspace, now: Timestamp) -> Result<Write, TableError> {
    let sort = format!("{}#{}", workspace.state.name(), workspace.id);
    let place = Place::from(keys::listed_workspace(operators.own(), &workspace.id)).listed(keys::workspaces(operators), sort);
    let Workspace { id, name, state, tier, home_region, .. } = workspace.clone();
    Record::new(ListedWorkspace { id, name, state, tier, home_region }, now).overwrite(place, now)
}

/// The write that takes a host name.
fn taken(operators: &OperatorScope, host: &HostName, workspace: &WorkspaceId, now: Timestamp) -> Result<Write, TableError> {
    Record::new(Host { workspace: workspace.clone() }, now).write(keys::host(operators.own(), host), now)
}

/// The registry's entry and the scope that it proves; `None` for a workspace that does not exist.
///
/// # Errors
/// When the table cannot be read.
pub async fn workspace(operation: &Operation, id: &WorkspaceId) -> Result<Option<(WorkspaceScope, Record<Workspace>)>, TableError> {
    let scope = doors::registered(id.clone());
    let item = operation.within(scope.clone()).get(keys::workspace(&scope), true).await?;
    item.map(|item| Ok((scope, Record::read(item)?))).transpose()
}

/// The same by host name.
///
/// # Errors
/// When the table cannot be read.
pub async fn workspace_by_host(operation: &Operation, host: &HostName) -> Result<Option<(WorkspaceScope, Record<Workspace>)>, TableError> {
    let own = operation.within(doors::registered(WorkspaceId::platform()));
    let host: Option<Record<Host>> = own.get(keys::host(own.scope(), host), false).await?.map(Record::read).transpose()?;
    match host {
        Some(host) => workspace(operation, &host.value.workspace).await,
        None => Ok(None),
    }
}

/// Enters a workspace into the registry, once per attempt.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn register_workspace(
    operation: &Operation,
    operators: &OperatorScope,
    workspace: Workspace,
    attempt: Option<&Attempt>,
    act: &Act,
) -> Result<Registered, TableError> {
    let (own, scope) = (operation.within(operators.own().clone()), doors::registered(workspace.id.clone()));
    let mut writes = vec![
        Record::new(workspace.clone(), operation.now()).write(keys::workspace(&scope), operation.now())?,
        listed(operators, &workspace, operation.now())?,
    ];
    writes.extend(told(operation, operators, &scope, act)?);
    let remembered = writes.len();
    if let Some(attempt) = attempt {
        writes.push(own.remember(attempt, workspace.id.as_str())?);
    }
    if let Some(host) = &workspace.custom_domain {
        writes.push(taken(operators, host, &workspace.id, operation.now())?);
    }
    let failed = match operation.transact_as_operator(operators, &scope, writes).await {
        Ok(()) => return Ok(Registered::Now),
        Err(TransactionError::Conditions(failed)) => failed,
        Err(TransactionError::Table(error)) => return Err(error),
    };
    match attempt {
        Some(attempt) if failed.contains(&remembered) => {
            own.made_before(attempt).await?;
            Ok(Registered::Before)
        }
        _ if failed.contains(&0) => Ok(Registered::NameTaken),
        _ => Ok(Registered::HostTaken),
    }
}

/// Stores what operators have changed of a workspace and answers it as it is now stored; `None` if another workspace has the host name.
///
/// # Errors
/// [`TableError::Conflict`] if the workspace was changed since it was read.
pub async fn change_workspace(
    operation: &Operation,
    operators: &OperatorScope,
    before: Record<Workspace>,
    after: Workspace,
    act: &Act,
) -> Result<Option<Record<Workspace>>, TableError> {
    let scope = doors::registered(after.id.clone());
    let old = before.value.custom_domain.clone();
    let record = Record { value: after, ..before };
    let (after, new) = (&record.value, &record.value.custom_domain);
    let mut writes = vec![record.write(keys::workspace(&scope), operation.now())?, listed(operators, after, operation.now())?];
    writes.extend(told(operation, operators, &scope, act)?);
    if let Some(host) = old.as_ref().filter(|_| old != *new) {
        writes.push(Write::Delete(keys::host(operators.own(), host), Condition::Any));
    }
    if let Some(host) = new.as_ref().filter(|_| old != *new) {
        writes.push(taken(operators, host, &after.id, operation.now())?);
    }
    match operation.transact_as_operator(operators, &scope, writes).await {
        Ok(()) => Ok(Some(record.stored(operation.now()))),
        Err(TransactionError::Conditions(failed)) if !failed.contains(&0) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The act in the operators' log and, without the operator, in the workspace's own.
fn told(operation: &Operation, operators: &OperatorScope, scope: &WorkspaceScope, act: &Act) -> Result<Vec<Write>, TableError> {
    let mut writes = vec![operation.within(operators.own().clone()).recorded(act)?];
    if !scope.workspace().is_platform() {
        let actor = Actor::Platform { id: "operator".to_owned() };
        let there = Act { id: ActId::made(operation.now()), actor, source: None, request_id: None, ..act.clone() };
        writes.push(operation.within(scope.clone()).recorded(&there)?);
    }
    Ok(writes)
}

/// Workspaces of one state, or of any, by name within their state.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_workspaces(
    operation: &Operation,
    operators: &OperatorScope,
    state: Option<WorkspaceState>,
    page: &Page,
) -> Result<Listed<Record<ListedWorkspace>>, TableError> {
    let key_of = |own: &WorkspaceScope, sort: &str| Some(keys::listed_workspace(own, &sort.rsplit('#').next()?.parse().ok()?));
    let index = List {
        prefix: state.map(|state| format!("{}#", state.name())),
        ..List::indexed(state.map_or("workspaces", WorkspaceState::name), keys::workspaces(operators), key_of)
    };
    operation.within(operators.own().clone()).listed(index, page).await
}
