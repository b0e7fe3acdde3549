//! Pages, filters, counts, and who sees what.

use super::{document, holding, ids, index_of, query};
use crate::{Access, Document, Error, FacetCount, Index, Position, Query, limits};
use proptest::prelude::*;

fn with_facets(document: Document, facets: &[(&str, &str)]) -> Document {
    Document { facets: facets.iter().map(|(kind, value)| ((*kind).into(), (*value).into())).collect(), ..document }
}

fn held_by(document: Document, holders: &[&str]) -> Document {
    Document { access: Access::Holders(holders.iter().map(|holder| (*holder).into()).collect()), ..document }
}

fn counts(facets: &[FacetCount]) -> Vec<(&str, &str, u32)> {
    facets.iter().map(|facet| (facet.kind.as_str(), facet.value.as_str(), facet.count)).collect()
}

fn filter(kind: &str, value: &str) -> (String, String) {
    (kind.into(), value.into())
}

fn catalogue() -> Vec<Document> {
    vec![
        with_facets(document("1", "Safety in the lab"), &[("language", "en"), ("level", "basic")]),
        with_facets(document("2", "Ärger vermeiden"), &[("language", "de"), ("level", "basic")]),
        with_facets(held_by(document("3", "Safety for managers"), &["managers", "board"]), &[("language", "en"), ("level", "expert")]),
        with_facets(held_by(document("4", "Accounting"), &["finance"]), &[("language", "en"), ("level", "expert"), ("level", "expert")]),
        held_by(document("5", "Safety of nobody"), &[]),
    ]
}

#[test]
fn everything_is_listed_by_title() {
    let (_file, index) = index_of(&catalogue());
    let found = index.search(&query("")).unwrap();
    assert_eq!(ids(&found), ["4", "2", "3", "1", "5"]);
    assert_eq!((found.total, found.facets.len(), index.documents()), (5, 0, 5));
}

#[test]
fn callers_find_and_count_only_what_they_may_see() {
    let (_file, index) = index_of(&catalogue());
    let search = |text: &str, holders: &[&str]| index.search(&Query { holds: holding(holders), facets: true, ..query(text) }).unwrap();
    for (holders, text, expected) in [
        (&[][..], "", &["2", "1"][..]),
        (&["board"], "", &["2", "3", "1"]),
        (&["board", "managers", "finance", "other"], "", &["4", "2", "3", "1"]),
        (&["finance"], "safety", &["1"]),
        (&[], "accounting", &[]),
        (&[], "acounting", &[]),
    ] {
        let found = search(text, holders);
        assert_eq!(ids(&found), expected, "{holders:?} {text}");
        assert_eq!(found.total, expected.len());
        let english = found.facets.iter().find(|facet| facet.value == "en").map_or(0, |facet| facet.count);
        assert_eq!(english as usize, expected.iter().filter(|id| ["1", "3", "4"].contains(*id)).count());
    }
}

#[test]
fn values_of_one_kind_widen_and_kinds_narrow() {
    let (_file, index) = index_of(&catalogue());
    let search = |filters: &[(String, String)]| index.search(&Query { filters: filters.to_vec(), facets: true, ..query("") }).unwrap();
    let found = search(&[filter("language", "en"), filter("language", "de"), filter("level", "basic")]);
    assert_eq!(ids(&found), ["2", "1"]);
    let found = search(&[filter("language", "en"), filter("level", "expert")]);
    assert_eq!((ids(&found), found.total), (vec!["4", "3"], 2));
    // What else could be chosen: of a kind, as if its own filter were not there.
    let expected = [("language", "en", 2), ("level", "expert", 2), ("level", "basic", 1)];
    assert_eq!(counts(&found.facets), expected);
    for filters in [&[filter("language", "fr")][..], &[filter("size", "en")], &[filter("language", "en"), filter("colour", "red")]] {
        assert_eq!(search(filters).total, 0, "{filters:?}");
    }
}

/// All pages of a query.
fn pages(index: &Index, query: &Query) -> Vec<String> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let found = index.search(&Query { after, ..query.clone() }).unwrap();
        assert!(found.hits.len() <= query.limit && (found.next.is_none() || found.hits.len() == query.limit));
        all.extend(found.hits.into_iter().map(|hit| hit.id));
        let Some(next) = found.next else {
            assert_eq!(all.len(), found.total);
            return all;
        };
        // Through JSON, as in a cursor.
        after = Some(serde_json::from_str(&serde_json::to_string(&next).unwrap()).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn pages_neither_overlap_nor_leave_gaps(titles in prop::collection::vec("(safety|work|safe|at){1,2}( (safety|at|work)){0,2}", 1..40), limit in 1..7_usize) {
        let documents: Vec<Document> = titles.iter().enumerate().map(|(at, title)| document(&format!("{at:02}"), title)).collect();
        let (_file, index) = index_of(&documents);
        for text in ["", "safety", "wrok", "s", "at saf"] {
            let whole = index.search(&Query { limit: 100, ..query(text) }).unwrap();
            prop_assert!(whole.hits.is_sorted_by(|left, right| left.score > right.score || (left.score == right.score && (left.id < right.id || text.is_empty()))));
            prop_assert_eq!(pages(&index, &Query { limit, ..query(text) }), ids(&whole));
        }
    }
}

#[test]
fn positions_of_other_queries_are_refused() {
    let (_file, index) = index_of(&catalogue());
    let next = |text: &str| index.search(&Query { limit: 1, ..query(text) }).unwrap().next.unwrap();
    for (text, other) in [("", "safety"), ("safety", "")] {
        let refused = index.search(&Query { after: Some(next(other)), ..query(text) });
        assert!(matches!(refused, Err(Error::Position)), "{text}");
    }
    for json in [r#"{"order":{"score":4294967295},"id":""}"#, r#"{"order":{"score":0},"id":"x"}"#] {
        let position: Position = serde_json::from_str(json).unwrap();
        index.search(&Query { after: Some(position), ..query("safety") }).unwrap();
    }
}

#[test]
fn a_page_has_a_limit() {
    let documents: Vec<Document> = (0..300).map(|number| document(&format!("{number:03}"), "Safety")).collect();
    let (_file, index) = index_of(&documents);
    for text in ["", "safety"] {
        let found = index.search(&Query { limit: usize::MAX, ..query(text) }).unwrap();
        assert_eq!((found.hits.len(), found.total, found.next.is_some()), (limits::PAGE, 300, true));
        let none = index.search(&Query { limit: 0, facets: true, ..query(text) }).unwrap();
        assert_eq!((none.hits.len(), none.total, none.next), (0, 300, None));
    }
}

#[test]
fn hits_of_one_score_stay_together_when_other_documents_come_between_two_pages() {
    let alike: Vec<Document> = (0..6).map(|number| document(&format!("a{number}"), "Ladder safety")).collect();
    let (_file, before) = index_of(&alike);
    let page = before.search(&Query { limit: 2, ..query("ladder") }).unwrap();
    assert_eq!(ids(&page), ["a0", "a1"]);
    // More documents make the word rarer or more frequent: every score is another.
    for news in [document("b0", "Forklifts"), document("b0", "Ladder and scaffold in the rain")] {
        let (_file, after) = index_of(&[&alike[..], &[news]].concat());
        let rest = after.search(&Query { limit: 4, after: page.next.clone(), ..query("ladder") }).unwrap();
        assert_eq!(ids(&rest), ["a2", "a3", "a4", "a5"]);
    }
}
