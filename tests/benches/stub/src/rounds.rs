//! Interleaved rounds: what disturbs the machine for a while disturbs all variants alike.

use crate::{
    Failure,
    aws::Endpoint,
    function::Function,
    issuer::Issuer,
    plan::{Plan, Variant},
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// Access tokens that invocations take in turn, so that none is seen often.
const TOKENS: u32 = 64;

/// CPU time in microseconds.
#[derive(Debug, Serialize)]
struct Sample {
    /// From the start of the process to its first answer.
    cold: f64,
    /// Per warm invocation.
    warm: Option<f64>,
}

/// One entry per round, in the order of the rounds.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Samples {
    rsa_verify: Vec<f64>,
    variants: BTreeMap<String, Vec<Sample>>,
}

fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The variant's event as texts to be sent in turn.
fn events(variant: &Variant, issuer: &Issuer, issuer_name: &str) -> Result<Vec<String>, Failure> {
    let text = variant.event.to_string();
    let (place, foreign) = if text.contains("${FOREIGN_TOKEN}") { ("${FOREIGN_TOKEN}", true) } else { ("${TOKEN}", false) };
    let count = if text.contains(place) { TOKENS } else { 1 };
    (0..count).map(|number| Ok(text.replace(place, &issuer.token(issuer_name, foreign, number)?))).collect()
}

async fn measure(plan: &Plan, variant: &Variant, events: &[String], endpoint: &str) -> Result<Sample, Failure> {
    let mut function = Function::start(variant, endpoint, &plan.logs).await?;
    let mut events = events.iter().cycle();
    let mut next = || events.next().ok_or("there is no event");
    function.invoke(next()?).await?;
    let cold = microseconds(function.cpu()?);
    if variant.cold_only || plan.invocations == 0 {
        function.stop().await?;
        return Ok(Sample { cold, warm: None });
    }
    for _ in 0..plan.warm_up {
        function.invoke(next()?).await?;
    }
    let start = function.cpu()?;
    for _ in 0..plan.invocations {
        function.invoke(next()?).await?;
    }
    let warm = microseconds(function.cpu()? - start) / f64::from(plan.invocations);
    function.stop().await?;
    Ok(Sample { cold, warm: Some(warm) })
}

/// Runs the plan; the first variant that fails ends it.
pub(crate) async fn run(plan: &Plan, issuer: &Issuer, endpoint: &Endpoint) -> Result<Samples, Failure> {
    let started = Instant::now();
    let issuer_name = endpoint.issuer();
    let token = issuer.token(&issuer_name, false, 0)?;
    let mut prepared = Vec::with_capacity(plan.variants.len());
    for variant in &plan.variants {
        prepared.push((variant, events(variant, issuer, &issuer_name)?));
    }
    let mut samples = Samples::default();
    for round in 0..plan.rounds {
        if round > 0 && started.elapsed() > Duration::from_secs(plan.seconds) {
            break;
        }
        samples.rsa_verify.push(microseconds(issuer.verification(&token)?));
        for (variant, events) in &prepared {
            let sample = measure(plan, variant, events, &endpoint.url).await;
            let sample = sample.map_err(|error| format!("{}: {error}", variant.name))?;
            samples.variants.entry(variant.name.clone()).or_default().push(sample);
        }
        // Neither comes always first.
        prepared.reverse();
        eprintln!("round {} of {}: {} s", round + 1, plan.rounds, started.elapsed().as_secs());
    }
    Ok(samples)
}
