//! Question banks as authors see them.

use catalog_model::banks::Bank;
use questions::{
    draw::BankId,
    question::{Question, Questions},
};
use serde::Serialize;
use trellis_core::title::Title;

/// A question bank in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuestionBankSummary {
    bank_id: BankId,
    title: Title,
    /// Names what its questions say. A draw whose `taken` has another one has taken an earlier state of the bank.
    digest: String,
    question_count: u16,
    /// All tags of its questions, in the order of their letters.
    tags: Vec<QuestionBankTag>,
}

/// A tag of a bank.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuestionBankTag {
    tag: String,
    /// How many of the bank's questions bear it.
    question_count: u16,
}

/// A question bank.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuestionBankDetail {
    #[serde(flatten)]
    bank: QuestionBankSummary,
    questions: Vec<Question>,
}

impl From<&Bank> for QuestionBankSummary {
    fn from(Bank { id, title, digest, question_count, tags }: &Bank) -> Self {
        let tag = |(tag, count): (&String, &u16)| QuestionBankTag { tag: tag.clone(), question_count: *count };
        Self {
            bank_id: *id,
            title: title.clone(),
            digest: digest.clone(),
            question_count: *question_count,
            tags: tags.iter().map(tag).collect(),
        }
    }
}

impl QuestionBankDetail {
    pub(crate) fn of(bank: &Bank, Questions(questions): Questions) -> Self {
        Self { bank: bank.into(), questions }
    }
}
