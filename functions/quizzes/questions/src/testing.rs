//! Questions for tests.

use crate::question::Question;
use proptest::prelude::*;
use serde_json::{Value, json};

pub(crate) fn question(value: Value) -> Question {
    let question: Question = serde_json::from_value(value).unwrap();
    question.check().unwrap();
    question
}

/// One of each kind.
pub(crate) fn kinds() -> Vec<Question> {
    [
        json!({ "kind": "single", "id": "single", "text": "Which = one?", "feedback": "Read *on*", "tags": ["fire"], "answers": [
            { "text": "a {b}", "right": true, "feedback": "Good: yes" }, { "text": "~c", "right": false }, { "text": "d", "right": false }] }),
        json!({ "kind": "multiple", "id": "multiple", "text": "Which?\n\nAll <of> them", "answers": [
            { "text": "a", "right": true }, { "text": "b", "right": true }, { "text": "c", "right": true }, { "text": "d", "right": false }] }),
        json!({ "kind": "true_false", "id": "true_false", "text": "True?", "right": true, "feedback_true": "Yes", "feedback_false": "No" }),
        json!({ "kind": "numeric", "id": "numeric", "text": "How much?", "accepted": [{ "value": "3.5", "tolerance": "0.25" }] }),
        json!({ "kind": "text", "id": "text", "text": "Who?", "accepted": [{ "pattern": "fire *" }, { "pattern": "a\\*b", "percent": 50, "feedback": "Nearly" }] }),
        json!({ "kind": "ordering", "id": "ordering", "text": "Order", "items": ["one", "two", "three"] }),
        json!({ "kind": "matching", "id": "matching", "text": "Match", "pairs": [
            { "prompt": "cat", "answer": "food" }, { "prompt": "dog", "answer": "bone" }], "distractors": ["ball"] }),
        json!({ "kind": "gaps", "id": "gaps", "text": "The {{1}} barks, and the {{2}} sings.", "gaps": [
            { "choices": [{ "text": "dog", "right": true }, { "text": "cat", "right": false }] }, { "accepted": [{ "pattern": "bird" }] }] }),
        json!({ "kind": "hotspot", "id": "hotspot", "text": "Where?", "picture": "ab".repeat(32), "several": true, "areas": [
            { "shape": "rectangle", "coordinates": [0, 0, 1000, 1000], "right": true }, { "shape": "circle", "coordinates": [5000, 5000, 500], "right": true },
            { "shape": "polygon", "coordinates": [9000, 9000, 10000, 9000, 10000, 10000], "right": false }] }),
    ]
    .map(question)
    .to_vec()
}

fn markdown() -> impl Strategy<Value = String> {
    "[a-zA-Zäß{}=~#:*_<>&\"'\\\\,;.-]([ -~äß\n]{0,40}[a-zA-Zäß{}=~#:*_<>&\"'\\\\,;.-])?"
}

fn answers() -> impl Strategy<Value = Vec<Value>> {
    let answer = (markdown(), any::<bool>(), proptest::option::of(markdown()));
    proptest::collection::vec(answer, 2..6).prop_map(|all| {
        all.into_iter().map(|(text, right, feedback)| json!({ "text": text, "right": right, "feedback": feedback })).collect()
    })
}

fn accepted() -> impl Strategy<Value = Value> {
    let pattern = "[a-zA-Z*{}=~#:.&<%]([ -\\[\\]-~]{0,20}[a-zA-Z*{}=~#:.&<])?";
    (pattern, 0_u8..=99, proptest::option::of(markdown()))
        .prop_map(|(pattern, percent, feedback)| json!({ "pattern": pattern, "percent": percent, "feedback": feedback }))
}

fn gaps() -> impl Strategy<Value = Value> {
    let choices = (answers(), any::<prop::sample::Index>()).prop_map(|(answers, right)| {
        let right = right.index(answers.len());
        let choices = answers.iter().enumerate().map(|(at, answer)| json!({ "text": answer["text"], "right": at == right }));
        json!({ "choices": choices.collect::<Vec<_>>() })
    });
    let typed = (proptest::collection::vec(accepted(), 1..3), any::<bool>()).prop_map(|(mut accepted, case)| {
        accepted[0]["percent"] = 100.into();
        json!({ "accepted": accepted, "case_sensitive": case })
    });
    proptest::collection::vec(("[a-z\\[\\]<&*]([ a-z\\[\\]<&*]{0,9}[a-z])?", prop_oneof![choices, typed]), 1..4).prop_map(|all| {
        let text: String = (1..).zip(&all).map(|(number, (text, _)): (usize, _)| format!("{text} {{{{{number}}}}}")).collect();
        let gaps: Vec<&Value> = all.iter().map(|(_, gap)| gap).collect();
        json!({ "kind": "gaps", "text": text, "gaps": gaps })
    })
}

fn tags() -> impl Strategy<Value = std::collections::BTreeSet<String>> {
    proptest::collection::btree_set("[a-zA-Z\\]\\[;,:<&%]([ -~ä]{0,10}[a-zA-Z\\]\\[;,:<&%\\\\])?", 0..3)
}

fn bodies() -> impl Strategy<Value = Value> {
    let single = (answers(), any::<prop::sample::Index>()).prop_map(|(mut answers, right)| {
        let right = right.index(answers.len());
        answers.iter_mut().enumerate().for_each(|(at, answer)| answer["right"] = (at == right).into());
        json!({ "kind": "single", "answers": answers })
    });
    let multiple = answers().prop_map(|mut answers| {
        answers[0]["right"] = true.into();
        json!({ "kind": "multiple", "answers": answers })
    });
    let truth = (any::<bool>(), proptest::option::of(markdown()), proptest::option::of(markdown()))
        .prop_map(|(right, yes, no)| json!({ "kind": "true_false", "right": right, "feedback_true": yes, "feedback_false": no }));
    let number =
        ("-?[1-9][0-9]{0,5}(\\.[0-9]{0,3}[1-9])?", "0|[1-9]|0\\.5", any::<bool>(), any::<bool>(), proptest::option::of(markdown()))
            .prop_map(|(value, tolerance, has_units, required, feedback)| {
                let units =
                    if has_units { json!([{ "name": "kg", "factor": "1" }, { "name": "<g>", "factor": "0.001" }]) } else { json!([]) };
                let accepted = json!([{ "value": value, "tolerance": tolerance, "percent": 100, "feedback": feedback }]);
                json!({ "kind": "numeric", "accepted": accepted, "units": units, "unit_required": has_units && required })
            });
    let text = (proptest::collection::vec(accepted(), 1..5), any::<bool>()).prop_map(|(mut accepted, case)| {
        accepted[0]["percent"] = 100.into();
        json!({ "kind": "text", "accepted": accepted, "case_sensitive": case })
    });
    let items = proptest::collection::btree_set("[a-z]{1,9}", 2..6);
    let order = items.clone().prop_map(|items| json!({ "kind": "ordering", "items": items }));
    let others = proptest::collection::btree_set("[0-9]{1,9}", 0..3);
    let pairs = (items, proptest::collection::vec(markdown(), 6), others).prop_map(|(prompts, answers, others)| {
        let pairs: Vec<Value> =
            prompts.into_iter().zip(answers).map(|(prompt, answer)| json!({ "prompt": prompt, "answer": answer })).collect();
        json!({ "kind": "matching", "pairs": pairs, "distractors": others })
    });
    prop_oneof![single, multiple, truth, number, text, order, pairs, gaps()]
}

/// Questions of the kinds that other formats have, each with an id of its own.
pub(crate) fn questions() -> impl Strategy<Value = Vec<Question>> {
    let points = prop_oneof![3 => Just(10), 1 => 1_u16..=1_000];
    let one = (bodies(), markdown(), proptest::option::of(markdown()), tags(), points);
    proptest::collection::vec(one, 1..6).prop_map(|all| {
        let of = |(at, (mut body, text, feedback, tags, tenths)): (usize, (Value, String, Option<String>, _, _))| {
            body["id"] = format!("x{at}").into();
            if body["text"].is_null() {
                body["text"] = text.into();
            }
            body["feedback"] = feedback.into();
            body["tags"] = json!(tags);
            body["points"] = json!(f64::from(tenths) / 10.0);
            question(body)
        };
        all.into_iter().enumerate().map(of).collect()
    })
}
