//! tantivy: words as they are, prefixes of the last one, typing errors by automata. It has nothing for parts of words.

use super::{Answer, Engine, FEW, asked, words};
use crate::Outcome;
use search::{Access, Document, Holds, Query};
use std::{collections::BTreeSet, fs, path::Path};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term,
    collector::{Count, FacetCollector, TopDocs},
    query::{AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query as Asked, TermQuery},
    schema::{Facet, FacetOptions, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value},
    tokenizer::WhitespaceTokenizer,
};

/// Bytes of a writer's buffer, the least that it takes.
const BUFFER: usize = 15_000_000;

pub(crate) struct Tantivy {
    reader: IndexReader,
    fields: Fields,
    kinds: Vec<String>,
}

struct Fields {
    id: Field,
    /// With their weights.
    texts: [(Field, f32); 4],
    access: Field,
    facets: Field,
    payload: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer("spaces").set_index_option(IndexRecordOption::WithFreqs);
    let text = TextOptions::default().set_indexing_options(indexing);
    let texts = [("title", 10.0), ("tags", 6.0), ("summary", 4.0), ("body", 2.0)];
    let fields = Fields {
        id: schema.add_text_field("id", STRING | STORED),
        texts: texts.map(|(name, weight)| (schema.add_text_field(name, text.clone()), weight)),
        access: schema.add_text_field("access", STRING),
        facets: schema.add_facet_field("facets", FacetOptions::default()),
        payload: schema.add_bytes_field("payload", STORED),
    };
    (schema.build(), fields)
}

fn with_tokenizer(index: Index) -> Index {
    index.tokenizers().register("spaces", WhitespaceTokenizer::default());
    index
}

fn put(writer: &IndexWriter, fields: &Fields, document: &Document) -> Outcome<()> {
    writer.delete_term(Term::from_field_text(fields.id, &document.id));
    let mut stored = TantivyDocument::default();
    stored.add_text(fields.id, &document.id);
    let texts = [&document.title, &document.tags.join(" "), &document.summary, &document.body];
    for ((field, _), text) in fields.texts.iter().zip(texts) {
        stored.add_text(*field, words(text));
    }
    match &document.access {
        Access::Everybody => stored.add_text(fields.access, "*"),
        Access::Holders(holders) => holders.iter().for_each(|holder| stored.add_text(fields.access, holder)),
    }
    document.facets.iter().for_each(|(kind, value)| stored.add_facet(fields.facets, Facet::from_path([kind, value])));
    stored.add_bytes(fields.payload, &document.payload);
    writer.add_document(stored)?;
    Ok(())
}

impl Tantivy {
    fn word(&self, word: &str, last: bool, misspelt: bool) -> Box<dyn Asked> {
        let errors = if misspelt { [0, 0, 0, 0, 1, 1, 1, 1].get(word.chars().count()).copied().unwrap_or(2) } else { 0 };
        let mut queries: Vec<Box<dyn Asked>> = Vec::new();
        for (field, weight) in &self.fields.texts {
            let term = Term::from_field_text(*field, word);
            let mut add = |query: Box<dyn Asked>, share: f32| queries.push(Box::new(BoostQuery::new(query, weight * share)));
            add(Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)), 1.0);
            if last {
                add(Box::new(FuzzyTermQuery::new_prefix(term.clone(), 0, true)), 0.5);
            }
            if errors > 0 {
                add(Box::new(FuzzyTermQuery::new(term, errors, true)), 0.3);
            }
        }
        Box::new(BooleanQuery::union(queries))
    }

    fn whole(&self, query: &Query, words: &[String], misspelt: bool) -> BooleanQuery {
        let mut all: Vec<(Occur, Box<dyn Asked>)> = vec![(Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)))];
        for (at, word) in words.iter().enumerate() {
            all.push((Occur::Must, self.word(word, at + 1 == words.len(), misspelt)));
        }
        if let Holds::These(held) = &query.holds {
            let terms = held.iter().map(String::as_str).chain(["*"]).map(|holder| Term::from_field_text(self.fields.access, holder));
            let access = BooleanQuery::new_multiterms_query(terms.collect());
            all.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(access), 0.0))));
        }
        for (kind, value) in &query.filters {
            let term = Term::from_facet(self.fields.facets, &Facet::from_path([kind, value]));
            all.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0))));
        }
        BooleanQuery::new(all)
    }

    fn answer(&self, query: &BooleanQuery, limit: usize) -> Outcome<Answer> {
        let searcher = self.reader.searcher();
        let mut counts = FacetCollector::for_field("facets");
        for kind in &self.kinds {
            counts.add_facet(Facet::from_path([kind]));
        }
        let (top, total, counts) = searcher.search(query, &(TopDocs::with_limit(limit).order_by_score(), Count, counts))?;
        let mut ids = Vec::new();
        for (_, address) in top {
            let stored: TantivyDocument = searcher.doc(address)?;
            std::hint::black_box(stored.get_first(self.fields.payload).and_then(|payload| payload.as_bytes().map(<[u8]>::to_vec)));
            ids.push(stored.get_first(self.fields.id).and_then(|id| id.as_str()).unwrap_or_default().to_owned());
        }
        let facets = self.kinds.iter().map(|kind| counts.get(Facet::from_path([kind])).count()).sum();
        Ok(Answer { ids, total, facets })
    }
}

impl Engine for Tantivy {
    fn build(folder: &Path, documents: impl FnOnce(&mut dyn FnMut(Document) -> Outcome<()>) -> Outcome<()>) -> Outcome<()> {
        let (schema, fields) = schema();
        let index = with_tokenizer(Index::create_in_dir(folder, schema)?);
        let mut writer: IndexWriter = index.writer_with_num_threads(1, BUFFER)?;
        let mut kinds = BTreeSet::new();
        documents(&mut |document| {
            kinds.extend(document.facets.iter().map(|(kind, _)| kind.clone()));
            put(&writer, &fields, &document)
        })?;
        writer.commit()?;
        writer.wait_merging_threads()?;
        // Its readers have to be told which kinds there are.
        fs::write(folder.join("kinds"), kinds.into_iter().collect::<Vec<_>>().join("\n"))?;
        Ok(())
    }

    fn open(folder: &Path) -> Outcome<Self> {
        let index = with_tokenizer(Index::open_in_dir(folder)?);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let kinds = fs::read_to_string(folder.join("kinds"))?.lines().map(str::to_owned).collect();
        Ok(Self { reader, fields: schema().1, kinds })
    }

    fn search(&self, query: &Query) -> Outcome<Answer> {
        let words = asked(&query.text);
        let answer = self.answer(&self.whole(query, &words, false), query.limit)?;
        if words.is_empty() || answer.ids.len() >= FEW {
            return Ok(answer);
        }
        self.answer(&self.whole(query, &words, true), query.limit)
    }

    fn update(folder: &Path, documents: &[Document]) -> Outcome<()> {
        let index = with_tokenizer(Index::open_in_dir(folder)?);
        let mut writer: IndexWriter = index.writer_with_num_threads(1, BUFFER)?;
        let fields = schema().1;
        for document in documents {
            put(&writer, &fields, document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(())
    }
}
