//! PATCH /v1/me: the language that one wants to read.

use crate::get_me::Me;
use domain::locale::Locale;
use lambda::{App, Call, Handler, Method, Problem, Reply, Route, nullable};
use serde::Deserialize;
use store::StoreError;

/// What is left out stays as it is. Name and address are the workspace's to say.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnChange {
    /// Null for the workspace's own.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Locale>)]
    locale: Option<Option<Locale>>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-me", Method::Patch, "/v1/me", "Choose one's language").member(handle)
}

async fn handle(app: App, call: Call<OwnChange>) -> Result<Reply<Me>, Problem> {
    let (scope, id) = (&call.caller.scope, call.caller.member()?);
    let mut member = app.store().member(scope, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    let wanted = call.request.body.locale.unwrap_or(member.value.locale);
    if wanted != member.value.locale {
        member.value.locale = wanted;
        match app.store().update_own(scope, &member, app.now()).await {
            Err(StoreError::Conflict) => return Err(Problem::changed()),
            result => result?,
        }
    }
    Ok(Reply::ok(Me::new(member.value, &call.caller)))
}
