//! POST /v1/admin/paths: an author starts a path.

use crate::{
    draft::{CourseGroups, Summary, known},
    path_draft::{MilestoneDrafts, check},
    path_view::PathDetail,
};
use catalog_model::{
    course::{CourseState, Unlock},
    ids::PathId,
    paths::{self, Path},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query},
};
use serde::Deserialize;
use trellis_core::{api_scope::ApiScope, title::Title};

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPath {
    title: Title,
    summary: Option<Summary>,
    /// In which order its courses are to be taken.
    #[serde(default)]
    order: Unlock,
    #[serde(default)]
    milestones: MilestoneDrafts,
    /// Only members of these groups can take the path; everybody can if there are none.
    #[serde(default)]
    groups: CourseGroups,
}

pub(crate) fn handler() -> Handler {
    Route::new("create-path", Method::Post, "/v1/admin/paths", "Create a draft path")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query])
        .example(r#"{"title": "New on site", "order": "in_order", "milestones": [{"title": "First week", "courses": []}]}"#)
}

async fn handle(call: Call<NewPath>) -> Result<Reply<PathDetail>, Problem> {
    let (attempt, id) = (call.attempt()?, PathId::random());
    let NewPath { title, summary, order, milestones, groups } = call.request.body.clone();
    let path = Path {
        id,
        title,
        summary: summary.map(String::from).unwrap_or_default(),
        state: CourseState::Draft,
        order,
        milestones: milestones.into(),
        groups: known(&call.tenant, groups).await?,
        published_at: None,
    };
    check(&call.tenant, None, &path).await?;
    let act = call.act("path.created", format!("path/{id}")).made(&path);
    let (id, _) = paths::create_path(&call.tenant, path, attempt.as_ref(), &act).await?;
    let path = paths::path(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("path"))?;
    Ok(Reply::created(PathDetail::of(&call, &path.value).await?).etag(path.version))
}
