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
use search::{Error, Holds, Position};
use table::{Page, TableError};

pub(crate) fn handler() -> Handler {
    Route::new("list-courses", Method::Get, "/v1/catalog/courses", "List published courses by title")
        .paged()
        .reversible()
        .searched(
            "Only courses in whose title, summary or outline all of these words are found, the best first. Beginnings, parts of compound \
             words and words with a typing error are found too; case and accents do not matter. Cannot be reversed.",
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
    if let Some(text) = text {
        if page.reverse {
            return Err(Problem::malformed("query.reverse", "search results come with the best first and cannot be reversed"));
        }
        if let Some(found) = found(&call, text, &page).await? {
            return Ok(Reply::ok(found));
        }
    }
    let see = |courses| access::seen(&call, courses);
    let listed = courses::list_courses(&call.tenant, Some(CourseState::Published), text, &page, see).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|course| (&course.value).into()).collect(), next: listed.next }))
}

/// What the search index finds; `None` while a workspace has none, as one from before there were any.
async fn found(call: &Call<()>, text: &str, page: &Page) -> Result<Option<Listing<CourseSummary>>, Problem> {
    let indexes = call.app.service::<CourseIndexes>()?;
    let purpose = format!("cursor {:?}", ("courses found", text, &page.reader));
    let mut query = search::Query {
        text: text.to_owned(),
        filters: vec![(STATE.to_owned(), state_name(CourseState::Published).to_owned())],
        holds: access::keys(call).await?.map_or(Holds::Everything, Holds::These),
        after: page.cursor.as_ref().map(|cursor| call.tenant.reveal::<Position>(&purpose, cursor)).transpose()?,
        limit: usize::try_from(page.limit).unwrap_or(1),
        facets: false,
    };
    loop {
        let found = match indexes.search(call.tenant.scope(), query.clone()).await? {
            None => return Ok(None),
            Some(Err(Error::Position)) => return Err(TableError::BadCursor.into()),
            Some(found) => found.map_err(Problem::internal)?,
        };
        let hits = found.hits.iter().map(|hit| serde_json::from_slice(&hit.payload)).collect::<Result<Vec<CourseSummary>, _>>();
        // The index may be a moment behind: the policies have the last word.
        let seen = access::behind_open_doors(call, hits.map_err(Problem::internal)?, CourseSummary::door).await?;
        let items: Vec<CourseSummary> = seen.into_iter().flatten().collect();
        if items.is_empty() && found.next.is_some() {
            query.after = found.next;
            continue;
        }
        let next = found.next.map(|next| call.tenant.hide(&purpose, &next)).transpose()?;
        return Ok(Some(Listing { items, next }));
    }
}
