//! POST /v1/admin/question-banks: an author starts a question bank.

use crate::{
    question_bank_draft::{BODY_BYTES, checked},
    question_bank_view::QuestionBankSummary,
};
use catalog_model::banks;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem},
};
use questions::{draw::BankId, question::Questions};
use serde::Deserialize;
use trellis_core::{api_scope::ApiScope, title::Title};

/// A bank has at most 390,000 bytes of questions (as JSON) with at most 100 different tags, which show at most 100 files.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewQuestionBank {
    title: Title,
    questions: Questions,
}

pub(crate) fn handler() -> Handler {
    Route::new("create-question-bank", Method::Post, "/v1/admin/question-banks", "Create a question bank")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .idempotent()
        .body_limit(BODY_BYTES)
        .succeeds_with(&[201])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem])
        .example(
            r#"{
              "title": "Fire safety",
              "questions": [{"id": "q1", "kind": "true_false", "text": "Water puts out burning oil", "right": false, "tags": ["fire"]}]
            }"#,
        )
}

async fn handle(call: Call<NewQuestionBank>) -> Result<Reply<QuestionBankSummary>, Problem> {
    let (attempt, id) = (call.attempt()?, BankId::random());
    let NewQuestionBank { title, questions } = &call.request.body;
    let bank = checked(&call.tenant, id, title.clone(), questions).await?;
    let act = call.act("question_bank.created", format!("question_bank/{id}")).made(&bank);
    let (id, _) = banks::create_bank(&call.tenant, (bank, questions), attempt.as_ref(), &act).await?;
    let bank = banks::bank(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("question bank"))?;
    Ok(Reply::created(QuestionBankSummary::from(&bank.value)).etag(bank.version))
}
