//! From entries to parts of an upload: packing has a thread of its own, and is never far ahead of the bucket.

use super::Stop;
use crate::course_archive::{ARCHIVE_BYTES, ArchiveError, ArchiveWriter, Placed};
use files_model::file::PART_SIZE;
use lambda::{
    FunctionError,
    services::{Part, UploadError, UploadKey, Uploads},
};
use std::io::{self, Write};
use tokio::sync::mpsc;

/// What packing is told.
enum Piece {
    Begin(Placed),
    Bytes(Vec<u8>),
    /// The archive is complete.
    End,
}

/// Takes the entries of an archive.
pub(super) struct Entries(mpsc::Sender<Piece>);

impl Entries {
    pub(super) async fn begin(&self, placed: Placed) -> Result<(), Stop> {
        self.send(Piece::Begin(placed)).await
    }

    /// Of the entry that was begun last.
    pub(super) async fn bytes(&self, bytes: Vec<u8>) -> Result<(), Stop> {
        self.send(Piece::Bytes(bytes)).await
    }

    /// A whole entry.
    pub(super) async fn put(&self, placed: Placed, bytes: Vec<u8>) -> Result<(), Stop> {
        self.begin(placed).await?;
        self.bytes(bytes).await
    }

    async fn send(&self, piece: Piece) -> Result<(), Stop> {
        self.0.send(piece).await.map_err(|_| Stop::Platform(FunctionError::failed("the archive was given up")))
    }
}

/// An archive that has arrived in the bucket.
pub(super) struct Sent {
    pub(super) parts: Vec<Part>,
    /// Bytes.
    pub(super) size: u64,
}

/// Packs what `write` puts in, and sends it.
pub(super) async fn stream(
    uploads: &Uploads,
    (key, upload): (&UploadKey, &str),
    write: impl AsyncFnOnce(&Entries) -> Result<(), Stop>,
) -> Result<Sent, Stop> {
    let (pieces, to_pack) = mpsc::channel(1);
    let (packed, mut parts) = mpsc::channel::<Vec<u8>>(1);
    let packing = tokio::task::spawn_blocking(move || pack(to_pack, packed));
    let writing = async {
        let entries = Entries(pieces);
        let written = write(&entries).await;
        if written.is_ok() { entries.send(Piece::End).await } else { written }
    };
    let sending = async {
        let mut sent = Sent { parts: Vec::new(), size: 0 };
        while let Some(bytes) = parts.recv().await {
            sent.size += bytes.len() as u64;
            let part = match sent.size {
                ..=ARCHIVE_BYTES => send(uploads, (key, upload), (sent.parts.len() as u64 + 1, bytes)).await,
                size => Err(ArchiveError::TooLarge { mebibytes: size >> 20 }.into()),
            };
            match part {
                Ok(part) => sent.parts.push(part),
                Err(error) => {
                    // Who packs and who writes are told.
                    parts.close();
                    return Err(error);
                }
            }
        }
        Ok(sent)
    };
    let (written, sent) = tokio::join!(writing, sending);
    let packed = packing.await.map_err(FunctionError::failed)?;
    // What has gone wrong first is the cause of the rest.
    let sent = sent?;
    written?;
    packed.map_err(FunctionError::failed)?;
    Ok(sent)
}

async fn send(uploads: &Uploads, (key, upload): (&UploadKey, &str), part: (u64, Vec<u8>)) -> Result<Part, Stop> {
    uploads.send_part(key, upload, part, &[]).await.map_err(|error: UploadError| error.into())
}

fn pack(mut pieces: mpsc::Receiver<Piece>, parts: mpsc::Sender<Vec<u8>>) -> io::Result<()> {
    let mut archive = ArchiveWriter::new(Parts { full: parts, part: Vec::with_capacity(part_size()) });
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::Begin(placed) => archive.begin(&placed)?,
            Piece::Bytes(bytes) => archive.write_all(&bytes)?,
            Piece::End => return archive.finish()?.send_rest(),
        }
    }
    Err(io::Error::other("the archive was left unfinished"))
}

fn part_size() -> usize {
    // Eight MiB.
    usize::try_from(PART_SIZE).unwrap_or(usize::MAX)
}

/// Cuts what is written into parts.
struct Parts {
    full: mpsc::Sender<Vec<u8>>,
    part: Vec<u8>,
}

impl Parts {
    /// What does not fill a part any more.
    fn send_rest(&mut self) -> io::Result<()> {
        if self.part.is_empty() { Ok(()) } else { self.send() }
    }

    fn send(&mut self) -> io::Result<()> {
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(part_size()));
        self.full.blocking_send(part).map_err(io::Error::other)
    }
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(part_size() - self.part.len());
        self.part.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        if self.part.len() == part_size() {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
