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
    Listed, Page, Store, StoreError,
    audit::Act,
    cursor::List,
    entity::{Entity, Place, Record},
    keys,
    members::{Address, Member, digest, place},
    table::{Condition, TransactionError, Write},
};
use domain::{
    email::EmailAddress,
    event::Event,
    ids::{InvalidId, MemberId, SupportGrantId, WorkspaceId},
    member::MemberState,
    personal::Personal,
    role::Role,
    title::Title,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use tenancy::{OperatorScope, WorkspaceScope, doors};

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
    pub name: Personal<Title>,
    pub email: Personal<EmailAddress>,
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
    pub name: Personal<Title>,
    pub email: Personal<EmailAddress>,
    pub reason: Title,
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

impl Store {
    /// Enters an agent; `false` if there is one with that address.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn add_agent(&self, operators: &OperatorScope, agent: Agent, act: &Act, now: Timestamp) -> Result<bool, StoreError> {
        let own = operators.own();
        let id = agent.id();
        let sort = format!("{}#{id}", agent.name.0.as_str().to_lowercase());
        let place = Place::from(keys::agent(own, &id.0)).listed(keys::agents(own), sort);
        let writes = vec![Record::new(agent, now).write(place, now)?, self.recorded(own, act, now)?];
        match self.table.transact(own, writes).await {
            Ok(()) => Ok(true),
            Err(TransactionError::Conditions(_)) => Ok(false),
            Err(TransactionError::Store(error)) => Err(error),
        }
    }

    /// Removes an agent; `false` if there is none. Grants that are running end with their time.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn remove_agent(&self, operators: &OperatorScope, id: &AgentId, act: &Act, now: Timestamp) -> Result<bool, StoreError> {
        let own = operators.own();
        let delete = Write::Delete(keys::agent(own, &id.0), Condition::Present);
        match self.table.transact(own, vec![delete, self.recorded(own, act, now)?]).await {
            Ok(()) => Ok(true),
            Err(TransactionError::Conditions(_)) => Ok(false),
            Err(TransactionError::Store(error)) => Err(error),
        }
    }

    /// Agents by name.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_agents(&self, operators: &OperatorScope, page: &Page) -> Result<Listed<Record<Agent>>, StoreError> {
        let own = operators.own();
        let key_of = |own: &WorkspaceScope, sort: &str| Some(keys::agent(own, sort.rsplit('#').next()?));
        self.listed(own, List::indexed("agents", keys::agents(own), key_of), page).await
    }

    /// The agent with an address, for the workspace that wants to let them in.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn agent(&self, email: &EmailAddress) -> Result<Option<Agent>, StoreError> {
        let own = doors::registered(WorkspaceId::platform());
        let item = self.table.get(&own, keys::agent(&own, &digest(email.as_str())), true).await?;
        Ok(item.map(Record::<Agent>::read).transpose()?.map(|agent| agent.value))
    }

    /// Lets an agent in.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the agent was let in or turned out at the same time.
    pub async fn grant_support(&self, scope: &WorkspaceScope, wanted: Wanted, act: Act, now: Timestamp) -> Result<Granted, StoreError> {
        let Wanted { agent, reason, until, granted_by } = wanted;
        let known = self.member_by_address(scope, &agent.email.0).await?;
        if known.as_ref().is_some_and(|known| known.value.roles != [Role::Support].into()) {
            return Ok(Granted::AddressTaken);
        }
        if known.as_ref().is_some_and(|known| known.value.may_sign_in(now)) {
            return Ok(Granted::Running);
        }
        let mut writes = Vec::new();
        let record = known.unwrap_or_else(|| {
            let member = Member::invited(agent.name.clone(), agent.email.clone(), [Role::Support].into(), now);
            Record::new(member, now)
        });
        let id = record.value.id;
        if record.version == 0 {
            let address = Record::new(Address { member_id: id }, now);
            writes.push(address.write(keys::address(scope, &digest(agent.email.0.as_str())), now)?);
        } else {
            writes.push(self.announce(scope, Event::MemberStateChanged { member_id: id, state: MemberState::Active }, now)?);
        }
        let value = Member { state: MemberState::Active, support_until: Some(until), invited_at: Some(now), ..record.value.clone() };
        writes.push(Record { value: value.clone(), ..record }.write(place(scope, &value), now)?);
        writes.push(self.announce(scope, Event::MemberInvited { member_id: id }, now)?);
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
        let grant = Record::new(grant, now);
        writes.push(grant.write(keys::support_grant(scope, grant.value.id), now)?);
        writes.push(self.recorded(scope, &act, now)?);
        self.table.transact(scope, writes).await?;
        Ok(Granted::Now(Record { version: 1, ..grant }))
    }

    /// A grant.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn support_grant(&self, scope: &WorkspaceScope, id: SupportGrantId) -> Result<Option<Record<SupportGrant>>, StoreError> {
        self.table.get(scope, keys::support_grant(scope, id), true).await?.map(Record::read).transpose()
    }

    /// Grants, newest first.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_support_grants(&self, scope: &WorkspaceScope, page: &Page) -> Result<Listed<Record<SupportGrant>>, StoreError> {
        let list = List {
            name: "support-grants",
            index: None,
            partition: keys::support_grants(scope),
            prefix: None,
            backwards: true,
            filter: Vec::new(),
            key_of: |_, _| None,
        };
        self.listed(scope, list, page).await
    }

    /// Turns an agent out before the time.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if that happened at the same time.
    pub async fn end_support(
        &self,
        scope: &WorkspaceScope,
        grant: &Record<SupportGrant>,
        act: Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let after = SupportGrant { ended_at: Some(now), ..grant.value.clone() };
        let act = act.change(&grant.value, &after);
        let id = after.member;
        let ended = Record { value: after, ..grant.clone() };
        let mut writes = vec![ended.write(keys::support_grant(scope, ended.value.id), now)?, self.recorded(scope, &act, now)?];
        if let Some(member) = self.member(scope, id).await? {
            let value = Member { state: MemberState::Deactivated, support_until: Some(now), ..member.value.clone() };
            writes.push(Record { value: value.clone(), ..member }.write(place(scope, &value), now)?);
            writes.push(self.announce(scope, Event::MemberStateChanged { member_id: id, state: value.state }, now)?);
        }
        Ok(self.table.transact(scope, writes).await?)
    }
}
