//! Every figure comes from a process of its own, so that none inherits another's memory or caches.

use crate::{
    Outcome,
    corpus::{self, Corpus},
    engines::{Engine, Fts5, Own, Tantivy},
    measure::{cpu, memory, percentile, sizes, timed},
    queries,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{fs, path::Path, process::Command};

/// Hits that a query may have on its first page before the one that is meant.
const FIRST: usize = 3;
/// Repetitions of a query; their mean counts.
const REPETITIONS: u32 = 3;
const UPDATES: usize = 20;

#[derive(Serialize, Deserialize)]
pub(crate) struct Build {
    pub(crate) cpu: f64,
    pub(crate) memory: f64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Ask {
    pub(crate) open: f64,
    pub(crate) first: f64,
    pub(crate) half: f64,
    pub(crate) most: f64,
    pub(crate) memory: f64,
    pub(crate) misspelt: usize,
    pub(crate) parts: usize,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Update {
    pub(crate) one: f64,
    pub(crate) hundred: f64,
}

/// All figures of one engine with one corpus.
pub(crate) struct Row {
    pub(crate) engine: String,
    pub(crate) corpus: Corpus,
    pub(crate) build: Build,
    pub(crate) ask: Ask,
    pub(crate) update: Update,
    pub(crate) sizes: (usize, f64, f64),
}

/// Measures one engine with one corpus in three processes.
pub(crate) fn measure(engine: &str, corpus: Corpus, folder: &Path) -> Outcome<Row> {
    fs::create_dir(folder)?;
    let build = child("build", engine, corpus, folder)?;
    let sizes = sizes(folder)?;
    // The median of three: opening takes too short to be measured once.
    let mut asks: Vec<Ask> = (0..3).map(|_| child("ask", engine, corpus, folder)).collect::<Outcome<_>>()?;
    let open = percentile(&mut asks.iter().map(|ask| ask.open).collect::<Vec<_>>(), 0.5);
    let half = percentile(&mut asks.iter().map(|ask| ask.half).collect::<Vec<_>>(), 0.5);
    let first = percentile(&mut asks.iter().map(|ask| ask.first).collect::<Vec<_>>(), 0.5);
    let last = asks.pop().ok_or("nothing was asked")?;
    let update = child("update", engine, corpus, folder)?;
    fs::remove_dir_all(folder)?;
    Ok(Row { engine: engine.into(), corpus, build, ask: Ask { open, first, half, ..last }, update, sizes })
}

fn child<T: DeserializeOwned>(step: &str, engine: &str, corpus: Corpus, folder: &Path) -> Outcome<T> {
    let output = Command::new(std::env::current_exe()?).args([step, engine, &corpus.to_string()]).arg(folder).output()?;
    if !output.status.success() {
        return Err(format!("{step} {engine} {corpus}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What a child does.
pub(crate) fn run(step: &str, engine: &str, corpus: Corpus, folder: &Path) -> Outcome<()> {
    match engine {
        "own" => run_with::<Own>(step, corpus, folder),
        "fts5" => run_with::<Fts5>(step, corpus, folder),
        _ => run_with::<Tantivy>(step, corpus, folder),
    }
}

fn run_with<E: Engine>(step: &str, corpus: Corpus, folder: &Path) -> Outcome<()> {
    let figures = match step {
        "build" => serde_json::to_string(&build::<E>(corpus, folder)?)?,
        "ask" => serde_json::to_string(&ask::<E>(corpus, folder)?)?,
        _ => serde_json::to_string(&update::<E>(corpus, folder)?)?,
    };
    println!("{figures}");
    Ok(())
}

fn build<E: Engine>(corpus: Corpus, folder: &Path) -> Outcome<Build> {
    // What the documents cost to make is not what the index costs.
    let ((), making) = timed(|| corpus::each(corpus, |document| drop(std::hint::black_box(document))));
    let start = cpu();
    E::build(folder, |put| {
        let mut failed = None;
        corpus::each(corpus, |document| failed = failed.take().or_else(|| put(document).err()));
        failed.map_or(Ok(()), Err)
    })?;
    Ok(Build { cpu: cpu() - start - making, memory: memory()? })
}

fn ask<E: Engine>(corpus: Corpus, folder: &Path) -> Outcome<Ask> {
    let queries = queries::mixed(corpus);
    let (engine, open) = timed(|| E::open(folder));
    let engine = engine?;
    let (answer, first) = timed(|| engine.search(&queries[7]));
    answer?;
    for query in &queries {
        engine.search(query)?;
    }
    let mut costs = Vec::new();
    for query in &queries {
        let (answers, cost) = timed(|| (0..REPETITIONS).map(|_| engine.search(query)).collect::<Outcome<Vec<_>>>());
        std::hint::black_box(answers?);
        costs.push(cost / f64::from(REPETITIONS));
    }
    let found = |asked: Vec<(search::Query, String)>| -> Outcome<usize> {
        let hits = asked.iter().map(|(query, meant)| Ok(usize::from(engine.search(query)?.ids.iter().take(FIRST).any(|id| id == meant))));
        hits.sum()
    };
    let (misspelt, parts) = if corpus == Corpus::Courses { (found(queries::misspelt())?, found(queries::parts())?) } else { (0, 0) };
    let (half, most) = (percentile(&mut costs, 0.5), percentile(&mut costs, 0.95));
    Ok(Ask { open, first, half, most, memory: memory()?, misspelt, parts })
}

fn update<E: Engine>(corpus: Corpus, folder: &Path) -> Outcome<Update> {
    let mut ones = Vec::new();
    for round in 0..UPDATES {
        let documents = corpus::changed(corpus, round, 1);
        let (updated, cost) = timed(|| E::update(folder, &documents));
        updated?;
        ones.push(cost);
    }
    let documents = corpus::changed(corpus, UPDATES, 100);
    let (updated, hundred) = timed(|| E::update(folder, &documents));
    updated?;
    Ok(Update { one: percentile(&mut ones, 0.5), hundred })
}
