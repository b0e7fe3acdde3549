//! Grading attempts anew by a corrected key: the questions of another version of the course.

use crate::{
    attempt::{Attempt, Earlier, Outcome},
    attempts,
    event::QuizEvent,
    sheet::Sheet,
};
use catalog_model::{
    courses::{self, Course, questions as stored},
    ids::{CourseId, LessonId},
};
use questions::{
    carried::carried,
    question::{Question, QuestionId, Questions},
    show::shape,
};
use std::collections::{BTreeSet, HashMap};
use table::{Page, Record, TableError, Tenant, audit::Act};
use trellis_core::ids::MemberId;

/// Attempts whose members one message looks at.
const PAGE: i32 = 25;
/// How often a member's attempts are read anew because others keep changing them.
const TRIES: usize = 6;

/// What an attempt comes to by other questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Regraded {
    /// It has not ended, or was graded by them before.
    Same,
    /// One of its questions is not among them, or has more or less to choose from.
    Impossible,
    /// The answers as the corrected questions name what was chosen, and what they come to.
    To { sheet: Sheet, outcome: Outcome },
}

/// What an attempt comes to by these questions, where `old` are those that it was graded by.
#[must_use]
pub fn regraded(attempt: &Attempt, old: &[Question], (new, digest): (&[Question], &str), now: jiff::Timestamp) -> Regraded {
    let Some(before) = attempt.outcome.as_ref().filter(|outcome| outcome.questions != digest) else { return Regraded::Same };
    let (old, by_id) = (named(old), named(new));
    let mut after = attempt.clone();
    for (id, _) in &attempt.sheet.0.asked {
        let (Some(old), Some(new)) = (old.get(id), by_id.get(id)) else { return Regraded::Impossible };
        if shape(old) != shape(new) {
            return Regraded::Impossible;
        }
        if let Some(saved) = after.sheet.0.answers.get_mut(id) {
            saved.given = carried(old, new, &saved.given, attempt.judging());
        }
    }
    let mut outcome = after.graded(new, digest, before.at, before.expired);
    let result = |outcome: &Outcome| (outcome.percent, outcome.hundredths, outcome.tenths_possible, outcome.passed);
    outcome.corrected_at = if result(&outcome) == result(before) { before.corrected_at } else { Some(now) };
    Regraded::To { sheet: after.sheet.0, outcome }
}

fn named(questions: &[Question]) -> HashMap<&QuestionId, &Question> {
    questions.iter().map(|question| (question.id(), question)).collect()
}

/// The questions by which attempts were graded, read once each.
#[derive(Debug, Default)]
pub struct Keys(HashMap<String, Questions>);

impl Keys {
    /// The questions with this digest.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn get(&mut self, tenant: &Tenant, course: &Course, digest: &str) -> Result<&[Question], TableError> {
        if !self.0.contains_key(digest) {
            let known = stored::questions(tenant, course, digest).await?;
            self.0.insert(digest.to_owned(), known);
        }
        Ok(self.known(digest))
    }

    /// Those that were read with this digest; none if they were not.
    #[must_use]
    pub fn known(&self, digest: &str) -> &[Question] {
        self.0.get(digest).map_or(&[], |known| known.0.as_slice())
    }
}

/// Orders that all attempts at a quiz be graded anew; a worker does it, some members with each message.
///
/// # Errors
/// When the table cannot be written.
pub async fn order(tenant: &Tenant, (course_id, lesson_id): (CourseId, LessonId), digest: String, act: &Act) -> Result<(), TableError> {
    let event = QuizEvent::RegradingDue { course_id, lesson_id, questions: digest, after: None };
    tenant.write_together(vec![tenant.announce(event)?, tenant.recorded(act)?]).await
}

/// Grades the attempts of those on one page anew, and announces the next. Can be done again at any time: what was graded by these
/// questions stays.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn follow(
    tenant: &Tenant,
    (course_id, lesson_id): (CourseId, LessonId),
    digest: String,
    after: Option<String>,
) -> Result<(), TableError> {
    let Some(course) = courses::course_or_its_rest(tenant, course_id).await? else { return Ok(()) };
    let page = Page { limit: PAGE, cursor: after, ..Page::largest() };
    let listed = attempts::entries_at(tenant, (course_id, lesson_id), &page).await?;
    let members: BTreeSet<MemberId> = listed.items.iter().map(|entry| entry.value.name.member_id).collect();
    let mut keys = Keys::default();
    for member in members {
        regrade_member(tenant, &course, (member, lesson_id), &digest, &mut keys).await?;
    }
    match listed.next {
        None => Ok(()),
        Some(next) => {
            let what = format!("{course_id}#{lesson_id}#{digest}#{next}");
            tenant.announce_once(&what, QuizEvent::RegradingDue { course_id, lesson_id, questions: digest, after: Some(next) }).await
        }
    }
}

/// Grades a member's attempts anew, all in one transaction with their enrolment: each carries what those before came to.
async fn regrade_member(
    tenant: &Tenant,
    course: &Record<Course>,
    (member, lesson): (MemberId, LessonId),
    digest: &str,
    keys: &mut Keys,
) -> Result<(), TableError> {
    let new = keys.get(tenant, &course.value, digest).await?.to_vec();
    for _ in 0..TRIES {
        let mut all = attempts::of_member_at(tenant, member, (course.value.id, lesson)).await?;
        all.reverse();
        let (mut earlier, mut changed) = (all.first().map_or_else(Earlier::default, |first| first.value.earlier), Vec::new());
        for attempt in &all {
            let mut next = attempt.clone();
            next.value.earlier = earlier;
            if let Some(before) = &attempt.value.outcome {
                let old = keys.get(tenant, &course.value, &before.questions).await?;
                if let Regraded::To { sheet, outcome } = regraded(&attempt.value, old, (&new, digest), tenant.now()) {
                    (next.value.sheet.0, next.value.outcome) = (sheet, Some(outcome));
                }
            }
            earlier = next.value.all();
            if next.value != attempt.value {
                changed.push(next);
            }
        }
        let Some(newest) = all.last() else { return Ok(()) };
        if changed.is_empty() {
            return Ok(());
        }
        match attempts::write_regraded(tenant, course, (newest.value.rules.scoring, earlier, newest.value.name), &changed).await {
            Err(TableError::Conflict) => {}
            result => return result,
        }
    }
    Err(TableError::Conflict)
}
