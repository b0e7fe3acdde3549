//! What an answer is worth: exactly, in whole numbers, and always the same.

use crate::{
    decimal::Value,
    given::{ChoiceId, Chosen, Given, GivenGaps, GivenOrder, GivenPairs, GivenPoint, GivenPoints, GivenText},
    hotspot,
    pattern::fits,
    question::{
        AcceptedText, Answer, Feedback, Gap, GapsQuestion, HotspotQuestion, MatchingQuestion, NumericQuestion, OrderingQuestion, Question,
        QuestionId,
    },
    show::{matching_answers, named, order, place},
};

/// How answers are judged, and in which attempt they were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judging {
    pub seed: u64,
    pub shuffles_answers: bool,
    /// Whether wrong choices cost points beyond what right ones of the same question earn.
    pub negative: bool,
}

/// A part of a question's points: a whole number of parts of [`Share::ALL`], of which thirds, sevenths and percents are whole numbers too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Share(i64);

impl Share {
    /// All of them: the least common multiple of 1 to 20, a hundredfold.
    pub const ALL: Self = Self(23_279_256_000);
    pub const NONE: Self = Self(0);

    fn of(part: usize, whole: usize) -> Self {
        if whole == 0 { Self::NONE } else { Self(Self::ALL.0 / whole as i64 * part as i64) }
    }

    const fn percent(percent: u8) -> Self {
        Self(Self::ALL.0 / 100 * percent as i64)
    }

    #[must_use]
    pub const fn parts(self) -> i64 {
        self.0
    }

    /// This part of so many tenths of a point, in parts of [`Total`].
    fn of_points(self, tenths: u16) -> i128 {
        i128::from(self.0) * i128::from(tenths)
    }

    /// In hundredths of a point, rounded half away from zero.
    #[must_use]
    pub fn hundredths(self, tenths: u16) -> i64 {
        rounded(self.of_points(tenths) * 10, i128::from(Self::ALL.0))
    }
}

fn rounded(number: i128, by: i128) -> i64 {
    let half = if number < 0 { -by / 2 } else { by / 2 };
    ((number + half) / by) as i64
}

/// What answers have earned together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    earned: i128,
    tenths_possible: u64,
}

impl Total {
    pub fn add(&mut self, share: Share, tenths: u16) {
        self.earned += share.of_points(tenths);
        self.tenths_possible += u64::from(tenths);
    }

    /// In whole percent, never rounded up: 79.9 % is not 80 %. At least 0.
    #[must_use]
    pub fn percent(&self) -> u8 {
        let all = i128::from(Share::ALL.0) * i128::from(self.tenths_possible);
        if all == 0 || self.earned <= 0 {
            return 0;
        }
        (self.earned * 100 / all).min(100) as u8
    }

    /// In hundredths of a point, at least 0.
    #[must_use]
    pub fn hundredths(&self) -> i64 {
        rounded(self.earned * 10, i128::from(Share::ALL.0)).max(0)
    }

    #[must_use]
    pub const fn tenths_possible(&self) -> u64 {
        self.tenths_possible
    }
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged<'a> {
    pub share: Share,
    /// What is to be said about it, in Markdown.
    pub feedback: Vec<&'a Feedback>,
    /// What was chosen, by places in the question as it was written; of items, pairs and gaps those that are right; of accepted texts and
    /// numbers the one that fits.
    pub picked: Vec<u16>,
}

/// Judges an answer; what is not answered, or answered as another kind of question, earns nothing.
#[must_use]
pub fn judged<'a>(question: &'a Question, given: Option<&Given>, judging: Judging) -> Judged<'a> {
    let mut judged = given.and_then(|given| by_kind(question, given, judging)).unwrap_or_default();
    judged.feedback.extend(question.feedback());
    judged
}

fn by_kind<'a>(question: &'a Question, given: &Given, judging: Judging) -> Option<Judged<'a>> {
    let id = question.id();
    match (question, given) {
        (Question::Single(question), Given::Single { choice: Some(choice) }) => single(id, &question.answers.0, choice, judging),
        (Question::Multiple(question), Given::Multiple { choices }) => Some(multiple(id, &question.answers.0, choices, judging)),
        (Question::TrueFalse(question), Given::TrueFalse { value: Some(value) }) => Some(Judged {
            share: match (*value == question.right, judging.negative) {
                (true, _) => Share::ALL,
                (false, true) => Share(-Share::ALL.0),
                (false, false) => Share::NONE,
            },
            feedback: if *value { &question.feedback_true } else { &question.feedback_false }.iter().collect(),
            picked: vec![u16::from(!value)],
        }),
        (Question::Numeric(question), Given::Numeric { value, unit }) => numeric(question, value, unit.as_ref()),
        (Question::Text(question), Given::Text { text }) => {
            let (at, accepted) = accepted(&question.accepted.0, text, question.case_sensitive)?;
            Some(Judged { share: Share::percent(accepted.percent.get()), feedback: accepted.feedback.iter().collect(), picked: vec![at] })
        }
        (Question::Ordering(question), Given::Ordering { order }) => Some(ordering(question, order, judging)),
        (Question::Matching(question), Given::Matching { pairs }) => Some(matching(question, pairs, judging)),
        (Question::Gaps(question), Given::Gaps { gaps }) => Some(filled(question, gaps, judging)),
        (Question::Hotspot(question), Given::Hotspot { points }) => Some(found(question, points)),
        _ => None,
    }
}

fn single<'a>(id: &QuestionId, answers: &'a [Answer], choice: &ChoiceId, judging: Judging) -> Option<Judged<'a>> {
    let order = order(id, "answers", answers.len(), judging.shuffles_answers, judging.seed);
    let at = place(&order, choice)?;
    let answer = answers.get(at)?;
    let share = match (answer.right, judging.negative) {
        (true, _) => Share::ALL,
        // Who guesses earns nothing on average.
        (false, true) => Share(-Share::of(1, answers.len() - 1).0),
        (false, false) => Share::NONE,
    };
    Some(Judged { share, feedback: answer.feedback.iter().collect(), picked: vec![at as u16] })
}

fn multiple<'a>(id: &QuestionId, answers: &'a [Answer], Chosen(choices): &Chosen, judging: Judging) -> Judged<'a> {
    let order = order(id, "answers", answers.len(), judging.shuffles_answers, judging.seed);
    let mut places: Vec<usize> = choices.iter().filter_map(|choice| place(&order, choice)).collect();
    places.sort_unstable();
    let chosen: Vec<&Answer> = places.iter().filter_map(|at| answers.get(*at)).collect();
    let count = |answers: &mut dyn Iterator<Item = bool>, right: bool| answers.filter(|is_right| *is_right == right).count();
    let part = |right: bool| {
        Share::of(count(&mut chosen.iter().map(|answer| answer.right), right), count(&mut answers.iter().map(|answer| answer.right), right))
    };
    let share = Share(part(true).0 - part(false).0);
    Judged {
        share: if judging.negative { share } else { share.max(Share::NONE) },
        feedback: chosen.iter().filter_map(|answer| answer.feedback.as_ref()).collect(),
        picked: places.iter().map(|at| *at as u16).collect(),
    }
}

/// The number and its unit, which may stand behind the number.
fn numeric<'a>(question: &'a NumericQuestion, typed: &GivenText, unit: Option<&GivenText>) -> Option<Judged<'a>> {
    let typed = typed.as_str().trim();
    let is_named = |written: &str, name: &str| written.trim() == name.trim();
    let chosen = unit.map(GivenText::as_str).filter(|unit| !unit.trim().is_empty());
    let (number, factor) = match chosen {
        Some(chosen) => (typed, question.units.0.iter().find(|unit| is_named(chosen, unit.name.as_str()))?.factor.value()),
        None => {
            let behind = question.units.0.iter().filter_map(|unit| Some((typed.strip_suffix(unit.name.as_str().trim())?, unit)));
            // Of “m” and “mm” the longer one.
            let behind = behind.filter(|(number, _)| Value::typed(number).is_some()).min_by_key(|(number, _)| number.len());
            match behind {
                Some((number, unit)) => (number, unit.factor.value()),
                None if question.unit_required => return None,
                None => (typed, Value::one()),
            }
        }
    };
    let number = Value::typed(number)?;
    let fits = |(_, accepted): &(usize, &crate::question::AcceptedNumber)| {
        number.is_within(factor, accepted.tolerance.value(), accepted.value.value())
    };
    let (at, accepted) = question.accepted.0.iter().enumerate().find(fits)?;
    Some(Judged { share: Share::percent(accepted.percent.get()), feedback: accepted.feedback.iter().collect(), picked: vec![at as u16] })
}

fn accepted<'a>(all: &'a [AcceptedText], text: &GivenText, case_sensitive: bool) -> Option<(u16, &'a AcceptedText)> {
    let fitting = |(_, accepted): &(usize, &AcceptedText)| fits(accepted.pattern.as_str(), text.as_str(), case_sensitive);
    all.iter().enumerate().find(fitting).map(|(at, accepted)| (at as u16, accepted))
}

/// Each item that follows the one that it should earns a part, and so does the first in its place: one that is moved costs little.
fn ordering<'a>(question: &OrderingQuestion, GivenOrder(given): &GivenOrder, judging: Judging) -> Judged<'a> {
    let count = question.items.0.len();
    let shown = order(&question.id, "items", count, true, judging.seed);
    let places: Vec<Option<usize>> = given.iter().map(|item| place(&shown, item)).collect();
    let mut picked: Vec<u16> = Vec::new();
    for (at, item) in places.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| places.get(before).copied()).flatten();
        if let Some(item) = *item
            && item.checked_sub(1) == before
            && (at == 0) == (item == 0)
            && !picked.contains(&(item as u16))
        {
            picked.push(item as u16);
        }
    }
    picked.sort_unstable();
    Judged { share: Share::of(picked.len(), count), feedback: Vec::new(), picked }
}

fn matching<'a>(question: &MatchingQuestion, GivenPairs(given): &GivenPairs, judging: Judging) -> Judged<'a> {
    let pairs = &question.pairs.0;
    let answers = matching_answers(question);
    let prompts = order(&question.id, "prompts", pairs.len(), judging.shuffles_answers, judging.seed);
    let shown = order(&question.id, "answers", answers.len(), true, judging.seed);
    let is_right = |(prompt, answer): (&ChoiceId, &ChoiceId)| {
        let at = place(&prompts, prompt)?;
        let answer = answers.get(place(&shown, answer)?)?;
        (pairs.get(at)?.answer.as_str().trim() == answer.trim()).then_some(at as u16)
    };
    let mut picked: Vec<u16> = given.iter().filter_map(is_right).collect();
    picked.sort_unstable();
    Judged { share: Share::of(picked.len(), pairs.len()), feedback: Vec::new(), picked }
}

fn filled<'a>(question: &'a GapsQuestion, GivenGaps(given): &GivenGaps, judging: Judging) -> Judged<'a> {
    let count = question.gaps.0.len();
    let mut judged = Judged::default();
    let mut parts = 0;
    for (at, gap) in question.gaps.0.iter().enumerate() {
        let number = (at + 1).to_string();
        let Some(text) = given.iter().find(|(id, _)| id.as_str() == number).map(|(_, text)| text) else { continue };
        let (percent, feedback) = in_gap(question, gap, &number, text, judging);
        if percent == 100 {
            judged.picked.push(at as u16);
        }
        judged.feedback.extend(feedback);
        parts += Share::percent(percent).0 / count as i64;
    }
    judged.share = Share(parts);
    judged
}

fn in_gap<'a>(question: &GapsQuestion, gap: &'a Gap, number: &str, text: &GivenText, judging: Judging) -> (u8, Option<&'a Feedback>) {
    if gap.choices.0.is_empty() {
        let accepted = accepted(&gap.accepted.0, text, gap.case_sensitive);
        return accepted.map_or((0, None), |(_, accepted)| (accepted.percent.get(), accepted.feedback.as_ref()));
    }
    let order = order(&question.id, &format!("gap{number}"), gap.choices.0.len(), judging.shuffles_answers, judging.seed);
    let chosen = text.as_str().parse().ok().and_then(|id| gap.choices.0.get(place(&order, &id)?));
    (chosen.map_or(0, |choice| if choice.right { 100 } else { 0 }), None)
}

/// Each right area that is found earns a part; a place outside of them costs one where several can be named.
fn found<'a>(question: &HotspotQuestion, GivenPoints(points): &GivenPoints) -> Judged<'a> {
    let points = if question.several { points.as_slice() } else { points.get(..1).unwrap_or_default() };
    let hit = |point: &GivenPoint| {
        let at = question.areas.0.iter().position(|area| area.right && hotspot::contains(area, point.x.get(), point.y.get()));
        at.or_else(|| question.areas.0.iter().position(|area| hotspot::contains(area, point.x.get(), point.y.get())))
    };
    let (mut picked, mut wrong): (Vec<u16>, usize) = (Vec::new(), 0);
    for point in points {
        let at = hit(point);
        let is_right = at.and_then(|at| question.areas.0.get(at)).is_some_and(|area| area.right);
        wrong += usize::from(!is_right);
        picked.extend(at.map(|at| at as u16));
    }
    picked.sort_unstable();
    picked.dedup();
    let right = |at: &&u16| question.areas.0.get(usize::from(**at)).is_some_and(|area| area.right);
    let hits = picked.iter().filter(right).count();
    let asked = if question.several { question.areas.0.iter().filter(|area| area.right).count() } else { 1 };
    let earned = hits.min(asked).saturating_sub(wrong);
    // Of more than 20 areas not every part is a whole number; all of them are all.
    let share = if earned == asked { Share::ALL } else { Share::of(earned, asked) };
    Judged { share, feedback: Vec::new(), picked }
}

/// The right answer to a question, as a learner would have given it in this attempt.
#[must_use]
pub fn right_answer(question: &Question, judging: Judging) -> Given {
    let (id, seed) = (question.id(), judging.seed);
    match question {
        Question::Single(question) => {
            let order = order(id, "answers", question.answers.0.len(), judging.shuffles_answers, seed);
            Given::Single { choice: question.answers.0.iter().position(|answer| answer.right).and_then(|at| named(&order, at)) }
        }
        Question::Multiple(question) => {
            let order = order(id, "answers", question.answers.0.len(), judging.shuffles_answers, seed);
            let right = question.answers.0.iter().enumerate().filter(|(_, answer)| answer.right);
            Given::Multiple { choices: Chosen(right.filter_map(|(at, _)| named(&order, at)).collect()) }
        }
        Question::TrueFalse(question) => Given::TrueFalse { value: Some(question.right) },
        Question::Numeric(question) => {
            let best = question.accepted.0.iter().max_by_key(|number| number.percent.get());
            let unit = question.units.0.iter().find(|unit| unit.factor.value() == Value::one());
            Given::Numeric { value: text(best.map_or("", |best| best.value.as_str())), unit: unit.map(|unit| text(unit.name.as_str())) }
        }
        Question::Text(question) => Given::Text { text: best(&question.accepted.0) },
        Question::Ordering(question) => {
            let order = order(id, "items", question.items.0.len(), true, seed);
            Given::Ordering { order: GivenOrder((0..order.len()).filter_map(|at| named(&order, at)).collect()) }
        }
        Question::Matching(question) => {
            let answers = matching_answers(question);
            let prompts = order(id, "prompts", question.pairs.0.len(), judging.shuffles_answers, seed);
            let shown = order(id, "answers", answers.len(), true, seed);
            let pair = |(at, pair): (usize, &crate::question::Pair)| {
                let answer = answers.iter().position(|answer| answer.trim() == pair.answer.as_str().trim())?;
                Some((named(&prompts, at)?, named(&shown, answer)?))
            };
            Given::Matching { pairs: GivenPairs(question.pairs.0.iter().enumerate().filter_map(pair).collect()) }
        }
        Question::Gaps(question) => {
            let gap = |(at, gap): (usize, &Gap)| {
                let number = (at + 1).to_string();
                let order = order(id, &format!("gap{number}"), gap.choices.0.len(), judging.shuffles_answers, seed);
                let chosen = gap.choices.0.iter().position(|choice| choice.right).and_then(|at| named(&order, at));
                Some((number.parse().ok()?, chosen.map_or_else(|| best(&gap.accepted.0), |id| text(id.as_str()))))
            };
            Given::Gaps { gaps: GivenGaps(question.gaps.0.iter().enumerate().filter_map(gap).collect()) }
        }
        Question::Hotspot(question) => {
            let right = question.areas.0.iter().filter(|area| area.right).map(hotspot::middle);
            let point = |(x, y): (u16, u16)| Some(GivenPoint { x: u64::from(x).try_into().ok()?, y: u64::from(y).try_into().ok()? });
            let most = if question.several { usize::MAX } else { 1 };
            Given::Hotspot { points: GivenPoints(right.filter_map(point).take(most).collect()) }
        }
    }
}

fn text(text: &str) -> GivenText {
    // What authors write is shorter than what may be given.
    text.parse().unwrap_or_else(|_| GivenText::empty())
}

/// The pattern that earns most, as it is written.
fn best(accepted: &[AcceptedText]) -> GivenText {
    let best = accepted.iter().rev().max_by_key(|accepted| accepted.percent.get());
    text(best.map_or("", |best| best.pattern.as_str()))
}

#[cfg(test)]
mod tests;
