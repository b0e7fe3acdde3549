//! Lessons of courses, each as it became in its versions: a version of a course has the newest up to it.

use super::{
    Course,
    questions::{self, QuestionsDigest},
};
use crate::{
    dialect::Dialect,
    ids::{CourseId, ImportId, LessonId, VersionNumber},
    keys,
    lesson::Content,
    syllabus::Syllabus,
};
use files_model::file::UsedFile;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};
use table::{Entity, Item, Query, Record, TableError, Tenant, Write};
use tenancy::Space;
use trellis_core::{personal::NotPersonal, title::Title};

/// What a lesson keeps of the book that it was imported from, so that its Markdown can be rendered again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonOrigin {
    pub dialect: Dialect,
    /// For addresses in the Markdown, the placeholders of what they lead to.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub addresses: NotPersonal<BTreeMap<String, String>>,
}

/// A lesson with its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    pub id: LessonId,
    pub title: NotPersonal<Title>,
    /// A page where it is absent, as in lessons from when there was nothing else.
    #[serde(default)]
    pub content: Content,
    pub minutes: u16,
    /// The text. Sanitized; assets and other lessons are named by placeholders that are resolved when the lesson is served.
    pub html: NotPersonal<String>,
    /// What its author wrote; absent where that is too long to be kept beside the HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markdown: Option<NotPersonal<String>>,
    /// For those who teach the course.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker_notes: Option<NotPersonal<String>>,
    /// The files that its content and texts show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<UsedFile>,
    /// Of a quiz that is read without its questions, what names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questions: Option<QuestionsDigest>,
    /// Absent for a lesson that was written here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<LessonOrigin>,
}

impl Entity for Lesson {
    const NAME: &'static str = "Lesson";
}

impl Lesson {
    /// What tells whether a lesson of a book has become another one: pictures have other names in each edition.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.title.as_str(), self.minutes, self.markdown.as_ref().unwrap_or(&self.html), &self.speaker_notes).hash(&mut hasher);
        hasher.finish()
    }
}

/// The writes of lessons, and of the questions of quizzes: once where several quizzes have the same, since nothing is written twice at once.
pub(crate) fn writes(
    home: &impl Space,
    course: CourseId,
    edition: Option<ImportId>,
    lessons: impl IntoIterator<Item = (VersionNumber, Lesson)>,
    now: Timestamp,
) -> Result<Vec<Write>, TableError> {
    let (mut writes, mut known) = (Vec::new(), BTreeSet::new());
    for (version, mut lesson) in lessons {
        let questions = questions::taken_out(home, course, &mut lesson, now)?;
        let is_new = lesson.questions.as_ref().is_some_and(|digest| known.insert(digest.clone()));
        writes.extend(questions.filter(|_| is_new));
        let key = keys::lesson(home, course, edition, lesson.id, version);
        writes.push(Record::new(lesson, now).overwrite(key, now)?);
    }
    Ok(writes)
}

/// Stores lessons of a course, or of an edition of it, that is not there yet.
///
/// # Errors
/// When the table cannot be written.
pub async fn put_lessons(
    tenant: &Tenant,
    course: CourseId,
    (edition, version): (Option<ImportId>, VersionNumber),
    lessons: Vec<Lesson>,
) -> Result<(), TableError> {
    let lessons = lessons.into_iter().map(|lesson| (version, lesson));
    tenant.write_many(writes(tenant.scope(), course, edition, lessons, tenant.now())?).await
}

/// Removes the lessons of a course or edition that never came to be, or is no more. Questions stay with their course: other lessons may have
/// the same, and attempts look at theirs.
///
/// # Errors
/// When the table cannot be written.
pub async fn delete_lessons(tenant: &Tenant, course: CourseId, edition: Option<ImportId>) -> Result<(), TableError> {
    let partition = keys::course_partition(tenant.scope(), course);
    tenant.delete_all(Query { partition, prefix: Some(keys::lessons(edition)), ..Query::default() }).await
}

/// A lesson of a version, as it has been for long; a quiz without its questions.
///
/// # Errors
/// When the table cannot be read.
pub async fn lesson(tenant: &Tenant, course: &Course, syllabus: &Syllabus, id: LessonId) -> Result<Option<Record<Lesson>>, TableError> {
    Ok(newest(tenant, course, syllabus, id, false).await?.map(|(_, lesson)| lesson))
}

/// A lesson of a draft as it is now, for those who change it; a quiz with its questions.
///
/// # Errors
/// When the table cannot be read.
pub async fn drafted(tenant: &Tenant, course: &Course, draft: &Syllabus, id: LessonId) -> Result<Option<Record<Lesson>>, TableError> {
    Ok(whole(tenant, course, draft, id).await?.map(|(_, lesson)| lesson))
}

/// The digests of all lessons of a draft.
///
/// # Errors
/// When the table cannot be read.
pub async fn digests(tenant: &Tenant, course: CourseId, draft: &Syllabus) -> Result<HashMap<LessonId, u64>, TableError> {
    let (mut digests, mut all) = (HashMap::new(), Drafts::of(course, draft));
    while let Some(lessons) = all.next(tenant).await? {
        digests.extend(lessons.iter().map(|lesson| (lesson.id, lesson.digest())));
    }
    Ok(digests)
}

/// The lessons of a draft by their numbers, some at a time: all of them may be more than a function can hold. Some may have left the outline.
#[derive(Debug)]
pub struct Drafts {
    course: CourseId,
    edition: Option<ImportId>,
    start: Option<Item>,
    /// The last one read: a newer text of it may follow.
    last: Option<Lesson>,
    is_over: bool,
}

impl Drafts {
    #[must_use]
    pub const fn of(course: CourseId, draft: &Syllabus) -> Self {
        Self { course, edition: draft.edition, start: None, last: None, is_over: false }
    }

    /// The next of them, as they are now; `None` after the last.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn next(&mut self, tenant: &Tenant) -> Result<Option<Vec<Lesson>>, TableError> {
        if self.is_over {
            return Ok(None);
        }
        let partition = keys::course_partition(tenant.scope(), self.course);
        let start = self.start.take();
        let query = Query { partition, prefix: Some(keys::lessons(self.edition)), start, consistent: true, ..Query::default() };
        let (items, next) = tenant.query(query).await?;
        (self.is_over, self.start) = (next.is_none(), next);
        let mut lessons = Vec::with_capacity(items.len());
        for item in items {
            let lesson = Record::<Lesson>::read(item)?.value;
            // Of one lesson the newest comes last.
            lessons.extend(self.last.replace(lesson).filter(|before| Some(before.id) != self.last.as_ref().map(|last| last.id)));
        }
        if self.is_over {
            lessons.extend(self.last.take());
        }
        for lesson in &mut lessons {
            questions::put_back(tenant, tenant.scope(), self.course, lesson).await?;
        }
        Ok(Some(lessons))
    }
}

/// With the version in which it became what it is, and a quiz with its questions.
pub(crate) async fn whole(
    tenant: &Tenant,
    course: &Course,
    syllabus: &Syllabus,
    id: LessonId,
) -> Result<Option<(VersionNumber, Record<Lesson>)>, TableError> {
    let mut found = newest(tenant, course, syllabus, id, true).await?;
    if let Some((_, lesson)) = &mut found {
        questions::put_back(tenant, &course.home(tenant.scope()), course.id, &mut lesson.value).await?;
    }
    Ok(found)
}

/// With the version in which it became what it is.
async fn newest(
    tenant: &Tenant,
    course: &Course,
    syllabus: &Syllabus,
    id: LessonId,
    consistent: bool,
) -> Result<Option<(VersionNumber, Record<Lesson>)>, TableError> {
    let home = course.home(tenant.scope());
    let query = Query {
        partition: keys::course_partition(&home, course.id),
        prefix: Some(keys::lesson_of_all_versions(syllabus.edition, id)),
        limit: Some(1),
        backwards: true,
        consistent,
        ..Query::default()
    };
    let later = keys::lesson(&home, course.id, syllabus.edition, id, syllabus.number.next());
    let (items, _) = tenant.query(query.after(Some(later))).await?;
    let Some(item) = items.into_iter().next() else { return Ok(None) };
    // Without a number it is from before there were versions.
    let version = item.get("sk").and_then(|sk| sk.as_s().ok()).and_then(|sk| sk.rsplit('#').next()?.parse::<u64>().ok());
    let version = version.and_then(|version| VersionNumber::try_from(version).ok()).unwrap_or_default();
    Ok(Some((version, Record::read(item)?)))
}
