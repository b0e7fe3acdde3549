//! Members of a workspace.
//!
//! | access | how |
//! |---|---|
//! | a member by id | get `W#<ws>#MEMBER#<id>` / `HOME#PROFILE` |
//! | a member by address | get `W#<ws>#ADDRESS#<digest>` / `ADDRESS`, then the member |
//! | members by name | query index 1, `W#<ws>#MEMBERS` / `<name>#<id>` |
//! | may this member come in | batch get workspace, member and session: one request |

use crate::{
    Listed, Page, Store, StoreError,
    audit::Act,
    cursor::List,
    entity::{Entity, Place, Record},
    idempotency::{Attempt, Created},
    keys,
    sessions::Session,
    table::{TransactionError, Write},
    workspaces::Workspace,
};
use aws_lc_rs::digest::{SHA256, digest as hash};
use domain::{email::EmailAddress, event::Event, ids::MemberId, member::MemberState, personal::Personal, role::Role, title::Title};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tenancy::{WorkspaceScope, doors};

/// A person in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub id: MemberId,
    pub name: Personal<Title>,
    pub email: Personal<EmailAddress>,
    pub roles: BTreeSet<Role>,
    pub state: MemberState,
}

impl Entity for Member {
    const NAME: &'static str = "Member";
}

#[derive(Debug, Serialize, Deserialize)]
struct Address {
    member_id: MemberId,
}

impl Entity for Address {
    const NAME: &'static str = "Address";
}

/// What inviting a member has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    Member(MemberId, Created),
    /// Another member of the workspace has this address.
    AddressTaken,
}

/// What is known of somebody who asks to come in. What is `None` does not exist.
#[derive(Debug, Clone)]
pub struct Admission {
    pub workspace: Option<Record<Workspace>>,
    pub member: Option<Record<Member>>,
    pub session: Option<Record<Session>>,
}

/// SHA-256 in hexadecimal: a key segment for texts that people choose.
pub(crate) fn digest(text: &str) -> String {
    hash(&SHA256, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn place(scope: &WorkspaceScope, member: &Member) -> Place {
    let sort = format!("{}#{}", member.name.0.as_str().to_lowercase(), member.id);
    Place::from(keys::profile(scope, member.id)).listed(keys::members(scope), sort)
}

/// The writes that add a member whose address is nobody's yet.
pub(crate) fn new_member(scope: &WorkspaceScope, member: &Member, now: Timestamp) -> Result<Vec<Write>, StoreError> {
    let address = Record::new(Address { member_id: member.id }, now);
    Ok(vec![
        address.write(keys::address(scope, &digest(member.email.0.as_str())), now)?,
        Record::new(member.clone(), now).write(place(scope, member), now)?,
    ])
}

impl Store {
    /// Adds a member and announces it, once per attempt.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`], or when the table cannot be written.
    pub async fn invite_member(
        &self,
        scope: &WorkspaceScope,
        member: Member,
        attempt: Option<&Attempt>,
        act: &Act,
        now: Timestamp,
    ) -> Result<Invited, StoreError> {
        let id = member.id;
        let mut writes = new_member(scope, &member, now)?;
        writes.push(self.announce(scope, Event::MemberInvited { member_id: id }, now)?);
        writes.push(self.recorded(scope, act, now)?);
        match self.create_once(scope, attempt, id.to_string(), writes, now).await {
            Ok((id, created)) => {
                let id = id.parse().map_err(|reason| StoreError::Corrupt { entity: "Idempotency", reason: format!("{reason}") })?;
                Ok(Invited::Member(id, created))
            }
            Err(TransactionError::Conditions(_)) => Ok(Invited::AddressTaken),
            Err(TransactionError::Store(error)) => Err(error),
        }
    }

    /// A member.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn member(&self, scope: &WorkspaceScope, id: MemberId) -> Result<Option<Record<Member>>, StoreError> {
        self.table.get(scope, keys::profile(scope, id), true).await?.map(Record::read).transpose()
    }

    /// Several members, at most 100, in no particular order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn members(
        &self,
        scope: &WorkspaceScope,
        ids: impl IntoIterator<Item = MemberId>,
    ) -> Result<Vec<Record<Member>>, StoreError> {
        let keys = ids.into_iter().map(|id| keys::profile(scope, id)).collect();
        self.table.batch_get(scope, keys, false).await?.into_iter().map(Record::read).collect()
    }

    /// The member with an address.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn member_by_address(&self, scope: &WorkspaceScope, email: &EmailAddress) -> Result<Option<Record<Member>>, StoreError> {
        let key = keys::address(scope, &digest(email.as_str()));
        let address: Option<Record<Address>> = self.table.get(scope, key, true).await?.map(Record::read).transpose()?;
        // An unknown address is looked up as far as a known one, so that the time does not tell them apart.
        self.member(scope, address.map_or_else(MemberId::random, |address| address.value.member_id)).await
    }

    /// Members by name.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_members(&self, scope: &WorkspaceScope, page: &Page) -> Result<Listed<Record<Member>>, StoreError> {
        let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::profile(scope, sort.rsplit('#').next()?.parse().ok()?));
        let index = List::indexed("members", keys::members(scope), key_of);
        let (items, next) = self.list(scope, index, page).await?;
        Ok(Listed { items: items.into_iter().map(Record::read).collect::<Result<_, _>>()?, next })
    }

    /// Stores a changed member; a change of state is announced.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the member was changed since it was read.
    pub async fn update_member(
        &self,
        scope: &WorkspaceScope,
        record: &Record<Member>,
        state_changed: bool,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let member = &record.value;
        let mut writes = vec![record.write(place(scope, member), now)?, self.recorded(scope, act, now)?];
        if state_changed {
            writes.push(self.announce(scope, Event::MemberStateChanged { member_id: member.id, state: member.state }, now)?);
        }
        Ok(self.table.transact(scope, writes).await?)
    }

    /// What the authorizer needs to know, in one request (1.5 read units when all three are small). What is not there is
    /// looked for once more in the newest state: a session is asked for milliseconds after it was opened.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn admission(&self, workspace: domain::ids::WorkspaceId, member: MemberId, session: &str) -> Result<Admission, StoreError> {
        let scope = doors::registered(workspace);
        let admission = self.read_admission(&scope, member, session, false).await?;
        if admission.member.is_some() && admission.session.is_some() {
            return Ok(admission);
        }
        self.read_admission(&scope, member, session, true).await
    }

    async fn read_admission(&self, scope: &WorkspaceScope, member: MemberId, session: &str, newest: bool) -> Result<Admission, StoreError> {
        let wanted = vec![keys::workspace(scope), keys::profile(scope, member), keys::session(scope, member, session)];
        let mut admission = Admission { workspace: None, member: None, session: None };
        for item in self.table.batch_get(scope, wanted, newest).await? {
            match crate::entity::kind(&item) {
                Workspace::NAME => admission.workspace = Some(Record::read(item)?),
                Member::NAME => admission.member = Some(Record::read(item)?),
                _ => admission.session = Some(Record::read(item)?),
            }
        }
        Ok(admission)
    }
}
