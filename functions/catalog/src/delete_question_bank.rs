//! DELETE /v1/admin/question-banks/{bank_id}: a bank is gone; quizzes keep what they have taken from it.

use catalog_model::banks;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem},
};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("delete-question-bank", Method::Delete, "/v1/admin/question-banks/{bank_id}", "Delete a question bank")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .succeeds_with(&[204])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<()>, Problem> {
    let (id, version) = (call.request.path("bank_id", "question bank")?, call.request.if_match()?);
    let bank = banks::bank(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("question bank"))?;
    bank.expect(version)?;
    let act = call.act("question_bank.deleted", format!("question_bank/{id}")).removed(&bank.value);
    banks::delete_bank(&call.tenant, &bank, &act).await.map_err(Problem::of_update)?;
    Ok(Reply::ok(()))
}
