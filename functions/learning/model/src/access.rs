//! What a member may see of their enrolments.

use crate::enrolments::Enrolment;
use catalog_model::access::behind_open_doors;
use lambda::{Call, Problem};
use table::Record;

/// These enrolments, with `None` in the place of those of a course that is not there for the caller any more. Nothing of it is lost: it
/// comes back when the course does.
///
/// # Errors
/// When the caller's groups cannot be read, or the policies cannot be applied.
pub async fn seen_enrolments<B>(call: &Call<B>, enrolments: Vec<Record<Enrolment>>) -> Result<Vec<Option<Record<Enrolment>>>, Problem> {
    behind_open_doors(call, enrolments, |enrolment| enrolment.value.door()).await
}
