//! The data model of a part (`cmi`), as a flat map of its elements.

use crate::{launch::Launch, packages::Unit, packing, time};
use package_manifest::Standard;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{collections::BTreeMap, fmt};
use trellis_core::{bounded::Letters, ids::MemberId};

trellis_core::text!(
    /// The name of an element: `cmi.core.lesson_location`.
    pub ElementName, 1..=250, Letters::Visible
);
trellis_core::text!(
    /// The value of an element. Suspend data of SCORM 2004 may have 64,000 characters; what packages write beyond is taken, too.
    pub ElementValue, 0..=100_000, Letters::Any
);
trellis_core::list!(
    /// Elements of the data model by their names.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub Elements(BTreeMap<ElementName, ElementValue>), 0..=10_000
);

/// Bytes of all elements together, unpacked.
pub const MOST_BYTES: u64 = 1024 * 1024;
/// The same as they are stored: an item holds 400 kB.
const MOST_PACKED: usize = 300_000;

/// The elements say too much to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the package stores more than can be kept: {0} bytes, packed")]
pub struct TooMuch(usize);

/// Elements as they are stored.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PackedCmi(Vec<u8>);

impl fmt::Debug for PackedCmi {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PackedCmi({} bytes)", self.0.len())
    }
}

impl Serialize for PackedCmi {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for PackedCmi {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_bytes::deserialize::<Vec<u8>, D>(deserializer).map(Self)
    }
}

impl PackedCmi {
    /// # Errors
    /// [`TooMuch`].
    pub fn of(elements: &BTreeMap<String, String>) -> Result<Self, TooMuch> {
        let bytes = packing::pack(elements).map_err(|_| TooMuch(0))?;
        if bytes.len() > MOST_PACKED { Err(TooMuch(bytes.len())) } else { Ok(Self(bytes)) }
    }

    /// The elements; none where nothing was stored.
    ///
    /// # Errors
    /// When it is not what [`Self::of`] has made.
    pub fn elements(&self) -> Result<BTreeMap<String, String>, packing::BadPacking> {
        if self.0.is_empty() { Ok(BTreeMap::new()) } else { packing::unpack(&self.0, packing::MOST_UNPACKED) }
    }
}

/// What a session begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// For the first time.
    AbInitio,
    Resume,
    /// To look at.
    Review,
}

impl Entry {
    const fn name(self) -> &'static str {
        match self {
            Self::AbInitio => "ab-initio",
            Self::Resume => "resume",
            Self::Review => "",
        }
    }
}

/// Who learns, as the package is told.
#[derive(Debug, Clone, Copy)]
pub struct Learner<'a> {
    pub id: MemberId,
    pub name: &'a str,
}

/// What belongs to a session that has ended: loaded again, it would count twice (`session_time`) or say how the new one ends (`exit`). What the
/// run time computes itself is refused by it.
fn is_past(name: &str) -> bool {
    const LAST: [&str; 5] = ["session_time", "exit", "_children", "_count", "_version"];
    name.rsplit('.').next().is_some_and(|last| LAST.contains(&last))
}

/// The elements that a session begins with: those stored, and what the platform says.
#[must_use]
pub fn at_start(
    stored: BTreeMap<String, String>,
    (launch, unit): (&Launch, &Unit),
    learner: Learner<'_>,
    (entry, seconds): (Entry, u64),
) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = stored.into_iter().filter(|(name, _)| !is_past(name)).collect();
    let mode = if entry == Entry::Review { "review" } else { "normal" };
    let credit = if entry == Entry::Review { "no-credit" } else { "credit" };
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            all.insert(name.to_owned(), value);
        }
    };
    let total = time::written(unit.standard, seconds);
    let Unit { launch_data, max_time, time_limit_action, completion_threshold, .. } = unit.clone();
    let mastery = launch.rule.mastery_percent;
    if unit.standard == Standard::Scorm12 {
        set("cmi.core.student_id", Some(learner.id.to_string()));
        set("cmi.core.student_name", Some(learner.name.to_owned()));
        set("cmi.core.credit", Some(credit.to_owned()));
        set("cmi.core.lesson_mode", Some(mode.to_owned()));
        set("cmi.core.entry", Some(entry.name().to_owned()));
        set("cmi.core.total_time", Some(total));
        set("cmi.launch_data", launch_data);
        set("cmi.student_data.mastery_score", mastery.map(|percent| percent.to_string()));
        set("cmi.student_data.max_time_allowed", max_time);
        set("cmi.student_data.time_limit_action", time_limit_action);
    } else {
        set("cmi.learner_id", Some(learner.id.to_string()));
        set("cmi.learner_name", Some(learner.name.to_owned()));
        set("cmi.credit", Some(credit.to_owned()));
        set("cmi.mode", Some(mode.to_owned()));
        set("cmi.entry", Some(entry.name().to_owned()));
        set("cmi.total_time", Some(total));
        set("cmi.launch_data", launch_data);
        set("cmi.scaled_passing_score", mastery.map(|percent| format!("{}.{:02}", percent / 100, percent % 100)));
        set("cmi.completion_threshold", completion_threshold);
        set("cmi.max_time_allowed", max_time);
        set("cmi.time_limit_action", time_limit_action);
    }
    all
}

/// Reads bytes that came as a text.
///
/// # Errors
/// A sentence for who has sent it.
pub fn read_deflated<T: de::DeserializeOwned>(bytes: &[u8]) -> Result<T, packing::BadPacking> {
    packing::unpack(bytes, MOST_BYTES)
}
