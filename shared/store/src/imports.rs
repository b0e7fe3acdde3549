//! Imports of course archives.
//!
//! | access | how |
//! |---|---|
//! | an import | get `W#<ws>#IMPORT#<id>` / `IMPORT` |
//! | imports, newest first | query index 1, `W#<ws>#IMPORTS` / `<id>`, backwards |

use crate::{
    Listed, Page, Store, StoreError,
    audit::Act,
    courses::{Course, new_course},
    cursor::List,
    entity::{Entity, Place, Record},
    idempotency::{Attempt, Created},
    keys,
};
use domain::{
    course::Outline,
    ids::{CourseId, ImportId, MemberId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tenancy::WorkspaceScope;

/// The form of the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    #[serde(rename = "mdbook")]
    MdBook,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The archive has not arrived.
    Waiting,
    Running,
    Done,
    Failed,
}

/// Something that the author should know about and that did not stop the import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportWarning {
    /// A stable name of what it is about.
    pub kind: String,
    pub file: String,
    /// From 1.
    pub line: u32,
    pub message: String,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub id: ImportId,
    pub kind: ImportKind,
    pub file_name: String,
    /// Bytes that were announced and signed.
    pub size: u64,
    pub state: ImportState,
    pub done: u32,
    pub total: u32,
    /// At most 500; `warning_count` tells how many there were.
    pub warnings: Vec<ImportWarning>,
    pub warning_count: u32,
    /// The course that it makes, or made.
    pub course_id: CourseId,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub requested_by: MemberId,
}

impl Import {
    /// The course that came of it, once it is there.
    #[must_use]
    pub fn made_course(&self) -> Option<CourseId> {
        (self.state == ImportState::Done).then_some(self.course_id)
    }
}

impl Entity for Import {
    const NAME: &'static str = "Import";
}

fn place(scope: &WorkspaceScope, id: ImportId) -> Place {
    Place::from(keys::import(scope, id)).listed(keys::imports(scope), id.to_string())
}

impl Store {
    /// Imports, newest first.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn list_imports(&self, scope: &WorkspaceScope, page: &Page) -> Result<Listed<Record<Import>>, StoreError> {
        let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::import(scope, sort.parse().ok()?));
        let list = List { backwards: true, ..List::indexed("imports", keys::imports(scope), key_of) };
        self.listed(scope, list, page).await
    }

    /// Notes an import that waits for its archive, once per attempt.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`], or when the table cannot be written.
    pub async fn create_import(
        &self,
        scope: &WorkspaceScope,
        import: Import,
        attempt: Option<&Attempt>,
        act: &Act,
        now: Timestamp,
    ) -> Result<(ImportId, Created), StoreError> {
        let id = import.id;
        let writes = vec![Record::new(import, now).write(place(scope, id), now)?, self.recorded(scope, act, now)?];
        Ok(self.create_once(scope, attempt, id, writes, now).await?)
    }

    /// An import.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn import(&self, scope: &WorkspaceScope, id: ImportId) -> Result<Option<Record<Import>>, StoreError> {
        self.table.get(scope, keys::import(scope, id), true).await?.map(Record::read).transpose()
    }

    /// Stores how far an import is and answers the record as it is now stored.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if another worker has the import in hand.
    pub async fn update_import(
        &self,
        scope: &WorkspaceScope,
        record: Record<Import>,
        now: Timestamp,
    ) -> Result<Record<Import>, StoreError> {
        self.table.write(scope, record.write(place(scope, record.value.id), now)?).await?;
        Ok(Record { version: record.version + 1, updated_at: now, ..record })
    }

    /// Ends an import: its course appears and the import is done, both or neither.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if another worker has ended it.
    pub async fn finish_import(
        &self,
        scope: &WorkspaceScope,
        record: &Record<Import>,
        course: Course,
        outline: Outline,
        act: &Act,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut writes = new_course(scope, course, outline, now)?;
        writes.push(self.recorded(scope, act, now)?);
        writes.push(record.write(place(scope, record.value.id), now)?);
        Ok(self.table.transact(scope, writes).await?)
    }
}
