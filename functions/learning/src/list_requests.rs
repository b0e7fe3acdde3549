//! GET /v1/admin/enrolment-requests: what members ask for: all of them, or those of the regions that the caller administers.

use crate::{
    decide_request::reach,
    request_view::{MemberRequest, of_members},
};
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, QueryIndex},
};
use learning_model::requests::{Waiting, waiting};
use table::Page;
use trellis_core::title::Title;

pub(crate) fn handler() -> Handler {
    Route::new(
        "list-requests",
        Method::Get,
        "/v1/admin/enrolment-requests",
        "List pending requests for courses, oldest first; those of several regions one region after the other",
    )
    .audience(Audience::PeopleAdministrator)
    .paged()
    .query_of::<Title>("region", "Only requests of members of this region.")
    .member(handle)
    .table(&[BatchGetItem, QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<MemberRequest>>, Problem> {
    let region = call.request.query_of::<Title>("region")?.map(String::from);
    let page = call.page()?;
    Ok(Reply::ok(match (call.caller.regions(), region) {
        (None, None) => list(&call, Waiting::All, &page).await?,
        (None, Some(region)) => list(&call, Waiting::OfRegion(&region), &page).await?,
        (Some(own), None) => regions(&call, own, &page).await?,
        (Some(own), Some(region)) if own.contains(&region) => list(&call, Waiting::OfRegion(&region), &page).await?,
        (Some(_), Some(_)) => Listing { items: Vec::new(), next: None },
    }))
}

async fn list(call: &Call<()>, wanted: Waiting<'_>, page: &Page) -> Result<Listing<MemberRequest>, Problem> {
    let see = |requests| of_members(call, requests, Some(reach));
    let listed = waiting(&call.tenant, wanted, page, see).await?;
    Ok(Listing { items: listed.items, next: listed.next })
}

/// A page of one region after the other. A cursor says in which one it stands, and where there.
async fn regions(call: &Call<()>, regions: &[String], page: &Page) -> Result<Listing<MemberRequest>, Problem> {
    let purpose = format!("cursor requests in {regions:?} for {}", page.reader);
    let (mut at, mut cursor): (usize, Option<String>) = match &page.cursor {
        None => (0, None),
        Some(cursor) => call.tenant.reveal(&purpose, cursor)?,
    };
    while let Some(region) = regions.get(at) {
        let listed = list(call, Waiting::OfRegion(region), &Page { cursor: cursor.take(), ..page.clone() }).await?;
        let next = match listed.next {
            Some(next) => Some((at, Some(next))),
            None => (at + 1 < regions.len()).then_some((at + 1, None)),
        };
        let Some(next) = next else { return Ok(Listing { items: listed.items, next: None }) };
        if !listed.items.is_empty() {
            return Ok(Listing { items: listed.items, next: Some(call.tenant.hide(&purpose, &next)?) });
        }
        (at, cursor) = next;
    }
    Ok(Listing { items: Vec::new(), next: None })
}
