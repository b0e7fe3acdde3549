//! What is kept in memory of every document: its id, who finds it, its facets.

use crate::{
    Error,
    bytes::{Bytes, push, push_text},
    limits,
};

/// Documents in one row of columns.
pub(crate) const ROW_DOCUMENTS: u32 = 1_024;
/// The access that everybody has; others are numbered from 1.
pub(crate) const EVERYBODY: u32 = 0;

/// One document of a row that is written.
pub(crate) struct Slot<'a> {
    pub(crate) id: &'a str,
    pub(crate) access: u32,
    /// Numbers of facets.
    pub(crate) facets: &'a [u32],
}

/// Adds a document to a row, or a gap where there is none.
pub(crate) fn push_slot(row: &mut Vec<u8>, slot: Option<&Slot>) {
    let Some(slot) = slot else {
        push(row, 0);
        return;
    };
    push(row, slot.access.saturating_add(1));
    push_text(row, slot.id);
    push(row, slot.facets.len() as u32);
    slot.facets.iter().for_each(|facet| push(row, *facet));
}

/// The columns of all documents, by number. What stands in a gap is nobody's.
#[derive(Default)]
pub(crate) struct Columns {
    ids: String,
    id_ends: Vec<u32>,
    access: Vec<u32>,
    facets: Vec<u32>,
    facet_ends: Vec<u32>,
    documents: u32,
}

/// The access of a gap.
const GAP: u32 = u32::MAX;

impl Columns {
    /// Adds a row. `access` and `facet` translate stored numbers, or know that there is no such thing.
    pub(crate) fn read(
        &mut self,
        row: &[u8],
        access: impl Fn(u32) -> Option<u32>,
        facet: impl Fn(u32) -> Option<u32>,
    ) -> Result<(), Error> {
        let mut bytes = Bytes(row);
        while !bytes.is_empty() {
            let stored = bytes.number()?;
            if let Some(stored) = stored.checked_sub(1) {
                self.access.push(access(stored).ok_or_else(|| Error::damaged("a document has an unknown access"))?);
                self.ids.push_str(bytes.text()?);
                for _ in 0..bytes.number()? {
                    self.facets.push(facet(bytes.number()?).ok_or_else(|| Error::damaged("a document has an unknown facet"))?);
                }
                self.documents += 1;
            } else {
                self.access.push(GAP);
            }
            self.id_ends.push(self.ids.len() as u32);
            self.facet_ends.push(self.facets.len() as u32);
        }
        if self.access.len() > limits::DOCUMENTS as usize + ROW_DOCUMENTS as usize || u32::try_from(self.ids.len()).is_err() {
            return Err(Error::damaged("there are too many documents"));
        }
        Ok(())
    }

    /// Documents, without gaps.
    pub(crate) const fn documents(&self) -> u32 {
        self.documents
    }

    /// Documents and gaps: all numbers are below.
    pub(crate) fn len(&self) -> usize {
        self.access.len()
    }

    pub(crate) fn id(&self, document: u32) -> &str {
        let (start, end) = ends(&self.id_ends, document);
        self.ids.get(start..end).unwrap_or_default()
    }

    pub(crate) fn facets(&self, document: u32) -> &[u32] {
        let (start, end) = ends(&self.facet_ends, document);
        self.facets.get(start..end).unwrap_or_default()
    }

    /// Whether a caller with these kinds of access finds the document.
    pub(crate) fn is_visible(&self, document: u32, allowed: &[bool]) -> bool {
        self.access.get(document as usize).is_some_and(|access| allowed.get(*access as usize).copied().unwrap_or(false))
    }
}

fn ends(ends: &[u32], document: u32) -> (usize, usize) {
    let at = document as usize;
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    (start as usize, ends.get(at).copied().unwrap_or(start) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn documents_have_gaps_between_them() {
        let mut row = Vec::new();
        push_slot(&mut row, Some(&Slot { id: "a", access: EVERYBODY, facets: &[1, 2] }));
        push_slot(&mut row, None);
        push_slot(&mut row, Some(&Slot { id: "bc", access: 1, facets: &[] }));
        let mut columns = Columns::default();
        columns.read(&row, Some, Some).unwrap();
        assert_eq!((columns.documents(), columns.len()), (2, 3));
        assert_eq!((columns.id(0), columns.id(1), columns.id(2), columns.id(3)), ("a", "", "bc", ""));
        assert_eq!((columns.facets(0), columns.facets(1), columns.facets(9)), (&[1, 2][..], &[][..], &[][..]));
        let seen = [0, 1, 2, 3].map(|document| columns.is_visible(document, &[true, false]));
        assert_eq!(seen, [true, false, false, false]);
    }

    proptest! {
        #[test]
        fn a_damaged_row_is_read_without_a_panic(bytes: Vec<u8>) {
            let mut columns = Columns::default();
            let _ = columns.read(&bytes, Some, Some);
            let _ = (columns.id(0), columns.facets(0), columns.is_visible(0, &[true]));
        }
    }
}
