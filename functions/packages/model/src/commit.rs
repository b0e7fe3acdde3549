//! A report of a session, and what an attempt becomes by it: in order, once, and nothing lost that was harmless.

use crate::{
    attempts::{Attempt, AttemptState, Flag, Session},
    cmi::{Elements, PackedCmi, TooMuch},
    launch::Rule,
    packing::BadPacking,
    report::{self, Report, Runtime},
};
use catalog_model::lesson::PackageCompletion;
use jiff::{SignedDuration, Timestamp};
use package_manifest::Standard;
use std::collections::BTreeMap;

/// By how much a session may say that it lasted longer than since it began: clocks differ, and devices sleep.
const AHEAD: SignedDuration = SignedDuration::from_mins(2);
/// Times without a zone may be those of any.
const ANY_ZONE: SignedDuration = SignedDuration::from_hours(15);

/// A report.
#[derive(Debug, Clone)]
pub struct Commit {
    pub session: u32,
    /// Rises with every report of a session.
    pub sequence: u64,
    /// The session has ended.
    pub is_final: bool,
    pub cmi: Elements,
    pub runtime: Runtime,
}

/// A report cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    #[error("there is no such session in this attempt")]
    NoSession,
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
    #[error(transparent)]
    Packing(#[from] BadPacking),
}

/// What has become of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub attempt: Attempt,
    /// A later session has begun: what this one says of places and answers is not kept.
    pub is_superseded: bool,
}

/// Takes a report.
///
/// # Errors
/// [`CommitError`].
pub fn apply(before: &Attempt, commit: Commit, (standard, rule): (Standard, &Rule), now: Timestamp) -> Result<Applied, CommitError> {
    let mut attempt = before.clone();
    let current = attempt.session;
    if commit.session == 0 || commit.session > current {
        return Err(CommitError::NoSession);
    }
    let is_superseded = commit.session < current;
    let session = attempt.session_of(commit.session);
    let is_new = commit.sequence > session.sequence;
    // The last report of a session may be overtaken by none and still arrive twice.
    session.has_ended |= commit.is_final && commit.sequence >= session.sequence;
    if !is_new {
        attempt.settle(rule);
        return Ok(Applied { attempt, is_superseded });
    }
    session.sequence = commit.sequence;
    let elements: BTreeMap<String, String> =
        commit.cmi.0.into_iter().map(|(name, value)| (String::from(name), String::from(value))).collect();
    let Report { said, seconds, is_out_of_range } = report::read(standard, &elements, &commit.runtime);
    if let Some(seconds) = seconds {
        session.seconds = seconds;
    }
    let begun_at = session.begun_at;
    let longest = now.duration_since(begun_at).saturating_add(AHEAD).as_secs();
    let lasts_too_long = seconds.is_some_and(|seconds| i64::try_from(seconds).is_ok_and(|seconds| seconds > longest));
    if lasts_too_long || is_before(&elements, attempt.begun_at) {
        attempt.flags.insert(Flag::TimeBeforeLaunch);
    }
    if is_out_of_range {
        attempt.flags.insert(Flag::ScoreOutOfRange);
    }
    if is_superseded {
        attempt.flags.insert(Flag::LateReport);
        attempt.said = attempt.said.best(said);
    } else {
        let mut stored = attempt.cmi.0.elements()?;
        stored.extend(elements);
        attempt.cmi.0 = PackedCmi::of(&stored)?;
        // A package that has said that it is done, and then says nothing or that it goes on, is done.
        attempt.said = if attempt.state == AttemptState::Open { said.over(attempt.said) } else { attempt.said.best(said) };
    }
    let below = |percent: u8| rule.mastery_percent.is_some_and(|mastery| percent < mastery);
    if said.passed == Some(true) && said.percent.is_some_and(below) {
        attempt.flags.insert(Flag::PassedBelowMastery);
    }
    attempt.saved_at = Some(now);
    attempt.settle(rule);
    Ok(Applied { attempt, is_superseded })
}

/// Whether an interaction says that it happened before the attempt began. Only SCORM 2004 writes dates.
fn is_before(elements: &BTreeMap<String, String>, begun: Timestamp) -> bool {
    let times = elements.iter().filter(|(name, _)| name.starts_with("cmi.interactions.") && name.ends_with(".timestamp"));
    let earliest = |by: SignedDuration| begun.checked_sub(by).unwrap_or(begun);
    times.map(|(_, time)| time.as_str()).any(|time| match time.parse::<Timestamp>() {
        Ok(time) => time < earliest(AHEAD),
        Err(_) => time
            .parse::<jiff::civil::DateTime>()
            .ok()
            .filter(|_| time.contains('T'))
            .and_then(|time| time.to_zoned(jiff::tz::TimeZone::UTC).ok())
            .is_some_and(|time| time.timestamp() < earliest(ANY_ZONE)),
    })
}

impl Attempt {
    /// Whether the attempt is passed: by what must be reached where that and a score are known, else by the package's word.
    #[must_use]
    pub fn passed(&self, rule: &Rule) -> Option<bool> {
        match (rule.mastery_percent, self.said.percent) {
            (Some(mastery), Some(percent)) => Some(percent >= mastery),
            _ => self.said.passed,
        }
    }

    /// Whether it completes the lesson.
    #[must_use]
    pub fn completes(&self, rule: &Rule) -> bool {
        if rule.completion == PackageCompletion::Launched {
            return true;
        }
        // What must be mastered is not done by having been through it.
        match (rule.mastery_percent, self.said.percent) {
            (Some(mastery), Some(percent)) => self.said.is_over() && percent >= mastery,
            (Some(_), None) => self.said.passed == Some(true) || self.said.completed == Some(true) && self.said.passed != Some(false),
            (None, _) => self.said.completed == Some(true) || self.said.passed == Some(true),
        }
    }

    /// Works out in which state it is: over once the package has said so and its session has ended.
    fn settle(&mut self, rule: &Rule) {
        self.is_passed = self.passed(rule);
        let has_ended = self.sessions.iter().any(|session| session.number == self.session && session.has_ended);
        if !self.said.is_over() || (self.state == AttemptState::Open && !has_ended) {
            return;
        }
        self.state = match self.is_passed {
            Some(true) => AttemptState::Passed,
            Some(false) => AttemptState::Failed,
            None => AttemptState::Completed,
        };
    }
}

impl Session {
    /// A session that begins now.
    #[must_use]
    pub const fn new(number: u32, begun_at: Timestamp) -> Self {
        Self { number, begun_at, sequence: 0, seconds: 0, has_ended: false }
    }
}
