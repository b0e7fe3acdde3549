//! Sign-ins that have been started, and the sessions that came of them.
//!
//! | access | how |
//! |---|---|
//! | a started sign-in | get `W#<ws>#SIGN_IN#<id>` / `SIGN_IN` |
//! | a session | get `W#<ws>#MEMBER#<id>` / `SESSION#<origin of its tokens>` |

use crate::{
    Store, StoreError,
    entity::{Entity, Place, Record},
    keys,
    table::{Condition, Write},
};
use domain::ids::{MemberId, SignInId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tenancy::WorkspaceScope;

/// A sign-in between the request for a code and its entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    pub id: SignInId,
    /// The username at the identity provider; of nobody if the address is unknown.
    pub username: MemberId,
    /// The identity provider's session.
    pub challenge: String,
    /// Codes that were entered.
    pub tries: u32,
    pub valid_until: Timestamp,
}

impl Entity for SignIn {
    const NAME: &'static str = "SignIn";
}

/// One device's stay: all tokens that descend from one sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The `origin_jti` of its tokens.
    pub id: String,
    pub revoked: bool,
}

impl Entity for Session {
    const NAME: &'static str = "Session";
}

/// How long refresh tokens live, counted from the sign-in; a session's item outlives the last access token.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Store {
    /// Stores a sign-in: new, or with one more try.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if another try was counted at the same time.
    pub async fn put_sign_in(&self, scope: &WorkspaceScope, sign_in: &Record<SignIn>, now: Timestamp) -> Result<(), StoreError> {
        let place = Place::from(keys::sign_in(scope, sign_in.value.id)).expires(sign_in.value.valid_until);
        self.table.write(scope, sign_in.write(place, now)?).await
    }

    /// A sign-in that has not expired.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn sign_in(&self, scope: &WorkspaceScope, id: SignInId, now: Timestamp) -> Result<Option<Record<SignIn>>, StoreError> {
        let item = self.table.get(scope, keys::sign_in(scope, id), true).await?;
        let found: Option<Record<SignIn>> = item.map(Record::read).transpose()?;
        Ok(found.filter(|sign_in| sign_in.value.valid_until > now))
    }

    /// Ends a sign-in.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn delete_sign_in(&self, scope: &WorkspaceScope, id: SignInId) -> Result<(), StoreError> {
        self.table.write(scope, Write::Delete(keys::sign_in(scope, id), Condition::Any)).await
    }

    /// Opens or revokes a session.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_session(&self, scope: &WorkspaceScope, member: MemberId, session: Session, now: Timestamp) -> Result<(), StoreError> {
        let expires = now.checked_add(SESSION_LIFE + SignedDuration::from_hours(2)).unwrap_or(now);
        let place = Place::from(keys::session(scope, member, &session.id)).expires(expires);
        self.table.write(scope, Record::new(session, now).overwrite(place, now)?).await
    }

    /// A session.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn session(&self, scope: &WorkspaceScope, member: MemberId, id: &str) -> Result<Option<Record<Session>>, StoreError> {
        self.table.get(scope, keys::session(scope, member, id), true).await?.map(Record::read).transpose()
    }
}
