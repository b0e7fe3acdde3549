//! What answers of each kind are worth.

use super::*;
use crate::{
    show::{asked, choice_id},
    testing::{kinds, question, questions},
};
use proptest::prelude::*;
use serde_json::{Value, json};

const PLAIN: Judging = Judging { seed: 5, shuffles_answers: false, negative: false };
const NEGATIVE: Judging = Judging { negative: true, ..PLAIN };

/// In thousandths of the points.
fn worth(question: &Question, given: Value, judging: Judging) -> i64 {
    let given: Given = serde_json::from_value(given).unwrap();
    judged(question, Some(&given), judging).share.hundredths(100)
}

fn kind(name: &str) -> Question {
    kinds().into_iter().find(|question| question.kind().name() == name).unwrap()
}

#[test]
fn right_answers_earn_all_and_none_earn_nothing() {
    for question in kinds() {
        for seed in 0..20 {
            let judging = Judging { seed, shuffles_answers: seed % 2 == 0, negative: seed % 3 == 0 };
            let right = right_answer(&question, judging);
            if question.kind().name() != "text" {
                assert_eq!(judged(&question, Some(&right), judging).share, Share::ALL, "{question:?}");
            }
            assert_eq!(judged(&question, None, judging).share, Share::NONE);
        }
    }
}

proptest! {
    #[test]
    fn an_answer_earns_the_same_however_it_was_shuffled(questions in questions(), seed: u64) {
        for question in &questions {
            for shuffles_answers in [false, true] {
                let judging = Judging { seed, shuffles_answers, negative: false };
                let share = judged(question, Some(&right_answer(question, judging)), judging).share;
                prop_assert!(share == Share::ALL || question.kind() == crate::question::QuestionKind::Text, "{question:?}");
                let shown = asked(question, shuffles_answers, seed);
                let texts: Vec<&str> = shown.choices.iter().map(|choice| choice.text).collect();
                let ids: Vec<_> = shown.choices.iter().map(|choice| Some(choice.id.clone())).collect();
                prop_assert_eq!(ids, (0..texts.len()).map(choice_id).collect::<Vec<_>>(), "names tell nothing but where a choice stands");
            }
        }
    }
}

#[test]
fn single_choices_cost_only_where_they_may() {
    let question = kind("single");
    let choice = |id: &str| json!({ "kind": "single", "choice": id });
    assert_eq!(
        [worth(&question, choice("a"), PLAIN), worth(&question, choice("b"), PLAIN), worth(&question, choice("z"), PLAIN)],
        [1000, 0, 0]
    );
    assert_eq!(worth(&question, choice("b"), NEGATIVE), -500, "of two wrong ones");
    assert_eq!(worth(&question, json!({ "kind": "single", "choice": null }), NEGATIVE), 0);
    assert_eq!(worth(&question, json!({ "kind": "text", "text": "a" }), PLAIN), 0, "an answer of another kind");
    let given: Given = serde_json::from_value(choice("a")).unwrap();
    let feedback = judged(&question, Some(&given), PLAIN).feedback;
    assert_eq!(feedback.iter().map(|feedback| feedback.as_str()).collect::<Vec<_>>(), ["Good: yes", "Read *on*"]);
}

#[test]
fn several_choices_earn_parts() {
    let question = kind("multiple");
    let chosen = |ids: &[&str]| json!({ "kind": "multiple", "choices": ids });
    let worth = |ids: &[&str], judging| worth(&question, chosen(ids), judging);
    assert_eq!([worth(&["a", "b", "c"], PLAIN), worth(&["a"], PLAIN), worth(&["a", "b"], PLAIN)], [1000, 333, 667]);
    assert_eq!([worth(&["a", "b", "c", "d"], PLAIN), worth(&["d"], PLAIN), worth(&["d"], NEGATIVE)], [0, 0, -1000]);
    assert_eq!(worth(&[], NEGATIVE), 0);
}

#[test]
fn thirds_add_up_to_a_whole() {
    let mut total = Total::default();
    for _ in 0..3 {
        total.add(Share::of(1, 3), 10);
        total.add(Share::of(2, 3), 10);
    }
    assert_eq!((total.percent(), total.hundredths(), total.tenths_possible()), (50, 300, 60));
    let mut almost = Total::default();
    almost.add(Share::percent(79), 10);
    almost.add(Share::percent(80), 10);
    assert_eq!(almost.percent(), 79, "79.5 % is not 80 %");
    let mut below = Total::default();
    below.add(Share(-Share::ALL.0), 10);
    assert_eq!((below.percent(), below.hundredths()), (0, 0));
}

#[test]
fn numbers_are_taken_with_their_units() {
    let question = question(
        json!({ "kind": "numeric", "id": "n", "text": "?", "accepted": [{ "value": "1.5", "tolerance": "0.1" }, { "value": "2", "percent": 50 }],
        "units": [{ "name": "kg", "factor": "1" }, { "name": "g", "factor": "0.001" }, { "name": "t", "factor": "1000" }] }),
    );
    let number = |value: &str| worth(&question, json!({ "kind": "numeric", "value": value }), PLAIN);
    let with = |value: &str, unit: &str| worth(&question, json!({ "kind": "numeric", "value": value, "unit": unit }), PLAIN);
    assert_eq!(
        ["1,5", "1.6", "1.61", "2", "1500 g", "1.500g", "0,0015 t", "1,5 kg", "1.5 lb", "", "x"].map(number),
        [1000, 1000, 0, 500, 1000, 0, 1000, 1000, 0, 0, 0]
    );
    assert_eq!([with("1500", "g"), with("1500", "kg"), with("1.5", ""), with("1.5", "lb")], [1000, 0, 1000, 0]);
    let mut value = serde_json::to_value(&question).unwrap();
    value["unit_required"] = true.into();
    let strict = crate::testing::question(value);
    assert_eq!(worth(&strict, json!({ "kind": "numeric", "value": "1.5" }), PLAIN), 0);
}

#[test]
fn an_order_earns_by_what_follows_what() {
    let question = question(json!({ "kind": "ordering", "id": "o", "text": "?", "items": ["1", "2", "3", "4"] }));
    let right = |order: &[usize]| {
        let shown = order_of(&question);
        let ids: Vec<_> = order.iter().map(|at| named(&shown, *at)).collect();
        worth(&question, json!({ "kind": "ordering", "order": ids }), PLAIN)
    };
    assert_eq!(
        [right(&[0, 1, 2, 3]), right(&[1, 2, 3, 0]), right(&[3, 2, 1, 0]), right(&[0, 1, 3, 2]), right(&[])],
        [1000, 500, 0, 500, 0]
    );
    assert_eq!(right(&[0, 0, 0, 0]), 250, "what is said several times counts once");
}

fn order_of(question: &Question) -> Vec<usize> {
    order(question.id(), "items", 4, true, PLAIN.seed)
}

#[test]
fn gaps_and_pairs_earn_parts() {
    let gaps = kind("gaps");
    let filled = |first: &str, second: &str| worth(&gaps, json!({ "kind": "gaps", "gaps": { "1": first, "2": second } }), PLAIN);
    assert_eq!([filled("a", "BIRD"), filled("a", "cat"), filled("b", "bird"), filled("zz", "")], [1000, 500, 500, 0]);
    let matching = kind("matching");
    let Given::Matching { pairs: GivenPairs(mut pairs) } = right_answer(&matching, PLAIN) else { panic!("pairs") };
    let first = pairs.keys().next().unwrap().clone();
    pairs.remove(&first);
    assert_eq!(worth(&matching, json!({ "kind": "matching", "pairs": pairs }), PLAIN), 500);
}

#[test]
fn places_in_a_picture_earn_by_the_areas_that_they_hit() {
    let hotspot = kind("hotspot");
    let at = |points: &[(u16, u16)]| {
        let points: Vec<Value> = points.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
        worth(&hotspot, json!({ "kind": "hotspot", "points": points }), PLAIN)
    };
    assert_eq!([at(&[(500, 500), (5000, 5000)]), at(&[(500, 500)]), at(&[(500, 500), (501, 500)])], [1000, 500, 500]);
    assert_eq!([at(&[(500, 500), (3000, 3000)]), at(&[(9990, 9990)]), at(&[])], [0, 0, 0]);
}
