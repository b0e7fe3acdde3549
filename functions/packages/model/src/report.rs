//! What a package says of its learner: its words, read from the data model and from what its run time has made of it.

use crate::{
    score::{Percent, Points, ReportedScore},
    time,
};
use package_manifest::Standard;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trellis_core::bounded::Letters;

trellis_core::number!(
    /// Seconds of a session.
    pub SessionSeconds(u32), 0..=31_536_000
);
trellis_core::text!(
    /// A word of the data model, such as `not attempted`.
    pub Word, 0..=40, Letters::Line
);

/// What the run time says of the package's state: it has been told more than the elements show.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PackageRuntime)]
pub struct Runtime {
    /// `completed`, `incomplete`, `not attempted` or `unknown`.
    pub completion: Option<Word>,
    /// `passed`, `failed` or `unknown`.
    pub success: Option<Word>,
    pub score: Option<ReportedScore>,
    /// How long the session has lasted, as the run time has measured it.
    pub seconds: Option<SessionSeconds>,
    /// Whether the package has ended its session by itself (`LMSFinish`, `Terminate`), and not only the page was left.
    #[serde(default)]
    pub terminated: bool,
}

/// What the package has said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Whether all was done; `None` where it has not said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
}

/// What a report comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    pub said: Said,
    /// Seconds of this session, if it says any.
    pub seconds: Option<u64>,
    /// Its score is none that can be.
    pub is_out_of_range: bool,
}

type Cmi = BTreeMap<String, String>;

/// Reads a report.
#[must_use]
pub fn read(standard: Standard, cmi: &Cmi, runtime: &Runtime) -> Report {
    let value = |name: &str| cmi.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let core = standard == Standard::Scorm12;
    let place = |old: &'static str, new: &'static str| value(if core { old } else { new });
    let status = place("cmi.core.lesson_status", "cmi.completion_status").unwrap_or_default();
    let success = if core { status } else { value("cmi.success_status").unwrap_or_default() };
    let mut said = Said { completed: completion(status), passed: passing(success), percent: None };
    // The run time may know better: elements of 2004 say `unknown` where its commit says `completed`.
    said.completed = runtime.completion.as_ref().and_then(|word| completion(word.as_str())).or(said.completed);
    said.passed = runtime.success.as_ref().and_then(|word| passing(word.as_str())).or(said.passed);
    if core && said.passed == Some(false) {
        said.completed = None;
    }
    // RTE 1.2, 3.4.4: a module that has ended without a word about its status is completed.
    if core && runtime.terminated && said.completed.is_none() && said.passed.is_none() && matches!(status, "" | "not attempted") {
        said.completed = Some(true);
    }
    let number = |old, new| place(old, new).and_then(Points::of);
    let elements = ReportedScore {
        raw: number("cmi.core.score.raw", "cmi.score.raw"),
        min: number("cmi.core.score.min", "cmi.score.min"),
        max: number("cmi.core.score.max", "cmi.score.max"),
        scaled: value("cmi.score.scaled").and_then(Points::of),
    };
    let percent = match runtime.score.unwrap_or_default().percent(standard) {
        Percent::Unsaid => elements.percent(standard),
        said => said,
    };
    if let Percent::Of(percent) = percent {
        said.percent = Some(percent);
    }
    let measured = runtime.seconds.map(|seconds| u64::from(seconds.get()));
    let told = place("cmi.core.session_time", "cmi.session_time").and_then(|text| time::seconds(standard, text));
    // Missing or zero says nothing.
    let seconds = told.filter(|seconds| *seconds > 0).or(measured.filter(|seconds| *seconds > 0));
    Report { said, seconds, is_out_of_range: percent == Percent::OutOfRange }
}

/// 1.2: `lesson_status` holds both; what is passed is done, and of what is failed nothing is said.
fn completion(word: &str) -> Option<bool> {
    match word {
        "completed" | "passed" => Some(true),
        "incomplete" => Some(false),
        _ => None,
    }
}

fn passing(word: &str) -> Option<bool> {
    match word {
        "passed" => Some(true),
        "failed" => Some(false),
        _ => None,
    }
}

impl Said {
    /// Together with what an earlier or later session has said: nothing that was reached is lost.
    #[must_use]
    pub fn best(self, other: Self) -> Self {
        let best = |one: Option<bool>, other: Option<bool>| if one == Some(true) { one } else { other.or(one) };
        Self {
            completed: best(self.completed, other.completed),
            passed: best(self.passed, other.passed),
            percent: self.percent.max(other.percent),
        }
    }

    /// In the place of what was said before, as far as anything is said.
    #[must_use]
    pub fn over(self, before: Self) -> Self {
        Self {
            completed: self.completed.or(before.completed),
            passed: self.passed.or(before.passed),
            percent: self.percent.or(before.percent),
        }
    }

    /// Whether the package has said that there is nothing more to do in this attempt.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.completed == Some(true) || self.passed.is_some()
    }
}
