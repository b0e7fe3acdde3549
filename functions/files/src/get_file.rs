//! GET /v1/admin/files/{digest}: how far a file is, and where it can be read.

use crate::{
    file_view::FileView,
    needs::{BUCKET_NAME, UPLOADS},
};
use files_model::files;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem, services::Files};

pub(crate) fn handler() -> Handler {
    Route::new("get-file", Method::Get, "/v1/admin/files/{digest}", "Get a file")
        .audience(Audience::Author)
        .member(handle)
        .table(&[GetItem])
        .may(&["s3:GetObject"], &[UPLOADS])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<FileView>, Problem> {
    let digest = call.request.path("digest", "file")?;
    let file = files::file(&call.tenant, digest).await?.ok_or_else(|| Problem::not_found("file"))?.value;
    Ok(Reply::ok(FileView::from(&file).addressed(&*call.app.service::<Files>()?, call.tenant.scope()).await?))
}
