//! Archives that are made of courses, each for a week.
//!
//! | access | how |
//! |---|---|
//! | an export | get `W#<ws>#EXPORT#<id>` / `EXPORT` |

use crate::{
    event::CatalogEvent,
    ids::{CourseId, ExportId},
    keys,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use table::{
    Entity, Place, Record, TableError, Tenant,
    audit::Act,
    idempotency::{Attempt, Created},
};
use trellis_core::{ids::MemberId, personal::NotPersonal};

/// How long an archive is kept, which the bucket's lifecycle says too (`infra/data.yaml`).
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// It waits for its turn: a workspace has one export at work.
    Queued,
    Running,
    Done,
    Failed,
}

/// An archive of a course's draft, as it was when the archive was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    pub id: ExportId,
    pub course_id: CourseId,
    pub state: ExportState,
    /// Lessons and files that are in the archive, of how many.
    pub done: u32,
    pub total: u32,
    /// The name under which the archive is saved.
    pub file_name: NotPersonal<String>,
    /// Bytes of the archive, once it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<NotPersonal<String>>,
    pub requested_by: MemberId,
}

impl Entity for Export {
    const NAME: &'static str = "Export";
}

fn ends(record: &Record<Export>) -> Timestamp {
    record.created_at.checked_add(KEPT).unwrap_or(record.created_at)
}

fn place(tenant: &Tenant, record: &Record<Export>) -> Place {
    Place::from(keys::export(tenant.scope(), record.value.id)).expires(ends(record))
}

/// Notes an export and announces it, once per attempt.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn create_export(
    tenant: &Tenant,
    export: Export,
    attempt: Option<&Attempt>,
    act: &Act,
) -> Result<(ExportId, Created), TableError> {
    let id = export.id;
    let record = Record::new(export, tenant.now());
    let announced = tenant.announce(CatalogEvent::ExportRequested { export_id: id })?;
    let writes = vec![record.write(place(tenant, &record), tenant.now())?, announced, tenant.recorded(act)?];
    Ok(tenant.create_once(attempt, id, writes).await?)
}

/// An export, as long as its archive is kept.
///
/// # Errors
/// When the table cannot be read.
pub async fn export(tenant: &Tenant, id: ExportId) -> Result<Option<Record<Export>>, TableError> {
    let found: Option<Record<Export>> = tenant.get(keys::export(tenant.scope(), id), true).await?.map(Record::read).transpose()?;
    Ok(found.filter(|export| tenant.now() < ends(export)))
}

/// Stores how far an export is and answers the record as it is now stored.
///
/// # Errors
/// [`TableError::Conflict`] if another worker has the export in hand.
pub async fn update_export(tenant: &Tenant, record: Record<Export>) -> Result<Record<Export>, TableError> {
    tenant.write(record.write(place(tenant, &record), tenant.now())?).await?;
    Ok(record.stored(tenant.now()))
}
