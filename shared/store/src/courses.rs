//! Courses, their outlines and their lessons.
//!
//! | access | how |
//! |---|---|
//! | a course | get `W#<ws>#COURSE#<id>` / `COURSE` |
//! | its outline | get `W#<ws>#COURSE#<id>` / `OUTLINE` |
//! | a lesson | get `W#<ws>#COURSE#<id>` / `LESSON#<number>` |
//! | courses of a state by title | query index 1, `W#<ws>#COURSES` / `<state>#<title>#<id>` |

use crate::{
    Listed, Page, Store, StoreError,
    audit::Act,
    cursor::List,
    entity::{Entity, Place, Record},
    idempotency::{Attempt, Created},
    keys,
    query::{Filter, Query},
    table::{Condition, Write},
};
use domain::{
    course::{CourseState, LessonKind, Outline},
    ids::{CourseId, GroupId, LessonId},
    lesson_set::LessonSet,
    title::Title,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tenancy::WorkspaceScope;

/// A course without its outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    pub id: CourseId,
    pub title: Title,
    pub summary: String,
    pub state: CourseState,
    /// The lessons of its outline, so that a completion need not read the outline.
    pub lessons: LessonSet,
    pub minutes: u32,
    /// Only for members of these groups, if there are any.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub groups: BTreeSet<GroupId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
}

impl Course {
    /// Whether it is for every member of the workspace: then no policy has more to say than that it is published.
    #[must_use]
    pub fn for_everybody(&self) -> bool {
        self.state == CourseState::Published && self.groups.is_empty()
    }
}

impl Entity for Course {
    const NAME: &'static str = "Course";
}

impl Entity for Outline {
    const NAME: &'static str = "Outline";
}

/// A lesson with its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    pub id: LessonId,
    pub title: Title,
    pub kind: LessonKind,
    pub minutes: u16,
    /// Sanitized; assets and other lessons are named by placeholders that are resolved when the lesson is served.
    pub html: String,
    /// What its author wrote; absent where that is too long to be kept beside the HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
    /// For those who teach the course.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker_notes: Option<String>,
}

impl Entity for Lesson {
    const NAME: &'static str = "Lesson";
}

const fn state_name(state: CourseState) -> &'static str {
    match state {
        CourseState::Draft => "draft",
        CourseState::Published => "published",
    }
}

fn place(scope: &WorkspaceScope, course: &Course) -> Place {
    let sort = format!("{}#{}#{}", state_name(course.state), course.title.as_str().to_lowercase(), course.id);
    Place::from(keys::course(scope, course.id)).listed(keys::courses(scope), sort).searched(&format!(
        "{} {}",
        course.title.as_str(),
        course.summary
    ))
}

fn lesson_write(scope: &WorkspaceScope, course: CourseId, lesson: Lesson, now: Timestamp) -> Result<Write, StoreError> {
    let key = keys::lesson(scope, course, lesson.id);
    Record::new(lesson, now).overwrite(key, now)
}

/// The writes that bring a new course into being: the course itself and its outline.
pub(crate) fn new_course(scope: &WorkspaceScope, course: Course, outline: Outline, now: Timestamp) -> Result<Vec<Write>, StoreError> {
    let place = place(scope, &course);
    let outline_key = keys::outline(scope, course.id);
    Ok(vec![Record::new(course, now).write(place, now)?, Record::new(outline, now).write(outline_key, now)?])
}

impl Store {
    /// Adds a course, once per attempt. Its lessons may be written before: nobody sees them without the outline.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`], or when the table cannot be written.
    pub async fn create_course(
        &self,
        scope: &WorkspaceScope,
        course: Course,
        outline: Outline,
        attempt: Option<&Attempt>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(CourseId, Created), StoreError> {
        let id = course.id;
        let mut writes = new_course(scope, course, outline, now)?;
        writes.push(self.recorded(scope, act, now)?);
        Ok(self.create_once(scope, attempt, id, writes, now).await?)
    }

    /// Stores lessons whose course is not there yet.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_lessons(
        &self,
        scope: &WorkspaceScope,
        course: CourseId,
        lessons: Vec<Lesson>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let writes = lessons.into_iter().map(|lesson| lesson_write(scope, course, lesson, now)).collect::<Result<_, _>>()?;
        self.table.write_many(scope, writes).await
    }

    /// Removes the lessons of a course that never came to be.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn delete_lessons(&self, scope: &WorkspaceScope, course: CourseId) -> Result<(), StoreError> {
        let partition = keys::course_partition(scope, course);
        let query = Query { partition: partition.clone(), prefix: Some(keys::LESSONS.to_owned()), ..Query::default() };
        let items = self.table.query_all(scope, query).await?;
        let sort_keys = items.iter().filter_map(|item| item.get("sk")?.as_s().ok());
        let deletes = sort_keys.map(|sk| Write::Delete(keys::Key { pk: partition.clone(), sk: sk.clone() }, Condition::Any));
        self.table.write_many(scope, deletes.collect()).await
    }

    /// Stores a changed course; with it, all or nothing, a changed outline and at most 97 changed lessons.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the course was changed since it was read.
    pub async fn update_course(
        &self,
        scope: &WorkspaceScope,
        course: &Record<Course>,
        outline: Option<&Record<Outline>>,
        lessons: Vec<Lesson>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let id = course.value.id;
        let mut writes = vec![course.write(place(scope, &course.value), now)?, self.recorded(scope, act, now)?];
        if let Some(outline) = outline {
            writes.push(outline.write(keys::outline(scope, id), now)?);
        }
        for lesson in lessons {
            writes.push(lesson_write(scope, id, lesson, now)?);
        }
        Ok(self.table.transact(scope, writes).await?)
    }

    /// A course.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn course(&self, scope: &WorkspaceScope, id: CourseId) -> Result<Option<Record<Course>>, StoreError> {
        self.table.get(scope, keys::course(scope, id), false).await?.map(Record::read).transpose()
    }

    /// A course as it is now, for those who change it.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn course_to_change(&self, scope: &WorkspaceScope, id: CourseId) -> Result<Option<Record<Course>>, StoreError> {
        self.table.get(scope, keys::course(scope, id), true).await?.map(Record::read).transpose()
    }

    /// A course's outline.
    ///
    /// # Errors
    /// When the table cannot be read, or a course has no outline.
    pub async fn outline(&self, scope: &WorkspaceScope, id: CourseId) -> Result<Record<Outline>, StoreError> {
        let item = self.table.get(scope, keys::outline(scope, id), true).await?;
        item.map_or_else(|| Err(StoreError::Corrupt { entity: Outline::NAME, reason: "it is missing".to_owned() }), Record::read)
    }

    /// A lesson with its content.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn lesson(&self, scope: &WorkspaceScope, course: CourseId, lesson: LessonId) -> Result<Option<Record<Lesson>>, StoreError> {
        self.table.get(scope, keys::lesson(scope, course, lesson), false).await?.map(Record::read).transpose()
    }

    /// Courses of one state, or of any, by title; with a text, only those that have it in title or summary.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_courses(
        &self,
        scope: &WorkspaceScope,
        state: Option<CourseState>,
        text: Option<&str>,
        page: &Page,
    ) -> Result<Listed<Record<Course>>, StoreError> {
        let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::course(scope, sort.rsplit('#').next()?.parse().ok()?));
        let index = List {
            prefix: state.map(|state| format!("{}#", state_name(state))),
            filter: text.map(Filter::words).into_iter().collect(),
            ..List::indexed(state.map_or("courses", state_name), keys::courses(scope), key_of)
        };
        self.listed(scope, index, page).await
    }
}
