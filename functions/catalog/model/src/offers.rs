//! How operators offer a course of their own workspace to all: what was published of it is copied into the global catalogue, and seen
//! there when all of it is.
//!
//! | access | how |
//! |---|---|
//! | what became of the offer of a course | get `W#platform#OFFER#<course>` / `OFFER` |
//! | those of a page of courses | batch get of these |
//!
//! Copying goes on where it was interrupted, and does no harm a second time: a version and its lessons never change. One transaction
//! ends it, which shows the new version; who reads meanwhile is shown the one before.

use crate::{
    collections,
    course::Outline,
    courses::{
        self, Course,
        lessons::{self, Lesson},
        outlines, versions, words,
    },
    event::CatalogEvent,
    global::{self, GlobalCourse, Validation, ValidationNote, Validator},
    ids::{CourseId, LessonId, VersionNumber},
    keys,
    subscriptions::changed,
    syllabus::Version,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use table::{Entity, Record, TableError, Tenant, audit::Act};
use tenancy::{OperatorScope, doors};

/// Lessons that one message copies: some megabytes at most, with their pictures.
const AT_ONCE: usize = 10;

/// How far the offer of a course is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// It is being copied; workspaces have what was offered before, if anything was.
    Pending,
    Offered,
    /// Nobody new takes it; who takes it goes on.
    Withdrawn,
}

/// The offer of a course to all workspaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub course_id: CourseId,
    pub state: OfferState,
    /// The version that it is of.
    pub course_version: VersionNumber,
    /// The version that workspaces have, or had before it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_version: Option<VersionNumber>,
    pub validation: Validation,
    /// When workspaces were given a version last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
}

impl Entity for Offer {
    const NAME: &'static str = "Offer";
}

/// The offer of a course, if there ever was one.
///
/// # Errors
/// When the table cannot be read.
pub async fn offer(tenant: &Tenant, id: CourseId) -> Result<Option<Record<Offer>>, TableError> {
    tenant.get(keys::offer(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// The offers of these courses, at most 100, as far as there ever were any.
///
/// # Errors
/// When the table cannot be read.
pub async fn offers(tenant: &Tenant, ids: &BTreeSet<CourseId>) -> Result<BTreeMap<CourseId, Offer>, TableError> {
    let keys = ids.iter().map(|id| keys::offer(tenant.scope(), *id)).collect();
    let offers = tenant.batch_get(keys, false).await?.into_iter().map(Record::<Offer>::read);
    offers.map(|offer| offer.map(|offer| (offer.value.course_id, offer.value))).collect()
}

/// Offers the newest version of a course; whether there is anything to do. Nothing is, where the same is offered already or on its way.
///
/// # Errors
/// [`TableError::Conflict`] if somebody else changed the offer at the same moment, or when the table cannot be read or written.
pub async fn request(
    tenant: &Tenant,
    (course, version): (&Course, &Version),
    (by, note): (Validator, Option<ValidationNote>),
    act: &Act,
) -> Result<(Record<Offer>, bool), TableError> {
    let before = offer(tenant, course.id).await?;
    let number = version.syllabus.number;
    if let Some(before) = &before
        && before.value.course_version == number
        && (&before.value.validation.by, &before.value.validation.note) == (&by, &note)
    {
        let candidate = GlobalCourse::of(course, version.clone(), before.value.validation.clone());
        let is_known = match before.value.state {
            OfferState::Pending => true,
            OfferState::Offered => global::course(tenant, course.id).await?.is_some_and(|head| head.value == candidate),
            OfferState::Withdrawn => false,
        };
        if is_known {
            return Ok((before.clone(), false));
        }
    }
    let validation = Validation { by, note, at: tenant.now() };
    let (offered_version, completed_at) =
        before.as_ref().map(|before| (before.value.offered_version, before.value.completed_at)).unwrap_or_default();
    let next =
        Offer { course_id: course.id, state: OfferState::Pending, course_version: number, offered_version, validation, completed_at };
    let next = match before {
        Some(before) => before.with(next),
        None => Record::new(next, tenant.now()),
    };
    let event = CatalogEvent::CourseOffered { course_id: course.id, offer: next.version + 1, after: None };
    let writes = vec![next.write(keys::offer(tenant.scope(), course.id), tenant.now())?, tenant.announce(event)?, tenant.recorded(act)?];
    tenant.transact(writes).await?;
    Ok((next.stored(tenant.now()), true))
}

/// Withdraws a course: nobody new takes it. `None` where it was never offered.
///
/// # Errors
/// [`TableError::Conflict`] if somebody else changed the offer at the same moment, or when the table cannot be read or written.
pub async fn withdraw(tenant: &Tenant, operators: &OperatorScope, id: CourseId, act: &Act) -> Result<Option<Record<Offer>>, TableError> {
    let Some(mut before) = offer(tenant, id).await? else { return Ok(None) };
    if before.value.state == OfferState::Withdrawn {
        return Ok(Some(before));
    }
    before.value.state = OfferState::Withdrawn;
    let mut writes = vec![before.write(keys::offer(tenant.scope(), id), tenant.now())?, tenant.recorded(act)?];
    if let Some(mut head) = global::course(tenant, id).await?.filter(|head| !head.value.is_withdrawn) {
        head.value.is_withdrawn = true;
        writes.push(global::write(&doors::global(tenant.scope()), &head, tenant.now())?);
        writes.push(tenant.announce(changed(&head))?);
    }
    tenant.operation().transact_as_publisher(operators, writes).await?;
    Ok(Some(before.stored(tenant.now())))
}

/// A course that is being copied into the global catalogue.
#[derive(Debug)]
pub struct Copying {
    offer: Record<Offer>,
    course: Course,
    version: Version,
    outline: Outline,
    /// The global course as it is, with the outline that it has.
    before: Option<(Record<GlobalCourse>, Outline)>,
}

/// Some lessons that are copied together.
#[derive(Debug)]
pub struct Batch {
    /// Each with the version in which it became what it is; those that are there already are left out.
    lessons: Vec<(VersionNumber, Lesson)>,
    /// The last that was looked at, if there are more.
    pub last: Option<LessonId>,
}

impl Batch {
    pub fn lessons(&self) -> impl Iterator<Item = &Lesson> {
        self.lessons.iter().map(|(_, lesson)| lesson)
    }
}

impl Copying {
    /// What there is to do for an offer; `None` if it is over, or another has taken its place.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn of(tenant: &Tenant, id: CourseId, number: u64) -> Result<Option<Self>, TableError> {
        let Some(offer) = offer(tenant, id).await?.filter(|offer| offer.version == number && offer.value.state == OfferState::Pending)
        else {
            return Ok(None);
        };
        let Some(course) = courses::course_to_change(tenant, id).await? else { return Ok(None) };
        let course = course.value;
        let Some(version) = versions::version(tenant, &course, offer.value.course_version).await? else { return Ok(None) };
        let outline = outlines::outline(tenant, &course, offer.value.course_version).await?;
        let before = match global::course(tenant, id).await? {
            None => None,
            Some(head) => {
                let there = Course::showing(&head);
                Some((head, outlines::published(tenant, &there).await?))
            }
        };
        Ok(Some(Self { offer, course, version: version.value, outline, before }))
    }

    /// Whether a lesson is in the catalogue, as it became in this version: it came with what was offered before.
    fn has(&self, id: LessonId, version: VersionNumber) -> bool {
        self.before.as_ref().is_some_and(|(head, outline)| {
            let there = &head.value.published.syllabus;
            there.edition == self.version.syllabus.edition && version <= there.number && outline.lessons().any(|lesson| lesson.id == id)
        })
    }

    /// The lessons to be copied after this one.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn after(&self, tenant: &Tenant, after: Option<LessonId>) -> Result<Batch, TableError> {
        let ids: BTreeSet<LessonId> = self.outline.lessons().map(|lesson| lesson.id).filter(|id| Some(*id) > after).collect();
        let is_last = ids.len() <= AT_ONCE;
        let (mut lessons, mut last) = (Vec::new(), None);
        for id in ids.into_iter().take(AT_ONCE) {
            last = Some(id);
            if let Some((version, lesson)) = lessons::whole(tenant, &self.course, &self.version.syllabus, id).await?
                && !self.has(id, version)
            {
                lessons.push((version, lesson.value));
            }
        }
        Ok(Batch { lessons, last: last.filter(|_| !is_last) })
    }

    /// Stores these lessons, of which nobody is shown anything yet, and says that the next can be copied.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn store(&self, tenant: &Tenant, operators: &OperatorScope, batch: Batch) -> Result<(), TableError> {
        let (home, id) = (doors::global(tenant.scope()), self.course.id);
        let writes = lessons::writes(&home, id, self.version.syllabus.edition, batch.lessons, tenant.now())?;
        tenant.operation().write_many_as_publisher(operators, writes).await?;
        match batch.last {
            None => self.finish(tenant, operators).await,
            Some(last) => {
                let event = CatalogEvent::CourseOffered { course_id: id, offer: self.offer.version, after: Some(last) };
                tenant.announce_once(&format!("{id}#{}#{last}", self.offer.version), event).await
            }
        }
    }

    /// Everything is there: from now on the version is shown.
    async fn finish(&self, tenant: &Tenant, operators: &OperatorScope) -> Result<(), TableError> {
        let (home, now, id) = (doors::global(tenant.scope()), tenant.now(), self.course.id);
        let number = self.version.syllabus.number;
        let course = GlobalCourse::of(&self.course, self.version.clone(), self.offer.value.validation.clone());
        let version = Record::new(course.published.clone(), now).overwrite(keys::version(&home, id, number), now)?;
        let head = match &self.before {
            Some((before, _)) => before.with(course),
            None => Record::new(course, now),
        };
        let offer =
            Offer { state: OfferState::Offered, offered_version: Some(number), completed_at: Some(now), ..self.offer.value.clone() };
        let mut writes = vec![
            version,
            outlines::write_global(&home, id, number, &self.outline, now)?,
            words::write_global(tenant, &home, &self.course, &self.version.syllabus, now).await?,
            tenant.announce(changed(&head))?,
            global::write(&home, &head, now)?,
            self.offer.with(offer).write(keys::offer(tenant.scope(), id), now)?,
        ];
        // Who has subscribed to a collection meanwhile did not get it.
        if self.before.as_ref().is_some_and(|(before, _)| before.value.is_withdrawn) {
            writes.extend(collections::followed_again(tenant, id).await?);
        }
        Ok(tenant.operation().transact_as_publisher(operators, writes).await?)
    }
}
