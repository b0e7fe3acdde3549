//! How people enrol in a course: what its authors set for all of its versions, at once.

use serde::{Deserialize, Serialize};

/// How somebody comes to take a course.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentMode {
    /// Everybody for whom the course is enrols by themselves.
    #[default]
    Open,
    /// One asks, and a manager or an administrator decides; whoever is invited need not ask.
    Approval,
    /// Only who is invited can enrol.
    Invitation,
}

/// How people enrol.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EnrolmentTerms {
    #[serde(default)]
    pub mode: EnrolmentMode,
    /// How many people can be enrolled at once; those who have completed the course do not count. Absent where there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub seats: Option<u32>,
}
