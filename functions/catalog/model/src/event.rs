//! What happens to courses and imports.

use crate::ids::{CollectionId, CourseId, ExportId, ImportId, LessonId};
use serde::{Deserialize, Serialize};
use table::outbox::Event;
use trellis_core::{ids::MemberId, personal::NotPersonal};

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
    /// Operators offer a course to all workspaces, and what was published of it is copied, some lessons at a time: this time those after
    /// `after`.
    #[serde(rename = "course.offered")]
    CourseOffered {
        course_id: CourseId,
        /// Which offer of the course this is.
        offer: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<LessonId>,
    },
    /// A course of the global catalogue is not what it was, and the workspaces that subscribe follow, page by page.
    #[serde(rename = "global_course.changed")]
    GlobalCourseChanged {
        course_id: CourseId,
        revision: u64,
        /// Where this page of the list of workspaces begins.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<NotPersonal<String>>,
    },
    /// A collection of the global catalogue is not what it was, and the workspaces that subscribe are told, page by page.
    #[serde(rename = "collection.changed")]
    CollectionChanged {
        collection_id: CollectionId,
        revision: u64,
        /// Where this page of the list of workspaces begins.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<NotPersonal<String>>,
    },
    /// A workspace may not have all courses of a collection to which it subscribes.
    #[serde(rename = "collection.due")]
    CollectionDue { collection_id: CollectionId },
    /// An archive of a course was asked for.
    #[serde(rename = "export.requested")]
    ExportRequested { export_id: ExportId },
    /// What an import is made of is there, and the import waits for its turn.
    #[serde(rename = "import.arrived")]
    ImportArrived { import_id: ImportId },
}

impl Event for CatalogEvent {
    const KINDS: &'static [&'static str] = &[
        "course.changed",
        "course.revised",
        "course.deleted",
        "course.offered",
        "global_course.changed",
        "collection.changed",
        "collection.due",
        "export.requested",
        "import.arrived",
    ];
}
