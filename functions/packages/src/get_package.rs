//! GET /v1/admin/packages/{digest}: what an uploaded package holds, and how far it is.

use crate::package_view::PackageView;
use files_model::{digest::Digest, file::FileKind, files};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use packages_model::packages::{self, Package};

pub(crate) fn handler() -> Handler {
    Route::new("get-package", Method::Get, "/v1/admin/packages/{digest}", "Get a package")
        .audience(Audience::Author)
        .member(handle)
        .table(&[GetItem])
}

/// The package of a path; one that was uploaded and has not been looked into yet waits.
pub(crate) async fn found(call: &Call<impl Sized>) -> Result<Package, Problem> {
    let digest: Digest = call.request.path("digest", "package")?;
    if let Some(package) = packages::package(&call.tenant, digest).await? {
        return Ok(package.value);
    }
    let file = files::file(&call.tenant, digest).await?.filter(|file| file.value.kind == FileKind::Package);
    file.map(|_| Package::waiting(digest)).ok_or_else(|| Problem::not_found("package"))
}

async fn handle(call: Call<()>) -> Result<Reply<PackageView>, Problem> {
    Ok(Reply::ok(PackageView::try_from(found(&call).await?)?))
}
