//! Paths: courses that lead somewhere together, past milestones.
//!
//! | access | how |
//! |---|---|
//! | a path | get `W#<ws>#PATH#<id>` / `PATH` |
//! | paths of a state by title | query index 1, `W#<ws>#PATHS` / `<state>#<title>#<id>` |

use crate::{
    access::{Door, Offering},
    course::{CourseState, Unlock},
    courses::{state_key, state_name},
    ids::{CourseId, PathId},
    keys,
};
use jiff::Timestamp;
use people_model::ids::GroupId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{
    Condition, Entity, Filter, List, Listed, Page, Place, Record, TableError, Tenant, Write,
    audit::Act,
    idempotency::{Attempt, Created},
};
use tenancy::WorkspaceScope;
use trellis_core::{folding::order_key, personal::NotPersonal, title::Title};

/// Courses of one path: as many as one request reads with what a member has done in them.
pub const MOST_COURSES: usize = 50;

/// A course on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub course_id: CourseId,
    /// The path can be completed without it.
    #[serde(default)]
    pub optional: bool,
}

/// A stretch of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    pub title: NotPersonal<Title>,
    pub courses: Vec<Step>,
}

/// A path. What a member has reached on it follows from what they have completed, and is stored nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    pub id: PathId,
    pub title: NotPersonal<Title>,
    pub summary: NotPersonal<String>,
    pub state: CourseState,
    pub order: Unlock,
    pub milestones: Vec<Milestone>,
    /// Only for members of these groups, if there are any.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub groups: BTreeSet<GroupId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
}

impl Entity for Path {
    const NAME: &'static str = "Path";
}

/// The path breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    #[error("course {0} stands in the path twice")]
    Repeated(CourseId),
    #[error("a path holds at most {MOST_COURSES} courses")]
    TooMany,
    #[error("at least one course must be required")]
    AllOptional,
    #[error("a path needs at least one course before it can be published")]
    Empty,
}

impl Path {
    #[must_use]
    pub const fn door(&self) -> Door<'_> {
        Door { of: Offering::Path(self.id), state: self.state, groups: &self.groups }
    }

    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.milestones.iter().flat_map(|milestone| &milestone.courses)
    }

    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self) -> Result<(), PathError> {
        let mut seen = BTreeSet::new();
        if let Some(repeated) = self.steps().find(|step| !seen.insert(step.course_id)) {
            return Err(PathError::Repeated(repeated.course_id));
        }
        if seen.len() > MOST_COURSES {
            return Err(PathError::TooMany);
        }
        if !seen.is_empty() && self.steps().all(|step| step.optional) {
            return Err(PathError::AllOptional);
        }
        if seen.is_empty() && self.state.is_open() {
            return Err(PathError::Empty);
        }
        Ok(())
    }
}

fn place(scope: &WorkspaceScope, path: &Path) -> Place {
    let sort = format!("{}#{}#{}", state_key(path.state), order_key(path.title.as_str()), path.id);
    let words = format!("{} {}", path.title.as_str(), path.summary);
    Place::from(keys::path(scope, path.id)).listed(keys::paths(scope), sort).searched(&words)
}

/// Adds a path, once per attempt.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn create_path(tenant: &Tenant, path: Path, attempt: Option<&Attempt>, act: &Act) -> Result<(PathId, Created), TableError> {
    let (id, place) = (path.id, place(tenant.scope(), &path));
    let writes = vec![Record::new(path, tenant.now()).write(place, tenant.now())?, tenant.recorded(act)?];
    Ok(tenant.create_once(attempt, id, writes).await?)
}

/// A path as it is now.
///
/// # Errors
/// When the table cannot be read.
pub async fn path(tenant: &Tenant, id: PathId) -> Result<Option<Record<Path>>, TableError> {
    tenant.get(keys::path(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// Those of these paths, at most 100, that exist.
///
/// # Errors
/// When the table cannot be read.
pub async fn paths(tenant: &Tenant, ids: &BTreeSet<PathId>) -> Result<Vec<Record<Path>>, TableError> {
    let keys = ids.iter().map(|id| keys::path(tenant.scope(), *id)).collect();
    tenant.batch_get(keys, true).await?.into_iter().map(Record::read).collect()
}

/// Stores a changed path and answers it as it is now stored.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn update_path(tenant: &Tenant, path: Record<Path>, act: &Act) -> Result<Record<Path>, TableError> {
    let writes = vec![path.write(place(tenant.scope(), &path.value), tenant.now())?, tenant.recorded(act)?];
    tenant.transact(writes).await?;
    Ok(path.stored(tenant.now()))
}

/// Removes a path. What members have done in its courses stays theirs.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn delete_path(tenant: &Tenant, path: &Record<Path>, act: &Act) -> Result<(), TableError> {
    let delete = Write::Delete(keys::path(tenant.scope(), path.value.id), Condition::Version(path.version));
    Ok(tenant.transact(vec![delete, tenant.recorded(act)?]).await?)
}

/// Paths of one state, or of any, by title; with a text, only those that have it in title or summary. `see` says which of them the reader
/// may see, and leaves `None` for the others.
///
/// # Errors
/// [`TableError::BadCursor`], when the table cannot be read, or what `see` answers.
pub async fn list_paths<E, F, Fut>(
    tenant: &Tenant,
    state: Option<CourseState>,
    text: Option<&str>,
    page: &Page,
    see: F,
) -> Result<Listed<Record<Path>>, E>
where
    E: From<TableError>,
    F: FnMut(Vec<Record<Path>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<Record<Path>>>, E>>,
{
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::path(scope, sort.rsplit('#').next()?.parse().ok()?));
    let list = List {
        prefix: state.map(|state| format!("{}#", state_key(state))),
        filter: text.into_iter().flat_map(Filter::words).collect(),
        ..List::indexed(state.map_or("paths", state_name), keys::paths(tenant.scope()), key_of)
    };
    tenant.listed_to(list, page, see).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_each_course_once_and_leads_somewhere() {
        let id = |byte| CourseId::from_bytes([byte; 16]);
        let path = |courses: Vec<Step>, state| Path {
            id: PathId::from_bytes([9; 16]),
            title: "Site".parse().unwrap(),
            summary: String::new(),
            state,
            order: Unlock::Free,
            milestones: vec![Milestone { title: "One".parse().unwrap(), courses }],
            groups: BTreeSet::new(),
            published_at: None,
        };
        let step = |byte, optional| Step { course_id: id(byte), optional };
        let (draft, published) = (CourseState::Draft, CourseState::Published);
        assert_eq!(path(vec![step(1, false), step(2, true)], published).check(), Ok(()));
        assert_eq!(path(Vec::new(), draft).check(), Ok(()));
        assert_eq!(path(Vec::new(), published).check(), Err(PathError::Empty));
        assert_eq!(path(vec![step(1, true)], draft).check(), Err(PathError::AllOptional));
        assert_eq!(path(vec![step(1, false), step(1, true)], draft).check(), Err(PathError::Repeated(id(1))));
        let many = (0..51).map(|byte| step(byte, false)).collect();
        assert_eq!(path(many, draft).check(), Err(PathError::TooMany));
    }
}
