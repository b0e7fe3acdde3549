//! `imsmanifest.xml`: IMS Content Packaging 1.1, as SCORM 1.2 and SCORM 2004 use it.

mod resources;
mod standard;

use crate::{
    error::PackageError,
    outline::{Item, Launch, Organisation, Package, Standard},
    read::{MOST_ITEMS, Reading},
    warnings::WarningKind,
    xml::{attribute, child, children, is, line, text, text_of},
};
use resources::{Resource, Resources};
use roxmltree::{Document, Node};
use std::collections::BTreeSet;

/// Characters of a title: more is cut.
const LONGEST_TITLE: usize = 200;
/// Characters of an identifier.
const LONGEST_ID: usize = 900;

/// Addresses in a manifest, by which names of files in an unknown encoding are read.
pub(super) fn wanted(root: Node<'_, '_>) -> Vec<String> {
    let named = root.descendants().filter_map(|node| attribute(node, "href"));
    named.filter_map(|href| archive::paths::decode(href.split(['?', '#']).next()?)).take(MOST_ITEMS).collect()
}

pub(super) fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

pub(super) fn read(reading: &mut Reading<'_>, document: &Document<'_>) -> Result<Package, PackageError> {
    let root = document.root_element();
    if !is(root, "manifest") {
        let reason = format!("it begins with <{}>, not with <manifest>", root.tag_name().name());
        return Err(PackageError::Manifest { file: reading.file.to_owned(), reason });
    }
    let standard = standard::standard(reading, root);
    let resources = Resources::read(reading, root);
    for sub in children(root, "manifest") {
        reading.warn(WarningKind::SubManifest, Some(line(sub)), "a manifest within the manifest is not read".to_owned());
    }
    let mut outline = Outline { reading, standard, resources: &resources, ids: BTreeSet::new(), count: 0 };
    let organisations = outline.organisations(root)?;
    let title = organisations.first().map(|organisation| organisation.title.clone()).filter(|title| !title.is_empty());
    let title = title.or_else(|| resource_title(root)).unwrap_or_else(|| "Untitled package".to_owned());
    Ok(Package { standard, title, organisations, warnings: Vec::new() })
}

/// The title in the metadata of the manifest (IEEE LOM), whatever its form.
fn resource_title(root: Node<'_, '_>) -> Option<String> {
    let metadata = child(root, "metadata")?;
    let title = metadata.descendants().find(|node| is(*node, "title")).map(text)?;
    Some(shortened(&title, LONGEST_TITLE)).filter(|title| !title.is_empty())
}

/// Elements of sequencing that say more than that everything may be chosen.
fn has_rules(node: Node<'_, '_>) -> bool {
    const RULES: [&str; 4] = ["sequencingRules", "rollupRules", "objectives", "randomizationControls"];
    children(node, "sequencing").any(|sequencing| RULES.iter().any(|rule| sequencing.children().any(|child| is(child, rule))))
}

struct Outline<'a, 'b> {
    reading: &'a mut Reading<'b>,
    standard: Standard,
    resources: &'a Resources,
    ids: BTreeSet<String>,
    count: usize,
}

impl Outline<'_, '_> {
    fn organisations(&mut self, root: Node<'_, '_>) -> Result<Vec<Organisation>, PackageError> {
        let all = child(root, "organizations");
        let mut organisations = Vec::new();
        for (at, node) in all.into_iter().flat_map(|all| children(all, "organization")).enumerate() {
            let id = attribute(node, "identifier").map_or_else(|| format!("organization-{}", at + 1), str::to_owned);
            let title = text_of(node, "title").map(|title| shortened(&title, LONGEST_TITLE)).unwrap_or_default();
            if has_rules(node) {
                self.warn_of_sequencing(node);
            }
            let items = self.items(node)?;
            organisations.push(Organisation { id: shortened(&id, LONGEST_ID), title, items });
        }
        organisations.retain(|organisation| !organisation.items.is_empty());
        if organisations.is_empty() {
            return Ok(vec![self.one_of_resources(root)?]);
        }
        if let Some(default) = all.and_then(|all| attribute(all, "default")) {
            match organisations.iter().position(|organisation| organisation.id == default) {
                Some(position) => organisations[..=position].rotate_right(1),
                None => {
                    let message = format!("the default organisation {default} is not there; the first one counts");
                    self.reading.warn(WarningKind::Organisation, all.map(line), message);
                }
            }
        }
        Ok(organisations)
    }

    /// Without organisations every resource that can be opened is a part.
    fn one_of_resources(&mut self, root: Node<'_, '_>) -> Result<Organisation, PackageError> {
        let message = "there is no organisation with parts; each resource that can be opened is one".to_owned();
        self.reading.warn(WarningKind::Organisation, Some(line(root)), message);
        let title = resource_title(root).unwrap_or_default();
        let mut items = Vec::new();
        let resources = self.resources;
        // What reports comes before what does not: pages of a course are often listed too.
        let reports = resources.all.iter().any(|resource| !resource.is_asset && resource.address.is_some());
        for resource in resources.all.iter().filter(|resource| resource.address.is_some() && (!reports || !resource.is_asset)) {
            self.count_one()?;
            let id = self.unique(&resource.id, resource.line);
            let title = if resources.all.len() == 1 && !title.is_empty() { title.clone() } else { resource.name() };
            let launch = resource.address.clone().map(|address| Launch { address, is_asset: resource.is_asset, ..Launch::default() });
            items.push(Item { id, title, launch, items: Vec::new() });
        }
        let title = if title.is_empty() { items.first().map(|item| item.title.clone()).unwrap_or_default() } else { title };
        Ok(Organisation { id: "resources".to_owned(), title, items })
    }

    fn items(&mut self, node: Node<'_, '_>) -> Result<Vec<Item>, PackageError> {
        let mut items = Vec::new();
        for node in children(node, "item") {
            self.count_one()?;
            let id = attribute(node, "identifier").map_or_else(|| format!("item-{}", self.count), str::to_owned);
            let id = self.unique(&shortened(&id, LONGEST_ID), line(node));
            let title = text_of(node, "title").map_or_else(|| id.clone(), |title| shortened(&title, LONGEST_TITLE));
            if has_rules(node) {
                self.warn_of_sequencing(node);
            }
            let launch = self.launch(node);
            items.push(Item { id, title: shortened(&title, LONGEST_TITLE), launch, items: self.items(node)? });
        }
        Ok(items)
    }

    fn count_one(&mut self) -> Result<(), PackageError> {
        self.count += 1;
        if self.count <= MOST_ITEMS {
            return Ok(());
        }
        Err(PackageError::TooManyParts { file: self.reading.file.to_owned(), limit: MOST_ITEMS })
    }

    fn warn_of_sequencing(&mut self, node: Node<'_, '_>) {
        let message = "its rules of order and of rolling results up are not applied; the course's own order counts".to_owned();
        self.reading.warn(WarningKind::Sequencing, Some(line(node)), message);
    }

    fn unique(&mut self, id: &str, line: u32) -> String {
        if self.ids.insert(id.to_owned()) {
            return id.to_owned();
        }
        let free = (2_usize..).map(|number| format!("{id}-{number}")).find(|other| !self.ids.contains(other)).unwrap_or_default();
        let message = format!("the identifier {id} stands there twice; here it is {free}");
        self.reading.warn(WarningKind::RepeatedIdentifier, Some(line), message);
        self.ids.insert(free.clone());
        free
    }

    fn launch(&mut self, node: Node<'_, '_>) -> Option<Launch> {
        let reference = attribute(node, "identifierref").map(str::trim).filter(|reference| !reference.is_empty())?;
        let Some(resource) = self.resources.get(reference) else {
            let message = format!("it leads to the resource {reference}, which is not there");
            self.reading.warn(WarningKind::MissingResource, Some(line(node)), message);
            return None;
        };
        let Resource { address, is_asset, .. } = resource;
        let address = crate::hrefs::with_parameters(address.as_ref()?, attribute(node, "parameters").unwrap_or_default());
        Some(Launch {
            address: crate::hrefs::address("", &address),
            is_asset: *is_asset,
            mastery_percent: self.mastery(node),
            max_time: text_of(node, "maxtimeallowed").or_else(|| limit_of_time(node)),
            time_limit_action: text_of(node, "timelimitaction"),
            // As it stands there, spaces included: the package reads it.
            launch_data: child(node, "datafromlms").and_then(|data| data.text()).map(|data| shortened(data, 64_000)),
            completion_threshold: completion_threshold(node),
        })
    }

    /// 1.2: `adlcp:masteryscore`, 0 to 100 (CAM 1.2, 2.3.2.5). 2004: the primary objective's `minNormalizedMeasure`, -1 to 1, where it is
    /// satisfied by measure (CAM 5.1.7).
    fn mastery(&mut self, node: Node<'_, '_>) -> Option<u8> {
        let found = if self.standard == Standard::Scorm12 { text_of(node, "masteryscore") } else { normalized_measure(node) };
        let text = found?;
        let number: Option<f64> = text.parse().ok().filter(|number: &f64| number.is_finite());
        let percent = number.map(|number| if self.standard == Standard::Scorm12 { number } else { number * 100.0 });
        match percent {
            Some(percent) if (0.0..=100.0).contains(&percent) => Some(rounded(percent)),
            _ => {
                let message = format!("“{text}” is no score that could be reached; the package's own word counts");
                self.reading.warn(WarningKind::Value, Some(line(node)), message);
                None
            }
        }
    }
}

/// To whole percents, half up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
pub(super) fn rounded(percent: f64) -> u8 {
    (percent + 0.5).floor().clamp(0.0, 100.0) as u8
}

fn normalized_measure(item: Node<'_, '_>) -> Option<String> {
    let objective = child(child(child(item, "sequencing")?, "objectives")?, "primaryObjective")?;
    attribute(objective, "satisfiedByMeasure").filter(|by| ["true", "1"].contains(by))?;
    // Without a measure it is 1.0 (CAM 5.1.7.1).
    Some(text_of(objective, "minNormalizedMeasure").unwrap_or_else(|| "1.0".to_owned()))
}

fn limit_of_time(item: Node<'_, '_>) -> Option<String> {
    let conditions = child(child(item, "sequencing")?, "limitConditions")?;
    attribute(conditions, "attemptAbsoluteDurationLimit").map(str::to_owned)
}

/// 2004: an element with a text, in the 4th edition with attributes (CAM 3.4.1.14).
fn completion_threshold(item: Node<'_, '_>) -> Option<String> {
    let threshold = child(item, "completionThreshold")?;
    let by_measure = attribute(threshold, "completedByMeasure").is_some_and(|by| ["true", "1"].contains(&by));
    let by_measure = by_measure.then(|| attribute(threshold, "minProgressMeasure").unwrap_or("1.0").to_owned());
    let value = by_measure.or_else(|| Some(text(threshold)).filter(|text| !text.is_empty()))?;
    value.parse::<f64>().is_ok_and(|value| (0.0..=1.0).contains(&value)).then_some(value)
}
