//! Attempts as they are shown: to their learner, to authors and to managers.

use jiff::Timestamp;
use packages_model::attempts::{Attempt, AttemptState, Flag, Summary};
use packages_model::launch::Rule;
use serde::Serialize;

/// An attempt in a package.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PackageAttempt {
    number: u32,
    state: AttemptState,
    #[schema(value_type = String, format = DateTime)]
    begun_at: Timestamp,
    /// When it was last heard of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    saved_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score_percent: Option<u8>,
    /// Left out where nothing was said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    passed: Option<bool>,
    /// The time of all sessions together.
    seconds: u64,
    /// What is odd about it.
    flags: Vec<Flag>,
}

impl From<Summary> for PackageAttempt {
    fn from(Summary { number, state, begun_at, saved_at, percent, passed, seconds, flags }: Summary) -> Self {
        let flags = flags.into_iter().collect();
        Self { number, state, begun_at, saved_at, score_percent: percent, passed, seconds, flags }
    }
}

/// How far a learner is in a package.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PackageStanding {
    /// The newest last; of very many the first and the newest.
    attempts: Vec<PackageAttempt>,
    /// Whether another attempt may begin.
    can_begin: bool,
    /// The attempt that opening it goes on with.
    #[serde(skip_serializing_if = "Option::is_none")]
    resumes: Option<u32>,
    /// The score that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    score_percent: Option<u8>,
    /// Whether an attempt was passed; left out where nothing was said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    passed: Option<bool>,
}

impl PackageStanding {
    pub(crate) fn of(latest: Option<&Attempt>, rule: &Rule) -> Self {
        let Some(latest) = latest else {
            return Self { attempts: Vec::new(), can_begin: true, resumes: None, score_percent: None, passed: None };
        };
        let all: Vec<Summary> = latest.all().collect();
        let passed = all.iter().filter_map(|attempt| attempt.passed).reduce(|one, other| one || other);
        Self {
            can_begin: latest.can_follow(rule),
            resumes: (latest.state == AttemptState::Open).then_some(latest.number),
            score_percent: latest.counted(rule),
            passed,
            attempts: all.into_iter().map(PackageAttempt::from).collect(),
        }
    }
}
