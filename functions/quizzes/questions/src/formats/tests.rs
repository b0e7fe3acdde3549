//! What is written is read again, what is odd is read as it is meant, and nothing that is read makes a reader fail.

mod moodle_export;

use super::*;
use crate::{
    pattern,
    question::AcceptedText,
    testing::{kinds, question, questions},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn as_json(read: &Read) -> Value {
    serde_json::to_value(&read.questions).unwrap()
}

fn reasons(read: &Read) -> Vec<String> {
    read.skipped.iter().map(|skipped| format!("{}: {}", skipped.at, skipped.reason)).collect()
}

/// Without what a format has no place for.
pub(super) fn kept(format: QuestionFormat, question: &Question) -> Option<Question> {
    let written = write(format, std::slice::from_ref(question));
    written.skipped.is_empty().then(|| question.clone())
}

/// Patterns say the same in several ways: a backslash before a letter that needs none is that backslash.
fn plainly(text: &mut AcceptedText) {
    if let Some(plain) = pattern::text_of(text.pattern.as_str()) {
        text.pattern = pattern::escaped(&plain).parse().unwrap();
    }
}

fn with_plain_patterns(mut question: Question) -> Question {
    match &mut question {
        Question::Text(question) => question.accepted.0.iter_mut().for_each(plainly),
        Question::Gaps(question) => question.gaps.0.iter_mut().flat_map(|gap| &mut gap.accepted.0).for_each(plainly),
        _ => {}
    }
    question
}

pub(super) fn round_trip(format: QuestionFormat, questions: &[Question]) {
    let questions = questions.iter().cloned().map(with_plain_patterns).collect::<Vec<_>>();
    let whole: Vec<Question> = questions.iter().filter_map(|question| kept(format, question)).collect();
    if whole.is_empty() {
        return;
    }
    let written = write(format, &whole);
    let read = read(format, &written.content);
    assert_eq!(read.skipped, Vec::new(), "{}", String::from_utf8_lossy(&written.content));
    assert_eq!(as_json(&read), serde_json::to_value(&whole).unwrap(), "{}", String::from_utf8_lossy(&written.content));
}

pub(super) const FORMATS: [QuestionFormat; 4] = [QuestionFormat::Gift, QuestionFormat::MoodleXml, QuestionFormat::Qti, QuestionFormat::Csv];

#[test]
fn each_kind_is_written_and_read_again() {
    for format in FORMATS {
        round_trip(format, &kinds());
    }
    let count = |format| kinds().iter().filter(|question| kept(format, question).is_some()).count();
    assert_eq!(FORMATS.map(count), [6, 7, 5, 4]);
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(questions in questions()) {
        for format in FORMATS {
            round_trip(format, &questions);
        }
    }

    #[test]
    fn nothing_makes_a_reader_fail(text in "[ -~äß\n]{0,300}", bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for format in FORMATS {
            for read in [read(format, text.as_bytes()), read(format, &bytes)] {
                prop_assert!(read.questions.iter().all(|question| question.check().is_ok()));
            }
        }
    }
}

#[test]
fn gift_is_read_as_moodle_reads_it() {
    let file = r"
// a comment [tag:fire safety]
::Extinguisher:: What is *class A*? { =Solids#Right ~Liquids#No ~%50%Both####All of it }

$CATEGORY: top/Chemistry
Water burns: always. {F#Try it#Exactly}

Two of them {~%50%a ~%50%b ~%-100%c}

When was Ulysses S. Grant born? {#=1822:0#Yes =%50%1822:2}

The capital of Japan {~Osaka =Tokyo} is large.

Match { =cat -> food =dog -> bone = -> ball = -> ball }

Who? {=Grant =%50%Ulysses}

{true}{true}

Broken {=a

Escaped \{ \= \: \# {=\~1\n2}

Essay {}
";
    let read = read(QuestionFormat::Gift, file.as_bytes());
    assert_eq!(
        reasons(&read),
        [
            "question 1, line 3: taken, but answers that were worth a part of the points are wrong now",
            "question 8, line 18: it has answers in several places",
            "question 9, line 20: the brace of its answers is never closed",
            "question 10, line 22: an accepted answer: expected 1 to 500 characters on one line",
            "question 11, line 24: essays and descriptions have no answer that can be graded",
        ]
    );
    assert_eq!(
        as_json(&read),
        json!([
            { "kind": "single", "id": "q1", "text": "What is \\*class A\\*?", "tags": ["fire safety"], "feedback": "All of it", "answers": [
                { "text": "Solids", "right": true, "feedback": "Right" }, { "text": "Liquids", "right": false, "feedback": "No" }, { "text": "Both", "right": false }] },
            { "kind": "true_false", "id": "q2", "text": "Water burns: always.", "tags": ["Chemistry"], "right": false, "feedback_true": "Try it", "feedback_false": "Exactly" },
            { "kind": "multiple", "id": "q3", "text": "Two of them", "tags": ["Chemistry"], "answers": [
                { "text": "a", "right": true }, { "text": "b", "right": true }, { "text": "c", "right": false }] },
            { "kind": "numeric", "id": "q4", "text": "When was Ulysses S. Grant born?", "tags": ["Chemistry"], "unit_required": false, "units": [], "accepted": [
                { "value": "1822", "tolerance": "0", "percent": 100, "feedback": "Yes" }, { "value": "1822", "tolerance": "2", "percent": 50 }] },
            { "kind": "single", "id": "q5", "text": "The capital of Japan \\_\\_\\_\\_\\_ is large.", "tags": ["Chemistry"], "answers": [
                { "text": "Osaka", "right": false }, { "text": "Tokyo", "right": true }] },
            { "kind": "matching", "id": "q6", "text": "Match", "tags": ["Chemistry"], "pairs": [
                { "prompt": "cat", "answer": "food" }, { "prompt": "dog", "answer": "bone" }], "distractors": ["ball"] },
            { "kind": "text", "id": "q7", "text": "Who?", "tags": ["Chemistry"], "case_sensitive": false, "accepted": [
                { "pattern": "Grant", "percent": 100 }, { "pattern": "Ulysses", "percent": 50 }] },
        ]),
    );
}

#[test]
fn moodles_questions_are_read_one_by_one() {
    let file = r#"<?xml version="1.0"?><quiz>
<question type="category"><category><text>$course$/top/Fire</text></category></question>
<question type="multichoice"><name><text>Classes</text></name><questiontext format="html"><text><![CDATA[<p>Which are <b>solids</b>?<br>Two &amp; more</p>]]></text></questiontext>
<defaultgrade>2.5</defaultgrade><single>false</single>
<answer fraction="50"><text>wood</text><feedback><text>yes</text></feedback></answer><answer fraction="50"><text>coal</text></answer><answer fraction="-100"><text>oil</text></answer></question>
<question type="numerical"><name><text>n</text></name><questiontext><text>How much?</text></questiontext><answer fraction="100"><text>1.5</text><tolerance>0.1</tolerance></answer>
<units><unit><multiplier>1</multiplier><unit_name>kg</unit_name></unit><unit><multiplier>1000</multiplier><unit_name>g</unit_name></unit></units></question>
<question type="essay"><name><text>Essay</text></name><questiontext><text>Write</text></questiontext></question>
<question type="truefalse"><name><text>Broken</name></question>
<question type="gapselect"><name><text>g</text></name><questiontext><text>The [[2]] barks, [[1]] not.</text></questiontext>
<selectoption><text>cat</text><group>1</group></selectoption><selectoption><text>dog</text><group>1</group></selectoption></question>
</quiz>"#;
    let read = read(QuestionFormat::MoodleXml, file.as_bytes());
    assert_eq!(read.skipped.len(), 2, "{:?}", read.skipped);
    assert!(read.skipped[0].reason.contains("“essay”") && read.skipped[1].reason.contains("well-formed"), "{:?}", read.skipped);
    assert_eq!(read.skipped[1].at, "question 4, line 9");
    let all = as_json(&read);
    assert_eq!(all[0]["text"], "Which are **solids**?  \nTwo \\& more");
    assert_eq!((&all[0]["points"], &all[0]["tags"], &all[0]["kind"]), (&json!(2.5), &json!(["Fire"]), &json!("multiple")));
    assert_eq!(all[1]["units"], json!([{ "name": "kg", "factor": "1" }, { "name": "g", "factor": "0.001" }]));
    assert_eq!(all[2]["text"], "The {{1}} barks, {{2}} not.");
    assert_eq!(all[2]["gaps"][0]["choices"], json!([{ "text": "cat", "right": false }, { "text": "dog", "right": true }]));
}

#[test]
fn items_of_qti_2_and_3_are_read_alike() {
    let two = r#"<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="choice" title="Attention">
        <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration>
        <itemBody><p>Look at the sign.</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1"><prompt>What does it say?</prompt>
        <simpleChoice identifier="A">Stay <i>with</i> it.</simpleChoice><simpleChoice identifier="B">Leave.</simpleChoice></choiceInteraction></itemBody></assessmentItem>"#;
    let three = r#"<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="choice" title="Attention">
        <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>
        <qti-item-body><p>Look at the sign.</p><qti-choice-interaction response-identifier="RESPONSE" shuffle="false" max-choices="1"><qti-prompt>What does it say?</qti-prompt>
        <qti-simple-choice identifier="A">Stay <i>with</i> it.</qti-simple-choice><qti-simple-choice identifier="B">Leave.</qti-simple-choice></qti-choice-interaction></qti-item-body></qti-assessment-item>"#;
    let (two, three) = (read(QuestionFormat::Qti, two.as_bytes()), read(QuestionFormat::Qti, three.as_bytes()));
    assert_eq!(two, three);
    let expected = json!([{ "kind": "single", "id": "choice", "text": "Look at the sign.\n\nWhat does it say?", "answers": [
        { "text": "Stay *with* it.", "right": true }, { "text": "Leave.", "right": false }] }]);
    assert_eq!((as_json(&two), reasons(&two)), (expected, Vec::new()));
}

#[test]
fn tolerances_in_qti_are_read_where_they_are_the_same_on_both_sides() {
    let of = |rule: &str| {
        let item = format!(
            r#"<assessmentItem identifier="n"><responseDeclaration identifier="R" cardinality="single" baseType="float"><correctResponse><value>100.0</value></correctResponse></responseDeclaration>
            <itemBody><p>How hot? <textEntryInteraction responseIdentifier="R"/></p></itemBody>
            <responseProcessing><responseCondition><responseIf>{rule}</responseIf></responseCondition></responseProcessing></assessmentItem>"#
        );
        let read = read(QuestionFormat::Qti, item.as_bytes());
        (as_json(&read)[0]["accepted"][0]["tolerance"].clone(), !reasons(&read).is_empty())
    };
    for (rule, tolerance, is_told) in [
        (r#"<equal toleranceMode="absolute" tolerance="0.5 0.5"/>"#, "0.5", false),
        (r#"<equal toleranceMode="absolute" tolerance="0.25"/>"#, "0.25", false),
        (r#"<qti-equal tolerance-mode="absolute" tolerance="2 2.0"/>"#, "2", false),
        (r#"<equal toleranceMode="exact"/>"#, "0", false),
        (r#"<match/>"#, "0", false),
        (r#"<equal toleranceMode="absolute" tolerance="0.1 0.5"/>"#, "0", true),
        (r#"<equal toleranceMode="absolute" tolerance="-1"/>"#, "0", true),
        (r#"<equal toleranceMode="absolute"/>"#, "0", true),
        (r#"<equal toleranceMode="relative" tolerance="5"/>"#, "0", true),
        (r#"<equalRounded roundingMode="decimalPlaces" figures="2"/>"#, "0", true),
    ] {
        assert_eq!(of(rule), (json!(tolerance), is_told), "{rule}");
    }
}

/// As qti-package-maker 26.7.14 writes gaps, though names in XML differ by their capitals.
#[test]
fn gaps_in_qti_are_found_whatever_their_capitals() {
    let item = r#"<assessmentItem identifier="g"><responseDeclaration identifier="a" cardinality="single" baseType="string"><correctResponse><value>door</value></correctResponse></responseDeclaration>
        <responseDeclaration identifier="b" cardinality="single" baseType="string"><correctResponse><value>window</value><value>windows</value></correctResponse></responseDeclaration>
        <itemBody><div>The <textentryinteraction responseidentifier="a"/> and the <textentryinteraction responseidentifier="b"/>.</div></itemBody></assessmentItem>"#;
    let found = as_json(&read(QuestionFormat::Qti, item.as_bytes()));
    assert_eq!((&found[0]["kind"], &found[0]["text"]), (&json!("gaps"), &json!("The {{1}} and the {{2}}.")));
    let patterns =
        |gap: usize| found[0]["gaps"][gap]["accepted"].as_array().unwrap().iter().map(|text| text["pattern"].clone()).collect::<Vec<_>>();
    assert_eq!(patterns(0), [json!("door")]);
    assert!(patterns(1).contains(&json!("window")) && patterns(1).contains(&json!("windows")));
}

#[test]
fn capitals_in_qti_make_a_difference_only_where_it_is_said() {
    let item = |entry: &str| {
        let item = format!(
            r#"<assessmentItem identifier="t" title="T"><responseDeclaration identifier="R" cardinality="single" baseType="string"><mapping>{entry}</mapping></responseDeclaration>
            <itemBody><p>Richard III: <textEntryInteraction responseIdentifier="R"/></p></itemBody></assessmentItem>"#
        );
        as_json(&read(QuestionFormat::Qti, item.as_bytes()))[0]["case_sensitive"].clone()
    };
    assert_eq!(item(r#"<mapEntry mapKey="York" mappedValue="1"/>"#), false);
    assert_eq!(item(r#"<mapEntry mapKey="York" mappedValue="1" caseSensitive="true"/>"#), true);
}

#[test]
fn a_table_is_read_whatever_stands_between_its_cells() {
    for delimiter in [",", ";", "\t"] {
        let file =
            "kind|text|right|answer 1|answer 2\nsingle|Which?|2|a|b\ntrue_false|Water burns|no||\nmultiple|All?|9|a|b\nriddle|?|||\n"
                .replace('|', delimiter);
        let read = read(QuestionFormat::Csv, file.as_bytes());
        assert_eq!(as_json(&read)[0]["answers"][1], json!({ "text": "b", "right": true }));
        assert_eq!(
            reasons(&read),
            ["question 3, line 4: there is no answer 9", "question 4, line 5: questions of the kind “riddle” cannot be read from a table"]
        );
    }
    let nothing = read(QuestionFormat::Csv, b"a,b\n1,2\n");
    assert_eq!(nothing.skipped.len(), 1);
}

#[test]
fn entities_and_archives_that_grow_are_refused() {
    let declared = read(QuestionFormat::Qti, b"<!DOCTYPE x [<!ENTITY a \"b\">]><assessmentItem>&a;</assessmentItem>");
    assert!(declared.questions.is_empty() && declared.skipped.len() == 1);
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("item.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let large = format!("<assessmentItem>{}</assessmentItem>", " ".repeat(2 * 1024 * 1024));
    std::io::Write::write_all(&mut writer, large.as_bytes()).unwrap();
    let archive = writer.finish().unwrap().into_inner();
    assert_eq!(reasons(&read(QuestionFormat::Qti, &archive)), ["question 1, item.xml: it is larger than 1 MiB"]);
}

#[test]
fn what_marks_something_in_a_format_comes_back_or_is_told() {
    let tags = ["a]b", "[c]", "d\\", "e\\]", "f;g, h", "\\;", "[tag:i]"];
    let tagged = question(json!({ "kind": "true_false", "id": "t", "text": "?", "right": true, "tags": tags }));
    let percent = question(
        json!({ "kind": "text", "id": "p", "text": "?", "accepted": [{ "pattern": "%50%" }, { "pattern": "%20% of it", "percent": 5 }] }),
    );
    let arrow = question(json!({ "kind": "text", "id": "a", "text": "?", "accepted": [{ "pattern": "x -> y" }] }));
    let unit = question(
        json!({ "kind": "numeric", "id": "u", "text": "?", "accepted": [{ "value": "1" }], "units": [{ "name": "kg", "factor": "1" }],
        "unit_required": true }),
    );
    let choice = |text: &str, right: bool| json!({ "text": text, "right": right });
    let gaps = |id: &str, text: &str| {
        let choices = json!([choice("*{{2}}*", true), choice("&lt; {{1}}", false)]);
        question(json!({ "kind": "gaps", "id": id, "text": text, "gaps": [{ "choices": choices }, { "choices": choices }] }))
    };
    let typed = question(json!({ "kind": "gaps", "id": "w", "text": "It is {{1}}.", "gaps": [{ "accepted": [{ "pattern": "wet" }] }] }));
    let said = question(
        json!({ "kind": "text", "id": "s", "text": "?", "accepted": [{ "pattern": "yes", "feedback": "Good" }, { "pattern": "no", "percent": 0 }] }),
    );
    let control = question(json!({ "kind": "true_false", "id": "c", "text": "A\u{7}?", "right": true }));
    let all = [tagged, percent, arrow, unit, gaps("g", "A {{1}} and a {{2}}"), gaps("h", "[{{1}}] and {{2}}"), typed, said, control];
    for format in FORMATS {
        round_trip(format, &all);
    }
    let kept = FORMATS.map(|format| {
        all.iter().filter(|question| kept(format, question).is_some()).map(|question| question.id().as_str()).collect::<String>()
    });
    assert_eq!(kept, ["tpsc", "tpaugs", "pagh", "tac"]);
}

#[test]
fn gaps_are_found_by_how_they_are_written() {
    assert_eq!(crate::question::gap_numbers("{{2}} {{01}} {{+1}} {{1}} {{ 3 }} {{{4}}} {{"), [2, 1]);
    let gap = json!({ "accepted": [{ "pattern": "wet" }] });
    let asked: Question = serde_json::from_value(json!({ "kind": "gaps", "id": "g", "text": "It is {{01}}.", "gaps": [gap] })).unwrap();
    assert!(asked.check().is_err());
}

#[test]
fn lines_of_gift_end_in_any_way() {
    let written = |text: &str| {
        let asked = question(json!({ "kind": "true_false", "id": "t", "text": text, "right": true }));
        read(QuestionFormat::Gift, &write(QuestionFormat::Gift, &[asked]).content)
    };
    let (windows, unix) = (written("One\r\n\r\nTwo\rThree"), written("One\n\nTwo\nThree"));
    assert_eq!((as_json(&windows), windows.skipped), (as_json(&unix), Vec::new()));
}
