//! Files that are no index, no longer, or not yet.

use super::{document, file_of, query};
use crate::{Document, Error, FORMAT, Holds, Index, Query, Writer};
use proptest::prelude::*;
use std::{fs, path::Path, sync::LazyLock};
use tempfile::NamedTempFile;

fn file() -> NamedTempFile {
    let document = |number: u32| Document {
        body: format!("Brandschutzunterweisung word{number} other{}", number * 7),
        facets: vec![("level".into(), (number % 5).to_string())],
        access: crate::Access::Holders(vec![format!("group{}", number % 9)]),
        ..document(&number.to_string(), &format!("Safety {number}"))
    };
    file_of(&(0..200).map(document).collect::<Vec<_>>())
}

static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| fs::read(file().path()).unwrap());

/// Whatever the file holds: an answer, or an error.
fn use_it(path: &Path) -> Result<(), Error> {
    let index = Index::open(path)?;
    for text in ["", "safety", "wrod", "brandschuz", "s"] {
        for holds in [Holds::Everything, Holds::These(vec!["group1".into()])] {
            let found =
                index.search(&Query { holds, facets: true, limit: 3, filters: vec![("level".into(), "1".into())], ..query(text) })?;
            index.search(&Query { after: found.next, ..query(text) })?;
        }
    }
    drop(index);
    let mut writer = Writer::open(path)?;
    for number in 0..20 {
        writer.put(&Document { version: 2, ..document(&(number * 9).to_string(), "Changed safety") })?;
        writer.remove(&(number * 9 + 1).to_string(), 2)?;
    }
    writer.finish()
}

#[test]
fn a_whole_file_is_used() {
    use_it(file().path()).unwrap();
}

#[test]
fn other_files_are_told_apart() {
    let file = file();
    let whole = fs::read(file.path()).unwrap();
    let refuse = |bytes: &[u8]| {
        fs::write(file.path(), bytes).unwrap();
        let errors = (Index::open(file.path()).err().unwrap(), Writer::open(file.path()).err().unwrap());
        assert_eq!(errors.0.to_string(), errors.1.to_string());
        errors.0
    };
    let mut other = whole.clone();
    other[60..64].copy_from_slice(&(FORMAT + 1).to_be_bytes());
    assert!(matches!(refuse(&other), Error::Format { found } if found == FORMAT + 1));
    let mut foreign = whole.clone();
    foreign[68..72].fill(0);
    for bytes in [&foreign, &b"no index"[..], &[], &[0; 4096], &b"<html>".repeat(100)] {
        assert!(matches!(refuse(bytes), Error::Damaged(_)), "{}", bytes.len());
    }
    for length in (0..whole.len()).step_by(997).chain([whole.len() - 1]) {
        assert!(matches!(refuse(&whole[..length]), Error::Damaged(_)), "{length}");
    }
    assert!(matches!(Index::open(Path::new("/nowhere/index")), Err(Error::Unavailable(_))));
    assert!(matches!(Writer::open(Path::new("/nowhere/index")), Err(Error::Unavailable(_))));
    // What was left of another writer is no obstacle.
    fs::write(file.path(), b"rubbish").unwrap();
    Writer::create(file.path()).unwrap().finish().unwrap();
    assert_eq!(Index::open(file.path()).unwrap().search(&query("safety")).unwrap().total, 0);
}

#[test]
fn missing_tables_and_values_of_other_types_are_damage() {
    for change in [
        "DROP TABLE postings",
        "DROP TABLE documents",
        "DELETE FROM postings",
        "UPDATE postings SET list = 'text'",
        "UPDATE postings SET list = x'ff'",
        "UPDATE postings SET list = x'ffffffff0f02'",
        "UPDATE lexicon SET words = x'0501'",
        "UPDATE columns SET documents = x'0203'",
        "DELETE FROM accesses",
        "DELETE FROM facets",
        "UPDATE documents SET id = x'ff'",
    ] {
        let file = file();
        rusqlite::Connection::open(file.path()).unwrap().execute_batch(change).unwrap();
        assert!(matches!(use_it(file.path()), Err(Error::Damaged(_))), "{change}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn altered_bytes_never_end_in_a_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        let (file, mut bytes) = (NamedTempFile::new().unwrap(), WHOLE.clone());
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        fs::write(file.path(), bytes).unwrap();
        let _ = use_it(file.path());
    }
}
