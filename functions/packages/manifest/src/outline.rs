//! What a package holds: its organisations, and the parts that can be opened.

use serde::{Deserialize, Serialize};

/// The standard that a package follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standard {
    #[serde(rename = "scorm_1_2")]
    Scorm12,
    #[serde(rename = "scorm_2004_2")]
    Scorm2004Second,
    #[serde(rename = "scorm_2004_3")]
    Scorm2004Third,
    #[serde(rename = "scorm_2004_4")]
    Scorm2004Fourth,
    #[serde(rename = "cmi5")]
    Cmi5,
}

/// A package as its manifest describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub standard: Standard,
    pub title: String,
    /// The default one first; at least one, and something in it can be opened.
    pub organisations: Vec<Organisation>,
    pub warnings: Vec<super::Warning>,
}

/// One way to go through a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub id: String,
    pub title: String,
    pub items: Vec<Item>,
}

/// A part of a package, or a heading above some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Unlike that of any other in the package.
    pub id: String,
    pub title: String,
    /// How it is opened; a heading is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch: Option<Launch>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Self>,
}

/// How a part is opened, and what it is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launch {
    /// Its address from the archive's root: percent-encoded, with parameters.
    pub address: String,
    /// It reports nothing: opening it is all.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_asset: bool,
    /// `adlcp:masteryscore`, `imsss:minNormalizedMeasure` of the primary objective, or `masteryScore` of an assignable unit, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mastery_percent: Option<u8>,
    /// `adlcp:maxtimeallowed` or the limit of attempts' duration, as it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_time: Option<String>,
    /// `adlcp:timelimitaction`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_limit_action: Option<String>,
    /// `adlcp:datafromlms`, `adlcp:dataFromLMS`, or `launchParameters` of an assignable unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch_data: Option<String>,
    /// `adlcp:completionThreshold`, between 0 and 1, as it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion_threshold: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Item {
    /// This part and those below it, in their order.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            waiting.extend(next.items.iter().rev());
            Some(next)
        })
    }
}

impl Organisation {
    /// All parts, in their order.
    pub fn all(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().flat_map(Item::all)
    }
}
