//! What helps people to find a course and to decide for it.

use files_model::file::UsedFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use trellis_core::{bounded::Letters, folding::folded, personal::NotPersonal};

trellis_core::text!(
    /// A word or two that courses are grouped by: one line.
    pub Tag, 1..=60, Letters::Line
);
trellis_core::text!(
    /// What learners can do after the course: one line.
    pub Outcome, 1..=300, Letters::Line
);
trellis_core::text!(
    /// Whom the course is for: one line.
    pub Readers, 0..=300, Letters::Line
);
trellis_core::list!(
    /// Words that courses are grouped by. Of several that differ only in case or accents the first counts.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub Tags(Vec<Tag>), 0..=20
);
trellis_core::list!(
    /// What learners can do after the course.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub Outcomes(Vec<Outcome>), 0..=12
);

/// How much a course presumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CourseLevel {
    Beginner,
    Intermediate,
    Advanced,
}

impl CourseLevel {
    /// As it is spelled.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Beginner => "beginner",
            Self::Intermediate => "intermediate",
            Self::Advanced => "advanced",
        }
    }
}

/// What helps people to find a course and to decide for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct About {
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = BTreeSet<Tag>)]
    pub tags: BTreeSet<NotPersonal<Tag>>,
    /// What it teaches.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = BTreeSet<Tag>)]
    pub skills: BTreeSet<NotPersonal<Tag>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<CourseLevel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Readers>)]
    pub audience: Option<NotPersonal<Readers>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Outcome>)]
    pub outcomes: Vec<NotPersonal<Outcome>>,
    /// The picture that stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cover: Option<UsedFile>,
}

impl Tags {
    /// Without those that differ from an earlier one only in case or accents.
    #[must_use]
    pub fn distinct(self) -> BTreeSet<Tag> {
        let mut seen = BTreeSet::new();
        self.0.into_iter().filter(|tag| seen.insert(folded(tag.as_str()))).collect()
    }
}

/// A language tag (BCP 47) in the form of RFC 5646 §2.1, by its length alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, max_length = 35, pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", example = "de-CH")]
pub struct LanguageTag(NotPersonal<String>);

/// The text is no language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a language tag like de or pt-BR")]
pub struct InvalidLanguage;

impl TryFrom<String> for LanguageTag {
    type Error = InvalidLanguage;
    fn try_from(text: String) -> Result<Self, InvalidLanguage> {
        let mut parts = text.split('-');
        let first = parts.next().unwrap_or_default();
        let is_language = (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if text.len() <= 35 && is_language && parts.all(is_subtag) { Ok(Self(text)) } else { Err(InvalidLanguage) }
    }
}

impl From<LanguageTag> for String {
    fn from(tag: LanguageTag) -> Self {
        tag.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_kept_once_however_it_is_written() {
        let tags: Tags = serde_json::from_str(r#"["Sécurité", "securite", "Brand", "brand"]"#).unwrap();
        let kept: Vec<String> = tags.distinct().into_iter().map(String::from).collect();
        assert_eq!(kept, ["Brand", "Sécurité"]);
    }

    #[test]
    fn a_language_is_a_tag() {
        for (text, good) in [
            ("de", true),
            ("pt-BR", true),
            ("zh-Hant-TW", true),
            ("", false),
            ("d", false),
            ("de-x-formal", true),
            ("de-", false),
            ("de_CH", false),
        ] {
            assert_eq!(LanguageTag::try_from(text.to_owned()).is_ok(), good, "{text}");
        }
    }
}
