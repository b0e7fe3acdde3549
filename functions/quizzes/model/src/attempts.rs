//! Attempts in the table: begun, answered, ended.
//!
//! | access | how |
//! |---|---|
//! | an attempt | get `W#<ws>#MEMBER#<id>` / `QUIZ#<course>#<lesson>#<number>` |
//! | a member's newest attempt at a quiz | query the same partition, prefix `QUIZ#<course>#<lesson>#`, backwards, one |
//! | a member's attempts | query the same partition, prefix `QUIZ#`, backwards |
//! | all attempts at a quiz, the newest first | query `W#<ws>#ATTEMPTS_AT#<course>#<lesson>` / `<time>#<member>#<number>`, backwards, for their entries; then get the attempts |
//! | begin an attempt | transaction: put the attempt, if it is not there; put its entry |
//! | save an answer | put the attempt, on condition of its version |
//! | end an attempt | transaction: put the attempt, on condition of its version; put the enrolment with its events |
//!
//! The attempt is in no index, which would cost as much again with each answer. Its entry is written once.
//!
//! Nothing is shared between members, so ten thousand who begin at once do not wait for each other.

use crate::{
    attempt::{Attempt, AttemptEntry, AttemptName, AttemptNumber, Beginning, Earlier},
    keys,
    sheet::MOST_PACKED,
};
use catalog_model::{
    courses::{Course, questions as stored},
    ids::{CourseId, LessonId, VersionNumber},
    lesson::{Quiz, QuizScoring},
};
use jiff::{SignedDuration, Timestamp};
use lambda::Problem;
use learning_model::{
    enrolments::{self, Enrolment},
    rules::RuleError,
    scores::Score,
};
use people_model::keys::member_partition;
use questions::{
    given::Given,
    question::{QuestionId, Questions},
};
use std::{collections::HashMap, future::Future};
use table::{Key, List, Listed, Page, Place, Query, Record, TableError, Tenant, Write};
use trellis_core::ids::{EventId, MemberId};

/// How often an attempt is read anew because others keep changing it.
const TRIES: usize = 6;

/// Why an attempt cannot be begun or go on.
#[derive(Debug, thiserror::Error)]
pub enum AttemptError {
    #[error("this lesson is no quiz")]
    NoQuiz,
    #[error("the quiz opens at {0}")]
    NotOpen(Timestamp),
    #[error("the quiz closed at {0}")]
    Closed(Timestamp),
    #[error("no attempts are left")]
    NoneLeft,
    #[error("the next attempt can begin at {0}")]
    CoolingOff(Timestamp),
    #[error("there is no such attempt")]
    Unknown,
    #[error("this attempt does not ask that question")]
    UnknownQuestion,
    #[error("the question is of another kind")]
    OtherKind,
    #[error("the attempt has ended; this answer came too late")]
    Over,
    #[error("the answers are too long together")]
    TooLong,
    #[error(transparent)]
    Rule(#[from] RuleError),
    #[error(transparent)]
    Table(#[from] TableError),
}

impl From<AttemptError> for Problem {
    fn from(error: AttemptError) -> Self {
        match error {
            AttemptError::NoQuiz => Self::not_found("quiz"),
            AttemptError::Unknown => Self::not_found("attempt"),
            AttemptError::UnknownQuestion => Self::not_found("question"),
            AttemptError::NotOpen(_) | AttemptError::Closed(_) | AttemptError::NoneLeft | AttemptError::CoolingOff(_) => {
                Self::rule("lesson_id", error.to_string())
            }
            AttemptError::OtherKind => Self::rule("answer.kind", error.to_string()),
            AttemptError::Over => Self::rule("number", error.to_string()),
            AttemptError::TooLong => Self::rule("answer", error.to_string()),
            AttemptError::Rule(error) => error.into(),
            AttemptError::Table(error) => error.into(),
        }
    }
}

/// A quiz as a member takes it.
#[derive(Debug, Clone)]
pub struct Taking {
    pub member: MemberId,
    pub course: Record<Course>,
    pub enrolment: Option<Record<Enrolment>>,
    /// The version that they learn with.
    pub version: VersionNumber,
    pub lesson: LessonId,
    pub quiz: Quiz,
    /// What names its questions.
    pub digest: String,
}

impl Taking {
    fn name(&self, number: AttemptNumber) -> AttemptName {
        AttemptName { member_id: self.member, course_id: self.course.value.id, lesson_id: self.lesson, number }
    }

    /// Its questions as they are now.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn questions(&self, tenant: &Tenant) -> Result<Questions, TableError> {
        stored::questions(tenant, &self.course.value, &self.digest).await
    }

    /// When another attempt can begin after these, if ever; `None` if now.
    ///
    /// # Errors
    /// Why none can.
    pub fn next_at(&self, ended: u16, last_end: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, AttemptError> {
        if self.quiz.attempts.is_some_and(|most| ended >= most.get()) {
            return Err(AttemptError::NoneLeft);
        }
        if let Some(closed) = self.quiz.closes_at.filter(|closes| *closes <= now) {
            return Err(AttemptError::Closed(closed));
        }
        let cooled = last_end.map(|end| end + SignedDuration::from_mins(i64::from(self.quiz.cooling_off_minutes.get())));
        Ok([self.quiz.opens_at, cooled].into_iter().flatten().filter(|at| *at > now).max())
    }
}

fn place(tenant: &Tenant, attempt: &Attempt) -> Place {
    key(tenant, attempt.name).into()
}

fn key(tenant: &Tenant, name: AttemptName) -> Key {
    keys::attempt(tenant.scope(), name.member_id, name.course_id, name.lesson_id, name.number)
}

/// The writes that begin an attempt, if it has not begun.
fn begin_writes(tenant: &Tenant, attempt: &Record<Attempt>) -> Result<Vec<Write>, TableError> {
    let (name, taken_until) = (attempt.value.name, attempt.value.taken_until());
    let entry = Place::from(keys::entry(tenant.scope(), name, attempt.value.begun_at));
    let entry = if taken_until.is_some() { entry.announcing(tenant, "quiz.begun", "name", "taken_until") } else { entry };
    let entry = Record::new(AttemptEntry { name, taken_until }, tenant.now()).write(entry, tenant.now())?;
    Ok(vec![attempt.write(place(tenant, &attempt.value), tenant.now())?, entry])
}

/// A member's newest attempt at a quiz.
///
/// # Errors
/// When the table cannot be read.
pub async fn newest(
    tenant: &Tenant,
    member: MemberId,
    (course, lesson): (CourseId, LessonId),
    consistent: bool,
) -> Result<Option<Record<Attempt>>, TableError> {
    let partition = member_partition(tenant.scope(), member);
    let prefix = Some(keys::at_quiz(course, lesson));
    let (items, _) = tenant.query(Query { partition, prefix, limit: Some(1), backwards: true, consistent, ..Query::default() }).await?;
    items.into_iter().next().map(Record::read).transpose()
}

/// A member's attempts at a quiz, the newest first, at most 100.
///
/// # Errors
/// When the table cannot be read.
pub async fn of_member_at(
    tenant: &Tenant,
    member: MemberId,
    (course, lesson): (CourseId, LessonId),
) -> Result<Vec<Record<Attempt>>, TableError> {
    let partition = member_partition(tenant.scope(), member);
    let prefix = Some(keys::at_quiz(course, lesson));
    let query = Query { partition, prefix, limit: Some(100), backwards: true, consistent: true, ..Query::default() };
    tenant.query(query).await?.0.into_iter().map(Record::read).collect()
}

/// An attempt as it is now.
///
/// # Errors
/// When the table cannot be read.
pub async fn attempt(tenant: &Tenant, name: AttemptName) -> Result<Option<Record<Attempt>>, TableError> {
    tenant.get(key(tenant, name), true).await?.map(Record::read).transpose()
}

/// A member's own attempt at the quiz that they take, ended if its time has passed.
///
/// # Errors
/// [`AttemptError::Unknown`], or when the table cannot be read or written.
pub async fn own(tenant: &Tenant, taking: &Taking, number: AttemptNumber) -> Result<Record<Attempt>, AttemptError> {
    let attempt = attempt(tenant, taking.name(number)).await?.ok_or(AttemptError::Unknown)?;
    settled(tenant, taking, attempt).await
}

/// An attempt, ended if its time has passed.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn settled(tenant: &Tenant, taking: &Taking, attempt: Record<Attempt>) -> Result<Record<Attempt>, AttemptError> {
    if attempt.value.is_overdue(tenant.now()) { end(tenant, taking, attempt).await } else { Ok(attempt) }
}

/// What beginning has come to: the attempt with the questions that it was drawn from.
#[derive(Debug)]
pub struct Begun {
    pub attempt: Record<Attempt>,
    pub questions: Questions,
    /// Whether it has just begun, and was not open before.
    pub is_new: bool,
}

/// Begins an attempt, or goes on with the one that is open. Of two devices that begin at once both get the same attempt.
///
/// # Errors
/// Why none can begin, or [`TableError::Conflict`] if others kept beginning.
pub async fn begin(tenant: &Tenant, taking: &Taking) -> Result<Begun, AttemptError> {
    let quiz = (taking.course.value.id, taking.lesson);
    for tried in 0..TRIES {
        // What is a moment behind costs half; an attempt that has begun since makes the write below fail.
        let mut before = newest(tenant, taking.member, quiz, tried > 0).await?;
        if tried == 0 && before.as_ref().is_some_and(|before| before.value.outcome.is_none()) {
            before = newest(tenant, taking.member, quiz, true).await?;
        }
        let before = match before {
            Some(before) => Some(settled(tenant, taking, before).await?),
            None => None,
        };
        let (number, earlier, last_end) = match before {
            Some(open) if open.value.outcome.is_none() => {
                let questions = stored::questions(tenant, &taking.course.value, &open.value.questions).await?;
                return Ok(Begun { attempt: open, questions, is_new: false });
            }
            Some(last) => {
                let end = last.value.outcome.as_ref().map(|outcome| outcome.at);
                (last.value.name.number.next().ok_or(AttemptError::NoneLeft)?, last.value.all(), end)
            }
            None => (AttemptNumber::FIRST, Earlier::default(), None),
        };
        if let Some(at) = taking.next_at(earlier.ended, last_end, tenant.now())? {
            return Err(if taking.quiz.opens_at == Some(at) { AttemptError::NotOpen(at) } else { AttemptError::CoolingOff(at) });
        }
        let questions = taking.questions(tenant).await?;
        let beginning = Beginning {
            name: taking.name(number),
            course_version: taking.version,
            quiz: &taking.quiz,
            questions: &questions.0,
            digest: &taking.digest,
            seed: seed(),
            earlier,
        };
        let attempt = Record::new(Attempt::begin(beginning, tenant.now()), tenant.now());
        match tenant.write_together(begin_writes(tenant, &attempt)?).await {
            Ok(()) => return Ok(Begun { attempt: attempt.stored(tenant.now()), questions, is_new: true }),
            Err(TableError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}

/// 64 bits that nobody can guess: of the 80 by chance in a new id.
fn seed() -> u64 {
    let bytes = EventId::random().to_bytes();
    bytes.iter().skip(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// Saves an answer, unless a later one is there. Answers of an attempt are taken until its time and grace are over.
///
/// # Errors
/// Why it is not taken, or [`TableError::Conflict`] if others kept changing the attempt.
pub async fn save(
    tenant: &Tenant,
    taking: &Taking,
    number: AttemptNumber,
    (question, given, sequence): (&QuestionId, &Given, u64),
) -> Result<(), AttemptError> {
    for _ in 0..TRIES {
        let mut attempt = own(tenant, taking, number).await?;
        if attempt.value.outcome.is_some() {
            return Err(AttemptError::Over);
        }
        let kind = attempt.value.sheet.0.kind_of(question).ok_or(AttemptError::UnknownQuestion)?;
        if kind != given.kind() {
            return Err(AttemptError::OtherKind);
        }
        if !attempt.value.answer(question.clone(), given.clone(), sequence, tenant.now()) {
            return Ok(());
        }
        if attempt.value.sheet.0.packed().map_err(corrupt)?.len() > MOST_PACKED {
            return Err(AttemptError::TooLong);
        }
        match tenant.write(attempt.write(place(tenant, &attempt.value), tenant.now())?).await {
            Ok(()) => return Ok(()),
            Err(TableError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}

fn corrupt(reason: impl ToString) -> TableError {
    TableError::Corrupt { entity: "Attempt", reason: reason.to_string() }
}

/// Submits an attempt; one that has ended stays as it is. Costs at most 6 write units where the attempt takes
/// up to 2 kB and the enrolment 1, and 2 more where it completes the course.
///
/// # Errors
/// [`AttemptError::Unknown`], or when the table cannot be read or written.
pub async fn submit(tenant: &Tenant, taking: &Taking, number: AttemptNumber) -> Result<Record<Attempt>, AttemptError> {
    let attempt = attempt(tenant, taking.name(number)).await?.ok_or(AttemptError::Unknown)?;
    end(tenant, taking, attempt).await
}

/// Grades an attempt and writes it together with what follows for the enrolment. Whoever comes second finds it ended.
async fn end(tenant: &Tenant, taking: &Taking, mut attempt: Record<Attempt>) -> Result<Record<Attempt>, AttemptError> {
    let mut known = taking.enrolment.clone();
    for _ in 0..TRIES {
        if attempt.value.outcome.is_some() {
            return Ok(attempt);
        }
        let digest = attempt.value.questions.clone();
        let questions = stored::questions(tenant, &taking.course.value, &digest).await?;
        let outcome = attempt.value.ended(&questions.0, &digest, tenant.now());
        let mut ended = attempt.clone();
        ended.value.outcome = Some(outcome);
        match write_graded(tenant, &taking.course, known.take(), &ended).await {
            Ok(()) => return Ok(ended.stored(tenant.now())),
            Err(TableError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
        attempt = self::attempt(tenant, attempt.value.name).await?.ok_or(AttemptError::Unknown)?;
    }
    Err(TableError::Conflict.into())
}

/// Writes an attempt that was graded with what it means for the enrolment, in one transaction; it announces itself.
pub(crate) async fn write_graded(
    tenant: &Tenant,
    course: &Record<Course>,
    known: Option<Record<Enrolment>>,
    attempt: &Record<Attempt>,
) -> Result<(), TableError> {
    let Attempt { name, outcome, .. } = &attempt.value;
    let place = place(tenant, &attempt.value).announcing(tenant, "quiz.graded", "name", "outcome");
    let writes = vec![attempt.write(place, tenant.now())?];
    let scored = enrolments::Outcome {
        score: attempt.value.score().and_then(|score| Score::try_from(u64::from(score)).ok()),
        completes: attempt.value.all().passed,
        at: outcome.as_ref().map(|outcome| outcome.at),
    };
    match enrolments::score_lesson(tenant, name.member_id, (course.clone(), name.lesson_id), (known, scored), &writes).await? {
        Some(_) => Ok(()),
        // Who has left the course keeps what they have done in it.
        None => tenant.write_together(writes).await,
    }
}

/// Writes a member's attempts that were graded anew with what they mean for the enrolment, in one transaction; each announces itself.
pub(crate) async fn write_regraded(
    tenant: &Tenant,
    course: &Record<Course>,
    (scoring, all, name): (QuizScoring, Earlier, AttemptName),
    changed: &[Record<Attempt>],
) -> Result<(), TableError> {
    let write = |attempt: &Record<Attempt>| {
        let place = place(tenant, &attempt.value);
        let place = if attempt.value.outcome.is_some() { place.announcing(tenant, "quiz.graded", "name", "outcome") } else { place };
        attempt.write(place, tenant.now())
    };
    let writes = changed.iter().map(write).collect::<Result<Vec<_>, _>>()?;
    let score = Score::try_from(u64::from(all.score(scoring))).ok().filter(|_| all.ended > 0);
    let scored = enrolments::Outcome { score, completes: all.passed, at: None };
    match enrolments::score_lesson(tenant, name.member_id, (course.clone(), name.lesson_id), (None, scored), &writes).await? {
        Some(_) => Ok(()),
        None => tenant.write_together(writes).await,
    }
}

/// The entries of all attempts at a quiz, the newest first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub(crate) async fn entries_at(
    tenant: &Tenant,
    (course, lesson): (CourseId, LessonId),
    page: &Page,
) -> Result<Listed<Record<AttemptEntry>>, TableError> {
    let list = List {
        name: "quiz-attempts",
        index: None,
        partition: keys::attempts_at(tenant.scope(), course, lesson),
        prefix: None,
        consistent: true,
        backwards: true,
        filter: Vec::new(),
        key_of: |_, _| None,
    };
    tenant.listed(list, page).await
}

/// All attempts at a quiz, the newest first.
///
/// # Errors
/// As for [`entries_at`].
pub async fn at_quiz(tenant: &Tenant, quiz: (CourseId, LessonId), page: &Page) -> Result<Listed<Record<Attempt>>, TableError> {
    let Listed { items: entries, next } = entries_at(tenant, quiz, page).await?;
    let names: Vec<AttemptName> = entries.into_iter().map(|entry| entry.value.name).collect();
    if names.is_empty() {
        return Ok(Listed { items: Vec::new(), next });
    }
    let found = tenant.batch_get(names.iter().map(|name| key(tenant, *name)).collect(), true).await?;
    let found = found.into_iter().map(Record::<Attempt>::read).collect::<Result<Vec<_>, _>>()?;
    let mut by_name: HashMap<AttemptName, Record<Attempt>> = found.into_iter().map(|attempt| (attempt.value.name, attempt)).collect();
    Ok(Listed { items: names.iter().filter_map(|name| by_name.remove(name)).collect(), next })
}

/// A member's attempts at all quizzes, as far as `see` leaves them, the newest course first.
///
/// # Errors
/// [`TableError::BadCursor`], when the table cannot be read, or what `see` answers.
pub async fn of_member<U, E, F, Fut>(tenant: &Tenant, member: MemberId, page: &Page, see: F) -> Result<Listed<U>, E>
where
    E: From<TableError>,
    F: FnMut(Vec<Record<Attempt>>) -> Fut,
    Fut: Future<Output = Result<Vec<Option<U>>, E>>,
{
    let list = List {
        name: "member-attempts",
        index: None,
        partition: member_partition(tenant.scope(), member),
        prefix: Some(keys::ATTEMPTS.sort().to_owned()),
        consistent: true,
        backwards: true,
        filter: Vec::new(),
        key_of: |_, _| None,
    };
    tenant.listed_to(list, page, see).await
}
