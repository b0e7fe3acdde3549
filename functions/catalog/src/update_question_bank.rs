//! PATCH /v1/admin/question-banks/{bank_id}: a bank's title or questions, unless somebody else was faster. Quizzes keep what they have taken
//! until they are saved again.

use crate::{
    question_bank_draft::{BODY_BYTES, checked},
    question_bank_view::QuestionBankSummary,
};
use catalog_model::banks::{self, Bank};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem},
};
use questions::question::Questions;
use serde::Deserialize;
use table::Record;
use trellis_core::{api_scope::ApiScope, title::Title};

/// What is left out stays as it is.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct QuestionBankChange {
    title: Option<Title>,
    /// All of them, within the limits of a new bank.
    questions: Option<Questions>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-question-bank", Method::Patch, "/v1/admin/question-banks/{bank_id}", "Update a question bank")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .body_limit(BODY_BYTES)
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem])
        .example(r#"{"title": "Fire safety, 2nd edition"}"#)
}

async fn handle(call: Call<QuestionBankChange>) -> Result<Reply<QuestionBankSummary>, Problem> {
    let (id, version) = (call.request.path("bank_id", "question bank")?, call.request.if_match()?);
    let mut bank = banks::bank(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("question bank"))?;
    bank.expect(version)?;
    let QuestionBankChange { title, questions } = &call.request.body;
    let title = title.clone().unwrap_or_else(|| bank.value.title.clone());
    let after = match questions {
        Some(questions) => checked(&call.tenant, id, title, questions).await?,
        None => Bank { title, ..bank.value.clone() },
    };
    if after != bank.value {
        let act = call.act("question_bank.updated", format!("question_bank/{id}")).change(&bank.value, &after);
        bank = Record { value: after, ..bank };
        bank = banks::update_bank(&call.tenant, bank, questions.as_ref(), &act).await.map_err(Problem::of_update)?;
    }
    Ok(Reply::ok(QuestionBankSummary::from(&bank.value)).etag(bank.version))
}
