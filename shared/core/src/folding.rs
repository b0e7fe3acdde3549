//! One folding of texts for search and order. The pages fold in the same way (`web/shared/src/i18n/folding.ts`); both are held
//! against `folding-cases.json`.
//!
//! Not a collation library: keys that are stored must not change when a library does, and the tables of one would lie in every
//! function. Normal forms of assigned characters never change (Unicode Standard Annex 15, stability policy).

use unicode_normalization::UnicodeNormalization;

/// The longest key in bytes: with what stands before and after it, a sort key of the table has room for 1,024.
const LONGEST_KEY: usize = 900;

/// Marks that people leave out when they type: accents, Hebrew and Arabic points, the nukta of Devanagari, and what is invisible.
/// Vowel signs of Indic scripts and the voicing marks of kana are letters to those who read them, and stay.
const fn left_out(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}' | '\u{93c}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Letters that are typed as others and that no normal form takes apart.
const fn typed(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ς' => "σ",
        '‘' | '’' | 'ʼ' | '′' => "'",
        '‐' | '‒' | '–' | '—' | '−' => "-",
        _ => return None,
    })
}

/// A text as it is compared in a search: compatibility forms, accents and capitals make no difference.
#[must_use]
pub fn folded(text: &str) -> String {
    let plain = text.nfkd().filter(|character| !left_out(*character)).flat_map(char::to_lowercase);
    let mut folded = String::with_capacity(text.len());
    for character in plain {
        match typed(character) {
            Some(others) => folded.push_str(others),
            None => folded.push(character),
        }
    }
    folded.nfc().collect()
}

/// The words of a search, each once; what is searched has them all somewhere.
#[must_use]
pub fn words(query: &str) -> Vec<String> {
    let mut words: Vec<String> = folded(query).split_whitespace().map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// By what a list orders texts: accents, capitals and punctuation do not count, a shorter word stands before a longer one.
/// Holds no `#`, so an id can follow after one.
#[must_use]
pub fn order_key(text: &str) -> String {
    let mut key = String::new();
    let mut gap = false;
    for character in folded(text).chars().filter(|character| *character != '\'') {
        let between = character.is_whitespace()
            || character.is_ascii_punctuation()
            || character.is_control()
            || matches!(character, '\u{a1}'..='\u{bf}' | '\u{2000}'..='\u{206f}');
        if between {
            gap = !key.is_empty();
            continue;
        }
        // A gap stands after the `#` that ends a key and before every digit and letter: "Ann", "Ann Lee", "Anna".
        let wanted = character.len_utf8() + usize::from(gap);
        if key.len() + wanted > LONGEST_KEY {
            break;
        }
        if std::mem::take(&mut gap) {
            key.push('-');
        }
        key.push(character);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn cases() -> Value {
        serde_json::from_str(include_str!("folding-cases.json")).unwrap()
    }

    fn texts(value: &Value) -> Vec<&str> {
        value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
    }

    #[test]
    fn texts_fold_as_the_table_says() {
        for case in cases()["folded"].as_array().unwrap() {
            let [text, expected] = texts(case)[..] else { panic!("{case}") };
            assert_eq!(folded(text), expected, "{text}");
            assert_eq!(folded(expected), expected, "folded twice: {text}");
        }
    }

    #[test]
    fn words_are_found_as_the_table_says() {
        for case in cases()["found"].as_array().unwrap() {
            let (text, query) = (folded(case["text"].as_str().unwrap()), case["query"].as_str().unwrap());
            let found = words(query).iter().all(|word| text.contains(word));
            assert_eq!(found, case["found"].as_bool().unwrap(), "{case}");
        }
    }

    #[test]
    fn lists_stand_in_the_order_of_the_table() {
        for case in cases()["ordered"].as_array().unwrap() {
            let keys: Vec<String> = texts(case).into_iter().map(|text| order_key(text) + "#").collect();
            assert!(keys.is_sorted(), "{keys:?}");
        }
    }

    #[test]
    fn a_key_is_bounded_and_holds_no_separator() {
        // One character that stands for eighteen: two hundred of them would not fit into a sort key.
        let key = order_key(&"\u{fdfa}".repeat(200));
        assert!((800..=LONGEST_KEY).contains(&key.len()), "{}", key.len());
        assert_eq!(order_key("# C#, \u{fe5f} F＃"), "c-f");
        assert_eq!(order_key("🦀 !"), "🦀");
        assert_eq!(order_key("…"), "");
    }
}
