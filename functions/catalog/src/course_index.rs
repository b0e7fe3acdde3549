//! The search index of a workspace's courses: a file in the bucket, which functions keep at hand as long as it is the newest.

use crate::{facets, view::CourseSummary};
use aws_config::SdkConfig;
use catalog_model::{
    course::{CourseState, Outline},
    courses::{Course, indexed},
    ids::CourseId,
};
use lambda::{
    FunctionError, Problem, Service, SettingMissing, Settings,
    services::{Derived, FileError, Files},
};
use search::{Access, Document, Error, Found, Index, Query, Writer};
use std::{
    collections::BTreeSet,
    io::Write,
    sync::{Arc, Mutex, PoisonError},
};
use table::{Record, TableError, Tenant, WorkspaceScope};
use tempfile::NamedTempFile;
use tokio::task::spawn_blocking;
use trellis_core::ids::WorkspaceId;

/// The number rises with every change of what [`document`] makes of a course; then all indexes are made anew.
const PATH: &str = "catalog/courses-4.index";

/// Bytes. 10,000 courses take some 25 MB.
const LARGEST: u64 = 64 << 20;

/// Indexes that a function keeps at hand: what they take must fit into its memory and its `/tmp`.
const KEPT: usize = 4;

/// What becomes of a course in the index.
enum Entry {
    There(Box<Document>),
    Gone { id: String, version: u64 },
}

/// # Errors
/// When what a hit shows cannot be written as JSON: a defect.
fn entry(course: &Record<Course>, outline: &Outline) -> Result<Entry, FunctionError> {
    if course.value.is_deleted {
        return Ok(Entry::Gone { id: course.value.id.to_string(), version: course.version });
    }
    document(course, outline).map(|document| Entry::There(Box::new(document)))
}

/// What the index knows of a course.
fn document(course: &Record<Course>, outline: &Outline) -> Result<Document, FunctionError> {
    let Course { id, title, summary, state, groups, about, .. } = &course.value;
    let access = match state {
        // Only for those to whom every course is open.
        CourseState::Draft => Access::Holders(Vec::new()),
        CourseState::Published | CourseState::Archived if groups.is_empty() => Access::Everybody,
        CourseState::Published | CourseState::Archived => Access::Holders(groups.iter().map(ToString::to_string).collect()),
    };
    Ok(Document {
        id: id.to_string(),
        version: course.version,
        title: title.to_string(),
        tags: about.tags.iter().chain(&about.skills).map(|tag| tag.as_str().to_owned()).collect(),
        summary: summary.clone(),
        body: texts(course, outline).join("\n"),
        facets: facets::of(&course.value, outline),
        access,
        payload: serde_json::to_vec(&CourseSummary::from(&course.value)).map_err(FunctionError::failed)?,
    })
}

/// What else can be found of it: the titles of everything in it, and what it is good for.
fn texts<'a>(course: &'a Record<Course>, outline: &'a Outline) -> Vec<&'a str> {
    let about = &course.value.about;
    let mut texts: Vec<&str> = about.outcomes.iter().map(|outcome| outcome.as_str()).collect();
    texts.extend(about.audience.iter().map(|audience| audience.as_str()));
    for part in &outline.parts {
        texts.push(part.title.as_str());
        for module in &part.modules {
            texts.push(module.title.as_str());
            texts.extend(module.lessons.iter().map(|lesson| lesson.title.as_str()));
        }
    }
    texts
}

/// An index to be changed, and the tag of the one that it replaces.
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
async fn draft(files: &Files, scope: &WorkspaceScope, is_damaged: bool) -> Result<Draft, FunctionError> {
    let (bytes, tag) = match files.read_derived(scope, PATH, LARGEST, None).await? {
        Derived::Read { bytes, tag } => (bytes, Some(tag)),
        Derived::Missing | Derived::Known => (Vec::new(), None),
    };
    let draft = spawn_blocking(move || {
        let file = stored(&bytes)?;
        let is_new = is_damaged || tag.is_none() || is_unreadable(Index::open(file.path()))? || is_unreadable(Writer::open(file.path()))?;
        Ok::<_, Error>(Draft { file, is_new, tag })
    });
    draft.await.map_err(FunctionError::failed)?.map_err(FunctionError::failed)
}

/// How often an index is read anew because others keep storing one.
const ATTEMPTS: usize = 3;

/// Puts into the index what the table says now of these courses, or of all: where `anew` says so, and where there is no index that can be
/// read. How many courses it looked at.
///
/// # Errors
/// When table, bucket or disk fails, or others kept storing an index.
pub(crate) async fn refresh(
    files: &Files,
    tenant: &Tenant,
    mut courses: BTreeSet<CourseId>,
    mut anew: bool,
) -> Result<usize, FunctionError> {
    for _ in 0..ATTEMPTS {
        let draft = draft(files, tenant.scope(), anew).await?;
        if draft.is_new {
            courses.extend(indexed::all_ids(tenant).await?);
        }
        let found = indexed::with_outlines(tenant, &courses).await?;
        let entries = found.iter().map(|(course, outline)| entry(course, outline)).collect::<Result<_, _>>()?;
        match draft.finish(files, tenant.scope(), entries).await? {
            Finished::Stored => return Ok(found.len()),
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
    async fn finish(self, files: &Files, scope: &WorkspaceScope, entries: Vec<Entry>) -> Result<Finished, FunctionError> {
        let Self { file, is_new, tag } = self;
        let written = spawn_blocking(move || written(&file, is_new, &entries)).await.map_err(FunctionError::failed)?;
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
        if size > LARGEST {
            return Err(FileError::TooLarge { size, limit: LARGEST }.into());
        }
        match files.replace_derived(scope, PATH, bytes, tag.as_deref()).await {
            Ok(()) => Ok(Finished::Stored),
            Err(FileError::Changed) => Ok(Finished::Overtaken),
            Err(error) => Err(error.into()),
        }
    }
}

/// The index with these documents; `None` where it had them already.
fn written(file: &NamedTempFile, is_new: bool, entries: &[Entry]) -> Result<Option<Vec<u8>>, Error> {
    let mut writer = if is_new { Writer::create(file.path()) } else { Writer::open(file.path()) }?;
    let mut changed = is_new;
    for entry in entries {
        let (id, outcome) = match entry {
            Entry::There(document) => (&document.id, writer.put(document)),
            Entry::Gone { id, version } => (id, writer.remove(id, *version)),
        };
        match outcome {
            Ok(is_newer) => changed |= is_newer,
            // One course that cannot be found must not hide the others.
            Err(error @ (Error::TooLarge(_) | Error::Full)) => tracing::error!(course = id, %error, "not indexed"),
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
pub(crate) struct Opened {
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
    pub(crate) async fn search(self: &Arc<Self>, query: Query) -> Result<Option<Found>, Problem> {
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

/// The indexes of courses that this function has read lately.
pub(crate) struct CourseIndexes {
    files: Files,
    /// The one that was asked last at the end.
    opened: Mutex<Vec<(WorkspaceId, Arc<Opened>)>>,
}

impl Service for CourseIndexes {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        Ok(Self { files: Files::new(config, settings)?, opened: Mutex::default() })
    }
}

impl CourseIndexes {
    /// The newest index; `None` where there is none that can be read, whatever the reason: the table answers in its place.
    ///
    /// # Errors
    /// 500 for a defect.
    pub(crate) async fn newest(&self, scope: &WorkspaceScope) -> Result<Option<Arc<Opened>>, Problem> {
        let kept = self.kept(scope.workspace());
        let known = kept.as_ref().map(|kept| kept.tag.as_str());
        let (bytes, tag) = match self.files.read_derived(scope, PATH, LARGEST, known).await {
            Ok(Derived::Missing) => return Ok(None),
            Ok(Derived::Known) => return Ok(kept),
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
