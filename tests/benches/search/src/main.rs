//! The search index beside FTS5 and tantivy, on the same documents and queries.

mod children;
mod corpus;
mod engines;
mod measure;
mod queries;
mod report;

use std::process::ExitCode;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [step, engine, corpus, folder] = &arguments[..] {
        children::run(step, engine, corpus.parse()?, folder.as_ref())?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = tempfile::tempdir()?;
    let mut rows = Vec::new();
    for corpus in corpus::Corpus::ALL {
        for engine in engines::NAMES {
            rows.push(children::measure(engine, corpus, &folder.path().join(format!("{engine}-{corpus}")))?);
        }
    }
    Ok(report::print(&rows))
}
