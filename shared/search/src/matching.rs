//! The documents that have every word of a query, and how well.

use crate::{Error, asked::Asked, expansions::expansions, index::Index, postings, weights::share};
use rusqlite::OptionalExtension;

/// A document with its score, which is above 0.
#[derive(Clone, Copy)]
pub(crate) struct Match {
    pub(crate) document: u32,
    pub(crate) score: f32,
}

/// What a caller finds, in the order of numbers.
pub(crate) fn matches(index: &Index, asked: &[Asked], allowed: &[bool], misspelt: bool) -> Result<Vec<Match>, Error> {
    let documents = index.columns.len();
    let mut scores: Vec<f32> = Vec::new();
    for word in asked {
        let mut of_word = vec![0.0; documents];
        score(index, word, misspelt, &mut of_word)?;
        if scores.is_empty() {
            scores = of_word;
            continue;
        }
        for (score, more) in scores.iter_mut().zip(of_word) {
            *score = if *score > 0.0 && more > 0.0 { *score + more } else { 0.0 };
        }
    }
    let all = scores.into_iter().zip(0..).map(|(score, document)| Match { document, score });
    Ok(all.filter(|found| found.score > 0.0 && index.columns.is_visible(found.document, allowed)).collect())
}

/// The score of every document for one word: of all that the word stands for, what the document says most about.
fn score(index: &Index, asked: &Asked, misspelt: bool, scores: &mut [f32]) -> Result<(), Error> {
    let expansions = expansions(&index.lexicon, asked, misspelt);
    let documents = |place| index.lexicon.entry(place).map_or(0, |entry| entry.documents);
    // One rarity for all forms, or a misspelling that stands in a single document would count more than the word itself.
    let exact = expansions.iter().filter(|expansion| expansion.closeness >= 1.0).map(|expansion| documents(expansion.place)).max();
    let frequency = exact.or_else(|| expansions.iter().map(|expansion| documents(expansion.place)).max()).unwrap_or(0);
    let rarity = rarity(index.columns.documents(), frequency);
    let mut statement = index.connection.prepare_cached("SELECT list FROM postings WHERE word = ?1")?;
    for expansion in expansions {
        let Some(entry) = index.lexicon.entry(expansion.place) else { continue };
        let factor = rarity * expansion.closeness;
        let read = statement.query_row([entry.number], |row| {
            let list = row.get_ref(0)?.as_blob()?;
            Ok(postings::each(list, |document, weight| {
                let score = scores.get_mut(document as usize).ok_or_else(|| Error::damaged("a posting has an unknown document"))?;
                *score = score.max(factor * share(weight));
                Ok(())
            }))
        });
        read.optional()?.ok_or_else(|| Error::damaged("a word has no posting list"))??;
    }
    Ok(())
}

/// As in BM25: what few documents have says more.
fn rarity(documents: u32, frequency: u32) -> f32 {
    let (documents, frequency) = (documents as f32, frequency as f32);
    ((documents - frequency).max(0.0) + 0.5).mul_add((frequency + 0.5).recip(), 1.0).ln()
}
