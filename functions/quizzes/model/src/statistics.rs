//! What is known of a quiz's questions: sums over all attempts that were graded, in one item for each version of the course. They are
//! added up from events, one worker for a workspace at a time, so that nobody has to look at all attempts.
//!
//! | access | how |
//! |---|---|
//! | count graded attempts | get `W#<ws>#QUIZ#<course>#<lesson>` / `STATISTICS#<version>`; transaction: put it, on condition of its version, and put the same partition / `COUNTED#<event>` if absent, for each |
//! | the sums of a version, or of the newest | get the same; query the same partition, prefix `STATISTICS#`, backwards, one |

use crate::{
    attempt::Attempt,
    keys,
    packing::{pack, unpack},
};
use catalog_model::ids::{CourseId, LessonId, VersionNumber};
use jiff::{SignedDuration, Timestamp};
use questions::{grade::Share, question::Question};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use table::{Entity, Place, Query, Record, TableError, Tenant, TransactionError};
use trellis_core::{ids::EventId, personal::NotPersonal};

/// How often the sums are tried again when others write them at the same time.
const TRIES: usize = 6;
/// How long an event is known to have been counted. No message is older: queues keep theirs for 14 days at most, and so do those of the dead
/// letters that come again.
const KNOWN: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Seconds after which somebody was doing something else.
const LONGEST: i64 = 1_800;
/// What is neither of the accepted numbers nor of the accepted texts.
pub const OTHER: u16 = u16::MAX;

/// Sums of a question. Shares are in thousandths of its points; the rest of the attempt in thousandths of the points of all other questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionSums {
    /// Attempts that asked it.
    pub asked: u64,
    /// Attempts that answered it.
    pub answered: u64,
    pub share: i64,
    pub share_squared: i64,
    pub rest: i64,
    pub rest_squared: i64,
    pub product: i64,
    pub seconds: u64,
    /// How often answers were chosen or given, by their places.
    pub picked: BTreeMap<u16, u64>,
}

/// Sums of a version of a quiz.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    pub attempts: u64,
    pub percent: u64,
    pub passed: u64,
    pub questions: BTreeMap<String, QuestionSums>,
}

/// As they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredSums {
    /// [`Sums`], packed.
    #[serde(with = "serde_bytes")]
    packed: Vec<u8>,
    /// What names the questions that were asked last.
    questions: NotPersonal<String>,
}

impl Entity for StoredSums {
    const NAME: &'static str = "QuizStatistics";
}

/// The mark that an event was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counted {
    event_id: EventId,
}

impl Entity for Counted {
    const NAME: &'static str = "CountedAttempt";
}

/// An attempt that was graded, with the event that said so.
#[derive(Debug)]
pub struct GradedAttempt<'a> {
    pub event: EventId,
    pub attempt: &'a Attempt,
    pub questions: &'a [Question],
}

const fn thousandths(share: Share) -> i64 {
    share.parts() * 1_000 / Share::ALL.parts()
}

impl QuestionSums {
    /// Facility: the average share of the points, in 0 to 1.
    #[must_use]
    pub fn facility(&self) -> f64 {
        self.share as f64 / 1_000.0 / self.asked.max(1) as f64
    }

    /// Discrimination: the correlation (point-biserial where nothing is half right) of the points for this question with those for the
    /// rest of the quiz, in -1 to 1. None where all did the same.
    #[must_use]
    pub fn discrimination(&self) -> Option<f64> {
        let n = self.asked as f64;
        let covariance = n * self.product as f64 - self.share as f64 * self.rest as f64;
        let of_share = n * self.share_squared as f64 - (self.share as f64).powi(2);
        let of_rest = n * self.rest_squared as f64 - (self.rest as f64).powi(2);
        (of_share > 0.0 && of_rest > 0.0).then(|| (covariance / (of_share * of_rest).sqrt()).clamp(-1.0, 1.0))
    }
}

impl Sums {
    /// Adds an attempt.
    pub fn add(&mut self, attempt: &Attempt, questions: &[Question]) {
        let Some(outcome) = &attempt.outcome else { return };
        self.attempts += 1;
        self.percent += u64::from(outcome.percent);
        self.passed += u64::from(outcome.passed);
        let judged = attempt.judged(questions);
        let earned = |question: &Question, share: Share| i128::from(share.parts()) * i128::from(question.points().tenths());
        let all_earned: i128 = judged.iter().map(|(question, judged)| earned(question, judged.share)).sum();
        let all_tenths: i128 = judged.iter().map(|(question, _)| i128::from(question.points().tenths())).sum();
        let seconds = seconds(attempt);
        for (question, judged) in &judged {
            let sums = self.questions.entry(question.id().to_string()).or_default();
            let share = thousandths(judged.share);
            let rest_possible = (all_tenths - i128::from(question.points().tenths())) * i128::from(Share::ALL.parts());
            let rest = ((all_earned - earned(question, judged.share)) * 1_000).checked_div(rest_possible).unwrap_or(0) as i64;
            sums.asked += 1;
            sums.share += share;
            sums.share_squared += share * share;
            sums.rest += rest;
            sums.rest_squared += rest * rest;
            sums.product += share * rest;
            if attempt.sheet.0.given(question.id()).is_some() {
                sums.answered += 1;
                sums.seconds += seconds.get(question.id().as_str()).copied().unwrap_or(0);
                let is_open = matches!(question, Question::Text(_) | Question::Numeric(_));
                if judged.picked.is_empty() && is_open {
                    *sums.picked.entry(OTHER).or_default() += 1;
                }
                for place in &judged.picked {
                    *sums.picked.entry(*place).or_default() += 1;
                }
            }
        }
    }
}

/// How long each answer took: since the one before it was saved, or the attempt began.
fn seconds(attempt: &Attempt) -> BTreeMap<&str, u64> {
    let mut saved: Vec<(Timestamp, &str)> = attempt.sheet.0.answers.iter().map(|(id, saved)| (saved.at, id.as_str())).collect();
    saved.sort_unstable();
    let mut before = attempt.begun_at;
    let took = saved.into_iter().map(|(at, id)| {
        let took = at.duration_since(before).as_secs().clamp(0, LONGEST);
        before = at;
        (id, took.unsigned_abs())
    });
    took.collect()
}

impl StoredSums {
    fn sums(&self) -> Result<Sums, TableError> {
        unpack(&self.packed).map_err(corrupt)
    }
}

fn corrupt(reason: impl ToString) -> TableError {
    TableError::Corrupt { entity: StoredSums::NAME, reason: reason.to_string() }
}

/// Counts graded attempts at one version of a quiz, each event once however often and under whichever number it is delivered.
///
/// # Errors
/// [`TableError::Conflict`] if another worker kept counting.
pub async fn count(
    tenant: &Tenant,
    (course, lesson, version): (CourseId, LessonId, VersionNumber),
    graded: &[GradedAttempt<'_>],
) -> Result<(), TableError> {
    let key = keys::statistics(tenant.scope(), course, lesson, version);
    let (now, mut seen) = (tenant.now(), BTreeSet::new());
    let mut pending: Vec<&GradedAttempt<'_>> = graded.iter().filter(|graded| seen.insert(graded.event)).collect();
    for _ in 0..TRIES {
        let Some(last) = pending.last() else { return Ok(()) };
        let stored = tenant.get(key.clone(), true).await?.map(Record::<StoredSums>::read).transpose()?;
        let mut sums = stored.as_ref().map_or_else(|| Ok(Sums::default()), |stored| stored.value.sums())?;
        pending.iter().for_each(|graded| sums.add(graded.attempt, graded.questions));
        let value = StoredSums { packed: pack(&sums).map_err(corrupt)?, questions: last.attempt.questions.clone() };
        let record = stored.map_or_else(|| Record::new(value.clone(), now), |stored| stored.with(value.clone()));
        let mut writes = vec![record.write(Place::from(key.clone()), now)?];
        for graded in &pending {
            let place = Place::from(keys::counted(tenant.scope(), course, lesson, graded.event));
            let place = place.expires(now.checked_add(KNOWN).unwrap_or(now));
            writes.push(Record::new(Counted { event_id: graded.event }, now).write(place, now)?);
        }
        match tenant.transact(writes).await {
            Ok(()) => return Ok(()),
            // The marks that are there already say what was counted before.
            Err(TransactionError::Conditions(failed)) => {
                let mut position = 0;
                pending.retain(|_| {
                    position += 1;
                    !failed.contains(&position)
                });
            }
            Err(TransactionError::Table(error)) => return Err(error),
        }
    }
    Err(TableError::Conflict)
}

/// The sums of a version of a quiz, or of the newest that has some: with the version, and what names the questions that were asked.
///
/// # Errors
/// When the table cannot be read.
pub async fn sums(
    tenant: &Tenant,
    (course, lesson): (CourseId, LessonId),
    version: Option<VersionNumber>,
) -> Result<Option<(VersionNumber, String, Sums)>, TableError> {
    let any = keys::statistics(tenant.scope(), course, lesson, version.unwrap_or_default());
    let item = match version {
        Some(_) => tenant.get(any, false).await?,
        None => {
            let (partition, prefix) = (any.partition().to_owned(), Some(keys::of_versions()));
            let query = Query { partition, prefix, limit: Some(1), backwards: true, ..Query::default() };
            tenant.query(query).await?.0.into_iter().next()
        }
    };
    let Some(item) = item else { return Ok(None) };
    let sort = item.get("sk").and_then(|sk| sk.as_s().ok()).and_then(|sk| sk.rsplit('#').next()?.parse::<u64>().ok());
    let number = sort.and_then(|number| VersionNumber::try_from(number).ok()).unwrap_or_default();
    let stored = Record::<StoredSums>::read(item)?.value;
    Ok(Some((number, stored.questions.clone(), stored.sums()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(i64, i64)]) -> QuestionSums {
        let mut sums = QuestionSums::default();
        for (share, rest) in pairs {
            sums.asked += 1;
            sums.share += share;
            sums.share_squared += share * share;
            sums.rest += rest;
            sums.rest_squared += rest * rest;
            sums.product += share * rest;
        }
        sums
    }

    #[test]
    fn discrimination_is_the_correlation_with_the_rest() {
        let sums = of(&[(1000, 800), (1000, 600), (0, 400), (0, 200)]);
        assert!((sums.facility() - 0.5).abs() < 1e-9);
        assert!((sums.discrimination().unwrap() - 0.894_427).abs() < 1e-6);
        assert!(of(&[(1000, 0), (0, 1000)]).discrimination().unwrap() < -0.999);
        assert_eq!(of(&[(1000, 800), (1000, 600)]).discrimination(), None, "everybody was right");
    }
}
