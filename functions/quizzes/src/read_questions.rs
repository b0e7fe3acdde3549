//! POST /v1/admin/questions/reading: questions in another system's format, as they can be put into a quiz. Nothing is stored.

use base64::{Engine, engine::general_purpose::STANDARD};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route};
use questions::{
    formats::{self, QuestionFormat, SkippedQuestion},
    question::Question,
};
use serde::{Deserialize, Serialize};
use trellis_core::bounded::Letters;

/// Bytes of a request.
const LIMIT: usize = 5 * 1024 * 1024;

trellis_core::text!(
    /// A file: text, or a zip archive in Base64.
    QuestionFile, 1..=4_500_000, Letters::Any
);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct QuestionsFile {
    format: QuestionFormat,
    content: QuestionFile,
}

/// What was found in a file.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct QuestionsRead {
    questions: Vec<Question>,
    /// What was left out or changed, and why.
    skipped: Vec<SkippedQuestion>,
}

pub(crate) fn handler() -> Handler {
    Route::new("read-questions", Method::Post, "/v1/admin/questions/reading", "Read questions in another format")
        .audience(Audience::Author)
        .keeps_access()
        .body_limit(LIMIT)
        .member(handle)
        .timeout(20)
        .memory(512)
        .example(r#"{"format": "gift", "content": "Water is wet. {T}"}"#)
}

async fn handle(call: Call<QuestionsFile>) -> Result<Reply<QuestionsRead>, Problem> {
    let QuestionsFile { format, content } = &call.request.body;
    let content = content.as_str();
    // XML begins with a tag, which is no Base64.
    let packed = match format {
        QuestionFormat::Qti if !content.trim_start().starts_with('<') => {
            let letters: String = content.split_whitespace().collect();
            let bytes = STANDARD.decode(letters).map_err(|_| Problem::malformed("content", "expected XML, or a zip archive in Base64"))?;
            Some(bytes)
        }
        _ => None,
    };
    let read = formats::read(*format, packed.as_deref().unwrap_or(content.as_bytes()));
    Ok(Reply::ok(QuestionsRead { questions: read.questions, skipped: read.skipped }))
}
