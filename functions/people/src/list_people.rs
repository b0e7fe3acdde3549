//! GET /v1/admin/people: the members of the workspace by name; with `q`, who fits best first.

use crate::{
    member_index::{self, MemberIndex},
    needs::{BUCKET, BUCKET_NAME, INDEX},
    person::Person,
};
use index_store::Indexes;
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, Query, QueryIndex},
};
use people_model::{
    member::MemberState,
    members::{self, Member, MembersWanted},
};
use search::{Holds, Position};
use std::collections::HashMap;
use table::{Page, Record};
use trellis_core::{api_scope::ApiScope, ids::MemberId, role::Role, title::Title};

pub(crate) fn handler() -> Handler {
    Route::new("list-people", Method::Get, "/v1/admin/people", "List members by name")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleRead)
        .paged()
        .reversible()
        .searched(
            "Only members in whose name or e-mail address all of these words are found, the best first. Beginnings of words and words with a \
             typing error are found too; case and accents do not matter. `reverse` does not apply to a search.",
        )
        .query_of::<MemberState>("state", "Only members in this state.")
        .query_of::<Role>("role", "Only members with this role.")
        .query_of::<Title>("region", "Only members of this region.")
        .member(handle)
        .table(&[BatchGetItem, Query, QueryIndex])
        .may(&["s3:GetObject"], &[INDEX])
        // See `index_people`.
        .may(&["s3:ListBucket"], &[BUCKET])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<Person>>, Problem> {
    let (state, role) = (call.request.query_of("state")?, call.request.query_of("role")?);
    let region = call.request.query_of::<Title>("region")?.map(String::from);
    let regions = match call.caller.regions() {
        None => region.into_iter().collect(),
        Some(own) => {
            let regions: Vec<String> = own.iter().filter(|own| region.as_ref().is_none_or(|region| region == *own)).cloned().collect();
            if regions.is_empty() {
                return Ok(Reply::ok(Listing { items: Vec::new(), next: None }));
            }
            regions
        }
    };
    let words = call.request.search()?.map(String::from).filter(|words| !words.is_empty());
    let wanted = MembersWanted { words, state, role, regions };
    let page = call.page()?;
    let (found, next) = match found(&call, &wanted, &page).await? {
        Some(found) => found,
        None => {
            let listed = members::list_members(&call.tenant, &wanted, &page).await?;
            (listed.items, listed.next)
        }
    };
    let items = found.into_iter().map(|member| Person::new(member, call.app.now())).collect();
    Ok(Reply::ok(Listing { items, next }))
}

/// Pages of the index that one request looks at, where the table says that nobody in them fits any more.
const ROUNDS: usize = 4;

type Members = (Vec<Record<Member>>, Option<String>);

/// Whom the search index finds. `None` where no words are sought, where a workspace has no index, and where it finds nobody: then the table is
/// searched for exactly these letters, which it knows at once and in the middle of words.
async fn found(call: &Call<()>, wanted: &MembersWanted, page: &Page) -> Result<Option<Members>, Problem> {
    let Some(text) = wanted.words.clone() else { return Ok(None) };
    let filters = member_index::filters(wanted);
    let purpose = format!("cursor {:?}", ("people found", &text, &filters, &page.reader));
    let after = match page.cursor.as_ref().map(|cursor| call.tenant.reveal::<Position>(&purpose, cursor)) {
        None => None,
        Some(Ok(after)) => Some(after),
        // Perhaps of the list that the table answered with.
        Some(Err(_)) => return Ok(None),
    };
    let Some(index) = call.app.service::<Indexes<MemberIndex>>()?.newest(call.tenant.scope()).await? else {
        // Where the table would have to begin again is not known.
        return if after.is_some() { Err(Problem::unavailable("the index of a search that was begun cannot be read")) } else { Ok(None) };
    };
    let limit = usize::try_from(page.limit).unwrap_or(1);
    let mut query = search::Query { text, filters, holds: Holds::Everything, after, limit, facets: false };
    for _ in 0..ROUNDS {
        let Some(found) = index.search(query.clone()).await? else { return Ok(None) };
        let ids: Vec<MemberId> = found.hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
        let members = members::members(&call.tenant, ids.iter().copied()).await?;
        let mut members: HashMap<MemberId, _> = members.into_iter().map(|member| (member.value.id, member)).collect();
        // They may have changed since: what the table says now is shown, to whom it says it may be.
        let items: Vec<_> = ids.iter().filter_map(|id| members.remove(id)).filter(|member| wanted.fits(&member.value)).collect();
        query.after = found.next;
        match (items.is_empty(), &query.after) {
            (true, None) if page.cursor.is_none() => return Ok(None),
            (true, None) => return Ok(Some((items, None))),
            (true, Some(_)) => {}
            (false, after) => {
                let next = after.as_ref().map(|next| call.tenant.hide(&purpose, next)).transpose()?;
                return Ok(Some((items, next)));
            }
        }
    }
    let next = query.after.map(|next| call.tenant.hide(&purpose, &next)).transpose()?;
    Ok(Some((Vec::new(), next)))
}
