//! A DynamoDB stream that feeds a function: reads, filters, gathers a batch, hands it to the runner.

use std::time::Duration;

use jiff::Timestamp;
use local_dynamodb::{Position, StreamReader, StreamRecord};
use local_kit::machine_time;
use tokio::time::Instant;

use super::filter::Pattern;
use super::stream_batch::{Stopped, StreamRunner};
use super::window;

/// Lambda invokes with at most 6 MB; the envelope needs a little of it.
const MAXIMUM_PAYLOAD: usize = 6 * 1024 * 1024 - 4096;
/// Records per read.
const READ: usize = 1000;
/// After a failed read.
const PAUSE: Duration = Duration::from_secs(1);

/// One mapping. Runs until the stack stops.
pub(super) struct StreamMapping {
    pub(super) reader: StreamReader,
    pub(super) patterns: Vec<Pattern>,
    pub(super) runner: StreamRunner,
    /// Read and not yet in a batch.
    pub(super) unread: Unread,
}

/// What was read ahead: records that pass the filters, and how far reading has come.
#[derive(Default)]
pub(super) struct Unread {
    records: std::collections::VecDeque<StreamRecord>,
    through: Option<Position>,
}

impl StreamMapping {
    pub(super) async fn run(mut self) {
        let stop = self.runner.stop.clone();
        while !stop.is_cancelled() {
            if let Err(Stopped) = self.round().await {
                return;
            }
        }
    }

    /// One batch, or one wait for something to do.
    async fn round(&mut self) -> Result<(), Stopped> {
        self.fill().await?;
        self.close_window_in_time().await?;
        if self.unread.records.is_empty() {
            self.pass_filtered().await?;
            return self.wait(self.until_window_ends()).await;
        }
        self.gather().await?;
        if let (Some(first), Some(length)) = (self.unread.records.front(), self.runner.rules.tumbling_window) {
            let start = window::start_of(first.created_at, length);
            if self.runner.checkpoint.window.is_none() {
                self.runner.open_window(start).await?;
            }
        }
        let batch = self.take_batch();
        self.runner.run(batch).await?;
        self.pass_filtered().await?;
        self.reader.passed(self.runner.checkpoint.position);
        Ok(())
    }

    /// Reads on when less than a batch is at hand.
    async fn fill(&mut self) -> Result<(), Stopped> {
        while self.unread.records.len() < self.batch_size() {
            let after = self.unread.through.unwrap_or(self.runner.checkpoint.position);
            let read = match self.reader.read(after, READ).await {
                Ok(read) => read,
                Err(error) => {
                    tracing::error!(%error, "a stream could not be read; trying again");
                    self.sleep(PAUSE).await?;
                    continue;
                }
            };
            let Some(last) = read.last() else { return Ok(()) };
            self.unread.through = Some(last.position);
            let passes =
                |record: &StreamRecord| self.patterns.is_empty() || self.patterns.iter().any(|pattern| pattern.matches(&record.event));
            self.unread.records.extend(read.into_iter().filter(passes));
        }
        Ok(())
    }

    /// Waits for a fuller batch as long as the batching window allows.
    async fn gather(&mut self) -> Result<(), Stopped> {
        let deadline = Instant::now() + self.runner.rules.window;
        while self.unread.records.len() < self.batch_size() && Instant::now() < deadline {
            self.wait(Some(deadline - Instant::now())).await?;
            self.fill().await?;
        }
        Ok(())
    }

    /// The next records: as many as a batch, a payload and the open tumbling window hold; at least one.
    fn take_batch(&mut self) -> Vec<StreamRecord> {
        let mut batch = Vec::new();
        let mut size = 0;
        while let Some(record) = self.unread.records.front() {
            size += record.event.to_string().len() + 1;
            let full = batch.len() >= self.batch_size() || size > MAXIMUM_PAYLOAD || !self.in_open_window(record);
            if full && !batch.is_empty() {
                break;
            }
            batch.extend(self.unread.records.pop_front());
        }
        batch
    }

    fn in_open_window(&self, record: &StreamRecord) -> bool {
        match (&self.runner.checkpoint.window, self.runner.rules.tumbling_window) {
            (Some(open), Some(length)) => record.created_at < window::end_of(open, length),
            _ => true,
        }
    }

    /// A window ends when the next record belongs to a later one, or when its time is over and nothing is left to read.
    async fn close_window_in_time(&mut self) -> Result<(), Stopped> {
        let (Some(open), Some(length)) = (&self.runner.checkpoint.window, self.runner.rules.tumbling_window) else {
            return Ok(());
        };
        let end = window::end_of(open, length);
        let over = match self.unread.records.front() {
            Some(record) => record.created_at >= end,
            None => machine_time().as_second() >= end,
        };
        if over { self.runner.close_window().await } else { Ok(()) }
    }

    fn until_window_ends(&self) -> Option<Duration> {
        let open = self.runner.checkpoint.window.as_ref()?;
        let end = Timestamp::from_second(window::end_of(open, self.runner.rules.tumbling_window?)).ok()?;
        Some(end.duration_since(machine_time()).unsigned_abs().max(Duration::from_millis(10)))
    }

    /// Records that no filter let through need no second look once nothing before them waits.
    async fn pass_filtered(&mut self) -> Result<(), Stopped> {
        match self.unread.through {
            Some(through) if self.unread.records.is_empty() => {
                self.runner.advance_to(through).await?;
                self.reader.passed(through);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Until the next write, the end of `longest`, or the end of the stack.
    async fn wait(&mut self, longest: Option<Duration>) -> Result<(), Stopped> {
        let longest = async {
            match longest {
                Some(longest) => tokio::time::sleep(longest).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.reader.wait() => Ok(()),
            () = longest => Ok(()),
            () = self.runner.stop.cancelled() => Err(Stopped),
        }
    }

    async fn sleep(&self, pause: Duration) -> Result<(), Stopped> {
        tokio::select! {
            () = tokio::time::sleep(pause) => Ok(()),
            () = self.runner.stop.cancelled() => Err(Stopped),
        }
    }

    fn batch_size(&self) -> usize {
        usize::try_from(self.runner.rules.batch_size).unwrap_or(usize::MAX).max(1)
    }
}
