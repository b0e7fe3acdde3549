//! Which questions an attempt asks, and in which order.

use crate::{
    chance::Chance,
    question::{Question, QuestionTag},
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeSet};
use trellis_core::{bounded::Letters, ulid_id};

ulid_id!(
    /// Questions that a workspace keeps once, and many quizzes draw from.
    BankId
);
trellis_core::number!(
    /// How many questions are drawn, or are there to draw from.
    pub DrawCount(u16), 1..=200
);
trellis_core::text!(
    /// Names what the questions of a bank say.
    pub BankDigest, 1..=64, Letters::Line
);
trellis_core::list!(
    /// What is drawn; a quiz's own questions without one of these tags are always asked.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub Draws(Vec<Draw>), 0..=20
);

/// Of the quiz's own questions with a tag, or of a bank's, so many are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// Left out, all questions of the bank are drawn from. A draw from the quiz's own questions needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<QuestionTag>,
    pub count: DrawCount,
    /// The bank that is drawn from; left out, the quiz's own questions are. Saving the lesson takes what the bank has at that moment; where
    /// the bank is gone, the quiz keeps what it took before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_id: Option<BankId>,
    /// What was taken from the bank. Whatever is sent here is ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
}

/// What a draw has taken from its bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// The `digest` that the bank had: it has another one once its questions change.
    pub digest: BankDigest,
    /// How many questions there are to draw from.
    pub count: DrawCount,
}

/// A draw that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    #[error("the tag “{0}” is drawn from twice")]
    Repeated(String),
    #[error("all questions of one bank are drawn from twice")]
    RepeatedBank,
    #[error("of questions with the tag “{tag}” there are only {there}")]
    TooFew { tag: String, there: usize },
    #[error("of questions of the bank there are only {0}")]
    TooFewOfBank(usize),
    #[error("a draw needs a tag, unless it is from a bank")]
    NoTag,
}

impl Draw {
    /// Whether it draws from this question of where it draws from.
    #[must_use]
    pub fn draws_from(&self, question: &Question) -> bool {
        self.tag.as_ref().map_or(self.bank_id.is_some(), |tag| question.tags().0.contains(tag))
    }

    fn taken_count(&self) -> usize {
        self.taken.as_ref().map_or(0, |taken| usize::from(taken.count.get()))
    }

    /// What its part of the chance is named by.
    fn part(&self) -> Cow<'_, str> {
        let tag = self.tag.as_ref().map_or("", QuestionTag::as_str);
        self.bank_id.map_or(Cow::Borrowed(tag), |bank| Cow::Owned(format!("{bank} {tag}")))
    }

    /// # Errors
    /// When it asks for more questions than there are.
    pub fn check_count(&self, there: usize) -> Result<(), DrawError> {
        match &self.tag {
            _ if usize::from(self.count.get()) <= there => Ok(()),
            Some(tag) => Err(DrawError::TooFew { tag: tag.as_str().to_owned(), there }),
            None => Err(DrawError::TooFewOfBank(there)),
        }
    }
}

/// How many of a quiz's questions are its own: those that were taken from banks follow them, draw by draw.
#[must_use]
pub fn own_count(questions: usize, draws: &[Draw]) -> usize {
    questions.saturating_sub(draws.iter().map(Draw::taken_count).sum())
}

/// The questions of each draw: an own one with several tags belongs to the first draw that names one of them.
fn pools(questions: &[Question], draws: &[Draw]) -> Vec<Vec<usize>> {
    let own = own_count(questions.len(), draws);
    let mut pools = vec![Vec::new(); draws.len()];
    for (at, question) in questions.iter().take(own).enumerate() {
        let pool = draws.iter().position(|draw| draw.bank_id.is_none() && draw.draws_from(question));
        if let Some(pool) = pool.and_then(|pool| pools.get_mut(pool)) {
            pool.push(at);
        }
    }
    let mut next = own;
    for (draw, pool) in draws.iter().zip(&mut pools) {
        let end = next + draw.taken_count();
        pool.extend(next..end.min(questions.len()));
        next = end;
    }
    pools
}

/// Checks draws as an author sends them, with the quiz's own questions alone: what is taken from banks is counted when it is taken.
///
/// # Errors
/// When a draw asks for more questions than there are, or is no draw.
pub fn check(own: &[Question], draws: &[Draw]) -> Result<(), DrawError> {
    let mut named = BTreeSet::new();
    for draw in draws {
        match (&draw.tag, draw.bank_id) {
            (None, None) => return Err(DrawError::NoTag),
            (tag, bank) if named.insert((bank, tag)) => {}
            (Some(tag), _) => return Err(DrawError::Repeated(tag.as_str().to_owned())),
            (None, Some(_)) => return Err(DrawError::RepeatedBank),
        }
    }
    let of_own: Vec<Draw> = draws.iter().filter(|draw| draw.bank_id.is_none()).cloned().collect();
    of_own.iter().zip(pools(own, &of_own)).try_for_each(|(draw, pool)| draw.check_count(pool.len()))
}

/// The places of the questions that are asked, in the order in which they are. The same seed gives the same.
#[must_use]
pub fn drawn(questions: &[Question], draws: &[Draw], shuffles: bool, seed: u64) -> Vec<usize> {
    let pools = pools(questions, draws);
    let pooled: BTreeSet<usize> = pools.iter().flatten().copied().collect();
    let mut asked: Vec<usize> = (0..questions.len()).filter(|at| !pooled.contains(at)).collect();
    for (draw, mut pool) in draws.iter().zip(pools) {
        Chance::of_part(seed, &draw.part()).shuffle(&mut pool);
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn questions(tags: &[&[&str]]) -> Vec<Question> {
        let question = |(at, tags): (usize, &&[&str])| {
            serde_json::from_value(json!({ "id": format!("q{at}"), "kind": "true_false", "text": "?", "right": true, "tags": tags }))
                .unwrap()
        };
        tags.iter().enumerate().map(question).collect()
    }

    fn draws(draws: Value) -> Vec<Draw> {
        serde_json::from_value::<Draws>(draws).unwrap().0
    }

    const BANK: &str = "01JZ8Q4N7E5T9V3W2XKBYMCD6F";

    #[test]
    fn questions_taken_from_banks_are_drawn_by_their_own_draws_alone() {
        // Two of the quiz's own, then three of the bank, of which one bears a tag that is drawn from among the own ones.
        let all = questions(&[&["fire"], &[], &["fire"], &["water"], &[]]);
        let drawn_from = |count: u16| {
            let taken = json!({ "digest": "d", "count": 3 });
            draws(json!([{ "bank_id": BANK, "count": count, "taken": taken }, { "tag": "fire", "count": 1 }]))
        };
        assert_eq!(own_count(all.len(), &drawn_from(2)), 2);
        assert_eq!(pools(&all, &drawn_from(2)), [vec![2, 3, 4], vec![0]]);
        for seed in 0..50 {
            let asked = drawn(&all, &drawn_from(2), false, seed);
            assert_eq!((asked.len(), &asked[..2]), (4, &[0, 1][..]), "{asked:?}");
            assert_eq!(asked, drawn(&all, &drawn_from(2), false, seed));
        }
        let seen: BTreeSet<usize> = (0..50).flat_map(|seed| drawn(&all, &drawn_from(1), false, seed)).collect();
        assert_eq!(seen, BTreeSet::from([0, 1, 2, 3, 4]));
    }

    #[test]
    fn a_draw_that_cannot_be_made_is_refused() {
        let own = questions(&[&["fire"], &["fire"]]);
        let checked = |sent: Value| check(&own, &draws(sent));
        let bank = json!({ "bank_id": BANK, "tag": "fire", "count": 9 });
        assert_eq!(checked(json!([{ "tag": "fire", "count": 2 }, bank])), Ok(()));
        assert_eq!(checked(json!([{ "count": 1 }])), Err(DrawError::NoTag));
        assert_eq!(checked(json!([{ "tag": "fire", "count": 3 }])), Err(DrawError::TooFew { tag: "fire".to_owned(), there: 2 }));
        assert_eq!(checked(json!([bank, bank])), Err(DrawError::Repeated("fire".to_owned())));
        let whole = json!({ "bank_id": BANK, "count": 1 });
        assert_eq!(checked(json!([whole, whole])), Err(DrawError::RepeatedBank));
        let [whole] = <[Draw; 1]>::try_from(draws(json!([whole]))).unwrap();
        assert_eq!((whole.check_count(1), whole.check_count(0)), (Ok(()), Err(DrawError::TooFewOfBank(0))));
    }
}
