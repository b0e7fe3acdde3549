//! Which questions an attempt asks, and in which order.

use crate::{
    chance::Chance,
    question::{Question, QuestionTag},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

trellis_core::number!(
    /// How many questions are drawn.
    pub DrawCount(u16), 1..=200
);
trellis_core::list!(
    /// What is drawn; questions without one of these tags are always asked.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub Draws(Vec<Draw>), 0..=20
);

/// Of the questions with a tag, so many are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    pub tag: QuestionTag,
    pub count: DrawCount,
}

/// A draw that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    #[error("the tag “{0}” is drawn from twice")]
    Repeated(String),
    #[error("of questions with the tag “{tag}” there are only {there}")]
    TooFew { tag: String, there: usize },
}

/// The questions of each draw: one with several tags belongs to the first draw that names one of them.
fn pools(questions: &[Question], draws: &[Draw]) -> Vec<Vec<usize>> {
    let mut pools = vec![Vec::new(); draws.len()];
    for (at, question) in questions.iter().enumerate() {
        let pool = draws.iter().position(|draw| question.tags().0.contains(&draw.tag));
        if let Some(pool) = pool.and_then(|pool| pools.get_mut(pool)) {
            pool.push(at);
        }
    }
    pools
}

/// # Errors
/// When a draw asks for more questions than there are.
pub fn check(questions: &[Question], draws: &[Draw]) -> Result<(), DrawError> {
    let mut tags = BTreeSet::new();
    if let Some(draw) = draws.iter().find(|draw| !tags.insert(&draw.tag)) {
        return Err(DrawError::Repeated(draw.tag.as_str().to_owned()));
    }
    let pools = pools(questions, draws);
    let few = draws.iter().zip(&pools).find(|(draw, pool)| pool.len() < usize::from(draw.count.get()));
    few.map_or(Ok(()), |(draw, pool)| Err(DrawError::TooFew { tag: draw.tag.as_str().to_owned(), there: pool.len() }))
}

/// The places of the questions that are asked, in the order in which they are. The same seed gives the same.
#[must_use]
pub fn drawn(questions: &[Question], draws: &[Draw], shuffles: bool, seed: u64) -> Vec<usize> {
    let pools = pools(questions, draws);
    let pooled: BTreeSet<usize> = pools.iter().flatten().copied().collect();
    let mut asked: Vec<usize> = (0..questions.len()).filter(|at| !pooled.contains(at)).collect();
    for (draw, mut pool) in draws.iter().zip(pools) {
        Chance::of_part(seed, draw.tag.as_str()).shuffle(&mut pool);
        asked.extend(pool.into_iter().take(usize::from(draw.count.get())));
    }
    asked.sort_unstable();
    if shuffles {
        Chance::of(seed).shuffle(&mut asked);
    }
    asked
}

/// How many questions an attempt asks.
#[must_use]
pub fn count(questions: &[Question], draws: &[Draw]) -> usize {
    drawn(questions, draws, false, 0).len()
}
