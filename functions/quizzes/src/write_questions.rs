//! POST /v1/admin/questions/writing: questions in another system's format. Nothing is stored.

use base64::{Engine, engine::general_purpose::STANDARD};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route};
use questions::{
    formats::{self, QuestionFormat, SkippedQuestion},
    question::Questions,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct QuestionsToWrite {
    format: QuestionFormat,
    questions: Questions,
}

/// A file of questions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct QuestionsWritten {
    file_name: String,
    content_type: String,
    /// Text; Base64 where the content type is `application/zip`.
    content: String,
    /// What the format has no place for.
    skipped: Vec<SkippedQuestion>,
}

pub(crate) fn handler() -> Handler {
    Route::new("write-questions", Method::Post, "/v1/admin/questions/writing", "Write questions in another format")
        .audience(Audience::Author)
        .keeps_access()
        .body_limit(5 * 1024 * 1024)
        .member(handle)
        .timeout(20)
        .memory(512)
        .example(r#"{"format": "gift", "questions": [{"kind": "true_false", "id": "q1", "text": "Water is wet.", "right": true}]}"#)
}

async fn handle(call: Call<QuestionsToWrite>) -> Result<Reply<QuestionsWritten>, Problem> {
    let QuestionsToWrite { format, questions } = &call.request.body;
    for (at, question) in questions.0.iter().enumerate() {
        question.check().map_err(|error| Problem::rule(format!("questions.{at}"), error.to_string()))?;
    }
    let written = formats::write(*format, &questions.0);
    let content = match String::from_utf8(written.content) {
        Ok(text) if *format != QuestionFormat::Qti => text,
        Ok(text) => STANDARD.encode(text),
        Err(bytes) => STANDARD.encode(bytes.as_bytes()),
    };
    let (file_name, content_type) = (written.file_name.to_owned(), written.content_type.to_owned());
    Ok(Reply::ok(QuestionsWritten { file_name, content_type, content, skipped: written.skipped }))
}
