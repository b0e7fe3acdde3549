//! What a deserializer says of a request, in words for the people who read problems. Nothing of Rust or serde passes.

use serde::de::DeserializeOwned;

/// Where something is wrong, and what is expected there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) field: String,
    pub(crate) detail: String,
}

/// The text between the first pair of backticks, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.split_once('`')?.1.split_once('`')
}

/// The names in backticks, with commas between them.
fn names(text: &str) -> String {
    text.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", ")
}

fn one_of(text: &str) -> String {
    match names(text) {
        names if names.is_empty() => "nothing can be given here".to_owned(),
        names if names.contains(',') => format!("expected one of {names}"),
        name => format!("expected {name}"),
    }
}

/// What a visitor expects, by what it calls itself.
fn expected(visitor: &str) -> &'static str {
    match visitor {
        "u8" | "u16" | "u32" | "u64" | "usize" => "expected a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" | "isize" => "expected a whole number",
        "f32" | "f64" => "expected a number",
        "a boolean" => "expected true or false",
        "a string" | "a borrowed string" | "a character" | "string or map" => "expected text",
        "a sequence" => "expected a list",
        "a map" => "expected an object",
        "unit" => "expected null",
        other if ["struct ", "internally tagged enum ", "adjacently tagged enum "].iter().any(|kind| other.starts_with(kind)) => {
            "expected an object"
        }
        other if ["tuple ", "a tuple ", "an array "].iter().any(|kind| other.starts_with(kind)) => "expected a list",
        _ => WRONG_FORM,
    }
}

const WRONG_FORM: &str = "this does not have the expected form";

fn within(path: &str, field: &str) -> String {
    match path {
        "" | "." | "body" => field.to_owned(),
        path if path == field || path.ends_with(&format!(".{field}")) => path.to_owned(),
        path => format!("{path}.{field}"),
    }
}

/// Reads JSON that is no request, such as a file that somebody has brought along.
///
/// # Errors
/// Where something is wrong and what is expected there, in the words in which requests are refused.
pub fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let (path, cause) = (error.path().to_string(), error.into_inner());
        if !cause.is_data() {
            return format!("it is no JSON: {cause}");
        }
        let Finding { field, detail } = plain(&path, &cause.to_string());
        format!("{field}: {detail}")
    })?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(read)
}

/// What a deserializer has found at a path. What a type of our own says stays as it is.
pub(crate) fn plain(path: &str, found: &str) -> Finding {
    // The position in the text helps where the text is not JSON; elsewhere the field says more.
    let found = found.rsplit_once(" at line ").map_or(found, |(reason, _)| reason);
    let at = |detail: String| Finding { field: if matches!(path, "" | ".") { "body".to_owned() } else { path.to_owned() }, detail };
    let begins = |kind: &str| found.strip_prefix(kind);
    if let Some((field, _)) = begins("missing field ").and_then(quoted) {
        return Finding { field: within(path, field), detail: "this is required".to_owned() };
    }
    if let Some((field, _)) = begins("duplicate field ").and_then(quoted) {
        return Finding { field: within(path, field), detail: "this is given twice".to_owned() };
    }
    if let Some((field, known)) = begins("unknown field ").and_then(quoted) {
        return Finding { field: within(path, field), detail: format!("there is no such field here; {}", one_of(known)) };
    }
    if let Some((_, known)) = begins("unknown variant ").and_then(quoted) {
        return at(one_of(known));
    }
    if ["invalid type: ", "invalid value: ", "invalid length "].iter().any(|kind| begins(kind).is_some()) {
        return at(found.rsplit_once(", expected ").map_or(WRONG_FORM, |(_, visitor)| expected(visitor)).to_owned());
    }
    // What serde_json says where a name was expected and something else stands.
    if found == "expected value" {
        return at(expected("a string").to_owned());
    }
    if begins("data did not match any variant of untagged enum").is_some() {
        return at(WRONG_FORM.to_owned());
    }
    at(found.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, de::IntoDeserializer};
    use std::collections::{BTreeMap, BTreeSet};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Thing {
        name: trellis_core::title::Title,
        #[serde(default)]
        size: u32,
        #[serde(default)]
        offset: i64,
        #[serde(default)]
        ratio: f64,
        #[serde(default)]
        open: bool,
        #[serde(default)]
        text: String,
        letter: Option<char>,
        #[serde(default)]
        tags: BTreeSet<String>,
        #[serde(default)]
        by_name: BTreeMap<String, u8>,
        colour: Option<Colour>,
        pair: Option<(u8, u8)>,
        fixed: Option<[u8; 2]>,
        nothing: Option<Nothing>,
        shape: Option<Shape>,
        either: Option<Either>,
        parts: Option<Vec<Thing>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Colour {
        Red,
        DarkBlue,
    }

    #[derive(Debug, Deserialize)]
    struct Nothing;

    #[derive(Debug, Deserialize)]
    #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    enum Shape {
        Circle { radius: u8 },
    }

    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "only read")]
    enum Either {
        Number(u8),
        Flag(bool),
    }

    fn told(text: &str) -> (String, String) {
        let mut reader = serde_json::Deserializer::from_str(text);
        let error = serde_path_to_error::deserialize::<_, Thing>(&mut reader).unwrap_err();
        let Finding { field, detail } = plain(&error.path().to_string(), &error.into_inner().to_string());
        (field, detail)
    }

    #[test]
    fn every_kind_of_finding_is_told_in_plain_words() {
        let number = "expected a whole number, 0 or more";
        let cases = [
            ("[]", "body", "expected an object"),
            ("{}", "name", "this is required"),
            (r#"{"name": 1}"#, "name", "expected text"),
            (r#"{"name": null}"#, "name", "expected text"),
            (r#"{"name": " "}"#, "name", "expected one line of 1 to 200 characters"),
            (r#"{"name": "a", "name": "b"}"#, "name", "this is given twice"),
            (r#"{"name": "a", "size": "1"}"#, "size", number),
            (r#"{"name": "a", "size": -1}"#, "size", number),
            (r#"{"name": "a", "size": 1.5}"#, "size", number),
            (r#"{"name": "a", "size": 5000000000}"#, "size", number),
            (r#"{"name": "a", "offset": true}"#, "offset", "expected a whole number"),
            (r#"{"name": "a", "ratio": "much"}"#, "ratio", "expected a number"),
            (r#"{"name": "a", "open": "yes"}"#, "open", "expected true or false"),
            (r#"{"name": "a", "text": {}}"#, "text", "expected text"),
            (r#"{"name": "a", "letter": "ab"}"#, "letter", "expected text"),
            (r#"{"name": "a", "tags": "one"}"#, "tags", "expected a list"),
            (r#"{"name": "a", "tags": ["one", 2]}"#, "tags[1]", "expected text"),
            (r#"{"name": "a", "by_name": []}"#, "by_name", "expected an object"),
            (r#"{"name": "a", "by_name": {"x": 256}}"#, "by_name.x", number),
            (r#"{"name": "a", "colour": "green"}"#, "colour", "expected one of red, dark_blue"),
            (r#"{"name": "a", "colour": 1}"#, "colour", "expected text"),
            (r#"{"name": "a", "pair": [1]}"#, "pair", "expected a list"),
            (r#"{"name": "a", "fixed": [1]}"#, "fixed", "expected a list"),
            (r#"{"name": "a", "nothing": 3}"#, "nothing", WRONG_FORM),
            (r#"{"name": "a", "shape": {}}"#, "shape.kind", "this is required"),
            (r#"{"name": "a", "shape": {"kind": "square"}}"#, "shape.kind", "expected circle"),
            (r#"{"name": "a", "shape": {"kind": "circle"}}"#, "shape.radius", "this is required"),
            (r#"{"name": "a", "shape": []}"#, "shape.kind", "this is required"),
            (r#"{"name": "a", "either": "x"}"#, "either", WRONG_FORM),
            (r#"{"name": "a", "parts": [{"name": "b"}, {"size": 1}]}"#, "parts[1].name", "this is required"),
        ];
        for (text, field, detail) in cases {
            assert_eq!(told(text), (field.to_owned(), detail.to_owned()), "{text}");
        }
        let (field, detail) = told(r#"{"name": "a", "sizes": 1}"#);
        assert_eq!(field, "sizes");
        assert!(detail.starts_with("there is no such field here; expected one of name, size, offset"), "{detail}");
    }

    #[test]
    fn a_query_parameter_is_told_of_in_the_same_words() {
        let error: serde::de::value::Error = Colour::deserialize("green".into_deserializer()).unwrap_err();
        let told = plain("query.colour", &error.to_string());
        assert_eq!((told.field.as_str(), told.detail.as_str()), ("query.colour", "expected one of red, dark_blue"));
    }
}
