//! 1EdTech QTI 2.x and 3: items (`assessmentItem`, `qti-assessment-item`), one by one or in a package. Written is a package of QTI 2.2.
//!
//! Where `mapEntry` does not say whether capitals make a difference, they make none: so it is in 2.2 and 3.0, and 2.1 leaves it open.

mod writing;

pub(super) use writing::write;

use super::{
    Read, SkippedQuestion,
    building::{FULL, Head, Weighed},
    html,
    xml::{attribute, child, children, document, escaped, is, text},
};
use crate::{
    decimal::Decimal,
    pattern,
    question::{AcceptedText, Gap, GapChoice, GapChoices, GapList, GapTexts, GapsQuestion, Question, QuestionId, Units},
};
use roxmltree::Node;
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{Cursor, Read as _},
};
use zip::ZipArchive;

/// Entries of a package that are looked at, and bytes of all items.
const MOST_ENTRIES: usize = 2_000;
const MOST_BYTES: u64 = 16 * 1024 * 1024;
const MOST_ITEM_BYTES: u64 = 1024 * 1024;

pub(super) fn read(content: &[u8]) -> Read {
    let mut read = Read::default();
    if !content.starts_with(b"PK") {
        let file = String::from_utf8_lossy(content);
        take(&mut read, "question 1", &file);
        return read;
    }
    let mut archive = match ZipArchive::new(Cursor::new(content)) {
        Ok(archive) if archive.len() <= MOST_ENTRIES => archive,
        Ok(_) => return failed(read, &format!("the package holds more than {MOST_ENTRIES} files")),
        Err(error) => return failed(read, &format!("it is no zip archive: {error}")),
    };
    let (mut bytes, mut number) = (0, 0);
    for at in 0..archive.len() {
        let Ok(entry) = archive.by_index(at) else { continue };
        let name = entry.name().map_or_else(|_| format!("file {at}"), std::borrow::Cow::into_owned);
        if !name.to_ascii_lowercase().ends_with(".xml") || name.to_ascii_lowercase().ends_with("imsmanifest.xml") {
            continue;
        }
        let mut file = Vec::new();
        // No more is unpacked than may be, whatever the entry says of itself.
        let unpacked = entry.take(MOST_ITEM_BYTES + 1).read_to_end(&mut file);
        bytes += file.len() as u64;
        if bytes > MOST_BYTES {
            return failed(read, "the package is larger than 16 MiB unpacked; what follows was not read");
        }
        let text = String::from_utf8_lossy(&file);
        if !text.contains("ssessmentItem") && !text.contains("assessment-item") {
            continue;
        }
        number += 1;
        let place = format!("question {number}, {name}");
        match unpacked {
            Ok(length) if length as u64 > MOST_ITEM_BYTES => read.take(&place, None, Err("it is larger than 1 MiB".to_owned())),
            Ok(_) => take(&mut read, &place, &text),
            Err(error) => read.take(&place, None, Err(format!("it cannot be unpacked: {error}"))),
        }
    }
    if number == 0 { failed(read, "there are no items in the package") } else { read }
}

fn failed(mut read: Read, reason: &str) -> Read {
    read.skipped.push(SkippedQuestion { at: "the file".to_owned(), title: None, reason: reason.to_owned() });
    read
}

fn take(read: &mut Read, place: &str, file: &str) {
    // A schema or style named by a document type is of no use here; entities of its own are refused.
    match document(file.trim_start_matches('\u{feff}')) {
        Err(reason) => read.take(place, None, Err(reason)),
        Ok(document) => {
            let items: Vec<Node<'_, '_>> = document.descendants().filter(|node| node.is_element() && is(*node, "assessmentItem")).collect();
            if items.is_empty() {
                read.take(place, None, Err("it holds no item of QTI 2 or 3".to_owned()));
            }
            for item in items {
                let title = attribute(item, "title").map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
                read.take(place, title, question(item));
            }
        }
    }
}

/// What the item declares of a response.
#[derive(Debug, Default)]
struct Response {
    right: Vec<String>,
    /// Weights, and whether capitals make a difference.
    mapped: Vec<(String, f64, bool)>,
    is_number: bool,
}

impl Response {
    fn of(node: Node<'_, '_>) -> Self {
        let right =
            child(node, "correctResponse").map(|right| children(right, "value").map(|value| text(value).trim().to_owned()).collect());
        let mapped = child(node, "mapping").map(|mapping| {
            let entry = |entry: Node<'_, '_>| {
                let key = attribute(entry, "mapKey")?.trim().to_owned();
                let value = attribute(entry, "mappedValue")?.trim().parse().ok()?;
                Some((key, value, attribute(entry, "caseSensitive") == Some("true")))
            };
            children(mapping, "mapEntry").filter_map(entry).collect()
        });
        Self {
            right: right.unwrap_or_default(),
            mapped: mapped.unwrap_or_default(),
            is_number: matches!(attribute(node, "baseType"), Some("float" | "integer")),
        }
    }

    /// Texts that are accepted, with their parts of the most that can be earned.
    fn texts(&self) -> (Vec<Weighed>, bool) {
        let most = self.mapped.iter().map(|(_, value, _)| *value).fold(0.0, f64::max);
        let weigh = |value: f64| if most > 0.0 { (value / most * f64::from(FULL)).round() as i32 } else { 0 };
        let mut texts: Vec<Weighed> = self
            .mapped
            .iter()
            .map(|(key, value, _)| Weighed { text: key.clone(), weight: weigh(*value), feedback: String::new() })
            .collect();
        for right in &self.right {
            if !texts.iter().any(|text| &text.text == right) {
                texts.insert(0, Weighed { text: right.clone(), weight: FULL, feedback: String::new() });
            }
        }
        texts.retain(|text| text.weight > 0);
        (texts, self.mapped.iter().any(|(_, _, is_sensitive)| *is_sensitive))
    }

    fn is_right(&self, id: &str) -> bool {
        if self.right.is_empty() {
            self.mapped.iter().any(|(key, value, _)| key == id && *value > 0.0)
        } else {
            self.right.iter().any(|right| right == id)
        }
    }
}

const INTERACTIONS: [&str; 18] = [
    "choiceInteraction",
    "orderInteraction",
    "matchInteraction",
    "inlineChoiceInteraction",
    "textEntryInteraction",
    "gapMatchInteraction",
    "hotspotInteraction",
    "selectPointInteraction",
    "associateInteraction",
    "extendedTextInteraction",
    "hottextInteraction",
    "graphicOrderInteraction",
    "graphicAssociateInteraction",
    "graphicGapMatchInteraction",
    "positionObjectInteraction",
    "sliderInteraction",
    "drawingInteraction",
    "uploadInteraction",
];

fn interaction(node: Node<'_, '_>) -> Option<&'static str> {
    INTERACTIONS.into_iter().find(|name| node.is_element() && is(node, name))
}

fn question(item: Node<'_, '_>) -> Result<(Question, Vec<String>), String> {
    let body = child(item, "itemBody").ok_or("the item has no body")?;
    let responses: BTreeMap<&str, Response> =
        children(item, "responseDeclaration").filter_map(|node| Some((attribute(node, "identifier")?, Response::of(node)))).collect();
    let found: Vec<(Node<'_, '_>, &'static str)> = body.descendants().filter_map(|node| Some((node, interaction(node)?))).collect();
    let Some((first, kind)) = found.first().copied() else { return Err("it asks nothing".to_owned()) };
    let feedback = children(item, "modalFeedback").map(inner).collect::<Vec<_>>();
    let mut notes = Vec::new();
    if feedback.len() > 1 {
        notes.push("of its feedback only the first is taken".to_owned());
    }
    if body.descendants().any(|node| is(node, "img") || is(node, "object")) {
        notes.push("its pictures are left out; upload them here".to_owned());
    }
    let mut head = Head {
        id: attribute(item, "identifier").and_then(|id| id.to_ascii_lowercase().parse::<QuestionId>().ok()),
        feedback: feedback.into_iter().find(|feedback| !feedback.is_empty()).unwrap_or_default(),
        ..Head::default()
    };
    let response = responses.get(attribute(first, "responseIdentifier").unwrap_or_default()).ok_or("the right answer is not declared")?;
    let inline = ["inlineChoiceInteraction", "textEntryInteraction", "gapMatchInteraction"];
    if found.len() > 1 && !found.iter().all(|(_, kind)| inline.iter().take(2).any(|name| name == kind)) {
        return Err("it asks several things at once".to_owned());
    }
    let prompt = child(first, "prompt").map(inner).unwrap_or_default();
    let (mut gaps, mut around) = (Vec::new(), String::new());
    written(body, &mut around, &mut gaps);
    let around = markdown(&around);
    head.text = [around.as_str(), prompt.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    let (question, more) = match kind {
        "choiceInteraction" => choice(&head, first, response)?,
        "orderInteraction" => (ordered(&head, first, response)?, Vec::new()),
        "matchInteraction" => matched(&head, first, response)?,
        "textEntryInteraction" if found.len() == 1 => {
            // A gap in the middle of a sentence stays one.
            head.text = match head.text.strip_suffix("{{1}}") {
                Some(text) => text.trim_end().to_owned(),
                None => head.text.replace("{{1}}", "\\_\\_\\_\\_\\_"),
            };
            typed(&head, response, item)?
        }
        "inlineChoiceInteraction" | "textEntryInteraction" => (gapped(&head, &gaps, &responses)?, Vec::new()),
        "hotspotInteraction" | "selectPointInteraction" => return Err("its picture would have to be uploaded first".to_owned()),
        other => return Err(format!("questions of the kind “{other}” cannot be used here")),
    };
    notes.extend(more);
    Ok((question, notes))
}

/// What is written in a body, with gaps where something is to be filled in; interactions that stand by themselves are left out.
fn written<'a, 'b>(node: Node<'a, 'b>, output: &mut String, gaps: &mut Vec<Node<'a, 'b>>) {
    for child in node.children() {
        if let Some(text) = child.text().filter(|_| child.is_text()) {
            output.push_str(&escaped(text));
        } else if child.is_element() {
            match interaction(child) {
                Some("inlineChoiceInteraction" | "textEntryInteraction") => {
                    gaps.push(child);
                    let _infallible = write!(output, "{{{{{}}}}}", gaps.len());
                }
                Some(_) => {}
                None if ["feedbackInline", "feedbackBlock", "rubricBlock", "stylesheet"].iter().any(|name| is(child, name)) => {}
                None => {
                    let name = child.tag_name().name();
                    // Markdown that this platform has written, word for word.
                    let class = attribute(child, "class").map(|class| format!(" class=\"{}\"", escaped(class))).unwrap_or_default();
                    let alt = attribute(child, "alt").map(|alt| format!(" alt=\"{}\"", escaped(alt))).unwrap_or_default();
                    let _infallible = write!(output, "<{name}{class}{alt}>");
                    written(child, output, gaps);
                    let _infallible = write!(output, "</{name}>");
                }
            }
        }
    }
}

fn inner(node: Node<'_, '_>) -> String {
    let mut output = String::new();
    written(node, &mut output, &mut Vec::new());
    markdown(&output)
}

const OWN: &str = "<div class=\"markdown\">";
const OWN_INLINE: &str = "<span class=\"markdown\">";

/// HTML as Markdown, but for what says that it is Markdown.
fn markdown(html: &str) -> String {
    if let Some(own) = html.trim().strip_prefix(OWN_INLINE).and_then(|rest| rest.strip_suffix("</span>")) {
        return html::entities(own).trim().to_owned();
    }
    let (mut parts, mut rest) = (Vec::new(), html);
    while let Some((before, after)) = rest.split_once(OWN) {
        let (own, after) = after.split_once("</div>").unwrap_or((after, ""));
        parts.extend([html::markdown(before), html::entities(own).trim().to_owned()]);
        rest = after;
    }
    parts.push(html::markdown(rest));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn choices<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> Vec<(String, Node<'a, 'b>)> {
    children(node, name).filter_map(|choice| Some((attribute(choice, "identifier")?.to_owned(), choice))).collect()
}

fn choice(head: &Head, node: Node<'_, '_>, response: &Response) -> Result<(Question, Vec<String>), String> {
    let several = attribute(node, "maxChoices").is_some_and(|most| most.trim() != "1");
    let all = choices(node, "simpleChoice");
    let is_truth = |(id, _): &(String, Node<'_, '_>)| id == "true" || id == "false";
    let feedback = |choice: Node<'_, '_>| {
        choice.descendants().find(|node| node.is_element() && is(*node, "feedbackInline")).map(inner).unwrap_or_default()
    };
    if all.len() == 2 && all.iter().all(is_truth) && !several {
        let of = |value: &str| all.iter().find(|(id, _)| id == value).map(|(_, node)| feedback(*node)).unwrap_or_default();
        return Ok((head.true_false(response.is_right("true"), &of("true"), &of("false"))?, Vec::new()));
    }
    let weighed = |(id, node): &(String, Node<'_, '_>)| Weighed {
        text: inner(*node),
        weight: if response.is_right(id) { FULL } else { 0 },
        feedback: feedback(*node),
    };
    head.choice(&all.iter().map(weighed).collect::<Vec<_>>(), several)
}

fn ordered(head: &Head, node: Node<'_, '_>, response: &Response) -> Result<Question, String> {
    let texts: BTreeMap<String, String> = choices(node, "simpleChoice").into_iter().map(|(id, node)| (id, inner(node))).collect();
    let items = response.right.iter().map(|id| texts.get(id).cloned().ok_or_else(|| format!("there is no item {id}")));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    if items.len() != texts.len() {
        return Err("not all items are in the right order".to_owned());
    }
    head.ordering(&items)
}

fn matched(head: &Head, node: Node<'_, '_>, response: &Response) -> Result<(Question, Vec<String>), String> {
    let sets: Vec<Vec<(String, Node<'_, '_>)>> =
        children(node, "simpleMatchSet").map(|set| choices(set, "simpleAssociableChoice")).collect();
    let [prompts, answers] = sets.as_slice() else { return Err("it has not two sets to match".to_owned()) };
    let pairs: Vec<(&str, &str)> = response.right.iter().filter_map(|pair| pair.split_once(char::is_whitespace)).collect();
    let mut all = Vec::new();
    for (id, prompt) in prompts {
        let mut of_prompt = pairs.iter().filter(|(first, _)| first == id).map(|(_, answer)| answer.trim());
        let answer = of_prompt.next().ok_or_else(|| format!("nothing belongs to {id}"))?;
        if of_prompt.next().is_some() {
            return Err(format!("several answers belong to {id}"));
        }
        let (_, node) = answers.iter().find(|(id, _)| id == answer).ok_or_else(|| format!("there is no answer {answer}"))?;
        all.push((inner(*prompt), inner(*node)));
    }
    let used: Vec<&str> = pairs.iter().map(|(_, answer)| answer.trim()).collect();
    all.extend(answers.iter().filter(|(id, _)| !used.contains(&id.as_str())).map(|(_, node)| (String::new(), inner(*node))));
    Ok((head.matching(&all)?, Vec::new()))
}

fn typed(head: &Head, response: &Response, item: Node<'_, '_>) -> Result<(Question, Vec<String>), String> {
    let (texts, case_sensitive) = response.texts();
    if !response.is_number {
        return head.short_text(&texts, case_sensitive, false);
    }
    let tolerance = tolerance(item);
    let numbers: Vec<(Weighed, Decimal)> =
        texts.into_iter().map(|text| (text, tolerance.as_ref().ok().cloned().unwrap_or_default())).collect();
    let (question, mut notes) = head.number(&numbers, Units::default())?;
    notes.extend(tolerance.err().map(str::to_owned));
    Ok((question, notes))
}

/// How far a number may be from the right one, which the item's own rules say (`equal` with `toleranceMode` and `tolerance`, in the information
/// model of items since QTI 2.0): one number, or one below and one above.
fn tolerance(item: Node<'_, '_>) -> Result<Decimal, &'static str> {
    const LOST: &str = "its tolerance is left out; give it one here";
    let rule = item.descendants().find(|node| node.is_element() && (is(*node, "equal") || is(*node, "equalRounded")));
    let Some(rule) = rule else { return Ok(Decimal::default()) };
    match attribute(rule, "toleranceMode") {
        None | Some("exact") if is(rule, "equal") => Ok(Decimal::default()),
        Some("absolute") => {
            let mut numbers = attribute(rule, "tolerance").unwrap_or_default().split_whitespace();
            let below: Decimal =
                numbers.next().filter(|number| !number.starts_with('-')).and_then(|number| number.parse().ok()).ok_or(LOST)?;
            let above: Option<Decimal> = numbers.next().map(str::parse).transpose().map_err(|_| LOST)?;
            if above.is_none_or(|above| above.value() == below.value()) { Ok(below) } else { Err(LOST) }
        }
        _ => Err(LOST),
    }
}

fn gapped(head: &Head, gaps: &[Node<'_, '_>], responses: &BTreeMap<&str, Response>) -> Result<Question, String> {
    let (id, text, points, tags, feedback) = head.common()?;
    let gap = |node: &Node<'_, '_>| {
        let response =
            responses.get(attribute(*node, "responseIdentifier").unwrap_or_default()).ok_or("a gap's right answer is not declared")?;
        if is(*node, "textEntryInteraction") {
            let (texts, case_sensitive) = response.texts();
            let accepted = |text: &Weighed| {
                let pattern = pattern::escaped(&text.text).parse().map_err(|error| format!("an accepted answer: {error}"))?;
                let percent = u64::from((text.weight / 1_000).unsigned_abs()).try_into().unwrap_or_default();
                Ok(AcceptedText { pattern, percent, feedback: None })
            };
            let accepted = GapTexts(texts.iter().map(accepted).collect::<Result<Vec<_>, String>>()?);
            return Ok(Gap { accepted, case_sensitive, ..Gap::default() });
        }
        let choice = |(id, node): &(String, Node<'_, '_>)| {
            Ok(GapChoice { text: inner(*node).parse().map_err(|error| format!("a choice: {error}"))?, right: response.is_right(id) })
        };
        let choices = choices(*node, "inlineChoice").iter().map(choice).collect::<Result<Vec<_>, String>>()?;
        Ok(Gap { choices: GapChoices(choices), ..Gap::default() })
    };
    let all = gaps.iter().map(gap).collect::<Result<Vec<_>, String>>()?;
    if all.len() > 20 {
        return Err("a text has 1 to 20 gaps".to_owned());
    }
    Ok(Question::Gaps(GapsQuestion { id, text, points, tags, feedback, gaps: GapList(all) }))
}
