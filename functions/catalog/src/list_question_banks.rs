//! GET /v1/admin/question-banks: the workspace's question banks.

use crate::question_bank_view::QuestionBankSummary;
use catalog_model::banks;
use lambda::{Audience, Call, Handler, Listing, Method, Problem, Reply, Route, SearchText, Table::QueryIndex};
use trellis_core::api_scope::ApiScope;

pub(crate) fn handler() -> Handler {
    Route::new("list-question-banks", Method::Get, "/v1/admin/question-banks", "List question banks by title")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesRead)
        .paged()
        .reversible()
        .searched("Only banks whose title contains all of these words; case and accents do not matter.")
        .member(handle)
        .table(&[QueryIndex])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<QuestionBankSummary>>, Problem> {
    let text = call.request.search()?;
    let listed = banks::list_banks(&call.tenant, text.as_ref().map(SearchText::as_str), &call.page()?).await?;
    Ok(Reply::ok(Listing { items: listed.items.iter().map(|bank| (&bank.value).into()).collect(), next: listed.next }))
}
