//! Password and authenticator app of a member: how far they are set up. The secrets themselves are the identity provider's.
//!
//! | access | how |
//! |---|---|
//! | how far a member is | get `W#<ws>#MEMBER#<id>` / `SECOND_FACTOR` |
//!
//! No item: the member signs in with codes by e-mail.

use crate::{event::IdentityEvent, ids::EnrolmentId, keys};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use table::{Condition, Entity, Record, TableError, Tenant, Write, audit::Act};
use trellis_core::{ids::MemberId, personal::NotPersonal};

/// How long a link to set them up can be used.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Longer than a worker of the queue may run: by then whoever began has ended.
const CLEARING: SignedDuration = SignedDuration::from_secs(12);

/// How far a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// A link has been sent.
    Invited,
    /// The password is set, the app's first code is still to come.
    PasswordSet,
    /// Both are in use, and the link is worth nothing any more.
    Enrolled,
}

/// A member's second factor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    pub progress: Progress,
    /// The one link that is good: a newer one takes its place.
    pub enrolment: EnrolmentId,
    pub valid_until: Timestamp,
    /// The identity provider's token for setting up the app; there only between the password and the first code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<NotPersonal<String>>,
    /// Codes that were tried with this token.
    pub tries: u32,
    /// Whether the former password and app are still to be taken away at the identity provider: the link opens nothing before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_clear: bool,
    /// Until when whoever takes them away has the sole right to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clearing_until: Option<Timestamp>,
}

/// The token could add an app to the account: it is not printed.
impl fmt::Debug for SecondFactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { progress, enrolment, valid_until, token: _, tries, to_clear, clearing_until } = self;
        let mut fields = formatter.debug_struct("SecondFactor");
        fields.field("progress", progress).field("enrolment", enrolment).field("valid_until", valid_until);
        fields.field("tries", tries).field("to_clear", to_clear).field("clearing_until", clearing_until).finish_non_exhaustive()
    }
}

impl Entity for SecondFactor {
    const NAME: &'static str = "SecondFactor";
}

impl SecondFactor {
    /// A new link.
    #[must_use]
    pub fn invited(now: Timestamp) -> Self {
        let valid_until = now.checked_add(LINK_LIFE).unwrap_or(now);
        Self {
            progress: Progress::Invited,
            enrolment: EnrolmentId::random(),
            valid_until,
            token: None,
            tries: 0,
            to_clear: false,
            clearing_until: None,
        }
    }

    /// A new link in the place of a password and an app that are still to be taken away.
    #[must_use]
    pub fn recovered(now: Timestamp) -> Self {
        Self { to_clear: true, ..Self::invited(now) }
    }

    /// Whether somebody is taking them away.
    #[must_use]
    pub fn being_cleared(&self, now: Timestamp) -> bool {
        self.clearing_until.is_some_and(|until| now < until)
    }

    pub fn begin_clearing(&mut self, now: Timestamp) {
        self.clearing_until = Some(now.checked_add(CLEARING).unwrap_or(now));
    }

    /// They are taken away.
    pub fn cleared(&mut self) {
        (self.to_clear, self.clearing_until) = (false, None);
    }

    /// Whether a link is the newest one, has not expired, and has not done its work.
    #[must_use]
    pub fn open_to(&self, enrolment: EnrolmentId, now: Timestamp) -> bool {
        self.progress != Progress::Enrolled && !self.to_clear && self.enrolment == enrolment && now < self.valid_until
    }
}

/// How far a member is with password and app; `None` for one who signs in with codes.
///
/// # Errors
/// When the table cannot be read.
pub async fn second_factor(tenant: &Tenant, member: MemberId) -> Result<Option<Record<SecondFactor>>, TableError> {
    tenant.get(keys::second_factor(tenant.scope(), member), true).await?.map(Record::read).transpose()
}

/// Stores how far a member is, with the act that brought it about, announces what others must do, and answers what is now stored.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn put_second_factor(
    tenant: &Tenant,
    member: MemberId,
    record: Record<SecondFactor>,
    act: Option<&Act>,
    event: Option<IdentityEvent>,
) -> Result<Record<SecondFactor>, TableError> {
    let mut writes = vec![record.write(keys::second_factor(tenant.scope(), member), tenant.now())?];
    writes.extend(act.map(|act| tenant.recorded(act)).transpose()?);
    writes.extend(event.map(|event| tenant.announce(event)).transpose()?);
    tenant.transact(writes).await?;
    Ok(record.stored(tenant.now()))
}

/// Lets a member go back to codes by e-mail.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn delete_second_factor(tenant: &Tenant, member: MemberId, record: &Record<SecondFactor>, act: &Act) -> Result<(), TableError> {
    let delete = Write::Delete(keys::second_factor(tenant.scope(), member), Condition::Version(record.version));
    Ok(tenant.transact(vec![delete, tenant.recorded(act)?]).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_link_opens_and_only_until_it_has_done_its_work() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let factor = SecondFactor { token: Some("token".to_owned()), ..SecondFactor::invited(now) };
        let link = factor.enrolment;
        assert!(factor.open_to(link, now));
        assert!(SecondFactor { progress: Progress::PasswordSet, ..factor.clone() }.open_to(link, now));
        assert!(!SecondFactor { progress: Progress::Enrolled, ..factor.clone() }.open_to(link, now));
        assert!(!factor.open_to(EnrolmentId::random(), now));
        assert!(factor.open_to(link, now + LINK_LIFE - SignedDuration::from_secs(1)));
        assert!(!factor.open_to(link, now + LINK_LIFE));
        let mut recovered = SecondFactor::recovered(now);
        recovered.begin_clearing(now);
        assert!(recovered.being_cleared(now) && !recovered.being_cleared(now + CLEARING));
        assert!(!recovered.open_to(recovered.enrolment, now));
        recovered.cleared();
        assert!(recovered.open_to(recovered.enrolment, now) && !recovered.being_cleared(now));
        assert!(!format!("{factor:?}").contains("token"));
    }
}
