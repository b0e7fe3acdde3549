//! An answer to a question, as the same answer to a corrected form of it. What was chosen is named by where it stands, and a correction may
//! put things elsewhere: the right order of items and the right pairs are where they stand. So each is found again by its text.

use crate::{
    given::{ChoiceId, Chosen, Given, GivenGaps, GivenOrder, GivenPairs, GivenText},
    grade::Judging,
    question::{AnswerText, Answers, Question},
    show::{matching_answers, named, order, place},
};

/// One of a question's lists: in which order it was shown, and where each thing of it stands now.
struct Moved {
    shown: Vec<usize>,
    to: Vec<usize>,
}

impl Moved {
    /// What names the same thing now; what names nothing stays.
    fn name(&self, id: &ChoiceId) -> ChoiceId {
        let now = place(&self.shown, id).and_then(|at| named(&self.shown, *self.to.get(at)?));
        now.unwrap_or_else(|| id.clone())
    }
}

/// Where each text of a list stands in another one of the same length: where the same text is, the nearest first; of the rest, whose texts
/// were changed, each at its place among them.
fn places(old: &[&str], new: &[&str]) -> Vec<usize> {
    let mut free = vec![true; new.len()];
    let mut take = |at: usize| free.get_mut(at).is_some_and(std::mem::take);
    let mut to: Vec<Option<usize>> = (0..old.len()).map(|at| (old.get(at) == new.get(at) && take(at)).then_some(at)).collect();
    for (text, found) in old.iter().zip(&mut to).filter(|(_, found)| found.is_none()) {
        *found = (0..new.len()).find(|at| new.get(*at) == Some(text) && take(*at));
    }
    for (at, found) in to.iter_mut().enumerate().filter(|(_, found)| found.is_none()) {
        *found = std::iter::once(at).chain(0..new.len()).find(|at| take(*at));
    }
    to.into_iter().enumerate().map(|(at, found)| found.unwrap_or(at)).collect()
}

fn texts(answers: &Answers) -> Vec<&str> {
    answers.0.iter().map(|answer| answer.text.as_str()).collect()
}

/// An answer to `old` as the answer to `new` that chooses the same. Both have the same shape: see [`crate::show::shape`].
#[must_use]
pub fn carried(old: &Question, new: &Question, given: &Given, judging: Judging) -> Given {
    let question = new.id();
    let moved = |list: &str, shuffles: bool, old: &[&str], new: &[&str]| Moved {
        shown: order(question, list, new.len(), shuffles, judging.seed),
        to: places(old, new),
    };
    let may_shuffle = judging.shuffles_answers;
    match (old, new, given) {
        (Question::Single(old), Question::Single(new), Given::Single { choice: Some(choice) }) => {
            let answers = moved("answers", may_shuffle, &texts(&old.answers), &texts(&new.answers));
            Given::Single { choice: Some(answers.name(choice)) }
        }
        (Question::Multiple(old), Question::Multiple(new), Given::Multiple { choices }) => {
            let answers = moved("answers", may_shuffle, &texts(&old.answers), &texts(&new.answers));
            Given::Multiple { choices: Chosen(choices.0.iter().map(|choice| answers.name(choice)).collect()) }
        }
        (Question::Ordering(old), Question::Ordering(new), Given::Ordering { order }) => {
            let [before, after] = [old, new].map(|question| question.items.0.iter().map(AnswerText::as_str).collect::<Vec<_>>());
            let items = moved("items", true, &before, &after);
            Given::Ordering { order: GivenOrder(order.0.iter().map(|item| items.name(item)).collect()) }
        }
        (Question::Matching(old), Question::Matching(new), Given::Matching { pairs }) => {
            let [before, after] = [old, new].map(|question| question.pairs.0.iter().map(|pair| pair.prompt.as_str()).collect::<Vec<_>>());
            let prompts = moved("prompts", may_shuffle, &before, &after);
            let answers = moved("answers", true, &matching_answers(old), &matching_answers(new));
            let pairs = pairs.0.iter().map(|(prompt, answer)| (prompts.name(prompt), answers.name(answer)));
            Given::Matching { pairs: GivenPairs(pairs.collect()) }
        }
        (Question::Gaps(old), Question::Gaps(new), Given::Gaps { gaps }) => {
            let gap = |(number, chosen): (&ChoiceId, &GivenText)| {
                let at = number.as_str().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let lists = at.and_then(|at| Some((old.gaps.0.get(at)?, new.gaps.0.get(at)?)));
                let name = lists.filter(|(_, new)| !new.choices.0.is_empty()).and_then(|(old, new)| {
                    let [before, after] = [old, new].map(|gap| gap.choices.0.iter().map(|choice| choice.text.as_str()).collect::<Vec<_>>());
                    let choices = moved(&format!("gap{}", number.as_str()), may_shuffle, &before, &after);
                    choices.name(&chosen.as_str().parse().ok()?).as_str().parse().ok()
                });
                (number.clone(), name.unwrap_or_else(|| chosen.clone()))
            };
            Given::Gaps { gaps: GivenGaps(gaps.0.iter().map(gap).collect()) }
        }
        _ => given.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        grade::{Share, judged, right_answer},
        testing::{kinds, question, questions},
    };
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const JUDGING: Judging = Judging { seed: 7, shuffles_answers: true, negative: false };

    /// Gives the right answer to the second form, as somebody gave it who was asked the first, and grades it by the second.
    fn right_by(old: Value, new: Value) -> (Share, Share) {
        let (old, new) = (question(old), question(new));
        let given = carried(&new, &old, &right_answer(&new, JUDGING), JUDGING);
        let share = |question: &Question, given: &Given| judged(question, Some(given), JUDGING).share;
        (share(&old, &given), share(&new, &carried(&old, &new, &given, JUDGING)))
    }

    #[test]
    fn who_was_right_by_the_corrected_key_is_right() {
        let ordering = |items: [&str; 4]| json!({ "kind": "ordering", "id": "o", "text": "Order", "items": items });
        let (before, after) = right_by(ordering(["a", "c", "b", "d"]), ordering(["a", "b", "c", "d"]));
        assert!(before < Share::ALL && after == Share::ALL, "{before:?} {after:?}");

        let matching = |cat: &str, dog: &str| {
            let pairs = json!([{ "prompt": "Cat", "answer": cat }, { "prompt": "Dog", "answer": dog }]);
            json!({ "kind": "matching", "id": "m", "text": "Match", "pairs": pairs, "distractors": ["Sings"] })
        };
        let (before, after) = right_by(matching("Barks", "Meows"), matching("Meows", "Barks"));
        assert_eq!((before, after), (Share::NONE, Share::ALL));

        // The answer that was meant to be right stood second, and stands first now.
        let single = |answers: Value| json!({ "kind": "single", "id": "s", "text": "Which?", "answers": answers });
        let answer = |text: &str, right: bool| json!({ "text": text, "right": right });
        let (before, after) = right_by(
            single(json!([answer("Foam", true), answer("Water", false), answer("Sand", false)])),
            single(json!([answer("Water", true), answer("Foam", false), answer("Sand", false)])),
        );
        assert_eq!((before, after), (Share::NONE, Share::ALL));

        let gaps = |choices: Value| json!({ "kind": "gaps", "id": "g", "text": "To the {{1}}.", "gaps": [{ "choices": choices }] });
        let (before, after) = right_by(
            gaps(json!([answer("door", true), answer("window", false)])),
            gaps(json!([answer("window", true), answer("door", false)])),
        );
        assert_eq!((before, after), (Share::NONE, Share::ALL));
    }

    #[test]
    fn a_corrected_text_keeps_its_place_and_the_same_text_is_the_same_thing() {
        assert_eq!(places(&["a", "b", "c"], &["a", "b!", "c"]), [0, 1, 2]);
        assert_eq!(places(&["a", "b", "c"], &["c", "b!", "a"]), [2, 1, 0]);
        assert_eq!(places(&["a", "b", "c"], &["c", "a!", "b"]), [1, 2, 0]);
        // Of two that read the same each stays where it is.
        assert_eq!(places(&["a", "a", "b"], &["b", "a", "a"]), [2, 1, 0]);
        assert_eq!(places(&[], &[]), Vec::<usize>::new());
    }

    proptest! {
        /// Without a correction nothing moves; and whatever was corrected, no two things become one.
        #[test]
        fn nothing_is_lost(old in questions(), seed in any::<u64>(), texts in prop::collection::vec("[abc]", 0..12), other in prop::collection::vec("[abc]", 0..12)) {
            let judging = Judging { seed, ..JUDGING };
            for question in old.iter().chain(&kinds()) {
                let given = right_answer(question, judging);
                prop_assert_eq!(&carried(question, question, &given, judging), &given);
            }
            let count = texts.len().min(other.len());
            let list = |texts: &[String]| texts[..count].to_vec();
            let (old, new) = (list(&texts), list(&other));
            let mut to = places(&old.iter().map(String::as_str).collect::<Vec<_>>(), &new.iter().map(String::as_str).collect::<Vec<_>>());
            to.sort_unstable();
            prop_assert_eq!(to, (0..count).collect::<Vec<_>>());
        }
    }
}
