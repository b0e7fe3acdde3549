//! What is learnt in a course: in its draft, which authors change, and in each of its versions, which nobody changes any more.

use crate::{
    about::LanguageTag,
    course::{Outline, Unlock},
    dialect::TextDirection,
    ids::{ImportId, VersionNumber},
    lesson_set::LessonSet,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::Entity;
use trellis_core::{bounded::Letters, ids::MemberId, personal::NotPersonal};

trellis_core::number!(
    /// How many percent of its required lessons, rounded up, complete a course.
    pub AskedPercent(u8), 1..=100
);

impl Default for AskedPercent {
    fn default() -> Self {
        Self(100)
    }
}

impl AskedPercent {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    const fn is_all(&self) -> bool {
        self.0 == 100
    }
}

trellis_core::number!(
    /// The average score in percent of its required quizzes and packages, rounded down, without which a course is not completed; with 0 no
    /// score is asked for.
    #[derive(Default)]
    pub AskedScore(u8), 0..=100
);

impl AskedScore {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    const fn is_none(&self) -> bool {
        self.0 == 0
    }
}

/// What is learnt in a course, but for its outline and its lessons themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Syllabus {
    /// The version that this is, or, of a draft, will become. Of each lesson, the newest text up to this version counts.
    #[serde(default)]
    pub number: VersionNumber,
    /// The lessons of its outline, so that a completion need not read the outline.
    pub lessons: LessonSet,
    /// Those that it can be completed without.
    #[serde(default, skip_serializing_if = "LessonSet::is_empty")]
    pub optional: LessonSet,
    /// Those that are completed by the member's work in them.
    #[serde(default, skip_serializing_if = "LessonSet::is_empty")]
    pub proven: LessonSet,
    /// Those that have a score.
    #[serde(default, skip_serializing_if = "LessonSet::is_empty")]
    pub scored: LessonSet,
    #[serde(default)]
    pub unlock: Unlock,
    /// How much of the required lessons completes it.
    #[serde(default, skip_serializing_if = "AskedPercent::is_all")]
    pub asked_percent: AskedPercent,
    #[serde(default, skip_serializing_if = "AskedScore::is_none")]
    pub asked_score: AskedScore,
    /// Whether any of its lessons waits for others: its outline says which.
    #[serde(default)]
    pub waits: bool,
    pub minutes: u32,
    /// A language tag (BCP 47), where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<NotPersonal<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_direction: Option<TextDirection>,
    /// The import that its lessons came with, if the course has been updated by one: theirs are the lessons that count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<ImportId>,
}

impl Syllabus {
    /// Takes over what it keeps of its outline.
    pub fn follow(&mut self, outline: &Outline) {
        (self.lessons, self.minutes) = (outline.lesson_set(), outline.minutes());
        (self.optional, self.proven, self.scored) = (outline.optional(), outline.proven(), outline.scored());
        self.waits = self.unlock == Unlock::InOrder || outline.lessons().any(|lesson| lesson.after.is_some());
    }

    /// Its texts are in this language from now on.
    pub fn speak(&mut self, language: Option<LanguageTag>) {
        self.language = language.map(String::from);
        self.text_direction = self.language.as_deref().map(TextDirection::of_language);
    }

    /// The lessons of which so many must be done as [`Syllabus::asked`] says.
    #[must_use]
    pub fn required(&self) -> LessonSet {
        self.lessons.without(&self.optional)
    }

    /// How many of the required lessons complete it.
    #[must_use]
    pub fn asked(&self) -> u32 {
        let of = u64::from(self.required().len());
        u32::try_from((of * u64::from(self.asked_percent.get())).div_ceil(100)).unwrap_or(u32::MAX)
    }
}

trellis_core::text!(
    /// What is new in a version, for those who learn with an earlier one: plain text.
    pub VersionNote, 0..=500, Letters::Any
);

/// A version of a course, as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub syllabus: Syllabus,
    pub published_at: Timestamp,
    /// Absent where it was an API client, or is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_by: Option<MemberId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<NotPersonal<VersionNote>>,
}

impl Entity for Version {
    const NAME: &'static str = "Version";
}
