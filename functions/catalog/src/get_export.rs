//! GET /v1/admin/courses/{course_id}/exports/{export_id}: how far an export is, and where its archive can be saved from.

use crate::{
    export_view::CourseExport,
    needs::{BUCKET_NAME, EXPORTS},
};
use catalog_model::{exports, ids::CourseId};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/exports/{export_id}";
    Route::new("get-export", Method::Get, path, "Get the progress of an export, and its archive")
        .audience(Audience::Author)
        .member(handle)
        .table(&[GetItem])
        .may(&["s3:GetObject"], &[EXPORTS])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<CourseExport>, Problem> {
    let course_id: CourseId = call.request.path("course_id", "course")?;
    let id = call.request.path("export_id", "export")?;
    let export = exports::export(&call.tenant, id).await?.filter(|export| export.value.course_id == course_id);
    let export = export.ok_or_else(|| Problem::not_found("export"))?;
    Ok(Reply::ok(CourseExport::from(export).addressed(&call.app, call.tenant.scope()).await?))
}
