//! Packages that others have made, where they are there.

use crate::{Item, PackageError, Standard, WarningKind, read};
use archive::{Archive, Limits};
use std::{
    fs::File,
    path::{Path, PathBuf},
};

const LIMITS: Limits = Limits { entries: 20_000, total_bytes: 2 * 1024 * 1024 * 1024 };

/// Where they are: in the folder that `TRELLIS_SHARED_DATA` names, or in `shared/data` beside the repository.
fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("TRELLIS_SHARED_DATA").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/data"));
    named.into_iter().chain(beside).map(|folder| folder.join("courses")).find(|folder| folder.join("singlescobasic.zip").is_file())
}

fn package(name: &str) -> Option<Result<crate::Package, PackageError>> {
    let Some(folder) = folder() else {
        eprintln!("skipped: the packages are neither in TRELLIS_SHARED_DATA nor in shared/data beside the repository");
        return None;
    };
    let file = File::open(folder.join(name)).unwrap();
    let size = file.metadata().unwrap().len();
    Some(Archive::open(file, LIMITS).map_err(PackageError::from).and_then(|mut archive| read(&mut archive, size)))
}

fn openable(package: &crate::Package) -> Vec<&Item> {
    package.organisations.iter().flat_map(|organisation| organisation.all()).filter(|item| item.launch.is_some()).collect()
}

#[test]
fn all_are_read() {
    for (name, standard, title, parts, first) in [
        ("RuntimeMinimumCalls_SCORM12.zip", Standard::Scorm12, "Golf Explained - Minimum Run-time Calls", 18, "Playing/Playing.html"),
        ("singlescobasic.zip", Standard::Scorm12, "Golf Explained - Run-time Basic Calls", 1, "shared/launchpage.html"),
        ("singlescobasic_missingorg.zip", Standard::Scorm12, "launchpage", 1, "sso/launchpage.html"),
        (
            "RuntimeBasicCalls_SCORM20043rdEdition.zip",
            Standard::Scorm2004Third,
            "Golf Explained - Run-time Basic Calls",
            1,
            "shared/launchpage.html",
        ),
        ("single_au_basic_responsive.zip", Standard::Cmi5, "Introduction to Geology - Responsive Style", 1, "index.html"),
        ("pre_post_test_framed.zip", Standard::Cmi5, "Introduction to Geology - Pre/Post Test", 6, "pre1.html"),
    ] {
        let Some(package) = package(name) else { return };
        let package = package.unwrap();
        assert_eq!((package.standard, package.title.as_str()), (standard, title), "{name}");
        let parts_there = openable(&package);
        assert_eq!((parts_there.len(), parts_there[0].launch.as_ref().unwrap().address.as_str()), (parts, first), "{name}");
    }
}

#[test]
fn what_they_say_is_kept() {
    let Some(golf) = package("RuntimeMinimumCalls_SCORM12.zip") else { return };
    let golf = golf.unwrap();
    let headings: Vec<&str> = golf.organisations[0].items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(headings, ["Playing the Game", "Etiquette", "Handicapping", "Having Fun"]);
    let quiz = openable(&golf).into_iter().find(|item| item.id == "playing_quiz_item").unwrap().launch.clone().unwrap();
    assert_eq!(quiz.address, "shared/assessmenttemplate.html?questions=Playing");
    assert!(!quiz.is_asset);
    let missing = package("singlescobasic_missingorg.zip").unwrap().unwrap();
    assert!(missing.warnings.iter().any(|warning| warning.kind == WarningKind::Organisation));
}

#[test]
fn broken_ones_are_refused_in_words_that_authors_understand() {
    let Some(bad) = package("badscorm.zip") else { return };
    let reason = bad.unwrap_err().to_string();
    assert!(reason.starts_with("badscorm/imsmanifest.xml can't be read: "), "{reason}");
    assert_eq!(package("invalid.zip").unwrap().unwrap_err(), PackageError::NoManifest);
}
