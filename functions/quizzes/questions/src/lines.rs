//! What an author reads of a question line by line, and the texts in it.

use crate::question::{Gap, Question};

/// All texts of a question that are Markdown.
#[must_use]
pub fn texts(question: &Question) -> Vec<&str> {
    let mut texts = vec![question.text().as_str()];
    texts.extend(question.feedback().map(crate::question::Feedback::as_str));
    match question {
        Question::Single(crate::question::SingleQuestion { answers, .. })
        | Question::Multiple(crate::question::MultipleQuestion { answers, .. }) => {
            for answer in &answers.0 {
                texts.push(answer.text.as_str());
                texts.extend(answer.feedback.as_ref().map(crate::question::Feedback::as_str));
            }
        }
        Question::TrueFalse(question) => {
            texts.extend([&question.feedback_true, &question.feedback_false].into_iter().flatten().map(crate::question::Feedback::as_str));
        }
        Question::Numeric(question) => {
            texts.extend(question.accepted.0.iter().filter_map(|number| number.feedback.as_ref()).map(crate::question::Feedback::as_str));
        }
        Question::Text(question) => {
            texts.extend(question.accepted.0.iter().filter_map(|text| text.feedback.as_ref()).map(crate::question::Feedback::as_str));
        }
        Question::Ordering(question) => texts.extend(question.items.0.iter().map(crate::question::AnswerText::as_str)),
        Question::Matching(question) => {
            texts.extend(question.pairs.0.iter().flat_map(|pair| [pair.prompt.as_str(), pair.answer.as_str()]));
            texts.extend(question.distractors.0.iter().map(crate::question::AnswerText::as_str));
        }
        Question::Gaps(question) => {
            for gap in &question.gaps.0 {
                texts.extend(gap.choices.0.iter().map(|choice| choice.text.as_str()));
                texts.extend(gap.accepted.0.iter().filter_map(|text| text.feedback.as_ref()).map(crate::question::Feedback::as_str));
            }
        }
        Question::Hotspot(_) => {}
    }
    texts
}

/// A question as an author reads it.
#[must_use]
pub fn lines(question: &Question) -> Vec<String> {
    let about = |question: &Question| {
        let points = f64::from(question.points().tenths()) / 10.0;
        let tags: Vec<&str> = question.tags().0.iter().map(crate::question::QuestionTag::as_str).collect();
        let tags = if tags.is_empty() { String::new() } else { format!(", {}", tags.join(", ")) };
        format!("### {} ({}, {points}{tags})", question.id(), question.kind().name())
    };
    let mut lines = vec![about(question), question.text().as_str().to_owned()];
    let ticked = |right: bool, text: &str| format!("- [{}] {text}", if right { 'x' } else { ' ' });
    match question {
        Question::Single(crate::question::SingleQuestion { answers, .. })
        | Question::Multiple(crate::question::MultipleQuestion { answers, .. }) => {
            for answer in &answers.0 {
                lines.push(ticked(answer.right, answer.text.as_str()));
                lines.extend(answer.feedback.as_ref().map(|feedback| format!("  > {}", feedback.as_str())));
            }
        }
        Question::TrueFalse(question) => {
            for (value, feedback) in [(true, &question.feedback_true), (false, &question.feedback_false)] {
                lines.push(ticked(question.right == value, if value { "true" } else { "false" }));
                lines.extend(feedback.as_ref().map(|feedback| format!("  > {}", feedback.as_str())));
            }
        }
        Question::Numeric(question) => {
            for number in &question.accepted.0 {
                lines.push(format!("- {} ± {} ({} %)", number.value.as_str(), number.tolerance.as_str(), number.percent.get()));
                lines.extend(number.feedback.as_ref().map(|feedback| format!("  > {}", feedback.as_str())));
            }
            lines.extend(question.units.0.iter().map(|unit| format!("- {} × {}", unit.name.as_str(), unit.factor.as_str())));
        }
        Question::Text(question) => lines.extend(question.accepted.0.iter().flat_map(accepted)),
        Question::Ordering(question) => {
            lines.extend(question.items.0.iter().enumerate().map(|(at, item)| format!("{}. {}", at + 1, item.as_str())));
        }
        Question::Matching(question) => {
            lines.extend(question.pairs.0.iter().map(|pair| format!("- {} → {}", pair.prompt.as_str(), pair.answer.as_str())));
            lines.extend(question.distractors.0.iter().map(|answer| format!("- → {}", answer.as_str())));
        }
        Question::Gaps(question) => lines.extend(question.gaps.0.iter().enumerate().flat_map(|(at, gap)| in_gap(at + 1, gap))),
        Question::Hotspot(question) => {
            lines.push(format!("![](/files/{})", question.picture));
            lines.extend(question.areas.0.iter().map(|area| {
                let numbers: Vec<String> = area.coordinates.0.iter().map(|number| number.get().to_string()).collect();
                ticked(area.right, &format!("{:?} {}", area.shape, numbers.join(", ")).to_lowercase())
            }));
        }
    }
    lines.extend(question.feedback().map(|feedback| format!("> {}", feedback.as_str())));
    lines
}

fn accepted(text: &crate::question::AcceptedText) -> Vec<String> {
    let line = format!("- {} ({} %)", text.pattern.as_str(), text.percent.get());
    [line].into_iter().chain(text.feedback.as_ref().map(|feedback| format!("  > {}", feedback.as_str()))).collect()
}

fn in_gap(number: usize, gap: &Gap) -> Vec<String> {
    let choices =
        gap.choices.0.iter().map(|choice| format!("{number}: [{}] {}", if choice.right { 'x' } else { ' ' }, choice.text.as_str()));
    choices.chain(gap.accepted.0.iter().flat_map(accepted).map(|line| format!("{number}: {line}"))).collect()
}

/// The answers to a question by their places, and whether each is right.
#[must_use]
pub fn answer_texts(question: &Question) -> Vec<(String, bool)> {
    let of = |text: &str, right: bool| (text.to_owned(), right);
    match question {
        Question::Single(crate::question::SingleQuestion { answers, .. })
        | Question::Multiple(crate::question::MultipleQuestion { answers, .. }) => {
            answers.0.iter().map(|answer| of(answer.text.as_str(), answer.right)).collect()
        }
        Question::TrueFalse(question) => vec![of("true", question.right), of("false", !question.right)],
        Question::Numeric(question) => {
            question.accepted.0.iter().map(|number| of(number.value.as_str(), number.percent.get() == 100)).collect()
        }
        Question::Text(question) => question.accepted.0.iter().map(|text| of(text.pattern.as_str(), text.percent.get() == 100)).collect(),
        Question::Ordering(question) => question.items.0.iter().map(|item| of(item.as_str(), true)).collect(),
        Question::Matching(question) => {
            question.pairs.0.iter().map(|pair| (format!("{} → {}", pair.prompt.as_str(), pair.answer.as_str()), true)).collect()
        }
        Question::Gaps(question) => (1..=question.gaps.0.len()).map(|number| (format!("{{{{{number}}}}}"), true)).collect(),
        Question::Hotspot(question) => (1..).zip(&question.areas.0).map(|(number, area)| (number.to_string(), area.right)).collect(),
    }
}
