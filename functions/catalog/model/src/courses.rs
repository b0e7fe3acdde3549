//! Courses, their outlines and their lessons.
//!
//! | access | how |
//! |---|---|
//! | a course | get `W#<ws>#COURSE#<id>` / `COURSE` |
//! | the outline of its draft | get `W#<ws>#COURSE#<id>` / `OUTLINE`, packed |
//! | a version, and its outline | get `W#<ws>#COURSE#<id>` / `VERSION#<number>`, `OUTLINE#<number>` |
//! | its versions, the newest first | query `W#<ws>#COURSE#<id>`, prefix `VERSION#`, backwards |
//! | by which words the texts of a version are found | get `W#<ws>#COURSE#<id>` / `WORDS#<number>` |
//! | from which pages of its book its lessons came | get `W#<ws>#COURSE#<id>` / `SOURCES` |
//! | a lesson of a version | query `W#<ws>#COURSE#<id>`, the last up to `LESSON#<number>#<version>`, of a later edition `EDITION#<import>#LESSON#<number>#<version>` |
//! | courses of a state by title | query index 1, `W#<ws>#COURSES` / `<state>#<title>#<id>` |

pub mod indexed;
pub mod lessons;
pub mod outlines;
pub mod prerequisites;
pub mod questions;
pub mod translations;
pub mod versions;
pub(crate) mod words;

pub(crate) use outlines::write_sources;
#[cfg(test)]
pub(crate) use outlines::{StoredOutline, StoredSources};

use crate::{
    about::About,
    access::{Door, Offering},
    course::{CourseState, Outline, Sources},
    event::CatalogEvent,
    global::Subscription,
    ids::{CourseId, VersionNumber},
    keys,
    review::Review,
    seats,
    syllabus::{Syllabus, Version},
    terms::EnrolmentTerms,
};
use jiff::Timestamp;
use lessons::Lesson;
use people_model::ids::GroupId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{
    Entity, Filter, Index, Item, List, Listed, Page, Place, Query, Record, TableError, Tenant, Write,
    audit::Act,
    figures::{Counted, Figure},
    idempotency::{Attempt, Created},
};
use tenancy::{Home, WorkspaceScope, doors};
use trellis_core::{bounded::Letters, folding::order_key, ids::MemberId, personal::NotPersonal, title::Title};

trellis_core::text!(
    /// What a workspace tells its learners about a course: plain text.
    pub CourseNote, 0..=2_000, Letters::Any
);

/// A course without its outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    pub id: CourseId,
    pub title: NotPersonal<Title>,
    pub summary: NotPersonal<String>,
    pub state: CourseState,
    /// What its authors are working on.
    #[serde(flatten)]
    pub draft: Syllabus,
    /// The newest version. Absent where nothing was ever published, and in courses that were published before there were versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Version>,
    /// Whether the draft has been changed since the newest version was made of it.
    #[serde(default)]
    pub is_changed: bool,
    /// Who changed the draft last; absent where it was an API client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<MemberId>,
    /// The review of the draft, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Versions before this one were recalled: nobody learns with them any more.
    #[serde(default)]
    pub recalled_before: VersionNumber,
    /// Courses that must be completed before this one is taken.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub prerequisites: BTreeSet<CourseId>,
    /// How people enrol.
    #[serde(default)]
    pub enrolment: EnrolmentTerms,
    /// How often a limit of seats began while somebody might have taken the course: see [`seats`].
    #[serde(default)]
    pub seats_opened: u32,
    #[serde(default)]
    pub about: About,
    /// Who answers for it, if they are a member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<MemberId>,
    /// The course that this one says in another language. It is listed as its translation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation_of: Option<CourseId>,
    /// Only for members of these groups, if there are any.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub groups: BTreeSet<GroupId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
    /// Rises with every change, once published, of what its learners' enrolments hold a copy of.
    #[serde(default)]
    pub revision: u32,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revised_at: Option<Timestamp>,
    /// It is gone, with all that it held. What is left is for those who took it: their history names it.
    #[serde(default)]
    pub is_deleted: bool,
    /// What the workspace tells its learners about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<NotPersonal<CourseNote>>,
    /// Of a course of the global catalogue: what ties it to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub global: Option<Subscription>,
    /// The version of its outline, so that a reader who finds an older one at hand asks for the newest.
    #[serde(default)]
    pub outline_version: u64,
}

/// A course that is not there yet.
#[derive(Debug, Clone)]
pub struct NewCourse {
    pub course: Course,
    pub outline: Outline,
    /// At most 90.
    pub lessons: Vec<Lesson>,
}

/// What a course is changed to.
#[derive(Debug, Clone)]
pub struct CourseChange {
    pub course: Course,
    /// If it changes too.
    pub outline: Option<Record<Outline>>,
    /// If it is a book's, and they change too.
    pub sources: Option<Sources>,
    /// At most 90 whose content, title or duration changes.
    pub lessons: Vec<Lesson>,
    /// Who changes what is learnt; absent where it is an API client.
    pub by: Option<MemberId>,
}

impl CourseChange {
    /// A change of the course alone, and not of what is learnt in it.
    #[must_use]
    pub const fn of(course: Course) -> Self {
        Self { course, outline: None, sources: None, lessons: Vec::new(), by: None }
    }
}

impl Course {
    /// A course that nobody takes yet.
    #[must_use]
    pub fn draft(id: CourseId, title: Title, summary: String, outline: &Outline, groups: BTreeSet<GroupId>) -> Self {
        let mut course = Self {
            id,
            title,
            summary,
            state: CourseState::Draft,
            draft: Syllabus::default(),
            published: None,
            is_changed: false,
            changed_by: None,
            review: None,
            recalled_before: VersionNumber::FIRST,
            prerequisites: BTreeSet::new(),
            enrolment: EnrolmentTerms::default(),
            seats_opened: 0,
            about: About::default(),
            owner: None,
            translation_of: None,
            groups,
            published_at: None,
            revision: 0,
            revised_at: None,
            is_deleted: false,
            note: None,
            global: None,
            outline_version: 0,
        };
        course.draft.follow(outline);
        course
    }

    /// Where its outlines, lessons and versions lie.
    #[must_use]
    pub fn home(&self, reader: &WorkspaceScope) -> Home {
        home(reader, self.global.is_some())
    }

    #[must_use]
    pub const fn door(&self) -> Door<'_> {
        Door { of: Offering::Course(self.id), state: self.state, groups: &self.groups }
    }

    /// What is learnt by who takes the course now; `None` where nothing was ever published.
    #[must_use]
    pub fn newest(&self) -> Option<&Syllabus> {
        match &self.published {
            Some(version) => Some(&version.syllabus),
            // Published before there were versions: then the draft is what learners have, until the first change makes a version of it.
            None => self.state.is_open().then_some(&self.draft),
        }
    }

    /// What is learnt by who takes the course, or would be.
    #[must_use]
    pub fn shown(&self) -> &Syllabus {
        self.newest().unwrap_or(&self.draft)
    }

    /// The version that the draft will become.
    #[must_use]
    pub fn next_version(&self) -> VersionNumber {
        self.newest().map_or(VersionNumber::FIRST, |newest| newest.number.next())
    }

    /// Whether who learns with this version is moved to the newest one.
    #[must_use]
    pub fn recalls(&self, version: VersionNumber) -> bool {
        version < self.recalled_before
    }

    /// Whether the draft is another than what learners have.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        self.is_changed && self.newest().is_some()
    }

    /// Whether enrolments, which hold a copy of all this, would be stale after a change to `other`.
    fn differs_for_learners(&self, other: &Self) -> bool {
        (&self.title, self.state, &self.groups, self.recalled_before, self.seats_opened)
            != (&other.title, other.state, &other.groups, other.recalled_before, other.seats_opened)
    }
}

/// Where what a course holds lies.
#[must_use]
pub fn home(reader: &WorkspaceScope, is_global: bool) -> Home {
    if is_global { Home::Global(doors::global(reader)) } else { Home::Workspace(reader.clone()) }
}

impl Entity for Course {
    const NAME: &'static str = "Course";
}

pub const DRAFT: Figure = Figure::new("courses_draft");
pub const PUBLISHED: Figure = Figure::new("courses_published");
pub const ARCHIVED: Figure = Figure::new("courses_archived");
const DELETED: Figure = Figure::new("courses_deleted");

impl Counted for Course {
    fn figure(&self) -> Figure {
        match self.state {
            _ if self.is_deleted => DELETED,
            CourseState::Draft => DRAFT,
            CourseState::Published => PUBLISHED,
            CourseState::Archived => ARCHIVED,
        }
    }
}

/// As it is spelled.
#[must_use]
pub const fn state_name(state: CourseState) -> &'static str {
    match state {
        CourseState::Draft => "draft",
        CourseState::Published => "published",
        CourseState::Archived => "archived",
    }
}

/// How the sort keys of courses in a state begin: drafts come first, and what is put away last.
pub(crate) const fn state_key(state: CourseState) -> &'static str {
    match state {
        CourseState::Draft | CourseState::Published => state_name(state),
        CourseState::Archived => "retired",
    }
}

/// Every change of a course is announced by the course itself, for the search index.
pub(crate) fn place(tenant: &Tenant, course: &Course) -> Place {
    let scope = tenant.scope();
    let place = Place::from(keys::course(scope, course.id)).announcing(tenant, "course.changed", "id", "version");
    if course.is_deleted {
        return place;
    }
    let sort = format!("{}#{}#{}", state_key(course.state), order_key(course.title.as_str()), course.id);
    let place = match course.translation_of {
        Some(original) => place.listed_in(Index::Second, keys::translations(scope, original), course.id.to_string()),
        None => place,
    };
    place.listed(keys::courses(scope), sort).searched(&format!("{} {}", course.title.as_str(), course.summary))
}

/// The writes that bring a new course into being: the course itself and its outline.
pub(crate) fn new_course(tenant: &Tenant, mut course: Course, outline: Outline) -> Result<Vec<Write>, TableError> {
    let (scope, now) = (tenant.scope(), tenant.now());
    let outline = outlines::write(scope, &mut course, &Record::new(outline, now), now)?;
    let seats = seats::change(tenant, None, &mut course);
    let place = place(tenant, &course);
    let mut writes = Record::new(course, now).write_counted(scope, place, now)?;
    writes.push(outline);
    writes.extend(seats);
    Ok(writes)
}

/// Adds a course with its lessons, once per attempt: all or nothing, so that a repeat leaves nothing behind.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn create_course(
    tenant: &Tenant,
    new: NewCourse,
    attempt: Option<&Attempt>,
    act: &Act,
) -> Result<(CourseId, Created), TableError> {
    let NewCourse { course, outline, lessons } = new;
    let id = course.id;
    let mut writes = new_course(tenant, course, outline)?;
    writes.push(tenant.recorded(act)?);
    let lessons = lessons.into_iter().map(|lesson| (VersionNumber::FIRST, lesson));
    writes.extend(lessons::writes(tenant.scope(), id, None, lessons, tenant.now())?);
    Ok(tenant.create_once(attempt, id, writes).await?)
}

/// Stores what a course has been changed to, all or nothing. Lessons keep their ids, and with them learners keep what they have
/// completed.
///
/// # Errors
/// [`TableError::Conflict`] if the course was changed since it was read.
pub async fn update_course(
    tenant: &Tenant,
    before: &Record<Course>,
    change: CourseChange,
    act: &Act,
) -> Result<Record<Course>, TableError> {
    let (course, mut writes) = course_change(tenant, before, change).await?;
    writes.push(tenant.recorded(act)?);
    tenant.transact(writes).await?;
    Ok(course)
}

/// The writes of every change of a course, and the course as it will then be stored. Where it has learners, the change is announced,
/// and their enrolments follow. A version that was not there before gets the outline of the draft as it was.
pub(crate) async fn course_change(
    tenant: &Tenant,
    before: &Record<Course>,
    change: CourseChange,
) -> Result<(Record<Course>, Vec<Write>), TableError> {
    let CourseChange { course: mut after, outline, sources, lessons, by } = change;
    let id = before.value.id;
    let draft = Syllabus { number: before.value.draft.number, ..after.draft.clone() };
    let is_own = after.global.is_none();
    if is_own && (draft != before.value.draft || outline.is_some() || sources.is_some() || !lessons.is_empty()) {
        (after.is_changed, after.review, after.changed_by) = (true, None, by);
    }
    // What the workspace itself decides stays when the course is offered again.
    if after.state != before.value.state
        && after.global == before.value.global
        && let Some(global) = &mut after.global
    {
        global.reopens = false;
    }
    // Versions of a course of the global catalogue are written by operators.
    let mut writes = if is_own { versions::writes(tenant, before, &mut after).await? } else { Vec::new() };
    if let Some(outline) = outline {
        writes.push(outlines::write(tenant.scope(), &mut after, &outline, tenant.now())?);
    }
    if let Some(sources) = sources {
        writes.push(outlines::write_sources(tenant.scope(), id, sources, tenant.now())?);
    }
    writes.extend(seats::change(tenant, Some(&before.value), &mut after));
    // Who took it while it was published takes it still.
    if before.value.published_at.is_some() && before.value.differs_for_learners(&after) {
        after.revision = before.value.revision + 1;
        after.revised_at = Some(tenant.now());
        let event = CatalogEvent::CourseRevised { course_id: id, revision: after.revision, after: None };
        writes.push(tenant.announce(event)?);
    }
    let mut course = Record { value: after, ..before.clone() };
    let place = place(tenant, &course.value);
    writes.extend(course.write_counted(tenant.scope(), place, tenant.now())?);
    let Syllabus { edition, number, .. } = course.value.draft;
    let lessons = lessons.into_iter().map(|lesson| (number, lesson));
    writes.extend(lessons::writes(tenant.scope(), id, edition, lessons, tenant.now())?);
    Ok((course.stored(tenant.now()), writes))
}

/// Removes a draft with all that it holds, which a worker sees to.
///
/// # Errors
/// [`TableError::Conflict`] if the course was changed since it was read.
pub async fn delete_course(tenant: &Tenant, before: &Record<Course>, act: &Act) -> Result<(), TableError> {
    let gone = Course { is_deleted: true, ..before.value.clone() };
    let (_, mut writes) = course_change(tenant, before, CourseChange::of(gone)).await?;
    writes.push(tenant.announce(CatalogEvent::CourseDeleted { course_id: before.value.id })?);
    writes.push(tenant.recorded(act)?);
    Ok(tenant.transact(writes).await?)
}

/// Removes all that a deleted course held. Can be done again at any time.
///
/// # Errors
/// When the table cannot be written.
pub async fn delete_content(tenant: &Tenant, id: CourseId) -> Result<(), TableError> {
    for prefix in keys::CONTENT {
        let partition = keys::course_partition(tenant.scope(), id);
        tenant.delete_all(Query { partition, prefix: Some((*prefix).to_owned()), consistent: true, ..Query::default() }).await?;
    }
    Ok(())
}

/// A course.
///
/// # Errors
/// When the table cannot be read.
pub async fn course(tenant: &Tenant, id: CourseId) -> Result<Option<Record<Course>>, TableError> {
    read(tenant.get(keys::course(tenant.scope(), id), false).await?)
}

fn read(item: Option<Item>) -> Result<Option<Record<Course>>, TableError> {
    let course = item.map(Record::<Course>::read).transpose()?;
    Ok(course.filter(|course| !course.value.is_deleted))
}

/// Those of these courses that exist.
///
/// # Errors
/// When the table cannot be read.
pub async fn courses_of(tenant: &Tenant, ids: &BTreeSet<CourseId>) -> Result<Vec<Record<Course>>, TableError> {
    let ids: Vec<CourseId> = ids.iter().copied().collect();
    let mut found = Vec::with_capacity(ids.len());
    // As many as one request reads.
    for ids in ids.chunks(100) {
        let keys = ids.iter().map(|id| keys::course(tenant.scope(), *id)).collect();
        for item in tenant.batch_get(keys, true).await? {
            found.extend(read(Some(item))?);
        }
    }
    Ok(found)
}

/// A course as it is now, even one that is gone, for those who follow it.
///
/// # Errors
/// When the table cannot be read.
pub async fn course_or_its_rest(tenant: &Tenant, id: CourseId) -> Result<Option<Record<Course>>, TableError> {
    tenant.get(keys::course(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// A course as it is now, for those who change it.
///
/// # Errors
/// When the table cannot be read.
pub async fn course_to_change(tenant: &Tenant, id: CourseId) -> Result<Option<Record<Course>>, TableError> {
    read(tenant.get(keys::course(tenant.scope(), id), true).await?)
}

/// Counts courses from before numbers were kept; how many were counted.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn count_courses(tenant: &Tenant) -> Result<u64, TableError> {
    let query = Query { index: Some(Index::First), partition: keys::courses(tenant.scope()), ..Query::default() };
    let mut new = 0;
    for item in tenant.query_all(query).await? {
        let course = Record::<Course>::read(item)?;
        if course.counted.is_none() {
            let key = keys::course(tenant.scope(), course.value.id);
            let writes = |mut course: Record<Course>, at| {
                let place = place(tenant, &course.value);
                course.write_counted(tenant.scope(), place, at)
            };
            new += tenant.count_item(key, writes).await?;
        }
    }
    Ok(new)
}

/// Courses of one state, or of any, by title; with a text, only those that have it in title or summary. `see` says which of them
/// the reader may see, and leaves `None` for the others.
///
/// # Errors
/// [`TableError::BadCursor`], when the table cannot be read, or what `see` answers.
pub async fn list_courses<E, F, Fut>(
    tenant: &Tenant,
    state: Option<CourseState>,
    text: Option<&str>,
    page: &Page,
    see: F,
) -> Result<Listed<Record<Course>>, E>
where
    E: From<TableError>,
    F: FnMut(Vec<Record<Course>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<Record<Course>>>, E>>,
{
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::course(scope, sort.rsplit('#').next()?.parse().ok()?));
    let index = List {
        prefix: state.map(|state| format!("{}#", state_key(state))),
        filter: text.into_iter().flat_map(Filter::words).collect(),
        ..List::indexed(state.map_or("courses", state_name), keys::courses(tenant.scope()), key_of)
    };
    tenant.listed_to(index, page, see).await
}
