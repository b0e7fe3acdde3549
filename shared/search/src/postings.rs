//! Posting lists: the documents of a word by ascending number, each as the distance from the one before and a weight.

use crate::{
    Error,
    bytes::{Bytes, push},
    weights::Weight,
};

/// A change of a list: the document's new weight, or [`GONE`].
pub(crate) type Change = (u32, Weight);
/// Stands for "no longer in the list"; no posting has it.
pub(crate) const GONE: Weight = 0;

/// Reads a list from its start.
#[inline]
pub(crate) fn each(list: &[u8], mut visit: impl FnMut(u32, Weight) -> Result<(), Error>) -> Result<(), Error> {
    let mut bytes = Bytes(list);
    let mut document: u32 = 0;
    while !bytes.is_empty() {
        let distance = bytes.number()?;
        document = document.checked_add(distance).ok_or_else(|| Error::damaged("a posting list runs over"))?;
        visit(document, bytes.byte()?)?;
    }
    Ok(())
}

#[derive(Default)]
struct List {
    bytes: Vec<u8>,
    last: u32,
}

impl List {
    fn push(&mut self, document: u32, weight: Weight) {
        push(&mut self.bytes, document - self.last);
        self.bytes.push(weight);
        self.last = document;
    }
}

/// A list with changes in it, which are sorted by document; of several for one document the last counts.
pub(crate) fn merge(list: &[u8], changes: &[Change]) -> Result<Vec<u8>, Error> {
    let mut merged = List { bytes: Vec::with_capacity(list.len() + 3 * changes.len()), last: 0 };
    let mut waiting = changes.chunk_by(|left, right| left.0 == right.0).filter_map(<[Change]>::last).peekable();
    each(list, |document, weight| {
        while let Some((other, new)) = waiting.next_if(|change| change.0 < document) {
            if *new != GONE {
                merged.push(*other, *new);
            }
        }
        let weight = waiting.next_if(|change| change.0 == document).map_or(weight, |change| change.1);
        if weight != GONE {
            merged.push(document, weight);
        }
        Ok(())
    })?;
    for (document, weight) in waiting.filter(|change| change.1 != GONE) {
        merged.push(*document, *weight);
    }
    Ok(merged.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn read(list: &[u8]) -> BTreeMap<u32, Weight> {
        let mut read = BTreeMap::new();
        each(list, |document, weight| {
            read.insert(document, weight);
            Ok(())
        })
        .unwrap();
        read
    }

    proptest! {
        #[test]
        fn a_merged_list_holds_what_a_map_would(old: BTreeMap<u32, u8>, mut changes in prop::collection::vec((0..300_u32, any::<u8>()), 0..50)) {
            let mut expected: BTreeMap<u32, Weight> = old.into_iter().filter(|(_, weight)| *weight != GONE).collect();
            let list = merge(&[], &expected.iter().map(|(document, weight)| (*document, *weight)).collect::<Vec<_>>()).unwrap();
            prop_assert_eq!(read(&list), expected.clone());
            changes.sort_by_key(|change| change.0);
            for (document, weight) in &changes {
                expected.insert(*document, *weight);
            }
            expected.retain(|_, weight| *weight != GONE);
            prop_assert_eq!(read(&merge(&list, &changes).unwrap()), expected);
        }

        #[test]
        fn a_damaged_list_is_read_without_a_panic(bytes: Vec<u8>) {
            let _ = each(&bytes, |_, _| Ok(()));
            let _ = merge(&bytes, &[(3, 7)]);
        }
    }
}
