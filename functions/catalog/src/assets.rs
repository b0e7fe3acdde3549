//! Pictures and other files of lessons.

use catalog_model::ids::{CourseId, ImportId};
use mdbook_import::{Target, resolve_links};
use std::{cell::RefCell, collections::BTreeSet};

/// Where a file of a course lies.
pub(crate) fn path(course: CourseId, asset: &str) -> String {
    format!("courses/{course}/assets/{asset}")
}

/// Whether a course could have a file of this name, as `run_import` names them: a number and an ending, within the folder of an edition.
pub(crate) fn is_name(name: &str) -> bool {
    let (edition, name) = name.split_once('/').map_or((None, name), |(edition, name)| (Some(edition), name));
    let is_edition = edition.is_none_or(|edition| edition.parse::<ImportId>().is_ok());
    let (number, ending) = name.split_once('.').unwrap_or_default();
    let is_number = (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_edition && is_number && (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The files that a text shows or leads to.
pub(crate) fn named_in(html: &str) -> BTreeSet<String> {
    let assets = RefCell::new(BTreeSet::new());
    resolve_links(html, |target| {
        if let Target::Asset { path } = target {
            assets.borrow_mut().insert(path);
        }
        None
    });
    assets.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for good in ["0.png", "12.svg", "01JZ8Q4N7E5T9V3W2XKBYMCD6G/3.PDF"] {
            assert!(is_name(good), "{good}");
        }
        for bad in
            ["", "png", "a.png", "../0.png", "x/0.png", "0.", "0.p/g", "01JZ8Q4N7E5T9V3W2XKBYMCD6G/../0.png", "0.png/0.png", "123456.png"]
        {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
