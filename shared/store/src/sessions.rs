//! Sign-ins that have been started, and the sessions that came of them.
//!
//! | access | how |
//! |---|---|
//! | a started sign-in | get `W#<ws>#SIGN_IN#<id>` / `SIGN_IN` |
//! | a session | get `W#<ws>#MEMBER#<id>` / `SESSION#<origin of its tokens>` |
//! | a member's sessions | query that partition under `SESSION#` |

use crate::{
    Store, StoreError,
    audit::Act,
    entity::{Entity, Place, Record},
    keys,
    query::Query,
    table::{Condition, Write},
    workspaces::Workspace,
};
use domain::{
    event::Event,
    ids::{MemberId, SignInId, WorkspaceId},
    personal::Personal,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use tenancy::{WorkspaceScope, doors};

/// What a sign-in waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expects {
    /// The code of a letter.
    #[default]
    EmailCode,
    /// The authenticator app's code, after a right password.
    AppCode,
}

/// A sign-in between the request for a code and its entry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    pub id: SignInId,
    /// The username at the identity provider; of nobody if the address is unknown.
    pub username: MemberId,
    /// The identity provider's session.
    pub challenge: String,
    #[serde(default)]
    pub expects: Expects,
    /// Codes that were entered.
    pub tries: u32,
    pub valid_until: Timestamp,
}

/// With the challenge and a code somebody else could finish the sign-in: it is not printed.
impl fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = formatter.debug_struct("SignIn");
        fields.field("id", &self.id).field("expects", &self.expects).field("tries", &self.tries).finish_non_exhaustive()
    }
}

impl Entity for SignIn {
    const NAME: &'static str = "SignIn";
}

/// Written beside a sign-in where nothing is to be announced, so that announcing takes no longer than not announcing.
#[derive(Debug, Serialize, Deserialize)]
struct Companion {
    id: SignInId,
}

impl Entity for Companion {
    const NAME: &'static str = "SignInCompanion";
}

/// One device's stay: all tokens that descend from one sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The `origin_jti` of its tokens.
    pub id: String,
    pub revoked: bool,
    /// Browser and system, in short, as the member knows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Personal<String>>,
    #[serde(default)]
    pub signed_in_at: Timestamp,
    /// When tokens were last renewed: to the hour.
    #[serde(default)]
    pub used_at: Timestamp,
}

impl Session {
    #[must_use]
    pub fn opened(id: String, device: Option<String>, now: Timestamp) -> Self {
        Self { id, revoked: false, device: device.map(Personal), signed_in_at: now, used_at: now }
    }

    /// Whether it can still be renewed.
    #[must_use]
    pub fn lives(&self, now: Timestamp) -> bool {
        !self.revoked && now.duration_since(self.signed_in_at) < SESSION_LIFE
    }
}

impl Entity for Session {
    const NAME: &'static str = "Session";
}

/// How long refresh tokens live, counted from the sign-in; a session's item outlives the last access token.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

fn session_place(scope: &WorkspaceScope, member: MemberId, id: &str, now: Timestamp) -> Place {
    let expires = now.checked_add(SESSION_LIFE + SignedDuration::from_hours(2)).unwrap_or(now);
    Place::from(keys::session(scope, member, id)).expires(expires)
}

impl Store {
    /// The workspace that somebody names who wants to sign in, whether it exists or not. The scope is good for counting
    /// attempts and keeping the sign-in: strangers to a workspace that does not exist are treated like those to one that does.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn named_at_sign_in(&self, id: &WorkspaceId) -> Result<(WorkspaceScope, Option<Record<Workspace>>), StoreError> {
        Ok(match self.workspace(id).await? {
            Some((scope, workspace)) => (scope, Some(workspace)),
            None => (doors::named_by_a_stranger(id.clone()), None),
        })
    }

    /// Stores a new sign-in; the event goes with it, or something of its size where there is none.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn begin_sign_in(
        &self,
        scope: &WorkspaceScope,
        sign_in: SignIn,
        event: Option<Event>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (id, until) = (sign_in.id, sign_in.valid_until);
        let beside = match event {
            Some(event) => self.announce(scope, event, now)?,
            None => Record::new(Companion { id }, now).write(Place::from(keys::sign_in_companion(scope, id)).expires(until), now)?,
        };
        let place = Place::from(keys::sign_in(scope, id)).expires(until);
        Ok(self.table.transact(scope, vec![Record::new(sign_in, now).write(place, now)?, beside]).await?)
    }

    /// Stores a sign-in with one more try.
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

    /// Ends a sign-in that came to nothing, and records that.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn fail_sign_in(&self, scope: &WorkspaceScope, id: SignInId, act: &Act, now: Timestamp) -> Result<(), StoreError> {
        let delete = Write::Delete(keys::sign_in(scope, id), Condition::Any);
        Ok(self.table.transact(scope, vec![delete, self.recorded(scope, act, now)?]).await?)
    }

    /// Opens a session, with the sign-in that it came of, if there was one here.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn open_session(
        &self,
        scope: &WorkspaceScope,
        member: MemberId,
        session: Session,
        sign_in: Option<SignInId>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let place = session_place(scope, member, &session.id, now);
        let mut writes = vec![Record::new(session, now).overwrite(place, now)?, self.recorded(scope, act, now)?];
        writes.extend(sign_in.map(|id| Write::Delete(keys::sign_in(scope, id), Condition::Any)));
        Ok(self.table.transact(scope, writes).await?)
    }

    /// Stores a session as it is now.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_session(&self, scope: &WorkspaceScope, member: MemberId, session: Session, now: Timestamp) -> Result<(), StoreError> {
        let place = session_place(scope, member, &session.id, now);
        self.table.write(scope, Record::new(session, now).overwrite(place, now)?).await
    }

    /// A session.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn session(&self, scope: &WorkspaceScope, member: MemberId, id: &str) -> Result<Option<Record<Session>>, StoreError> {
        self.table.get(scope, keys::session(scope, member, id), true).await?.map(Record::read).transpose()
    }

    /// A member's sessions that can still be renewed.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn sessions(&self, scope: &WorkspaceScope, member: MemberId, now: Timestamp) -> Result<Vec<Record<Session>>, StoreError> {
        let partition = keys::member_partition(scope, member);
        let query = Query { partition, prefix: Some(keys::SESSIONS.to_owned()), consistent: true, ..Query::default() };
        let items = self.table.query_all(scope, query).await?;
        let sessions: Vec<Record<Session>> = items.into_iter().map(Record::read).collect::<Result<_, _>>()?;
        Ok(sessions.into_iter().filter(|session| session.value.lives(now)).collect())
    }

    /// Revokes sessions, and records it with the first of them; with none, only records.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn revoke_sessions(
        &self,
        scope: &WorkspaceScope,
        member: MemberId,
        sessions: impl IntoIterator<Item = Session>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut writes = vec![self.recorded(scope, act, now)?];
        for session in sessions {
            let place = session_place(scope, member, &session.id, now);
            writes.push(Record::new(Session { revoked: true, ..session }, now).overwrite(place, now)?);
        }
        for chunk in writes.chunks(100) {
            self.table.transact(scope, chunk.to_vec()).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_lives_thirty_days_from_the_sign_in_unless_it_is_revoked() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let session = Session { used_at: now + SESSION_LIFE, ..Session::opened("one".to_owned(), None, now) };
        assert!(session.lives(now + SESSION_LIFE - SignedDuration::from_secs(1)));
        assert!(!session.lives(now + SESSION_LIFE));
        assert!(!Session { revoked: true, ..session }.lives(now));
    }
}
