//! The record of what functions may do and do, for the test that holds one against the other (`make test`).
//!
//! With `TRELLIS_USES=<folder>` each stack writes a file of its own there: a line for each different thing, at the moment it first happens, so
//! that a stack which is killed has written it. The fields of a line are separated by tabs: `granted`, `used` or `refused`, the function, the
//! action and the resource; the last two as the function's policy writes them, or where it refuses as the request had them.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use crate::start_error::StartError;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Granted,
    Used,
    Refused,
}

/// The record, if one is kept. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Uses(Option<Arc<Mutex<Record>>>);

#[derive(Debug)]
struct Record {
    file: File,
    known: HashSet<String>,
}

impl Uses {
    /// # Errors
    /// A folder that `TRELLIS_USES` names and that cannot be written.
    pub(crate) fn from_environment() -> Result<Self, StartError> {
        let Some(folder) = std::env::var_os("TRELLIS_USES").filter(|folder| !folder.is_empty()) else { return Ok(Self::default()) };
        let folder = Path::new(&folder);
        Self::in_folder(folder)
            .map_err(|error| StartError::data(format!("the folder {} of TRELLIS_USES cannot be written: {error}", folder.display())))
    }

    pub(super) fn in_folder(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let file = OpenOptions::new().create(true).append(true).open(folder.join(format!("{}.tsv", Uuid::new_v4())))?;
        Ok(Self(Some(Arc::new(Mutex::new(Record { file, known: HashSet::new() })))))
    }

    pub(super) fn note(&self, what: What, function: &str, action: &str, resource: &str) {
        let Some(record) = &self.0 else { return };
        let what = match what {
            What::Granted => "granted",
            What::Used => "used",
            What::Refused => "refused",
        };
        let line = format!("{what}\t{function}\t{action}\t{resource}\n");
        let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
        if record.known.contains(&line) {
            return;
        }
        if let Err(error) = record.file.write_all(line.as_bytes()) {
            // The test misses it then and fails.
            tracing::error!(%error, "what a function did could not be recorded");
        }
        record.known.insert(line);
    }
}
