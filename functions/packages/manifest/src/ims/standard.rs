//! Which standard a manifest follows: by what it says, else by what it looks like.

use crate::{
    outline::Standard,
    read::Reading,
    warnings::WarningKind,
    xml::{child, is, line, text_of},
};
use roxmltree::Node;

pub(super) fn standard(reading: &mut Reading<'_>, root: Node<'_, '_>) -> Standard {
    let said = child(root, "metadata").and_then(|metadata| text_of(metadata, "schemaversion"));
    if let Some(standard) = said.as_deref().and_then(named) {
        return standard;
    }
    let guessed = looks_like(root);
    let shown = if guessed == Standard::Scorm12 { "SCORM 1.2" } else { "SCORM 2004" };
    let message = match said {
        Some(said) => format!("the version “{said}” is unknown; it is taken for {shown}"),
        None => format!("it doesn't say which version of SCORM it follows; it is taken for {shown}"),
    };
    reading.warn(WarningKind::Standard, Some(line(root)), message);
    guessed
}

/// `schemaversion` (CAM 3.4.1.4), as the tools write it.
fn named(said: &str) -> Option<Standard> {
    let said = said.to_lowercase();
    if said == "1.2" || said.ends_with(" 1.2") {
        Some(Standard::Scorm12)
    } else if said.contains("4th") {
        Some(Standard::Scorm2004Fourth)
    } else if said.contains("3rd") {
        Some(Standard::Scorm2004Third)
    } else if said.contains("2nd") || said.contains("cam 1.3") || said == "1.3" || said == "2004" {
        Some(Standard::Scorm2004Second)
    } else {
        None
    }
}

fn looks_like(root: Node<'_, '_>) -> Standard {
    let mut namespaces = root.descendants().filter(|node| node.is_element()).flat_map(|node| node.namespaces());
    if namespaces.any(|namespace| namespace.uri().contains("adlcp_v1p3")) {
        return Standard::Scorm2004Third;
    }
    let mut resources = root.descendants().filter(|node| is(*node, "resource"));
    // Spelled so only there (CAM 3.4.3.2).
    if resources.any(|resource| resource.attributes().any(|attribute| attribute.name() == "scormType")) {
        return Standard::Scorm2004Third;
    }
    Standard::Scorm12
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_known_as_tools_write_them() {
        for (said, standard) in [
            ("1.2", Standard::Scorm12),
            ("ADL SCORM 1.2", Standard::Scorm12),
            ("CAM 1.3", Standard::Scorm2004Second),
            ("2004 2nd Edition", Standard::Scorm2004Second),
            ("2004 3rd Edition", Standard::Scorm2004Third),
            ("2004 4th Edition", Standard::Scorm2004Fourth),
        ] {
            assert_eq!(named(said), Some(standard), "{said}");
        }
        assert_eq!((named("1.1"), named("")), (None, None));
    }
}
