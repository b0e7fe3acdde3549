//! What a member may see of their enrolments.

use crate::{enrolments::Enrolment, invitations::InvitationError, requests::RequestError, rules::RuleError, work::WorkError};
use catalog_model::access::behind_open_doors;
use lambda::{Call, Problem};
use table::Record;

/// These enrolments, with `None` in the place of those that were given up, and of those of a course that is not there for the caller any
/// more. Nothing of it is lost: it comes back when the course does.
///
/// # Errors
/// When the caller's groups cannot be read, or the policies cannot be applied.
pub async fn seen_enrolments<B>(call: &Call<B>, enrolments: Vec<Record<Enrolment>>) -> Result<Vec<Option<Record<Enrolment>>>, Problem> {
    let seen = behind_open_doors(call, enrolments, |enrolment| enrolment.value.door()).await?;
    Ok(seen.into_iter().map(|enrolment| enrolment.filter(|enrolment| enrolment.value.left_at.is_none())).collect())
}

impl From<RuleError> for Problem {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::NoLesson => Self::not_found("lesson"),
            RuleError::NotEnrolled
            | RuleError::NotOffered
            | RuleError::NeedsApproval
            | RuleError::InvitedOnly
            | RuleError::NoSeat
            | RuleError::Prerequisites(_) => Self::rule("course_id", error.to_string()),
            RuleError::SeatsUncounted => Self::unavailable(error),
            RuleError::NotNewest(_) => Self::rule("version", error.to_string()),
            RuleError::Locked(_) | RuleError::Unfinished(_) => Self::rule("lesson_id", error.to_string()),
            RuleError::Table(error) => error.into(),
        }
    }
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Unknown => Self::not_found("request"),
            RequestError::Open
            | RequestError::InvitedOnly
            | RequestError::Invited
            | RequestError::Enrolled
            | RequestError::ApprovedMeanwhile
            | RequestError::NotForMember => Self::rule("course_id", error.to_string()),
            RequestError::AlreadyApproved | RequestError::AlreadyDeclined | RequestError::TakesCourse => {
                Self::rule("decision", error.to_string())
            }
            RequestError::Deactivated => Self::rule("member_id", error.to_string()),
            RequestError::Rule(error) => error.into(),
            RequestError::Table(error) => error.into(),
        }
    }
}

impl From<InvitationError> for Problem {
    fn from(error: InvitationError) -> Self {
        match error {
            InvitationError::Unknown => Self::not_found("invitation"),
            InvitationError::Accepted => Self::rule("course_id", error.to_string()),
            InvitationError::Table(error) => error.into(),
        }
    }
}

impl From<WorkError> for Problem {
    fn from(error: WorkError) -> Self {
        match error {
            WorkError::OtherKind => Self::rule("kind", error.to_string()),
            WorkError::Backwards | WorkError::Implausible => Self::rule("played", error.to_string()),
            WorkError::Table(error) => error.into(),
        }
    }
}
