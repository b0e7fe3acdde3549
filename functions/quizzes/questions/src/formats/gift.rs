//! GIFT, Moodle's text format. A blank line ends a question. As Moodle does, of a true/false question the first feedback is told to who
//! answers wrongly, whichever answer is right. `{true}` is true/false, and a colon that is not escaped is a colon.

use super::{
    Read, SkippedQuestion, Written,
    building::{self, FULL, Head, Weighed, decimal, weight},
    html, unwritten,
};
use crate::{
    decimal::Decimal,
    question::{Answer, Question, QuestionId, Units},
};
use std::fmt::Write as _;

const ESCAPED: [char; 6] = ['~', '=', '#', '{', '}', ':'];

/// A character, and whether it stands for itself.
type Letter = (char, bool);

fn letters(text: &str) -> Vec<Letter> {
    let (mut letters, mut rest) = (Vec::with_capacity(text.len()), text.chars().peekable());
    while let Some(letter) = rest.next() {
        match (letter, rest.peek()) {
            ('\\', Some('n')) => {
                rest.next();
                letters.push(('\n', true));
            }
            ('\\', Some(next)) if ESCAPED.contains(next) || *next == '\\' => letters.extend(rest.next().map(|next| (next, true))),
            _ => letters.push((letter, false)),
        }
    }
    letters
}

fn plain(letters: &[Letter]) -> String {
    letters.iter().map(|(letter, _)| letter).collect::<String>().trim().to_owned()
}

fn find(letters: &[Letter], wanted: char) -> Option<usize> {
    letters.iter().position(|letter| *letter == (wanted, false))
}

fn split_at<'a>(letters: &'a [Letter], wanted: &str) -> Option<(&'a [Letter], &'a [Letter])> {
    let wanted: Vec<Letter> = wanted.chars().map(|letter| (letter, false)).collect();
    let at = letters.windows(wanted.len()).position(|window| window == wanted)?;
    Some((letters.get(..at)?, letters.get(at + wanted.len()..)?))
}

/// A text with its format in front, as Markdown.
fn markdown(letters: &[Letter], format: &mut Format) -> String {
    let written = plain(letters);
    for (mark, marked) in
        [("[html]", Format::Html), ("[markdown]", Format::Markdown), ("[plain]", Format::Plain), ("[moodle]", Format::Moodle)]
    {
        if let Some(rest) = written.strip_prefix(mark) {
            *format = marked;
            return format.markdown(rest.trim());
        }
    }
    format.markdown(&written)
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Html,
    Markdown,
    Plain,
    /// Plain text in which there may be HTML.
    Moodle,
}

impl Format {
    fn markdown(self, text: &str) -> String {
        match self {
            Self::Markdown => text.to_owned(),
            Self::Plain => html::escaped(text),
            Self::Html => html::markdown(text),
            Self::Moodle => {
                if text.contains("</") || text.contains("<br") || text.contains("<img") {
                    html::markdown(text)
                } else {
                    html::escaped(text)
                }
            }
        }
    }
}

pub(super) fn read(text: &str) -> Read {
    let mut read = Read::default();
    let (mut category, mut number) = (None::<String>, 0);
    let mut block = Block::default();
    let lines = text.split('\n').enumerate().map(|(at, line)| (at + 1, line));
    for (line, content) in lines.chain([(0, "")]) {
        let trimmed = content.trim();
        if let Some(path) = trimmed.strip_prefix("$CATEGORY:").filter(|_| block.text.trim().is_empty()) {
            category = building::category(path);
        } else if let Some(comment) = trimmed.strip_prefix("//") {
            block.note(comment);
        } else if trimmed.is_empty() {
            if !block.text.trim().is_empty() {
                number += 1;
                let at = format!("question {number}, line {}", block.line);
                let head = block.head(category.as_deref());
                let letters = letters(&block.text);
                let (title, rest) = titled(&letters);
                read.take(&at, title.clone(), question(head, title.as_deref(), rest));
                block = Block::default();
            }
        } else {
            if block.text.is_empty() {
                block.line = line;
            }
            block.text.push_str(content);
            block.text.push('\n');
        }
    }
    read
}

#[derive(Default)]
struct Block {
    line: usize,
    text: String,
    tags: Vec<String>,
}

impl Block {
    /// Moodle writes ids and tags into comments: `// [id:fire-1] [tag:safety]`. A `]` within one is written `\]`.
    fn note(&mut self, comment: &str) {
        let mut rest = comment;
        while let Some((_, after)) = rest.split_once("[tag:") {
            let end = after.match_indices(']').map(|(at, _)| at).find(|at| !after.get(..*at).unwrap_or_default().ends_with('\\'));
            let Some((tag, after)) = end.and_then(|end| after.split_at_checked(end)) else { break };
            self.tags.push(tag.replace("\\]", "]"));
            rest = after;
        }
    }

    fn head(&self, category: Option<&str>) -> Head {
        Head { tags: self.tags.iter().cloned().chain(category.map(str::to_owned)).collect(), ..Head::default() }
    }
}

fn titled(letters: &[Letter]) -> (Option<String>, &[Letter]) {
    let start = letters.iter().position(|(letter, _)| !letter.is_whitespace()).unwrap_or(letters.len());
    let letters = letters.get(start..).unwrap_or_default();
    let marked = letters.strip_prefix(&[(':', false), (':', false)]).and_then(|rest| split_at(rest, "::"));
    marked.map_or((None, letters), |(title, rest)| (Some(plain(title)).filter(|title| !title.is_empty()), rest))
}

fn question(mut head: Head, title: Option<&str>, letters: &[Letter]) -> Result<(Question, Vec<String>), String> {
    head.id = title.and_then(|title| title.parse::<QuestionId>().ok());
    let Some(open) = find(letters, '{') else { return Err("it has no answers between braces".to_owned()) };
    let (before, rest) = letters.split_at(open);
    let rest = rest.get(1..).unwrap_or_default();
    let close = find(rest, '}').ok_or("the brace of its answers is never closed")?;
    let (answers, after) = rest.split_at(close);
    let after = after.get(1..).unwrap_or_default();
    if find(answers, '{').is_some() {
        return Err("there is a brace within its answers; write \\{ for a brace".to_owned());
    }
    if find(after, '{').is_some() {
        return Err("it has answers in several places".to_owned());
    }
    let mut format = Format::Moodle;
    let first = markdown(before, &mut format);
    let last = format.markdown(&plain(after));
    // Answers in the middle of a sentence are a gap in it.
    head.text = if last.is_empty() { first } else { format!("{first} \\_\\_\\_\\_\\_ {last}") };
    let (answers, general) = split_at(answers, "####").map_or((answers, None), |(answers, general)| (answers, Some(general)));
    head.feedback = general.map(|general| markdown(general, &mut { format })).unwrap_or_default();
    of_answers(&head, answers, format)
}

fn of_answers(head: &Head, answers: &[Letter], format: Format) -> Result<(Question, Vec<String>), String> {
    let written = plain(answers);
    if written.is_empty() {
        return Err("essays and descriptions have no answer that can be graded".to_owned());
    }
    if let Some(rest) = first_is(answers, '#') {
        return numbers(head, rest, format);
    }
    let (value, said) = find(answers, '#').map_or((answers, &[][..]), |at| answers.split_at(at));
    if let Some(right) = truth(&plain(value)) {
        let said: Vec<String> = said.split(|letter| *letter == ('#', false)).skip(1).map(|said| markdown(said, &mut { format })).collect();
        let (wrong, correct) = (said.first().cloned().unwrap_or_default(), said.get(1).cloned().unwrap_or_default());
        let (when_true, when_false) = if right { (correct, wrong) } else { (wrong, correct) };
        return Ok((head.true_false(right, &when_true, &when_false)?, Vec::new()));
    }
    let parts = parts(answers)?;
    if parts.iter().all(|part| part.is_right && split_at(part.letters, "->").is_some()) {
        let pair = |part: &Part<'_>| {
            let (prompt, answer) = split_at(part.letters, "->").unwrap_or((part.letters, &[]));
            (markdown(prompt, &mut { format }), markdown(answer, &mut Format::Moodle.clone()))
        };
        return Ok((head.matching(&parts.iter().map(pair).collect::<Vec<_>>())?, Vec::new()));
    }
    let is_text = parts.iter().all(|part| part.is_right);
    let weighed = |part: &Part<'_>| {
        let (text, said) = find(part.letters, '#').map_or((part.letters, &[][..]), |at| part.letters.split_at(at));
        let text = if is_text { plain(text) } else { markdown(text, &mut { format }) };
        let feedback = markdown(said.get(1..).unwrap_or_default(), &mut { format });
        Weighed { text, weight: part.weight.unwrap_or(if part.is_right { FULL } else { 0 }), feedback }
    };
    let answers: Vec<Weighed> = parts.iter().map(weighed).collect();
    if is_text {
        return head.short_text(&answers, false, true);
    }
    head.choice(&answers, !parts.iter().any(|part| part.is_right))
}

fn first_is(letters: &[Letter], wanted: char) -> Option<&[Letter]> {
    let start = letters.iter().position(|(letter, _)| !letter.is_whitespace())?;
    let rest = letters.get(start..)?;
    (*rest.first()? == (wanted, false)).then(|| rest.get(1..).unwrap_or_default())
}

fn truth(written: &str) -> Option<bool> {
    match written.to_ascii_uppercase().as_str() {
        "T" | "TRUE" => Some(true),
        "F" | "FALSE" => Some(false),
        _ => None,
    }
}

/// An answer behind its `=` or `~`.
struct Part<'a> {
    is_right: bool,
    weight: Option<i32>,
    letters: &'a [Letter],
}

fn parts(answers: &[Letter]) -> Result<Vec<Part<'_>>, String> {
    let starts: Vec<usize> = (0..answers.len()).filter(|at| matches!(answers.get(*at), Some(('=' | '~', false)))).collect();
    let lead = answers.get(..starts.first().copied().unwrap_or(answers.len())).unwrap_or_default();
    if !plain(lead).is_empty() {
        return Err(format!("“{}” stands before the first answer; answers begin with = or ~", plain(lead)));
    }
    let ends = starts.iter().skip(1).copied().chain([answers.len()]);
    let part = |(start, end): (usize, usize)| {
        let letters = answers.get(start + 1..end).unwrap_or_default();
        let (weight, letters) = weighed(letters)?;
        Ok(Part { is_right: answers.get(start) == Some(&('=', false)), weight, letters })
    };
    starts.iter().copied().zip(ends).map(part).collect()
}

/// `%50%` in front of an answer.
fn weighed(letters: &[Letter]) -> Result<(Option<i32>, &[Letter]), String> {
    let Some(rest) = first_is(letters, '%') else { return Ok((None, letters)) };
    let Some(end) = find(rest, '%') else { return Ok((None, letters)) };
    let (number, after) = rest.split_at(end);
    let weight = weight(&plain(number)).ok_or_else(|| format!("“{}” is no percentage", plain(number)))?;
    Ok((Some(weight), after.get(1..).unwrap_or_default()))
}

/// `{#3.14:0.01}`, `{#1..5}`, `{#=1822:0 =%50%1822:2}`.
fn numbers(head: &Head, answers: &[Letter], format: Format) -> Result<(Question, Vec<String>), String> {
    let all =
        if first_is(answers, '=').is_some() { parts(answers)? } else { vec![Part { is_right: true, weight: None, letters: answers }] };
    let number = |part: &Part<'_>| {
        let (number, said) = find(part.letters, '#').map_or((part.letters, &[][..]), |at| part.letters.split_at(at));
        let feedback = markdown(said.get(1..).unwrap_or_default(), &mut { format });
        let (value, tolerance) = range(&plain(number))?;
        Ok((Weighed { text: value, weight: part.weight.unwrap_or(if part.is_right { FULL } else { 0 }), feedback }, tolerance))
    };
    let all = all.iter().map(number).collect::<Result<Vec<_>, String>>()?;
    head.number(&all, Units::default())
}

fn range(written: &str) -> Result<(String, Decimal), String> {
    if let Some((low, high)) = written.split_once("..") {
        let (low, high) = (decimal(low)?.value(), decimal(high)?.value());
        let (middle, distance) = low.middle(high).ok_or("the middle of its range has too many digits")?;
        let written = |value: crate::decimal::Value| value.written().ok_or("its range has too many digits");
        return Ok((written(middle)?.as_str().to_owned(), written(distance)?));
    }
    match written.split_once(':') {
        Some((value, tolerance)) => Ok((value.to_owned(), decimal(tolerance)?)),
        None => Ok((written.to_owned(), Decimal::default())),
    }
}

/// A tag as Moodle writes it. A backslash at its end would take the bracket for itself; the space keeps them apart, and goes when it is read.
fn tag(tag: &str) -> String {
    let escaped = tag.trim().replace(']', "\\]");
    let space = if escaped.ends_with('\\') { " " } else { "" };
    format!(" [tag:{escaped}{space}]")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // A line may end in three ways, and a question in GIFT with the second of them.
    for letter in text.trim().replace("\r\n", "\n").replace('\r', "\n").chars() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\\' => escaped.push_str("\\\\"),
            letter if ESCAPED.contains(&letter) => escaped.extend(['\\', letter]),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A text in Markdown, said to be that.
fn said(text: &str) -> String {
    format!("[markdown]{}", escape(text))
}

fn feedback_of(feedback: Option<&crate::question::Feedback>) -> String {
    feedback.map_or_else(String::new, |feedback| format!("#{}", said(feedback.as_str())))
}

fn percents(part: usize) -> String {
    let weight = 100.0 / part.max(1) as f64;
    let text = format!("{weight:.5}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub(super) fn write(questions: &[Question]) -> Written {
    let (mut text, mut skipped) = (String::new(), Vec::<SkippedQuestion>::new());
    for (at, question) in questions.iter().enumerate() {
        let answers = match answers_of(question) {
            Ok(answers) => answers,
            Err(reason) => {
                skipped.push(unwritten(at + 1, question, reason));
                continue;
            }
        };
        for lost in lost(question) {
            skipped.push(unwritten(at + 1, question, lost));
        }
        let tags: String = question.tags().0.iter().map(|tag| self::tag(tag.as_str())).collect();
        if !tags.is_empty() {
            let _infallible = writeln!(text, "//{tags}");
        }
        let general = question.feedback().map_or_else(String::new, |feedback| format!("####{}", said(feedback.as_str())));
        let _infallible = writeln!(text, "::{}::{} {{{answers}{general}}}\n", question.id(), said(question.text().as_str()));
    }
    Written { file_name: "questions.gift.txt", content_type: "text/plain; charset=utf-8", content: text.into_bytes(), skipped }
}

fn lost(question: &Question) -> Vec<&'static str> {
    let mut lost = Vec::new();
    if !question.points().is_one() {
        lost.push("GIFT has no points; the question is worth one");
    }
    match question {
        Question::Numeric(question) if !question.units.0.is_empty() => lost.push("GIFT has no units; they are left out"),
        Question::Text(question) if question.case_sensitive => lost.push("GIFT has no case; capitals make no difference"),
        _ => {}
    }
    lost
}

fn answers_of(question: &Question) -> Result<String, &'static str> {
    let mut text = String::new();
    match question {
        Question::Single(question) => {
            for answer in &question.answers.0 {
                text.push_str(&choice(answer, if answer.right { "=" } else { "~" }));
            }
        }
        Question::Multiple(question) => {
            let right = question.answers.0.iter().filter(|answer| answer.right).count();
            let wrong = question.answers.0.len() - right;
            for answer in &question.answers.0 {
                let weight = if answer.right { percents(right) } else { format!("-{}", percents(wrong)) };
                text.push_str(&choice(answer, &format!("~%{weight}%")));
            }
        }
        Question::TrueFalse(question) => {
            let (wrong, right) = match question.right {
                true => (&question.feedback_false, &question.feedback_true),
                false => (&question.feedback_true, &question.feedback_false),
            };
            text.push_str(if question.right { "TRUE" } else { "FALSE" });
            if wrong.is_some() || right.is_some() {
                text.push_str(&wrong.as_ref().map_or_else(|| "#".to_owned(), |wrong| feedback_of(Some(wrong))));
                text.push_str(&feedback_of(right.as_ref()));
            }
        }
        Question::Numeric(question) => {
            text.push('#');
            for number in &question.accepted.0 {
                let percent = if number.percent.get() == 100 { String::new() } else { format!("%{}%", number.percent.get()) };
                let (value, tolerance) = (number.value.as_str(), number.tolerance.as_str());
                text.push_str(&format!("={percent}{value}:{tolerance}{} ", feedback_of(number.feedback.as_ref())));
            }
        }
        Question::Text(question) => {
            for accepted in &question.accepted.0 {
                let answer = format!("{}{} ", escape(accepted.pattern.as_str()), feedback_of(accepted.feedback.as_ref()));
                if answer.contains("->") {
                    return Err("GIFT takes -> for the middle of a pair, so none can stand in an accepted answer or its feedback");
                }
                // What begins with a percent sign would be taken for its part of the points.
                let is_all = accepted.percent.get() == 100 && !answer.starts_with('%');
                let percent = if is_all { String::new() } else { format!("%{}%", accepted.percent.get()) };
                text.push_str(&format!("={percent}{answer}"));
            }
        }
        Question::Matching(question) => {
            let pairs = question.pairs.0.iter().map(|pair| (said(pair.prompt.as_str()), &pair.answer));
            for (prompt, answer) in pairs.chain(question.distractors.0.iter().map(|answer| (String::new(), answer))) {
                if prompt.contains("->") || answer.as_str().contains("->") {
                    return Err("GIFT takes -> for the middle of a pair, so none can stand in it");
                }
                text.push_str(&format!("={prompt} -> {} ", said(answer.as_str())));
            }
        }
        Question::Ordering(_) => return Err("GIFT has no questions about order"),
        Question::Gaps(_) => return Err("GIFT has no texts with several gaps"),
        Question::Hotspot(_) => return Err("GIFT has no pictures"),
    }
    Ok(text)
}

fn choice(answer: &Answer, mark: &str) -> String {
    format!("{mark}{}{} ", said(answer.text.as_str()), feedback_of(answer.feedback.as_ref()))
}
