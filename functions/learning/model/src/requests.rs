//! Requests of members who want to take a course that needs approval.
//!
//! | access | how |
//! |---|---|
//! | a member's request for a course | get `W#<ws>#MEMBER#<id>` / `REQUEST#<course>` |
//! | a member's requests, the newest course first | query the same partition, prefix `REQUEST#`, backwards |
//! | what waits for an answer, the oldest first | query index 1, `W#<ws>#REQUESTS` / `<time>#<member>#<course>` |
//! | of those who report to a manager | query index 2, `W#<ws>#REQUESTS_TO#<manager>` / the same |
//! | of those of a region | query index 3, `W#<ws>#REQUESTS_IN#<digest of the region>` / the same |
//!
//! A member has one request for a course: to ask again is to begin it anew. While it waits it lies in the lists; when the member gets another
//! manager or region, is deactivated or comes back, that is announced, and their requests are filed where they belong.

pub mod deciding;
pub mod status;

use crate::{enrolments, event::LearningEvent, keys};
use catalog_model::{courses::Course, ids::CourseId};
use jiff::Timestamp;
use people_model::{
    keys::{member_partition, profile},
    member::MemberState,
    members::{self, Member},
};
use serde::{Deserialize, Serialize};
use std::future::Future;
use table::{Condition, Entity, Index, Key, List, Listed, Page, Place, Query, Record, TableError, Tenant, TransactionError, Write, digest};
use tenancy::WorkspaceScope;
use trellis_core::{
    bounded::Letters,
    ids::MemberId,
    personal::{NotPersonal, Personal, Remark},
    title::Title,
};

/// How often a request is read anew because others keep changing it.
const ATTEMPTS: usize = 6;

trellis_core::text!(
    /// Why somebody wants to take a course: plain text.
    pub RequestNote, 0..=500, Letters::Any
);
trellis_core::text!(
    /// What the member is told about the decision: plain text.
    pub DecisionReason, 1..=500, Letters::Any
);

/// What was decided about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestDecision {
    Approved,
    Declined,
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Nobody has decided yet.
    Pending,
    Approved,
    Declined,
}

/// A decision, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub decision: RequestDecision,
    pub by: MemberId,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Personal<DecisionReason, Remark>>,
}

/// A member's request to take a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentRequest {
    pub member_id: MemberId,
    pub course_id: CourseId,
    /// What the course was called then: it may be gone.
    pub title: NotPersonal<Title>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Personal<RequestNote, Remark>>,
    pub requested_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
}

impl Entity for EnrolmentRequest {
    const NAME: &'static str = "EnrolmentRequest";
}

impl EnrolmentRequest {
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.decided.is_none()
    }

    #[must_use]
    pub fn state(&self) -> RequestState {
        match self.decided.as_ref().map(|decided| decided.decision) {
            None => RequestState::Pending,
            Some(RequestDecision::Approved) => RequestState::Approved,
            Some(RequestDecision::Declined) => RequestState::Declined,
        }
    }

    pub(crate) fn key(&self, scope: &WorkspaceScope) -> Key {
        keys::request(scope, self.member_id, self.course_id)
    }

    /// Where it lies: a pending one of an active member in the lists of those who decide about it.
    fn place(&self, scope: &WorkspaceScope, member: &Member) -> Place {
        let mut place = Place::from(self.key(scope));
        if !self.is_pending() || member.state != MemberState::Active {
            return place;
        }
        let sort = format!("{:015}#{}#{}", self.requested_at.as_millisecond(), self.member_id, self.course_id);
        place = place.listed(keys::requests(scope), sort.clone());
        if let Some(manager) = member.manager {
            place = place.listed_in(Index::Second, keys::requests_to(scope, manager), sort.clone());
        }
        if let Some(region) = &member.region {
            place = place.listed_in(Index::Third, keys::requests_in(scope, &digest(region.as_str())), sort);
        }
        place
    }
}

/// Why something cannot be done with a request.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    #[error("everybody can enrol in this course; there is nothing to ask for")]
    Open,
    #[error("this course is by invitation only")]
    InvitedOnly,
    #[error("you are invited to this course; enrol in it")]
    Invited,
    #[error("you are enrolled in this course already")]
    Enrolled,
    #[error("your request was approved; leave the course instead")]
    ApprovedMeanwhile,
    #[error("there is no such request")]
    Unknown,
    #[error("somebody has approved this request already")]
    AlreadyApproved,
    #[error("somebody has declined this request already; the member can ask again")]
    AlreadyDeclined,
    #[error("this member takes the course already; approve the request to close it")]
    TakesCourse,
    #[error("this member is deactivated")]
    Deactivated,
    #[error("this course isn't available to this member any more")]
    NotForMember,
    #[error(transparent)]
    Rule(#[from] crate::rules::RuleError),
    #[error(transparent)]
    Table(#[from] TableError),
}

/// A member's request for a course.
///
/// # Errors
/// When the table cannot be read.
pub async fn request(tenant: &Tenant, member: MemberId, course: CourseId) -> Result<Option<Record<EnrolmentRequest>>, TableError> {
    tenant.get(keys::request(tenant.scope(), member, course), true).await?.map(Record::read).transpose()
}

/// Asks for a course, or puts another note to what is asked already; whether the request is new.
///
/// # Errors
/// [`TableError::Conflict`] if others kept changing the request or the member at the same time.
pub async fn ask(
    tenant: &Tenant,
    member: MemberId,
    course: &Course,
    note: Option<RequestNote>,
) -> Result<(Record<EnrolmentRequest>, bool), TableError> {
    let note = note.map(Personal::new);
    for _ in 0..ATTEMPTS {
        let profile = members::member(tenant, member).await?.ok_or(TableError::Conflict)?;
        let before = request(tenant, member, course.id).await?;
        let pending = before.as_ref().filter(|before| before.value.is_pending());
        let is_new = pending.is_none();
        if let Some(pending) = pending.filter(|pending| note.is_none() || pending.value.note == note) {
            return Ok((pending.clone(), false));
        }
        let value = EnrolmentRequest {
            member_id: member,
            course_id: course.id,
            title: course.title.clone(),
            note: note.clone(),
            requested_at: pending.map_or(tenant.now(), |pending| pending.value.requested_at),
            decided: None,
        };
        let record = before.as_ref().map_or_else(|| Record::new(value.clone(), tenant.now()), |before| before.with(value.clone()));
        let mut writes = filed(tenant, &record, &profile)?;
        if is_new {
            writes.push(tenant.announce(LearningEvent::EnrolmentRequested { member_id: member, course_id: course.id })?);
        }
        match tenant.transact(writes).await {
            Ok(()) => return Ok((record.stored(tenant.now()), is_new)),
            Err(TransactionError::Conditions(_)) => {}
            Err(TransactionError::Table(error)) => return Err(error),
        }
    }
    Err(TableError::Conflict)
}

/// The writes that put a request where it belongs by what its member is, as long as that is so.
fn filed(tenant: &Tenant, request: &Record<EnrolmentRequest>, member: &Record<Member>) -> Result<Vec<Write>, TableError> {
    let place = request.value.place(tenant.scope(), &member.value);
    let unmoved = Write::Check(profile(tenant.scope(), member.value.id), Condition::Version(member.version));
    Ok(vec![request.write(place, tenant.now())?, unmoved])
}

/// Takes a request back, or puts a declined one away.
///
/// # Errors
/// [`RequestError::Unknown`], [`RequestError::ApprovedMeanwhile`], or when the table cannot be written.
pub async fn withdraw(tenant: &Tenant, member: MemberId, course: CourseId) -> Result<(), RequestError> {
    for _ in 0..ATTEMPTS {
        let request = request(tenant, member, course).await?.ok_or(RequestError::Unknown)?;
        // Who has left the course puts away what let them in.
        if request.value.state() == RequestState::Approved && enrolments::enrolment(tenant, member, course).await?.is_some() {
            return Err(RequestError::ApprovedMeanwhile);
        }
        match tenant.write(Write::Delete(request.value.key(tenant.scope()), Condition::Version(request.version))).await {
            Err(TableError::Conflict) => {}
            result => return Ok(result?),
        }
    }
    Err(TableError::Conflict.into())
}

/// A member's own requests, as far as `see` leaves them, the newest course first.
///
/// # Errors
/// [`TableError::BadCursor`], when the table cannot be read, or what `see` answers.
pub async fn own_requests<U, E, F, Fut>(tenant: &Tenant, member: MemberId, page: &Page, see: F) -> Result<Listed<U>, E>
where
    E: From<TableError>,
    F: FnMut(Vec<Record<EnrolmentRequest>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<U>>, E>>,
{
    let list = keys::own("own-requests", member_partition(tenant.scope(), member), keys::REQUESTS);
    tenant.listed_to(list, page, see).await
}

/// Which requests are waited for.
#[derive(Debug, Clone, Copy)]
pub enum Waiting<'a> {
    All,
    /// Of those who report directly to this manager.
    ReportsOf(MemberId),
    OfRegion(&'a str),
}

/// What waits for an answer, as far as `see` leaves it, the oldest first.
///
/// # Errors
/// [`TableError::BadCursor`], when the table cannot be read, or what `see` answers.
pub async fn waiting<U, E, F, Fut>(tenant: &Tenant, wanted: Waiting<'_>, page: &Page, see: F) -> Result<Listed<U>, E>
where
    E: From<TableError>,
    F: FnMut(Vec<Record<EnrolmentRequest>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<U>>, E>>,
{
    let scope = tenant.scope();
    let (name, index, partition) = match wanted {
        Waiting::All => ("waiting", Index::First, keys::requests(scope)),
        Waiting::ReportsOf(manager) => ("waiting-for", Index::Second, keys::requests_to(scope, manager)),
        Waiting::OfRegion(region) => ("waiting-in", Index::Third, keys::requests_in(scope, &digest(region))),
    };
    let key_of = |scope: &WorkspaceScope, sort: &str| {
        let mut parts = sort.split('#').skip(1);
        Some(keys::request(scope, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    tenant.listed_to(List { index: Some(index), ..List::indexed(name, partition, key_of) }, page, see).await
}

/// Files what a member waits for by what they are now. Can be done again at any time.
///
/// # Errors
/// [`TableError::Conflict`] if the member or a request was changed at the same time, or when the table cannot be written.
pub async fn file(tenant: &Tenant, member: MemberId) -> Result<(), TableError> {
    let Some(member) = members::member(tenant, member).await? else { return Ok(()) };
    let partition = member_partition(tenant.scope(), member.value.id);
    let query = Query { partition, prefix: Some(keys::REQUESTS.sort().to_owned()), consistent: true, ..Query::default() };
    for item in tenant.query_all(query).await? {
        let request = Record::<EnrolmentRequest>::read(item.clone())?;
        let writes = filed(tenant, &request, &member)?;
        let lists = [Index::First, Index::Second, Index::Third].map(Index::partition_key);
        let is_filed = matches!(&*writes, [Write::Put(new, _), ..] if lists.iter().all(|list| new.get(*list) == item.get(*list)));
        if !is_filed {
            tenant.transact(writes).await?;
        }
    }
    Ok(())
}
