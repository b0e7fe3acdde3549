//! Questions of quizzes, apart from their lessons: who reads a lesson pays by its size, and learners are given no questions with it. They
//! are named by their digest and never change, so an attempt finds what it asked whatever becomes of the lesson.

use super::{Course, lessons::Lesson};
use crate::{ids::CourseId, keys};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use jiff::Timestamp;
use questions::question::Questions;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write as _};
use table::{Entity, Record, TableError, Tenant, Write};
use tenancy::Space;
use trellis_core::personal::NotPersonal;

/// More than the questions of the largest lesson take unpacked.
const MOST_UNPACKED: u64 = 4 * 1024 * 1024;

/// The stored form: JSON, deflated (RFC 1951).
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredQuestions {
    #[serde(with = "serde_bytes")]
    packed: Vec<u8>,
}

impl Entity for StoredQuestions {
    const NAME: &'static str = "Questions";
}

/// Names questions by what they say.
pub type QuestionsDigest = NotPersonal<String>;

fn corrupt(reason: impl ToString) -> TableError {
    TableError::Corrupt { entity: StoredQuestions::NAME, reason: reason.to_string() }
}

impl StoredQuestions {
    /// What names these questions.
    pub(crate) fn digest(questions: &Questions) -> Result<QuestionsDigest, TableError> {
        Ok(table::digest(&serde_json::to_string(questions).map_err(corrupt)?))
    }

    pub(crate) fn of(questions: &Questions) -> Result<(QuestionsDigest, Self), TableError> {
        let json = serde_json::to_string(questions).map_err(corrupt)?;
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
        deflated.write_all(json.as_bytes()).map_err(corrupt)?;
        Ok((table::digest(&json), Self { packed: deflated.finish().map_err(corrupt)? }))
    }

    fn unpack(&self) -> Result<Questions, TableError> {
        self.named().map(|(_, questions)| questions)
    }

    /// The questions with what names them.
    pub(crate) fn named(&self) -> Result<(QuestionsDigest, Questions), TableError> {
        let mut json = String::new();
        DeflateDecoder::new(self.packed.as_slice()).take(MOST_UNPACKED).read_to_string(&mut json).map_err(corrupt)?;
        Ok((table::digest(&json), serde_json::from_str(&json).map_err(corrupt)?))
    }
}

/// Takes a lesson's questions out of it; the write that stores them, if it has some.
pub(super) fn taken_out(home: &impl Space, course: CourseId, lesson: &mut Lesson, now: Timestamp) -> Result<Option<Write>, TableError> {
    let Some(questions) = lesson.content.take_questions() else { return Ok(None) };
    let (digest, stored) = StoredQuestions::of(&questions)?;
    let key = keys::questions(home, course, &digest);
    lesson.questions = Some(digest);
    Record::new(stored, now).overwrite(key, now).map(Some)
}

/// The lesson with its questions in it: for authors.
pub(super) async fn put_back(tenant: &Tenant, home: &impl Space, course: CourseId, lesson: &mut Lesson) -> Result<(), TableError> {
    if let Some(digest) = lesson.questions.take() {
        lesson.content.give_questions(read(tenant, home, course, &digest).await?);
    }
    Ok(())
}

/// The questions with this digest of a course.
///
/// # Errors
/// When the table cannot be read, or has none of this digest.
pub async fn questions(tenant: &Tenant, course: &Course, digest: &str) -> Result<Questions, TableError> {
    read(tenant, &course.home(tenant.scope()), course.id, digest).await
}

async fn read(tenant: &Tenant, home: &impl Space, course: CourseId, digest: &str) -> Result<Questions, TableError> {
    // They never change: what a reading a moment behind finds is right, and only what was just written may be missed.
    let mut item = tenant.get(keys::questions(home, course, digest), false).await?;
    if item.is_none() {
        item = tenant.get(keys::questions(home, course, digest), true).await?;
    }
    let item = item.ok_or_else(|| corrupt(format!("{digest} is missing")))?;
    Record::<StoredQuestions>::read(item)?.value.unpack()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_packed_is_unpacked_and_named_by_what_it_says() {
        let questions = |right: bool| -> Questions {
            serde_json::from_value(json!([{ "id": "q1", "kind": "true_false", "text": "Water burns", "right": right, "points": 0.5 }]))
                .unwrap()
        };
        let (digest, stored) = StoredQuestions::of(&questions(false)).unwrap();
        assert_eq!(stored.unpack().unwrap(), questions(false));
        assert_eq!(StoredQuestions::of(&questions(false)).unwrap().0, digest);
        assert_ne!(StoredQuestions::of(&questions(true)).unwrap().0, digest);
        assert!(StoredQuestions { packed: vec![1, 2, 3] }.unpack().is_err());
    }
}
