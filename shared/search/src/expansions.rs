//! What a word of a query may stand for among the words of an index.

use crate::{
    asked::Asked,
    distance::{Pattern, errors_allowed},
    lexicon::Lexicon,
    limits, prefixes,
};
use std::collections::BTreeMap;

/// The word is the beginning of one, if it is still typed, and if it is not.
const PREFIX: (f32, f32) = (0.8, 0.5);
/// The word is a later part of one: "Unterweisung" in "Brandschutzunterweisung".
const PART: f32 = 0.4;
/// From so many letters a word is looked for inside others.
const PART_LETTERS: usize = 4;
/// So many letters stand before such a part: no compound begins with fewer.
const LETTERS_BEFORE_PART: usize = 3;
/// The word with one or two typing errors.
const MISSPELT: [f32; 2] = [0.5, 0.35];
/// The word with typing errors is part of one, from so many letters on.
const MISSPELT_PART: f32 = 0.25;
const MISSPELT_PART_LETTERS: usize = 6;
/// From so many letters such a part may have two errors.
const MISSPELT_PART_TWICE: usize = 10;

/// A word of the index, by its place, with how close it is: 1 for the word itself.
pub(crate) struct Expansion {
    pub(crate) place: usize,
    pub(crate) closeness: f32,
}

/// Whether a word may be taken for a misspelt one. A number is meant as it stands.
pub(crate) fn may_be_misspelt(asked: &Asked) -> bool {
    !asked.word.gram && asked.word.forms.iter().any(|form| misspelt_letters(form).is_some())
}

fn misspelt_letters(form: &str) -> Option<usize> {
    let letters = form.chars().count();
    (errors_allowed(letters) > 0 && !form.contains(|letter: char| letter.is_ascii_digit())).then_some(letters)
}

/// What a word stands for, closest first; with `misspelt` also words that differ by typing errors.
pub(crate) fn expansions(lexicon: &Lexicon, asked: &Asked, misspelt: bool) -> Vec<Expansion> {
    if let Some(place) = asked.word.signed.as_ref().and_then(|signed| lexicon.find(signed)) {
        return vec![Expansion { place, closeness: 1.0 }];
    }
    let mut found = Closest(BTreeMap::new());
    for form in &asked.word.forms {
        if let Some(place) = lexicon.find(form) {
            found.add(place, 1.0);
        }
        if asked.word.gram {
            continue;
        }
        let letters = form.chars().count();
        add_prefixes(lexicon, form, letters, asked.unfinished, &mut found);
        if letters >= PART_LETTERS {
            for place in lexicon.containing(form, LETTERS_BEFORE_PART) {
                found.add(place, PART * covered(letters, lexicon.word(place)));
            }
        }
        if misspelt {
            add_misspelt(lexicon, form, &mut found);
        }
    }
    found.first(lexicon)
}

/// A part of a word counts for less the more of the word is left over.
fn covered(letters: usize, word: &str) -> f32 {
    0.5 + 0.5 * letters as f32 / word.chars().count().max(letters).max(1) as f32
}

fn add_prefixes(lexicon: &Lexicon, form: &str, letters: usize, unfinished: bool, found: &mut Closest) {
    let closeness = if unfinished { PREFIX.0 } else { PREFIX.1 };
    if letters > prefixes::LONGEST {
        for place in lexicon.with_prefix(form) {
            found.add(place, closeness * covered(letters, lexicon.word(place)));
        }
    } else if (unfinished || letters == prefixes::LONGEST)
        && let Some(place) = lexicon.find(&prefixes::key(form))
    {
        found.add(place, closeness * 0.6);
    }
}

fn add_misspelt(lexicon: &Lexicon, form: &str, found: &mut Closest) {
    let Some(letters) = misspelt_letters(form) else { return };
    let (pattern, errors) = (Pattern::new(form), errors_allowed(letters));
    for place in lexicon.like(&pattern, errors, false) {
        let made = pattern.errors(lexicon.word(place));
        if (1..=errors).contains(&made) {
            found.add(place, MISSPELT[usize::from(made > 1)]);
        }
    }
    if letters < MISSPELT_PART_LETTERS {
        return;
    }
    let errors = if letters < MISSPELT_PART_TWICE { 1 } else { 2 };
    for place in lexicon.like(&pattern, errors, true) {
        let word = lexicon.word(place);
        if word.len() > form.len() && pattern.errors_inside(word) <= errors {
            found.add(place, MISSPELT_PART * covered(letters, word));
        }
    }
}

/// The places of words with the highest closeness found for each.
struct Closest(BTreeMap<usize, f32>);

impl Closest {
    fn add(&mut self, place: usize, closeness: f32) {
        let highest = self.0.entry(place).or_insert(closeness);
        *highest = highest.max(closeness);
    }

    /// As many as one word may stand for. The order depends on words and counts alone, never on how the index came about.
    fn first(self, lexicon: &Lexicon) -> Vec<Expansion> {
        let documents = |place| lexicon.entry(place).map_or(0, |entry| entry.documents);
        let mut expansions: Vec<Expansion> = self.0.into_iter().map(|(place, closeness)| Expansion { place, closeness }).collect();
        expansions.sort_by(|left, right| {
            let frequent = || documents(right.place).cmp(&documents(left.place));
            right.closeness.total_cmp(&left.closeness).then_with(frequent).then(left.place.cmp(&right.place))
        });
        expansions.truncate(limits::EXPANSIONS);
        expansions
    }
}
