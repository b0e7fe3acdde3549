//! What the search index of a workspace's courses knows of them.

use crate::{facets, view::CourseSummary};
use catalog_model::{
    course::{CourseState, Outline},
    courses::{
        Course,
        indexed::{self, IndexedCourse},
    },
    ids::CourseId,
};
use index_store::{Entry, Indexed};
use lambda::FunctionError;
use search::{Access, Document};
use std::collections::BTreeSet;
use table::{Record, TableError, Tenant};

/// The courses of a workspace.
#[derive(Debug)]
pub(crate) struct CourseIndex;

impl Indexed for CourseIndex {
    const PATH: &'static str = "catalog/courses-5.index";
    /// 10,000 courses take some 36 MB.
    const LARGEST: u64 = 128 << 20;
    const MOST: usize = 20_000;
    type Id = CourseId;

    async fn all(tenant: &Tenant) -> Result<BTreeSet<CourseId>, TableError> {
        indexed::all_ids(tenant).await
    }

    async fn entries(tenant: &Tenant, ids: &BTreeSet<CourseId>) -> Result<Vec<Entry>, FunctionError> {
        indexed::courses(tenant, ids).await?.iter().map(entry).collect()
    }
}

/// # Errors
/// When what a hit shows cannot be written as JSON: a defect.
fn entry(found: &IndexedCourse) -> Result<Entry, FunctionError> {
    let course = &found.course;
    if course.value.is_deleted {
        return Ok(Entry::Gone { id: course.value.id.to_string(), version: course.version });
    }
    document(found).map(|document| Entry::There(Box::new(document)))
}

/// What the index knows of a course.
fn document(IndexedCourse { course, outline, words }: &IndexedCourse) -> Result<Document, FunctionError> {
    let Course { id, title, summary, state, groups, about, .. } = &course.value;
    let access = match state {
        // Only for those to whom every course is open.
        CourseState::Draft => Access::Holders(Vec::new()),
        CourseState::Published | CourseState::Archived if groups.is_empty() => Access::Everybody,
        CourseState::Published | CourseState::Archived => Access::Holders(groups.iter().map(ToString::to_string).collect()),
    };
    Ok(Document {
        id: id.to_string(),
        version: course.version,
        title: title.to_string(),
        tags: about.tags.iter().chain(&about.skills).map(|tag| tag.as_str().to_owned()).collect(),
        summary: summary.clone(),
        // First what is short: of a long text the end is not read.
        body: [vec![words.as_str()], texts(course, outline)].concat().join("\n"),
        facets: facets::of(&course.value, outline),
        access,
        payload: serde_json::to_vec(&CourseSummary::from(&course.value)).map_err(FunctionError::failed)?,
    })
}

/// What else can be found of it: the titles of everything in it, and what it is good for.
fn texts<'a>(course: &'a Record<Course>, outline: &'a Outline) -> Vec<&'a str> {
    let about = &course.value.about;
    let mut texts: Vec<&str> = about.outcomes.iter().map(|outcome| outcome.as_str()).collect();
    texts.extend(about.audience.iter().map(|audience| audience.as_str()));
    for part in &outline.parts {
        texts.push(part.title.as_str());
        for module in &part.modules {
            texts.push(module.title.as_str());
            texts.extend(module.lessons.iter().map(|lesson| lesson.title.as_str()));
        }
    }
    texts
}
