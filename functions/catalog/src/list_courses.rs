//! GET /v1/catalog/courses: published courses by title; with `q`, what fits best first.

use crate::{
    course_index::CourseIndex,
    facets::{self, Choice, Facet},
    needs::{BUCKET, BUCKET_NAME, INDEXES, UPLOADS},
    view::CourseSummary,
};
use catalog_model::{
    access,
    course::CourseState,
    courses::{self, Course},
};
use index_store::Indexes;
use lambda::{
    Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, Query, QueryIndex},
};
use search::{Holds, Position};
use serde::Serialize;
use table::{Page, Record};

/// A page of the catalogue.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Catalogue {
    items: Vec<CourseSummary>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
    /// By what else can be chosen, if that was asked for and the search index can tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    facets: Option<Vec<Facet>>,
}

pub(crate) fn handler() -> Handler {
    let route = Route::new("list-courses", Method::Get, "/v1/catalog/courses", "List published courses by title")
        .paged()
        .reversible()
        .searched(
            "Only courses in whose title, summary, tags, skills, outline or lessons all of these words are found, the best first. Beginnings, parts \
             of compound words and words with a typing error are found too; case and accents do not matter. `reverse` does not apply to a \
             search or to a choice.",
        )
        .query_flag("facets", "Also count by what can be chosen.");
    facets::chosen_by(route)
        .member(handle)
        .table(&[BatchGetItem, Query, QueryIndex])
        .may(&["s3:GetObject"], &[INDEXES, UPLOADS])
        // See `index_courses`.
        .may(&["s3:ListBucket"], &[BUCKET])
        .settings(&[BUCKET_NAME])
}

/// What a reader wants of the catalogue.
struct Wanted {
    text: String,
    choices: Vec<Choice>,
    facets: bool,
    page: Page,
}

async fn handle(call: Call<()>) -> Result<Reply<Catalogue>, Problem> {
    let text = call.request.search()?.map(String::from).filter(|text| !text.trim().is_empty());
    let wanted = Wanted {
        text: text.clone().unwrap_or_default(),
        choices: facets::chosen(&call.request)?,
        facets: call.request.query_flag("facets")?,
        page: call.page()?,
    };
    if (text.is_some() || !wanted.choices.is_empty() || wanted.facets)
        && let Some(found) = found(&call, &wanted).await?
    {
        return Ok(Reply::ok(found));
    }
    let see = async |courses: Vec<Record<Course>>| {
        let seen = access::seen(&call, courses).await?;
        Ok::<_, Problem>(seen.into_iter().map(|course| course.filter(|course| facets::has(&course.value, &wanted.choices))).collect())
    };
    let listed = courses::list_courses(&call.tenant, Some(CourseState::Published), text.as_deref(), &wanted.page, see).await?;
    let items = listed.items.iter().map(|course| (&course.value).into()).collect();
    let items = CourseSummary::all_covered(items, &call.app, call.tenant.scope()).await?;
    Ok(Reply::ok(Catalogue { items, next: listed.next, facets: None }))
}

/// Pages of the index that one request looks at, where the caller may see nothing of them.
const ROUNDS: usize = 24;

/// What the search index finds; `None` where a workspace has none that can be read, as one from before there were any.
async fn found(call: &Call<()>, wanted: &Wanted) -> Result<Option<Catalogue>, Problem> {
    let Wanted { text, choices, page, .. } = wanted;
    let purpose = format!("cursor {:?}", ("courses found", text, choices, &page.reader));
    let after = match page.cursor.as_ref().map(|cursor| call.tenant.reveal::<Position>(&purpose, cursor)) {
        None => None,
        Some(Ok(after)) => Some(after),
        // Perhaps of the list that the table answered with, before there was an index.
        Some(Err(_)) => return Ok(None),
    };
    let Some(index) = call.app.service::<Indexes<CourseIndex>>()?.newest(call.tenant.scope()).await? else { return Ok(None) };
    let mut query = search::Query {
        text: text.clone(),
        filters: facets::filters(choices),
        holds: access::keys(call).await?.map_or(Holds::Everything, Holds::These),
        after,
        limit: usize::try_from(page.limit).unwrap_or(1),
        facets: wanted.facets,
    };
    let (mut items, mut counts) = (Vec::new(), None);
    for _ in 0..ROUNDS {
        let Some(found) = index.search(query.clone()).await? else { return Ok(None) };
        let hits = found.hits.iter().map(|hit| serde_json::from_slice(&hit.payload)).collect::<Result<Vec<CourseSummary>, _>>();
        // A group may be gone since: the policies have the last word.
        let seen = access::behind_open_doors(call, hits.map_err(Problem::internal)?, CourseSummary::door).await?;
        items = seen.into_iter().flatten().collect();
        if query.facets {
            counts = Some(facets::counted(found.facets));
        }
        (query.after, query.facets) = (found.next, false);
        if !items.is_empty() || query.after.is_none() {
            break;
        }
    }
    let items = CourseSummary::all_covered(items, &call.app, call.tenant.scope()).await?;
    let next = query.after.map(|next| call.tenant.hide(&purpose, &next)).transpose()?;
    Ok(Some(Catalogue { items, next, facets: counts }))
}
