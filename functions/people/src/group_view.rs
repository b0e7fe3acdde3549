//! A group as administrators see one.

use people_model::{groups::Group, ids::GroupId};
use serde::{Deserialize, Serialize};
use table::Record;
use trellis_core::title::Title;

/// The group as it should be.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupDraft {
    pub(crate) name: Title,
}

/// A group of members.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GroupView {
    group_id: GroupId,
    name: Title,
    /// For `If-Match`.
    version: u64,
}

impl From<Record<Group>> for GroupView {
    fn from(record: Record<Group>) -> Self {
        Self { group_id: record.value.id, name: record.value.name, version: record.version }
    }
}
