//! What an author sends of a question bank.

use crate::draft::{LESSON_BYTES, MOST_FILES, Wanted, used};
use catalog_model::banks::{Bank, BankError};
use files_model::file::FileKind;
use lambda::Problem;
use mdbook_import::named_files;
use questions::{
    draw::BankId,
    lines,
    question::{Question, Questions},
};
use table::Tenant;
use trellis_core::title::Title;

/// Bytes of a request: more than the questions of the largest bank take.
pub(crate) const BODY_BYTES: usize = 1024 * 1024;

/// A bank of these questions, if they can be asked and all that they show is there.
pub(crate) async fn checked(tenant: &Tenant, id: BankId, title: Title, questions: &Questions) -> Result<Bank, Problem> {
    let broken = |error: String| Problem::rule("questions", error);
    let bank = match Bank::holding(id, title, questions) {
        Err(BankError::Table(error)) => return Err(error.into()),
        bank => bank.map_err(|error| broken(error.to_string()))?,
    };
    if serde_json::to_vec(questions).map_err(Problem::internal)?.len() > LESSON_BYTES {
        return Err(broken(format!("they take more than {LESSON_BYTES} bytes; divide them into several banks")));
    }
    let shown = questions.0.iter().flat_map(lines::texts).flat_map(named_files).filter_map(|digest| Some((digest.parse().ok()?, None)));
    let mut files: Wanted = shown.collect();
    let pictures = questions.0.iter().filter_map(Question::picture);
    files.extend(pictures.filter_map(|digest| Some((digest.parse().ok()?, Some(FileKind::Picture)))));
    if files.len() > MOST_FILES {
        return Err(broken(format!("they may show at most {MOST_FILES} files")));
    }
    used(tenant, &files, "questions").await?;
    Ok(bank)
}
