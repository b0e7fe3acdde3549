//! What FTS5 does not do: who sees a document, which facets it has, how many hits have each. In memory, like the index's own.

use search::{Access, Document, Holds, Query};
use std::collections::{BTreeMap, HashMap};

#[derive(Default)]
pub(crate) struct Columns {
    access: HashMap<String, i64>,
    by_document: HashMap<i64, (i64, Vec<u32>)>,
    facets: Vec<String>,
    numbers: HashMap<String, u32>,
}

/// As they are stored: the holder, or nothing for everybody, and the facets.
pub(crate) fn stored(document: &Document) -> (Option<&str>, String) {
    let holder = match &document.access {
        Access::Everybody => None,
        Access::Holders(holders) => holders.first().map(String::as_str),
    };
    (holder, document.facets.iter().map(|(kind, value)| format!("{kind}={value}")).collect::<Vec<_>>().join("\n"))
}

impl Columns {
    pub(crate) fn add(&mut self, document: i64, holder: Option<&str>, facets: &str) {
        let next = self.access.len() as i64 + 1;
        let access = holder.map_or(0, |holder| *self.access.entry(holder.to_owned()).or_insert(next));
        let facets = facets.split('\n').map(|facet| self.number(facet)).collect();
        self.by_document.insert(document, (access, facets));
    }

    fn number(&mut self, facet: &str) -> u32 {
        if let Some(number) = self.numbers.get(facet) {
            return *number;
        }
        let number = self.facets.len() as u32;
        self.facets.push(facet.to_owned());
        self.numbers.insert(facet.to_owned(), number);
        number
    }

    /// Keeps what the caller sees and the filters let through, and counts facets.
    pub(crate) fn filter(&self, query: &Query, found: &mut Vec<i64>) -> usize {
        let held: Vec<i64> = match &query.holds {
            Holds::Everything => Vec::new(),
            Holds::These(held) => held.iter().filter_map(|holder| self.access.get(holder).copied()).chain([0]).collect(),
        };
        let wanted: Vec<Option<u32>> =
            query.filters.iter().map(|(kind, value)| self.numbers.get(&format!("{kind}={value}")).copied()).collect();
        let mut counts = BTreeMap::new();
        found.retain(|document| {
            let Some((access, facets)) = self.by_document.get(document) else { return false };
            let seen = held.contains(access) && wanted.iter().all(|facet| facet.is_some_and(|facet| facets.contains(&facet)));
            if seen {
                facets.iter().for_each(|facet| *counts.entry(*facet).or_insert(0_u32) += 1);
            }
            seen
        });
        counts.len()
    }
}
