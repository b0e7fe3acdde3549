//! The search index of a workspace's courses: a file in the bucket, which functions keep at hand as long as it is the newest.

use crate::view::CourseSummary;
use aws_config::SdkConfig;
use catalog_model::{
    course::{CourseState, Outline},
    courses::Course,
};
use lambda::{
    FunctionError, Problem, Service, SettingMissing, Settings,
    services::{Derived, FileError, Files},
};
use search::{Access, Document, Error, Found, Index, Query, Writer};
use std::{
    io::Write,
    sync::{Arc, Mutex, PoisonError},
};
use table::{Record, WorkspaceScope};
use tempfile::NamedTempFile;
use tokio::task::spawn_blocking;
use trellis_core::ids::WorkspaceId;

const PATH: &str = "catalog/courses.index";

/// Bytes. 10,000 courses take some 20 MB.
const LARGEST: u64 = 400 << 20;

/// Indexes that a function keeps at hand: what they take must fit into its memory and its `/tmp`.
const KEPT: usize = 4;

/// The facet that tells drafts from what learners may find.
pub(crate) const STATE: &str = "state";

pub(crate) const fn state_name(state: CourseState) -> &'static str {
    match state {
        CourseState::Draft => "draft",
        CourseState::Published => "published",
    }
}

/// What the index knows of a course.
///
/// # Errors
/// When what a hit shows cannot be written as JSON: a defect.
pub(crate) fn document(course: &Record<Course>, outline: &Outline) -> Result<Document, FunctionError> {
    let Course { id, title, summary, state, language, groups, .. } = &course.value;
    let language = language.iter().map(|language| ("language".to_owned(), language.clone()));
    let open = course.value.door().is_open();
    Ok(Document {
        id: id.to_string(),
        version: course.version,
        title: title.to_string(),
        tags: Vec::new(),
        summary: summary.clone(),
        body: titles(outline).join("\n"),
        facets: [(STATE.to_owned(), state_name(*state).to_owned())].into_iter().chain(language).collect(),
        access: if open { Access::Everybody } else { Access::Holders(groups.iter().map(ToString::to_string).collect()) },
        payload: serde_json::to_vec(&CourseSummary::from(&course.value)).map_err(FunctionError::failed)?,
    })
}

/// The titles of everything in it.
fn titles(outline: &Outline) -> Vec<&str> {
    let mut titles = Vec::new();
    for part in &outline.parts {
        titles.push(part.title.as_str());
        for module in &part.modules {
            titles.push(module.title.as_str());
            titles.extend(module.lessons.iter().map(|lesson| lesson.title.as_str()));
        }
    }
    titles
}

/// An index to be changed, and the tag of the one that it replaces.
pub(crate) struct Draft {
    file: NamedTempFile,
    /// Whether it holds nothing, and all courses must be put into it.
    pub(crate) is_new: bool,
    tag: Option<String>,
}

/// The stored index, to be changed, or a new one where there is none that can be read.
///
/// # Errors
/// When the bucket or the disk fails.
pub(crate) async fn draft(files: &Files, scope: &WorkspaceScope) -> Result<Draft, FunctionError> {
    let (bytes, tag) = match files.read_derived(scope, PATH, LARGEST, None).await? {
        Derived::Read { bytes, tag } => (bytes, Some(tag)),
        Derived::Missing | Derived::Known => (Vec::new(), None),
    };
    let draft = spawn_blocking(move || {
        let file = stored(&bytes)?;
        let is_new = match Writer::open(file.path()) {
            Ok(_) => false,
            Err(Error::Damaged(reason)) => {
                tracing::warn!(reason, bytes = bytes.len(), "the search index is made anew");
                true
            }
            Err(Error::Format { found }) => {
                tracing::info!(found, "the search index has another format and is made anew");
                true
            }
            Err(error) => return Err(error),
        };
        Ok(Draft { file, is_new, tag })
    });
    draft.await.map_err(FunctionError::failed)?.map_err(FunctionError::failed)
}

impl Draft {
    /// Puts documents into it and stores it; `false` if another has been stored since it was read.
    ///
    /// # Errors
    /// When the bucket or the disk fails.
    pub(crate) async fn finish(self, files: &Files, scope: &WorkspaceScope, documents: Vec<Document>) -> Result<bool, FunctionError> {
        let Self { file, is_new, tag } = self;
        let written = spawn_blocking(move || {
            let mut writer = if is_new { Writer::create(file.path()) } else { Writer::open(file.path()) }?;
            let mut changed = is_new;
            for document in &documents {
                match writer.put(document) {
                    Ok(is_newer) => changed |= is_newer,
                    // One course that cannot be found must not hide the others.
                    Err(error @ (Error::TooLarge(_) | Error::Full)) => tracing::error!(course = document.id, %error, "not indexed"),
                    Err(error) => return Err(error),
                }
            }
            writer.finish()?;
            Ok::<_, Error>(if changed { Some(std::fs::read(file.path())?) } else { None })
        });
        // Nothing is stored where everything was known: a message that came again.
        let Some(bytes) = written.await.map_err(FunctionError::failed)?.map_err(FunctionError::failed)? else { return Ok(true) };
        match files.replace_derived(scope, PATH, bytes, tag.as_deref()).await {
            Ok(()) => Ok(true),
            Err(FileError::Changed) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

fn stored(bytes: &[u8]) -> Result<NamedTempFile, Error> {
    let mut file = NamedTempFile::new()?;
    file.write_all(bytes)?;
    file.flush()?;
    Ok(file)
}

/// An index at hand.
struct Opened {
    tag: String,
    index: Mutex<Index>,
    /// Is removed with the index that reads it.
    _file: NamedTempFile,
}

/// The indexes of courses that this function has read lately.
pub(crate) struct CourseIndexes {
    files: Files,
    opened: Mutex<Vec<(WorkspaceId, Arc<Opened>)>>,
}

impl Service for CourseIndexes {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        Ok(Self { files: Files::new(config, settings)?, opened: Mutex::default() })
    }
}

impl CourseIndexes {
    /// Answers a query from the newest index; `None` where there is none that can be read.
    ///
    /// # Errors
    /// When the bucket or the disk fails.
    pub(crate) async fn search(&self, scope: &WorkspaceScope, query: Query) -> Result<Option<Result<Found, Error>>, Problem> {
        let Some(opened) = self.newest(scope).await? else { return Ok(None) };
        let search = move || opened.index.lock().unwrap_or_else(PoisonError::into_inner).search(&query);
        match spawn_blocking(search).await.map_err(Problem::internal)? {
            Err(error @ Error::Damaged(_)) => {
                tracing::warn!(%error, "the search index cannot be read");
                Ok(None)
            }
            answer => Ok(Some(answer)),
        }
    }

    async fn newest(&self, scope: &WorkspaceScope) -> Result<Option<Arc<Opened>>, Problem> {
        let kept = self.kept(scope.workspace());
        let known = kept.as_ref().map(|kept| kept.tag.as_str());
        let (bytes, tag) = match self.files.read_derived(scope, PATH, LARGEST, known).await? {
            Derived::Missing => return Ok(None),
            Derived::Known => return Ok(kept),
            Derived::Read { bytes, tag } => (bytes, tag),
        };
        let open = spawn_blocking(move || {
            let file = stored(&bytes)?;
            Ok(Opened { tag, index: Mutex::new(Index::open(file.path())?), _file: file })
        });
        match open.await.map_err(Problem::internal)? {
            Ok(opened) => Ok(Some(self.keep(scope.workspace(), opened))),
            Err(error @ (Error::Damaged(_) | Error::Format { .. })) => {
                tracing::warn!(%error, "the search index cannot be read");
                Ok(None)
            }
            Err(error) => Err(Problem::internal(error)),
        }
    }

    fn kept(&self, workspace: &WorkspaceId) -> Option<Arc<Opened>> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.iter().find(|(of, _)| of == workspace).map(|(_, index)| Arc::clone(index))
    }

    /// Keeps an index in the place of the workspace's former one, or of the one that was read first.
    fn keep(&self, workspace: &WorkspaceId, index: Opened) -> Arc<Opened> {
        let index = Arc::new(index);
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.retain(|(of, _)| of != workspace);
        if opened.len() >= KEPT {
            opened.remove(0);
        }
        opened.push((workspace.clone(), Arc::clone(&index)));
        index
    }
}
