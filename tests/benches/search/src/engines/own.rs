//! This crate's index.

use super::{Answer, Engine};
use crate::Outcome;
use search::{Document, Index, Query, Writer};
use std::path::{Path, PathBuf};

pub(crate) struct Own(Index);

fn file(folder: &Path) -> PathBuf {
    folder.join("index")
}

impl Engine for Own {
    fn build(folder: &Path, documents: impl FnOnce(&mut dyn FnMut(Document) -> Outcome<()>) -> Outcome<()>) -> Outcome<()> {
        let mut writer = Writer::create(&file(folder))?;
        documents(&mut |document| {
            writer.put(&document)?;
            Ok(())
        })?;
        Ok(writer.finish()?)
    }

    fn open(folder: &Path) -> Outcome<Self> {
        Ok(Self(Index::open(&file(folder))?))
    }

    fn search(&self, query: &Query) -> Outcome<Answer> {
        let found = self.0.search(query)?;
        Ok(Answer { ids: found.hits.into_iter().map(|hit| hit.id).collect(), total: found.total, facets: found.facets.len() })
    }

    fn update(folder: &Path, documents: &[Document]) -> Outcome<()> {
        let mut writer = Writer::open(&file(folder))?;
        for document in documents {
            writer.put(document)?;
        }
        Ok(writer.finish()?)
    }
}
