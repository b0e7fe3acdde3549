//! What a learner is shown of a question: nothing that tells what is right. What can be chosen is named by where it stands, and where it
//! stands by the attempt's seed.

use crate::{
    chance::Chance,
    given::ChoiceId,
    question::{Question, QuestionId, QuestionKind},
};

/// A choice with its Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownChoice<'a> {
    pub id: ChoiceId,
    pub text: &'a str,
}

/// A gap; choices only where one is to be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownGap<'a> {
    pub id: ChoiceId,
    pub choices: Vec<ShownChoice<'a>>,
}

/// A question as it is asked; texts are Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    pub id: &'a QuestionId,
    pub kind: QuestionKind,
    pub text: &'a str,
    pub choices: Vec<ShownChoice<'a>>,
    pub prompts: Vec<ShownChoice<'a>>,
    pub answers: Vec<ShownChoice<'a>>,
    pub items: Vec<ShownChoice<'a>>,
    pub gaps: Vec<ShownGap<'a>>,
    pub units: Vec<&'a str>,
    pub picture: Option<&'a str>,
    pub picture_description: Option<&'a str>,
    pub several: Option<bool>,
}

/// The name of what stands at a place: a, b … z, ba, bb …
#[must_use]
pub fn choice_id(place: usize) -> Option<ChoiceId> {
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    let name = if place < 26 { letter(place).to_string() } else { format!("{}{}", letter(place / 26), letter(place)) };
    name.parse().ok()
}

/// The order in which the things of a question's list stand: places in the list, as they are shown.
pub(crate) fn order(question: &QuestionId, list: &str, count: usize, shuffles: bool, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    if shuffles {
        Chance::of_part(seed, &format!("{question}/{list}")).shuffle(&mut order);
    }
    order
}

/// Where the thing stands in its list that is named like this, if there is one.
pub(crate) fn place(order: &[usize], id: &ChoiceId) -> Option<usize> {
    let shown = (0..order.len()).find(|shown| choice_id(*shown).as_ref() == Some(id))?;
    order.get(shown).copied()
}

/// The name of what stands at a place of its list.
pub(crate) fn named(order: &[usize], place: usize) -> Option<ChoiceId> {
    choice_id(order.iter().position(|other| *other == place)?)
}

fn choices<'a>(order: &[usize], texts: &[&'a str]) -> Vec<ShownChoice<'a>> {
    let shown = order.iter().filter_map(|place| texts.get(*place)).enumerate();
    shown.filter_map(|(at, text)| Some(ShownChoice { id: choice_id(at)?, text })).collect()
}

/// The answers to choose from, each once: those of pairs, then those that belong to nothing.
pub(crate) fn matching_answers(question: &crate::question::MatchingQuestion) -> Vec<&str> {
    let mut all = Vec::new();
    let pairs = question.pairs.0.iter().map(|pair| &pair.answer);
    for answer in pairs.chain(&question.distractors.0).map(crate::question::AnswerText::as_str) {
        if !all.iter().any(|other: &&str| other.trim() == answer.trim()) {
            all.push(answer);
        }
    }
    all
}

/// A question as this attempt asks it. Items to be ordered and answers to be matched are shuffled always: their order tells.
#[must_use]
pub fn asked(question: &Question, shuffles: bool, seed: u64) -> Asked<'_> {
    let id = question.id();
    let mut asked = Asked {
        id,
        kind: question.kind(),
        text: question.text().as_str(),
        choices: Vec::new(),
        prompts: Vec::new(),
        answers: Vec::new(),
        items: Vec::new(),
        gaps: Vec::new(),
        units: Vec::new(),
        picture: None,
        picture_description: None,
        several: None,
    };
    match question {
        Question::Single(crate::question::SingleQuestion { answers, .. })
        | Question::Multiple(crate::question::MultipleQuestion { answers, .. }) => {
            let texts: Vec<&str> = answers.0.iter().map(|answer| answer.text.as_str()).collect();
            asked.choices = choices(&order(id, "answers", texts.len(), shuffles, seed), &texts);
        }
        Question::TrueFalse(_) | Question::Text(_) => {}
        Question::Numeric(question) => asked.units = question.units.0.iter().map(|unit| unit.name.as_str()).collect(),
        Question::Ordering(question) => {
            let texts: Vec<&str> = question.items.0.iter().map(crate::question::AnswerText::as_str).collect();
            asked.items = choices(&order(id, "items", texts.len(), true, seed), &texts);
        }
        Question::Matching(question) => {
            let prompts: Vec<&str> = question.pairs.0.iter().map(|pair| pair.prompt.as_str()).collect();
            asked.prompts = choices(&order(id, "prompts", prompts.len(), shuffles, seed), &prompts);
            let answers = matching_answers(question);
            asked.answers = choices(&order(id, "answers", answers.len(), true, seed), &answers);
        }
        Question::Gaps(question) => {
            for (at, gap) in question.gaps.0.iter().enumerate() {
                let texts: Vec<&str> = gap.choices.0.iter().map(|choice| choice.text.as_str()).collect();
                let number = at + 1;
                let order = order(id, &format!("gap{number}"), texts.len(), shuffles, seed);
                asked.gaps.extend(number.to_string().parse().ok().map(|id| ShownGap { id, choices: choices(&order, &texts) }));
            }
        }
        Question::Hotspot(question) => {
            asked.picture = Some(&question.picture);
            asked.picture_description = question.picture_description.as_ref().map(crate::question::PictureDescription::as_str);
            asked.several = Some(question.several);
        }
    }
    asked
}

/// What must be the same for an answer to one question to be one to another: the kind, and how many there are of what is named by its place.
/// What stands elsewhere is found by [`crate::carried`].
#[must_use]
pub fn shape(question: &Question) -> (QuestionKind, Vec<usize>) {
    let counts = match question {
        Question::Single(crate::question::SingleQuestion { answers, .. })
        | Question::Multiple(crate::question::MultipleQuestion { answers, .. }) => vec![answers.0.len()],
        Question::TrueFalse(_) | Question::Numeric(_) | Question::Text(_) | Question::Hotspot(_) => Vec::new(),
        Question::Ordering(question) => vec![question.items.0.len()],
        Question::Matching(question) => vec![question.pairs.0.len(), matching_answers(question).len()],
        Question::Gaps(question) => question.gaps.0.iter().map(|gap| gap.choices.0.len()).collect(),
    };
    (question.kind(), counts)
}
