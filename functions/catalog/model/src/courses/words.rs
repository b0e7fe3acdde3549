//! The words by which the texts of a version's lessons are found: gathered from its lessons once, by whoever first puts the version into a
//! search index, and kept as long as the version.

use super::{Course, lessons};
use crate::{
    ids::{CourseId, LessonId},
    keys,
    syllabus::{Syllabus, Version},
};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};
use table::{Condition, Entity, Key, Record, TableError, Tenant, TransactionError, Write};
use tenancy::GlobalScope;
use trellis_core::{
    personal::NotPersonal,
    words::{self, Purpose, Word, is_gram},
};

/// Characters that are kept of a version, some 400 words: an index of 10,000 courses stays small enough for the memory of who searches in it.
const MOST: usize = 4_000;
/// Different words that are counted at once. Words that first come after so many others are left out.
const MOST_COUNTED: usize = 50_000;
/// Bytes of text that are read of a version.
const MOST_READ: usize = 32 << 20;
/// Lessons that are read at the same time, of as many versions.
const AT_ONCE: usize = 6;
/// Letters above which a word says no more, and with digits among them is no word but a code.
const LONG: usize = 12;
/// A pair of characters of a script without spaces says as much as a word of so many letters.
const PAIR: usize = 6;
/// Elements that stand within words.
const INLINE: [&str; 14] = ["a", "abbr", "b", "code", "del", "em", "i", "ins", "mark", "s", "small", "span", "strong", "u"];

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
    /// By all of their spellings, separated by spaces.
    counts: HashMap<String, usize>,
    bytes: usize,
}

impl Gathered {
    fn add(&mut self, text: &str) {
        self.bytes += text.len();
        words::read(text, Purpose::Ask, |word| {
            let Some(spellings) = spellings(&word) else { return };
            if let Some(count) = self.counts.get_mut(&spellings) {
                *count += 1;
            } else if self.counts.len() < MOST_COUNTED {
                self.counts.insert(spellings, 1);
            }
        });
    }

    /// Sanitized HTML without its tags, in which a quoted `>` at most leaves a word too much.
    fn add_html(&mut self, html: &str) {
        let (mut text, mut pieces) = (String::with_capacity(html.len()), html.split('<'));
        text.extend(pieces.next());
        for piece in pieces {
            let (tag, after) = piece.split_once('>').unwrap_or(("", piece));
            let name = tag.trim_start_matches('/').split(|character: char| !character.is_ascii_alphanumeric()).next();
            if !name.is_some_and(|name| INLINE.contains(&name)) {
                text.push(' ');
            }
            text.push_str(after);
        }
        // The sanitizer writes no other name of a character.
        let names = [("&nbsp;", " "), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
        self.add(&names.into_iter().fold(text, |text, (name, character)| text.replace(name, character)));
    }

    /// Those that say most about the text: long ones that come often, in an order that depends on nothing else.
    fn finish(self) -> StoredWords {
        let weight = |word: &str, count: usize| {
            let first = word.split(' ').next().unwrap_or_default();
            count * if is_gram(first) { PAIR } else { first.chars().count().min(LONG) }
        };
        let mut words: Vec<_> = self.counts.into_iter().map(|(word, count)| (Reverse(weight(&word, count)), word)).collect();
        words.sort_unstable();
        let mut kept = String::new();
        let mut characters = 0;
        for (_, word) in words {
            characters += word.chars().count() + 1;
            if characters > MOST {
                break;
            }
            kept.push_str(&word);
            kept.push(' ');
        }
        StoredWords { words: kept }
    }
}

/// A word as an index reads it again; none of a code such as a digest.
fn spellings(word: &Word) -> Option<String> {
    let first = word.forms.first()?;
    let is_code = first.chars().count() > LONG && first.contains(|character: char| character.is_ascii_digit()) && !word.gram;
    (!is_code).then(|| word.forms.iter().chain(&word.signed).map(String::as_str).collect::<Vec<_>>().join(" "))
}

async fn gathered(tenant: &Tenant, course: &Course, syllabus: &Syllabus) -> Result<StoredWords, TableError> {
    let mut found = Gathered::default();
    let lessons: Vec<LessonId> = syllabus.lessons.iter().collect();
    let read = |id| lessons::lesson(tenant, course, syllabus, id);
    let mut lessons = stream::iter(lessons).map(read).buffered(AT_ONCE);
    while found.bytes < MOST_READ
        && let Some(lesson) = lessons.try_next().await?
    {
        for lesson in lesson.iter().map(|lesson| &lesson.value) {
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
pub(super) async fn shown(tenant: &Tenant, courses: &[Record<Course>]) -> Result<BTreeMap<CourseId, String>, TableError> {
    let key = |course: &Course, version: &Version| keys::words(&course.home(tenant.scope()), course.id, version.syllabus.number);
    let there = courses.iter().map(|course| &course.value).filter(|course| !course.is_deleted);
    let published: Vec<_> = there.filter_map(|course| Some((course, course.published.as_ref()?))).collect();
    let mut stored = HashMap::new();
    for item in tenant.batch_get(published.iter().map(|(course, version)| key(course, version)).collect(), false).await? {
        if let Some(pk) = item.get("pk").and_then(|pk| pk.as_s().ok()).cloned() {
            stored.insert(pk, Record::<StoredWords>::read(item)?.value);
        }
    }
    let (mut found, mut unknown) = (BTreeMap::new(), Vec::new());
    for (course, version) in published {
        let key = key(course, version);
        match stored.remove(key.partition()) {
            Some(words) => drop(found.insert(course.id, words.words)),
            // Operators' courses come with theirs.
            None if course.global.is_some() => {}
            None => unknown.push(async move {
                let words = gathered(tenant, course, &version.syllabus).await?;
                keep(tenant, (course, version), key, words.clone()).await?;
                Ok::<_, TableError>((course.id, words.words))
            }),
        }
    }
    found.extend(stream::iter(unknown).buffer_unordered(AT_ONCE).try_collect::<Vec<_>>().await?);
    Ok(found)
}

/// Keeps what was gathered of a version that is still there: nothing comes to be beside a course that is being deleted.
async fn keep(tenant: &Tenant, (course, version): (&Course, &Version), key: Key, words: StoredWords) -> Result<(), TableError> {
    let now = tenant.now();
    let there = Write::Check(keys::version(tenant.scope(), course.id, version.syllabus.number), Condition::Present);
    match tenant.transact(vec![Record::new(words, now).overwrite(key, now)?, there]).await {
        Ok(()) | Err(TransactionError::Conditions(_)) => Ok(()),
        Err(TransactionError::Table(error)) => Err(error),
    }
}

/// The write of a version's words in the global catalogue. They are gathered here, whether an index knows them already or not, so that an
/// offer costs the same whoever comes first.
pub(crate) async fn write_global(
    tenant: &Tenant,
    home: &GlobalScope,
    course: &Course,
    syllabus: &Syllabus,
    now: Timestamp,
) -> Result<Write, TableError> {
    let words = gathered(tenant, course, syllabus).await?;
    Record::new(words, now).overwrite(keys::words(home, course.id, syllabus.number), now)
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
        let text = "<h1 title=\"nothing here\">The ladder</h1><p>Climb the <b>lad</b>der, and the LADDER&nbsp;only, in C++ &amp; C#.</p>";
        assert_eq!(words(&[text]), "ladder the climb only and in c c# c c++ ");
        assert_eq!(words(&["<p>ski</p><p>pole</p>"]), "pole ski ");
        assert_eq!(words(&["काम की सुरक्षा।", "„Über“ Höhe, Brand-Schutz"]), "सुरक्षा schutz brandschutz brand hohe hoehe uber ueber काम की ");
        assert_eq!(words(&["消防，安全。"]), "安全 消防 ");
    }

    #[test]
    fn codes_are_no_words_and_short_words_are() {
        let digest = "3b18e512dba79e4c8300dd08aeb37f8e728b8dad";
        assert_eq!(words(&[digest, "VPN 2024 7 IP"]), "2024 vpn ip 7 ");
        let often = format!("{} {}", "vpn ".repeat(300), (0..500).map(|number| format!("longerword{number} ")).collect::<String>());
        assert!(words(&[&often]).starts_with("vpn "));
    }

    #[test]
    fn as_many_are_kept_as_an_index_can_hold_whatever_their_order() {
        let long: Vec<String> = (0..1_000).map(|number| format!("word{number:04}")).collect();
        let (there, back) = (long.join(" "), long.iter().rev().cloned().collect::<Vec<_>>().join("\n"));
        let kept = words(&[&there]);
        assert_eq!((kept.len(), kept.split_whitespace().count(), words(&[&back]) == kept), (3_996, 444, true));
    }
}
