//! A package of another tool (SCORM, cmi5): a part of it that is opened by itself, and says how far its learner is.

use super::{Kind, Uses};
use files_model::{digest::Digest, file::FileKind};
use serde::{Deserialize, Serialize};
use trellis_core::{bounded::Letters, personal::NotPersonal};

trellis_core::text!(
    /// What a package calls one of its parts: the identifier of an item of `imsmanifest.xml`, or the id of an assignable unit of `cmi5.xml`.
    pub PackageItem, 1..=1_000, Letters::Line
);
trellis_core::number!(
    /// How many percent must be reached.
    pub MasteryPercent(u8), 0..=100
);
trellis_core::number!(
    /// How many attempts a learner has.
    pub PackageAttempts(u16), 1..=100
);

/// What completes the lesson.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PackageCompletion {
    /// What the package reports, as far as it reaches what must be mastered.
    #[default]
    Reported,
    /// That it was opened.
    Launched,
}

/// Which of several attempts counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PackageScoring {
    /// The best.
    #[default]
    Highest,
    First,
    Last,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// An uploaded file of the kind `package`.
    pub file: Digest,
    /// Which part of it: an `id` of its outline that can be opened.
    #[schema(value_type = PackageItem)]
    pub item: NotPersonal<PackageItem>,
    #[serde(default)]
    pub completion: PackageCompletion,
    /// What must be reached; left out, it is what the package says, and where that says nothing, its own word counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mastery_percent: Option<MasteryPercent>,
    /// Left out, there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<PackageAttempts>,
    #[serde(default)]
    pub scoring: PackageScoring,
}

impl Kind for Package {
    const IS_PROVEN: bool = true;
    const IS_SCORED: bool = true;

    fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("[](/files/{})", self.file), format!("item: {}", self.item.as_str())];
        if self.completion == PackageCompletion::Launched {
            lines.push("completion: launched".to_owned());
        }
        lines.extend(self.mastery_percent.map(|percent| format!("mastery: {} %", percent.get())));
        lines.extend(self.attempts.map(|attempts| format!("attempts: {}", attempts.get())));
        match self.scoring {
            PackageScoring::Highest => {}
            PackageScoring::First => lines.push("scoring: first".to_owned()),
            PackageScoring::Last => lines.push("scoring: last".to_owned()),
        }
        lines
    }

    fn files(&self) -> Vec<Uses> {
        vec![(self.file, FileKind::Package)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_the_packages_word_for_the_best_of_all_attempts() {
        let digest = "ab".repeat(32);
        let read = |more: &str| serde_json::from_str::<Package>(&format!(r#"{{"file": "{digest}", "item": "SCO 1"{more}}}"#));
        let plain = read("").unwrap();
        assert_eq!((plain.completion, plain.scoring), (PackageCompletion::Reported, PackageScoring::Highest));
        assert!(plain.mastery_percent.is_none() && plain.attempts.is_none());
        let strict = read(r#", "mastery_percent": 80, "attempts": 3, "scoring": "last", "completion": "launched""#).unwrap();
        let lines = [format!("[](/files/{digest})"), "item: SCO 1".to_owned()];
        assert_eq!(plain.lines(), lines);
        let more = ["completion: launched", "mastery: 80 %", "attempts: 3", "scoring: last"].map(str::to_owned);
        assert_eq!(strict.lines(), [lines.as_slice(), &more].concat());
        for wrong in [r#", "mastery_percent": 101"#, r#", "attempts": 0"#, r#", "scoring": "average""#, r#", "item": "a""#] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
