//! How enrolments follow a course that was changed: page by page of its roster, each page a message of its own.

use super::change_enrolment;
use crate::{enrolments::Enrolment, keys};
use catalog_model::{courses::Course, event::CatalogEvent, ids::CourseId, seats};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use table::{Entity, Query, Record, TableError, Tenant, Write};
use trellis_core::ids::MemberId;

/// Enrolments that one message brings up to date: some hundred milliseconds of work.
const PAGE: usize = 25;

/// A learner of a course, on its roster. It is written with the enrolment and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RosterEntry {
    member_id: MemberId,
}

impl Entity for RosterEntry {
    const NAME: &'static str = "RosterEntry";
}

/// The write that notes a learner in the transaction of their enrolment, whether they were noted before or not.
pub(crate) fn on_roster(tenant: &Tenant, course: CourseId, member_id: MemberId) -> Result<Write, TableError> {
    Record::new(RosterEntry { member_id }, tenant.now()).overwrite(keys::roster_entry(tenant.scope(), course, member_id), tenant.now())
}

pub(super) async fn note_on_roster(tenant: &Tenant, course: CourseId, member_id: MemberId) -> Result<(), TableError> {
    let entry =
        Record::new(RosterEntry { member_id }, tenant.now()).write(keys::roster_entry(tenant.scope(), course, member_id), tenant.now())?;
    match tenant.write(entry).await {
        Ok(()) | Err(TableError::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Brings those on one page of a course's roster to the course as it is, and announces the next page. Can be done again at any
/// time; a course that has changed once more in the meantime has announced that itself.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn follow_course(tenant: &Tenant, course_id: CourseId, revision: u32, after: Option<MemberId>) -> Result<(), TableError> {
    let Some(course) = catalog_model::courses::course_or_its_rest(tenant, course_id).await? else { return Ok(()) };
    if course.value.revision > revision {
        return Ok(());
    }
    let learners = learners(tenant, course_id, after).await?;
    let last = learners.last().copied().filter(|_| learners.len() == PAGE);
    // The next page need not wait for this one, unless seats are counted: when the last page is done, all must be.
    let in_turn = course.value.enrolment.seats.is_some();
    if let Some(last) = last.filter(|_| !in_turn) {
        announce_next(tenant, (course_id, revision), last).await?;
    }
    for (member, enrolment) in behind(tenant, &learners, &course.value).await? {
        change_enrolment(tenant, member, course.clone(), Some(enrolment), (None, &[])).await?;
    }
    match last {
        _ if !in_turn => Ok(()),
        Some(last) => announce_next(tenant, (course_id, revision), last).await,
        None => seats::settle(tenant, &course.value).await,
    }
}

async fn announce_next(tenant: &Tenant, (course_id, revision): (CourseId, u32), last: MemberId) -> Result<(), TableError> {
    let event = CatalogEvent::CourseRevised { course_id, revision, after: Some(last) };
    tenant.announce_once(&format!("{course_id}#{revision}#{last}"), event).await
}

async fn learners(tenant: &Tenant, course: CourseId, after: Option<MemberId>) -> Result<Vec<MemberId>, TableError> {
    let query =
        Query { partition: keys::roster(tenant.scope(), course), limit: i32::try_from(PAGE).ok(), consistent: true, ..Query::default() };
    let query = query.after(after.map(|member| keys::roster_entry(tenant.scope(), course, member)));
    let (items, _) = tenant.query(query).await?;
    items.into_iter().map(|item| Ok(Record::<RosterEntry>::read(item)?.value.member_id)).collect()
}

/// Those whose enrolments are not of the course as it is.
async fn behind(tenant: &Tenant, learners: &[MemberId], course: &Course) -> Result<Vec<(MemberId, Record<Enrolment>)>, TableError> {
    let keys = learners.iter().map(|member| keys::enrolment(tenant.scope(), *member, course.id)).collect();
    // A batch answers in no particular order.
    let partitions: HashMap<_, _> =
        learners.iter().map(|member| (people_model::keys::member_partition(tenant.scope(), *member), *member)).collect();
    let mut behind = Vec::new();
    for item in tenant.batch_get(keys, true).await? {
        let member = item.get("pk").and_then(|pk| pk.as_s().ok()).and_then(|pk| partitions.get(pk)).copied();
        let enrolment = Record::<Enrolment>::read(item)?;
        behind.extend(member.filter(|_| enrolment.value.revision < course.revision).map(|member| (member, enrolment)));
    }
    Ok(behind)
}
