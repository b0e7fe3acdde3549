//! The open store: the file of the queues, where they live, and the bells of those who wait.

use std::path::Path;
use std::sync::Arc;

use local_kit::{Database, OpenError};

use crate::bells::Bells;
use crate::database;
use crate::error::SqsError;
use crate::options::Options;
use crate::turn::Turn;

/// Clones share it.
#[derive(Clone)]
pub(crate) struct Store {
    database: Database,
    pub(crate) options: Arc<Options>,
    pub(crate) bells: Arc<Bells>,
}

impl Store {
    pub(crate) fn open(file: &Path, options: Options) -> Result<Self, OpenError> {
        Ok(Self { database: database::open(file)?, options: Arc::new(options), bells: Arc::default() })
    }

    /// Runs the work in one transaction off the async threads, and rings the bells it asked for once it is durable.
    pub(crate) async fn turn<Output, Work>(&self, work: Work) -> Result<Output, SqsError>
    where
        Output: Send + 'static,
        Work: FnOnce(&mut Turn<'_>) -> Result<Output, SqsError> + Send + 'static,
    {
        let (options, bells) = (Arc::clone(&self.options), Arc::clone(&self.bells));
        let run = self.database.run(move |database| {
            let (output, woken) = database.write_blocking(|transaction| {
                let mut turn = Turn::new(transaction, &options);
                let output = work(&mut turn)?;
                Ok::<_, SqsError>((output, turn.woken()))
            })?;
            for queue in woken {
                bells.ring(&queue);
            }
            Ok(output)
        });
        run.await
    }
}
