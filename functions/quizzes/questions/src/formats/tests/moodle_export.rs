//! Moodle XML in the shape in which Moodle 4 writes it: comments between questions, formats, CDATA, files in Base64, empty elements.

use super::{as_json, reasons};
use crate::formats::{QuestionFormat, read};
use serde_json::json;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category">
    <category>
      <text>$course$/top/Site safety/Fire // smoke</text>
    </category>
    <info format="moodle_auto_format">
      <text>Questions of the yearly course.</text>
    </info>
    <idnumber></idnumber>
  </question>
"#;

/// A question with what Moodle writes of each; `more` is what its kind adds.
fn question(kind: &str, name: &str, text: &str, more: &str) -> String {
    format!(
        r#"
<!-- question: 4711  -->
  <question type="{kind}">
    <name>
      <text>{name}</text>
    </name>
    <questiontext format="html">
      {text}
    </questiontext>
    <generalfeedback format="html">
      <text></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    {more}
  </question>
"#
    )
}

fn text(html: &str) -> String {
    format!("<text><![CDATA[{html}]]></text>")
}

fn answer(fraction: &str, format: &str, text: &str, feedback: &str) -> String {
    format!(
        "<answer fraction=\"{fraction}\" format=\"{format}\">\n      <text>{text}</text>\n      <feedback format=\"html\">\n        <text>{feedback}</text>\n      </feedback>\n    "
    )
}

const CLOSE: &str = "</answer>\n";

fn feedback(right: &str) -> String {
    format!(
        "<correctfeedback format=\"html\">\n      <text>{right}</text>\n    </correctfeedback>\n    <partiallycorrectfeedback format=\"html\">\n      \
         <text>Your answer is partially correct.</text>\n    </partiallycorrectfeedback>\n    <incorrectfeedback format=\"html\">\n      \
         <text>Your answer is incorrect.</text>\n    </incorrectfeedback>\n    <shownumcorrect/>\n"
    )
}

/// A question with one choice, its tags, and a picture in its text.
fn choice(picture: &str) -> String {
    let asked = text("<p>Which one puts out <b>burning fat</b>?<br><img src=\"@@PLUGINFILE@@/pan.png\" alt=\"A pan\" width=\"40\"></p>")
        + &format!("\n<file name=\"pan.png\" path=\"/\" encoding=\"base64\">{picture}</file>");
    let answers = answer("100", "html", "<![CDATA[<p>A lid</p>]]>", "<![CDATA[<p>It takes the air.</p>]]>")
        + CLOSE
        + &answer("0", "html", "<![CDATA[<p>Water</p>]]>", "")
        + CLOSE;
    let more = format!(
        "<idnumber>FIRE-1</idnumber>\n    <single>true</single>\n    <shuffleanswers>false</shuffleanswers>\n    <answernumbering>abc</answernumbering>\n    \
         <showstandardinstruction>0</showstandardinstruction>\n    {}{answers}<tags>\n      <tag><text>kitchen</text>\n</tag>\n      <tag><text>yearly</text>\n</tag>\n    </tags>",
        feedback("Your answer is correct.")
    );
    question("multichoice", "Burning fat", &asked, &more)
}

#[test]
fn what_moodle_writes_is_read_and_what_is_left_out_is_told() {
    let several = format!(
        "<idnumber></idnumber>\n    <single>false</single>\n    <shuffleanswers>true</shuffleanswers>\n    {}{}{CLOSE}{}{CLOSE}{}{CLOSE}<hint format=\"html\">\n      <text>Think of the air.</text>\n      \
         <shownumcorrect/>\n    </hint>",
        feedback("<![CDATA[<p>Well done</p>]]>"),
        answer("50", "html", "Fuel", ""),
        answer("50", "html", "Oxygen", ""),
        answer("-100", "html", "Water &amp;amp; sand", ""),
    );
    let number = format!(
        "<idnumber></idnumber>\n    {}<tolerance>0.05</tolerance>\n    {CLOSE}<units>\n  <unit>\n    <multiplier>1</multiplier>\n    <unit_name>kg</unit_name>\n  </unit>\n</units>\n    \
         <unitgradingtype>1</unitgradingtype>\n    <unitpenalty>0.1000000</unitpenalty>\n    <showunits>0</showunits>\n    <unitsleft>0</unitsleft>",
        answer("100", "moodle_auto_format", "6", "")
    );
    let truth = format!(
        "<idnumber></idnumber>\n    {}{CLOSE}{}{CLOSE}",
        answer("0", "moodle_auto_format", "true", ""),
        answer("100", "moodle_auto_format", "false", "<![CDATA[<p>It does not.</p>]]>")
    );
    let pairs = "<idnumber></idnumber>\n    <shuffleanswers>true</shuffleanswers>\n    <subquestion format=\"html\">\n      <text><![CDATA[<p>Class A</p>]]></text>\n      <answer>\n        \
        <text>Solids</text>\n      </answer>\n    </subquestion>\n    <subquestion format=\"html\">\n      <text><![CDATA[<p>Class B</p>]]></text>\n      <answer>\n        <text>Liquids</text>\n      </answer>\n    \
        </subquestion>\n    <subquestion format=\"html\">\n      <text></text>\n      <answer>\n        <text>Metals</text>\n      </answer>\n    </subquestion>";
    let dragged = "<idnumber></idnumber>\n    <shuffleanswers>1</shuffleanswers>\n    <dragbox>\n      <text>alarm</text>\n      <group>1</group>\n    </dragbox>\n    <dragbox>\n      <text>lift</text>\n      \
        <group>1</group>\n      <infinite/>\n    </dragbox>";
    let calculated = "<idnumber></idnumber>\n    <synchronize>0</synchronize>\n    <single>0</single>\n    <answer fraction=\"100\">\n    <text>{a} + {b}</text>\n    <tolerance>0.01</tolerance>\n    </answer>\n    \
        <dataset_definitions>\n<dataset_definition>\n    <name><text>a</text></name>\n    <dataset_items></dataset_items>\n</dataset_definition>\n</dataset_definitions>";
    let essay = "<idnumber>report</idnumber>\n    <responseformat>editor</responseformat>\n    <responserequired>1</responserequired>\n    <graderinfo format=\"html\">\n      <text></text>\n    </graderinfo>";
    let file = [
        HEAD.to_owned(),
        choice("aVZCT1J3MEtHZ28="),
        question("multichoice", "What fire needs", &text("<p>What does fire need?</p>"), &several),
        question("essay", "Report", &text("<p>Write a report.</p>"), essay),
        question("numerical", "Weight", &text("<p>How heavy is it?</p>"), &number),
        question("truefalse", "Lifts", &text("<p>A lift works in a fire.</p>"), &truth),
        question("calculated", "Sum", &text("<p>What is {a} + {b}?</p>"), calculated),
        question("matching", "Classes", &text("<p>Match them.</p>"), pairs),
        question("ddwtos", "Order", &text("<p>First the [[1]], never the [[2]].</p>"), dragged),
        question("cloze", "Embedded", &text("<p>{1:SHORTANSWER:=Foam}</p>"), "<idnumber></idnumber>"),
        question("description", "Note", &text("<p>Read this first.</p>"), "<idnumber></idnumber>"),
        "\n</quiz>\n".to_owned(),
    ]
    .concat();
    let read = read(QuestionFormat::MoodleXml, file.as_bytes());
    let told: Vec<String> =
        read.skipped.iter().map(|skipped| format!("{}: {}", skipped.title.as_deref().unwrap_or("?"), skipped.reason)).collect();
    assert_eq!(
        told,
        [
            "Burning fat: taken, but its pictures and files are left out; upload them here",
            "What fire needs: taken, but its hints are left out",
            "What fire needs: taken, but what it says of answers that are right, partly right or wrong as a whole is left out",
            "Report: questions of the kind “essay” cannot be used here",
            "Weight: taken, but an answer without its unit loses nothing now",
            "Sum: questions of the kind “calculated” cannot be used here",
            "Embedded: texts with embedded answers are written in a syntax of their own; write them as gaps here",
            "Note: questions of the kind “description” cannot be used here",
        ]
    );
    // Each place is the line of the question's first tag.
    let line_of = |name: &str| {
        let at = file.find(&format!("<text>{name}</text>")).unwrap();
        file[..file[..at].rfind("<question ").unwrap()].matches('\n').count() + 1
    };
    for (number, skipped) in [(1, 0), (2, 1), (3, 3), (4, 4), (6, 5), (9, 6), (10, 7)] {
        let skipped = &read.skipped[skipped];
        assert_eq!(skipped.at, format!("question {number}, line {}", line_of(skipped.title.as_deref().unwrap())));
    }
    let tag = "Fire / smoke";
    assert_eq!(
        as_json(&read),
        json!([
            { "kind": "single", "id": "fire-1", "text": "Which one puts out **burning fat**?  \nA pan", "tags": ["kitchen", "yearly", tag], "answers": [
                { "text": "A lid", "right": true, "feedback": "It takes the air." }, { "text": "Water", "right": false }] },
            { "kind": "multiple", "id": "q1", "text": "What does fire need?", "tags": [tag], "answers": [
                { "text": "Fuel", "right": true }, { "text": "Oxygen", "right": true }, { "text": "Water \\& sand", "right": false }] },
            { "kind": "numeric", "id": "q2", "text": "How heavy is it?", "tags": [tag], "accepted": [{ "value": "6", "tolerance": "0.05", "percent": 100 }],
              "units": [{ "name": "kg", "factor": "1" }], "unit_required": false },
            { "kind": "true_false", "id": "q3", "text": "A lift works in a fire.", "tags": [tag], "right": false, "feedback_false": "It does not." },
            { "kind": "matching", "id": "q4", "text": "Match them.", "tags": [tag], "pairs": [
                { "prompt": "Class A", "answer": "Solids" }, { "prompt": "Class B", "answer": "Liquids" }], "distractors": ["Metals"] },
            { "kind": "gaps", "id": "q5", "text": "First the {{1}}, never the {{2}}.", "tags": [tag], "gaps": [
                { "choices": [{ "text": "alarm", "right": true }, { "text": "lift", "right": false }], "accepted": [], "case_sensitive": false },
                { "choices": [{ "text": "alarm", "right": false }, { "text": "lift", "right": true }], "accepted": [], "case_sensitive": false }] },
        ])
    );
}

#[test]
fn a_picture_may_be_larger_than_a_question() {
    let file = format!("{HEAD}{}</quiz>", choice(&"QUJD".repeat(500_000)));
    let read = read(QuestionFormat::MoodleXml, file.as_bytes());
    assert_eq!(reasons(&read), ["question 1, line 15: taken, but its pictures and files are left out; upload them here"]);
    assert_eq!(read.questions.len(), 1);
}

#[test]
fn categories_that_moodle_has_made_itself_are_no_tags() {
    let of = |path: &str| {
        let file = format!(
            "<quiz><question type=\"category\"><category><text>{path}</text></category></question>{}</quiz>",
            question(
                "truefalse",
                "T",
                &text("?"),
                &(answer("100", "html", "true", "") + CLOSE + &answer("0", "html", "false", "") + CLOSE)
            )
        );
        as_json(&read(QuestionFormat::MoodleXml, file.as_bytes()))[0]["tags"].clone()
    };
    assert_eq!((of("$course$/top"), of("$module$/top/A//B"), of("top/A/B")), (json!(null), json!(["A/B"]), json!(["B"])));
}
