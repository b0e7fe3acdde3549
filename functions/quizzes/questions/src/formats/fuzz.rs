//! Each reader is given pieces of its format, and files of its writer that were changed, for as many seconds as `TRELLIS_FUZZ_SECONDS` says.

use super::{
    QuestionFormat, read,
    tests::{FORMATS, round_trip},
    write,
};
use crate::{chance::Chance, testing::kinds};
use std::{io::Read as _, panic};

const GIFT: &[&str] = &[
    "::",
    "{",
    "}",
    "=",
    "~",
    "#",
    "%50%",
    "%-33.33333%",
    "\\",
    "\\n",
    "->",
    "\n",
    "\n\n",
    "//",
    "// [tag:",
    "]",
    "[id:",
    "$CATEGORY: a/b\n",
    "[html]",
    "[markdown]",
    "TRUE",
    "F",
    "1..2",
    ":0.1",
    "####",
    "{#",
    "{=a ~b}",
    "{T}",
    "=a -> b =c -> d",
    "ä",
    "word ",
    "1e5",
    "<p>",
    "*",
    "{{1}}",
    "_",
];
const MOODLE: &[&str] = &[
    "<question type=\"multichoice\">",
    "<question type=\"shortanswer\">",
    "<question type=\"numerical\">",
    "<question type=\"matching\">",
    "<question type=\"truefalse\">",
    "<question type=\"gapselect\">",
    "<question type=\"category\">",
    "</question>",
    "<questiontext format=\"html\">",
    "</questiontext>",
    "<text>",
    "</text>",
    "<text/>",
    "<answer fraction=\"33.3\">",
    "<answer fraction=\"-1e9\">",
    "<answer fraction=\"100\">",
    "</answer>",
    "<feedback>",
    "</feedback>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#65;",
    "<single>false</single>",
    "<tags><tag><text>a</text></tag></tags>",
    "<subquestion>",
    "</subquestion>",
    "<selectoption>",
    "</selectoption>",
    "<group>1</group>",
    "[[1]]",
    "[[",
    "<tolerance>0.1</tolerance>",
    "<units><unit><multiplier>3</multiplier><unit_name>g</unit_name></unit></units>",
    "<unitgradingtype>1</unitgradingtype>",
    "<file name=\"a\">QUJD</file>",
    "word",
    "<p>",
    "</p>",
    "<b>",
    "<!--",
    "-->",
    "1.5",
    "*",
    "{{1}}",
    "ä",
    "\n",
];
const QTI: &[&str] = &[
    "<assessmentItem identifier=\"a\">",
    "</assessmentItem>",
    "<qti-assessment-item identifier=\"b\">",
    "</qti-assessment-item>",
    "<itemBody>",
    "</itemBody>",
    "<choiceInteraction responseIdentifier=\"RESPONSE\" maxChoices=\"1\">",
    "</choiceInteraction>",
    "<simpleChoice identifier=\"c1\">",
    "</simpleChoice>",
    "<textEntryInteraction responseIdentifier=\"RESPONSE\"/>",
    "<inlineChoiceInteraction responseIdentifier=\"RESPONSE\">",
    "</inlineChoiceInteraction>",
    "<inlineChoice identifier=\"c1\">",
    "</inlineChoice>",
    "<matchInteraction responseIdentifier=\"RESPONSE\">",
    "</matchInteraction>",
    "<simpleMatchSet>",
    "</simpleMatchSet>",
    "<simpleAssociableChoice identifier=\"p1\">",
    "</simpleAssociableChoice>",
    "<orderInteraction responseIdentifier=\"RESPONSE\">",
    "</orderInteraction>",
    "<responseDeclaration identifier=\"RESPONSE\" baseType=\"float\">",
    "<responseDeclaration identifier=\"RESPONSE\">",
    "</responseDeclaration>",
    "<correctResponse>",
    "</correctResponse>",
    "<value>c1</value>",
    "<value>p1 a1</value>",
    "<mapping>",
    "</mapping>",
    "<mapEntry mapKey=\"York\" mappedValue=\"1e300\" caseSensitive=\"true\"/>",
    "<mapEntry mapKey=\"a\" mappedValue=\"NaN\"/>",
    "<prompt>",
    "</prompt>",
    "<p>",
    "</p>",
    "<div class=\"markdown\">",
    "</div>",
    "<span class=\"markdown\">",
    "</span>",
    "<modalFeedback>",
    "</modalFeedback>",
    "&amp;",
    "{{1}}",
    "word",
    "*",
    "ä",
];
const CSV: &[&str] = &[
    "kind,text,right,answer 1,answer 2\n",
    "id;kind;text;points;tags;feedback;right;answer 1\n",
    "single",
    "multiple",
    "true_false",
    "numeric",
    "text",
    "ordering",
    "matching",
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "\n",
    "1",
    "1;2",
    "true",
    "case",
    "a -> b",
    "->",
    "3.5:0.1",
    "1e999999999",
    "\\",
    "\\;",
    "word",
    "ä",
    "*",
    "0.1",
    "100",
    "-1",
];

/// What the writer makes of a question of each kind.
fn own(format: QuestionFormat) -> Vec<String> {
    let written = |questions: &[crate::question::Question]| write(format, questions).content;
    if format != QuestionFormat::Qti {
        return vec![String::from_utf8(written(&kinds())).unwrap()];
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(written(&kinds()))).unwrap();
    let items = (0..archive.len()).map(|at| {
        let mut text = String::new();
        archive.by_index(at).unwrap().read_to_string(&mut text).unwrap();
        text
    });
    items.filter(|text| text.contains("<assessmentItem")).collect()
}

fn place(text: &str, chance: &mut Chance) -> usize {
    let at = chance.below(text.len() + 1);
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A piece is put in, or some letters go, or come again.
fn change(text: &mut String, pieces: &[&str], chance: &mut Chance) {
    let from = place(text, chance);
    let length = chance.below(60);
    let to = (from + length..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    match chance.below(3) {
        0 => text.insert_str(from, pieces[chance.below(pieces.len())]),
        1 => text.replace_range(from..to, ""),
        _ => {
            let again = text[from..to].to_owned();
            let there = place(text, chance);
            text.insert_str(there, &again);
        }
    }
}

fn takes_anything(format: QuestionFormat, pieces: &[&str]) {
    let seconds: u64 = std::env::var("TRELLIS_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let (own, mut chance, mut inputs, mut taken) = (own(format), Chance::of(seconds), 0_u64, 0);
    let began = std::time::Instant::now();
    while began.elapsed().as_secs() < seconds {
        let text = if chance.below(2) == 0 {
            (0..chance.below(80)).map(|_| pieces[chance.below(pieces.len())]).collect()
        } else {
            let mut text = own[chance.below(own.len())].clone();
            (0..=chance.below(4)).for_each(|_| change(&mut text, pieces, &mut chance));
            text
        };
        let one = panic::catch_unwind(|| {
            let read = read(format, text.as_bytes());
            read.questions.iter().for_each(|question| question.check().unwrap());
            // What one format has said, each can say.
            FORMATS.into_iter().for_each(|format| round_trip(format, &read.questions));
            read.questions.len()
        });
        match one {
            Ok(questions) => taken += questions,
            Err(reason) => {
                println!("input: {text:?}");
                panic::resume_unwind(reason);
            }
        }
        inputs += 1;
    }
    println!("{format:?}: {inputs} inputs, {taken} questions taken, seed {seconds}");
}

#[test]
#[ignore = "runs for as long as it is told"]
fn gift_takes_anything() {
    takes_anything(QuestionFormat::Gift, GIFT);
}

#[test]
#[ignore = "runs for as long as it is told"]
fn moodle_xml_takes_anything() {
    takes_anything(QuestionFormat::MoodleXml, MOODLE);
}

#[test]
#[ignore = "runs for as long as it is told"]
fn qti_takes_anything() {
    takes_anything(QuestionFormat::Qti, QTI);
}

#[test]
#[ignore = "runs for as long as it is told"]
fn csv_takes_anything() {
    takes_anything(QuestionFormat::Csv, CSV);
}
