//! Courses of the global catalogue in a workspace: one item each, which says what the workspace makes of it, and shows of the global
//! course what every course's item shows of its content. The content itself is read where it lies; nothing of it is copied.

use crate::{
    course::{CourseState, Outline},
    courses::{self, Course, CourseChange},
    event::CatalogEvent,
    global::{self, GlobalCourse, Subscription},
    ids::CourseId,
    keys,
};
use std::collections::BTreeSet;
use table::{Condition, Record, TableError, Tenant, TransactionError, Write, audit::Act};
use tenancy::doors;

/// How often a course is read anew because others keep changing it.
const ATTEMPTS: usize = 6;

/// What became of a subscription.
#[derive(Debug)]
pub struct Subscribed {
    pub course: Record<Course>,
    /// `false` if there was one before.
    pub is_new: bool,
}

/// A workspace cannot subscribe to this.
#[derive(Debug, thiserror::Error)]
pub enum SubscriptionError {
    #[error("there is no such course in the global catalogue")]
    Unknown,
    #[error("this course was withdrawn; it can't be subscribed to any more")]
    Withdrawn,
    #[error("this is a course of this workspace itself")]
    Own,
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Course {
    /// Takes over the global course as it is.
    fn follow(&mut self, head: &Record<GlobalCourse>) {
        let GlobalCourse { id: _, title, summary, about, translation_of, published, recalled_before, validation, is_withdrawn } =
            head.value.clone();
        let was_reopening = self.global.as_ref().is_some_and(|global| global.reopens);
        // Nobody here works on it: with the next number, lessons would be seen that are still being copied.
        self.draft = published.syllabus.clone();
        (self.title, self.summary, self.about, self.translation_of) = (title, summary, about, translation_of);
        (self.published, self.recalled_before) = (Some(published), recalled_before);
        let mut reopens = was_reopening && is_withdrawn;
        match self.state {
            CourseState::Published if is_withdrawn => (self.state, reopens) = (CourseState::Archived, true),
            CourseState::Archived if was_reopening && !is_withdrawn => self.state = CourseState::Published,
            CourseState::Draft | CourseState::Published | CourseState::Archived => {}
        }
        self.global = Some(Subscription { revision: head.version, validation, is_withdrawn, reopens });
    }

    /// The global course, as a workspace would have it.
    #[must_use]
    pub fn showing(head: &Record<GlobalCourse>) -> Self {
        Self::subscribed(None, head, false)
    }

    /// A subscription that a workspace makes now.
    fn subscribed(before: Option<&Course>, head: &Record<GlobalCourse>, hidden: bool) -> Self {
        let new = || Self::draft(head.value.id, head.value.title.clone(), String::new(), &Outline::default(), BTreeSet::new());
        let mut course = before.cloned().unwrap_or_else(new);
        course.is_deleted = false;
        course.state = if hidden { CourseState::Draft } else { CourseState::Published };
        course.global = None;
        course.follow(head);
        course
    }
}

/// Subscribes to a global course, once. The transaction holds only if the global course has not been changed meanwhile: those who follow
/// its changes find the subscription, or it was made with the change.
///
/// # Errors
/// Why it cannot be subscribed to, or when the table cannot be read or written.
pub async fn subscribe(tenant: &Tenant, id: CourseId, hidden: bool, act: &Act) -> Result<Subscribed, SubscriptionError> {
    for _ in 0..ATTEMPTS {
        let before = courses::course_or_its_rest(tenant, id).await?;
        if let Some(course) = before.as_ref().filter(|course| !course.value.is_deleted) {
            let own = course.value.global.is_none();
            return if own { Err(SubscriptionError::Own) } else { Ok(Subscribed { course: course.clone(), is_new: false }) };
        }
        let head = global::course(tenant, id).await?.ok_or(SubscriptionError::Unknown)?;
        if head.value.is_withdrawn {
            return Err(SubscriptionError::Withdrawn);
        }
        let mut course = Course::subscribed(before.as_ref().map(|course| &course.value), &head, hidden);
        if !hidden {
            course.published_at.get_or_insert(tenant.now());
        }
        let (course, mut writes) = match &before {
            Some(before) => courses::course_change(tenant, before, CourseChange::of(course)).await?,
            None => {
                let mut course = Record::new(course, tenant.now());
                let place = courses::place(tenant, &course.value);
                let writes = course.write_counted(tenant.scope(), place, tenant.now())?;
                (course.stored(tenant.now()), writes)
            }
        };
        writes.push(Write::Check(keys::course(&doors::global(tenant.scope()), id), Condition::Version(head.version)));
        writes.push(tenant.recorded(act)?);
        match tenant.transact(writes).await {
            Ok(()) => return Ok(Subscribed { course, is_new: true }),
            Err(TransactionError::Conditions(_)) => {}
            Err(TransactionError::Table(error)) => return Err(error.into()),
        }
    }
    Err(TableError::Conflict.into())
}

/// Brings a workspace's course to the global one as it is, if the workspace subscribes to it. Can be done again at any time.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn follow(tenant: &Tenant, head: &Record<GlobalCourse>) -> Result<(), TableError> {
    for _ in 0..ATTEMPTS {
        let Some(before) = courses::course_or_its_rest(tenant, head.value.id).await? else { return Ok(()) };
        let behind = before.value.global.as_ref().is_some_and(|global| global.revision < head.version);
        if before.value.is_deleted || !behind {
            return Ok(());
        }
        let mut after = before.value.clone();
        after.follow(head);
        let (_, writes) = courses::course_change(tenant, &before, CourseChange::of(after)).await?;
        match tenant.write_together(writes).await {
            Err(TableError::Conflict) => {}
            outcome => return outcome,
        }
    }
    Err(TableError::Conflict)
}

/// What of these global courses a workspace subscribes to, at most 100, and how it stands there.
///
/// # Errors
/// When the table cannot be read.
pub async fn subscriptions(tenant: &Tenant, ids: &BTreeSet<CourseId>) -> Result<Vec<(CourseId, CourseState)>, TableError> {
    let courses = courses::courses_of(tenant, ids).await?;
    let subscribed = courses.into_iter().filter(|course| course.value.global.is_some());
    Ok(subscribed.map(|course| (course.value.id, course.value.state)).collect())
}

/// The event by which those who subscribe come to know of a change.
pub(crate) fn changed(course: &Record<GlobalCourse>) -> CatalogEvent {
    CatalogEvent::GlobalCourseChanged { course_id: course.value.id, revision: course.version + 1, after: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{courses::versions::Publication, global::Validation};
    use jiff::Timestamp;

    fn head(version: u64, is_withdrawn: bool) -> Record<GlobalCourse> {
        let mut course =
            Course::draft(CourseId::from_bytes([7; 16]), "Fire".parse().unwrap(), "Exits".to_owned(), &Outline::default(), BTreeSet::new());
        course.publish(Publication::default(), Timestamp::UNIX_EPOCH);
        let validation = Validation { by: "Board".parse().unwrap(), note: None, at: Timestamp::UNIX_EPOCH };
        let published = course.published.clone().unwrap();
        let course = GlobalCourse { is_withdrawn, ..GlobalCourse::of(&course, published, validation) };
        Record { version, ..Record::new(course, Timestamp::UNIX_EPOCH) }
    }

    #[test]
    fn a_withdrawal_puts_away_what_is_offered_and_the_next_offer_brings_it_back() {
        for (hidden, withdrawn, again) in
            [(false, CourseState::Archived, CourseState::Published), (true, CourseState::Draft, CourseState::Draft)]
        {
            let mut course = Course::subscribed(None, &head(1, false), hidden);
            assert_eq!((course.title.as_str(), course.summary.as_str(), course.has_changes()), ("Fire", "Exits", false));
            course.follow(&head(2, true));
            assert_eq!(course.state, withdrawn);
            course.follow(&head(3, true));
            course.follow(&head(4, false));
            assert_eq!((course.state, course.global.unwrap().revision), (again, 4));
        }
    }

    #[test]
    fn what_the_workspace_has_put_away_stays_there() {
        let mut course = Course::subscribed(None, &head(1, false), false);
        course.state = CourseState::Archived;
        course.follow(&head(2, true));
        course.follow(&head(3, false));
        assert_eq!(course.state, CourseState::Archived);
    }
}
