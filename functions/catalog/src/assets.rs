//! Pictures and other files of lessons.

use catalog_model::ids::CourseId;
use mdbook_import::{Target, resolve_links};
use std::{cell::RefCell, collections::BTreeSet};

/// Where a file of a course lies.
pub(crate) fn path(course: CourseId, asset: &str) -> String {
    format!("courses/{course}/assets/{asset}")
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
