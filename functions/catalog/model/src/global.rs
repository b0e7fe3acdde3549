//! The global catalogue: what operators offer of their courses to all workspaces. Every workspace reads it, and only operators write it.
//!
//! | access | how |
//! |---|---|
//! | a course | get `G#COURSE#<id>` / `COURSE` |
//! | its versions, outlines and lessons | as in a workspace, in `G#COURSE#<id>` |
//! | courses that are offered, by title | query index 1, `G#COURSES` / `offered#<title>#<id>` |
//!
//! A course has the id here that it has in the operators' workspace, and its versions have their numbers. Nothing of it is in a workspace
//! but one item, its [`Subscription`]: see [`crate::subscriptions`].

use crate::{
    about::About,
    courses::Course,
    ids::{CourseId, VersionNumber},
    keys,
    syllabus::Version,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{Entity, Filter, List, Listed, Page, Place, Record, TableError, Tenant, Write};
use tenancy::{GlobalScope, WorkspaceScope, doors};
use trellis_core::{bounded::Letters, folding::order_key, personal::NotPersonal, title::Title};

trellis_core::text!(
    /// Who vouches for a course: one line, such as the name of a body.
    pub Validator, 1..=200, Letters::Line
);
trellis_core::text!(
    /// What they say of it: plain text.
    pub ValidationNote, 0..=500, Letters::Any
);

/// Who vouches for a course of the global catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validation {
    pub by: NotPersonal<Validator>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<NotPersonal<ValidationNote>>,
    /// When an operator said so.
    pub at: Timestamp,
}

/// A course of the global catalogue. The version of its record counts its changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlobalCourse {
    pub id: CourseId,
    pub title: NotPersonal<Title>,
    pub summary: NotPersonal<String>,
    #[serde(default)]
    pub about: About,
    /// The course that it says in another language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation_of: Option<CourseId>,
    /// The newest version that is offered.
    pub published: Version,
    /// Versions before this one were recalled.
    pub recalled_before: VersionNumber,
    pub validation: Validation,
    /// Nobody new takes it; who takes it goes on.
    #[serde(default)]
    pub is_withdrawn: bool,
}

impl Entity for GlobalCourse {
    const NAME: &'static str = "GlobalCourse";
}

impl GlobalCourse {
    /// What is offered of a course in one of its versions.
    #[must_use]
    pub fn of(course: &Course, version: Version, validation: Validation) -> Self {
        Self {
            id: course.id,
            title: course.title.clone(),
            summary: course.summary.clone(),
            about: course.about.clone(),
            translation_of: course.translation_of,
            // Nothing of the people in the operators' workspace is for others.
            // A version that was published since may have recalled this one; that is offered with it.
            recalled_before: course.recalled_before.min(version.syllabus.number),
            published: Version { published_by: None, ..version },
            validation,
            is_withdrawn: false,
        }
    }

    fn place(&self, home: &GlobalScope) -> Place {
        let place = Place::from(keys::course(home, self.id));
        if self.is_withdrawn {
            return place;
        }
        let sort = format!("{OFFERED}#{}#{}", order_key(self.title.as_str()), self.id);
        place.listed(keys::courses(home), sort).searched(&format!("{} {}", self.title.as_str(), self.summary))
    }
}

/// How the sort keys of courses begin that are offered.
const OFFERED: &str = "offered";

/// What ties a course of a workspace to the global one. Title, summary and what is learnt are those of the global course, which the
/// workspace's course follows with each of its changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The change of the global course that it has followed last.
    pub revision: u64,
    pub validation: Validation,
    #[serde(default)]
    pub is_withdrawn: bool,
    /// The withdrawal has taken it out of the catalogue, so it comes back when the course is offered again.
    #[serde(default)]
    pub reopens: bool,
}

/// The write of a global course as it is from now on.
pub(crate) fn write(home: &GlobalScope, course: &Record<GlobalCourse>, now: Timestamp) -> Result<Write, TableError> {
    course.write(course.value.place(home), now)
}

/// A global course as it is now.
///
/// # Errors
/// When the table cannot be read.
pub async fn course(tenant: &Tenant, id: CourseId) -> Result<Option<Record<GlobalCourse>>, TableError> {
    tenant.get(keys::course(&doors::global(tenant.scope()), id), true).await?.map(Record::read).transpose()
}

/// Those of these global courses that exist, as they are now.
///
/// # Errors
/// When the table cannot be read.
pub async fn courses(tenant: &Tenant, ids: &BTreeSet<CourseId>) -> Result<Vec<Record<GlobalCourse>>, TableError> {
    let (home, ids) = (doors::global(tenant.scope()), ids.iter().copied().collect::<Vec<_>>());
    let mut found = Vec::with_capacity(ids.len());
    // As many as one request reads.
    for ids in ids.chunks(100) {
        for item in tenant.batch_get(ids.iter().map(|id| keys::course(&home, *id)).collect(), true).await? {
            found.push(Record::read(item)?);
        }
    }
    Ok(found)
}

/// Courses that are offered, by title; with a text, only those that have it in title or summary.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_courses(tenant: &Tenant, text: Option<&str>, page: &Page) -> Result<Listed<Record<GlobalCourse>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::course(&doors::global(scope), sort.rsplit('#').next()?.parse().ok()?));
    let list = List {
        filter: text.into_iter().flat_map(Filter::words).collect(),
        ..List::indexed("global courses", keys::courses(&doors::global(tenant.scope())), key_of)
    };
    tenant.listed(list, page).await
}
