//! A file of the bucket, of which only some pieces are in memory: what reads archives jumps between their directory and their entries.

use super::files::{FileError, failed, status_of};
use aws_sdk_s3::Client;
use std::{
    collections::VecDeque,
    io::{self, Read, Seek, SeekFrom},
    sync::{Arc, OnceLock},
};
use tokio::runtime::Handle;

/// Bytes of a piece: large enough for few requests.
const PIECE: u64 = 8 * 1024 * 1024;
/// Pieces that are kept for those who jump: as many as the largest archive of a book has, whose pages lie anywhere in it.
const KEPT: usize = 25;

/// Whether the bucket has failed a reader: for those who see only that something could not be read.
#[derive(Debug, Clone, Default)]
pub struct Trouble(Arc<OnceLock<String>>);

impl Trouble {
    /// What has happened, if anything has.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

/// A file of the bucket as it was when it was opened. To be read where it may block: on a thread of its own.
#[derive(Debug)]
pub struct RemoteFile {
    client: Client,
    bucket: String,
    key: String,
    /// Names these very bytes: a file that is replaced meanwhile is not read on.
    tag: String,
    size: u64,
    position: u64,
    /// The one last asked for in front.
    pieces: VecDeque<(u64, Vec<u8>)>,
    kept: usize,
    runtime: Handle,
    trouble: Trouble,
}

impl RemoteFile {
    pub(super) async fn open(client: &Client, bucket: &str, key: String, limit: u64) -> Result<Option<Self>, FileError> {
        let request = client.get_object().bucket(bucket).key(&key).range(format!("bytes=0-{}", PIECE - 1));
        let answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => return Ok(None),
            // Of an empty file there is no first piece.
            Err(error) if status_of(&error) == Some(416) => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let size = answer.content_range().and_then(|range| range.rsplit('/').next()?.parse().ok());
        let size = size.or_else(|| u64::try_from(answer.content_length()?).ok()).unwrap_or(u64::MAX);
        if size > limit {
            return Err(FileError::TooLarge { size, limit });
        }
        let tag = answer.e_tag().unwrap_or_default().to_owned();
        let first = answer.body.collect().await.map_err(failed)?.to_vec();
        let pieces = VecDeque::from([(0, first)]);
        let (client, bucket, runtime) = (client.clone(), bucket.to_owned(), Handle::current());
        Ok(Some(Self { client, bucket, key, tag, size, position: 0, pieces, kept: KEPT, runtime, trouble: Trouble::default() }))
    }

    /// The same, for those who read it from its beginning to its end.
    #[must_use]
    pub fn read_once(self) -> Self {
        Self { kept: 1, ..self }
    }

    /// See [`Trouble`].
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        self.trouble.clone()
    }

    /// Bytes of the whole file.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The piece in which a byte stands, by where it begins: for those who read all of it, one after the other.
    ///
    /// # Errors
    /// [`FileError::Changed`], or when the bucket fails.
    pub async fn piece(&mut self, at: u64) -> Result<&[u8], FileError> {
        let start = at - at % PIECE;
        let there = self.pieces.iter().position(|(from, _)| *from == start);
        let piece = match there.and_then(|position| self.pieces.remove(position)) {
            Some(piece) => piece,
            None => {
                self.pieces.truncate(self.kept.saturating_sub(1));
                (start, self.fetch(start).await?)
            }
        };
        self.pieces.push_front(piece);
        let bytes = self.pieces.front().map(|(_, bytes)| bytes.as_slice()).unwrap_or_default();
        let skipped = usize::try_from(at - start).unwrap_or(usize::MAX);
        Ok(bytes.get(skipped..).unwrap_or_default())
    }

    async fn fetch(&self, start: u64) -> Result<Vec<u8>, FileError> {
        let range = format!("bytes={start}-{}", (start + PIECE).min(self.size) - 1);
        let request = self.client.get_object().bucket(&self.bucket).key(&self.key).range(range).if_match(&self.tag);
        match request.send().await {
            Ok(answer) => Ok(answer.body.collect().await.map_err(failed)?.to_vec()),
            Err(error) if matches!(status_of(&error), Some(404 | 412)) => Err(FileError::Changed),
            Err(error) => Err(failed(error)),
        }
    }
}

impl Read for RemoteFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.size || buffer.is_empty() {
            return Ok(0);
        }
        let (runtime, trouble, at) = (self.runtime.clone(), self.trouble.clone(), self.position);
        let piece = runtime.block_on(self.piece(at)).map_err(|error| {
            // The first counts.
            let _ = trouble.0.set(error.to_string());
            io::Error::other(error)
        })?;
        let count = piece.len().min(buffer.len());
        if count == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        buffer[..count].copy_from_slice(&piece[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for RemoteFile {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        let target = match position {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}
