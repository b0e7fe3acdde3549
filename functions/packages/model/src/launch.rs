//! The right to run a part of a package: a signed ticket, by which its run time begins sessions and reports, without the member's token.

use catalog_model::{
    ids::{CourseId, LessonId, VersionNumber},
    lesson::{PackageCompletion, PackageScoring},
};
use files_model::digest::Digest;
use jiff::{SignedDuration, Timestamp};
use package_manifest::Standard;
use serde::{Deserialize, Serialize};
use trellis_core::ids::MemberId;

/// Sessions begin within a working day of the launch.
const BEGINS: SignedDuration = SignedDuration::from_hours(12);
/// What waits in a browser is taken for a month.
const REPORTS: SignedDuration = SignedDuration::from_hours(31 * 24);

/// How a lesson counts, as it was when the part was launched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub completion: PackageCompletion,
    /// The lesson's, else the package's.
    pub mastery_percent: Option<u8>,
    pub attempts: Option<u16>,
    pub scoring: PackageScoring,
}

/// What the ticket says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launch {
    pub member: MemberId,
    pub course: CourseId,
    pub lesson: LessonId,
    pub version: VersionNumber,
    pub digest: Digest,
    pub item: String,
    pub standard: Standard,
    /// Whether the package lies in the global catalogue.
    pub is_global: bool,
    pub rule: Rule,
    /// Only to look at: nothing is written.
    pub review: bool,
    pub at: Timestamp,
    /// The origin of the page that has launched it.
    pub page: Option<String>,
}

impl Launch {
    /// Whether a session may begin by it.
    #[must_use]
    pub fn begins(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) < BEGINS
    }

    /// Whether reports are taken by it.
    #[must_use]
    pub fn reports(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) < REPORTS
    }
}
