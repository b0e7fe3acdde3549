//! How members come and change: an address belongs to one member, one administrator remains, nobody is their own manager.
//!
//! | access | how |
//! |---|---|
//! | how many active administrators there are | get `W#<ws>#ADMINISTRATORS` / `ADMINISTRATORS` |
//!
//! Two requests that each leave one administrator could together leave none. Both write the one count, so the second fails and
//! looks again; and whoever gets a manager checks, in the transaction, that the line above has not moved since it was read.

use crate::{
    Store, StoreError,
    audit::Act,
    entity::{Entity, Record},
    idempotency::Attempt,
    keys,
    members::{Address, Invited, Member, Refusal, digest, place},
    table::{Condition, TransactionError, Write},
};
use domain::{event::Event, ids::MemberId, member::InvitationState, reporting, role::need_second_factor};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tenancy::WorkspaceScope;

/// How often a change is tried against others that touch the same count or line.
const ROUNDS: usize = 6;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Administrators {
    active: u64,
}

impl Entity for Administrators {
    const NAME: &'static str = "Administrators";
}

/// What the condition of a write stands for, if it does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Somebody has changed the member.
    Changed,
    AddressTaken,
    /// The count or the line has moved: look again.
    Again,
}

/// The writes of a change, each with what its condition stands for.
#[derive(Default)]
struct Writes(Vec<(Write, Meaning)>);

impl Writes {
    fn push(&mut self, write: Write, meaning: Meaning) {
        self.0.push((write, meaning));
    }

    fn split(self) -> (Vec<Write>, Vec<Meaning>) {
        self.0.into_iter().unzip()
    }
}

/// The gravest meaning of the conditions that did not hold; positions past the list are not ours.
fn meaning(meanings: &[Meaning], failed: &[usize]) -> Meaning {
    let found = |wanted: Meaning| failed.iter().any(|position| meanings.get(*position) == Some(&wanted));
    [Meaning::Changed, Meaning::AddressTaken].into_iter().find(|wanted| found(*wanted)).unwrap_or(Meaning::Again)
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
        for _ in 0..ROUNDS {
            let mut writes = Writes::default();
            let address = Record::new(Address { member_id: id }, now);
            writes.push(address.write(keys::address(scope, &digest(member.email.0.as_str())), now)?, Meaning::AddressTaken);
            writes.push(Record::new(member.clone(), now).write(place(scope, &member), now)?, Meaning::Changed);
            writes.push(self.announce(scope, Event::MemberInvited { member_id: id }, now)?, Meaning::Again);
            writes.push(self.recorded(scope, act, now)?, Meaning::Again);
            let refused = match self.add_administrator(scope, i64::from(member.administers()), &mut writes, now).await? {
                None => self.add_line(scope, id, None, member.manager, &mut writes, now).await?,
                refused => refused,
            };
            if let Some(refused) = refused {
                return Ok(Invited::Refused(refused));
            }
            let (writes, meanings) = writes.split();
            match self.create_once(scope, attempt, id, writes, now).await {
                Ok((id, created)) => return Ok(Invited::Member(id, created)),
                Err(TransactionError::Conditions(failed)) => {
                    if meaning(&meanings, &failed) != Meaning::Again {
                        return Ok(Invited::Refused(Refusal::AddressTaken));
                    }
                }
                Err(TransactionError::Store(error)) => return Err(error),
            }
        }
        Err(StoreError::Unavailable("the administrators or the line above kept changing".to_owned()))
    }

    /// Stores a changed member, and announces what others act on; `Some` if a rule stands against it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the member was changed since it was read.
    pub async fn update_member(
        &self,
        scope: &WorkspaceScope,
        before: &Record<Member>,
        after: &Member,
        act: &Act,
        now: Timestamp,
    ) -> Result<Option<Refusal>, StoreError> {
        for _ in 0..ROUNDS {
            let mut writes = self.changed(scope, before, after, act, now)?;
            let difference = i64::from(after.administers()) - i64::from(before.value.administers());
            let refused = match self.add_administrator(scope, difference, &mut writes, now).await? {
                None => self.add_line(scope, after.id, before.value.manager, after.manager, &mut writes, now).await?,
                refused => refused,
            };
            if refused.is_some() {
                return Ok(refused);
            }
            let (writes, meanings) = writes.split();
            match self.table.transact(scope, writes).await {
                Ok(()) => return Ok(None),
                Err(TransactionError::Conditions(failed)) => match meaning(&meanings, &failed) {
                    Meaning::Changed => return Err(StoreError::Conflict),
                    Meaning::AddressTaken => return Ok(Some(Refusal::AddressTaken)),
                    Meaning::Again => {}
                },
                Err(TransactionError::Store(error)) => return Err(error),
            }
        }
        Err(StoreError::Unavailable("the administrators or the line above kept changing".to_owned()))
    }

    /// Stores what a member has changed of their own, which concerns nobody else.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the member was changed since it was read.
    pub async fn update_own(&self, scope: &WorkspaceScope, member: &Record<Member>, now: Timestamp) -> Result<(), StoreError> {
        self.table.write(scope, member.write(place(scope, &member.value), now)?).await
    }

    /// The member itself, the address, the act and the announcements.
    fn changed(
        &self,
        scope: &WorkspaceScope,
        before: &Record<Member>,
        after: &Member,
        act: &Act,
        now: Timestamp,
    ) -> Result<Writes, StoreError> {
        let (id, old) = (after.id, &before.value);
        let mut writes = Writes::default();
        let record = Record { value: after.clone(), ..before.clone() };
        writes.push(record.write(place(scope, after), now)?, Meaning::Changed);
        writes.push(self.recorded(scope, act, now)?, Meaning::Again);
        // Who gains or loses the roles that need a second factor is told how to sign in from now on.
        if after.state != old.state || need_second_factor(&after.roles) != need_second_factor(&old.roles) {
            writes.push(self.announce(scope, Event::MemberStateChanged { member_id: id, state: after.state }, now)?, Meaning::Again);
        }
        // An invitation that is sent again is a letter more; somebody who comes back needs one as well.
        if after.invited_at != old.invited_at {
            writes.push(self.announce(scope, Event::MemberInvited { member_id: id }, now)?, Meaning::Again);
        }
        if after.email != old.email {
            let address = Record::new(Address { member_id: id }, now);
            writes.push(address.write(keys::address(scope, &digest(after.email.0.as_str())), now)?, Meaning::AddressTaken);
            let left = keys::address(scope, &digest(old.email.0.as_str()));
            writes.push(Write::Delete(left, Condition::Any), Meaning::Again);
            writes.push(self.announce(scope, Event::MemberAddressChanged { member_id: id }, now)?, Meaning::Again);
        }
        Ok(writes)
    }

    /// The new count of administrators, if the change concerns it.
    async fn add_administrator(
        &self,
        scope: &WorkspaceScope,
        difference: i64,
        writes: &mut Writes,
        now: Timestamp,
    ) -> Result<Option<Refusal>, StoreError> {
        if difference == 0 {
            return Ok(None);
        }
        let key = keys::administrators(scope);
        let counted: Option<Record<Administrators>> = self.table.get(scope, key.clone(), true).await?.map(Record::read).transpose()?;
        let mut counted = counted.unwrap_or_else(|| Record::new(Administrators { active: 0 }, now));
        counted.value.active = counted.value.active.saturating_add_signed(difference);
        if counted.value.active == 0 {
            return Ok(Some(Refusal::LastAdministrator));
        }
        writes.push(counted.write(key, now)?, Meaning::Again);
        Ok(None)
    }

    /// The new place below a manager, on condition that the line above has not moved.
    async fn add_line(
        &self,
        scope: &WorkspaceScope,
        member: MemberId,
        before: Option<MemberId>,
        after: Option<MemberId>,
        writes: &mut Writes,
        now: Timestamp,
    ) -> Result<Option<Refusal>, StoreError> {
        if before == after {
            return Ok(None);
        }
        if let Some(manager) = before {
            writes.push(Write::Delete(keys::report(scope, manager, member), Condition::Any), Meaning::Again);
        }
        let Some(manager) = after else { return Ok(None) };
        let line = self.line_from(scope, manager, true).await?;
        // Somebody who has left cannot be given people; those whom they had stay theirs until somebody moves them.
        if line.first().is_none_or(|first| first.value.state != domain::member::MemberState::Active) {
            return Ok(Some(Refusal::UnknownManager));
        }
        let ids: Vec<MemberId> = line.iter().map(|record| record.value.id).collect();
        if let Err(error) = reporting::joins(member, &ids) {
            return Ok(Some(Refusal::Line(error)));
        }
        for above in &line {
            writes.push(Write::Check(keys::profile(scope, above.value.id), Condition::Version(above.version)), Meaning::Again);
        }
        writes.push(self.report(scope, manager, member, now)?, Meaning::Again);
        Ok(None)
    }

    /// Notes that a member has signed in, the first time; later it reads and does nothing.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn accept_invitation(&self, scope: &WorkspaceScope, id: MemberId, now: Timestamp) -> Result<(), StoreError> {
        for _ in 0..ROUNDS {
            let Some(mut member) = self.member(scope, id).await? else { return Ok(()) };
            if member.value.invitation(now).is_none_or(|state| state == InvitationState::Accepted) {
                return Ok(());
            }
            member.value.accepted_at = Some(now);
            match self.table.write(scope, member.write(place(scope, &member.value), now)?).await {
                Err(StoreError::Conflict) => {}
                result => return result,
            }
        }
        Err(StoreError::Conflict)
    }
}
