//! Courses that must be completed before another one.

use super::courses_of;
use crate::ids::CourseId;
use std::collections::BTreeSet;
use table::{TableError, Tenant};

/// How many courses are looked at, prerequisites of prerequisites and so on.
const MOST: usize = 500;

/// A course cannot have these prerequisites.
#[derive(Debug, thiserror::Error)]
pub enum PrerequisiteError {
    #[error("there is no course {0}")]
    Unknown(CourseId),
    #[error("a course can't come before itself; {0} needs this one, directly or through others")]
    Circle(CourseId),
    #[error("too many courses come before this one: with the prerequisites of its prerequisites, at most {MOST} can")]
    TooMany,
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Whether a course can have these prerequisites: all exist, and none needs the course itself, however indirectly. Two changes at the same
/// moment may still make a circle; the next change of one of the courses is refused then.
///
/// # Errors
/// Why it cannot, or when the table cannot be read.
pub async fn check(tenant: &Tenant, id: CourseId, wanted: &BTreeSet<CourseId>) -> Result<(), PrerequisiteError> {
    if wanted.contains(&id) {
        return Err(PrerequisiteError::Circle(id));
    }
    let (mut seen, mut next) = (wanted.clone(), wanted.clone());
    let mut is_direct = true;
    while !next.is_empty() {
        if seen.len() > MOST {
            return Err(PrerequisiteError::TooMany);
        }
        let found = courses_of(tenant, &next).await?;
        if is_direct && let Some(unknown) = wanted.iter().find(|id| found.iter().all(|course| course.value.id != **id)) {
            return Err(PrerequisiteError::Unknown(*unknown));
        }
        is_direct = false;
        if let Some(course) = found.iter().find(|course| course.value.prerequisites.contains(&id)) {
            return Err(PrerequisiteError::Circle(course.value.id));
        }
        next = found.into_iter().flat_map(|course| course.value.prerequisites).filter(|id| seen.insert(*id)).collect();
    }
    Ok(())
}
