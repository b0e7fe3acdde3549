//! Attempts of members in packages.
//!
//! | access | how |
//! |---|---|
//! | an attempt, with its data, and whether others have followed | query `W#<ws>#MEMBER#<id>` / `PACKAGE#<course>#<lesson>#`, from `<number>` on, two |
//! | the newest of a lesson, which knows those before it | query the same, backwards, one |
//! | a report | put the enrolment, where it changes that; put the attempt |

use crate::{
    cmi::PackedCmi,
    commit::{self, Commit, CommitError},
    keys,
    launch::{Launch, Rule},
    listing,
    report::Said,
};
use catalog_model::{
    courses,
    ids::{CourseId, LessonId, VersionNumber},
    lesson::{PackageCompletion, PackageScoring},
};
use files_model::digest::Digest;
use jiff::{SignedDuration, Timestamp};
use learning_model::{
    enrolments::{self, Outcome},
    scores::Score,
};
use people_model::keys::member_partition;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{Entity, Query, Record, TableError, Tenant, Write};
use trellis_core::{
    bounded::Letters,
    ids::MemberId,
    personal::{Account, NotPersonal, Personal},
};

/// How often an attempt is read anew because others keep changing it.
const TRIES: usize = 6;
/// Sessions that are told apart; the time of those before is summed up.
const KEPT_SESSIONS: usize = 20;
/// Attempts that are remembered beside the newest.
const KEPT_ATTEMPTS: usize = 100;
/// Without a word for so long, a session elsewhere is over.
const LIVES: SignedDuration = SignedDuration::from_mins(30);

trellis_core::text!(
    /// What a browser calls itself: any text that it has made up and keeps.
    pub Device, 1..=64, Letters::Visible
);

/// How far an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PackageAttemptState)]
pub enum AttemptState {
    /// It can be gone on with.
    Open,
    /// It is over, and nothing was said of passing.
    Completed,
    Passed,
    Failed,
}

/// What is odd about an attempt. It is kept, and authors see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PackageFlag)]
pub enum Flag {
    /// A session reported after a later one had begun.
    LateReport,
    /// Something is said to have happened before the package was opened, or to have lasted longer than that is ago.
    TimeBeforeLaunch,
    /// A score is none that can be.
    ScoreOutOfRange,
    /// The package says that it was passed, and its score says that it was not.
    PassedBelowMastery,
    /// Two devices were at it at once.
    Elsewhere,
}

/// A time in which an attempt was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub number: u32,
    pub begun_at: Timestamp,
    /// Of the last report that was taken.
    pub sequence: u64,
    /// How long it lasted, by its last report.
    pub seconds: u64,
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_ended: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// An attempt without its data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub number: u32,
    pub state: AttemptState,
    pub begun_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    pub seconds: u64,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub flags: BTreeSet<Flag>,
}

impl Summary {
    /// Whether it says the same but for times.
    fn is_like(&self, other: &Self) -> bool {
        let said = |it: &Self| (it.state, it.percent, it.passed);
        said(self) == said(other) && self.flags == other.flags
    }
}

/// A member's attempt in a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub number: u32,
    pub begun_at: Timestamp,
    /// The package, as it was when the attempt began.
    pub digest: Digest,
    pub course_version: VersionNumber,
    pub state: AttemptState,
    /// The session that counts.
    pub session: u32,
    pub sessions: Vec<Session>,
    /// Of sessions that are not told apart any more.
    #[serde(default)]
    pub earlier_seconds: u64,
    /// Where that session is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<NotPersonal<Device>>,
    /// What the package has stored.
    pub cmi: Personal<PackedCmi, Account>,
    #[serde(default)]
    pub said: Said,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_passed: Option<bool>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub flags: BTreeSet<Flag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_at: Option<Timestamp>,
    /// The attempts before it, the first of them first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Summary>,
}

impl Entity for Attempt {
    const NAME: &'static str = "PackageAttempt";
}

impl Attempt {
    pub(crate) fn first(launch: &Launch, device: Option<Device>, now: Timestamp) -> Self {
        Self {
            number: 1,
            begun_at: now,
            digest: launch.digest,
            course_version: launch.version,
            state: AttemptState::Open,
            session: 1,
            sessions: vec![Session::new(1, now)],
            earlier_seconds: 0,
            device,
            cmi: Personal::new(PackedCmi::default()),
            said: Said::default(),
            is_passed: None,
            flags: BTreeSet::new(),
            saved_at: None,
            earlier: Vec::new(),
        }
    }

    /// The one that follows.
    fn next(&self, launch: &Launch, device: Option<Device>, now: Timestamp) -> Self {
        let mut earlier = self.earlier.clone();
        earlier.push(self.summary());
        // The first counts by some rules, and is kept.
        if earlier.len() > KEPT_ATTEMPTS {
            earlier.remove(1);
        }
        Self { number: self.number + 1, earlier, ..Self::first(launch, device, now) }
    }

    /// The same in a new session.
    pub(crate) fn resumed(&self, launch: &Launch, device: Option<Device>, now: Timestamp) -> Self {
        let mut next = self.clone();
        next.session += 1;
        next.sessions.push(Session::new(next.session, now));
        while next.sessions.len() > KEPT_SESSIONS {
            next.earlier_seconds += next.sessions.remove(0).seconds;
        }
        (next.device, next.course_version) = (device, launch.version);
        next
    }

    /// The session of a number. One that is not told apart any more begins again, and its report is late.
    pub(crate) fn session_of(&mut self, number: u32) -> &mut Session {
        let at = match self.sessions.iter().position(|session| session.number == number) {
            Some(at) => at,
            None => {
                // Its time was summed up, and is not counted twice.
                let forgotten = Session { sequence: u64::MAX, ..Session::new(number, self.begun_at) };
                self.sessions.insert(0, forgotten);
                0
            }
        };
        &mut self.sessions[at]
    }

    /// The time of all sessions together.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        self.earlier_seconds + self.sessions.iter().map(|session| session.seconds).sum::<u64>()
    }

    #[must_use]
    pub fn summary(&self) -> Summary {
        let Self { number, state, begun_at, saved_at, said, is_passed, flags, .. } = self;
        Summary {
            number: *number,
            state: *state,
            begun_at: *begun_at,
            saved_at: *saved_at,
            percent: said.percent,
            passed: *is_passed,
            seconds: self.seconds(),
            flags: flags.clone(),
        }
    }

    /// All attempts, this one last.
    pub fn all(&self) -> impl Iterator<Item = Summary> {
        self.earlier.iter().cloned().chain([self.summary()])
    }

    /// The score that counts, by the lesson's rule. The first or last of those that have one.
    #[must_use]
    pub fn counted(&self, rule: &Rule) -> Option<u8> {
        let mut scores = self.all().filter_map(|attempt| attempt.percent);
        match rule.scoring {
            PackageScoring::Highest => scores.max(),
            PackageScoring::First => scores.next(),
            PackageScoring::Last => scores.last(),
        }
    }

    /// Whether another may begin after it.
    #[must_use]
    pub fn can_follow(&self, rule: &Rule) -> bool {
        self.state != AttemptState::Open && rule.attempts.is_none_or(|most| self.number < u32::from(most))
    }

    /// Since when another device is at it, if it is.
    fn elsewhere(&self, device: Option<&Device>, now: Timestamp) -> Option<Timestamp> {
        let session = self.sessions.iter().find(|session| session.number == self.session)?;
        let heard = self.saved_at.unwrap_or(session.begun_at).max(session.begun_at);
        let is_same = device.is_some() && self.device.as_ref() == device;
        (!session.has_ended && !is_same && now.duration_since(heard) < LIVES).then_some(session.begun_at)
    }
}

/// The newest attempt of a member in a lesson.
///
/// # Errors
/// When the table cannot be read.
pub async fn latest(tenant: &Tenant, member: MemberId, course: CourseId, lesson: LessonId) -> Result<Option<Record<Attempt>>, TableError> {
    let query = Query {
        partition: member_partition(tenant.scope(), member),
        prefix: Some(keys::attempts(course, lesson)),
        limit: Some(1),
        backwards: true,
        consistent: true,
        ..Query::default()
    };
    let (items, _) = tenant.query(query).await?;
    items.into_iter().next().map(Record::read).transpose()
}

/// An attempt, and whether others have followed it: in one reading, which costs no more where none has.
async fn numbered(tenant: &Tenant, launch: &Launch, number: u32) -> Result<Option<(Record<Attempt>, bool)>, TableError> {
    let before = keys::attempt(tenant.scope(), launch.member, launch.course, launch.lesson, number.saturating_sub(1));
    let query = Query {
        partition: member_partition(tenant.scope(), launch.member),
        prefix: Some(keys::attempts(launch.course, launch.lesson)),
        limit: Some(2),
        consistent: true,
        ..Query::default()
    };
    let (items, _) = tenant.query(query.after(Some(before))).await?;
    let is_followed = items.len() > 1;
    let first = items.into_iter().next().map(Record::<Attempt>::read).transpose()?;
    Ok(first.filter(|first| first.value.number == number).map(|first| (first, is_followed)))
}

fn write(tenant: &Tenant, launch: &Launch, record: &Record<Attempt>) -> Result<Write, TableError> {
    record.write(keys::attempt(tenant.scope(), launch.member, launch.course, launch.lesson, record.value.number), tenant.now())
}

/// How a session may begin.
#[derive(Debug, Clone)]
pub enum Begun {
    /// It has begun, in an attempt that is new or goes on, with what another device has left open.
    Now { attempt: Attempt, is_new: bool, elsewhere: Option<Timestamp> },
    /// Another device is at it.
    Elsewhere(Timestamp),
    /// There is no attempt left: the last one is looked at.
    Review(Option<Attempt>),
}

/// Begins a session: goes on with the attempt that is open, or begins one if another may follow. Where opening it completes the lesson, it
/// does so now.
///
/// # Errors
/// [`TableError::Conflict`] if others kept changing the attempt at the same time.
pub async fn begin(tenant: &Tenant, launch: &Launch, device: Option<Device>, takes_over: bool) -> Result<Begun, TableError> {
    for _ in 0..TRIES {
        let now = tenant.now();
        let before = latest(tenant, launch.member, launch.course, launch.lesson).await?;
        if launch.review {
            return Ok(Begun::Review(before.map(|before| before.value)));
        }
        let (record, is_new, elsewhere) = match before {
            None => (Record::new(Attempt::first(launch, device.clone(), now), now), true, None),
            Some(open) if open.value.state == AttemptState::Open => {
                let elsewhere = open.value.elsewhere(device.as_ref(), now);
                if let Some(since) = elsewhere.filter(|_| !takes_over) {
                    return Ok(Begun::Elsewhere(since));
                }
                let mut next = open.value.resumed(launch, device.clone(), now);
                if elsewhere.is_some() {
                    next.flags.insert(Flag::Elsewhere);
                }
                (open.with(next), false, elsewhere)
            }
            Some(last) if last.value.can_follow(&launch.rule) => {
                (Record::new(last.value.next(launch, device.clone(), now), now), true, None)
            }
            Some(last) => return Ok(Begun::Review(Some(last.value))),
        };
        let mut writes = vec![write(tenant, launch, &record)?];
        if is_new || elsewhere.is_some() {
            writes.push(listing::write(tenant, launch, &record.value)?);
        }
        if launch.rule.completion == PackageCompletion::Launched {
            tell(tenant, launch, Outcome { score: None, completes: true, at: None }).await?;
        }
        match tenant.write_together(writes).await {
            Ok(()) => return Ok(Begun::Now { attempt: record.value, is_new, elsewhere }),
            Err(TableError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Err(TableError::Conflict)
}

/// A report was taken.
#[derive(Debug, Clone)]
pub struct Committed {
    pub attempt: Attempt,
    pub is_superseded: bool,
    /// Whether the lesson is completed by this attempt.
    pub completes: bool,
}

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("there is no such attempt")]
    NoAttempt,
    #[error(transparent)]
    Commit(#[from] CommitError),
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Takes a report, once. Costs one read and one write of the attempt, and two units more where lists show something else by it; one that
/// changes whether the lesson is completed, or its score, costs one read unit more for course and enrolment, and what
/// [`enrolments::score_lesson`] does.
///
/// Lists and enrolment learn of it before the attempt is written: what is not acknowledged comes again, and finds them as it would leave
/// them. In one transaction with the attempt, which may be large, each would cost twice as much.
///
/// # Errors
/// [`Refused`].
pub async fn commit(tenant: &Tenant, launch: &Launch, (number, commit): (u32, Commit)) -> Result<Committed, Refused> {
    for tried in 0..TRIES {
        let (before, is_followed) = numbered(tenant, launch, number).await?.ok_or(Refused::NoAttempt)?;
        let applied = commit::apply(&before.value, commit.clone(), (launch.standard, &launch.rule), tenant.now())?;
        let after = before.with(applied.attempt);
        let completes = after.value.completes(&launch.rule);
        if tried > 0 || commit.is_final || !after.value.summary().is_like(&before.value.summary()) {
            tenant.write(listing::write(tenant, launch, &after.value)?).await?;
        }
        let mut writes = vec![write(tenant, launch, &after)?];
        // Only what is another than before is told to the enrolment, and what an earlier try may have told it wrongly.
        let was = (before.value.completes(&launch.rule), before.value.said.percent);
        let changes = tried > 0 || (completes, after.value.said.percent) != was;
        let newest = if changes && is_followed { latest(tenant, launch.member, launch.course, launch.lesson).await? } else { None };
        let counted = match newest {
            // A report of an attempt that others have followed: the newest remembers what has become of it.
            Some(newest) if newest.value.number > number => {
                let mut value = newest.value.clone();
                if let Some(there) = value.earlier.iter_mut().find(|earlier| earlier.number == number) {
                    *there = after.value.summary();
                }
                let counted = value.counted(&launch.rule);
                writes.push(write(tenant, launch, &newest.with(value))?);
                counted
            }
            _ => after.value.counted(&launch.rule),
        };
        if changes {
            let score = counted.and_then(|percent| Score::try_from(u64::from(percent)).ok());
            tell(tenant, launch, Outcome { score, completes, at: None }).await?;
        }
        if after.value == before.value {
            return Ok(Committed { attempt: after.value, is_superseded: applied.is_superseded, completes });
        }
        match tenant.write_together(writes).await {
            Ok(()) => return Ok(Committed { attempt: after.value, is_superseded: applied.is_superseded, completes }),
            Err(TableError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}

/// Tells the enrolment what has come of an attempt; it may be told again. Nothing where the member does not take the course any more.
async fn tell(tenant: &Tenant, launch: &Launch, outcome: Outcome) -> Result<(), TableError> {
    // What was read a moment behind costs half as much, and the write finds it out.
    let course = match courses::course(tenant, launch.course).await? {
        None => courses::course_or_its_rest(tenant, launch.course).await?,
        found => found,
    };
    let Some(course) = course else { return Ok(()) };
    let known = enrolments::lately(tenant, launch.member, launch.course).await?;
    enrolments::score_lesson(tenant, launch.member, (course, launch.lesson), (known, outcome), &[]).await.map(drop)
}
