//! Search indexes of workspaces, each a file in the bucket: workers bring them up to what the table says, and functions keep at hand those
//! that they were asked for, as long as they are the newest.

use aws_config::SdkConfig;
use lambda::{
    FunctionError, Problem, Service, SettingMissing, Settings,
    services::{Derived, FileError, Files},
};
use search::{Document, Error, Found, Index, Query, Writer};
use std::{
    collections::BTreeSet,
    io::Write,
    marker::PhantomData,
    sync::{Arc, Mutex, PoisonError},
};
use table::{TableError, Tenant, WorkspaceScope};
use tempfile::NamedTempFile;
use tokio::task::spawn_blocking;
use trellis_core::ids::WorkspaceId;

/// Indexes that a function keeps at hand: what they take must fit into its memory and its `/tmp`.
const KEPT: usize = 4;

/// What becomes of a thing in its index.
#[derive(Debug)]
pub enum Entry {
    There(Box<Document>),
    Gone { id: String, version: u64 },
}

/// Things of one kind that a workspace's index makes findable.
pub trait Indexed: Send + Sync + 'static {
    /// Where the index lies among what is made from the table. A number in it rises with every change of what [`Indexed::entries`] makes of a
    /// thing; then all indexes are made anew.
    const PATH: &'static str;
    /// Bytes. A function holds an index in its memory while it comes or goes.
    const LARGEST: u64;
    /// Things of one workspace. Where there are more, there is no index, and the table is searched.
    const MOST: usize;
    type Id: Ord + Copy + Send + Sync;

    /// All that there are: one that was made a moment ago may be missing, and is announced later.
    fn all(tenant: &Tenant) -> impl Future<Output = Result<BTreeSet<Self::Id>, TableError>> + Send;

    /// What the table says now of these.
    fn entries(tenant: &Tenant, ids: &BTreeSet<Self::Id>) -> impl Future<Output = Result<Vec<Entry>, FunctionError>> + Send;
}

/// An index to be changed, and the tag of the one that it replaces.
///
/// An empty file stands for an index that would be too large: it is not tried again with every change, only when all is made anew.
struct Draft {
    file: NamedTempFile,
    /// Whether it holds nothing, and all courses must be put into it.
    is_new: bool,
    tag: Option<String>,
}

/// What became of a draft.
enum Finished {
    Stored,
    /// Another has been stored since it was read.
    Overtaken,
    /// It must be made anew.
    Damaged,
}

/// The stored index, to be changed, or a new one where there is none that can be read, or where it is known to be damaged.
///
/// # Errors
/// When the bucket or the disk fails.
async fn draft<I: Indexed>(files: &Files, scope: &WorkspaceScope, is_damaged: bool) -> Result<Option<Draft>, FunctionError> {
    let (bytes, tag) = match files.read_derived(scope, I::PATH, I::LARGEST, None).await? {
        Derived::Read { bytes, tag } => (bytes, Some(tag)),
        Derived::Missing | Derived::Known => (Vec::new(), None),
    };
    if bytes.is_empty() && tag.is_some() && !is_damaged {
        return Ok(None);
    }
    let draft = spawn_blocking(move || {
        let file = stored(&bytes)?;
        let is_new = is_damaged || tag.is_none() || is_unreadable(Index::open(file.path()))? || is_unreadable(Writer::open(file.path()))?;
        Ok::<_, Error>(Some(Draft { file, is_new, tag }))
    });
    draft.await.map_err(FunctionError::failed)?.map_err(FunctionError::failed)
}

/// How often an index is read anew because others keep storing one.
const ATTEMPTS: usize = 3;

/// Puts into the index what the table says now of these things, or of all: where `anew` says so, and where there is no index that can be
/// read. How many it looked at.
///
/// # Errors
/// When table, bucket or disk fails, or others kept storing an index.
pub async fn refresh<I: Indexed>(files: &Files, tenant: &Tenant, mut ids: BTreeSet<I::Id>, mut anew: bool) -> Result<usize, FunctionError> {
    for _ in 0..ATTEMPTS {
        let Some(draft) = draft::<I>(files, tenant.scope(), anew).await? else { return Ok(0) };
        if draft.is_new {
            ids.extend(I::all(tenant).await?);
        }
        if ids.len() > I::MOST {
            match draft.give_up::<I>(files, tenant.scope()).await? {
                Finished::Overtaken => continue,
                Finished::Stored | Finished::Damaged => return Ok(0),
            }
        }
        let entries = I::entries(tenant, &ids).await?;
        let looked_at = entries.len();
        match draft.finish::<I>(files, tenant.scope(), entries).await? {
            Finished::Stored => return Ok(looked_at),
            // A worker that took too long may still be writing.
            Finished::Overtaken => {}
            Finished::Damaged => anew = true,
        }
    }
    Err(FunctionError::failed("the index could not be stored"))
}

/// Whether an index must be made anew.
fn is_unreadable<T>(outcome: Result<T, Error>) -> Result<bool, Error> {
    match outcome {
        Ok(_) => Ok(false),
        Err(error @ (Error::Damaged(_) | Error::Format { .. })) => {
            tracing::warn!(%error, "the search index is made anew");
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

impl Draft {
    /// Puts documents into it and stores it, if that changes it.
    ///
    /// # Errors
    /// When the bucket or the disk fails.
    async fn finish<I: Indexed>(self, files: &Files, scope: &WorkspaceScope, entries: Vec<Entry>) -> Result<Finished, FunctionError> {
        let Self { file, is_new, tag } = self;
        let written = spawn_blocking(move || written::<I>(&file, is_new, &entries)).await.map_err(FunctionError::failed)?;
        let bytes = match written {
            Err(Error::Damaged(reason)) => {
                tracing::warn!(reason, "the search index is made anew");
                return Ok(Finished::Damaged);
            }
            written => written.map_err(FunctionError::failed)?,
        };
        // Where everything was known, the message has come again.
        let Some(bytes) = bytes else { return Ok(Finished::Stored) };
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let bytes = if size > I::LARGEST { Vec::new() } else { bytes };
        stored_as::<I>(files, scope, bytes, tag.as_deref()).await
    }

    /// Says that there is no index.
    async fn give_up<I: Indexed>(self, files: &Files, scope: &WorkspaceScope) -> Result<Finished, FunctionError> {
        stored_as::<I>(files, scope, Vec::new(), self.tag.as_deref()).await
    }
}

async fn stored_as<I: Indexed>(
    files: &Files,
    scope: &WorkspaceScope,
    bytes: Vec<u8>,
    tag: Option<&str>,
) -> Result<Finished, FunctionError> {
    if bytes.is_empty() {
        tracing::warn!(index = I::PATH, "the workspace is too large for an index");
    }
    match files.replace_derived(scope, I::PATH, bytes, tag).await {
        Ok(()) => Ok(Finished::Stored),
        Err(FileError::Changed) => Ok(Finished::Overtaken),
        Err(error) => Err(error.into()),
    }
}

/// The index with these documents; `None` where it had them already.
fn written<I: Indexed>(file: &NamedTempFile, is_new: bool, entries: &[Entry]) -> Result<Option<Vec<u8>>, Error> {
    let mut writer = if is_new { Writer::create(file.path()) } else { Writer::open(file.path()) }?;
    let mut changed = is_new;
    for entry in entries {
        let (id, outcome) = match entry {
            Entry::There(document) => (&document.id, writer.put(document)),
            Entry::Gone { id, version } => (id, writer.remove(id, *version)),
        };
        match outcome {
            Ok(is_newer) => changed |= is_newer,
            // One thing that cannot be found must not hide the others.
            Err(error @ (Error::TooLarge(_) | Error::Full)) => tracing::error!(index = I::PATH, id, %error, "not indexed"),
            Err(error) => return Err(error),
        }
    }
    writer.finish()?;
    if changed { Ok(Some(std::fs::read(file.path())?)) } else { Ok(None) }
}

fn stored(bytes: &[u8]) -> Result<NamedTempFile, Error> {
    let mut file = NamedTempFile::new()?;
    file.write_all(bytes)?;
    file.flush()?;
    Ok(file)
}

/// An index at hand.
pub struct Opened {
    tag: String,
    index: Mutex<Index>,
    /// Is removed with the index that reads it.
    _file: NamedTempFile,
}

impl Opened {
    /// Answers a query; `None` where the index turns out to be damaged.
    ///
    /// # Errors
    /// 500 for a defect, 400 for a position of another kind of query.
    pub async fn search(self: &Arc<Self>, query: Query) -> Result<Option<Found>, Problem> {
        let opened = Arc::clone(self);
        let search = move || opened.index.lock().unwrap_or_else(PoisonError::into_inner).search(&query);
        match spawn_blocking(search).await.map_err(Problem::internal)? {
            Ok(found) => Ok(Some(found)),
            Err(Error::Position) => Err(TableError::BadCursor.into()),
            Err(error) => {
                tracing::warn!(%error, "the search index cannot be read");
                Ok(None)
            }
        }
    }
}

/// The indexes of one kind of things that this function has read lately.
pub struct Indexes<I> {
    files: Files,
    /// The one that was asked last at the end.
    opened: Mutex<Vec<(WorkspaceId, Arc<Opened>)>>,
    of: PhantomData<I>,
}

impl<I: Indexed> Service for Indexes<I> {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        Ok(Self { files: Files::new(config, settings)?, opened: Mutex::default(), of: PhantomData })
    }
}

impl<I: Indexed> Indexes<I> {
    /// The newest index; `None` where there is none that can be read, whatever the reason: the table answers in its place.
    ///
    /// # Errors
    /// 500 for a defect.
    pub async fn newest(&self, scope: &WorkspaceScope) -> Result<Option<Arc<Opened>>, Problem> {
        let kept = self.kept(scope.workspace());
        let known = kept.as_ref().map(|kept| kept.tag.as_str());
        let (bytes, tag) = match self.files.read_derived(scope, I::PATH, I::LARGEST, known).await {
            Ok(Derived::Missing) => return Ok(None),
            Ok(Derived::Known) => return Ok(kept),
            Ok(Derived::Read { bytes, .. }) if bytes.is_empty() => return Ok(None),
            Ok(Derived::Read { bytes, tag }) => (bytes, tag),
            Err(error) => {
                tracing::warn!(%error, "the search index cannot be had");
                return Ok(None);
            }
        };
        let open = spawn_blocking(move || {
            let file = stored(&bytes)?;
            Ok::<_, Error>(Opened { tag, index: Mutex::new(Index::open(file.path())?), _file: file })
        });
        match open.await.map_err(Problem::internal)? {
            Ok(opened) => Ok(Some(self.keep(scope.workspace(), Arc::new(opened)))),
            Err(error) => {
                tracing::warn!(%error, "the search index cannot be read");
                Ok(None)
            }
        }
    }

    fn kept(&self, workspace: &WorkspaceId) -> Option<Arc<Opened>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let place = opened.iter().position(|(of, _)| of == workspace)?;
        let kept = opened.remove(place);
        let index = Arc::clone(&kept.1);
        opened.push(kept);
        Some(index)
    }

    /// Keeps an index in the place of the workspace's former one, or of the one that nobody has asked for the longest.
    fn keep(&self, workspace: &WorkspaceId, index: Arc<Opened>) -> Arc<Opened> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.retain(|(of, _)| of != workspace);
        if opened.len() >= KEPT {
            opened.remove(0);
        }
        opened.push((workspace.clone(), Arc::clone(&index)));
        index
    }
}
