//! Queue: a package has arrived, and is unpacked into the bucket, some files with each message.
//!
//! Files are stored before it is noted that they are, and the note and the message for the next files are one write: a worker that dies is
//! followed by another, which stores the same files once more. Nobody is shown any of them before the last.

mod storing;

use crate::needs::{BUCKET, BUCKET_NAME, PACKAGES, UNPACKED, UPLOADS};
use archive::{Archive, Limits};
use files_model::{
    digest::Digest,
    event::FileEvent,
    file::{FileKind, FileState},
    files,
};
use lambda::{
    App, FunctionError, Handler, Message, Queue, SettingMissing,
    Table::{BatchWriteItem, GetItem, PutItem},
    services::{FileError, Files, RemoteFile, Trouble},
};
use package_manifest::{PackageError, read};
use packages_model::packages::{self, Contents, Package, PackageState, PackageWarning, Unit};
use storing::store;
use table::{Record, TableError, Tenant};

/// Deliveries after which the queue gives up.
const LAST_RECEIVE: u32 = 5;
/// Entries of an archive, folders included, and bytes that they unpack to.
const LIMITS: Limits = Limits { entries: 20_000, total_bytes: 2 * 1024 * 1024 * 1024 };
/// Files that one message stores, and bytes after which it stores no more.
pub(crate) const FILES_AT_ONCE: usize = 400;
const BYTES_AT_ONCE: u64 = 384 * 1024 * 1024;

const UNFINISHED: &str = "The platform could not unpack this package. Upload it again.";
const GONE: &str = "The file is no longer there. Upload it again.";

pub(crate) fn handler() -> Handler {
    Queue::each("unpack-package", &["package.arrived"], handle)
        .table(&[BatchWriteItem, GetItem, PutItem])
        .may(&["s3:GetObject"], &[UPLOADS])
        .may(&["s3:DeleteObject", "s3:PutObject"], &[UNPACKED])
        // Without a condition on the prefix, which a read does not have: then S3 says 404 of a missing file, and not 403.
        .may(&["s3:ListBucket"], &[BUCKET])
        .from_queue(PACKAGES)
        .settings(&[BUCKET_NAME])
        .timeout(150)
        .memory(2048)
        .example(
            r#"{
              "kind": "package.arrived",
              "payload": {"digest": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c", "done": 0}
            }"#,
        )
}

/// Why a package is not unpacked.
#[derive(Debug)]
enum Stop {
    /// The package is at fault: the author is told, and trying again would not help.
    Package(String),
    /// Something else is: the queue tries again.
    Platform(FunctionError),
}

impl From<PackageError> for Stop {
    fn from(error: PackageError) -> Self {
        Self::Package(error.to_string())
    }
}

impl From<archive::ArchiveError> for Stop {
    fn from(error: archive::ArchiveError) -> Self {
        Self::Package(error.to_string())
    }
}

impl From<TableError> for Stop {
    fn from(error: TableError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<FileError> for Stop {
    fn from(error: FileError) -> Self {
        match error {
            FileError::TooLarge { .. } => Self::Package(error.to_string()),
            FileError::Changed | FileError::Failed(_) => Self::Platform(error.into()),
        }
    }
}

impl From<SettingMissing> for Stop {
    fn from(error: SettingMissing) -> Self {
        Self::Platform(error.into())
    }
}

impl From<FunctionError> for Stop {
    fn from(error: FunctionError) -> Self {
        Self::Platform(error)
    }
}

type Open = Archive<RemoteFile>;

async fn handle(message: Message<FileEvent>) -> Result<(), FunctionError> {
    let FileEvent::PackageArrived { digest, done } = message.event;
    let (app, tenant) = (&message.app, &message.tenant);
    let file = files::file(tenant, digest).await?.map(|file| file.value);
    let Some(file) = file.filter(|file| file.kind == FileKind::Package && matches!(file.progress, FileState::Ready { .. })) else {
        return Ok(());
    };
    let package = packages::package(tenant, digest).await?.unwrap_or_else(|| Record::new(Package::waiting(digest), tenant.now()));
    let is_next = match package.value.state {
        PackageState::Ready => false,
        // What failed may be tried again from its beginning.
        PackageState::Refused => done == 0,
        // A message that has come before, and whose files are stored.
        PackageState::Waiting | PackageState::Unpacking => done >= package.value.done,
    };
    if !is_next {
        return Ok(());
    }
    if message.receives >= LAST_RECEIVE {
        tracing::error!(%digest, "a package could not be unpacked for the last time");
        return refuse(app, tenant, package, UNFINISHED.to_owned()).await;
    }
    match unpack(app, tenant, package.clone(), file.size).await {
        Ok(()) => Ok(()),
        Err(Stop::Package(reason)) => refuse(app, tenant, package, reason).await,
        Err(Stop::Platform(error)) => Err(error),
    }
}

/// Reads an archive, on a thread that may wait for the bucket. What the bucket has failed is not the archive's fault.
async fn reading<A, T, E>(
    trouble: &Trouble,
    mut archive: A,
    read: impl FnOnce(&mut A) -> Result<T, E> + Send + 'static,
) -> Result<(A, T), Stop>
where
    A: Send + 'static,
    T: Send + 'static,
    E: Into<Stop> + Send + 'static,
{
    let reading = tokio::task::spawn_blocking(move || read(&mut archive).map(|found| (archive, found)));
    let outcome = reading.await.map_err(FunctionError::failed)?;
    outcome.map_err(|error| trouble.cause().map_or_else(|| error.into(), |cause| Stop::Platform(FunctionError::failed(cause))))
}

async fn unpack(app: &App, tenant: &Tenant, mut record: Record<Package>, size: u64) -> Result<(), Stop> {
    let digest = record.value.digest;
    let remote = app.service::<Files>()?.open_uploaded(tenant.scope(), digest, FileKind::Package.limit()).await?;
    let remote = remote.ok_or_else(|| Stop::Package(GONE.to_owned()))?;
    let trouble = remote.trouble();
    let ((), mut archive) = reading(&trouble, (), move |()| Archive::open(remote, LIMITS)).await?;
    let package;
    (archive, package) = reading(&trouble, archive, move |archive: &mut Open| read(archive, size)).await?;
    let paths: Vec<String> = archive.paths().map(str::to_owned).collect();
    if matches!(record.value.state, PackageState::Waiting | PackageState::Refused) {
        let warnings = package.warnings.iter().cloned().map(PackageWarning::from).collect();
        let mut begun = Package::waiting(digest);
        (begun.state, begun.total) = (PackageState::Unpacking, u32::try_from(paths.len()).unwrap_or(u32::MAX));
        (begun.standard, begun.title) = (Some(package.standard), Some(package.title.clone()));
        let contents = Contents { organisations: package.organisations.clone(), warnings };
        begun.note(contents).map_err(FunctionError::failed)?;
        record = packages::put_package(tenant, record.with(begun)).await?;
    }
    let mut contents = record.value.contents().map_err(FunctionError::failed)?;
    let mut next: Vec<String> = paths.into_iter().skip(usize::try_from(record.value.done).unwrap_or(usize::MAX)).collect();
    next.truncate(FILES_AT_ONCE);
    let stored = store(app, tenant, (&trouble, archive), (digest, next)).await?;
    contents.warnings.extend(stored.warnings.into_iter().map(PackageWarning::from));
    record.value.note(contents.clone()).map_err(FunctionError::failed)?;
    record.value.done += u32::try_from(stored.count).unwrap_or(u32::MAX);
    let tenant = &tenant.at_present();
    if record.value.done < record.value.total {
        let event = FileEvent::PackageArrived { digest, done: record.value.done };
        return Ok(packages::put_with(tenant, &record, event).await?);
    }
    let all = contents.organisations.iter().flat_map(|organisation| organisation.all());
    packages::put_units(tenant, digest, all.filter_map(|item| Unit::of(package.standard, item)).collect()).await?;
    record.value.state = PackageState::Ready;
    packages::put_package(tenant, record).await?;
    Ok(())
}

/// Removes what was stored, then tells the author why: in this order nothing half-made stays.
async fn refuse(app: &App, tenant: &Tenant, before: Record<Package>, reason: String) -> Result<(), FunctionError> {
    let digest: Digest = before.value.digest;
    app.service::<Files>()?.delete_package(tenant.scope(), digest).await?;
    let mut refused = packages::package(tenant, digest).await?.unwrap_or(before);
    (refused.value.state, refused.value.reason) = (PackageState::Refused, Some(reason));
    (refused.value.done, refused.value.total) = (0, 0);
    packages::put_package(tenant, refused).await?;
    Ok(())
}
