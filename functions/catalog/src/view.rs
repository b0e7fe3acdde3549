//! Courses as members and authors see them.

use domain::{
    api_scope::ApiScope,
    course::{CourseState, Outline, Part},
    ids::{CourseId, GroupId},
    role::Role,
    title::Title,
};
use lambda::{Caller, Reply};
use serde::Serialize;
use std::collections::BTreeSet;
use store::{Record, courses::Course};

/// A course in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CourseSummary {
    course_id: CourseId,
    title: Title,
    summary: String,
    state: CourseState,
    /// How many lessons it has.
    lessons: u32,
    /// How long it takes.
    minutes: u32,
    /// Only for members of these groups, if there are any.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    groups: BTreeSet<GroupId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<String>,
}

/// A course with its outline.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CourseDetail {
    #[serde(flatten)]
    course: CourseSummary,
    parts: Vec<Part>,
}

impl From<&Course> for CourseSummary {
    fn from(course: &Course) -> Self {
        Self {
            course_id: course.id,
            title: course.title.clone(),
            summary: course.summary.clone(),
            state: course.state,
            lessons: course.lessons.len(),
            minutes: course.minutes,
            groups: course.groups.clone(),
            published_at: course.published_at.map(|at| at.to_string()),
        }
    }
}

impl CourseDetail {
    pub(crate) fn new(course: &Record<Course>, outline: Outline) -> Self {
        Self { course: (&course.value).into(), parts: outline.parts }
    }

    /// The answer with the course's version as its ETag.
    pub(crate) fn reply(course: &Record<Course>, outline: Outline) -> Reply<Self> {
        Reply::ok(Self::new(course, outline)).etag(course.version)
    }
}

/// Whether a caller makes courses, or is a program for them, and so sees drafts and speaker notes.
pub(crate) fn is_author(caller: &Caller) -> bool {
    caller.has(Role::Author) || caller.has(Role::Admin) || caller.holds(Some(ApiScope::CoursesRead))
}
