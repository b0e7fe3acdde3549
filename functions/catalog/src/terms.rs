//! How people enrol, as an author sends it and a course page tells it.

use crate::authors;
use catalog_model::{
    courses::Course,
    seats::SeatUse,
    terms::{EnrolmentMode, EnrolmentTerms},
};
use lambda::Call;
use learning_model::{
    admission,
    requests::status::{InvitationStatus, RequestStatus},
};
use serde::{Deserialize, Serialize};
use table::TableError;

trellis_core::number!(
    /// How many people can be enrolled at once.
    pub(crate) SeatNumber(u32), 1..=1_000_000
);

/// How people enrol; what is left out is as at first.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftTerms {
    #[serde(default)]
    mode: EnrolmentMode,
    /// As many as want to if left out. Whoever has completed the course, or left it, needs no seat.
    seats: Option<SeatNumber>,
}

impl From<DraftTerms> for EnrolmentTerms {
    fn from(DraftTerms { mode, seats }: DraftTerms) -> Self {
        Self { mode, seats: seats.map(SeatNumber::get) }
    }
}

/// What stands between the caller and a course that does not let everybody in.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub(crate) struct CourseAdmission {
    /// Where there is a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    seat_use: Option<SeatUse>,
    /// The caller's own request, if there is one and the course is not open to everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    request: Option<RequestStatus>,
    /// The caller's own invitation, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    invitation: Option<InvitationStatus>,
}

/// Reads nothing of a course without limits.
pub(crate) async fn admission<B>(call: &Call<B>, course: &Course) -> Result<CourseAdmission, TableError> {
    let found = admission::admission(&call.tenant, call.caller.member().ok(), course, false).await?;
    let request = found.request.map(|request| request.value);
    let by = request.as_ref().and_then(|request| request.decided.as_ref()).map(|decided| decided.by);
    let name = authors::names(&call.tenant, &call.caller, by).await?.into_values().next();
    Ok(CourseAdmission {
        seat_use: found.seats,
        request: request.map(|request| RequestStatus::new(request, name)),
        invitation: found.invitation.map(|invitation| InvitationStatus::from(&invitation.value)),
    })
}
