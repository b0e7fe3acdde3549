//! Enrolments: who takes which course, and how far they are.
//!
//! | access | how |
//! |---|---|
//! | an enrolment | get `W#<ws>#MEMBER#<id>` / `HOME#ENROLMENT#<course>` |
//! | a member's enrolments, the newest course first | query the same partition, prefix `HOME#ENROLMENT#`, backwards; batch get of the courses |
//! | open or complete a lesson | put the enrolment; in a transaction with the events, if there are any |
//! | who takes a course | query `W#<ws>#ROSTER#<course>` / `<member>` |
//!
//! An enrolment holds a copy of what the home screen shows of its course. Whatever is written or shown of one course takes the course
//! as it is; for the rest, a change of the course is announced with it, and the enrolments on its roster follow, page by page.

pub mod following;

#[cfg(test)]
pub(crate) use following::RosterEntry;

use crate::{
    event::LearningEvent,
    keys,
    progress::Progress,
    rules::{self, RuleError},
};
use catalog_model::{
    course::CourseState,
    courses::{Course, CourseDoor},
    ids::{CourseId, LessonId},
    lesson_set::LessonSet,
};
use jiff::Timestamp;
use people_model::{ids::GroupId, keys::member_partition};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeSet, HashMap},
    future::Future,
};
use table::{
    Entity, List, Listed, Page, Query, Record, TableError, Tenant,
    figures::{Counted, Figure},
};
use trellis_core::{ids::MemberId, personal::NotPersonal, title::Title};

/// How often an enrolment is read anew because others keep changing it.
const ATTEMPTS: usize = 6;

/// A member's enrolment in a course, with what the home screen shows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    pub course_id: CourseId,
    /// The revision of the course that this follows, with its title, minutes, state and groups.
    #[serde(default)]
    pub revision: u32,
    pub title: NotPersonal<Title>,
    pub minutes: u32,
    #[serde(default = "published")]
    pub state: CourseState,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub groups: BTreeSet<GroupId>,
    pub completed: LessonSet,
    /// Lessons that the member was given, with something in them. A lesson counts when it is opened and completed. Absent in enrolments
    /// from before openings were noted: there, what was completed had counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opened: Option<LessonSet>,
    /// Of the course as it is: a lesson that has left it counts on neither side.
    pub progress: Progress,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_lesson: Option<LessonId>,
    /// When nothing was left to do for the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
    /// When the member gave the course up; all the rest is kept for when they come back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Timestamp>,
}

const fn published() -> CourseState {
    CourseState::Published
}

impl Entity for Enrolment {
    const NAME: &'static str = "Enrolment";
}

/// Of all members, deactivated ones included, like the next.
pub const OPEN: Figure = Figure::new("enrolments_open");
pub const COMPLETED: Figure = Figure::new("enrolments_completed");
const LEFT: Figure = Figure::new("enrolments_left");

impl Counted for Enrolment {
    fn figure(&self) -> Figure {
        match (self.completed_at, self.left_at) {
            (Some(_), _) => COMPLETED,
            (None, Some(_)) => LEFT,
            (None, None) => OPEN,
        }
    }
}

/// What a member does with a course and its lessons.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Opened(LessonId),
    /// With the time that the member's device names, if it does.
    Completed(LessonId, Option<Timestamp>),
    Left,
    Returned,
}

impl Enrolment {
    fn new(course: &Course) -> Self {
        let mut enrolment = Self {
            course_id: course.id,
            revision: course.revision,
            title: course.title.clone(),
            minutes: course.minutes,
            state: course.state,
            groups: course.groups.clone(),
            completed: LessonSet::default(),
            opened: Some(LessonSet::default()),
            progress: Progress::of(0, 0),
            last_lesson: None,
            completed_at: None,
            left_at: None,
        };
        enrolment.follow(course);
        enrolment
    }

    #[must_use]
    pub const fn door(&self) -> CourseDoor<'_> {
        CourseDoor { id: self.course_id, state: self.state, groups: &self.groups }
    }

    /// Takes over the course as it is.
    fn follow(&mut self, course: &Course) {
        self.revision = course.revision;
        self.title.clone_from(&course.title);
        self.minutes = course.minutes;
        self.state = course.state;
        self.groups.clone_from(&course.groups);
        self.last_lesson = self.last_lesson.filter(|lesson| course.lessons.contains(*lesson));
        let required = course.required();
        self.progress = Progress::of(self.completed.count_common(&required), required.len());
    }

    /// Notes what the member does now; whether a lesson counts from now on.
    fn note(&mut self, deed: Deed, now: Timestamp) -> bool {
        let opened = self.opened.get_or_insert_with(|| self.completed.clone());
        match deed {
            Deed::Opened(lesson) => opened.insert(lesson) && self.completed.contains(lesson),
            Deed::Completed(lesson, _) => {
                let new = self.completed.insert(lesson);
                if new {
                    self.last_lesson = Some(lesson);
                }
                new && opened.contains(lesson)
            }
            Deed::Left => {
                self.left_at.get_or_insert(now);
                false
            }
            Deed::Returned => {
                self.left_at = None;
                false
            }
        }
    }

    /// Notes that nothing is left to do, the first time that it is so; whether it was.
    fn finish(&mut self, at: Timestamp) -> bool {
        // What is being rewritten, or was given up, is completed by nobody.
        let counts = self.state.is_open() && self.left_at.is_none();
        let first = counts && self.progress.is_complete() && self.completed_at.is_none();
        if first {
            self.completed_at = Some(at);
        }
        first
    }
}

/// An enrolment in the course as it is. If a change of the course has left nothing to do, it was completed by that change.
#[must_use]
pub fn within(mut enrolment: Record<Enrolment>, course: &Course) -> Record<Enrolment> {
    enrolment.value.follow(course);
    let changed_at = course.revised_at.unwrap_or(enrolment.updated_at);
    enrolment.value.finish(changed_at);
    enrolment
}

/// When something was done, by the word of a device: neither before the enrolment nor later than now.
fn bounded(enrolment: &Record<Enrolment>, at: Option<Timestamp>, now: Timestamp) -> Timestamp {
    at.map_or(now, |at| at.max(enrolment.created_at).min(now))
}

/// What becomes of an enrolment by a deed, and what is to be announced of that.
fn after(
    before: &Record<Enrolment>,
    deed: Option<Deed>,
    course: &Course,
    member_id: MemberId,
    now: Timestamp,
) -> (Record<Enrolment>, Vec<LearningEvent>) {
    let (mut next, course_id, mut events) = (before.clone(), course.id, Vec::new());
    let mut finished_at = course.revised_at.unwrap_or(now);
    if let Some(deed) = deed {
        let counts = next.value.note(deed, now);
        let lesson = match deed {
            Deed::Opened(lesson) => Some((lesson, now)),
            Deed::Completed(lesson, at) => Some((lesson, bounded(before, at, now))),
            Deed::Left | Deed::Returned => None,
        };
        if let Some((lesson_id, at)) = lesson {
            if counts {
                events.push(LearningEvent::LessonCompleted { member_id, course_id, lesson_id, at });
            }
            if next.value.completed != before.value.completed {
                finished_at = at;
            }
        }
    }
    next.value.follow(course);
    if next.value.finish(finished_at) {
        events.push(LearningEvent::CourseCompleted { member_id, course_id, at: finished_at });
    }
    (next, events)
}

/// What enrolling has come to.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub enrolment: Record<Enrolment>,
    /// `false` if the member was enrolled before.
    pub new: bool,
}

/// Enrols a member who has completed what is asked for, once, or again if they have given the course up.
///
/// # Errors
/// [`RuleError::NotOffered`], [`RuleError::Prerequisites`], or when the table cannot be written.
pub async fn enrol(tenant: &Tenant, member: MemberId, course: &Record<Course>, asked: &[Course]) -> Result<Enrolled, RuleError> {
    let id = course.value.id;
    let is_offered = course.value.state == CourseState::Published;
    // Who takes the course already goes on, whatever has come before it since.
    if (!is_offered || !asked.is_empty()) && enrolment(tenant, member, id).await?.is_none() {
        if !is_offered {
            return Err(RuleError::NotOffered);
        }
        rules::check_prerequisites(tenant, member, asked).await?;
    }
    // The roster first: there is no enrolment that a change of its course would not find.
    following::note_on_roster(tenant, id, member).await?;
    let mut record = Record::new(Enrolment::new(&course.value), tenant.now());
    let writes = record.write_counted(tenant.scope(), keys::enrolment(tenant.scope(), member, id), tenant.now())?;
    let new = match tenant.write_together(writes).await {
        Ok(()) => true,
        Err(TableError::Conflict) => false,
        Err(error) => return Err(error.into()),
    };
    // A change between the reading of the course and this enrolment has looked for it in vain.
    let latest = catalog_model::courses::course_or_its_rest(tenant, id).await?.ok_or(TableError::Conflict)?;
    if new && latest.value.state != CourseState::Published {
        change_enrolment(tenant, member, latest, None, Some(Deed::Left)).await?;
        return Err(RuleError::NotOffered);
    }
    if new && latest.value.revision == course.value.revision {
        return Ok(Enrolled { enrolment: Record { version: 1, ..record }, new });
    }
    let known = stored(tenant, member, id).await?;
    let returns = known.as_ref().is_some_and(|known| known.value.left_at.is_some());
    let enrolment =
        change_enrolment(tenant, member, latest, known, returns.then_some(Deed::Returned)).await?.ok_or(TableError::Conflict)?;
    Ok(Enrolled { enrolment, new: new || returns })
}

/// Notes that a member gives a course up; what they have done in it is kept. Nothing if they do not take it.
///
/// # Errors
/// [`TableError::Conflict`] if others kept changing the enrolment at the same time.
pub async fn leave(tenant: &Tenant, member: MemberId, course: Record<Course>) -> Result<(), TableError> {
    match enrolment(tenant, member, course.value.id).await? {
        Some(known) => change_enrolment(tenant, member, course, Some(known), Some(Deed::Left)).await.map(drop),
        None => Ok(()),
    }
}

/// The enrolment of who takes a course and has not given it up.
///
/// # Errors
/// When the table cannot be read.
pub async fn enrolment(tenant: &Tenant, member: MemberId, course: CourseId) -> Result<Option<Record<Enrolment>>, TableError> {
    Ok(stored(tenant, member, course).await?.filter(|enrolment| enrolment.value.left_at.is_none()))
}

async fn stored(tenant: &Tenant, member: MemberId, course: CourseId) -> Result<Option<Record<Enrolment>>, TableError> {
    tenant.get(keys::enrolment(tenant.scope(), member, course), true).await?.map(Record::read).transpose()
}

/// Those of a member's enrolments that `see` leaves, each in its course as it is, the newest course first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn enrolments<E, F, Fut>(tenant: &Tenant, member: MemberId, page: &Page, see: F) -> Result<Listed<Record<Enrolment>>, E>
where
    E: From<TableError>,
    F: Fn(Vec<Record<Enrolment>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<Record<Enrolment>>>, E>>,
{
    let list = List {
        name: "enrolments",
        index: None,
        partition: member_partition(tenant.scope(), member),
        prefix: Some(keys::ENROLMENTS.sort().to_owned()),
        consistent: true,
        backwards: true,
        filter: Vec::new(),
        key_of: |_, _| None,
    };
    let see = &see;
    tenant.listed_to(list, page, |found| async move { see(within_courses(tenant, found).await?).await }).await
}

/// Enrolments as their courses are now.
async fn within_courses(tenant: &Tenant, enrolments: Vec<Record<Enrolment>>) -> Result<Vec<Record<Enrolment>>, TableError> {
    let keys = enrolments.iter().map(|enrolment| catalog_model::keys::course(tenant.scope(), enrolment.value.course_id)).collect();
    let courses = tenant.batch_get(keys, false).await?.into_iter().map(Record::<Course>::read);
    let courses: HashMap<CourseId, Course> =
        courses.map(|course| course.map(|course| (course.value.id, course.value))).collect::<Result<_, _>>()?;
    let within = |enrolment: Record<Enrolment>| match courses.get(&enrolment.value.course_id) {
        Some(course) => within(enrolment, course),
        None => enrolment,
    };
    Ok(enrolments.into_iter().map(within).collect())
}

/// Notes that a member is given a lesson, if the course lets them have it; with nothing in it there is nothing to note. Nothing is noted if
/// the member does not take the course. Costs one read unit, and once for each lesson one write unit, or 4 if it was completed before and
/// counts from now on.
///
/// # Errors
/// [`RuleError::Locked`], or [`TableError::Conflict`] if others kept changing the enrolment at the same time.
pub async fn open_lesson(
    tenant: &Tenant,
    member: MemberId,
    course: Record<Course>,
    lesson: LessonId,
    is_blank: bool,
) -> Result<Option<Record<Enrolment>>, RuleError> {
    if is_blank && !course.value.waits {
        return Ok(None);
    }
    let known = enrolment(tenant, member, course.value.id).await?;
    let completed = known.as_ref().map(|known| known.value.completed.clone()).unwrap_or_default();
    rules::check_open(tenant, &course.value, lesson, &completed).await?;
    if is_blank || known.is_none() {
        return Ok(known);
    }
    Ok(change_enrolment(tenant, member, course, known, Some(Deed::Opened(lesson))).await?)
}

/// Marks a lesson as completed, at the time that the member's device names within reason; a repeat changes nothing. Costs 4 write units if
/// the lesson counts, else one; 4 more if the course is completed by it.
///
/// # Errors
/// The rule that is not met, or [`TableError::Conflict`] if others kept changing the enrolment at the same time.
pub async fn complete_lesson(
    tenant: &Tenant,
    member: MemberId,
    course: Record<Course>,
    lesson: LessonId,
    at: Option<Timestamp>,
) -> Result<Record<Enrolment>, RuleError> {
    let known = enrolment(tenant, member, course.value.id).await?.ok_or(RuleError::NotEnrolled)?;
    rules::check_completion(tenant, member, &course.value, lesson, &known.value).await?;
    let changed = change_enrolment(tenant, member, course, Some(known), Some(Deed::Completed(lesson, at))).await?;
    changed.ok_or(RuleError::NotEnrolled)
}

/// Brings an enrolment to the course as it is, with what the member has done, and announces what follows, all in one transaction.
/// Writes nothing if nothing changes. `known` saves the first reading.
async fn change_enrolment(
    tenant: &Tenant,
    member: MemberId,
    mut course: Record<Course>,
    mut known: Option<Record<Enrolment>>,
    deed: Option<Deed>,
) -> Result<Option<Record<Enrolment>>, TableError> {
    let id = course.value.id;
    for _ in 0..ATTEMPTS {
        let before = match known.take() {
            Some(known) => known,
            None => match stored(tenant, member, id).await? {
                Some(read) => read,
                None => return Ok(None),
            },
        };
        if before.value.left_at.is_some() && matches!(deed, Some(Deed::Opened(_) | Deed::Completed(..))) {
            return Ok(None);
        }
        if before.value.revision > course.value.revision {
            // The course was read before it changed: an enrolment never goes back.
            course = catalog_model::courses::course_or_its_rest(tenant, id).await?.ok_or(TableError::Conflict)?;
            continue;
        }
        let (mut after, events) = after(&before, deed, &course.value, member, tenant.now());
        if after.value == before.value {
            return Ok(Some(before));
        }
        // Only what the member does is activity.
        let touched = if deed.is_some() { tenant.now() } else { before.updated_at };
        let mut writes = after.write_counted(tenant.scope(), keys::enrolment(tenant.scope(), member, id), touched)?;
        for event in events {
            writes.push(tenant.announce(event)?);
        }
        match tenant.write_together(writes).await {
            Ok(()) => return Ok(Some(after.stored(touched))),
            Err(TableError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Err(TableError::Conflict)
}

/// Counts a member's enrolments from before numbers were kept; how many were counted.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn count_enrolments(tenant: &Tenant, member: MemberId) -> Result<u64, TableError> {
    let prefix = Some(keys::ENROLMENTS.sort().to_owned());
    let query = Query { partition: member_partition(tenant.scope(), member), prefix, ..Query::default() };
    let mut new = 0;
    for item in tenant.query_all(query).await? {
        let enrolment = Record::<Enrolment>::read(item)?;
        if enrolment.counted.is_none() {
            let key = keys::enrolment(tenant.scope(), member, enrolment.value.course_id);
            let writes = |mut enrolment: Record<Enrolment>, at| enrolment.write_counted(tenant.scope(), key.clone(), at);
            new += tenant.count_item(key.clone(), writes).await?;
        }
    }
    Ok(new)
}

#[cfg(test)]
mod tests;
