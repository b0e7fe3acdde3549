//! Paths that members take. How far they are follows from the courses that they take, so no change of a path loses anything.
//!
//! | access | how |
//! |---|---|
//! | a path that a member takes | get `W#<ws>#MEMBER#<id>` / `PATH#<path>` |
//! | a member's paths, the newest path first | query the same partition, prefix `PATH#`, backwards; batch get of the paths |

use crate::{
    enrolments::{Enrolment, within},
    keys,
    progress::Progress,
};
use catalog_model::{
    course::{CourseState, Unlock},
    courses::Course,
    ids::{CourseId, PathId},
    paths::{self, Path},
};
use jiff::Timestamp;
use people_model::keys::member_partition;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
};
use table::{Condition, Entity, List, Listed, Page, Record, TableError, Tenant, Write};
use trellis_core::ids::MemberId;

/// A path that a member takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenPath {
    pub path_id: PathId,
}

impl Entity for TakenPath {
    const NAME: &'static str = "TakenPath";
}

/// Takes a path, once; whether it is new.
///
/// # Errors
/// When the table cannot be written.
pub async fn take_path(tenant: &Tenant, member: MemberId, path_id: PathId) -> Result<bool, TableError> {
    let taken = Record::new(TakenPath { path_id }, tenant.now());
    match tenant.write(taken.write(keys::taken_path(tenant.scope(), member, path_id), tenant.now())?).await {
        Ok(()) => Ok(true),
        Err(TableError::Conflict) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Gives a path up. What the member has done in its courses stays.
///
/// # Errors
/// When the table cannot be written.
pub async fn leave_path(tenant: &Tenant, member: MemberId, path: PathId) -> Result<(), TableError> {
    tenant.write(Write::Delete(keys::taken_path(tenant.scope(), member, path), Condition::Any)).await
}

/// Since when a member takes a path, if they do.
///
/// # Errors
/// When the table cannot be read.
pub async fn taken_path(tenant: &Tenant, member: MemberId, path: PathId) -> Result<Option<Record<TakenPath>>, TableError> {
    tenant.get(keys::taken_path(tenant.scope(), member, path), true).await?.map(Record::read).transpose()
}

/// The paths that a member takes, as far as they exist and `see` leaves them, the newest path first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn taken_paths<E, F, Fut>(tenant: &Tenant, member: MemberId, page: &Page, see: F) -> Result<Listed<(Record<TakenPath>, Path)>, E>
where
    E: From<TableError>,
    F: Fn(Vec<Record<Path>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<Record<Path>>>, E>>,
{
    let list = List {
        name: "taken paths",
        index: None,
        partition: member_partition(tenant.scope(), member),
        prefix: Some(keys::PATHS.sort().to_owned()),
        consistent: true,
        backwards: true,
        filter: Vec::new(),
        key_of: |_, _| None,
    };
    let see = &see;
    let shown = |taken: Vec<Record<TakenPath>>| async move {
        let ids: Vec<PathId> = taken.iter().map(|taken| taken.value.path_id).collect();
        let mut found = BTreeMap::new();
        // As many as one request reads.
        for ids in ids.chunks(100) {
            let paths = paths::paths(tenant, &ids.iter().copied().collect()).await?;
            found.extend(see(paths).await?.into_iter().flatten().map(|path| (path.value.id, path.value)));
        }
        Ok(taken.into_iter().map(|taken| found.remove(&taken.value.path_id).map(|path| (taken, path))).collect())
    };
    tenant.listed_to(list, page, shown).await
}

/// The enrolments of a member in these courses, at most 100.
///
/// # Errors
/// When the table cannot be read.
pub async fn enrolments_in(
    tenant: &Tenant,
    member: MemberId,
    courses: &BTreeSet<CourseId>,
) -> Result<BTreeMap<CourseId, Record<Enrolment>>, TableError> {
    let keys = courses.iter().map(|course| keys::enrolment(tenant.scope(), member, *course)).collect();
    let enrolments = tenant.batch_get(keys, true).await?.into_iter().map(Record::<Enrolment>::read);
    enrolments.map(|enrolment| enrolment.map(|enrolment| (enrolment.value.course_id, enrolment))).collect()
}

/// How far a member is in a course of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Required courses before it are not completed yet.
    Locked,
    Open,
    InProgress,
    Completed,
}

/// How far a member is in a course of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepStanding {
    pub state: StepState,
    pub percent: u8,
}

/// How far a member is on a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStanding {
    /// Of courses that the member can see.
    pub steps: BTreeMap<CourseId, StepStanding>,
    /// Of required courses that can be completed.
    pub progress: Progress,
    /// When the last of them was completed, if all are.
    pub completed_at: Option<Timestamp>,
}

/// How far a member is on a path, by the courses of it that they can see, as they are, and what they have done in them. What they can
/// neither see nor begin any more counts on neither side.
#[must_use]
pub fn standing(path: &Path, courses: &BTreeMap<CourseId, Course>, enrolments: &BTreeMap<CourseId, Record<Enrolment>>) -> PathStanding {
    let (mut steps, mut is_open) = (BTreeMap::new(), true);
    let (mut done, mut total, mut last) = (0, 0, None);
    for step in path.steps() {
        let Some(course) = courses.get(&step.course_id) else { continue };
        let enrolment = enrolments.get(&step.course_id).map(|enrolment| within(enrolment.clone(), course).value);
        let enrolment = enrolment.as_ref();
        let current = enrolment.filter(|enrolment| enrolment.left_at.is_none());
        let completed_at = enrolment.and_then(|enrolment| enrolment.completed_at);
        let state = match (completed_at, current) {
            (Some(_), _) => StepState::Completed,
            (None, Some(_)) => StepState::InProgress,
            (None, None) if is_open => StepState::Open,
            (None, None) => StepState::Locked,
        };
        let percent = if completed_at.is_some() { 100 } else { current.map_or(0, |enrolment| enrolment.progress.percent) };
        steps.insert(step.course_id, StepStanding { state, percent });
        // Nobody new takes a draft or what is put away.
        let can_be_completed = course.state == CourseState::Published || current.is_some() || completed_at.is_some();
        if step.optional || !can_be_completed {
            continue;
        }
        total += 1;
        match completed_at {
            Some(at) => (done, last) = (done + 1, last.max(Some(at))),
            None => is_open &= path.order == Unlock::Free,
        }
    }
    let progress = Progress::of(done, total);
    PathStanding { steps, progress, completed_at: last.filter(|_| progress.is_complete()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog_model::{
        course::Outline,
        courses::versions::Publication,
        paths::{Milestone, Step},
    };

    fn id(byte: u8) -> CourseId {
        CourseId::from_bytes([byte; 16])
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn course(byte: u8, state: CourseState) -> Course {
        let mut course = Course::draft(id(byte), "Course".parse().unwrap(), String::new(), &Outline::default(), BTreeSet::new());
        course.publish(Publication::default(), at(0));
        Course { state, ..course }
    }

    fn path(order: Unlock, steps: &[(u8, bool)]) -> Path {
        let courses = steps.iter().map(|(byte, optional)| Step { course_id: id(*byte), optional: *optional }).collect();
        Path {
            id: PathId::from_bytes([9; 16]),
            title: "Site".parse().unwrap(),
            summary: String::new(),
            state: CourseState::Published,
            order,
            milestones: vec![Milestone { title: "One".parse().unwrap(), courses }],
            groups: BTreeSet::new(),
            published_at: None,
        }
    }

    #[test]
    fn progress_is_what_was_completed_of_what_is_there() {
        use StepState::{Completed, InProgress, Locked, Open};
        let published = CourseState::Published;
        let courses: BTreeMap<_, _> = [1, 2, 3, 4].map(|byte| (id(byte), course(byte, published))).into();
        let enrolled = |byte: u8, completed: Option<i64>, left: bool| {
            let mut enrolment = Enrolment::of(&courses[&id(byte)]);
            enrolment.completed_at = completed.map(at);
            enrolment.left_at = left.then(|| at(1));
            (id(byte), Record::new(enrolment, at(0)))
        };
        let states = |standing: &PathStanding| standing.steps.values().map(|step| step.state).collect::<Vec<_>>();
        let in_order = path(Unlock::InOrder, &[(1, false), (2, true), (3, false), (4, false), (8, false)]);

        let nothing = standing(&in_order, &courses, &BTreeMap::new());
        assert_eq!(
            (states(&nothing), nothing.progress, nothing.completed_at),
            (vec![Open, Locked, Locked, Locked], Progress::of(0, 3), None)
        );
        let free = standing(&path(Unlock::Free, &[(1, false), (2, true), (3, false)]), &courses, &BTreeMap::new());
        assert_eq!(states(&free), [Open, Open, Open]);
        // An optional course holds nobody up, and what was left counts where it was completed.
        let some = standing(&in_order, &courses, &[enrolled(1, Some(5), true), enrolled(3, None, false)].into());
        assert_eq!((states(&some), some.progress), (vec![Completed, Open, InProgress, Locked], Progress::of(1, 3)));
        let all = [enrolled(1, Some(5), false), enrolled(3, Some(9), false), enrolled(4, Some(7), false)].into();
        assert_eq!(standing(&in_order, &courses, &all).completed_at, Some(at(9)));
        // A further course makes it unfinished; one that is put away, before it was begun, is asked of nobody.
        let mut more = courses.clone();
        more.insert(id(8), course(8, published));
        assert_eq!(standing(&in_order, &more, &all).progress, Progress::of(3, 4));
        for state in [CourseState::Archived, CourseState::Draft] {
            more.insert(id(8), course(8, state));
            assert_eq!(standing(&in_order, &more, &all).completed_at, Some(at(9)));
        }
        // What was left before it was put away cannot be begun again, and holds nobody up.
        more.insert(id(3), course(3, CourseState::Archived));
        let left = standing(&in_order, &more, &[enrolled(1, Some(5), false), enrolled(3, None, true)].into());
        assert_eq!((left.progress, left.steps[&id(4)].state), (Progress::of(1, 2), Open));
        assert_eq!(standing(&in_order, &BTreeMap::new(), &all).progress, Progress::of(0, 0));
    }
}
