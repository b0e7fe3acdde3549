//! GET /v1/admin/question-banks/{bank_id}: a question bank with its questions.

use crate::question_bank_view::QuestionBankDetail;
use catalog_model::banks;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::GetItem};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("get-question-bank", Method::Get, "/v1/admin/question-banks/{bank_id}", "Get a question bank with its questions")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .member(handle)
        .table(&[GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<QuestionBankDetail>, Problem> {
    let id = call.request.path("bank_id", "question bank")?;
    let gone = || Problem::not_found("question bank");
    // In this order: whoever changes what was written in between is told that it was changed.
    let bank = banks::bank(&call.tenant, id).await?.ok_or_else(gone)?;
    let (_, questions) = banks::bank_questions(&call.tenant, id).await?.ok_or_else(gone)?;
    Ok(Reply::ok(QuestionBankDetail::of(&bank.value, questions)).etag(bank.version))
}
