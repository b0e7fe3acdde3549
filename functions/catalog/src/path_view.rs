//! Paths as members and authors see them.

use crate::view::sees_drafts;
use catalog_model::{
    access,
    course::{CourseState, Unlock},
    courses::{self, Course},
    ids::{CourseId, PathId},
    paths::Path,
};
use lambda::{Call, Problem};
use learning_model::{
    paths::{PathStanding, StepState, enrolments_in, standing, taken_path},
    progress::Progress,
};
use people_model::ids::GroupId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use table::Record;
use trellis_core::title::Title;

/// A path in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PathSummary {
    path_id: PathId,
    title: Title,
    summary: String,
    state: CourseState,
    /// In which order its courses are to be taken.
    order: Unlock,
    /// How many courses it has, with those that the caller cannot see.
    courses: usize,
    /// Only for members of these groups, if there are any.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    groups: BTreeSet<GroupId>,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    published_at: Option<String>,
}

/// A path with those of its courses that the caller can see; authors see where one is gone.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PathDetail {
    #[serde(flatten)]
    path: PathSummary,
    milestones: Vec<PathMilestone>,
    /// How long those of its courses take that the caller can see.
    minutes: u32,
    /// Whether the caller takes it; of members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    is_taken: Option<bool>,
    /// Of the required courses that the caller can see; of members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    progress: Option<Progress>,
    /// When the caller had completed all that is required.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    completed_at: Option<String>,
}

/// A stretch of a path.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PathMilestone {
    title: Title,
    courses: Vec<PathCourse>,
}

/// A course on a path.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PathCourse {
    course_id: CourseId,
    /// The path can be completed without it.
    optional: bool,
    /// Absent where the course is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    course: Option<CourseOnPath>,
    /// How far the caller is in it; of members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status: Option<StepState>,
    /// 0 to 100; of members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    percent: Option<u8>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CourseOnPath {
    title: Title,
    state: CourseState,
    /// How many lessons it has.
    lessons: u32,
    /// How long it takes.
    minutes: u32,
}

impl From<&Course> for CourseOnPath {
    fn from(course: &Course) -> Self {
        let shown = course.shown();
        Self { title: course.title.clone(), state: course.state, lessons: shown.lessons.len(), minutes: shown.minutes }
    }
}

impl From<&Path> for PathSummary {
    fn from(path: &Path) -> Self {
        Self {
            path_id: path.id,
            title: path.title.clone(),
            summary: path.summary.clone(),
            state: path.state,
            order: path.order,
            courses: path.steps().count(),
            groups: path.groups.clone(),
            published_at: path.published_at.map(|at| at.to_string()),
        }
    }
}

impl PathDetail {
    /// A path as the caller sees it: with the courses that they may see, and, of a member, with what they have done in them.
    ///
    /// # Errors
    /// When it cannot be read, or the policies cannot be applied.
    pub(crate) async fn of<B>(call: &Call<B>, path: &Path) -> Result<Self, Problem> {
        let ids: BTreeSet<CourseId> = path.steps().map(|step| step.course_id).collect();
        let there: Vec<Record<Course>> = courses::courses_of(&call.tenant, &ids).await?;
        let seen = access::seen(call, there).await?.into_iter().flatten();
        let courses: BTreeMap<CourseId, Course> = seen.map(|course| (course.value.id, course.value)).collect();
        let detail = Self {
            path: path.into(),
            minutes: courses.values().map(|course| course.shown().minutes).sum(),
            milestones: Vec::new(),
            is_taken: None,
            progress: None,
            completed_at: None,
        };
        let shown = |standing| milestones(path, &courses, standing, sees_drafts(&call.caller));
        let Ok(member) = call.caller.member() else { return Ok(Self { milestones: shown(None), ..detail }) };
        let standing = standing(path, &courses, &enrolments_in(&call.tenant, member, &ids).await?);
        Ok(Self {
            milestones: shown(Some(&standing)),
            is_taken: Some(taken_path(&call.tenant, member, path.id).await?.is_some()),
            progress: Some(standing.progress),
            completed_at: standing.completed_at.map(|at| at.to_string()),
            ..detail
        })
    }
}

fn milestones(path: &Path, courses: &BTreeMap<CourseId, Course>, standing: Option<&PathStanding>, shows_gaps: bool) -> Vec<PathMilestone> {
    let milestones = path.milestones.iter().map(|milestone| PathMilestone {
        title: milestone.title.clone(),
        courses: milestone
            .courses
            .iter()
            .filter(|step| shows_gaps || courses.contains_key(&step.course_id))
            .map(|step| {
                let standing = standing.and_then(|standing| standing.steps.get(&step.course_id));
                PathCourse {
                    course_id: step.course_id,
                    optional: step.optional,
                    course: courses.get(&step.course_id).map(CourseOnPath::from),
                    status: standing.map(|standing| standing.state),
                    percent: standing.map(|standing| standing.percent),
                }
            })
            .collect(),
    });
    milestones.collect()
}
