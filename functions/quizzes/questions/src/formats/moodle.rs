//! Moodle XML. Each question is read by itself, so one that is not well formed keeps no other from being read.

use super::{
    Read, SkippedQuestion, Written,
    building::{self, Head, Weighed, decimal, weight},
    html, unwritten,
    xml::{attribute, child, children, document, escaped, text, text_of, unwritable},
};
use crate::{
    decimal::Decimal,
    question::{Gap, GapChoice, GapChoices, GapList, GapsQuestion, Points, Question, QuestionId, Unit, Units},
};
use roxmltree::Node;
use std::fmt::Write as _;

pub(super) fn read(file: &str) -> Read {
    let mut read = Read::default();
    let (mut category, mut number, mut from) = (None, 0, 0);
    while let Some(start) = file.get(from..).and_then(|rest| rest.find("<question ")).map(|at| from + at) {
        let rest = file.get(start..).unwrap_or_default();
        let Some(end) = rest.find("</question>").map(|at| at + "</question>".len()) else {
            number += 1;
            let at = place(file, number, start);
            read.take(&at, None, Err("it does not end: </question> is missing".to_owned()));
            break;
        };
        let source = rest.get(..end).unwrap_or_default();
        from = start + end;
        match document(&without_files(source)) {
            Err(reason) => {
                number += 1;
                read.take(&place(file, number, start), None, Err(reason));
            }
            Ok(document) => {
                let node = document.root_element();
                if node.attribute("type") == Some("category") {
                    let path = child(node, "category").map(|category| text_of(category, "text")).unwrap_or_default();
                    category = building::category(&path);
                    continue;
                }
                number += 1;
                let title = child(node, "name").map(|name| text_of(name, "text").trim().to_owned()).filter(|name| !name.is_empty());
                let made = question(node, category.as_deref());
                read.take(&place(file, number, start), title, made);
            }
        }
    }
    if number == 0 {
        read.skipped.push(SkippedQuestion {
            at: "the file".to_owned(),
            title: None,
            reason: "there are no questions of Moodle in it".to_owned(),
        });
    }
    read
}

/// The source without what its files hold: they are left out, and may be larger than a question.
fn without_files(source: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(source.len()), source);
    while let Some((tag, after)) = rest.find("<file ").and_then(|at| rest.split_at_checked(at + rest.get(at..)?.find('>')? + 1)) {
        kept.push_str(tag);
        // Base64 has no `<`, so what has some is none of a file.
        let end = after.find('<').filter(|end| !tag.ends_with("/>") && after.get(*end..).is_some_and(|rest| rest.starts_with("</file>")));
        rest = after.get(end.unwrap_or(0)..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

fn place(file: &str, number: usize, start: usize) -> String {
    let line = file.get(..start).map_or(0, |before| before.matches('\n').count()) + 1;
    format!("question {number}, line {line}")
}

/// A text with its format, as Markdown.
fn markdown(node: Node<'_, '_>, default: &str) -> String {
    let written = child(node, "text").map_or_else(|| text(node), text);
    match attribute(node, "format").unwrap_or(default) {
        "markdown" => written.trim().to_owned(),
        "plain_text" => html::escaped(&written),
        _ => html::markdown(&written),
    }
}

fn markdown_of(node: Node<'_, '_>, name: &'static str, default: &str) -> String {
    child(node, name).map(|node| markdown(node, default)).unwrap_or_default()
}

fn question(node: Node<'_, '_>, category: Option<&str>) -> Result<(Question, Vec<String>), String> {
    let kind = attribute(node, "type").unwrap_or_default();
    let format = child(node, "questiontext").and_then(|text| attribute(text, "format")).unwrap_or("html");
    let name = child(node, "name").map(|name| text_of(name, "text")).unwrap_or_default();
    let tags =
        child(node, "tags").map(|tags| children(tags, "tag").map(|tag| text_of(tag, "text")).collect::<Vec<_>>()).unwrap_or_default();
    let head = Head {
        id: text_of(node, "idnumber").trim().to_ascii_lowercase().parse::<QuestionId>().or_else(|_| name.trim().parse()).ok(),
        text: markdown_of(node, "questiontext", format),
        points: points(&text_of(node, "defaultgrade")),
        tags: tags.into_iter().chain(category.map(str::to_owned)).collect(),
        feedback: markdown_of(node, "generalfeedback", format),
    };
    let mut made = of_kind(node, kind, &head, format)?;
    if node.descendants().any(|node| node.has_tag_name("file")) {
        made.1.push("its pictures and files are left out; upload them here".to_owned());
    }
    if children(node, "hint").next().is_some() {
        made.1.push("its hints are left out".to_owned());
    }
    let says = |name: &'static str| {
        let said = markdown_of(node, name, format);
        !said.is_empty() && !UNSAID.contains(&said.as_str())
    };
    if ["correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"].into_iter().any(says) {
        made.1.push("what it says of answers that are right, partly right or wrong as a whole is left out".to_owned());
    }
    Ok(made)
}

/// What Moodle has each new question say, which nobody misses.
const UNSAID: [&str; 3] = ["Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."];

fn points(written: &str) -> Points {
    let tenths =
        written.trim().parse::<f64>().ok().filter(|points| points.is_finite()).map(|points| (points * 10.0).round().clamp(1.0, 1_000.0));
    tenths.and_then(|tenths| Points::of_tenths(tenths as u64).ok()).unwrap_or_default()
}

fn answers(node: Node<'_, '_>, format: &str) -> Vec<Weighed> {
    let of = |answer: Node<'_, '_>| Weighed {
        text: markdown(answer, format),
        weight: attribute(answer, "fraction").and_then(weight).unwrap_or(0),
        feedback: markdown_of(answer, "feedback", format),
    };
    children(node, "answer").map(of).collect()
}

/// The same with texts as they are: what is compared is no Markdown.
fn plain_answers(node: Node<'_, '_>, format: &str) -> Vec<Weighed> {
    let texts = children(node, "answer").map(|answer| text_of(answer, "text").trim().to_owned());
    answers(node, format).into_iter().zip(texts).map(|(answer, text)| Weighed { text, ..answer }).collect()
}

fn is_true(node: Node<'_, '_>, name: &'static str) -> bool {
    matches!(text_of(node, name).trim(), "1" | "true")
}

fn of_kind(node: Node<'_, '_>, kind: &str, head: &Head, format: &str) -> Result<(Question, Vec<String>), String> {
    match kind {
        "multichoice" => {
            let one = child(node, "single").is_none() || is_true(node, "single");
            head.choice(&answers(node, format), !one)
        }
        "truefalse" => {
            let all: Vec<(bool, Weighed)> =
                plain_answers(node, format).into_iter().map(|answer| (answer.text.eq_ignore_ascii_case("true"), answer)).collect();
            let of = |value: bool| all.iter().find(|(is_true, _)| *is_true == value).map(|(_, answer)| answer);
            let (yes, no) = (of(true).ok_or("an answer “true” is missing")?, of(false).ok_or("an answer “false” is missing")?);
            Ok((head.true_false(yes.weight > no.weight, &yes.feedback, &no.feedback)?, Vec::new()))
        }
        "shortanswer" => head.short_text(&plain_answers(node, format), is_true(node, "usecase"), true),
        "numerical" => {
            let tolerance = |answer: Node<'_, '_>| match text_of(answer, "tolerance").trim() {
                "" => Ok(Decimal::default()),
                written => decimal(written),
            };
            let tolerances = children(node, "answer").map(tolerance).collect::<Result<Vec<_>, _>>()?;
            let all: Vec<_> = plain_answers(node, format).into_iter().zip(tolerances).collect();
            let (mut question, mut notes) = head.number(&all, units(node)?)?;
            if let Question::Numeric(number) = &mut question {
                number.unit_required = !number.units.0.is_empty() && loses_for_units(node, &mut notes);
            }
            Ok((question, notes))
        }
        "matching" => {
            let pair = |pair: Node<'_, '_>| {
                let answer = child(pair, "answer").map(|answer| html_or_plain(&text(answer), answer)).unwrap_or_default();
                (markdown(pair, format), answer)
            };
            Ok((head.matching(&children(node, "subquestion").map(pair).collect::<Vec<_>>())?, Vec::new()))
        }
        "ordering" => Ok((head.ordering(&answers(node, format).into_iter().map(|answer| answer.text).collect::<Vec<_>>())?, Vec::new())),
        "gapselect" | "ddwtos" => selected_gaps(node, head),
        "cloze" => Err("texts with embedded answers are written in a syntax of their own; write them as gaps here".to_owned()),
        "" => Err("it does not say what kind of question it is".to_owned()),
        other => Err(format!("questions of the kind “{other}” cannot be used here")),
    }
}

/// Answers to be matched are plain text, unless they say that they are Markdown.
fn html_or_plain(written: &str, node: Node<'_, '_>) -> String {
    if attribute(node, "format") == Some("markdown") { written.trim().to_owned() } else { html::escaped(&html::entities(written)) }
}

/// Whether an answer without its unit is wrong. Moodle takes a part of the points for that, and may take all.
fn loses_for_units(node: Node<'_, '_>, notes: &mut Vec<String>) -> bool {
    if !matches!(text_of(node, "unitgradingtype").trim(), "1" | "2") {
        return false;
    }
    let loses_all = text_of(node, "unitpenalty").trim().parse::<f64>().is_ok_and(|part| part >= 1.0);
    if !loses_all {
        notes.push("an answer without its unit loses nothing now".to_owned());
    }
    loses_all
}

fn units(node: Node<'_, '_>) -> Result<Units, String> {
    let Some(units) = child(node, "units") else { return Ok(Units::default()) };
    // Moodle says how many of the unit one of the answer is: 1000 g for 1 kg. Here it is the other way round.
    let unit = |unit: Node<'_, '_>| {
        let name = text_of(unit, "unit_name").trim().parse().map_err(|error| format!("a unit: {error}"))?;
        let times = decimal(&text_of(unit, "multiplier"))?;
        Ok(Unit { name, factor: inverse(&times).ok_or("a unit's multiplier has no exact inverse")? })
    };
    Ok(Units(children(units, "unit").map(unit).collect::<Result<Vec<_>, String>>()?))
}

/// One through a number, where that is a decimal number too.
fn inverse(of: &Decimal) -> Option<Decimal> {
    let number: f64 = of.as_str().parse().ok()?;
    let inverse = format!("{:.10}", 1.0 / number);
    let inverse: Decimal = inverse.trim_end_matches('0').trim_end_matches('.').parse().ok()?;
    inverse.value().is_within(of.value(), Decimal::default().value(), crate::decimal::Value::one()).then_some(inverse)
}

/// `[[1]]` in the text is a gap whose right choice is the first; choices of the same group are offered with it.
fn selected_gaps(node: Node<'_, '_>, head: &Head) -> Result<(Question, Vec<String>), String> {
    let element = if child(node, "selectoption").is_some() { "selectoption" } else { "dragbox" };
    let all: Vec<(String, String)> = children(node, element)
        .map(|choice| (html_or_plain(&text_of(choice, "text"), choice), text_of(choice, "group").trim().to_owned()))
        .collect();
    let (id, written, points, tags, feedback) = head.common()?;
    let (mut gapped, mut gaps, mut rest) = (String::new(), Vec::new(), written.as_str());
    // Brackets may have been escaped on the way.
    let marks = rest.replace("\\[\\[", "[[").replace("\\]\\]", "]]");
    rest = &marks;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((number, after)) = after.split_once("]]") else { break };
        let right = number.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1)).and_then(|at| Some((at, all.get(at)?)));
        let (at, (_, group)) = right.ok_or_else(|| format!("there is no choice {number} for a gap"))?;
        let choices = all.iter().enumerate().filter(|(_, (_, other))| other == group);
        let choice = |(other, (text, _)): (usize, &(String, String))| {
            Ok(GapChoice { text: text.parse().map_err(|error| format!("a choice: {error}"))?, right: other == at })
        };
        gaps.push(Gap { choices: GapChoices(choices.map(choice).collect::<Result<Vec<_>, String>>()?), ..Gap::default() });
        let _infallible = write!(gapped, "{before}{{{{{}}}}}", gaps.len());
        rest = after;
    }
    gapped.push_str(rest);
    if gaps.is_empty() || gaps.len() > 20 || gaps.iter().any(|gap| gap.choices.0.len() > 20) {
        return Err("there are 1 to 20 gaps with at most 20 choices each".to_owned());
    }
    let text = gapped.parse().map_err(|error| format!("the question's text: {error}"))?;
    Ok((Question::Gaps(GapsQuestion { id, text, points, tags, feedback, gaps: GapList(gaps) }), Vec::new()))
}

fn element(name: &str, markdown: &str) -> String {
    format!("<{name} format=\"markdown\"><text>{}</text></{name}>\n", escaped(markdown))
}

fn answer(weight: &str, text: &str, feedback: Option<&crate::question::Feedback>, more: &str) -> String {
    let feedback = feedback.map(|feedback| element("feedback", feedback.as_str())).unwrap_or_default();
    format!("<answer fraction=\"{weight}\" format=\"markdown\"><text>{}</text>{feedback}{more}</answer>\n", escaped(text))
}

pub(super) fn write(questions: &[Question]) -> Written {
    let (mut file, mut skipped) = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n".to_owned(), Vec::new());
    for (at, question) in questions.iter().enumerate() {
        match body(question) {
            Err(reason) => skipped.push(unwritten(at + 1, question, reason)),
            Ok((kind, body)) => {
                skipped.extend(unwritable(question).map(|reason| unwritten(at + 1, question, reason)));
                let id = question.id();
                let points = f64::from(question.points().tenths()) / 10.0;
                let tags: String =
                    question.tags().0.iter().map(|tag| format!("<tag><text>{}</text></tag>", escaped(tag.as_str()))).collect();
                let feedback = question.feedback().map(|feedback| element("generalfeedback", feedback.as_str())).unwrap_or_default();
                let text = element("questiontext", &written_text(question));
                let _infallible = writeln!(
                    file,
                    "<question type=\"{kind}\">\n<name><text>{id}</text></name>\n{text}{feedback}<defaultgrade>{points}</defaultgrade>\n\
                     <idnumber>{id}</idnumber>\n{body}<tags>{tags}</tags>\n</question>"
                );
            }
        }
    }
    file.push_str("</quiz>\n");
    Written { file_name: "questions.xml", content_type: "application/xml", content: file.into_bytes(), skipped }
}

/// The text, with gaps as Moodle marks them: by the number of the right choice among all.
fn written_text(question: &Question) -> String {
    let mut text = question.text().as_str().to_owned();
    if let Question::Gaps(question) = question {
        let mut before = 0;
        for (at, gap) in question.gaps.0.iter().enumerate() {
            let right = gap.choices.0.iter().position(|choice| choice.right).unwrap_or(0);
            text = text.replace(&format!("{{{{{}}}}}", at + 1), &format!("[[{}]]", before + right + 1));
            before += gap.choices.0.len();
        }
    }
    text
}

fn part(parts: usize) -> String {
    let weight = format!("{:.5}", 100.0 / parts.max(1) as f64);
    weight.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn body(question: &Question) -> Result<(&'static str, String), &'static str> {
    let mut body = String::new();
    let kind = match question {
        Question::Single(question) => {
            body.push_str("<single>true</single>\n");
            for choice in &question.answers.0 {
                body.push_str(&answer(if choice.right { "100" } else { "0" }, choice.text.as_str(), choice.feedback.as_ref(), ""));
            }
            "multichoice"
        }
        Question::Multiple(question) => {
            body.push_str("<single>false</single>\n");
            let right = question.answers.0.iter().filter(|answer| answer.right).count();
            let wrong = question.answers.0.len() - right;
            for choice in &question.answers.0 {
                let weight = if choice.right { part(right) } else { format!("-{}", part(wrong)) };
                body.push_str(&answer(&weight, choice.text.as_str(), choice.feedback.as_ref(), ""));
            }
            "multichoice"
        }
        Question::TrueFalse(question) => {
            for (value, feedback) in [("true", &question.feedback_true), ("false", &question.feedback_false)] {
                let weight = if question.right == (value == "true") { "100" } else { "0" };
                body.push_str(&answer(weight, value, feedback.as_ref(), ""));
            }
            "truefalse"
        }
        Question::Numeric(question) => {
            for number in &question.accepted.0 {
                let tolerance = format!("<tolerance>{}</tolerance>", number.tolerance.as_str());
                body.push_str(&answer(&number.percent.get().to_string(), number.value.as_str(), number.feedback.as_ref(), &tolerance));
            }
            if !question.units.0.is_empty() {
                let mut units = String::new();
                for unit in &question.units.0 {
                    let times = inverse(&unit.factor).ok_or("a unit's factor has no exact inverse, which Moodle keeps")?;
                    let _infallible = write!(
                        units,
                        "<unit><multiplier>{}</multiplier><unit_name>{}</unit_name></unit>",
                        times.as_str(),
                        escaped(unit.name.as_str())
                    );
                }
                let _infallible = writeln!(body, "<units>{units}</units>");
                if question.unit_required {
                    body.push_str("<unitgradingtype>1</unitgradingtype>\n<unitpenalty>1</unitpenalty>\n");
                }
            }
            "numerical"
        }
        Question::Text(question) => {
            let _infallible = writeln!(body, "<usecase>{}</usecase>", u8::from(question.case_sensitive));
            for text in &question.accepted.0 {
                body.push_str(&answer(&text.percent.get().to_string(), text.pattern.as_str(), text.feedback.as_ref(), ""));
            }
            "shortanswer"
        }
        Question::Matching(question) => {
            let pairs = question.pairs.0.iter().map(|pair| (pair.prompt.as_str(), &pair.answer));
            for (prompt, answer) in pairs.chain(question.distractors.0.iter().map(|answer| ("", answer))) {
                let _infallible = writeln!(
                    body,
                    "<subquestion format=\"markdown\"><text>{}</text><answer format=\"markdown\"><text>{}</text></answer></subquestion>",
                    escaped(prompt),
                    escaped(answer.as_str())
                );
            }
            "matching"
        }
        Question::Ordering(question) => {
            for item in &question.items.0 {
                body.push_str(&answer("100", item.as_str(), None, ""));
            }
            "ordering"
        }
        Question::Gaps(question) => {
            if question.gaps.0.iter().any(|gap| gap.choices.0.is_empty()) {
                return Err("Moodle XML has no gaps to write into but in a syntax of their own");
            }
            let text = question.text.as_str();
            if ["[[", "]]", "\\[\\[", "\\]\\]", "[{{", "}}]"].iter().any(|mark| text.contains(mark)) {
                return Err("Moodle takes [[ and ]] for a gap, so neither can stand in a text with gaps");
            }
            for (group, gap) in question.gaps.0.iter().enumerate() {
                for choice in &gap.choices.0 {
                    let _infallible = writeln!(
                        body,
                        "<selectoption format=\"markdown\"><text>{}</text><group>{}</group></selectoption>",
                        escaped(choice.text.as_str()),
                        group + 1
                    );
                }
            }
            "gapselect"
        }
        Question::Hotspot(_) => return Err("Moodle XML would need the picture itself"),
    };
    Ok((kind, body))
}
