//! Questions as items of QTI 2.2, in a package.

use super::{OWN, OWN_INLINE};
use crate::{
    decimal::Decimal,
    formats::{
        Written, unwritten,
        xml::{escaped, unwritable},
    },
    pattern,
    question::{AcceptedText, Feedback, GapChoice, GapsQuestion, Question},
};
use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};
use zip::{ZipWriter, write::SimpleFileOptions};

fn own(markdown: &str) -> String {
    format!("{OWN}{}</div>", escaped(markdown))
}

fn own_inline(markdown: &str) -> String {
    format!("{OWN_INLINE}{}</span>", escaped(markdown))
}

fn said(feedback: Option<&Feedback>, id: &str) -> String {
    let said = |feedback: &Feedback| {
        format!(
            "<feedbackInline outcomeIdentifier=\"FEEDBACK\" identifier=\"{id}\" showHide=\"show\">{}</feedbackInline>",
            own_inline(feedback.as_str())
        )
    };
    feedback.map(said).unwrap_or_default()
}

fn declared(id: &str, cardinality: &str, base: &str, right: &[String], more: &str) -> String {
    let values: String = right.iter().map(|value| format!("<value>{}</value>", escaped(value))).collect();
    format!(
        "<responseDeclaration identifier=\"{id}\" cardinality=\"{cardinality}\" baseType=\"{base}\"><correctResponse>{values}</correctResponse>{more}</responseDeclaration>\n"
    )
}

/// The declarations and the body of an item.
fn parts(question: &Question) -> Result<(String, String), &'static str> {
    let text = own(question.text().as_str());
    let one = |choice: (usize, &crate::question::Answer)| {
        let (at, answer) = choice;
        let id = format!("c{}", at + 1);
        format!(
            "<simpleChoice identifier=\"{id}\">{}{}</simpleChoice>",
            own_inline(answer.text.as_str()),
            said(answer.feedback.as_ref(), &id)
        )
    };
    let right = |answers: &[crate::question::Answer]| -> Vec<String> {
        answers.iter().enumerate().filter(|(_, answer)| answer.right).map(|(at, _)| format!("c{}", at + 1)).collect()
    };
    Ok(match question {
        Question::Single(question) => {
            let all: String = question.answers.0.iter().enumerate().map(one).collect();
            let body = format!(
                "{text}<choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\" maxChoices=\"1\">{all}</choiceInteraction>"
            );
            (declared("RESPONSE", "single", "identifier", &right(&question.answers.0), ""), body)
        }
        Question::Multiple(question) => {
            let all: String = question.answers.0.iter().enumerate().map(one).collect();
            let body = format!(
                "{text}<choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\" maxChoices=\"0\">{all}</choiceInteraction>"
            );
            (declared("RESPONSE", "multiple", "identifier", &right(&question.answers.0), ""), body)
        }
        Question::TrueFalse(question) => {
            let of = |value: &str, feedback: &Option<Feedback>| {
                format!("<simpleChoice identifier=\"{value}\">{value}{}</simpleChoice>", said(feedback.as_ref(), value))
            };
            let all = of("true", &question.feedback_true) + &of("false", &question.feedback_false);
            let body = format!(
                "{text}<choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"false\" maxChoices=\"1\">{all}</choiceInteraction>"
            );
            (declared("RESPONSE", "single", "identifier", &[question.right.to_string()], ""), body)
        }
        Question::Ordering(question) => {
            let item = |(at, item): (usize, &crate::question::AnswerText)| {
                format!("<simpleChoice identifier=\"i{}\">{}</simpleChoice>", at + 1, own_inline(item.as_str()))
            };
            let all: String = question.items.0.iter().enumerate().map(item).collect();
            let ids: Vec<String> = (1..=question.items.0.len()).map(|number| format!("i{number}")).collect();
            let body = format!("{text}<orderInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\">{all}</orderInteraction>");
            (declared("RESPONSE", "ordered", "identifier", &ids, ""), body)
        }
        Question::Matching(question) => matching_parts(question, &text),
        Question::Text(question) => {
            if question.accepted.0.iter().any(|text| pattern::text_of(text.pattern.as_str()).is_none()) {
                return Err("QTI has no patterns");
            }
            let (best, mapping) = mapping(&question.accepted.0, question.case_sensitive);
            let body = format!("{text}<p><textEntryInteraction responseIdentifier=\"RESPONSE\"/></p>");
            (declared("RESPONSE", "single", "string", &best, &mapping), body)
        }
        Question::Gaps(question) => gap_parts(question)?,
        Question::Numeric(question) => {
            let plain = |number: &crate::question::AcceptedNumber| number.tolerance.value() == Decimal::default().value();
            let [number] = question.accepted.0.as_slice() else {
                return Err("QTI items with several accepted numbers need rules of their own");
            };
            if !question.units.0.is_empty() || !plain(number) {
                return Err("QTI items with tolerances or units need rules of their own");
            }
            let body = format!("{text}<p><textEntryInteraction responseIdentifier=\"RESPONSE\"/></p>");
            (declared("RESPONSE", "single", "float", &[number.value.as_str().to_owned()], ""), body)
        }
        Question::Hotspot(_) => return Err("QTI would need the picture itself"),
    })
}

fn matching_parts(question: &crate::question::MatchingQuestion, text: &str) -> (String, String) {
    let answers = crate::show::matching_answers(question);
    let choice = |prefix: &str, at: usize, text: &str, most: usize| {
        format!(
            "<simpleAssociableChoice identifier=\"{prefix}{}\" matchMax=\"{most}\">{}</simpleAssociableChoice>",
            at + 1,
            own_inline(text)
        )
    };
    let pairs = &question.pairs.0;
    let prompts: String = pairs.iter().enumerate().map(|(at, pair)| choice("p", at, pair.prompt.as_str(), 1)).collect();
    let all: String = answers.iter().enumerate().map(|(at, answer)| choice("a", at, answer, pairs.len())).collect();
    let right = pairs.iter().enumerate().filter_map(|(at, pair)| {
        let answer = answers.iter().position(|answer| answer.trim() == pair.answer.as_str().trim())?;
        Some(format!("p{} a{}", at + 1, answer + 1))
    });
    let declared = declared("RESPONSE", "multiple", "directedPair", &right.collect::<Vec<_>>(), "");
    let sets = format!("<simpleMatchSet>{prompts}</simpleMatchSet><simpleMatchSet>{all}</simpleMatchSet>");
    let most = pairs.len();
    (
        declared,
        format!(
            "{text}<matchInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\" maxAssociations=\"{most}\">{sets}</matchInteraction>"
        ),
    )
}

/// The best accepted text, and what each earns.
fn mapping(accepted: &[AcceptedText], case_sensitive: bool) -> (Vec<String>, String) {
    let mut entries = String::new();
    for text in accepted {
        let key = pattern::text_of(text.pattern.as_str()).unwrap_or_default();
        let value = f64::from(text.percent.get()) / 100.0;
        let _infallible =
            write!(entries, "<mapEntry mapKey=\"{}\" mappedValue=\"{value}\" caseSensitive=\"{case_sensitive}\"/>", escaped(&key));
    }
    let best = accepted.iter().find(|text| text.percent.get() == 100).and_then(|text| pattern::text_of(text.pattern.as_str()));
    (best.into_iter().collect(), format!("<mapping defaultValue=\"0\">{entries}</mapping>"))
}

fn gap_parts(question: &GapsQuestion) -> Result<(String, String), &'static str> {
    let (mut declarations, mut places) = (String::new(), Vec::new());
    for (at, gap) in question.gaps.0.iter().enumerate() {
        let id = format!("GAP{}", at + 1);
        let place = if gap.choices.0.is_empty() {
            if gap.accepted.0.iter().any(|text| pattern::text_of(text.pattern.as_str()).is_none()) {
                return Err("QTI has no patterns");
            }
            let (best, mapping) = mapping(&gap.accepted.0, gap.case_sensitive);
            declarations.push_str(&declared(&id, "single", "string", &best, &mapping));
            format!("<textEntryInteraction responseIdentifier=\"{id}\"/>")
        } else {
            let right = gap.choices.0.iter().position(|choice| choice.right).map(|at| format!("c{}", at + 1));
            declarations.push_str(&declared(&id, "single", "identifier", &right.into_iter().collect::<Vec<_>>(), ""));
            let choice = |(at, choice): (usize, &GapChoice)| {
                format!("<inlineChoice identifier=\"c{}\">{}</inlineChoice>", at + 1, own_inline(choice.text.as_str()))
            };
            let choices: String = gap.choices.0.iter().enumerate().map(choice).collect();
            format!("<inlineChoiceInteraction responseIdentifier=\"{id}\" shuffle=\"true\">{choices}</inlineChoiceInteraction>")
        };
        places.push(place);
    }
    Ok((declarations, format!("{OWN}{}</div>", with_places(&escaped(question.text.as_str()), &places))))
}

/// A text with its gaps filled. What is filled in may hold what looks like a gap, and stays as it is.
fn with_places(text: &str, places: &[String]) -> String {
    let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let place = after.split_once("}}").and_then(|(number, after)| {
            let at = number.parse::<usize>().ok()?.checked_sub(1)?;
            Some((places.get(at)?, after))
        });
        match place {
            Some((place, after)) => {
                filled.push_str(place);
                rest = after;
            }
            None => {
                filled.push_str("{{");
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// What an item has no place for.
fn lost(question: &Question) -> Vec<&'static str> {
    let mut lost = Vec::new();
    if !question.points().is_one() {
        lost.push("points are left out");
    }
    if !question.tags().is_empty() {
        lost.push("tags are left out");
    }
    lost.extend(unwritable(question));
    let gaps = if let Question::Gaps(question) = question { question.gaps.0.as_slice() } else { &[] };
    let typed = if let Question::Text(question) = question { question.accepted.0.as_slice() } else { &[] };
    let mut typed = typed.iter().chain(gaps.iter().flat_map(|gap| &gap.accepted.0));
    let has_feedback = typed.clone().any(|text| text.feedback.is_some())
        || matches!(question, Question::Numeric(number) if number.accepted.0.iter().any(|number| number.feedback.is_some()));
    if has_feedback {
        lost.push("feedback to answers that are written is left out");
    }
    if typed.any(|text| text.percent.get() == 0) {
        lost.push("texts that earn nothing are left out");
    }
    if matches!(gaps, [gap] if gap.choices.0.is_empty()) {
        lost.push("a text with one gap to write into is read as a question with a short answer");
    }
    lost
}

pub(in crate::formats) fn write(questions: &[Question]) -> Written {
    let (mut files, mut skipped) = (Vec::new(), Vec::new());
    for (at, question) in questions.iter().enumerate() {
        match parts(question) {
            Err(reason) => skipped.push(unwritten(at + 1, question, reason)),
            Ok((declarations, body)) => {
                skipped.extend(lost(question).into_iter().map(|reason| unwritten(at + 1, question, reason)));
                let id = question.id();
                let feedback = question.feedback().map(|feedback| {
                    let own = own(feedback.as_str());
                    format!("<modalFeedback outcomeIdentifier=\"FEEDBACK\" identifier=\"general\" showHide=\"show\">{own}</modalFeedback>")
                });
                let item = format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p2\" identifier=\"{id}\" \
                     title=\"{id}\" adaptive=\"false\" timeDependent=\"false\">\n{declarations}<outcomeDeclaration identifier=\"SCORE\" \
                     cardinality=\"single\" baseType=\"float\"/>\n<itemBody>{body}</itemBody>\n<responseProcessing \
                     template=\"http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct\"/>{}</assessmentItem>\n",
                    feedback.unwrap_or_default()
                );
                files.push((format!("items/{:03}-{id}.xml", at + 1), item));
            }
        }
    }
    // Into memory nothing fails to be written.
    let content = zipped(&files).unwrap_or_default();
    Written { file_name: "questions.zip", content_type: "application/zip", content, skipped }
}

fn zipped(files: &[(String, String)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let resources: String = (1..)
        .zip(files)
        .map(|(number, (name, _)): (usize, _)| {
            format!("<resource identifier=\"r{number}\" type=\"imsqti_item_xmlv2p2\" href=\"{name}\"><file href=\"{name}\"/></resource>")
        })
        .collect();
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"http://www.imsglobal.org/xsd/imscp_v1p1\" identifier=\"questions\">\
         <metadata><schema>QTIv2.2 Package</schema><schemaversion>1.0.0</schemaversion></metadata><organizations/><resources>{resources}</resources></manifest>\n"
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, file) in [("imsmanifest.xml", &manifest)].into_iter().chain(files.iter().map(|(name, file)| (name.as_str(), file))) {
        writer.start_file(name, options)?;
        writer.write_all(file.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}
