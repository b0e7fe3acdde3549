//! What is asked.

use crate::corpus::{Chance, Corpus, id, some};
use search::{Document, Holds, Query};

/// Misspelt queries, each with the number of the course that is meant.
const MISSPELT: [(&str, usize); 10] = [
    ("scafolding inspecton", 0),
    ("respitory protection", 1),
    ("harrasment", 2),
    ("coruption awarness", 3),
    ("Ladungsicherung", 4),
    ("Flurfördezeuge", 5),
    ("barierefreiheit webanwendung", 6),
    ("hochvoltsytem elektrofarzeuge", 7),
    ("परशिक्षण कार्यक्रम", 8),
    ("अग्नीशमन", 9),
];

/// Parts of words in titles: of "Ladungssicherung", "Flurförderzeuge", "Webanwendungen", "Elektrofahrzeuge", "Barrierefreiheit".
const PARTS: [(&str, usize); 5] =
    [("sicherung güterverkehr", 4), ("förderzeuge", 5), ("anwendungen", 6), ("fahrzeuge", 7), ("freiheit", 6)];

const QUERIES: usize = 220;

/// Queries with the id that is to be among the first three hits.
pub(crate) fn misspelt() -> Vec<(Query, String)> {
    MISSPELT.iter().map(|(text, planted)| (query(text), id(planted * 997))).collect()
}

pub(crate) fn parts() -> Vec<(Query, String)> {
    PARTS.iter().map(|(text, planted)| (query(text), id(planted * 997))).collect()
}

/// What people type: every second as they type it, every tenth misspelt, every tenth a list with a filter.
pub(crate) fn mixed(corpus: Corpus) -> Vec<Query> {
    let mut chance = Chance::new(2);
    let ask = |(at, document): (usize, Document)| {
        let mut words: Vec<&str> = document.title.split(' ').collect();
        words.truncate(1 + at % 2);
        let text = words.join(" ");
        match at % 10 {
            0 | 2 | 4 | 6 | 8 => query(&shortened(&text, 1 + chance.below(4))),
            1 => query(&misspell(&text, &mut chance)),
            3 => Query { filters: filters(corpus), ..query("") },
            _ => query(&text),
        }
    };
    some(corpus, QUERIES).into_iter().enumerate().map(ask).collect()
}

fn filters(corpus: Corpus) -> Vec<(String, String)> {
    let (kind, value) = match corpus {
        Corpus::Courses => ("language", "de"),
        Corpus::People => ("role", "manager"),
    };
    vec![(kind.into(), value.into())]
}

/// Without its last letters, but for three.
fn shortened(text: &str, by: usize) -> String {
    let letters = text.chars().count();
    text.chars().take(letters.saturating_sub(by).max(3)).collect()
}

/// Without one letter in the middle.
fn misspell(text: &str, chance: &mut Chance) -> String {
    let letters: Vec<char> = text.chars().collect();
    let left_out = 1 + chance.below(letters.len().saturating_sub(2));
    letters.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, letter)| letter).collect()
}

fn query(text: &str) -> Query {
    let groups = (0..10).map(|group| format!("group{}", group * 17)).collect();
    Query { text: text.into(), filters: Vec::new(), holds: Holds::These(groups), after: None, limit: 20, facets: true }
}
