//! Tables. The header names the columns, in any order: `kind`, `text`, `points`, `tags`, `feedback`, `id`, `right`, and `answer 1` to `answer 40`.
//! Tags have `;` or `,` between them; `\;` and `\,` are part of one.
//!
//! | kind | right | answers |
//! |---|---|---|
//! | `single`, `multiple` | numbers of the right answers, `1;3` | texts |
//! | `true_false` | `true` or `false` | |
//! | `numeric` | | `3.5` or `3.5:0.1`, with its tolerance |
//! | `text` | `case` where capitals make a difference | accepted texts, `*` for any letters |
//! | `ordering` | | items in their order |
//! | `matching` | | `prompt -> answer`; `-> answer` belongs to nothing |

use super::{
    Read, SkippedQuestion, Written,
    building::{FULL, Head, Weighed, decimal},
    unwritten,
};
use crate::{
    decimal::Decimal,
    question::{Answer, Points, Question, QuestionId, Units},
};
use csv::{ReaderBuilder, StringRecord, WriterBuilder};

const MOST_ANSWERS: usize = 40;

/// Where the columns are.
struct Columns {
    names: Vec<String>,
}

impl Columns {
    fn of(header: &StringRecord) -> Self {
        Self { names: header.iter().map(|name| name.trim().to_lowercase().replace('_', " ")).collect() }
    }

    fn cell<'a>(&self, record: &'a StringRecord, name: &str) -> &'a str {
        let at = self.names.iter().position(|other| other == name);
        at.and_then(|at| record.get(at)).unwrap_or_default().trim()
    }

    fn answers(&self, record: &StringRecord) -> Vec<String> {
        let all = (1..=MOST_ANSWERS).map(|number| self.cell(record, &format!("answer {number}")).to_owned());
        let mut answers: Vec<String> = all.collect();
        while answers.last().is_some_and(String::is_empty) {
            answers.pop();
        }
        answers
    }
}

/// What stands between cells: the one of the usual that the header has most of.
fn delimiter(file: &str) -> u8 {
    let header = file.lines().next().unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

pub(super) fn read(file: &str) -> Read {
    let mut read = Read::default();
    let mut reader = ReaderBuilder::new().delimiter(delimiter(file)).flexible(true).from_reader(file.as_bytes());
    let columns = match reader.headers() {
        Ok(header) => Columns::of(header),
        Err(error) => return failed(read, &error.to_string()),
    };
    if !columns.names.iter().any(|name| name == "kind") || !columns.names.iter().any(|name| name == "text") {
        return failed(read, "the first row names the columns; “kind” and “text” must be among them");
    }
    for (at, record) in reader.records().enumerate() {
        let number = at + 1;
        match record {
            Err(error) => read.take(&format!("question {number}"), None, Err(error.to_string())),
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let title = Some(columns.cell(&record, "id").to_owned()).filter(|id| !id.is_empty());
                read.take(&format!("question {number}, line {line}"), title, question(&columns, &record));
            }
        }
    }
    read
}

fn failed(mut read: Read, reason: &str) -> Read {
    read.skipped.push(SkippedQuestion { at: "the file".to_owned(), title: None, reason: reason.to_owned() });
    read
}

fn question(columns: &Columns, record: &StringRecord) -> Result<(Question, Vec<String>), String> {
    let cell = |name: &str| columns.cell(record, name);
    let head = Head {
        id: cell("id").parse::<QuestionId>().ok(),
        text: cell("text").to_owned(),
        points: match cell("points") {
            "" => Points::default(),
            written => points(written)?,
        },
        tags: tags(cell("tags")),
        feedback: cell("feedback").to_owned(),
    };
    let (answers, right) = (columns.answers(record), cell("right"));
    match cell("kind").to_lowercase().replace([' ', '-', '/'], "_").as_str() {
        kind @ ("single" | "multiple" | "single_choice" | "multiple_choice") => {
            let numbers = right.split([';', ',', ' ']).filter(|number| !number.is_empty());
            let numbers = numbers.map(|number| number.parse::<usize>()).collect::<Result<Vec<_>, _>>();
            let numbers = numbers.map_err(|_| format!("“{right}” are no numbers of answers"))?;
            if let Some(number) = numbers.iter().find(|number| !(1..=answers.len()).contains(*number)) {
                return Err(format!("there is no answer {number}"));
            }
            let of = |(at, text): (usize, &String)| {
                let weight = if numbers.contains(&(at + 1)) { FULL } else { 0 };
                Weighed { text: text.clone(), weight, feedback: String::new() }
            };
            head.choice(&answers.iter().enumerate().map(of).collect::<Vec<_>>(), kind.starts_with("multiple"))
        }
        "true_false" => match right.to_lowercase().as_str() {
            "true" | "t" | "1" | "yes" => Ok((head.true_false(true, "", "")?, Vec::new())),
            "false" | "f" | "0" | "no" => Ok((head.true_false(false, "", "")?, Vec::new())),
            _ => Err("“right” must be true or false".to_owned()),
        },
        "numeric" => {
            let of = |written: &String| {
                let (value, tolerance) =
                    written.split_once(':').map_or((written.as_str(), None), |(value, tolerance)| (value, Some(tolerance)));
                let tolerance = tolerance.map_or(Ok(Decimal::default()), decimal)?;
                Ok((Weighed { text: value.to_owned(), weight: FULL, feedback: String::new() }, tolerance))
            };
            head.number(&answers.iter().map(of).collect::<Result<Vec<_>, String>>()?, Units::default())
        }
        "text" => {
            let of = |text: &String| Weighed { text: text.clone(), weight: FULL, feedback: String::new() };
            head.short_text(&answers.iter().map(of).collect::<Vec<_>>(), right.eq_ignore_ascii_case("case"), true)
        }
        "ordering" => Ok((head.ordering(&answers)?, Vec::new())),
        "matching" => {
            let of = |written: &String| match written.split_once("->") {
                Some((prompt, answer)) => Ok((prompt.to_owned(), answer.to_owned())),
                None => Err(format!("“{written}” is no pair; write prompt -> answer")),
            };
            Ok((head.matching(&answers.iter().map(of).collect::<Result<Vec<_>, String>>()?)?, Vec::new()))
        }
        "" => Err("it does not say what kind of question it is".to_owned()),
        other => Err(format!("questions of the kind “{other}” cannot be read from a table")),
    }
}

/// Tags with `;` or `,` between them. Behind a backslash, these and the backslash stand for themselves.
fn tags(written: &str) -> Vec<String> {
    let (mut tags, mut letters) = (vec![String::new()], written.chars().peekable());
    while let Some(letter) = letters.next() {
        let escaped = if letter == '\\' { letters.next_if(|next| matches!(next, ';' | ',' | '\\')) } else { None };
        if escaped.is_none() && matches!(letter, ';' | ',') {
            tags.push(String::new());
        } else if let Some(tag) = tags.last_mut() {
            tag.push(escaped.unwrap_or(letter));
        }
    }
    tags.into_iter().map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

fn tag(tag: &str) -> String {
    tag.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

fn points(written: &str) -> Result<Points, String> {
    let wrong = || format!("“{written}” are no points from 0.1 to 100 in tenths");
    let tenths = written.replace(',', ".").parse::<f64>().map_err(|_| wrong())? * 10.0;
    if (tenths - tenths.round()).abs() > 1e-6 || !(1.0..=1_000.0).contains(&tenths.round()) {
        return Err(wrong());
    }
    Points::of_tenths(tenths.round() as u64).map_err(|_| wrong())
}

/// What a table has no column for.
fn lost(question: &Question) -> Option<&'static str> {
    let has_feedback = |answers: &[Answer]| answers.iter().any(|answer| answer.feedback.is_some());
    match question {
        Question::Single(question) if has_feedback(&question.answers.0) => Some("feedback to single answers is left out"),
        Question::Multiple(question) if has_feedback(&question.answers.0) => Some("feedback to single answers is left out"),
        Question::TrueFalse(question) if question.feedback_true.is_some() || question.feedback_false.is_some() => {
            Some("feedback to single answers is left out")
        }
        Question::Numeric(question) if !question.units.0.is_empty() => Some("units are left out"),
        Question::Numeric(question)
            if question.accepted.0.iter().any(|number| number.percent.get() != 100 || number.feedback.is_some()) =>
        {
            Some("parts of the points and feedback to single answers are left out")
        }
        Question::Text(question) if question.accepted.0.iter().any(|text| text.percent.get() != 100 || text.feedback.is_some()) => {
            Some("parts of the points and feedback to single answers are left out")
        }
        _ => None,
    }
}

type Cells = (String, Vec<String>);

fn cells(question: &Question) -> Result<Cells, &'static str> {
    let texts = |answers: &[Answer]| answers.iter().map(|answer| answer.text.as_str().to_owned()).collect();
    let right = |answers: &[Answer]| {
        let numbers = (1..).zip(answers).filter(|(_, answer)| answer.right).map(|(number, _): (usize, _)| number.to_string());
        numbers.collect::<Vec<_>>().join(";")
    };
    Ok(match question {
        Question::Single(question) => (right(&question.answers.0), texts(&question.answers.0)),
        Question::Multiple(question) => (right(&question.answers.0), texts(&question.answers.0)),
        Question::TrueFalse(question) => (question.right.to_string(), Vec::new()),
        Question::Numeric(question) => {
            let number = |number: &crate::question::AcceptedNumber| format!("{}:{}", number.value.as_str(), number.tolerance.as_str());
            (String::new(), question.accepted.0.iter().map(number).collect())
        }
        Question::Text(question) => {
            let case = if question.case_sensitive { "case" } else { "" };
            (case.to_owned(), question.accepted.0.iter().map(|text| text.pattern.as_str().to_owned()).collect())
        }
        Question::Ordering(question) => (String::new(), question.items.0.iter().map(|item| item.as_str().to_owned()).collect()),
        Question::Matching(question) => {
            let pairs = question.pairs.0.iter().map(|pair| (pair.prompt.as_str(), pair.answer.as_str()));
            let all: Vec<(&str, &str)> = pairs.chain(question.distractors.0.iter().map(|answer| ("", answer.as_str()))).collect();
            if all.iter().any(|(prompt, _)| prompt.contains("->")) {
                return Err("a table takes -> for the middle of a pair, so none can stand in a prompt");
            }
            (String::new(), all.into_iter().map(|(prompt, answer)| format!("{prompt} -> {answer}")).collect())
        }
        Question::Gaps(_) => return Err("a table has no texts with gaps"),
        Question::Hotspot(_) => return Err("a table has no pictures"),
    })
}

pub(super) fn write(questions: &[Question]) -> Written {
    let mut skipped = Vec::new();
    let mut rows: Vec<(&Question, Cells)> = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        skipped.extend(lost(question).map(|reason| unwritten(at + 1, question, reason)));
        match cells(question) {
            Ok((_, answers)) if answers.len() > MOST_ANSWERS => skipped.push(unwritten(at + 1, question, "a table has 40 answers at most")),
            Ok(cells) => rows.push((question, cells)),
            Err(reason) => skipped.push(unwritten(at + 1, question, reason)),
        }
    }
    let width = rows.iter().map(|(_, (_, answers))| answers.len()).max().unwrap_or(0);
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let header = ["id", "kind", "text", "points", "tags", "feedback", "right"].map(str::to_owned);
    let header = header.into_iter().chain((1..=width).map(|number| format!("answer {number}")));
    let mut all = vec![header.collect::<Vec<_>>()];
    for (question, (right, answers)) in rows {
        let tags: Vec<String> = question.tags().0.iter().map(|tag| self::tag(tag.as_str())).collect();
        let points = f64::from(question.points().tenths()) / 10.0;
        let feedback = question.feedback().map_or("", |feedback| feedback.as_str());
        let text = question.text().as_str();
        let mut row = [question.id().as_str(), question.kind().name(), text, &points.to_string(), &tags.join(";"), feedback, &right]
            .map(str::to_owned)
            .to_vec();
        row.extend(answers);
        row.resize(7 + width, String::new());
        all.push(row);
    }
    // Into memory nothing fails to be written.
    let written = all.iter().try_for_each(|row| writer.write_record(row)).is_ok();
    let content = writer.into_inner().ok().filter(|_| written).unwrap_or_default();
    Written { file_name: "questions.csv", content_type: "text/csv; charset=utf-8", content, skipped }
}
