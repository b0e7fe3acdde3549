//! Questions in the formats of other systems. What cannot be read is told by question, and never keeps the others from being read.

mod building;
mod csv;
mod gift;
mod html;
mod moodle;
mod qti;
mod xml;

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;

use crate::question::{Question, QuestionId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Questions of one file.
const MOST_QUESTIONS: usize = 200;

/// A format of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionFormat {
    /// Moodle's text format.
    Gift,
    MoodleXml,
    /// 1EdTech QTI 2.x and 3: one item, or a package of them.
    Qti,
    /// A table with a header: see [`csv`](self).
    Csv,
}

/// A question that was left out, or something of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SkippedQuestion {
    /// Where it is: `question 4, line 12`.
    pub at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub title: Option<String>,
    pub reason: String,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    pub questions: Vec<Question>,
    pub skipped: Vec<SkippedQuestion>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub file_name: &'static str,
    pub content_type: &'static str,
    pub content: Vec<u8>,
    pub skipped: Vec<SkippedQuestion>,
}

impl Read {
    /// Takes in what was made of a question: it, or why there is none, and what was lost of it.
    fn take(&mut self, at: &str, title: Option<String>, made: Result<(Question, Vec<String>), String>) {
        let skip = |reason: String| SkippedQuestion { at: at.to_owned(), title: title.clone(), reason };
        match made.and_then(|(question, notes)| question.check().map(|()| (question, notes)).map_err(|error| error.to_string())) {
            Err(reason) => self.skipped.push(skip(reason)),
            Ok(_) if self.questions.len() >= MOST_QUESTIONS => {
                self.skipped.push(skip(format!("more than {MOST_QUESTIONS} questions; read the rest from another file")));
            }
            Ok((question, notes)) => {
                self.skipped.extend(notes.into_iter().map(|note| skip(format!("taken, but {note}"))));
                self.questions.push(question);
            }
        }
    }

    /// Gives each question an id of its own.
    fn with_ids(mut self) -> Self {
        let mut seen: BTreeSet<QuestionId> = BTreeSet::new();
        let mut number = 0;
        for question in &mut self.questions {
            while !seen.insert(question.id().clone()) {
                number += 1;
                question.set_id(QuestionId::numbered(number));
            }
        }
        self
    }
}

/// Reads questions, generously: what is odd is read as its author meant it, as far as that can be told.
#[must_use]
pub fn read(format: QuestionFormat, content: &[u8]) -> Read {
    let text =
        || String::from_utf8_lossy(content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content)).replace("\r\n", "\n").replace('\r', "\n");
    let read = match format {
        QuestionFormat::Gift => gift::read(&text()),
        QuestionFormat::MoodleXml => moodle::read(&text()),
        QuestionFormat::Qti => qti::read(content),
        QuestionFormat::Csv => csv::read(&text()),
    };
    read.with_ids()
}

/// Writes questions; what the format has no place for is told.
#[must_use]
pub fn write(format: QuestionFormat, questions: &[Question]) -> Written {
    match format {
        QuestionFormat::Gift => gift::write(questions),
        QuestionFormat::MoodleXml => moodle::write(questions),
        QuestionFormat::Qti => qti::write(questions),
        QuestionFormat::Csv => csv::write(questions),
    }
}

/// That a question could not be written, or something of it.
fn unwritten(number: usize, question: &Question, reason: &str) -> SkippedQuestion {
    SkippedQuestion { at: format!("question {number}"), title: Some(question.id().to_string()), reason: reason.to_owned() }
}
