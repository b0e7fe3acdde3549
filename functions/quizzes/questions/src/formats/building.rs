//! Questions made of what readers find.

use crate::{
    decimal::{Decimal, Value},
    pattern::escaped,
    question::{
        AcceptedNumber, AcceptedNumbers, AcceptedText, AcceptedTexts, Answer, AnswerText, Answers, Distractors, Feedback, MatchingQuestion,
        MultipleQuestion, NumericQuestion, OrderedItems, OrderingQuestion, Pair, Pairs, Pattern, Percent, Points, Question, QuestionId,
        QuestionTag, QuestionTags, QuestionText, SingleQuestion, TextQuestion, TrueFalseQuestion, Units,
    },
};

/// What every question has.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) id: Option<QuestionId>,
    pub(super) text: String,
    pub(super) points: Points,
    pub(super) tags: Vec<String>,
    pub(super) feedback: String,
}

/// An answer with its weight in thousandths of a percent.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    pub(super) text: String,
    pub(super) weight: i32,
    pub(super) feedback: String,
}

pub(super) const FULL: i32 = 100_000;

/// A text of a question, or why it cannot be one.
pub(super) fn text<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    text.trim().parse().map_err(|error| format!("{what}: {error}"))
}

pub(super) fn feedback(said: &str) -> Result<Option<Feedback>, String> {
    if said.trim().is_empty() { Ok(None) } else { text(said, "feedback").map(Some) }
}

/// The parts of a question that all kinds have.
type Common = (QuestionId, QuestionText, Points, QuestionTags, Option<Feedback>);

impl Head {
    pub(super) fn common(&self) -> Result<Common, String> {
        let mut tags: Vec<QuestionTag> = Vec::new();
        for tag in &self.tags {
            if let Ok(tag) = tag.trim().parse::<QuestionTag>()
                && !tags.contains(&tag)
                && tags.len() < 20
            {
                tags.push(tag);
            }
        }
        let id = self.id.clone().unwrap_or_else(|| QuestionId::numbered(1));
        Ok((id, text(&self.text, "the question's text")?, self.points, QuestionTags(tags), feedback(&self.feedback)?))
    }

    /// A question with choices: one right, or several with parts of the points.
    pub(super) fn choice(&self, answers: &[Weighed], several: bool) -> Result<(Question, Vec<String>), String> {
        let (id, text, points, tags, feedback) = self.common()?;
        let best = answers.iter().map(|answer| answer.weight).max().unwrap_or(0);
        if best <= 0 {
            return Err("no answer is right".to_owned());
        }
        let is_right = |answer: &Weighed| if several { answer.weight > 0 } else { answer.weight == best };
        let mut notes = Vec::new();
        if !several && answers.iter().any(|answer| answer.weight > 0 && answer.weight < best) {
            notes.push("answers that were worth a part of the points are wrong now".to_owned());
        }
        let of = |answer: &Weighed| {
            Ok(Answer {
                text: self::text(&answer.text, "an answer")?,
                right: is_right(answer),
                feedback: self::feedback(&answer.feedback)?,
            })
        };
        let all = answers.iter().map(of).collect::<Result<Vec<_>, String>>()?;
        if !(2..=20).contains(&all.len()) {
            return Err(format!("a question has 2 to 20 answers, not {}", all.len()));
        }
        let right = all.iter().filter(|answer| answer.right).count();
        let answers = Answers(all);
        Ok(match several || right > 1 {
            true => (Question::Multiple(MultipleQuestion { id, text, points, tags, feedback, answers }), notes),
            false => (Question::Single(SingleQuestion { id, text, points, tags, feedback, answers }), notes),
        })
    }

    pub(super) fn true_false(&self, right: bool, when_true: &str, when_false: &str) -> Result<Question, String> {
        let (id, text, points, tags, feedback) = self.common()?;
        let (feedback_true, feedback_false) = (self::feedback(when_true)?, self::feedback(when_false)?);
        Ok(Question::TrueFalse(TrueFalseQuestion { id, text, points, tags, feedback, right, feedback_true, feedback_false }))
    }

    /// A question with accepted texts; `*` in them stands for any letters where `has_wildcards`.
    pub(super) fn short_text(
        &self,
        answers: &[Weighed],
        case_sensitive: bool,
        has_wildcards: bool,
    ) -> Result<(Question, Vec<String>), String> {
        let (id, text, points, tags, feedback) = self.common()?;
        let (accepted, notes) = accepted_texts(answers, has_wildcards)?;
        if accepted.is_empty() || accepted.len() > 50 {
            return Err(format!("a question has 1 to 50 accepted answers, not {}", accepted.len()));
        }
        let question = TextQuestion { id, text, points, tags, feedback, accepted: AcceptedTexts(accepted), case_sensitive };
        Ok((Question::Text(question), notes))
    }

    /// A question with accepted numbers, each with its tolerance.
    pub(super) fn number(&self, answers: &[(Weighed, Decimal)], units: Units) -> Result<(Question, Vec<String>), String> {
        let (id, text, points, tags, feedback) = self.common()?;
        let (mut accepted, mut notes) = (Vec::new(), Vec::new());
        for (answer, tolerance) in answers {
            // A star stands for every other answer.
            if answer.text.trim() == "*" {
                notes.push("what was said about all other numbers is left out".to_owned());
                continue;
            }
            let value = decimal(&answer.text)?;
            accepted.push(AcceptedNumber {
                value,
                tolerance: tolerance.clone(),
                percent: percent(answer.weight, &mut notes),
                feedback: self::feedback(&answer.feedback)?,
            });
        }
        if accepted.is_empty() || accepted.len() > 20 {
            return Err(format!("a question has 1 to 20 accepted numbers, not {}", accepted.len()));
        }
        let accepted = AcceptedNumbers(accepted);
        Ok((Question::Numeric(NumericQuestion { id, text, points, tags, feedback, accepted, units, unit_required: false }), notes))
    }

    pub(super) fn ordering(&self, items: &[String]) -> Result<Question, String> {
        let (id, text, points, tags, feedback) = self.common()?;
        let items = items.iter().map(|item| self::text(item, "an item")).collect::<Result<Vec<AnswerText>, _>>()?;
        if !(2..=20).contains(&items.len()) {
            return Err(format!("an order has 2 to 20 items, not {}", items.len()));
        }
        Ok(Question::Ordering(OrderingQuestion { id, text, points, tags, feedback, items: OrderedItems(items) }))
    }

    /// Pairs; an answer without a prompt belongs to nothing.
    pub(super) fn matching(&self, pairs: &[(String, String)]) -> Result<Question, String> {
        let (id, text, points, tags, feedback) = self.common()?;
        let (mut all, mut distractors) = (Vec::new(), Vec::new());
        for (prompt, answer) in pairs {
            let answer: AnswerText = self::text(answer, "an answer")?;
            match prompt.trim() {
                // Learners are offered the same answer once.
                "" if distractors.iter().any(|other: &AnswerText| other.as_str().trim() == answer.as_str().trim()) => {}
                "" => distractors.push(answer),
                prompt => all.push(Pair { prompt: self::text(prompt, "a prompt")?, answer }),
            }
        }
        if !(2..=20).contains(&all.len()) || distractors.len() > 20 {
            return Err(format!("there are 2 to 20 pairs, not {}", all.len()));
        }
        Ok(Question::Matching(MatchingQuestion {
            id,
            text,
            points,
            tags,
            feedback,
            pairs: Pairs(all),
            distractors: Distractors(distractors),
        }))
    }
}

/// A weight as whole percent.
pub(super) fn percent(weight: i32, notes: &mut Vec<String>) -> Percent {
    let rounded = ((weight.clamp(0, FULL) + 500) / 1_000).unsigned_abs();
    if i64::from(weight) != i64::from(rounded) * 1_000 {
        let note = "parts of the points are whole percent now, at least 0".to_owned();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    u64::from(rounded).try_into().unwrap_or_default()
}

pub(super) fn accepted_texts(answers: &[Weighed], has_wildcards: bool) -> Result<(Vec<AcceptedText>, Vec<String>), String> {
    let (mut accepted, mut notes) = (Vec::new(), Vec::new());
    for answer in answers {
        let pattern: Pattern = match has_wildcards {
            true => text(&answer.text, "an accepted answer")?,
            false => text(&escaped(answer.text.trim()), "an accepted answer")?,
        };
        accepted.push(AcceptedText { pattern, percent: percent(answer.weight, &mut notes), feedback: feedback(&answer.feedback)? });
    }
    Ok((accepted, notes))
}

/// A number as other systems write it.
pub(super) fn decimal(text: &str) -> Result<Decimal, String> {
    Value::typed(text).and_then(Value::written).ok_or_else(|| format!("“{}” is no number that can be used here", text.trim()))
}

/// A weight as it is written: `33.33333` is a third. Never more than all.
pub(super) fn weight(text: &str) -> Option<i32> {
    let number: f64 = text.trim().parse().ok()?;
    number.is_finite().then(|| (number.clamp(-100.0, 100.0) * 1_000.0).round() as i32)
}

/// The name of the category that a path of Moodle leads to, where it is one that somebody has made: `$course$/top/Fire`. A `/` within a name
/// is written twice.
pub(super) fn category(path: &str) -> Option<String> {
    const SLASH: &str = "\u{0}";
    let path = path.replace("//", SLASH);
    let names = path.rsplit('/').map(str::trim);
    names.map(|name| name.replace(SLASH, "/")).find(|name| !name.is_empty() && name != "top" && !name.starts_with('$'))
}
