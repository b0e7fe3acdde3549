//! How members come and change: an address belongs to one member, one administrator remains, nobody is their own manager.
//!
//! | access | how |
//! |---|---|
//! | how many active administrators there are | get `W#<ws>#ADMINISTRATORS` / `ADMINISTRATORS` |
//!
//! Two requests that each leave one administrator could together leave none. Both write the one count, so the second fails and
//! looks again; and whoever gets a manager checks, in the transaction, that the line above has not moved since it was read.

use crate::{
    event::PeopleEvent,
    keys, line,
    member::InvitationState,
    members::{self, Address, Invited, Member, Refusal},
    reporting,
};
use serde::{Deserialize, Serialize};
use table::{Condition, Entity, Record, TableError, Tenant, TransactionError, Write, audit::Act, digest, idempotency::Attempt};
use trellis_core::{ids::MemberId, role::need_second_factor};

/// How often a change is tried against others that touch the same count or line.
const ROUNDS: usize = 6;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Administrators {
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

    /// The member with what is written beside, which has no condition of its own.
    fn member(&mut self, tenant: &Tenant, before: Option<&Member>, member: Record<Member>) -> Result<(), TableError> {
        self.0.extend(members::writes(tenant, before, member, tenant.now())?.into_iter().map(|write| (write, Meaning::Changed)));
        Ok(())
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

/// Adds a member and announces it, once per attempt.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn invite_member(tenant: &Tenant, member: Member, attempt: Option<&Attempt>, act: &Act) -> Result<Invited, TableError> {
    let id = member.id;
    for _ in 0..ROUNDS {
        let mut writes = Writes::default();
        let address = Record::new(Address { member_id: id }, tenant.now());
        writes.push(address.write(keys::address(tenant.scope(), &digest(member.email.0.as_str())), tenant.now())?, Meaning::AddressTaken);
        writes.member(tenant, None, Record::new(member.clone(), tenant.now()))?;
        writes.push(tenant.announce(PeopleEvent::MemberInvited { member_id: id })?, Meaning::Again);
        writes.push(tenant.recorded(act)?, Meaning::Again);
        let refused = match add_administrator(tenant, i64::from(member.administers()), &mut writes).await? {
            None => add_line(tenant, id, None, member.manager, &mut writes).await?,
            refused => refused,
        };
        if let Some(refused) = refused {
            return Ok(Invited::Refused(refused));
        }
        let (writes, meanings) = writes.split();
        match tenant.create_once(attempt, id, writes).await {
            Ok((id, created)) => return Ok(Invited::Member(id, created)),
            Err(TransactionError::Conditions(failed)) => {
                if meaning(&meanings, &failed) != Meaning::Again {
                    return Ok(Invited::Refused(Refusal::AddressTaken));
                }
            }
            Err(TransactionError::Table(error)) => return Err(error),
        }
    }
    Err(TableError::Unavailable("the administrators or the line above kept changing".to_owned()))
}

/// Stores a changed member, and announces what others act on; `Some` if a rule stands against it.
///
/// # Errors
/// [`TableError::Conflict`] if the member was changed since it was read.
pub async fn update_member(tenant: &Tenant, before: &Record<Member>, after: &Member, act: &Act) -> Result<Option<Refusal>, TableError> {
    for _ in 0..ROUNDS {
        let mut writes = changed(tenant, before, after, act)?;
        let difference = i64::from(after.administers()) - i64::from(before.value.administers());
        let refused = match add_administrator(tenant, difference, &mut writes).await? {
            None => add_line(tenant, after.id, before.value.manager, after.manager, &mut writes).await?,
            refused => refused,
        };
        if refused.is_some() {
            return Ok(refused);
        }
        let (writes, meanings) = writes.split();
        match tenant.transact(writes).await {
            Ok(()) => return Ok(None),
            Err(TransactionError::Conditions(failed)) => match meaning(&meanings, &failed) {
                Meaning::Changed => return Err(TableError::Conflict),
                Meaning::AddressTaken => return Ok(Some(Refusal::AddressTaken)),
                Meaning::Again => {}
            },
            Err(TransactionError::Table(error)) => return Err(error),
        }
    }
    Err(TableError::Unavailable("the administrators or the line above kept changing".to_owned()))
}

/// Stores what a member has changed of their own, which concerns nobody else.
///
/// # Errors
/// [`TableError::Conflict`] if the member was changed since it was read.
pub async fn update_own(tenant: &Tenant, member: &Record<Member>) -> Result<(), TableError> {
    // Name and roles are not theirs to change, so no place in a list is left.
    tenant.write_together(members::writes(tenant, None, member.clone(), tenant.now())?).await
}

/// The member itself, the address, the act and the announcements.
fn changed(tenant: &Tenant, before: &Record<Member>, after: &Member, act: &Act) -> Result<Writes, TableError> {
    let (id, old) = (after.id, &before.value);
    let mut writes = Writes::default();
    writes.member(tenant, Some(old), Record { value: after.clone(), ..before.clone() })?;
    writes.push(tenant.recorded(act)?, Meaning::Again);
    // Who gains or loses the roles that need a second factor is told how to sign in from now on.
    if after.state != old.state || need_second_factor(&after.roles) != need_second_factor(&old.roles) {
        writes.push(tenant.announce(PeopleEvent::MemberStateChanged { member_id: id, state: after.state })?, Meaning::Again);
    }
    // An invitation that is sent again is a letter more; somebody who comes back needs one as well.
    if after.invited_at != old.invited_at {
        writes.push(tenant.announce(PeopleEvent::MemberInvited { member_id: id })?, Meaning::Again);
    }
    if (after.manager, &after.region) != (old.manager, &old.region) {
        writes.push(tenant.announce(PeopleEvent::MemberMoved { member_id: id })?, Meaning::Again);
    }
    if after.email != old.email {
        let address = Record::new(Address { member_id: id }, tenant.now());
        writes.push(address.write(keys::address(tenant.scope(), &digest(after.email.0.as_str())), tenant.now())?, Meaning::AddressTaken);
        let left = keys::address(tenant.scope(), &digest(old.email.0.as_str()));
        writes.push(Write::Delete(left, Condition::Any), Meaning::Again);
        let former = Some(members::address_digest(tenant.operation(), &old.email.0));
        writes.push(tenant.announce(PeopleEvent::MemberAddressChanged { member_id: id, former })?, Meaning::Again);
    }
    Ok(writes)
}

/// The new count of administrators, if the change concerns it.
async fn add_administrator(tenant: &Tenant, difference: i64, writes: &mut Writes) -> Result<Option<Refusal>, TableError> {
    if difference == 0 {
        return Ok(None);
    }
    let key = keys::administrators(tenant.scope());
    let counted: Option<Record<Administrators>> = tenant.get(key.clone(), true).await?.map(Record::read).transpose()?;
    let mut counted = counted.unwrap_or_else(|| Record::new(Administrators { active: 0 }, tenant.now()));
    counted.value.active = counted.value.active.saturating_add_signed(difference);
    if counted.value.active == 0 {
        return Ok(Some(Refusal::LastAdministrator));
    }
    writes.push(counted.write(key, tenant.now())?, Meaning::Again);
    Ok(None)
}

/// The new place below a manager, on condition that the line above has not moved.
async fn add_line(
    tenant: &Tenant,
    member: MemberId,
    before: Option<MemberId>,
    after: Option<MemberId>,
    writes: &mut Writes,
) -> Result<Option<Refusal>, TableError> {
    if before == after {
        return Ok(None);
    }
    if let Some(manager) = before {
        writes.push(Write::Delete(keys::report(tenant.scope(), manager, member), Condition::Any), Meaning::Again);
    }
    let Some(manager) = after else { return Ok(None) };
    let line = reporting::line_from(tenant, manager, true).await?;
    // Somebody who has left cannot be given people; those whom they had stay theirs until somebody moves them.
    if line.first().is_none_or(|first| first.value.state != crate::member::MemberState::Active) {
        return Ok(Some(Refusal::UnknownManager));
    }
    let ids: Vec<MemberId> = line.iter().map(|record| record.value.id).collect();
    if let Err(error) = line::joins(member, &ids) {
        return Ok(Some(Refusal::Line(error)));
    }
    for above in &line {
        writes.push(Write::Check(keys::profile(tenant.scope(), above.value.id), Condition::Version(above.version)), Meaning::Again);
    }
    writes.push(reporting::report(tenant, manager, member)?, Meaning::Again);
    Ok(None)
}

/// Notes that a member has signed in, the first time; later it reads and does nothing. Answers who it is.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn accept_invitation(tenant: &Tenant, id: MemberId) -> Result<Option<Member>, TableError> {
    for _ in 0..ROUNDS {
        let Some(mut member) = members::member(tenant, id).await? else { return Ok(None) };
        if member.value.invitation(tenant.now()).is_none_or(|state| state == InvitationState::Accepted) {
            return Ok(Some(member.value));
        }
        let before = member.value.clone();
        member.value.accepted_at = Some(tenant.now());
        match tenant.write_together(members::writes(tenant, Some(&before), member.clone(), tenant.now())?).await {
            Err(TableError::Conflict) => {}
            result => return result.map(|()| Some(member.value)),
        }
    }
    Err(TableError::Conflict)
}
