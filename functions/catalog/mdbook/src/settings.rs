//! A book's settings: the few keys of `book.toml` that concern a course.
//!
//! See "Configuration / General" in mdBook's guide.

use super::error::ImportError;
use super::lines::Lines;
use super::warnings::{WarningKind, Warnings, quoted};
use archive::paths;
use catalog_model::dialect::{Dialect, TextDirection};
use serde::Deserialize;
use std::collections::BTreeMap;

const DEFAULT_SOURCE: &str = "src";
const DEFAULT_LANGUAGE: &str = "en";

/// What the settings say, or mdBook's defaults.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) language: String,
    /// The folder of the outline and its pages, as a path in the archive.
    pub(super) source: String,
    pub(super) direction: TextDirection,
    pub(super) dialect: Dialect,
}

impl Settings {
    /// The settings of a book without `book.toml`.
    pub(super) fn defaults(source: &str) -> Self {
        Self {
            title: None,
            description: None,
            language: DEFAULT_LANGUAGE.to_owned(),
            source: source.to_owned(),
            direction: TextDirection::Ltr,
            dialect: Dialect::default(),
        }
    }

    /// Reads the text of `file`, a path in the archive.
    ///
    /// # Errors
    /// [`ImportError::Settings`] with the line that is no TOML, or has a value of the wrong type, or a
    /// source folder outside of the archive.
    pub(super) fn parse(text: &str, file: &str, warnings: &mut Warnings) -> Result<Self, ImportError> {
        let broken = |line, message| ImportError::Settings { file: file.to_owned(), line, message };
        let parsed: File = toml::from_str(text).map_err(|error| {
            let position = error.span().map_or(0, |span| span.start);
            broken(Lines::of(text).line_of(position), quoted(error.message()))
        })?;
        let source = parsed.book.src.as_deref().unwrap_or(DEFAULT_SOURCE);
        let source = paths::join(paths::folder_of(file), source)
            .ok_or_else(|| broken(1, format!("the folder {} is outside of the archive", quoted(source))))?;
        let language = language(parsed.book.language, file, warnings);
        let direction = direction(parsed.book.text_direction.as_deref(), &language, file, warnings);
        Ok(Self {
            title: parsed.book.title.and_then(non_empty),
            description: parsed.book.description.and_then(non_empty),
            language,
            source,
            direction,
            dialect: dialect(parsed.output.html, &parsed.preprocessor),
        })
    }
}

fn dialect(html: HtmlTable, preprocessors: &BTreeMap<String, toml::Value>) -> Dialect {
    let uses = |name: &str| preprocessors.contains_key(name);
    Dialect {
        // The second name is the one that mdBook used before version 0.4.33.
        smart_punctuation: html.smart_punctuation.or(html.curly_quotes).unwrap_or(false),
        formulas: html.mathjax_support.unwrap_or(false) || uses("katex"),
        // The preprocessor of a book that is taught from: its authors fold away what only the teacher is to read.
        speaker_notes: uses("course"),
        no_definition_lists: html.definition_lists == Some(false),
        hidden_lines: html.code.hidelines.into_iter().filter(|(_, mark)| !mark.is_empty()).collect(),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    book: BookTable,
    output: OutputTable,
    preprocessor: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct BookTable {
    title: Option<String>,
    description: Option<String>,
    language: Option<String>,
    src: Option<String>,
    text_direction: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct OutputTable {
    html: HtmlTable,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct HtmlTable {
    smart_punctuation: Option<bool>,
    curly_quotes: Option<bool>,
    mathjax_support: Option<bool>,
    definition_lists: Option<bool>,
    code: CodeTable,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct CodeTable {
    hidelines: BTreeMap<String, String>,
}

fn non_empty(text: String) -> Option<String> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The shape of a language tag (RFC 5646, section 2.1), not its presence in the registry.
fn language(tag: Option<String>, file: &str, warnings: &mut Warnings) -> String {
    let Some(tag) = tag else {
        return DEFAULT_LANGUAGE.to_owned();
    };
    let mut subtags = tag.split('-');
    let primary = subtags.next().is_some_and(|subtag| (2..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphabetic()));
    let others = subtags.all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric()));
    if primary && others && tag.len() <= 35 {
        return tag;
    }
    let message = format!("the language {} is no language tag; {DEFAULT_LANGUAGE} is assumed", quoted(&tag));
    warnings.add(WarningKind::Setting, file, None, message);
    DEFAULT_LANGUAGE.to_owned()
}

fn direction(written: Option<&str>, language: &str, file: &str, warnings: &mut Warnings) -> TextDirection {
    match written {
        Some("ltr") => TextDirection::Ltr,
        Some("rtl") => TextDirection::Rtl,
        Some(other) => {
            let message = format!("the text direction {} is neither ltr nor rtl; that of the language is assumed", quoted(other));
            warnings.add(WarningKind::Setting, file, None, message);
            TextDirection::of_language(language)
        }
        None => TextDirection::of_language(language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Settings, ImportError> {
        Settings::parse(text, "pack/book.toml", &mut Warnings::of_a_book())
    }

    #[test]
    fn keys_are_read_and_others_ignored() {
        let text = "[book]\ntitle = ' Safety '\nlanguage = 'pt-BR'\nsrc = './text'\nauthors = ['A']\n\
                    [output.html]\nsmart-punctuation = true\n[output.pdf]\nx = 1\n[preprocessor.course]\nverbose = false";
        let settings = parse(text).unwrap();
        assert_eq!(settings.title.as_deref(), Some("Safety"));
        assert_eq!(settings.language, "pt-BR");
        assert_eq!(settings.source, "pack/text");
        assert!(settings.dialect.smart_punctuation && settings.dialect.speaker_notes && !settings.dialect.formulas);
        assert_eq!(parse("").unwrap(), Settings::defaults("pack/src"));
    }

    #[test]
    fn what_the_pages_may_hold_follows_from_the_settings() {
        let dialect = |text| parse(text).unwrap().dialect;
        assert!(dialect("[output.html]\nmathjax-support = true").formulas);
        assert!(dialect("[preprocessor.katex]\nafter = ['links']").formulas);
        assert!(dialect("[output.html]\ndefinition-lists = false").no_definition_lists);
        let hidden = dialect("[output.html.code.hidelines]\npython = '~'\nsh = ''").hidden_lines;
        assert_eq!(hidden, BTreeMap::from([("python".to_owned(), "~".to_owned())]));
    }

    #[test]
    fn a_book_runs_in_the_direction_of_its_language_unless_it_says_otherwise() {
        for (text, direction) in [
            ("language = 'ar'", TextDirection::Rtl),
            ("language = 'ar'\ntext-direction = 'ltr'", TextDirection::Ltr),
            ("text-direction = 'rtl'", TextDirection::Rtl),
            ("text-direction = 'up'", TextDirection::Ltr),
        ] {
            assert_eq!(parse(&format!("[book]\n{text}")).unwrap().direction, direction, "{text}");
        }
    }

    #[test]
    fn broken_settings_name_their_line() {
        let line_of = |text| match parse(text) {
            Err(ImportError::Settings { line, message, .. }) if !message.is_empty() => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line_of("[book]\ntitle = \n"), 2);
        assert_eq!(line_of("[book]\n\ntitle = 7"), 3);
        assert_eq!(line_of("[book]\nsrc = '../../x'"), 1);
    }

    #[test]
    fn a_wrong_language_is_a_warning() {
        let mut warnings = Warnings::of_a_book();
        let settings = Settings::parse("[book]\nlanguage = '\"><b'", "book.toml", &mut warnings).unwrap();
        assert_eq!(settings.language, "en");
        assert_eq!(warnings.into_vec("").len(), 1);
    }
}
