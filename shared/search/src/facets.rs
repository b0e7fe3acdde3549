//! Filters, and counts of what else could be filtered by.

use crate::{FacetCount, limits};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The facets of an index: values, each of a kind.
#[derive(Default)]
pub(crate) struct Facets {
    pub(crate) pairs: Vec<(String, String)>,
    /// The kind of each pair, as a number.
    kinds: Vec<usize>,
}

/// What a query demands of facets: of each kind, one of these values.
pub(crate) struct Filter {
    by_kind: BTreeMap<Option<usize>, BTreeSet<u32>>,
}

/// Whether a document passes a filter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passes,
    /// All but the filter of this kind.
    AllBut(usize),
    Fails,
}

impl Facets {
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Self {
        let mut numbers = HashMap::new();
        let kinds = pairs.iter().map(|(kind, _)| {
            let next = numbers.len();
            *numbers.entry(kind.clone()).or_insert(next)
        });
        let kinds = kinds.collect();
        Self { pairs, kinds }
    }

    fn kind(&self, facet: u32) -> Option<usize> {
        self.kinds.get(facet as usize).copied()
    }

    /// A value that no document has leaves its kind without any that would pass.
    pub(crate) fn filter(&self, wanted: &[(String, String)]) -> Filter {
        let mut by_kind: BTreeMap<Option<usize>, BTreeSet<u32>> = BTreeMap::new();
        for (kind, value) in wanted.iter().take(limits::FILTERS) {
            let number = self.pairs.iter().position(|(other, _)| other == kind).and_then(|at| self.kind(at as u32));
            let values = by_kind.entry(number).or_default();
            values.extend(self.pairs.iter().zip(0..).filter(|((k, v), _)| k == kind && v == value).map(|(_, facet)| facet));
        }
        Filter { by_kind }
    }

    /// Counts from documents' facets, each with its verdict.
    pub(crate) fn counts<'a>(&self, documents: impl Iterator<Item = (&'a [u32], Verdict)>) -> Vec<FacetCount> {
        let mut counts = vec![0_u32; self.pairs.len()];
        for (facets, verdict) in documents {
            for facet in facets {
                let counted = match verdict {
                    Verdict::Passes => true,
                    Verdict::AllBut(kind) => self.kind(*facet) == Some(kind),
                    Verdict::Fails => false,
                };
                if let Some(count) = counts.get_mut(*facet as usize).filter(|_| counted) {
                    *count += 1;
                }
            }
        }
        let counted = self.pairs.iter().zip(counts).filter(|(_, count)| *count > 0);
        let mut counts: Vec<FacetCount> =
            counted.map(|((kind, value), count)| FacetCount { kind: kind.clone(), value: value.clone(), count }).collect();
        counts.sort_by(|left, right| {
            left.kind.cmp(&right.kind).then(right.count.cmp(&left.count)).then_with(|| left.value.cmp(&right.value))
        });
        let kinds = counts.chunk_by(|left, right| left.kind == right.kind);
        kinds.flat_map(|kind| kind.iter().take(limits::FACET_VALUES)).cloned().collect()
    }
}

impl Filter {
    pub(crate) fn judge(&self, facets: &[u32]) -> Verdict {
        let mut failed = self.by_kind.iter().filter(|(_, values)| !facets.iter().any(|facet| values.contains(facet)));
        match (failed.next(), failed.next()) {
            (None, _) => Verdict::Passes,
            (Some((Some(kind), _)), None) => Verdict::AllBut(*kind),
            _ => Verdict::Fails,
        }
    }
}
