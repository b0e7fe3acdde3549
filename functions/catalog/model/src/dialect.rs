//! How the text of a course is to be read: its language, its direction, and what its Markdown may hold.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trellis_core::personal::NotPersonal;

/// The direction in which a text runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextDirection {
    #[default]
    Ltr,
    Rtl,
}

/// Primary language subtags of languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 11] = ["ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"];

impl TextDirection {
    /// The direction in which a language is usually written.
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        if RIGHT_TO_LEFT.contains(&primary.as_str()) { Self::Rtl } else { Self::Ltr }
    }
}

/// What a page's Markdown means beyond CommonMark: a book says so, or follows mdBook's defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialect {
    /// Straight quotes and double hyphens become typographic ones.
    #[serde(default)]
    pub smart_punctuation: bool,
    /// Text between dollars is TeX.
    #[serde(default)]
    pub formulas: bool,
    /// `<details>` holds speaker notes, not something that learners unfold.
    #[serde(default)]
    pub speaker_notes: bool,
    /// Lines that begin with a colon do not define terms.
    #[serde(default)]
    pub no_definition_lists: bool,
    /// For languages of code, what a line begins with that is not shown.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hidden_lines: NotPersonal<BTreeMap<String, String>>,
}

impl Dialect {
    /// How pages that are written in Trellis are read.
    #[must_use]
    pub fn of_trellis() -> Self {
        Self { formulas: true, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_a_direction() {
        for (tag, direction) in [
            ("ar", TextDirection::Rtl),
            ("he-IL", TextDirection::Rtl),
            ("en", TextDirection::Ltr),
            ("arn", TextDirection::Ltr),
            ("", TextDirection::Ltr),
        ] {
            assert_eq!(TextDirection::of_language(tag), direction, "{tag}");
        }
    }
}
