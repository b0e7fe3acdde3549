//! `cmi5.xml`: the course structure of cmi5 (Quartz, section 13). What is in a package is known from it; it is run by what keeps statements.

use crate::{
    error::PackageError,
    hrefs::{self, Found},
    ims::{rounded, shortened},
    outline::{Item, Launch, Organisation, Package, Standard},
    read::{MOST_ITEMS, Reading},
    warnings::WarningKind,
    xml::{attribute, child, children, is, line, text, text_of},
};
use roxmltree::{Document, Node};
use std::collections::BTreeSet;

pub(super) fn read(reading: &mut Reading<'_>, document: &Document<'_>) -> Result<Package, PackageError> {
    let root = document.root_element();
    if !is(root, "courseStructure") {
        let reason = format!("it begins with <{}>, not with <courseStructure>", root.tag_name().name());
        return Err(PackageError::Manifest { file: reading.file.to_owned(), reason });
    }
    let course = child(root, "course");
    let title = course.and_then(title_of).unwrap_or_else(|| "Untitled course".to_owned());
    let id = course.and_then(|course| attribute(course, "id")).unwrap_or("course");
    let mut outline = Outline { reading, ids: BTreeSet::new(), count: 0 };
    let items = outline.items(root)?;
    let organisations = vec![Organisation { id: shortened(id, 900), title: title.clone(), items }];
    Ok(Package { standard: Standard::Cmi5, title, organisations, warnings: Vec::new() })
}

/// A title in English, else the first.
fn title_of(node: Node<'_, '_>) -> Option<String> {
    let title = child(node, "title")?;
    let all: Vec<Node<'_, '_>> = children(title, "langstring").collect();
    let english = all.iter().find(|one| attribute(**one, "lang").is_some_and(|language| language.to_lowercase().starts_with("en")));
    let said = text(*english.or_else(|| all.first()).unwrap_or(&title));
    Some(shortened(&said, 200)).filter(|title| !title.is_empty())
}

struct Outline<'a, 'b> {
    reading: &'a mut Reading<'b>,
    ids: BTreeSet<String>,
    count: usize,
}

impl Outline<'_, '_> {
    fn items(&mut self, node: Node<'_, '_>) -> Result<Vec<Item>, PackageError> {
        let mut items = Vec::new();
        for node in node.children().filter(|child| is(*child, "au") || is(*child, "block")) {
            self.count += 1;
            if self.count > MOST_ITEMS {
                return Err(PackageError::TooManyParts { file: self.reading.file.to_owned(), limit: MOST_ITEMS });
            }
            let id = attribute(node, "id").map_or_else(|| format!("item-{}", self.count), |id| shortened(id.trim(), 900));
            if !self.ids.insert(id.clone()) {
                let message = format!("the id {id} stands there twice; the second is left out");
                self.reading.warn(WarningKind::RepeatedIdentifier, Some(line(node)), message);
                continue;
            }
            let title = title_of(node).unwrap_or_else(|| id.clone());
            let launch = if is(node, "au") { self.launch(node) } else { None };
            items.push(Item { id, title, launch, items: if is(node, "block") { self.items(node)? } else { Vec::new() } });
        }
        Ok(items)
    }

    fn launch(&mut self, unit: Node<'_, '_>) -> Option<Launch> {
        let url = text_of(unit, "url")?;
        let folder = self.reading.folder().to_owned();
        let address = match self.reading.files.find(&folder, &url) {
            Found::File { path, rest, .. } => hrefs::address(&path, &rest),
            Found::Remote => {
                let message = format!("{url} lies elsewhere; only what is in the archive is opened");
                self.reading.warn(WarningKind::RemotePart, Some(line(unit)), message);
                return None;
            }
            Found::Missing => {
                self.reading.warn(WarningKind::MissingFile, Some(line(unit)), format!("{url} is not in the archive"));
                return None;
            }
        };
        let mastery = attribute(unit, "masteryScore").and_then(|score| score.trim().parse::<f64>().ok());
        let mastery_percent = mastery.filter(|score| (0.0..=1.0).contains(score)).map(|score| rounded(score * 100.0));
        Some(Launch { address, mastery_percent, launch_data: text_of(unit, "launchParameters"), ..Launch::default() })
    }
}
