//! PATCH /v1/me: the language that one wants to read.

use crate::get_me::Me;
use lambda::{
    Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, UpdateItem},
    nullable,
};
use people_model::{member_changes, members};
use serde::Deserialize;
use trellis_core::locale::Locale;

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
    Route::new("update-me", Method::Patch, "/v1/me", "Choose your language")
        .keeps_access()
        .member(handle)
        .table(&[GetItem, UpdateItem])
        .example(r#"{"locale": "it"}"#)
}

async fn handle(call: Call<OwnChange>) -> Result<Reply<Me>, Problem> {
    let id = call.caller.member()?;
    let mut member = members::member(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("member"))?;
    let wanted = call.request.body.locale.unwrap_or(member.value.locale);
    if wanted != member.value.locale {
        member.value.locale = wanted;
        member_changes::update_own(&call.tenant, &member).await.map_err(Problem::of_update)?;
    }
    Ok(Reply::ok(Me::new(member.value, &call.caller)))
}
