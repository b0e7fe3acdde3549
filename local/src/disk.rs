//! How much room the disk of the data folder has. Databases that cannot write say "disk I/O error" and no more.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(10);
/// With less, requests will soon fail.
const LITTLE: u64 = 64 * 1024 * 1024;

/// Bytes that this user may still write there; `None` where that cannot be told.
pub(crate) fn free(folder: &Path) -> Option<u64> {
    let known = folder.ancestors().find(|folder| folder.exists())?;
    let disk = rustix::fs::statvfs(known).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Says so when the disk is nearly full, once each time, until `stop`.
pub(crate) async fn watch(folder: PathBuf, stop: CancellationToken) {
    let mut said = false;
    loop {
        let little = free(&folder).filter(|free| *free < LITTLE);
        if let Some(free) = little
            && !said
        {
            tracing::error!(folder = %folder.display(), free, "the disk of the data folder is nearly full: make room, or requests will fail");
        }
        said = little.is_some();
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = stop.cancelled() => return,
        }
    }
}
