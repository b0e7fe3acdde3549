//! Files of a workspace.
//!
//! | access | how |
//! |---|---|
//! | a file | get `W#<ws>#FILE#<digest>` / `FILE` |
//! | files of a kind that can be used, newest first | query index 1, `W#<ws>#FILES` / `<kind>#<time>#<digest>`, backwards |

use crate::{
    digest::Digest,
    event::FileEvent,
    file::{File, FileKind, FileState, UsedFile},
    keys,
};
use std::collections::BTreeMap;
use table::{Condition, List, Listed, Page, Place, Record, TableError, Tenant, Write, audit::Act};
use tenancy::WorkspaceScope;

fn place(scope: &WorkspaceScope, file: &File) -> Place {
    let place = Place::from(keys::file(scope, file.digest));
    match &file.progress {
        FileState::Ready { .. } if file.held_by.is_some() => place,
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
    let mut there = files(tenant, wanted.keys().copied()).await?;
    let use_of = |(digest, kind): (&Digest, &Option<FileKind>)| {
        let file = there.remove(digest).ok_or(UseError::Unknown(*digest))?;
        let used = usable(&file, None)?;
        kind.map_or(Ok(()), |kind| used.fits(kind))?;
        Ok(used)
    };
    wanted.iter().map(use_of).collect()
}

/// Those of these files that are there, at most 100, whatever has become of them.
///
/// # Errors
/// When the table cannot be read.
pub async fn files(tenant: &Tenant, wanted: impl Iterator<Item = Digest>) -> Result<BTreeMap<Digest, File>, TableError> {
    let keys: Vec<_> = wanted.map(|digest| keys::file(tenant.scope(), digest)).collect();
    let mut there = BTreeMap::new();
    if !keys.is_empty() {
        for item in tenant.batch_get(keys, true).await? {
            let file = Record::<File>::read(item)?.value;
            there.insert(file.digest, file);
        }
    }
    Ok(there)
}

/// A file as what makes use of it remembers it, be it what holds it or somebody else.
///
/// # Errors
/// [`UseError::NotReady`].
pub fn usable(file: &File, holder: Option<&str>) -> Result<UsedFile, UseError> {
    let File { digest, file_name, size, held_by, .. } = file;
    let is_free = held_by.is_none() || held_by.as_deref() == holder;
    let content_type = file.content_type().filter(|_| is_free).ok_or_else(|| UseError::NotReady(file_name.clone().into()))?;
    Ok(UsedFile { digest: *digest, file_name: file_name.clone(), size: *size, content_type })
}

/// Removes what is stored of a file.
///
/// # Errors
/// [`TableError::Conflict`] if somebody else has taken it on since it was read.
pub async fn delete_file(tenant: &Tenant, record: &Record<File>) -> Result<(), TableError> {
    tenant.write(Write::Delete(keys::file(tenant.scope(), record.value.digest), Condition::Version(record.version))).await
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
    store(tenant, record, act, None).await
}

/// The same for a file that has been settled: whoever has to do with packages is told of one that can be used.
///
/// # Errors
/// [`TableError::Conflict`] if somebody else has taken it on since it was read.
pub async fn settle_file(tenant: &Tenant, record: Record<File>, act: Option<&Act>) -> Result<Record<File>, TableError> {
    let File { digest, kind, progress, .. } = &record.value;
    let arrived = *kind == FileKind::Package && matches!(progress, FileState::Ready { .. });
    let event = arrived.then_some(FileEvent::PackageArrived { digest: *digest, done: 0 });
    store(tenant, record, act, event).await
}

/// Has a package unpacked that was not, for a reason that may have passed. One that is stays as it is.
///
/// # Errors
/// When the table cannot be written.
pub async fn unpack_again(tenant: &Tenant, digest: Digest) -> Result<(), TableError> {
    tenant.write(tenant.announce(FileEvent::PackageArrived { digest, done: 0 })?).await
}

async fn store(tenant: &Tenant, record: Record<File>, act: Option<&Act>, event: Option<FileEvent>) -> Result<Record<File>, TableError> {
    let mut writes = vec![record.write(place(tenant.scope(), &record.value), tenant.now())?];
    if let Some(act) = act {
        writes.push(tenant.recorded(act)?);
    }
    if let Some(event) = event {
        writes.push(tenant.announce(event)?);
    }
    tenant.write_together(writes).await?;
    Ok(record.stored(tenant.now()))
}
