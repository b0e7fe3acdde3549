//! The resources of a manifest, and the files that they lead to.

use crate::{
    hrefs::{self, Found},
    read::Reading,
    warnings::WarningKind,
    xml::{attribute, base, child, children, line},
};
use roxmltree::Node;
use std::collections::BTreeMap;

pub(super) struct Resource {
    pub(super) id: String,
    pub(super) line: u32,
    /// From the archive's root, percent-encoded; `None` where nothing in the archive can be opened.
    pub(super) address: Option<String>,
    /// It reports nothing.
    pub(super) is_asset: bool,
}

impl Resource {
    /// What it is called where nothing else is said: the file's name.
    pub(super) fn name(&self) -> String {
        let path = self.address.as_deref().unwrap_or(&self.id).split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or(path);
        let name = archive::paths::decode(name).unwrap_or_else(|| name.to_owned());
        super::shortened(name.split_once('.').map_or(name.as_str(), |(name, _)| name), super::LONGEST_TITLE)
    }
}

#[derive(Default)]
pub(super) struct Resources {
    pub(super) all: Vec<Resource>,
    by_id: BTreeMap<String, usize>,
}

impl Resources {
    pub(super) fn get(&self, id: &str) -> Option<&Resource> {
        self.by_id.get(id).and_then(|at| self.all.get(*at))
    }

    pub(super) fn read(reading: &mut Reading<'_>, root: Node<'_, '_>) -> Self {
        let mut resources = Self::default();
        let Some(list) = child(root, "resources") else { return resources };
        for node in children(list, "resource") {
            let id = attribute(node, "identifier").unwrap_or_default().trim().to_owned();
            let bases = [base(root), base(list), base(node)];
            let folder = hrefs::folder(reading.folder(), &bases);
            let address = opened(reading, node, folder.as_deref());
            named_files(reading, node, folder.as_deref());
            // Both spellings of the attribute are in use; without one it reports nothing (CAM 3.4.3.2).
            let is_asset = !attribute(node, "scormtype").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("sco"));
            // Of two with one identifier the first counts.
            resources.by_id.entry(id.clone()).or_insert(resources.all.len());
            resources.all.push(Resource { id, line: line(node), address, is_asset });
        }
        resources
    }
}

/// The address of what a resource opens.
fn opened(reading: &mut Reading<'_>, node: Node<'_, '_>, folder: Option<&str>) -> Option<String> {
    let href = attribute(node, "href").map(str::trim).filter(|href| !href.is_empty())?;
    let found = folder.map_or(Found::Remote, |folder| reading.files.find(folder, href));
    match found {
        Found::File { path, rest, is_respelled } => {
            if is_respelled {
                reading.warn(WarningKind::OtherSpelling, Some(line(node)), format!("{href} is called {path} in the archive"));
            }
            Some(hrefs::address(&path, &rest))
        }
        Found::Remote => {
            reading.warn(
                WarningKind::RemotePart,
                Some(line(node)),
                format!("{href} lies elsewhere; only what is in the archive is opened"),
            );
            None
        }
        Found::Missing => {
            reading.warn(WarningKind::MissingFile, Some(line(node)), format!("{href} is not in the archive"));
            None
        }
    }
}

fn named_files(reading: &mut Reading<'_>, node: Node<'_, '_>, folder: Option<&str>) {
    let Some(folder) = folder else { return };
    let opened = attribute(node, "href");
    for file in children(node, "file") {
        let Some(href) = attribute(file, "href").filter(|href| Some(*href) != opened) else { continue };
        if reading.files.find(folder, href) == Found::Missing {
            reading.warn(WarningKind::MissingFile, Some(line(file)), format!("{href} is not in the archive"));
        }
    }
}
