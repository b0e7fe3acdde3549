//! What happens to courses and imports.

use crate::ids::{CourseId, ImportId};
use serde::{Deserialize, Serialize};
use table::outbox::Event;
use trellis_core::ids::MemberId;

/// An event, spelled `{"kind": …, "payload": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum CatalogEvent {
    /// A course is there, or another than before: announced by each change of the course itself, not by an event item.
    #[serde(rename = "course.changed")]
    CourseChanged {
        /// The course.
        id: CourseId,
        /// Its version before; none of a new one.
        from: Option<u64>,
        to: u64,
    },
    /// A course is not what it was, and the enrolments of its learners follow, page by page: this page begins after `after`.
    #[serde(rename = "course.revised")]
    CourseRevised {
        course_id: CourseId,
        revision: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<MemberId>,
    },
    /// A course is gone, and what it held goes too.
    #[serde(rename = "course.deleted")]
    CourseDeleted { course_id: CourseId },
    /// The archive of an import has arrived, and the import waits for its turn.
    #[serde(rename = "import.arrived")]
    ImportArrived { import_id: ImportId },
}

impl Event for CatalogEvent {
    const KINDS: &'static [&'static str] = &["course.changed", "course.revised", "course.deleted", "import.arrived"];
}
