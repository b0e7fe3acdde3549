//! GET /v1/admin/identity-providers/{identity_provider_id}: one identity provider.

use crate::identity_provider::{self, ShownProvider};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/identity-providers/{identity_provider_id}";
    Route::new("get-identity-provider", Method::Get, path, "A connected identity provider").audience(Audience::Administrator).member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<ShownProvider>, Problem> {
    let provider = identity_provider::wanted(&app, &call).await?;
    let version = provider.version;
    Ok(Reply::ok(ShownProvider::new(&app, provider)?).etag(version))
}
