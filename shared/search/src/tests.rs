//! The index as its callers see it.

mod damage;
mod events;
mod finding;
mod lists;

use crate::{Access, Document, Found, Holds, Index, Query, Writer};
use tempfile::NamedTempFile;

/// A document that everybody finds.
fn document(id: &str, title: &str) -> Document {
    Document {
        id: id.into(),
        version: 1,
        title: title.into(),
        tags: Vec::new(),
        summary: String::new(),
        body: String::new(),
        facets: Vec::new(),
        access: Access::Everybody,
        payload: id.as_bytes().to_vec(),
    }
}

fn file_of(documents: &[Document]) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    let mut writer = Writer::create(file.path()).unwrap();
    documents.iter().for_each(|document| assert!(writer.put(document).unwrap()));
    writer.finish().unwrap();
    file
}

fn index_of(documents: &[Document]) -> (NamedTempFile, Index) {
    let file = file_of(documents);
    let index = Index::open(file.path()).unwrap();
    (file, index)
}

fn query(text: &str) -> Query {
    Query { text: text.into(), filters: Vec::new(), holds: Holds::Everything, after: None, limit: 20, facets: false }
}

fn holding(holders: &[&str]) -> Holds {
    Holds::These(holders.iter().map(|holder| (*holder).to_owned()).collect())
}

fn ids(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.id.as_str()).collect()
}
