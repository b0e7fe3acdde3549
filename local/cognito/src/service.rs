//! What every operation works with.

use local_kit::Database;
use rusqlite::Transaction;

use crate::options::Options;
use crate::refusal::Refusal;
use crate::signing_keys::KeyRing;

/// What every operation works with.
pub(crate) struct Service {
    pub(crate) database: Database,
    pub(crate) options: Options,
    pub(crate) keys: KeyRing,
}

impl Service {
    /// Runs `work` in one transaction: committed and on disk when this returns `Ok`, undone when it returns `Err`.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.database.write(work).await
    }
}
