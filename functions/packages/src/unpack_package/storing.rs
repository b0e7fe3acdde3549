//! Files of a package on their way into the bucket: read one after the other, written several at a time.

use super::{BYTES_AT_ONCE, Open, Stop, reading};
use archive::ArchiveError;
use files_model::digest::Digest;
use lambda::{
    App, FunctionError,
    services::{Files, Trouble},
};
use package_manifest::{Admitted, Warning, WarningKind, admit};
use table::Tenant;
use tokio::task::JoinSet;

/// Bytes of one file: it is held in memory.
const FILE_BYTES: usize = 512 * 1024 * 1024;
/// Files, and bytes of them, that are held and written at a time.
const AT_ONCE: usize = 16;
const HELD_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes by which a type is known.
const HEAD: usize = 4_096;

/// What was stored.
pub(super) struct Stored {
    /// How many of the files are done with.
    pub(super) count: usize,
    pub(super) warnings: Vec<Warning>,
}

/// What packing programs of other systems add.
fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with("__MACOSX/") || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}

/// Stores these files, as many of them as fit into one message.
pub(super) async fn store(
    app: &App,
    tenant: &Tenant,
    (trouble, mut archive): (&Trouble, Open),
    (digest, paths): (Digest, Vec<String>),
) -> Result<Stored, Stop> {
    let files = app.service::<Files>()?;
    let mut stored = Stored { count: 0, warnings: Vec::new() };
    let mut bytes = 0_u64;
    let mut waiting = paths.into_iter().peekable();
    while waiting.peek().is_some() && bytes < BYTES_AT_ONCE {
        let (mut writing, mut held) = (JoinSet::new(), 0_u64);
        while writing.len() < AT_ONCE && held < HELD_BYTES {
            let Some(path) = waiting.next() else { break };
            stored.count += 1;
            if is_litter(&path) {
                continue;
            }
            let (asked, content);
            asked = path.clone();
            (archive, content) = reading::<_, _, ArchiveError>(trouble, archive, move |archive| archive.bytes(&asked, FILE_BYTES)).await?;
            held += content.len() as u64;
            let Some(content_type) = typed(&path, &content, &mut stored.warnings) else { continue };
            let (files, scope) = (files.clone(), tenant.scope().clone());
            writing.spawn(async move { files.write_of_package(&scope, (digest, &path), content_type, content).await });
        }
        bytes += held;
        while let Some(written) = writing.join_next().await {
            written.map_err(FunctionError::failed)??;
        }
    }
    Ok(stored)
}

/// How a file is served; `None` for one that is not.
fn typed(path: &str, content: &[u8], warnings: &mut Vec<Warning>) -> Option<&'static str> {
    let mut warn = |kind, message: String| warnings.push(Warning { kind, file: path.to_owned(), line: None, message });
    match admit(path, content.get(..content.len().min(HEAD)).unwrap_or_default()) {
        Admitted::As(content_type) => Some(content_type),
        Admitted::Otherwise(content_type) => {
            warn(WarningKind::OtherContent, format!("the file is {content_type}, which is not what its name says"));
            Some(content_type)
        }
        Admitted::Never => {
            warn(WarningKind::Executable, "programs are left out of packages".to_owned());
            None
        }
    }
}
