//! Support: who may be let in, and who has been, by whom, for how long and why.
//!
//! | access | how |
//! |---|---|
//! | an agent by address | get `W#platform#AGENT#<digest>` / `AGENT` |
//! | agents by name | query index 1, `W#platform#AGENTS` / `<name>#<digest>` |
//! | a workspace's grants, newest first | query `W#<ws>#SUPPORT` / `<id>`, backwards |
//!
//! A grant makes the agent a member of the workspace, with the one role that looks and does nothing, until its time is over.

use crate::{
    event::PeopleEvent,
    ids::SupportGrantId,
    keys,
    member::MemberState,
    members::{self, Address, Member},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use table::{
    Condition, Entity, List, Listed, Operation, Page, Place, Record, TableError, Tenant, TransactionError, Write, audit::Act, digest,
};
use tenancy::{OperatorScope, WorkspaceScope, doors};
use trellis_core::{
    email::EmailAddress,
    folding::order_key,
    ids::{InvalidId, MemberId, WorkspaceId},
    personal::{Contact, Name, NotPersonal, Personal},
    role::Role,
    title::Title,
};

/// An agent in addresses: the digest of the e-mail address, which stands in no log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
pub struct AgentId(String);

impl FromStr for AgentId {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let legal = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if legal { Ok(Self(text.to_owned())) } else { Err(InvalidId("expected 64 hexadecimal digits")) }
    }
}

impl fmt::Display for AgentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Somebody of the platform whom a workspace may let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    pub name: Personal<Title, Name>,
    pub email: Personal<EmailAddress, Contact>,
}

impl Entity for Agent {
    const NAME: &'static str = "Agent";
}

impl Agent {
    #[must_use]
    pub fn id(&self) -> AgentId {
        AgentId(digest(self.email.0.as_str()))
    }
}

/// Leave to look at a workspace for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportGrant {
    pub id: SupportGrantId,
    /// The agent as a member of this workspace.
    pub member: MemberId,
    pub name: Personal<Title, Name>,
    pub email: Personal<EmailAddress, Contact>,
    /// Why access is granted, not for whom: the audit log keeps it.
    pub reason: NotPersonal<Title>,
    pub granted_by: MemberId,
    pub until: Timestamp,
    /// When it was ended before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

impl Entity for SupportGrant {
    const NAME: &'static str = "SupportGrant";
}

/// What letting support in has come to.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is one for a request, and it lives for a moment")]
pub enum Granted {
    Now(Record<SupportGrant>),
    /// The address is one of the workspace's own people.
    AddressTaken,
    /// The agent is in already.
    Running,
}

/// What is wanted of a grant.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub agent: Agent,
    pub reason: Title,
    pub until: Timestamp,
    pub granted_by: MemberId,
}

/// Enters an agent; `false` if there is one with that address.
///
/// # Errors
/// When the table cannot be written.
pub async fn add_agent(operation: &Operation, operators: &OperatorScope, agent: Agent, act: &Act) -> Result<bool, TableError> {
    let own = operation.within(operators.own().clone());
    let id = agent.id();
    let sort = format!("{}#{id}", order_key(agent.name.0.as_str()));
    let place = Place::from(keys::agent(own.scope(), &id.0)).listed(keys::agents(own.scope()), sort);
    let writes = vec![Record::new(agent, own.now()).write(place, own.now())?, own.recorded(act)?];
    match own.transact(writes).await {
        Ok(()) => Ok(true),
        Err(TransactionError::Conditions(_)) => Ok(false),
        Err(TransactionError::Table(error)) => Err(error),
    }
}

/// Removes an agent; `false` if there is none. Grants that are running end with their time.
///
/// # Errors
/// When the table cannot be written.
pub async fn remove_agent(operation: &Operation, operators: &OperatorScope, id: &AgentId, act: &Act) -> Result<bool, TableError> {
    let own = operation.within(operators.own().clone());
    let delete = Write::Delete(keys::agent(own.scope(), &id.0), Condition::Present);
    match own.transact(vec![delete, own.recorded(act)?]).await {
        Ok(()) => Ok(true),
        Err(TransactionError::Conditions(_)) => Ok(false),
        Err(TransactionError::Table(error)) => Err(error),
    }
}

/// Agents by name.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_agents(operation: &Operation, operators: &OperatorScope, page: &Page) -> Result<Listed<Record<Agent>>, TableError> {
    let own = operation.within(operators.own().clone());
    let key_of = |own: &WorkspaceScope, sort: &str| Some(keys::agent(own, sort.rsplit('#').next()?));
    own.listed(List::indexed("agents", keys::agents(own.scope()), key_of), page).await
}

/// The agent with an address, for the workspace that wants to let them in.
///
/// # Errors
/// When the table cannot be read.
pub async fn agent(operation: &Operation, email: &EmailAddress) -> Result<Option<Agent>, TableError> {
    let own = operation.within(doors::registered(WorkspaceId::platform()));
    let item = own.get(keys::agent(own.scope(), &digest(email.as_str())), true).await?;
    Ok(item.map(Record::<Agent>::read).transpose()?.map(|agent| agent.value))
}

/// Lets an agent in.
///
/// # Errors
/// [`TableError::Conflict`] if the agent was let in or turned out at the same time.
pub async fn grant_support(tenant: &Tenant, wanted: Wanted, act: Act) -> Result<Granted, TableError> {
    let Wanted { agent, reason, until, granted_by } = wanted;
    let known = members::member_by_address(tenant, &agent.email.0).await?;
    if known.as_ref().is_some_and(|known| known.value.roles != [Role::Support].into()) {
        return Ok(Granted::AddressTaken);
    }
    if known.as_ref().is_some_and(|known| known.value.may_sign_in(tenant.now())) {
        return Ok(Granted::Running);
    }
    let mut writes = Vec::new();
    let record = known.unwrap_or_else(|| {
        let member = Member::invited(agent.name.clone(), agent.email.clone(), [Role::Support].into(), tenant.now());
        Record::new(member, tenant.now())
    });
    let id = record.value.id;
    if record.version == 0 {
        let address = Record::new(Address { member_id: id }, tenant.now());
        writes.push(address.write(keys::address(tenant.scope(), &digest(agent.email.0.as_str())), tenant.now())?);
    } else {
        writes.push(tenant.announce(PeopleEvent::MemberStateChanged { member_id: id, state: MemberState::Active })?);
    }
    let value = Member { state: MemberState::Active, support_until: Some(until), invited_at: Some(tenant.now()), ..record.value.clone() };
    let before = record.value.clone();
    writes.extend(members::writes(tenant, Some(&before), Record { value, ..record }, tenant.now())?);
    writes.push(tenant.announce(PeopleEvent::MemberInvited { member_id: id })?);
    let grant = SupportGrant {
        id: SupportGrantId::random(),
        member: id,
        name: agent.name,
        email: agent.email,
        reason,
        granted_by,
        until,
        ended_at: None,
    };
    let act = act.on(format!("support-access/{}", grant.id)).made(&grant);
    let grant = Record::new(grant, tenant.now());
    writes.push(grant.write(keys::support_grant(tenant.scope(), grant.value.id), tenant.now())?);
    writes.push(tenant.recorded(&act)?);
    tenant.transact(writes).await?;
    Ok(Granted::Now(Record { version: 1, ..grant }))
}

/// A grant.
///
/// # Errors
/// When the table cannot be read.
pub async fn support_grant(tenant: &Tenant, id: SupportGrantId) -> Result<Option<Record<SupportGrant>>, TableError> {
    tenant.get(keys::support_grant(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// Grants, newest first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_support_grants(tenant: &Tenant, page: &Page) -> Result<Listed<Record<SupportGrant>>, TableError> {
    let list = List {
        name: "support-grants",
        index: None,
        partition: keys::support_grants(tenant.scope()),
        prefix: None,
        consistent: false,
        backwards: true,
        filter: Vec::new(),
        key_of: |_, _| None,
    };
    tenant.listed(list, page).await
}

/// Turns an agent out before the time.
///
/// # Errors
/// [`TableError::Conflict`] if that happened at the same time.
pub async fn end_support(tenant: &Tenant, grant: &Record<SupportGrant>, act: Act) -> Result<(), TableError> {
    let after = SupportGrant { ended_at: Some(tenant.now()), ..grant.value.clone() };
    let act = act.change(&grant.value, &after);
    let id = after.member;
    let ended = Record { value: after, ..grant.clone() };
    let mut writes = vec![ended.write(keys::support_grant(tenant.scope(), ended.value.id), tenant.now())?, tenant.recorded(&act)?];
    if let Some(member) = members::member(tenant, id).await? {
        let value = Member { state: MemberState::Deactivated, support_until: Some(tenant.now()), ..member.value.clone() };
        writes.push(tenant.announce(PeopleEvent::MemberStateChanged { member_id: id, state: value.state })?);
        let before = member.value.clone();
        writes.extend(members::writes(tenant, Some(&before), Record { value, ..member }, tenant.now())?);
    }
    Ok(tenant.transact(writes).await?)
}
