//! A set of lessons as a bitmap: a whole course's completions fit in one small item.

use crate::ids::LessonId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Lessons of one course; bit `n` stands for lesson `l<n>`. At most 625 bytes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LessonSet(Vec<u8>);

impl LessonSet {
    #[must_use]
    pub fn contains(&self, lesson: LessonId) -> bool {
        let (byte, bit) = position(lesson);
        self.0.get(byte).is_some_and(|held| held & bit != 0)
    }

    /// `true` if the lesson was not there before.
    pub fn insert(&mut self, lesson: LessonId) -> bool {
        let (byte, bit) = position(lesson);
        if self.0.len() <= byte {
            self.0.resize(byte + 1, 0);
        }
        let Some(held) = self.0.get_mut(byte) else {
            return false;
        };
        let new = *held & bit == 0;
        *held |= bit;
        new
    }

    #[must_use]
    pub fn len(&self) -> u32 {
        self.0.iter().map(|byte| byte.count_ones()).sum()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many lessons both sets hold.
    #[must_use]
    pub fn count_common(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(mine, theirs)| (mine & theirs).count_ones()).sum()
    }

    /// The lessons of this set that the other does not hold.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self(self.0.iter().enumerate().map(|(at, mine)| mine & !other.0.get(at).copied().unwrap_or(0)).collect())
    }

    /// The lessons that both sets hold.
    pub fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = LessonId> + 'a {
        self.iter().filter(|lesson| other.contains(*lesson))
    }

    pub fn iter(&self) -> impl Iterator<Item = LessonId> + '_ {
        (0..=LessonId::MAX).take(self.0.len() * 8).filter_map(LessonId::new).filter(|lesson| self.contains(*lesson))
    }
}

fn position(lesson: LessonId) -> (usize, u8) {
    (usize::from(lesson.number() / 8), 1 << (lesson.number() % 8))
}

impl FromIterator<LessonId> for LessonSet {
    fn from_iter<I: IntoIterator<Item = LessonId>>(lessons: I) -> Self {
        let mut set = Self::default();
        for lesson in lessons {
            set.insert(lesson);
        }
        set
    }
}

impl fmt::Debug for LessonSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for LessonSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for LessonSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl<'de> de::Visitor<'de> for Bytes {
            type Value = LessonSet;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a bitmap of at most 625 bytes")
            }
            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<LessonSet, E> {
                if bytes.len() > usize::from(LessonId::MAX) / 8 + 1 {
                    return Err(E::invalid_length(bytes.len(), &self));
                }
                Ok(LessonSet(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn behaves_as_a_set(numbers in proptest::collection::vec(0u16..=LessonId::MAX, 0..80), others in proptest::collection::vec(0u16..=LessonId::MAX, 0..80)) {
            let lessons = |numbers: &[u16]| numbers.iter().filter_map(|number| LessonId::new(*number)).collect::<BTreeSet<_>>();
            let (model, other) = (lessons(&numbers), lessons(&others));
            let mut set = LessonSet::default();
            for number in &numbers {
                let lesson = LessonId::new(*number).unwrap();
                prop_assert_eq!(set.contains(lesson), !set.insert(lesson));
            }
            prop_assert_eq!(set.len() as usize, model.len());
            prop_assert_eq!(set.iter().collect::<BTreeSet<_>>(), model.clone());
            let others: LessonSet = other.iter().copied().collect();
            prop_assert_eq!(set.without(&others).iter().collect::<BTreeSet<_>>(), model.difference(&other).copied().collect());
            prop_assert_eq!(set.count_common(&others) as usize, model.intersection(&other).count());
            prop_assert_eq!(set.common(&others).collect::<BTreeSet<_>>(), model.intersection(&other).copied().collect());
        }
    }
}
