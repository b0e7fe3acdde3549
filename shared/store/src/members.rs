//! Members of a workspace.
//!
//! | access | how |
//! |---|---|
//! | a member by id | get `W#<ws>#MEMBER#<id>` / `HOME#PROFILE` |
//! | a member by address | get `W#<ws>#ADDRESS#<digest>` / `ADDRESS`, then the member |
//! | members by name | query index 1, `W#<ws>#MEMBERS` / `<name>#<id>` |
//! | may this member come in | batch get workspace, member and session: one request |
//!
//! How members change is in `member_changes`, who reports to whom in `reporting`.

use crate::{
    Listed, Page, Store, StoreError,
    cursor::List,
    entity::{Entity, Place, Record},
    idempotency::Created,
    keys,
    query::Filter,
    sessions::Session,
    table::Write,
    workspaces::Workspace,
};
use aws_lc_rs::digest::{SHA256, digest as hash};
use domain::{
    email::EmailAddress,
    ids::MemberId,
    locale::Locale,
    member::{InvitationState, MemberState},
    personal::Personal,
    reporting::LineError,
    role::Role,
    title::Title,
};
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
    /// To whom they report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<MemberId>,
    /// Where they work, in the workspace's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Title>,
    /// Whose people they administer, if their role is [`Role::RegionalAdmin`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub regions: BTreeSet<Title>,
    /// The language that they have chosen; the workspace's if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// When the newest invitation went out; absent where nobody needed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_at: Option<Timestamp>,
    /// When they signed in for the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// How long somebody of support may look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_until: Option<Timestamp>,
}

impl Member {
    /// Somebody who is invited now.
    #[must_use]
    pub fn invited(name: Personal<Title>, email: Personal<EmailAddress>, roles: BTreeSet<Role>, now: Timestamp) -> Self {
        Self {
            id: MemberId::random(),
            name,
            email,
            roles,
            state: MemberState::Active,
            manager: None,
            region: None,
            regions: BTreeSet::new(),
            locale: None,
            invited_at: Some(now),
            accepted_at: None,
            support_until: None,
        }
    }

    /// What has become of the invitation; `None` for somebody who needed none.
    #[must_use]
    pub fn invitation(&self, now: Timestamp) -> Option<InvitationState> {
        self.invited_at.map(|sent| InvitationState::at(now, sent, self.accepted_at))
    }

    /// Whether signing in is possible: neither deactivated nor invited too long ago, and with a role that counts.
    #[must_use]
    pub fn may_sign_in(&self, now: Timestamp) -> bool {
        self.state == MemberState::Active && self.invitation(now) != Some(InvitationState::Expired) && !self.roles_at(now).is_empty()
    }

    /// The roles that count at a time: support's ends.
    #[must_use]
    pub fn roles_at(&self, now: Timestamp) -> BTreeSet<Role> {
        let over = self.support_until.is_none_or(|until| until <= now);
        self.roles.iter().copied().filter(|role| !(over && *role == Role::Support)).collect()
    }

    /// Whether they count among those of whom one must remain.
    pub(crate) fn administers(&self) -> bool {
        self.state == MemberState::Active && self.roles.contains(&Role::Admin)
    }
}

impl Entity for Member {
    const NAME: &'static str = "Member";
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) member_id: MemberId,
}

impl Entity for Address {
    const NAME: &'static str = "Address";
}

/// What inviting a member has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    Member(MemberId, Created),
    Refused(Refusal),
}

/// Which members are wanted; what is left out does not matter.
#[derive(Debug, Clone, Default)]
pub struct MembersWanted {
    /// How their names begin.
    pub name: Option<String>,
    pub state: Option<MemberState>,
    pub role: Option<Role>,
    /// Only those of these regions; of any if there are none.
    pub regions: Vec<String>,
}

impl MembersWanted {
    fn filter(&self) -> Vec<Filter> {
        let state = self.state.map(|state| Filter::Equals("state", state.name().to_owned()));
        let role = self.role.map(|role| Filter::Contains("roles", role.name().to_owned()));
        let regions = (!self.regions.is_empty()).then(|| Filter::OneOf("region", self.regions.clone()));
        [state, role, regions].into_iter().flatten().collect()
    }
}

/// Why a member cannot be as wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Another member of the workspace has this address.
    AddressTaken,
    /// Nobody would be left to administer the workspace.
    LastAdministrator,
    /// There is no such manager in the workspace, or not any more.
    UnknownManager,
    /// The manager stands below, or too far down.
    Line(LineError),
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

pub(crate) fn place(scope: &WorkspaceScope, member: &Member) -> Place {
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

    /// Members by name. Where few fit, a page may be short.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_members(
        &self,
        scope: &WorkspaceScope,
        wanted: &MembersWanted,
        page: &Page,
    ) -> Result<Listed<Record<Member>>, StoreError> {
        let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::profile(scope, sort.rsplit('#').next()?.parse().ok()?));
        let prefix = wanted.name.as_ref().map(|name| name.to_lowercase());
        let index = List { prefix, filter: wanted.filter(), ..List::indexed("members", keys::members(scope), key_of) };
        self.listed(scope, index, page).await
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn who_may_sign_in_and_with_which_roles() {
        let now: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        let (name, email) = (Personal("Ann".parse().unwrap()), Personal("ann@acme.example".parse().unwrap()));
        let member = Member::invited(name, email, [Role::Learner].into(), now);
        let later = |days: i64| now + SignedDuration::from_hours(24 * days);
        assert!(member.may_sign_in(later(14)) && !member.may_sign_in(later(15)));
        assert!(Member { accepted_at: Some(now), ..member.clone() }.may_sign_in(later(400)));
        assert!(!Member { state: MemberState::Deactivated, ..member.clone() }.may_sign_in(now));
        // Support's role ends with its time; without a time it never began.
        let support = Member { roles: [Role::Support].into(), ..member };
        assert!(!support.may_sign_in(now));
        let support = Member { support_until: Some(later(1)), ..support };
        assert!(support.may_sign_in(now) && support.roles_at(later(1)).is_empty());
    }
}
