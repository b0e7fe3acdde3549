//! GET /v1/admin/files: files of a kind that can be used, newest first.

use crate::file_view::FileView;
use files_model::{file::FileKind, files};
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, Table::QueryIndex};

pub(crate) fn handler() -> Handler {
    Route::new("list-files", Method::Get, "/v1/admin/files", "List files of a kind, newest first")
        .audience(Audience::Author)
        .required_query_of::<FileKind>("kind", "What they are for.")
        .paged()
        .reversible()
        .member(handle)
        .table(&[QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<FileView>>, Problem> {
    let kind = call.request.query_of("kind")?.ok_or_else(|| Problem::malformed("query.kind", "say which files you want"))?;
    let listed = files::list_files(&call.tenant, kind, &call.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|file| FileView::from(&file.value)).collect(), next: listed.next }))
}
