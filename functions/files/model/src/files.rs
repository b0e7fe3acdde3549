//! Files of a workspace.
//!
//! | access | how |
//! |---|---|
//! | a file | get `W#<ws>#FILE#<digest>` / `FILE` |
//! | files of a kind that can be used, newest first | query index 1, `W#<ws>#FILES` / `<kind>#<time>#<digest>`, backwards |

use crate::{
    digest::Digest,
    file::{File, FileKind, FileState, UsedFile},
    keys,
};
use std::collections::BTreeMap;
use table::{List, Listed, Page, Place, Record, TableError, Tenant, audit::Act};
use tenancy::WorkspaceScope;

fn place(scope: &WorkspaceScope, file: &File) -> Place {
    let place = Place::from(keys::file(scope, file.digest));
    match &file.progress {
        // Milliseconds of 13 digits, until the year 2286.
        FileState::Ready { at, .. } => {
            place.listed(keys::files(scope), format!("{}#{:013}#{}", file.kind.name(), at.as_millisecond(), file.digest))
        }
        FileState::Uploading { .. } | FileState::Checking | FileState::Refused { .. } => place,
    }
}

/// A file.
///
/// # Errors
/// When the table cannot be read.
pub async fn file(tenant: &Tenant, digest: Digest) -> Result<Option<Record<File>>, TableError> {
    tenant.get(keys::file(tenant.scope(), digest), true).await?.map(Record::read).transpose()
}

/// A file cannot be made use of.
#[derive(Debug, thiserror::Error)]
pub enum UseError {
    #[error("there is no file {0}; upload it first")]
    Unknown(Digest),
    #[error("the file {0} is still being uploaded or checked; wait until it is ready")]
    NotReady(String),
    #[error("the file {file_name} is {found}, not {wanted}")]
    OtherKind { file_name: String, found: &'static str, wanted: &'static str },
    #[error(transparent)]
    Table(#[from] TableError),
}

/// These files, at most 100, each for what it is wanted for, if anything is said of that.
///
/// # Errors
/// [`UseError`] for the first that cannot be made use of.
pub async fn used(tenant: &Tenant, wanted: &BTreeMap<Digest, Option<FileKind>>) -> Result<Vec<UsedFile>, UseError> {
    let mut there: BTreeMap<Digest, File> = BTreeMap::new();
    if !wanted.is_empty() {
        let keys = wanted.keys().map(|digest| keys::file(tenant.scope(), *digest)).collect();
        for item in tenant.batch_get(keys, true).await? {
            let file = Record::<File>::read(item)?.value;
            there.insert(file.digest, file);
        }
    }
    let use_of = |(digest, kind): (&Digest, &Option<FileKind>)| {
        let file = there.remove(digest).ok_or(UseError::Unknown(*digest))?;
        let File { file_name, size, .. } = file.clone();
        let content_type = file.content_type().ok_or_else(|| UseError::NotReady(file_name.clone().into()))?;
        match kind {
            Some(kind) if !content_type.fits(*kind) => {
                let (found, wanted) = (content_type.spoken(), kind.wanted());
                Err(UseError::OtherKind { file_name: file_name.into(), found, wanted })
            }
            _ => Ok(UsedFile { digest: *digest, file_name, size, content_type }),
        }
    };
    wanted.iter().map(use_of).collect()
}

/// Files of a kind that can be used, newest first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_files(tenant: &Tenant, kind: FileKind, page: &Page) -> Result<Listed<Record<File>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::file(scope, sort.rsplit('#').next()?.parse().ok()?));
    let list = List {
        backwards: true,
        prefix: Some(format!("{}#", kind.name())),
        ..List::indexed(kind.name(), keys::files(tenant.scope()), key_of)
    };
    tenant.listed(list, page).await
}

/// Stores how far a file is, with the act that it follows from, and answers the record as it is then stored.
///
/// # Errors
/// [`TableError::Conflict`] if somebody else has taken it on since it was read.
pub async fn put_file(tenant: &Tenant, record: Record<File>, act: Option<&Act>) -> Result<Record<File>, TableError> {
    let mut writes = vec![record.write(place(tenant.scope(), &record.value), tenant.now())?];
    if let Some(act) = act {
        writes.push(tenant.recorded(act)?);
    }
    tenant.write_together(writes).await?;
    Ok(record.stored(tenant.now()))
}
