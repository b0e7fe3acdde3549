//! The words by which the texts of a version's lessons are found: gathered from its lessons once, by whoever first puts the version into a
//! search index, and kept as long as the version.

use super::{Course, lessons::Drafts};
use crate::{
    ids::CourseId,
    keys,
    syllabus::{Syllabus, Version},
};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, collections::HashMap};
use table::{Condition, Entity, Key, Record, TableError, Tenant, TransactionError, Write};
use tenancy::GlobalScope;
use trellis_core::personal::NotPersonal;

/// As many are kept of a version: an index of 10,000 courses stays small enough for the memory of who searches in it.
const MOST: usize = 400;
/// Versions whose lessons are read at the same time.
const AT_ONCE: usize = 8;
/// Different words that are counted at once. Words that first come after so many others are left out.
const MOST_COUNTED: usize = 50_000;
/// Bytes of text that are read of a version.
const MOST_READ: usize = 32 << 20;
/// Shorter ones say nothing by themselves, longer ones are no words.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=40;

/// The stored form: words, separated by spaces.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredWords {
    pub(crate) words: NotPersonal<String>,
}

impl Entity for StoredWords {
    const NAME: &'static str = "Words";
}

/// Counts words.
#[derive(Default)]
struct Gathered {
    counts: HashMap<String, usize>,
    bytes: usize,
}

impl Gathered {
    fn add(&mut self, text: &str) {
        self.bytes += text.len();
        for word in text.split(separates) {
            let word = word.to_lowercase();
            if !LETTERS.contains(&word.chars().count()) {
                continue;
            }
            if let Some(count) = self.counts.get_mut(&word) {
                *count += 1;
            } else if self.counts.len() < MOST_COUNTED {
                self.counts.insert(word, 1);
            }
        }
    }

    /// Sanitized HTML without its tags, in which a quoted `>` at most leaves a word too much.
    fn add_html(&mut self, html: &str) {
        for piece in html.split('<') {
            let text = piece.split_once('>').map_or(piece, |(_, text)| text);
            // The sanitizer writes no other name of a character.
            self.add(&text.replace("&nbsp;", " ").replace("&amp;", " ").replace("&quot;", " "));
        }
    }

    /// Those that say most about the text: long ones that come often, in an order that depends on nothing else. What is short and comes
    /// most often ("the", "und") weighs nothing.
    fn finish(self) -> StoredWords {
        let weight = |word: &str, count: usize| count * (word.chars().count() - LETTERS.start());
        let mut words: Vec<_> = self.counts.into_iter().map(|(word, count)| (Reverse(weight(&word, count)), word)).collect();
        words.sort_unstable();
        words.truncate(MOST);
        StoredWords { words: words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" ") }
    }
}

/// What stands between words. Marks that are part of one, as in Hindi, are no letters to the standard library, so these are listed.
fn separates(character: char) -> bool {
    character.is_whitespace() || character.is_ascii_punctuation() || "„“”‚‘’«»‹›…–—·•।\u{a0}".contains(character)
}

async fn gathered(tenant: &Tenant, course: CourseId, syllabus: &Syllabus) -> Result<StoredWords, TableError> {
    let (mut found, mut lessons) = (Gathered::default(), Drafts::of(course, syllabus).without_questions());
    while found.bytes < MOST_READ
        && let Some(lessons) = lessons.next(tenant).await?
    {
        for lesson in lessons.iter().filter(|lesson| syllabus.lessons.contains(lesson.id)) {
            found.add_html(&lesson.html);
            lesson.content.searched().into_iter().for_each(|text| found.add(text));
        }
    }
    Ok(found.finish())
}

/// The words of the newest version of each of these courses, at most 100. What nobody has published is found by its titles alone.
///
/// # Errors
/// When the table cannot be read, or written with what was gathered now.
pub(super) async fn shown(tenant: &Tenant, courses: &[Record<Course>]) -> Result<HashMap<CourseId, String>, TableError> {
    let key = |course: &Course, version: &Version| keys::words(&course.home(tenant.scope()), course.id, version.syllabus.number);
    let there = courses.iter().filter(|course| !course.value.is_deleted);
    let published: Vec<_> = there.filter_map(|course| Some((course, course.value.published.as_ref()?))).collect();
    let mut stored = HashMap::new();
    for item in tenant.batch_get(published.iter().map(|(course, version)| key(&course.value, version)).collect(), false).await? {
        if let Some(pk) = item.get("pk").and_then(|pk| pk.as_s().ok()).cloned() {
            stored.insert(pk, Record::<StoredWords>::read(item)?.value);
        }
    }
    let (mut found, mut unknown) = (HashMap::new(), Vec::new());
    for (course, version) in published {
        let key = key(&course.value, version);
        match stored.remove(key.partition()) {
            Some(words) => drop(found.insert(course.value.id, words.words)),
            // Operators' courses come with theirs.
            None if course.value.global.is_some() => {}
            None => unknown.push(async move {
                let words = gathered(tenant, course.value.id, &version.syllabus).await?;
                keep(tenant, course, key, words.clone()).await?;
                Ok::<_, TableError>((course.value.id, words.words))
            }),
        }
    }
    found.extend(stream::iter(unknown).buffer_unordered(AT_ONCE).try_collect::<Vec<_>>().await?);
    Ok(found)
}

/// Keeps what was gathered of a course that is still the same: nothing comes to be beside one that is being deleted. Of one that was changed
/// meanwhile it is gathered once more.
async fn keep(tenant: &Tenant, course: &Record<Course>, key: Key, words: StoredWords) -> Result<(), TableError> {
    let now = tenant.now();
    let same = Write::Check(keys::course(tenant.scope(), course.value.id), Condition::Version(course.version));
    match tenant.transact(vec![Record::new(words, now).overwrite(key, now)?, same]).await {
        Ok(()) | Err(TransactionError::Conditions(_)) => Ok(()),
        Err(TransactionError::Table(error)) => Err(error),
    }
}

/// The write of a version's words in the global catalogue.
pub(crate) async fn write_global(
    tenant: &Tenant,
    home: &GlobalScope,
    course: CourseId,
    syllabus: &Syllabus,
    now: Timestamp,
) -> Result<Write, TableError> {
    let known = tenant.get(keys::words(tenant.scope(), course, syllabus.number), false).await?;
    let words = match known {
        Some(item) => Record::<StoredWords>::read(item)?.value,
        None => gathered(tenant, course, syllabus).await?,
    };
    Record::new(words, now).overwrite(keys::words(home, course, syllabus.number), now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(texts: &[&str]) -> String {
        let mut found = Gathered::default();
        texts.iter().for_each(|text| found.add_html(text));
        found.finish().words
    }

    #[test]
    fn long_words_that_come_often_are_first_and_tags_are_no_words() {
        let text = "<h1 title=\"nothing here\">The ladder</h1><p>Climb the <b>ladder</b>, and the LADDER&nbsp;only.</p>";
        assert_eq!(words(&[text]), "ladder climb only and the");
        assert_eq!(words(&["काम की सुरक्षा।", "„Über“ Höhe"]), "सुरक्षा höhe über काम");
    }

    #[test]
    fn as_many_are_kept_as_an_index_can_hold_whatever_their_order() {
        let long: Vec<String> = (0..1_000).map(|number| format!("word{number:04}")).collect();
        let (there, back) = (long.join(" "), long.iter().rev().cloned().collect::<Vec<_>>().join("\n"));
        let kept = words(&[&there]);
        assert_eq!((kept.split(' ').count(), words(&[&back]) == kept), (MOST, true));
        assert_eq!(words(&[&"x".repeat(41), "ab"]), "");
    }
}
