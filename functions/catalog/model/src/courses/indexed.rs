//! Courses with their outlines, as the search index reads them.

use super::{Course, outlines};
use crate::{course::Outline, ids::CourseId, keys};
use std::collections::{BTreeSet, HashMap};
use table::{Entity, Index, Query, Record, TableError, Tenant, kind};

/// A course and its outline: two items of one request, of which 100 are allowed.
const AT_ONCE: usize = 50;

/// All courses of a workspace, which an index knows: one that was made a moment ago may be missing, and is announced later.
///
/// # Errors
/// When the table cannot be read.
pub async fn all_ids(tenant: &Tenant) -> Result<BTreeSet<CourseId>, TableError> {
    let query = Query { index: Some(Index::First), partition: keys::courses(tenant.scope()), ..Query::default() };
    let items = tenant.query_all(query).await?;
    items.into_iter().map(|item| Ok(Record::<Course>::read(item)?.value.id)).collect()
}

/// Those of these courses that exist, as they are now, or are gone.
///
/// # Errors
/// When the table cannot be read.
pub async fn with_outlines(tenant: &Tenant, ids: &BTreeSet<CourseId>) -> Result<Vec<(Record<Course>, Outline)>, TableError> {
    let ids: Vec<CourseId> = ids.iter().copied().collect();
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let keys = ids.iter().flat_map(|id| [keys::course(tenant.scope(), *id), keys::outline(tenant.scope(), *id)]).collect();
        let (mut courses, mut packed) = (Vec::new(), HashMap::new());
        for item in tenant.batch_get(keys, true).await? {
            if kind(&item) == Course::NAME {
                courses.push(Record::<Course>::read(item)?);
            } else if let Some(pk) = item.get("pk").and_then(|pk| pk.as_s().ok()).cloned() {
                packed.insert(pk, item);
            }
        }
        for course in courses {
            if course.value.is_deleted {
                found.push((course, Outline::default()));
                continue;
            }
            let item = packed.remove(keys::outline(tenant.scope(), course.value.id).partition());
            let outline = match item.map(Record::read).transpose().and_then(outlines::unpacked) {
                Ok(outline) if outline.version >= course.value.outline_version => Ok(outline),
                // It was changed between the two reads of one request.
                _ => outlines::outline(tenant, &course.value).await,
            };
            let outline = match outline {
                Ok(outline) => outline.value,
                // One course that cannot be read must not keep the others from being found.
                Err(error @ TableError::Corrupt { .. }) => {
                    tracing::error!(course = %course.value.id, %error, "a course is indexed without its outline");
                    Outline::default()
                }
                Err(error) => return Err(error),
            };
            found.push((course, outline));
        }
    }
    Ok(found)
}
