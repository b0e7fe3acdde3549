//! Courses of the operators' workspace, and what of them is offered to all, as operators see them.

use crate::global_view::ValidationView;
use catalog_model::{
    course::CourseState,
    courses::Course,
    ids::{CourseId, VersionNumber},
    offers::{Offer, OfferState},
};
use serde::Serialize;
use trellis_core::title::Title;

/// A course of the operators' workspace.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PlatformCourse {
    course_id: CourseId,
    title: Title,
    summary: String,
    state: CourseState,
    /// The newest version, which can be offered; absent where nothing was ever published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    version: Option<VersionNumber>,
    /// Absent where it was never offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    offer: Option<OfferView>,
}

/// The offer of a course to all workspaces.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OfferView {
    state: OfferState,
    /// The version that it is of.
    version: VersionNumber,
    /// The version that workspaces have, or had before it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    offered_version: Option<VersionNumber>,
    validation: ValidationView,
    /// RFC 3339.
    requested_at: String,
    /// When workspaces were given a version last. RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    completed_at: Option<String>,
}

impl PlatformCourse {
    pub(crate) fn new(course: &Course, offer: Option<&Offer>) -> Self {
        Self {
            course_id: course.id,
            title: course.title.clone(),
            summary: course.summary.clone(),
            state: course.state,
            version: course.published.as_ref().map(|version| version.syllabus.number),
            offer: offer.map(|offer| OfferView {
                state: offer.state,
                version: offer.course_version,
                offered_version: offer.offered_version,
                validation: ValidationView::from(&offer.validation),
                requested_at: offer.validation.at.to_string(),
                completed_at: offer.completed_at.map(|at| at.to_string()),
            }),
        }
    }
}
