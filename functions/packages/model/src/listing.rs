//! What lists show of attempts: an entry beside each, since an attempt with its data may be large, and reports come often.
//!
//! | access | how |
//! |---|---|
//! | a member's attempts in packages, the newest first | query `W#<ws>#MEMBER#<id>` / prefix `PACKAGE_ATTEMPT#`, backwards |
//! | all attempts in a lesson, the newest first | query index 1, `W#<ws>#PACKAGE_ATTEMPTS#<course>#<lesson>` / `<time>#<member>#<number>`, backwards |
//! | an attempt begins | put the entry, in the transaction of the attempt |
//! | a report changes what lists show, or ends a session | put the entry, before the attempt |

use crate::{
    attempts::{Attempt, Summary},
    keys,
    launch::Launch,
};
use catalog_model::ids::{CourseId, LessonId};
use people_model::keys::member_partition;
use serde::{Deserialize, Serialize};
use std::future::Future;
use table::{Entity, List, Listed, Page, Place, Record, TableError, Tenant, WorkspaceScope, Write};
use trellis_core::ids::MemberId;

/// An attempt in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedAttempt {
    pub member_id: MemberId,
    pub course_id: CourseId,
    pub lesson_id: LessonId,
    pub attempt: Summary,
}

impl Entity for ListedAttempt {
    const NAME: &'static str = "ListedPackageAttempt";
}

/// The write of an attempt's entry. It says nothing that the attempt does not, so that it may be written again at any time.
pub(crate) fn write(tenant: &Tenant, launch: &Launch, attempt: &Attempt) -> Result<Write, TableError> {
    let Launch { member: member_id, course: course_id, lesson: lesson_id, .. } = *launch;
    let value = ListedAttempt { member_id, course_id, lesson_id, attempt: attempt.summary() };
    let place = place(tenant.scope(), &value);
    Record::new(value, attempt.begun_at).overwrite(place, tenant.now())
}

fn place(scope: &WorkspaceScope, entry: &ListedAttempt) -> Place {
    let ListedAttempt { member_id, course_id, lesson_id, attempt: Summary { number, begun_at, .. } } = *entry;
    let time = begun_at.as_millisecond();
    // The index's key names the lesson by its partition, the item's by its sort key.
    let sort = format!("{time:015}#{member_id}#{number:05}#{course_id}#{lesson_id}");
    let key = keys::listed_attempt(scope, member_id, (time, course_id, lesson_id, number));
    Place::from(key).listed(keys::attempts_in(scope, course_id, lesson_id), sort)
}

/// All attempts in a lesson, as far as `see` leaves them, the newest first.
///
/// # Errors
/// [`TableError::BadCursor`], when the table cannot be read, or what `see` answers.
pub async fn in_lesson<U, E, F, Fut>(tenant: &Tenant, (course, lesson): (CourseId, LessonId), page: &Page, see: F) -> Result<Listed<U>, E>
where
    E: From<TableError>,
    F: FnMut(Vec<Record<ListedAttempt>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<U>>, E>>,
{
    let key_of = |scope: &WorkspaceScope, sort: &str| {
        let mut parts = sort.split('#');
        let (time, member) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let (number, course, lesson) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(keys::listed_attempt(scope, member, (time, course, lesson, number)))
    };
    let list = List::indexed("package-attempts", keys::attempts_in(tenant.scope(), course, lesson), key_of);
    tenant.listed_to(List { backwards: true, ..list }, page, see).await
}

/// A member's attempts in all packages, as far as `see` leaves them, the newest first.
///
/// # Errors
/// As for [`in_lesson`].
pub async fn of_member<U, E, F, Fut>(tenant: &Tenant, member: MemberId, page: &Page, see: F) -> Result<Listed<U>, E>
where
    E: From<TableError>,
    F: FnMut(Vec<Record<ListedAttempt>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<U>>, E>>,
{
    let list = List {
        name: "member-package-attempts",
        index: None,
        partition: member_partition(tenant.scope(), member),
        prefix: Some(keys::LISTED.sort().to_owned()),
        consistent: false,
        backwards: true,
        filter: Vec::new(),
        key_of: |_, _| None,
    };
    tenant.listed_to(list, page, see).await
}
