//! GET /v1/admin/activity: what was completed on each day of a month.

use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use reports_model::{
    activity::{self, Day},
    month::Month,
};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ActivityView {
    month: Month,
    /// The days on which something was completed, in order, in UTC.
    days: Vec<Day>,
}

pub(crate) fn handler() -> Handler {
    Route::new("get-activity", Method::Get, "/v1/admin/activity", "Get what was completed on each day of a month")
        .audience(Audience::Administrator)
        .query_of::<Month>("month", "The month, in UTC; the present one if left out.")
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<ActivityView>, Problem> {
    let month = call.request.query_of("month")?.unwrap_or_else(|| Month::of(call.tenant.now()));
    let days = activity::days(&call.tenant, month).await?;
    Ok(Reply::ok(ActivityView { month, days }))
}
