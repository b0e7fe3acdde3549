//! Which version of a course a caller is shown: their own, the newest, or the one that they ask for.

use crate::view::sees_drafts;
use catalog_model::{
    course::Outline,
    courses::{Course, outlines, versions},
    ids::VersionNumber,
    syllabus::Syllabus,
};
use lambda::{Call, Principal, Problem, Route};
use learning_model::enrolments::{self, Taken};
use serde::Deserialize;
use table::Tenant;
use trellis_core::ids::{InvalidId, string_schema};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

/// What of a course is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Edition {
    Draft,
    Version(VersionNumber),
}

impl TryFrom<String> for Edition {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        let wrong = InvalidId("expected draft or the number of a version");
        if text == "draft" { Ok(Self::Draft) } else { text.parse().map(Self::Version).map_err(|_| wrong) }
    }
}

impl PartialSchema for Edition {
    fn schema() -> RefOr<Schema> {
        string_schema("^(draft|[1-9][0-9]{0,8})$", "draft")
    }
}
impl ToSchema for Edition {}

impl Edition {
    /// What is learnt in it; 404 where there is no such version.
    pub(crate) async fn syllabus(self, tenant: &Tenant, course: &Course) -> Result<Syllabus, Problem> {
        let missing = || Problem::not_found("version");
        match self {
            Self::Draft => Ok(course.draft.clone()),
            Self::Version(_) if course.newest().is_none() => Err(missing()),
            Self::Version(number) => versions::syllabus(tenant, course, number).await?.ok_or_else(missing),
        }
    }

    pub(crate) async fn outline(self, tenant: &Tenant, course: &Course) -> Result<Outline, Problem> {
        match self {
            Self::Draft => Ok(outlines::draft(tenant, course).await?.value),
            Self::Version(number) => Ok(outlines::outline(tenant, course, number).await?),
        }
    }
}

/// What of a course a caller is shown.
pub(crate) struct Shown {
    pub(crate) edition: Edition,
    pub(crate) syllabus: Syllabus,
    /// How the caller takes the course, if they do.
    pub(crate) taken: Option<Taken>,
}

impl Shown {
    /// Whether the caller learns with what they are shown, and does not only look at it.
    pub(crate) fn is_taken(&self) -> bool {
        self.taken.as_ref().is_some_and(|taken| Edition::Version(taken.syllabus.number) == self.edition)
    }

    /// Whether this is what an author's change would be made to.
    pub(crate) fn is_draft(&self, course: &Course) -> bool {
        match self.edition {
            Edition::Draft => true,
            Edition::Version(number) => !course.has_changes() && course.newest().is_some_and(|newest| newest.number == number),
        }
    }
}

/// A route on which callers can ask for a version.
pub(crate) fn versioned(route: Route) -> Route {
    route.query_of::<Edition>(
        "version",
        "The version to look at, or `draft`. Left out, it is the one that the caller learns with, else the newest, else, for authors, the \
         draft. Learners can look at their own and at the newest.",
    )
}

/// What the caller is shown of a course that they may see.
pub(crate) async fn shown<B>(call: &Call<B>, course: &Course) -> Result<Shown, Problem> {
    let wanted = wanted(call)?;
    if let Some(edition) = wanted.filter(|_| sees_drafts(&call.caller)) {
        return Ok(Shown { edition, syllabus: edition.syllabus(&call.tenant, course).await?, taken: None });
    }
    let taken = match &call.caller.principal {
        Principal::Member { id, .. } => enrolments::taken(&call.tenant, *id, course).await?,
        Principal::Machine { .. } => None,
    };
    to_taker(call, course, wanted, taken)
}

/// The same for who reads a lesson of it, at less than that costs: see [`enrolments::taken_to_read`].
pub(crate) async fn shown_to_read<B>(call: &Call<B>, course: &Course) -> Result<Shown, Problem> {
    let wanted = wanted(call)?;
    let (false, Principal::Member { id, .. }) = (wanted.is_some(), &call.caller.principal) else { return shown(call, course).await };
    let taken = enrolments::taken_to_read(&call.tenant, *id, course).await?;
    to_taker(call, course, None, taken)
}

fn wanted<B>(call: &Call<B>) -> Result<Option<Edition>, Problem> {
    call.request.query_of("version")
}

/// What somebody is shown who takes a course like this, if they do.
fn to_taker<B>(call: &Call<B>, course: &Course, wanted: Option<Edition>, taken: Option<Taken>) -> Result<Shown, Problem> {
    let sees_drafts = sees_drafts(&call.caller);
    let (own, newest) = (taken.as_ref().map(|taken| &taken.syllabus), course.newest());
    let syllabus = match wanted {
        None => own.or(newest),
        Some(wanted) => own.into_iter().chain(newest).find(|syllabus| Edition::Version(syllabus.number) == wanted),
    };
    match syllabus.cloned() {
        Some(syllabus) => Ok(Shown { edition: Edition::Version(syllabus.number), syllabus, taken }),
        None if wanted.is_none() && sees_drafts => Ok(Shown { edition: Edition::Draft, syllabus: course.draft.clone(), taken }),
        None => Err(Problem::not_found("version")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_asked_for_in_one_spelling() {
        let read = |text: &str| Edition::try_from(text.to_owned()).ok();
        assert_eq!(read("draft"), Some(Edition::Draft));
        assert_eq!(read("12"), VersionNumber::try_from(12).ok().map(Edition::Version));
        for wrong in ["", "0", "012", "+1", "Draft", "-1", "1.0", "99999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
