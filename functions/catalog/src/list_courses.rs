//! GET /v1/catalog/courses: published courses by title; with `q`, what fits best first.

use crate::{
    course_index::{CourseIndexes, STATE, state_name},
    needs::{BUCKET, BUCKET_NAME, INDEXES},
    view::CourseSummary,
};
use catalog_model::{access, course::CourseState, courses};
use lambda::{
    Call, Handler, Listing, Method, Problem, Reply, Route, SearchText,
    Table::{BatchGetItem, Query, QueryIndex},
};
use search::{Holds, Position};
use table::Page;

pub(crate) fn handler() -> Handler {
    Route::new("list-courses", Method::Get, "/v1/catalog/courses", "List published courses by title")
        .paged()
        .reversible()
        .searched(
            "Only courses in whose title, summary or outline all of these words are found, the best first. Beginnings, parts of compound \
             words and words with a typing error are found too; case and accents do not matter. `reverse` does not apply.",
        )
        .member(handle)
        .table(&[BatchGetItem, Query, QueryIndex])
        .may(&["s3:GetObject"], &[INDEXES])
        // See `index_courses`.
        .may(&["s3:ListBucket"], &[BUCKET])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<CourseSummary>>, Problem> {
    let (text, page) = (call.request.search()?, call.page()?);
    let text = text.as_ref().map(SearchText::as_str).filter(|text| !text.trim().is_empty());
    if let Some(text) = text
        && let Some(found) = found(&call, text, &page).await?
    {
        return Ok(Reply::ok(found));
    }
    let see = |courses| access::seen(&call, courses);
    let listed = courses::list_courses(&call.tenant, Some(CourseState::Published), text, &page, see).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|course| (&course.value).into()).collect(), next: listed.next }))
}

/// Pages of the index that one request looks at, where the caller may see nothing of them.
const ROUNDS: usize = 24;

/// What the search index finds; `None` where a workspace has none that can be read, as one from before there were any.
async fn found(call: &Call<()>, text: &str, page: &Page) -> Result<Option<Listing<CourseSummary>>, Problem> {
    let purpose = format!("cursor {:?}", ("courses found", text, &page.reader));
    let after = match page.cursor.as_ref().map(|cursor| call.tenant.reveal::<Position>(&purpose, cursor)) {
        None => None,
        Some(Ok(after)) => Some(after),
        // Perhaps of the list that the table answered with, before there was an index.
        Some(Err(_)) => return Ok(None),
    };
    let Some(index) = call.app.service::<CourseIndexes>()?.newest(call.tenant.scope()).await? else { return Ok(None) };
    let mut query = search::Query {
        text: text.to_owned(),
        filters: vec![(STATE.to_owned(), state_name(CourseState::Published).to_owned())],
        holds: access::keys(call).await?.map_or(Holds::Everything, Holds::These),
        after,
        limit: usize::try_from(page.limit).unwrap_or(1),
        facets: false,
    };
    let mut items = Vec::new();
    for _ in 0..ROUNDS {
        let Some(found) = index.search(query.clone()).await? else { return Ok(None) };
        let hits = found.hits.iter().map(|hit| serde_json::from_slice(&hit.payload)).collect::<Result<Vec<CourseSummary>, _>>();
        // A group may be gone since: the policies have the last word.
        let seen = access::behind_open_doors(call, hits.map_err(Problem::internal)?, CourseSummary::door).await?;
        items = seen.into_iter().flatten().collect();
        query.after = found.next;
        if !items.is_empty() || query.after.is_none() {
            break;
        }
    }
    let next = query.after.map(|next| call.tenant.hide(&purpose, &next)).transpose()?;
    Ok(Some(Listing { items, next }))
}
