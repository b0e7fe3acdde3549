//! An attempt's sheet: what is asked, and what was answered. It is stored packed, since an attempt is written with every answer.

use crate::packing::{pack, unpack};
use jiff::Timestamp;
use questions::{
    given::Given,
    question::{QuestionId, QuestionKind},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// Bytes of a packed sheet; an item holds 400 kB.
pub(crate) const MOST_PACKED: usize = 260_000;

/// An answer as it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub given: Given,
    /// What the browser numbers its answers by: of two the one with the higher number is the later.
    pub sequence: u64,
    pub at: Timestamp,
}

/// What is asked, in order, and what was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub asked: Vec<(QuestionId, QuestionKind)>,
    pub answers: BTreeMap<QuestionId, Saved>,
}

#[derive(Serialize, Deserialize)]
struct Plain<'a> {
    asked: std::borrow::Cow<'a, [(QuestionId, QuestionKind)]>,
    answers: std::borrow::Cow<'a, BTreeMap<QuestionId, Saved>>,
}

impl Sheet {
    #[must_use]
    pub fn kind_of(&self, question: &QuestionId) -> Option<QuestionKind> {
        self.asked.iter().find(|(id, _)| id == question).map(|(_, kind)| *kind)
    }

    #[must_use]
    pub fn given(&self, question: &QuestionId) -> Option<&Given> {
        self.answers.get(question).map(|saved| &saved.given)
    }

    pub(crate) fn packed(&self) -> Result<Vec<u8>, std::io::Error> {
        let plain = Plain { asked: (&self.asked).into(), answers: std::borrow::Cow::Borrowed(&self.answers) };
        pack(&plain)
    }

    fn unpack(packed: &[u8]) -> Result<Self, std::io::Error> {
        let plain: Plain<'_> = unpack(packed)?;
        Ok(Self { asked: plain.asked.into_owned(), answers: plain.answers.into_owned() })
    }
}

impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.packed().map_err(serde::ser::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Sheet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let packed: Vec<u8> = serde_bytes::deserialize(deserializer)?;
        Self::unpack(&packed).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn thirty_answers_fit_into_a_kilobyte() {
        let mut sheet = Sheet::default();
        for number in 1..=30_u64 {
            let id = QuestionId::numbered(number as usize);
            sheet.asked.push((id.clone(), QuestionKind::Single));
            let choice = ["a", "b", "c", "d"][number as usize * 7 % 4];
            let given = serde_json::from_value(json!({ "kind": "single", "choice": choice })).unwrap();
            let at = Timestamp::from_millisecond(1_790_000_000_123 + number.pow(3) as i64 * 17).unwrap();
            sheet.answers.insert(id, Saved { given, sequence: 1_790_000_000_000 + number.pow(3) * 17, at });
        }
        let packed = sheet.packed().unwrap();
        assert!(packed.len() < 700, "{} bytes", packed.len());
        assert_eq!(Sheet::unpack(&packed).unwrap(), sheet);
        assert!(Sheet::unpack(&[1, 2, 3]).is_err());
    }
}
