//! Which version of a course a caller is shown: their own, the newest, or the one that they ask for.

use crate::view::is_author;
use catalog_model::{
    courses::{Course, versions},
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
        match self {
            Self::Draft => Ok(course.draft.clone()),
            Self::Version(number) => versions::syllabus(tenant, course, number).await?.ok_or_else(|| Problem::not_found("version")),
        }
    }
}

/// What of a course a caller is shown.
pub(crate) struct Shown {
    pub(crate) syllabus: Syllabus,
    /// How the caller learns with it; `None` where they only look.
    pub(crate) taken: Option<Taken>,
}

/// How exactly it must be known which version a caller has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Newest,
    /// At half the price: see [`enrolments::taken_lately`].
    Lately,
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
pub(crate) async fn shown<B>(call: &Call<B>, course: &Course, reading: Reading) -> Result<Shown, Problem> {
    let wanted: Option<Edition> = call.request.query_of("version")?;
    let is_author = is_author(&call.caller);
    let only_looking = |syllabus| Shown { syllabus, taken: None };
    if let Some(wanted) = wanted.filter(|_| is_author) {
        return wanted.syllabus(&call.tenant, course).await.map(only_looking);
    }
    let taken = match (&call.caller.principal, reading) {
        (Principal::Member { id, .. }, Reading::Newest) => enrolments::taken(&call.tenant, *id, course).await?,
        (Principal::Member { id, .. }, Reading::Lately) => enrolments::taken_lately(&call.tenant, *id, course).await?,
        _ => None,
    };
    match (wanted, taken) {
        (None, Some(taken)) => Ok(Shown { syllabus: taken.syllabus.clone(), taken: Some(taken) }),
        (None, None) => match course.newest() {
            Some(newest) => Ok(only_looking(newest.clone())),
            None if is_author => Ok(only_looking(course.draft.clone())),
            None => Err(Problem::not_found("course")),
        },
        (Some(Edition::Version(number)), taken) => {
            let known = course.newest().cloned().into_iter().chain(taken.map(|taken| taken.syllabus));
            let syllabus = known.into_iter().find(|syllabus| syllabus.number == number);
            syllabus.map(only_looking).ok_or_else(|| Problem::not_found("version"))
        }
        (Some(Edition::Draft), _) => Err(Problem::not_found("version")),
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
