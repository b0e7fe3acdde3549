//! Enrolments: who takes which course, and how far they are.
//!
//! | access | how |
//! |---|---|
//! | an enrolment | get `W#<ws>#MEMBER#<id>` / `HOME#ENROLMENT#<course>` |
//! | a member's enrolments, the newest course first | query the same partition, prefix `HOME#ENROLMENT#`, backwards; batch get of the courses |
//! | open or complete a lesson | put the enrolment, which tells the events; in a transaction with what counts the course as completed |
//! | who takes a course | query `W#<ws>#ROSTER#<course>` / `<member>` |
//!
//! A member learns with the version of the course that was the newest when they enrolled, until they take a newer one or theirs is recalled.
//! Of the course itself an enrolment holds a copy of what the home screen shows. Whatever is written or shown of one course takes the course
//! as it is; for the rest, a change of it, and a recall, is announced with it, and the enrolments on its roster follow, page by page.
//! A new version is not: nobody moves by it.

pub mod enrolling;
pub mod following;

pub use enrolling::{Enrolled, enrol};
#[cfg(test)]
pub(crate) use following::RosterEntry;

use crate::{
    admission,
    event::LearningEvent,
    keys,
    progress::Progress,
    rules::{self, RuleError},
    scores::{CourseScore, Score, Scores},
};
use catalog_model::{
    access::{Door, Offering},
    course::CourseState,
    courses::{Course, versions},
    ids::{CourseId, LessonId, VersionNumber},
    lesson_set::LessonSet,
    seats,
    syllabus::Syllabus,
};
use jiff::Timestamp;
use people_model::{ids::GroupId, keys::member_partition};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeSet, HashMap},
    future::Future,
};
use table::{
    Entity, List, Listed, Page, Place, Query, Record, TableError, Tenant, Write,
    figures::{Counted, Figure},
};
use trellis_core::{ids::MemberId, personal::NotPersonal, title::Title};

/// How often an enrolment is read anew because others keep changing it.
const ATTEMPTS: usize = 6;

/// A member's enrolment in a course, with what the home screen shows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    pub course_id: CourseId,
    /// The revision of the course that this follows, with its title, state and groups.
    #[serde(default)]
    pub revision: u32,
    /// The version that the member learns with; its minutes and lessons are those that count.
    #[serde(default)]
    pub course_version: VersionNumber,
    /// The version that the member learnt with before it was recalled, until they have taken note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalled_from: Option<VersionNumber>,
    /// The newest version, where the course was read too; not stored.
    #[serde(skip)]
    pub newest: Option<VersionNumber>,
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
    /// Of the version: a lesson that is not in it counts on neither side.
    pub progress: Progress,
    #[serde(default, skip_serializing_if = "Scores::is_empty")]
    pub scores: Scores,
    /// What the scores come to in the version, where it asks for a score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<CourseScore>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_lesson: Option<LessonId>,
    /// When nothing was left to do for the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
    /// When the member gave the course up; all the rest is kept for when they come back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Timestamp>,
    /// Whether it is counted among the seats of the course that are taken: see [`seats`].
    #[serde(default, skip_serializing_if = "is_false")]
    seated: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
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
    Scored(LessonId, Outcome),
    /// This version was taken, or it was noted that one before it was recalled.
    Moved(VersionNumber),
    Left,
    Returned,
}

/// What has come of a member's work in a lesson that has a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The score that counts from now on, by the lesson's rule; the one before counts on where there is none.
    pub score: Option<Score>,
    /// Whether the lesson is completed by it. What was completed stays so.
    pub completes: bool,
    /// When it was done, by the word of the member's device, if that says so.
    pub at: Option<Timestamp>,
}

impl Enrolment {
    pub(crate) fn of(course: &Course) -> Self {
        let newest = course.shown();
        let mut enrolment = Self {
            course_id: course.id,
            revision: course.revision,
            course_version: newest.number,
            recalled_from: None,
            newest: None,
            title: course.title.clone(),
            minutes: newest.minutes,
            state: course.state,
            groups: course.groups.clone(),
            completed: LessonSet::default(),
            opened: Some(LessonSet::default()),
            progress: Progress::of(0, 0),
            scores: Scores::default(),
            score: None,
            last_lesson: None,
            completed_at: None,
            left_at: None,
            seated: false,
        };
        enrolment.learn(newest);
        enrolment.be_seated(course);
        enrolment
    }

    #[must_use]
    pub const fn door(&self) -> Door<'_> {
        Door { of: Offering::Course(self.course_id), state: self.state, groups: &self.groups }
    }

    /// The version that the member learns with, in the course as it is.
    fn version_in(&self, course: &Course) -> VersionNumber {
        if course.recalls(self.course_version) { course.shown().number } else { self.course_version }
    }

    /// Takes over the course as it is. Who learns with a version that was recalled goes on with the newest.
    fn follow(&mut self, course: &Course) {
        self.revision = course.revision;
        self.title.clone_from(&course.title);
        self.state = course.state;
        self.groups.clone_from(&course.groups);
        let Some(newest) = course.newest() else { return };
        if course.recalls(self.course_version) {
            self.recalled_from.get_or_insert(self.course_version);
            self.learn(newest);
        } else if newest.number == self.course_version {
            self.learn(newest);
        }
    }

    /// Learns with this version from now on. Lessons that are in both keep what was done in them.
    fn learn(&mut self, syllabus: &Syllabus) {
        self.course_version = syllabus.number;
        self.minutes = syllabus.minutes;
        self.last_lesson = self.last_lesson.filter(|lesson| syllabus.lessons.contains(*lesson));
        self.progress = Progress::of(self.completed.count_common(&syllabus.required()), syllabus.asked());
        self.score = CourseScore::of(&self.scores, syllabus);
    }

    /// Takes a seat where the course has a limit, and gives it back once the member has completed the course or given it up.
    fn be_seated(&mut self, course: &Course) {
        let wants_one = self.left_at.is_none() && self.completed_at.is_none();
        self.seated = wants_one && (self.seated || course.enrolment.seats.is_some());
    }

    /// Notes what the member does now; whether a lesson counts from now on.
    fn note(&mut self, deed: Deed, now: Timestamp) -> bool {
        if let Deed::Scored(lesson, Outcome { score: Some(score), .. }) = deed {
            self.scores.set(lesson, score);
        }
        let opened = self.opened.get_or_insert_with(|| self.completed.clone());
        match deed {
            Deed::Opened(lesson) => opened.insert(lesson) && self.completed.contains(lesson),
            Deed::Scored(_, Outcome { completes: false, .. }) => false,
            Deed::Completed(lesson, _) | Deed::Scored(lesson, _) => {
                let new = self.completed.insert(lesson);
                if new {
                    self.last_lesson = Some(lesson);
                }
                new && opened.contains(lesson)
            }
            Deed::Moved(version) => {
                // A recall that came in between is still to be noted.
                self.recalled_from = self.recalled_from.filter(|_| self.course_version > version);
                false
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
        let is_done = self.progress.is_complete() && self.score.is_none_or(CourseScore::is_reached);
        let first = counts && is_done && self.completed_at.is_none();
        if first {
            self.completed_at = Some(at);
        }
        first
    }
}

/// An enrolment in the course as it is. If a recall has left nothing to do, the course was completed by that.
#[must_use]
pub fn within(mut enrolment: Record<Enrolment>, course: &Course) -> Record<Enrolment> {
    enrolment.value.follow(course);
    enrolment.value.newest = course.newest().map(|newest| newest.number);
    let changed_at = course.revised_at.unwrap_or(enrolment.updated_at);
    enrolment.value.finish(changed_at);
    enrolment
}

/// When something was done, by the word of a device: neither before the enrolment nor later than now.
fn bounded(enrolment: &Record<Enrolment>, at: Option<Timestamp>, now: Timestamp) -> Timestamp {
    at.map_or(now, |at| at.max(enrolment.created_at).min(now))
}

/// What becomes of an enrolment by a deed, and what is to be announced of that. Who completes something or takes a version learns what is
/// in that version.
fn after(
    before: &Record<Enrolment>,
    deed: Option<Deed>,
    (course, syllabus): (&Course, Option<&Syllabus>),
    member_id: MemberId,
    now: Timestamp,
) -> (Record<Enrolment>, Vec<LearningEvent>) {
    let (mut next, course_id, mut events) = (before.clone(), course.id, Vec::new());
    next.value.follow(course);
    let mut finished_at = course.revised_at.unwrap_or(now);
    if let Some(deed) = deed {
        let counts = next.value.note(deed, now);
        let lesson = match deed {
            Deed::Opened(lesson) => Some((lesson, now)),
            Deed::Completed(lesson, at) | Deed::Scored(lesson, Outcome { at, .. }) => Some((lesson, bounded(before, at, now))),
            Deed::Moved(_) => {
                finished_at = now;
                None
            }
            Deed::Left | Deed::Returned => None,
        };
        if let Some((lesson_id, at)) = lesson {
            if counts {
                events.push(LearningEvent::LessonCompleted { member_id, course_id, lesson_id, at });
            }
            if (&next.value.completed, &next.value.scores) != (&before.value.completed, &before.value.scores) {
                finished_at = at;
            }
        }
    }
    if let Some(syllabus) = syllabus {
        next.value.learn(syllabus);
    }
    if next.value.finish(finished_at) {
        events.push(LearningEvent::CourseCompleted { member_id, course_id, at: finished_at });
    }
    next.value.be_seated(course);
    (next, events)
}

/// Notes that a member gives a course up; what they have done in it is kept. Nothing if they do not take it.
///
/// # Errors
/// [`TableError::Conflict`] if others kept changing the enrolment at the same time.
pub async fn leave(tenant: &Tenant, member: MemberId, course: Record<Course>) -> Result<(), TableError> {
    match enrolment(tenant, member, course.value.id).await? {
        Some(known) => {
            admission::take_up(tenant, member, &course.value).await?;
            change_enrolment(tenant, member, course, Some(known), (Some(Deed::Left), &[])).await.map(drop)
        }
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

/// The same at half the price, for those who change it on condition of its version: what was done a moment ago may be missing. `None` says
/// nothing.
///
/// # Errors
/// When the table cannot be read.
pub async fn lately(tenant: &Tenant, member: MemberId, course: CourseId) -> Result<Option<Record<Enrolment>>, TableError> {
    let lately = tenant.get(keys::enrolment(tenant.scope(), member, course), false).await?.map(Record::<Enrolment>::read).transpose()?;
    Ok(lately.filter(|enrolment| enrolment.value.left_at.is_none()))
}

pub(crate) async fn stored(tenant: &Tenant, member: MemberId, course: CourseId) -> Result<Option<Record<Enrolment>>, TableError> {
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

/// How a member takes a course: with what they learn.
#[derive(Debug, Clone)]
pub struct Taken {
    pub enrolment: Record<Enrolment>,
    pub syllabus: Syllabus,
}

/// How a member takes a course, if they do.
///
/// # Errors
/// When the table cannot be read.
pub async fn taken(tenant: &Tenant, member: MemberId, course: &Course) -> Result<Option<Taken>, TableError> {
    with_syllabus(tenant, enrolment(tenant, member, course.id).await?, course).await
}

/// The same at half the price, for those who read a lesson: what was done a moment ago may be missing, but for the enrolment itself. Whoever
/// refuses something by this asks [`taken`] first.
///
/// # Errors
/// When the table cannot be read.
pub async fn taken_to_read(tenant: &Tenant, member: MemberId, course: &Course) -> Result<Option<Taken>, TableError> {
    match lately(tenant, member, course.id).await? {
        Some(enrolment) => with_syllabus(tenant, Some(enrolment), course).await,
        None => taken(tenant, member, course).await,
    }
}

async fn with_syllabus(tenant: &Tenant, enrolment: Option<Record<Enrolment>>, course: &Course) -> Result<Option<Taken>, TableError> {
    let Some(enrolment) = enrolment else { return Ok(None) };
    let syllabus = syllabus(tenant, course, enrolment.value.version_in(course)).await?;
    Ok(Some(Taken { enrolment, syllabus }))
}

/// Notes that a member who takes a course is given a lesson; with nothing in it there is nothing to note. Costs once for each lesson one
/// write unit.
///
/// # Errors
/// [`TableError::Conflict`] if others kept changing the enrolment at the same time.
pub async fn open_lesson(
    tenant: &Tenant,
    member: MemberId,
    course: Record<Course>,
    taken: Taken,
    lesson: LessonId,
) -> Result<(), TableError> {
    change_enrolment(tenant, member, course, Some(taken.enrolment), (Some(Deed::Opened(lesson)), &[])).await.map(drop)
}

/// Marks a lesson as completed, at the time that the member's device names within reason; a repeat changes nothing. Costs one write unit for
/// each KB of the enrolment; where the course is completed by it, twice as much and 2.
///
/// # Errors
/// The rule that is not met, or [`TableError::Conflict`] if others kept changing the enrolment at the same time.
pub async fn complete_lesson(
    tenant: &Tenant,
    member: MemberId,
    course: Record<Course>,
    lesson: LessonId,
    at: Option<Timestamp>,
) -> Result<Taken, RuleError> {
    let Taken { enrolment, syllabus } = rules::taken_with(tenant, member, &course.value, lesson).await?;
    rules::check_completion(tenant, member, (&course.value, &syllabus), lesson, &enrolment.value).await?;
    let changed = change_enrolment(tenant, member, course, Some(enrolment), (Some(Deed::Completed(lesson, at)), &[])).await?;
    Ok(Taken { enrolment: changed.ok_or(RuleError::NotEnrolled)?, syllabus })
}

/// Notes what has come of a member's work in a lesson that has a score, in one transaction with the writes of whoever has scored it. Whether
/// the lesson could be begun was asked when it was. `known` is the enrolment as it was read last, perhaps a moment behind; it saves a reading.
/// Nothing is written if the member does not take the course any more: the answer is `None`. Costs what [`complete_lesson`] does, and with
/// other writes twice as much and those.
///
/// # Errors
/// [`TableError::Conflict`] if the condition of one of the other writes does not hold, or others kept changing the enrolment.
pub async fn score_lesson(
    tenant: &Tenant,
    member: MemberId,
    (course, lesson): (Record<Course>, LessonId),
    (known, outcome): (Option<Record<Enrolment>>, Outcome),
    others: &[Write],
) -> Result<Option<Record<Enrolment>>, TableError> {
    change_enrolment(tenant, member, course, known, (Some(Deed::Scored(lesson, outcome)), others)).await
}

/// Takes the newest version of a course, or takes note that the member has been moved to the one that they have. What they have completed
/// in lessons that are in both counts on.
///
/// # Errors
/// [`RuleError::NotEnrolled`], [`RuleError::NotNewest`], or [`TableError::Conflict`] if others kept changing the enrolment at the same time.
pub async fn take_version(tenant: &Tenant, member: MemberId, course: Record<Course>, wanted: VersionNumber) -> Result<Taken, RuleError> {
    let known = enrolment(tenant, member, course.value.id).await?.ok_or(RuleError::NotEnrolled)?;
    let newest = course.value.shown().number;
    if wanted != newest && wanted != known.value.version_in(&course.value) {
        return Err(RuleError::NotNewest(newest));
    }
    let now = course.value.clone();
    let enrolment =
        change_enrolment(tenant, member, course, Some(known), (Some(Deed::Moved(wanted)), &[])).await?.ok_or(RuleError::NotEnrolled)?;
    let syllabus = syllabus(tenant, &now, enrolment.value.course_version).await?;
    Ok(Taken { enrolment, syllabus })
}

/// What is learnt in the version of an enrolment.
async fn syllabus(tenant: &Tenant, course: &Course, version: VersionNumber) -> Result<Syllabus, TableError> {
    let corrupt = || TableError::Corrupt { entity: Enrolment::NAME, reason: format!("there is no version {version} of {}", course.id) };
    versions::syllabus(tenant, course, version).await?.ok_or_else(corrupt)
}

/// Brings an enrolment to the course as it is, with what the member has done, and announces what follows, all in one transaction.
/// Writes nothing if nothing changes, but the writes of others. `known` saves the first reading.
async fn change_enrolment(
    tenant: &Tenant,
    member: MemberId,
    mut course: Record<Course>,
    mut known: Option<Record<Enrolment>>,
    (deed, others): (Option<Deed>, &[Write]),
) -> Result<Option<Record<Enrolment>>, TableError> {
    let id = course.value.id;
    let mut failed_at = None;
    for _ in 0..ATTEMPTS {
        let (before, is_fresh) = match known.take() {
            Some(known) => (known, false),
            None => match stored(tenant, member, id).await? {
                Some(read) => (read, true),
                None => return Ok(None),
            },
        };
        if before.value.left_at.is_some() && matches!(deed, Some(Deed::Opened(_) | Deed::Completed(..) | Deed::Scored(..) | Deed::Moved(_)))
        {
            return Ok(None);
        }
        if failed_at == Some(before.version) && !others.is_empty() {
            // Nobody has changed the enrolment: it is one of the other writes that cannot be.
            return Err(TableError::Conflict);
        }
        if before.value.revision > course.value.revision {
            // The course was read before it changed: an enrolment never goes back.
            course = catalog_model::courses::course_or_its_rest(tenant, id).await?.ok_or(TableError::Conflict)?;
            continue;
        }
        let version = before.value.version_in(&course.value);
        let syllabus = match deed {
            // Never back: another device may have taken a newer one.
            Some(Deed::Moved(wanted)) => Some(syllabus(tenant, &course.value, wanted.max(version)).await?),
            Some(Deed::Completed(..) | Deed::Scored(..)) => Some(syllabus(tenant, &course.value, version).await?),
            Some(Deed::Opened(_) | Deed::Left | Deed::Returned) | None => None,
        };
        let (mut after, events) = after(&before, deed, (&course.value, syllabus.as_ref()), member, tenant.now());
        if after.value == before.value && others.is_empty() {
            if matches!(deed, Some(Deed::Scored(..))) && !is_fresh {
                // What was read a moment behind may have had this score, and the enrolment another by now.
                continue;
            }
            return Ok(Some(before));
        }
        // Only what the member does is activity.
        let touched = if deed.is_some() { tenant.now() } else { before.updated_at };
        let place = Place::from(keys::enrolment(tenant.scope(), member, id)).telling(tenant, events)?;
        let mut writes = after.write_counted(tenant.scope(), place, touched)?;
        writes.extend_from_slice(others);
        if after.value.seated != before.value.seated {
            writes.push(seats::moved(tenant, id, after.value.seated));
        }
        match tenant.write_together(writes).await {
            Ok(()) => return Ok(Some(after.stored(touched))),
            Err(TableError::Conflict) => failed_at = Some(before.version),
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
