//! Password and authenticator app of a member: how far they are set up. The secrets themselves are the identity provider's.
//!
//! | access | how |
//! |---|---|
//! | how far a member is | get `W#<ws>#MEMBER#<id>` / `SECOND_FACTOR` |
//!
//! No item: the member signs in with codes by e-mail.

use crate::{
    Store, StoreError,
    audit::Act,
    entity::{Entity, Record},
    keys,
    table::{Condition, Write},
};
use domain::{
    event::Event,
    ids::{EnrolmentId, MemberId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use tenancy::WorkspaceScope;

/// How long a link to set them up can be used.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

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
    pub token: Option<String>,
    /// Codes that were tried with this token.
    pub tries: u32,
}

/// The token could add an app to the account: it is not printed.
impl fmt::Debug for SecondFactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { progress, enrolment, valid_until, token: _, tries } = self;
        let mut fields = formatter.debug_struct("SecondFactor");
        fields.field("progress", progress).field("enrolment", enrolment).field("valid_until", valid_until);
        fields.field("tries", tries).finish_non_exhaustive()
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
        Self { progress: Progress::Invited, enrolment: EnrolmentId::random(), valid_until, token: None, tries: 0 }
    }

    /// Whether a link is the newest one, has not expired, and has not done its work.
    #[must_use]
    pub fn open_to(&self, enrolment: EnrolmentId, now: Timestamp) -> bool {
        self.progress != Progress::Enrolled && self.enrolment == enrolment && now < self.valid_until
    }
}

impl Store {
    /// How far a member is with password and app; `None` for one who signs in with codes.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn second_factor(&self, scope: &WorkspaceScope, member: MemberId) -> Result<Option<Record<SecondFactor>>, StoreError> {
        self.table.get(scope, keys::second_factor(scope, member), true).await?.map(Record::read).transpose()
    }

    /// Stores how far a member is, with the act that brought it about, and announces what others must do.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it was changed since it was read.
    pub async fn put_second_factor(
        &self,
        scope: &WorkspaceScope,
        member: MemberId,
        record: &Record<SecondFactor>,
        act: Option<&Act>,
        event: Option<Event>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut writes = vec![record.write(keys::second_factor(scope, member), now)?];
        writes.extend(act.map(|act| self.recorded(scope, act, now)).transpose()?);
        writes.extend(event.map(|event| self.announce(scope, event, now)).transpose()?);
        Ok(self.table.transact(scope, writes).await?)
    }

    /// Lets a member go back to codes by e-mail.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it was changed since it was read.
    pub async fn delete_second_factor(
        &self,
        scope: &WorkspaceScope,
        member: MemberId,
        record: &Record<SecondFactor>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let delete = Write::Delete(keys::second_factor(scope, member), Condition::Version(record.version));
        Ok(self.table.transact(scope, vec![delete, self.recorded(scope, act, now)?]).await?)
    }
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
        assert!(!format!("{factor:?}").contains("token"));
    }
}
