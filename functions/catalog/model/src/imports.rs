//! Imports of course archives.
//!
//! | access | how |
//! |---|---|
//! | an import | get `W#<ws>#IMPORT#<id>` / `IMPORT` |
//! | imports, newest first | query index 1, `W#<ws>#IMPORTS` / `<id>`, backwards |
//! | the files that it has brought so far | query `W#<ws>#IMPORT#<id>`, prefix `IMPORT#FILE#` |

use crate::{
    course::{Outline, Sources},
    courses::{self, Course, CourseChange, new_course, write_sources},
    event::CatalogEvent,
    ids::{CourseId, ImportId},
    keys,
};
use files_model::digest::Digest;
use serde::{Deserialize, Serialize};
use table::{
    Entity, List, Listed, Page, Place, Query, Record, TableError, Tenant,
    audit::Act,
    idempotency::{Attempt, Created},
};
use tenancy::WorkspaceScope;
use trellis_core::{ids::MemberId, personal::NotPersonal, title::Title};

/// What an import is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// An mdBook, packed as zip.
    #[serde(rename = "mdbook")]
    MdBook,
    /// An archive that Trellis has made of a course.
    Trellis,
    /// Another course of this workspace.
    Copy,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The archive has not arrived.
    Waiting,
    /// It has, and waits for its turn: a workspace has one import at work.
    Queued,
    Running,
    Done,
    Failed,
}

/// Something that the author should know about and that did not stop the import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportWarning {
    /// A stable name of what it is about.
    pub kind: NotPersonal<String>,
    pub file: NotPersonal<String>,
    /// From 1.
    pub line: u32,
    pub message: NotPersonal<String>,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub id: ImportId,
    pub kind: ImportKind,
    /// Of a copy, the title that it gets.
    pub file_name: NotPersonal<String>,
    /// Bytes that were announced and signed; none of a copy.
    pub size: u64,
    pub state: ImportState,
    pub done: u32,
    pub total: u32,
    /// At most 500; `warning_count` tells how many there were.
    pub warnings: Vec<ImportWarning>,
    pub warning_count: u32,
    /// The course that it makes, or made, or updates.
    pub course_id: CourseId,
    /// For an import that updates a course: the version that the course had when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updates: Option<u64>,
    /// For such an import, the edition that it replaced when it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<ImportId>,
    /// Whether a version still has its lessons from what was replaced; otherwise they are no longer named by anything.
    #[serde(default)]
    pub keeps_replaced: bool,
    /// The course that a copy is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<CourseId>,
    /// What the course will be called, where that is not what it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<NotPersonal<Title>>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<NotPersonal<String>>,
    pub requested_by: MemberId,
}

impl Import {
    /// The course that came of it, once it is there.
    #[must_use]
    pub fn made_course(&self) -> Option<CourseId> {
        (self.state == ImportState::Done || self.updates.is_some()).then_some(self.course_id)
    }

    /// The edition under which its lessons are stored; the first one of a course has no name.
    #[must_use]
    pub fn edition(&self) -> Option<ImportId> {
        self.updates.map(|_| self.id)
    }
}

/// A file that an import has brought, and takes away again should it fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BroughtFile {
    pub digest: Digest,
}

impl Entity for BroughtFile {
    const NAME: &'static str = "BroughtFile";
}

impl Entity for Import {
    const NAME: &'static str = "Import";
}

fn place(scope: &WorkspaceScope, id: ImportId) -> Place {
    Place::from(keys::import(scope, id)).listed(keys::imports(scope), id.to_string())
}

/// Imports, newest first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_imports(tenant: &Tenant, page: &Page) -> Result<Listed<Record<Import>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::import(scope, sort.parse().ok()?));
    let list = List { backwards: true, ..List::indexed("imports", keys::imports(tenant.scope()), key_of) };
    tenant.listed(list, page).await
}

/// Notes an import, once per attempt. One that has nothing to wait for is announced.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn create_import(
    tenant: &Tenant,
    import: Import,
    attempt: Option<&Attempt>,
    act: &Act,
) -> Result<(ImportId, Created), TableError> {
    let id = import.id;
    let announced = (import.state == ImportState::Queued).then(|| tenant.announce(CatalogEvent::ImportArrived { import_id: id }));
    let mut writes = vec![Record::new(import, tenant.now()).write(place(tenant.scope(), id), tenant.now())?, tenant.recorded(act)?];
    writes.extend(announced.transpose()?);
    Ok(tenant.create_once(attempt, id, writes).await?)
}

/// An import.
///
/// # Errors
/// When the table cannot be read.
pub async fn import(tenant: &Tenant, id: ImportId) -> Result<Option<Record<Import>>, TableError> {
    tenant.get(keys::import(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// Stores how far an import is and answers the record as it is now stored.
///
/// # Errors
/// [`TableError::Conflict`] if another worker has the import in hand.
pub async fn update_import(tenant: &Tenant, record: Record<Import>) -> Result<Record<Import>, TableError> {
    tenant.write(record.write(place(tenant.scope(), record.value.id), tenant.now())?).await?;
    Ok(record.stored(tenant.now()))
}

/// Notes that an import brings a file, before it does.
///
/// # Errors
/// When the table cannot be written.
pub async fn note_file(tenant: &Tenant, id: ImportId, digest: Digest) -> Result<(), TableError> {
    let note = Record::new(BroughtFile { digest }, tenant.now());
    tenant.write(note.overwrite(keys::brought_file(tenant.scope(), id, digest), tenant.now())?).await
}

fn noted(tenant: &Tenant, id: ImportId) -> Query {
    Query {
        partition: keys::import_partition(tenant.scope(), id),
        prefix: Some(keys::BROUGHT.to_owned()),
        consistent: true,
        ..Query::default()
    }
}

/// The files that an import has brought so far.
///
/// # Errors
/// When the table cannot be read.
pub async fn brought_files(tenant: &Tenant, id: ImportId) -> Result<Vec<Digest>, TableError> {
    let items = tenant.query_all(noted(tenant, id)).await?;
    items.into_iter().map(|item| Ok(Record::<BroughtFile>::read(item)?.value.digest)).collect()
}

/// Forgets which files an import has brought.
///
/// # Errors
/// When the table cannot be written.
pub async fn forget_files(tenant: &Tenant, id: ImportId) -> Result<(), TableError> {
    tenant.delete_all(noted(tenant, id)).await
}

/// Notes that the archive of an import has arrived, and announces it. An import that waits is queued by that; one that has ended is
/// only announced, so that whatever was put in its place is removed.
///
/// # Errors
/// [`TableError::Conflict`] if the import has gone on in the meantime, or when the table cannot be written.
pub async fn queue_import(tenant: &Tenant, mut record: Record<Import>) -> Result<(), TableError> {
    let id = record.value.id;
    let mut writes = vec![tenant.announce(CatalogEvent::ImportArrived { import_id: id })?];
    if record.value.state == ImportState::Waiting {
        record.value.state = ImportState::Queued;
        writes.push(record.write(place(tenant.scope(), id), tenant.now())?);
    }
    Ok(tenant.transact(writes).await?)
}

/// Ends an import that updates a course: the course changes and the import is done, both or neither.
///
/// # Errors
/// [`TableError::Conflict`] if the course was changed meanwhile, or another worker has ended the import.
pub async fn finish_update(
    tenant: &Tenant,
    record: &Record<Import>,
    before: &Record<Course>,
    change: CourseChange,
    act: &Act,
) -> Result<(), TableError> {
    let (_, mut writes) = courses::course_change(tenant, before, change).await?;
    writes.push(tenant.recorded(act)?);
    writes.push(record.write(place(tenant.scope(), record.value.id), tenant.now())?);
    Ok(tenant.transact(writes).await?)
}

/// Ends an import: its course appears and the import is done, both or neither.
///
/// # Errors
/// [`TableError::Conflict`] if another worker has ended it.
pub async fn finish_import(
    tenant: &Tenant,
    record: &Record<Import>,
    (course, outline, sources): (Course, Outline, Sources),
    act: &Act,
) -> Result<(), TableError> {
    let mut writes = vec![write_sources(tenant.scope(), course.id, sources, tenant.now())?];
    writes.extend(new_course(tenant, course, outline)?);
    writes.push(tenant.recorded(act)?);
    writes.push(record.write(place(tenant.scope(), record.value.id), tenant.now())?);
    Ok(tenant.transact(writes).await?)
}
