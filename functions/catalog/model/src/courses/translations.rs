//! Courses that say the same in several languages. One of them is the original, which the others name; so one that is gone leaves no trace.

use super::{Course, courses_of, read};
use crate::{ids::CourseId, keys};
use std::collections::BTreeSet;
use table::{Index, Query, Record, TableError, Tenant};

/// Languages of one course.
const MOST: i32 = 50;

/// A course cannot be the translation of another.
#[derive(Debug, thiserror::Error)]
pub enum TranslationError {
    #[error("there is no course {0}")]
    Unknown(CourseId),
    #[error("a course is no translation of itself")]
    Own,
    #[error("other courses are translations of this one; name the original in each of them instead")]
    Original,
    #[error("a course has at most {MOST} translations")]
    TooMany,
    #[error(transparent)]
    Table(#[from] TableError),
}

/// The original of which `id` becomes a translation: that course, or the one that it is a translation of itself.
///
/// # Errors
/// Why it cannot, or when the table cannot be read.
pub async fn original(tenant: &Tenant, id: CourseId, wanted: CourseId) -> Result<CourseId, TranslationError> {
    let named = courses_of(tenant, &BTreeSet::from([wanted])).await?.pop().ok_or(TranslationError::Unknown(wanted))?;
    let original = named.value.translation_of.unwrap_or(wanted);
    if original == id {
        return Err(if wanted == id { TranslationError::Own } else { TranslationError::Original });
    }
    if !of_original(tenant, id).await?.is_empty() {
        return Err(TranslationError::Original);
    }
    let known = of_original(tenant, original).await?;
    if i32::try_from(known.len()).is_ok_and(|number| number >= MOST) && known.iter().all(|course| course.value.id != id) {
        return Err(TranslationError::TooMany);
    }
    Ok(original)
}

/// The courses that say the same as this one in other languages, in no particular order. One that has just become one may be missing.
///
/// # Errors
/// When the table cannot be read.
pub async fn translations(tenant: &Tenant, course: &Course) -> Result<Vec<Record<Course>>, TableError> {
    let original = course.translation_of.unwrap_or(course.id);
    let mut found = of_original(tenant, original).await?;
    if original != course.id {
        found.extend(courses_of(tenant, &BTreeSet::from([original])).await?);
    }
    found.retain(|other| other.value.id != course.id);
    Ok(found)
}

async fn of_original(tenant: &Tenant, original: CourseId) -> Result<Vec<Record<Course>>, TableError> {
    let partition = keys::translations(tenant.scope(), original);
    let query = Query { index: Some(Index::Second), partition, limit: Some(MOST), ..Query::default() };
    let (items, _) = tenant.query(query).await?;
    let courses = items.into_iter().map(|item| read(Some(item))).collect::<Result<Vec<_>, _>>()?;
    Ok(courses.into_iter().flatten().collect())
}
