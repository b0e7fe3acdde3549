//! The same events in any order, each as often as it comes, over any number of writers, make the same index.

use super::{document, file_of, holding, index_of, query};
use crate::{Access, Document, Error, Holds, Index, Query, Writer, limits};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tempfile::NamedTempFile;

#[derive(Debug, Clone)]
enum Event {
    Put(Document),
    Remove(String, u64),
}

/// Of each document its newest version, unless that is its removal.
fn rebuilt(events: &[Event]) -> Vec<Document> {
    let mut newest: BTreeMap<&str, (u64, Option<&Document>)> = BTreeMap::new();
    for event in events {
        let (id, version, document) = match event {
            Event::Put(document) => (document.id.as_str(), document.version, Some(document)),
            Event::Remove(id, version) => (id.as_str(), *version, None),
        };
        if newest.get(id).is_none_or(|(known, _)| *known < version) {
            newest.insert(id, (version, document));
        }
    }
    newest.into_values().filter_map(|(_, document)| document.cloned()).collect()
}

/// Everything an index says to some queries.
fn answers(index: &Index) -> Vec<crate::Found> {
    let texts = ["", "safety", "fire saf", "f", "wrok", "brandschutz", "unterweisung", "प्रशिक्षन", "safe fire work", "fire-safety"];
    let holds = [Holds::Everything, holding(&[]), holding(&["a"]), holding(&["b", "c"])];
    let ask = |text: &str, holds: &Holds| index.search(&Query { holds: holds.clone(), facets: true, limit: 50, ..query(text) }).unwrap();
    texts.iter().flat_map(|text| holds.iter().map(move |holds| ask(text, holds))).collect()
}

prop_compose! {
    fn any_document()(
        words in prop::collection::vec(prop::sample::select(vec![
            "safety", "fire", "work", "brandschutzunterweisung", "प्रशिक्षण", "safe", "firework", "ab", "überprüfung", "安全",
        ]), 0..12),
        split in 0..6_usize,
        facet in prop::option::of(0..3_u8),
        holders in prop::option::of(prop::collection::vec(prop::sample::select(vec!["a", "b", "c"]), 0..3)),
    ) -> Document {
        let (title, body) = words.split_at(split.min(words.len()));
        Document {
            body: body.join(" "),
            facets: facet.map(|facet| ("level".into(), facet.to_string())).into_iter().collect(),
            access: holders.map_or(Access::Everybody, |holders| Access::Holders(holders.into_iter().map(str::to_owned).collect())),
            ..document("", &title.join(" "))
        }
    }
}

fn any_events() -> impl Strategy<Value = Vec<Event>> {
    let one = (0..8_u8, prop::option::weighted(0.7, any_document()));
    let events = prop::collection::vec(one, 0..30).prop_map(|events| {
        let event = |(version, (id, document)): (usize, (u8, Option<Document>))| match document {
            Some(document) => {
                Event::Put(Document { id: format!("d{id}"), version: version as u64, payload: vec![id; version], ..document })
            }
            None => Event::Remove(format!("d{id}"), version as u64),
        };
        events.into_iter().enumerate().map(event).collect::<Vec<_>>()
    });
    // Delivered at least once, in any order.
    events.prop_flat_map(|events| {
        let again = prop::sample::subsequence(events.clone(), 0..=events.len());
        again.prop_flat_map(move |again| Just([events.clone(), again].concat()).prop_shuffle())
    })
}

fn apply(writer: &mut Writer, event: &Event) -> bool {
    match event {
        Event::Put(document) => writer.put(document).unwrap(),
        Event::Remove(id, version) => writer.remove(id, *version).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn an_index_that_was_kept_up_to_date_answers_like_one_that_was_rebuilt(events in any_events(), a_writer in 1..12_usize) {
        let file = NamedTempFile::new().unwrap();
        Writer::create(file.path()).unwrap().finish().unwrap();
        for events in events.chunks(a_writer) {
            let mut writer = Writer::open(file.path()).unwrap();
            for event in events {
                apply(&mut writer, event);
                prop_assert!(!apply(&mut writer, event));
            }
            writer.finish().unwrap();
        }
        let (_rebuilt, rebuilt) = index_of(&rebuilt(&events));
        prop_assert_eq!(answers(&Index::open(file.path()).unwrap()), answers(&rebuilt));
    }
}

#[test]
fn what_was_removed_leaves_nothing_behind() {
    let documents: Vec<Document> = (0..3_000).map(|number| document(&format!("{number}"), &format!("Safety {number}"))).collect();
    let file = file_of(&documents);
    let mut writer = Writer::open(file.path()).unwrap();
    documents.iter().skip(1).for_each(|document| assert!(writer.remove(&document.id, 2).unwrap()));
    // Late events of what was removed.
    assert!(documents.iter().all(|document| !writer.put(document).unwrap()));
    writer.finish().unwrap();
    let (_rebuilt, rebuilt) = index_of(&documents[..1]);
    let index = Index::open(file.path()).unwrap();
    assert_eq!(answers(&index), answers(&rebuilt));
    assert_eq!((index.documents(), index.lexicon.with_prefix("").len()), (1, rebuilt.lexicon.with_prefix("").len()));
}

#[test]
fn a_writer_that_does_not_finish_changes_nothing() {
    let file = file_of(&[document("1", "Safety")]);
    let before = std::fs::read(file.path()).unwrap();
    let mut writer = Writer::open(file.path()).unwrap();
    assert!(writer.put(&document("2", "Fire")).unwrap());
    drop(writer);
    assert_eq!(std::fs::read(file.path()).unwrap(), before);
}

#[test]
fn every_version_counts() {
    let file = file_of(&[Document { version: 0, ..document("1", "Oldest") }]);
    let mut writer = Writer::open(file.path()).unwrap();
    assert!(writer.put(&Document { version: u64::MAX - 1, ..document("1", "Newest") }).unwrap());
    assert!(!writer.put(&Document { version: 1 << 63, ..document("1", "Older") }).unwrap());
    assert!(writer.remove("1", u64::MAX).unwrap());
    writer.finish().unwrap();
    assert_eq!(Index::open(file.path()).unwrap().search(&query("")).unwrap().total, 0);
}

#[test]
fn documents_over_a_limit_change_nothing() {
    let file = NamedTempFile::new().unwrap();
    let mut writer = Writer::create(file.path()).unwrap();
    let long = |length: usize| "x".repeat(length);
    for (field, document) in [
        ("id", document(&long(limits::ID_BYTES + 1), "")),
        ("facets", Document { facets: vec![("kind".into(), long(limits::FACET_BYTES + 1))], ..document("1", "") }),
        ("facets", Document { facets: vec![(long(1), long(1)); limits::FACETS + 1], ..document("1", "") }),
        ("access", Document { access: Access::Holders(vec![long(limits::HOLDER_BYTES + 1)]), ..document("1", "") }),
        ("payload", Document { payload: vec![0; limits::PAYLOAD_BYTES + 1], ..document("1", "") }),
    ] {
        assert!(matches!(writer.put(&document), Err(Error::TooLarge(named)) if named == field), "{field}");
    }
    assert!(matches!(writer.remove(&long(limits::ID_BYTES + 1), 1), Err(Error::TooLarge("id"))));
    let body = "early ".to_owned() + &"x ".repeat(limits::BODY_CHARACTERS) + "late";
    assert!(writer.put(&Document { body, ..document("1", &long(100_000)) }).unwrap());
    writer.finish().unwrap();
    let index = Index::open(file.path()).unwrap();
    assert_eq!(["early", "late"].map(|word| index.search(&query(word)).unwrap().total), [1, 0]);
}
