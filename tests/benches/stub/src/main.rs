//! Drives Lambda functions written in any language as AWS Lambda would, and weighs them in CPU time.
//!
//! `lambda-stub PLAN.json` runs the plan (see [`plan::Plan`]) and prints the samples as JSON.

mod aws;
mod function;
mod issuer;
mod plan;
mod rounds;
mod runtime_api;

use aws::Endpoint;
use issuer::Issuer;
use plan::Plan;
use std::{error::Error, process::ExitCode};

type Failure = Box<dyn Error + Send + Sync>;

async fn run() -> Result<(), Failure> {
    let path = std::env::args().nth(1).ok_or("usage: lambda-stub PLAN.json")?;
    let plan = Plan::read(&path)?;
    let issuer = Issuer::new()?;
    let endpoint = Endpoint::start(&plan.items, issuer.key_set()).await?;
    let samples = rounds::run(&plan, &issuer, &endpoint).await?;
    println!("{}", serde_json::to_string(&samples)?);
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lambda-stub: {error}");
            ExitCode::FAILURE
        }
    }
}
