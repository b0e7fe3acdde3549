//! PATCH /v1/admin/paths/{path_id}: what a path is, and where it stands, unless somebody else was faster.

use crate::{
    draft::{CourseGroups, Summary, known},
    path_draft::{MilestoneDrafts, check},
    path_view::PathDetail,
};
use catalog_model::{
    course::{CourseState, Unlock},
    paths,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query},
};
use serde::Deserialize;
use trellis_core::{api_scope::ApiScope, title::Title};

/// What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PathChange {
    title: Option<Title>,
    summary: Option<Summary>,
    state: Option<CourseState>,
    /// In which order its courses are to be taken.
    order: Option<Unlock>,
    /// All of them in their new order.
    milestones: Option<MilestoneDrafts>,
    /// Only members of these groups can take the path; everybody can if there are none.
    groups: Option<CourseGroups>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-path", Method::Patch, "/v1/admin/paths/{path_id}", "Update a path, publish it or put it away")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query])
        .example(r#"{"state": "published"}"#)
}

async fn handle(call: Call<PathChange>) -> Result<Reply<PathDetail>, Problem> {
    let (id, version) = (call.request.path("path_id", "path")?, call.request.if_match()?);
    let mut path = paths::path(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("path"))?;
    path.expect(version)?;
    let (before, change) = (path.value.clone(), call.request.body.clone());
    let after = &mut path.value;
    after.title = change.title.unwrap_or_else(|| before.title.clone());
    after.summary = change.summary.map_or_else(|| before.summary.clone(), String::from);
    after.state = change.state.unwrap_or(before.state);
    after.order = change.order.unwrap_or(before.order);
    after.milestones = change.milestones.map_or_else(|| before.milestones.clone(), Vec::from);
    if let Some(groups) = change.groups {
        after.groups = known(&call.tenant, groups).await?;
    }
    if after.state == CourseState::Archived && before.state == CourseState::Draft {
        return Err(Problem::rule("state", "only a published path can be archived; nobody takes a draft"));
    }
    if after.state == CourseState::Published {
        after.published_at.get_or_insert(call.app.now());
    }
    check(&call.tenant, Some(&before), after).await?;
    if path.value != before {
        let act = call.act("path.updated", format!("path/{}", before.id));
        let act = act.change(&before, &path.value);
        path = paths::update_path(&call.tenant, path, &act).await.map_err(Problem::of_update)?;
    }
    Ok(Reply::ok(PathDetail::of(&call, &path.value).await?).etag(path.version))
}
