//! The words of a text, in the forms under which a search index finds them.
//!
//! A word is a run of letters, digits and the marks on them, in any script: vowel signs and viramas stay with their consonants. Scripts
//! that are written without spaces, and Hangul with its particles and compounds, become single characters and pairs.

use crate::folding::folded;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Letters of a word; longer ones are cut.
pub const LETTERS: usize = 64;

/// A word of a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// Spellings of equal standing, the plain one first: "uber" and "ueber" for "über"; "schutz" and "brandschutz" for the end of
    /// "Brand-Schutz".
    pub forms: Vec<String>,
    /// With the signs after it, as in "c++" and "c#".
    pub signed: Option<String>,
    /// One or two characters of a script without spaces.
    pub gram: bool,
}

/// What a text is read for: documents have single characters and pairs, queries ask for as few as say the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Index,
    Ask,
}

/// Parts of a word between hyphens that are also found as one.
const JOINED_PARTS: usize = 4;

/// Invisible characters inside words, which folding leaves out: soft hyphen, joiners, direction marks.
const fn invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character is part of a word.
#[must_use]
pub fn in_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    character.is_alphanumeric() || is_combining_mark(character) || invisible(character)
}

/// Whether a character between two words may make them one.
const fn joins(character: char) -> bool {
    matches!(character, '-' | '\'' | '’' | '\u{2010}' | '\u{2011}')
}

/// Thai, Lao, Myanmar, Khmer, Hangul, kana and Han.
const fn written_without_spaces(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{e7f}' | '\u{e80}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1100}'..='\u{11ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether a word is a character or a pair of a script without spaces.
#[must_use]
pub fn is_gram(word: &str) -> bool {
    word.chars().next().is_some_and(written_without_spaces)
}

/// The digits zero of scripts that have their own; nine follow each.
const ZEROS: [char; 17] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}',
    '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}',
];

fn western_digit(character: char) -> char {
    if character.is_ascii() {
        return character;
    }
    let after = |zero: &char| u32::from(character).checked_sub(u32::from(*zero)).filter(|digit| *digit < 10);
    ZEROS.iter().find_map(after).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(character)
}

/// A run as it is compared.
fn plain(run: &str) -> String {
    if run.is_ascii() {
        return run.to_ascii_lowercase();
    }
    // Compatibility forms can unfold into spaces and signs.
    folded(run).chars().filter(|character| in_word(*character)).map(western_digit).collect()
}

/// A run with its umlauts written out, if it has any.
fn written_out(run: &str) -> Option<String> {
    if run.is_ascii() {
        return None;
    }
    let mut any = false;
    let mut text = String::with_capacity(run.len() + 4);
    for character in run.nfc() {
        let out = match character {
            'ä' | 'Ä' => "ae",
            'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
            'ü' | 'Ü' => "ue",
            'å' | 'Å' => "aa",
            other => {
                text.push(other);
                continue;
            }
        };
        any = true;
        text.push_str(out);
    }
    any.then(|| plain(&text))
}

/// Reads a text, word by word.
pub fn read(text: &str, purpose: Purpose, mut each: impl FnMut(Word)) {
    let mut rest = text;
    let mut parts = Vec::new();
    while let Some((_, after)) = rest.find(in_word).and_then(|start| rest.split_at_checked(start)) {
        rest = after;
        parts.clear();
        loop {
            let (part, after) = rest.split_at(rest.find(|character| !in_word(character)).unwrap_or(rest.len()));
            parts.push(part);
            rest = after;
            let mut following = after.chars();
            let joined = following.next().is_some_and(joins) && following.clone().next().is_some_and(in_word);
            if !joined || parts.len() == JOINED_PARTS {
                break;
            }
            rest = following.as_str();
        }
        let signs = rest.bytes().take(2).take_while(|sign| matches!(sign, b'+' | b'#')).count();
        let (signs, after) = rest.split_at(signs);
        rest = after;
        match parts[..] {
            [single] => read_part(single, signs, purpose, &mut each),
            _ => read_joined(&parts, signs, purpose, &mut each),
        }
    }
}

/// Parts with hyphens or apostrophes between them. A single letter beside a longer part is no word: E-Learning, l'entreprise, O'Brien.
fn read_joined(parts: &[&str], signs: &str, purpose: Purpose, each: &mut impl FnMut(Word)) {
    let letter = |part: &&str| part.chars().nth(1).is_none();
    let all_letters = parts.iter().all(letter);
    let joined = parts.concat();
    let forms = [Some(plain(&joined)), written_out(&joined)];
    let kept: Vec<&str> = parts.iter().filter(|part| all_letters || !letter(part)).copied().collect();
    for (at, part) in kept.iter().enumerate() {
        if at + 1 < kept.len() {
            read_part(part, "", purpose, each);
            continue;
        }
        read_part(part, signs, purpose, &mut |mut word| {
            if !word.gram {
                word.forms.extend(forms.iter().flatten().map(|form| short(form)));
            }
            each(word);
        });
    }
}

fn read_part(run: &str, signs: &str, purpose: Purpose, each: &mut impl FnMut(Word)) {
    let text = plain(run);
    if !text.chars().any(written_without_spaces) {
        if !text.is_empty() {
            let signed = (!signs.is_empty()).then(|| short(&text) + signs);
            let out = written_out(run).map(|out| short(&out));
            each(Word { forms: std::iter::once(short(&text)).chain(out).collect(), signed, gram: false });
        }
        return;
    }
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let grams = written_without_spaces(first);
        let end = rest.find(|character| written_without_spaces(character) != grams).unwrap_or(rest.len());
        let (segment, after) = rest.split_at(end);
        rest = after;
        if grams {
            read_grams(segment, purpose, each);
        } else {
            each(Word { forms: vec![short(segment)], signed: None, gram: false });
        }
    }
}

fn read_grams(segment: &str, purpose: Purpose, each: &mut impl FnMut(Word)) {
    let mut gram = |text: String| each(Word { forms: vec![text], signed: None, gram: true });
    let mut before: Option<char> = None;
    let single = segment.chars().nth(1).is_none();
    for character in segment.chars() {
        if single || purpose == Purpose::Index {
            gram(character.to_string());
        }
        if let Some(before) = before {
            gram([before, character].iter().collect());
        }
        before = Some(character);
    }
}

fn short(form: &str) -> String {
    form.chars().take(LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str, purpose: Purpose) -> Vec<String> {
        let mut forms = Vec::new();
        read(text, purpose, |word| forms.push(word.forms.into_iter().chain(word.signed).collect::<Vec<_>>().join("=")));
        forms
    }

    #[test]
    fn words_are_found_in_every_script() {
        for (text, expected) in [
            ("Über Straße ÜBER", "uber=ueber strasse uber=ueber"),
            ("U\u{308}ber SØREN Ångström", "uber=ueber soren=soeren angstrom=aangstroem"),
            (
                "E-Learning O'Brien Brand-Schutz l’entreprise",
                "learning=elearning brien=obrien brand schutz=brandschutz entreprise=lentreprise",
            ),
            ("C++ und C#, F#-Kurs", "c=c++ und c=c# f=f# kurs"),
            ("COVID-19 A-Z Mon–Fri", "covid 19=covid19 a z=az mon fri"),
            ("कर्मचारी प्रशिक्षण २०२४ क़लम क\u{93c}लम।", "कर्मचारी प्रशिक्षण 2024 कलम कलम"),
            ("co\u{ad}operate node.js ½ ①", "cooperate node js 12 1"),
            ("a\0b \u{301} … \"*\"", "a b"),
            ("Безопасность труда ασφάλεια", "безопасность труда ασφαλεια"),
            ("سلامة ١٢", "سلامة 12"),
        ] {
            assert_eq!(forms(text, Purpose::Index).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn scripts_without_spaces_become_pairs() {
        assert_eq!(forms("安全教育2024", Purpose::Ask), ["安全", "全教", "教育", "2024"]);
        assert_eq!(forms("安全", Purpose::Index), ["安", "全", "安全"]);
        assert_eq!(forms("全", Purpose::Ask), ["全"]);
        assert_eq!(forms("안전교육 ｱﾝｾﾞﾝ", Purpose::Ask), ["안전", "전교", "교육", "アン", "ンゼ", "ゼン"]);
        assert_eq!(forms("ความ", Purpose::Ask), ["คว", "วา", "าม"]);
    }

    #[test]
    fn words_have_a_longest_form() {
        assert_eq!(forms(&"ß".repeat(100), Purpose::Index), ["s".repeat(LETTERS)]);
    }
}
