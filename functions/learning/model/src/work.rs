//! What members have done within lessons whose kind asks for more than to be read.
//!
//! | access | how |
//! |---|---|
//! | a member's work in a lesson | get `W#<ws>#MEMBER#<id>` / `WORK#<course>#<lesson>` |

use crate::keys;
use catalog_model::{
    ids::{CourseId, ItemId, LessonId},
    lesson::{Audio, Content, Video},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{Entity, Record, TableError, Tenant};
use trellis_core::ids::MemberId;

/// How often it is written anew because others keep changing it.
const ATTEMPTS: usize = 4;
/// How many seconds of a film can be played in one: twice its speed is the fastest that the pages offer.
const FASTEST: u64 = 2;
/// Seconds by which clocks and reports may be ahead.
const AHEAD: u64 = 10;
/// Pieces of a film that are remembered.
const MOST_SEGMENTS: usize = 200;

trellis_core::list!(
    /// Items of a checklist.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub Ticked(BTreeSet<ItemId>), 0..=100
);

trellis_core::number!(
    /// A place in a film or sound, in seconds from its beginning.
    pub PlayPosition(u32), 0..=86_400
);

/// A part of a film or sound that was played, in whole seconds from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    from: PlayPosition,
    /// After `from`.
    to: PlayPosition,
}

impl Segment {
    const fn ends(self) -> (u32, u32) {
        (self.from.0, self.to.0)
    }

    const fn seconds(self) -> u32 {
        self.to.0.saturating_sub(self.from.0)
    }
}

trellis_core::list!(
    /// Parts that were played.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub Played(Vec<Segment>), 0..=200
);

/// What a member has done in a lesson, by its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Work {
    Checklist {
        /// What is ticked.
        ticked: Ticked,
    },
    /// What of a film or sound was played. Whatever was reported before counts on.
    Media {
        /// What was really played, and not passed over.
        played: Played,
        /// Where to go on.
        #[serde(default = "PlayPosition::start")]
        position: PlayPosition,
    },
}

/// A member's work in a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonWork {
    pub work: Work,
    /// How often more was said to be played than can have been.
    #[serde(default, skip_serializing_if = "is_none_of_them")]
    pub implausible: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde passes it")]
const fn is_none_of_them(count: &u32) -> bool {
    *count == 0
}

impl Entity for LessonWork {
    const NAME: &'static str = "LessonWork";
}

/// This is no work in that lesson.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    #[error("this lesson is of another kind")]
    OtherKind,
    #[error("a part that was played ends after it begins")]
    Backwards,
    #[error("more was played than can have been since the lesson was opened")]
    Implausible,
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Work {
    /// Without what the lesson does not ask for any more: its author may have changed it since.
    ///
    /// # Errors
    /// When this is no work in such a lesson.
    pub fn within(self, content: &Content) -> Result<Self, WorkError> {
        match (self, content) {
            (Self::Checklist { ticked: Ticked(mut ticked) }, Content::Checklist(list)) => {
                ticked.retain(|item| list.has(*item));
                Ok(Self::Checklist { ticked: Ticked(ticked) })
            }
            (Self::Media { played, position }, Content::Video(Video(media)) | Content::Audio(Audio(media))) => {
                if played.0.iter().any(|segment| segment.seconds() == 0) {
                    return Err(WorkError::Backwards);
                }
                let last = media.seconds.get();
                Ok(Self::Media { played: played.within(last), position: position.at_most(last) })
            }
            (
                Self::Checklist { .. } | Self::Media { .. },
                Content::Page(_)
                | Content::Link(_)
                | Content::Checklist(_)
                | Content::Document(_)
                | Content::Video(_)
                | Content::Audio(_)
                | Content::Package(_)
                | Content::Quiz(_),
            ) => Err(WorkError::OtherKind),
        }
    }

    /// What there is of it before anything is done, where the time of that counts.
    fn begun(content: &Content) -> Option<Self> {
        match content {
            Content::Video(_) | Content::Audio(_) => Some(Self::Media { played: Played::default(), position: PlayPosition::start() }),
            Content::Page(_) | Content::Link(_) | Content::Checklist(_) | Content::Document(_) | Content::Package(_) | Content::Quiz(_) => {
                None
            }
        }
    }

    /// What there is once this is added to what there was, which began at a time.
    fn following(self, before: Option<&Self>, begun: Timestamp, now: Timestamp) -> Result<Self, WorkError> {
        match (self, before) {
            (Self::Media { played, position }, before) => {
                let before = if let Some(Self::Media { played, .. }) = before { played.clone() } else { Played::default() };
                let elapsed = now.duration_since(begun).as_secs().max(0).unsigned_abs();
                let all = before.union(&played);
                if all != before && u64::from(all.seconds()) > elapsed * FASTEST + AHEAD {
                    return Err(WorkError::Implausible);
                }
                Ok(Self::Media { played: all, position })
            }
            (work @ Self::Checklist { .. }, _) => Ok(work),
        }
    }

    /// Whether a lesson, as it is, asks for no more than this.
    #[must_use]
    pub fn is_done(&self, content: &Content) -> bool {
        match (self, content) {
            (Self::Checklist { ticked: Ticked(ticked) }, Content::Checklist(list)) => list.is_done(ticked),
            (Self::Media { played, .. }, Content::Video(Video(media)) | Content::Audio(Audio(media))) => {
                // It may have been longer when it was played.
                played.clone().within(media.seconds.get()).seconds() >= media.asked()
            }
            (
                Self::Checklist { .. } | Self::Media { .. },
                Content::Page(_)
                | Content::Link(_)
                | Content::Checklist(_)
                | Content::Document(_)
                | Content::Video(_)
                | Content::Audio(_)
                | Content::Package(_)
                | Content::Quiz(_),
            ) => false,
        }
    }
}

impl PlayPosition {
    const fn start() -> Self {
        Self(0)
    }

    fn at_most(self, last: u32) -> Self {
        Self(self.0.min(last))
    }
}

impl Played {
    /// How many seconds were played, each counted once, if this is a union.
    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.0.iter().map(|segment| segment.seconds()).sum()
    }

    /// What of it lies before the end.
    fn within(self, last: u32) -> Self {
        let cut = |segment: Segment| Segment { to: segment.to.at_most(last), ..segment };
        Self(self.0.into_iter().map(cut).filter(|segment| segment.seconds() > 0).collect())
    }

    /// What was played at one time or another: in order, and apart from each other. Of more than 200 pieces the shortest are forgotten.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut segments: Vec<Segment> = self.0.iter().chain(&other.0).copied().collect();
        segments.sort_unstable_by_key(|segment| segment.ends());
        let mut union: Vec<Segment> = Vec::with_capacity(segments.len());
        for segment in segments {
            match union.last_mut() {
                Some(last) if segment.from.0 <= last.to.0 => last.to.0 = last.to.0.max(segment.to.0),
                _ => union.push(segment),
            }
        }
        while union.len() > MOST_SEGMENTS {
            let shortest = union.iter().enumerate().min_by_key(|(_, segment)| segment.seconds()).map(|(at, _)| at);
            shortest.map(|at| union.remove(at));
        }
        Self(union)
    }
}

/// A member's work in a lesson that they have been given; where its time counts, it begins now.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn begun(
    tenant: &Tenant,
    member: MemberId,
    (course, lesson, content): (CourseId, LessonId, &Content),
) -> Result<Option<Record<LessonWork>>, TableError> {
    let before = work(tenant, member, course, lesson).await?;
    let is_going_on = before.as_ref().is_some_and(|before| before.value.work.clone().within(content).is_ok());
    let Some(work) = Work::begun(content).filter(|_| !is_going_on) else { return Ok(before) };
    let begun = LessonWork { work, implausible: 0 };
    let record = match before {
        // The lesson was of another kind.
        Some(before) => Record { created_at: tenant.now(), ..before.with(begun) },
        None => Record::new(begun, tenant.now()),
    };
    match tenant.write(record.write(keys::work(tenant.scope(), member, course, lesson), tenant.now())?).await {
        // Another page was faster.
        Ok(()) | Err(TableError::Conflict) => Ok(Some(record)),
        Err(error) => Err(error),
    }
}

/// A member's work in a lesson, if there is any.
///
/// # Errors
/// When the table cannot be read.
pub async fn work(tenant: &Tenant, member: MemberId, course: CourseId, lesson: LessonId) -> Result<Option<Record<LessonWork>>, TableError> {
    tenant.get(keys::work(tenant.scope(), member, course, lesson), true).await?.map(Record::read).transpose()
}

/// Stores a member's work in a lesson, as far as the lesson asks for it, after or in the place of what was there. Who has never been given
/// the lesson begins now.
///
/// # Errors
/// When this is no work in such a lesson, or the table cannot be written. What cannot be is counted.
pub async fn put_work(
    tenant: &Tenant,
    member: MemberId,
    (course, lesson, content): (CourseId, LessonId, &Content),
    work: Work,
) -> Result<LessonWork, WorkError> {
    let work = work.within(content)?;
    for _ in 0..ATTEMPTS {
        let before = self::work(tenant, member, course, lesson).await?;
        let known = before.as_ref().and_then(|before| Some((before.value.work.clone().within(content).ok()?, before.created_at)));
        let begun = known.as_ref().map_or(tenant.now(), |(_, begun)| *begun);
        let following = work.clone().following(known.as_ref().map(|(work, _)| work), begun, tenant.now());
        let noted = before.as_ref().map_or(0, |before| before.value.implausible);
        let (after, refusal) = match following {
            Ok(work) => (LessonWork { work, implausible: noted }, None),
            Err(refusal) => {
                tracing::warn!(%member, %course, %lesson, "more was said to be played than can have been");
                let Some(work) = known.map(|(work, _)| work).or_else(|| Work::begun(content)) else { return Err(refusal) };
                (LessonWork { work, implausible: noted.saturating_add(1) }, Some(refusal))
            }
        };
        let record = match before {
            Some(before) if before.value == after => return Ok(after),
            Some(before) => Record { created_at: begun, ..before.with(after.clone()) },
            None => Record::new(after.clone(), tenant.now()),
        };
        match tenant.write(record.write(keys::work(tenant.scope(), member, course, lesson), tenant.now())?).await {
            Ok(()) => return refusal.map_or(Ok(after), Err),
            Err(TableError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn segment(from: u32, to: u32) -> Segment {
        Segment { from: PlayPosition(from), to: PlayPosition(to) }
    }

    fn segments() -> impl Strategy<Value = Played> {
        let part = (0_u32..120, 1_u32..20).prop_map(|(from, length)| segment(from, from + length));
        proptest::collection::vec(part, 0..12).prop_map(Played)
    }

    fn seconds(played: &Played) -> BTreeSet<u32> {
        played.0.iter().flat_map(|segment| segment.from.0..segment.to.0).collect()
    }

    proptest! {
        #[test]
        fn a_union_has_each_second_once(one in segments(), other in segments()) {
            let union = one.union(&other);
            let expected: BTreeSet<u32> = seconds(&one).union(&seconds(&other)).copied().collect();
            prop_assert_eq!(seconds(&union), expected.clone());
            prop_assert_eq!(union.seconds() as usize, expected.len());
            prop_assert!(union.0.is_sorted_by(|before, after| before.to.0 < after.from.0));
            prop_assert_eq!(union.union(&one), union.clone(), "what is reported again changes nothing");
            prop_assert_eq!(other.union(&one), union);
        }
    }

    fn media(played: &[(u32, u32)]) -> Work {
        let played = Played(played.iter().map(|&(from, to)| segment(from, to)).collect());
        Work::Media { played, position: PlayPosition::start() }
    }

    #[test]
    fn a_day_is_not_watched_in_a_minute() {
        let (begun, at) = (Timestamp::UNIX_EPOCH, |seconds: i64| Timestamp::from_second(seconds).unwrap());
        let report = |work: Work, before: &Work, seconds: i64| work.following(Some(before), begun, at(seconds));
        let nothing = media(&[]);
        assert!(matches!(report(media(&[(0, 86_400)]), &nothing, 60), Err(WorkError::Implausible)));
        assert_eq!(report(media(&[(0, 130)]), &nothing, 60).unwrap(), media(&[(0, 130)]), "twice as fast, and a little ahead");
        assert!(report(media(&[(0, 131)]), &nothing, 60).is_err());
        // What was there may be said again at any time.
        assert_eq!(report(media(&[(0, 130)]), &media(&[(0, 130)]), 0).unwrap(), media(&[(0, 130)]));
        assert_eq!(report(media(&[(100, 140)]), &media(&[(0, 130)]), 66).unwrap(), media(&[(0, 140)]));
    }

    #[test]
    fn the_shortest_of_too_many_pieces_is_forgotten() {
        let many = Played((0..201).map(|at| segment(at * 10, at * 10 + if at == 7 { 1 } else { 5 })).collect());
        let kept = many.union(&Played::default());
        assert_eq!((kept.0.len(), kept.seconds()), (200, 1000));
    }
}
