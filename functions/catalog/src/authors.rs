//! What the authors of a course are called, for those who work on it with them.

use lambda::Caller;
use people_model::members::{self, MemberName};
use std::collections::HashMap;
use table::{TableError, Tenant};
use trellis_core::{api_scope::ApiScope, ids::MemberId};

/// The names of these members, as far as they are there; none for API clients that may not read people.
pub(crate) async fn names(
    tenant: &Tenant,
    caller: &Caller,
    wanted: impl IntoIterator<Item = MemberId>,
) -> Result<HashMap<MemberId, MemberName>, TableError> {
    if caller.member().is_err() && !caller.holds(Some(ApiScope::PeopleRead)) {
        return Ok(HashMap::new());
    }
    members::names(tenant, wanted).await
}
