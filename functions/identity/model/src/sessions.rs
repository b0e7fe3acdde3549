//! Sign-ins that have been started, and the sessions that came of them.
//!
//! | access | how |
//! |---|---|
//! | a started sign-in | get `W#<ws>#SIGN_IN#<id>` / `SIGN_IN` |
//! | a session | get `W#<ws>#MEMBER#<id>` / `SESSION#<origin of its tokens>` |
//! | a member's sessions | query that partition under `SESSION#` |

use crate::{event::IdentityEvent, ids::SignInId, keys, second_factors::SecondFactor};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use table::{Condition, Entity, MOST_WRITES, Operation, Place, Query, Record, TableError, Tenant, Write, audit::Act, keys::SESSIONS};
use tenancy::{WorkspaceScope, doors};
use trellis_core::{
    ids::{MemberId, WorkspaceId},
    personal::{Device, NotPersonal, Personal},
};
use workspaces_model::workspaces::Workspace;

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
    pub challenge: NotPersonal<String>,
    #[serde(default)]
    pub expects: Expects,
    /// The known device that began it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<SignInId>,
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
pub(crate) struct Companion {
    id: SignInId,
}

impl Entity for Companion {
    const NAME: &'static str = "SignInCompanion";
}

/// One device's stay: all tokens that descend from one sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The `origin_jti` of its tokens.
    pub id: NotPersonal<String>,
    pub revoked: bool,
    /// Browser and system, in short, as the member knows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Personal<String, Device>>,
    #[serde(default)]
    pub signed_in_at: Timestamp,
    /// When tokens were last renewed: to the hour.
    #[serde(default)]
    pub used_at: Timestamp,
}

impl Session {
    #[must_use]
    pub fn opened(id: String, device: Option<String>, now: Timestamp) -> Self {
        Self { id, revoked: false, device: device.map(Personal::new), signed_in_at: now, used_at: now }
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

/// How long something is kept that stands for an announcement.
const COMPANION_LIFE: SignedDuration = SignedDuration::from_mins(10);

fn session_place(scope: &WorkspaceScope, member: MemberId, id: &str, now: Timestamp) -> Place {
    let expires = now.checked_add(SESSION_LIFE + SignedDuration::from_hours(2)).unwrap_or(now);
    Place::from(keys::session(scope, member, id)).expires(expires)
}

/// What somebody has shown to get a session. Nothing of it is here where another provider asked for it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown<'a> {
    pub sign_in: Option<SignInId>,
    pub factor: Option<&'a Record<SecondFactor>>,
}

/// The workspace that somebody names who wants to sign in, whether it exists or not. The scope is good for counting
/// attempts and keeping the sign-in: strangers to a workspace that does not exist are treated like those to one that does.
///
/// # Errors
/// When the table cannot be read.
pub async fn named_at_sign_in(operation: &Operation, id: &WorkspaceId) -> Result<(WorkspaceScope, Option<Record<Workspace>>), TableError> {
    Ok(match workspaces_model::workspaces::workspace(operation, id).await? {
        Some((scope, workspace)) => (scope, Some(workspace)),
        None => (doors::named_by_a_stranger(id.clone()), None),
    })
}

/// Stores a new sign-in; the event goes with it, or something of its size where there is none.
///
/// # Errors
/// When the table cannot be written.
pub async fn begin_sign_in(tenant: &Tenant, sign_in: SignIn, event: Option<IdentityEvent>) -> Result<(), TableError> {
    let (id, until) = (sign_in.id, sign_in.valid_until);
    let beside = match event {
        Some(event) => tenant.announce(event)?,
        None => Record::new(Companion { id }, tenant.now())
            .write(Place::from(keys::sign_in_companion(tenant.scope(), id)).expires(until), tenant.now())?,
    };
    let place = Place::from(keys::sign_in(tenant.scope(), id)).expires(until);
    Ok(tenant.transact(vec![Record::new(sign_in, tenant.now()).write(place, tenant.now())?, beside]).await?)
}

/// Announces that somebody is to be written to, or writes something of that size where there is nobody: a stranger sees neither.
///
/// # Errors
/// When the table cannot be written.
pub async fn ask_for_mail(tenant: &Tenant, event: Option<IdentityEvent>) -> Result<(), TableError> {
    let id = SignInId::random();
    let until = tenant.now().checked_add(COMPANION_LIFE).unwrap_or(tenant.now());
    let write = match event {
        Some(event) => tenant.announce(event)?,
        None => Record::new(Companion { id }, tenant.now())
            .write(Place::from(keys::sign_in_companion(tenant.scope(), id)).expires(until), tenant.now())?,
    };
    tenant.write(write).await
}

/// Stores a sign-in with one more try.
///
/// # Errors
/// [`TableError::Conflict`] if another try was counted at the same time.
pub async fn put_sign_in(tenant: &Tenant, sign_in: &Record<SignIn>) -> Result<(), TableError> {
    let place = Place::from(keys::sign_in(tenant.scope(), sign_in.value.id)).expires(sign_in.value.valid_until);
    tenant.write(sign_in.write(place, tenant.now())?).await
}

/// A sign-in that has not expired.
///
/// # Errors
/// When the table cannot be read.
pub async fn sign_in(tenant: &Tenant, id: SignInId) -> Result<Option<Record<SignIn>>, TableError> {
    let item = tenant.get(keys::sign_in(tenant.scope(), id), true).await?;
    let found: Option<Record<SignIn>> = item.map(Record::read).transpose()?;
    Ok(found.filter(|sign_in| sign_in.value.valid_until > tenant.now()))
}

/// Ends a sign-in that came to nothing, and records that.
///
/// # Errors
/// When the table cannot be written.
pub async fn fail_sign_in(tenant: &Tenant, id: SignInId, act: &Act) -> Result<(), TableError> {
    let delete = Write::Delete(keys::sign_in(tenant.scope(), id), Condition::Any);
    Ok(tenant.transact(vec![delete, tenant.recorded(act)?]).await?)
}

/// Opens a session, with the sign-in that it came of, if there was one here, and while the second factor that was shown is as it was:
/// a recovery at the same moment ends this session too, or it never begins.
///
/// # Errors
/// [`TableError::Conflict`] if the second factor was changed since it was read.
pub async fn open_session(tenant: &Tenant, member: MemberId, session: Session, shown: Shown<'_>, act: &Act) -> Result<(), TableError> {
    let place = session_place(tenant.scope(), member, &session.id, tenant.now());
    let mut writes = vec![Record::new(session, tenant.now()).write(place, tenant.now())?, tenant.recorded(act)?];
    let in_use = |factor: &Record<_>| Write::Check(keys::second_factor(tenant.scope(), member), Condition::Version(factor.version));
    writes.extend(shown.factor.map(in_use));
    writes.extend(shown.sign_in.map(|id| Write::Delete(keys::sign_in(tenant.scope(), id), Condition::Any)));
    Ok(tenant.transact(writes).await?)
}

/// Stores a session that is used, unless somebody has ended it in the meantime.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn use_session(tenant: &Tenant, member: MemberId, session: &Record<Session>) -> Result<(), TableError> {
    let place = session_place(tenant.scope(), member, &session.value.id, tenant.now());
    tenant.write(session.write(place, tenant.now())?).await
}

/// Goes on with a session under another id: the one before ends, unless somebody has ended it in the meantime.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn continue_session(tenant: &Tenant, member: MemberId, before: &Record<Session>, id: String) -> Result<(), TableError> {
    let ended = Record { value: Session { revoked: true, ..before.value.clone() }, ..before.clone() };
    let next = Record::new(Session { id, used_at: tenant.now(), ..before.value.clone() }, tenant.now());
    let writes =
        [&ended, &next].map(|record| record.write(session_place(tenant.scope(), member, &record.value.id, tenant.now()), tenant.now()));
    Ok(tenant.transact(writes.into_iter().collect::<Result<_, _>>()?).await?)
}

/// A session.
///
/// # Errors
/// When the table cannot be read.
pub async fn session(tenant: &Tenant, member: MemberId, id: &str) -> Result<Option<Record<Session>>, TableError> {
    tenant.get(keys::session(tenant.scope(), member, id), true).await?.map(Record::read).transpose()
}

/// A member's sessions that can still be renewed.
///
/// # Errors
/// When the table cannot be read.
pub async fn sessions(tenant: &Tenant, member: MemberId) -> Result<Vec<Record<Session>>, TableError> {
    let partition = people_model::keys::member_partition(tenant.scope(), member);
    let query = Query { partition, prefix: Some(SESSIONS.sort().to_owned()), consistent: true, ..Query::default() };
    let items = tenant.query_all(query).await?;
    let sessions: Vec<Record<Session>> = items.into_iter().map(Record::read).collect::<Result<_, _>>()?;
    Ok(sessions.into_iter().filter(|session| session.value.lives(tenant.now())).collect())
}

/// Revokes sessions, and records it with the first of them; with none, only records.
///
/// # Errors
/// When the table cannot be written.
pub async fn revoke_sessions(
    tenant: &Tenant,
    member: MemberId,
    sessions: impl IntoIterator<Item = Session>,
    act: &Act,
) -> Result<(), TableError> {
    let mut writes = vec![tenant.recorded(act)?];
    for session in sessions {
        let place = session_place(tenant.scope(), member, &session.id, tenant.now());
        // The end is the last word, whatever else has been noted of the session since it was read.
        writes.push(Record::new(Session { revoked: true, ..session }, tenant.now()).overwrite(place, tenant.now())?);
    }
    for chunk in writes.chunks(MOST_WRITES) {
        tenant.transact(chunk.to_vec()).await?;
    }
    Ok(())
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
