//! DELETE /v1/admin/paths/{path_id}: a draft is gone; its courses stay.

use catalog_model::{course::CourseState, paths};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("delete-path", Method::Delete, "/v1/admin/paths/{path_id}", "Delete a draft path")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .refuses(&[422])
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let (id, version) = (call.request.path("path_id", "path")?, call.request.if_match()?);
    let path = paths::path(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("path"))?;
    path.expect(version)?;
    if path.value.state != CourseState::Draft {
        return Err(Problem::rule("state", "only a draft can be deleted; make the path a draft first"));
    }
    let act = call.act("path.deleted", format!("path/{}", path.value.id)).removed(&path.value);
    paths::delete_path(&call.tenant, &path, &act).await.map_err(Problem::of_update)?;
    Ok(Reply::ok(()))
}
