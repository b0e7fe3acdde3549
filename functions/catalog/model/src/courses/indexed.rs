//! Courses with their outlines, as the search index reads them.

use super::{Course, outlines, words};
use crate::{course::Outline, ids::CourseId, keys};
use std::collections::BTreeSet;
use table::{Index, Query, Record, TableError, Tenant};

/// As many as one request reads.
const AT_ONCE: usize = 100;

/// All courses of a workspace, which an index knows: one that was made a moment ago may be missing, and is announced later.
///
/// # Errors
/// When the table cannot be read.
pub async fn all_ids(tenant: &Tenant) -> Result<BTreeSet<CourseId>, TableError> {
    let query = Query { index: Some(Index::First), partition: keys::courses(tenant.scope()), ..Query::default() };
    let items = tenant.query_all(query).await?;
    items.into_iter().map(|item| Ok(Record::<Course>::read(item)?.value.id)).collect()
}

/// A course, what is learnt in it, or would be, and by which words the texts of its lessons are found.
#[derive(Debug)]
pub struct IndexedCourse {
    pub course: Record<Course>,
    pub outline: Outline,
    pub words: String,
}

/// Those of these courses that exist, as they are now, or are gone.
///
/// # Errors
/// When the table cannot be read, or written with the words of a version that is new.
pub async fn courses(tenant: &Tenant, ids: &BTreeSet<CourseId>) -> Result<Vec<IndexedCourse>, TableError> {
    let mut found = Vec::with_capacity(ids.len());
    let ids: Vec<CourseId> = ids.iter().copied().collect();
    for ids in ids.chunks(AT_ONCE) {
        let keys = ids.iter().map(|id| keys::course(tenant.scope(), *id)).collect();
        let courses = tenant.batch_get(keys, true).await?.into_iter().map(Record::<Course>::read).collect::<Result<Vec<_>, _>>()?;
        let mut outlines = outlines::shown(tenant, courses.iter().map(|course| &course.value)).await?;
        let mut words = words::shown(tenant, &courses).await?;
        for course in courses {
            let outline = outlines.remove(&course.value.id).unwrap_or_default();
            let words = words.remove(&course.value.id).unwrap_or_default();
            found.push(IndexedCourse { course, outline, words });
        }
    }
    Ok(found)
}
