//! Versions of courses: what is published stays as it was, for those who learn with it.

use super::{Course, outlines};
use crate::{
    course::CourseState,
    ids::VersionNumber,
    keys,
    syllabus::{Syllabus, Version, VersionNote},
};
use jiff::Timestamp;
use table::{List, Listed, Page, Record, TableError, Tenant, Write};
use trellis_core::ids::MemberId;

/// What an author says when a course is published.
#[derive(Debug, Clone, Default)]
pub struct Publication {
    /// Absent where it is an API client.
    pub by: Option<MemberId>,
    /// What is new.
    pub note: Option<VersionNote>,
    /// What was published before was wrong: everybody is moved to what is published now.
    pub recalls: bool,
    /// The newest version is offered again as it is, and changes of the draft wait.
    pub keeps_draft: bool,
}

impl Course {
    /// Publishes the draft as the next version, if it is another than the newest.
    pub fn publish(&mut self, publication: Publication, now: Timestamp) {
        let Publication { by, note, recalls, keeps_draft } = publication;
        if self.newest().is_none() || (self.is_changed && !keeps_draft) {
            let syllabus = Syllabus { number: self.next_version(), ..self.draft.clone() };
            self.release(Version { syllabus, published_at: now, published_by: by, note });
            (self.is_changed, self.review) = (false, None);
        }
        if let Some(newest) = self.newest().filter(|_| recalls) {
            self.recalled_before = newest.number;
        }
        self.state = CourseState::Published;
        self.published_at.get_or_insert(now);
    }

    fn release(&mut self, version: Version) {
        self.draft.number = version.syllabus.number.next();
        self.published = Some(version);
    }
}

/// The writes of a version that a course has after a change and had not before. What it has been published as before there were versions
/// becomes one, too.
pub(super) async fn writes(tenant: &Tenant, before: &Record<Course>, after: &mut Course) -> Result<Vec<Write>, TableError> {
    if after.published.is_none()
        && let Some(syllabus) = before.value.newest()
    {
        let published_at = before.value.published_at.unwrap_or(before.updated_at);
        after.release(Version { syllabus: syllabus.clone(), published_at, published_by: None, note: None });
    }
    let number = |course: &Course| course.published.as_ref().map(|version| version.syllabus.number);
    match &after.published {
        Some(version) if number(after) != number(&before.value) => {
            let (scope, now, id) = (tenant.scope(), tenant.now(), after.id);
            let outline = outlines::draft(tenant, &before.value).await?.value;
            let item = Record::new(version.clone(), now).write(keys::version(scope, id, version.syllabus.number), now)?;
            Ok(vec![item, outlines::write_version(scope, id, version.syllabus.number, &outline, now)?])
        }
        _ => Ok(Vec::new()),
    }
}

/// What is learnt in a version of a course, also one that is newer than what was read of the course; `None` where there is no such version.
///
/// # Errors
/// When the table cannot be read.
pub async fn syllabus(tenant: &Tenant, course: &Course, number: VersionNumber) -> Result<Option<Syllabus>, TableError> {
    let shown = course.shown();
    if shown.number == number {
        return Ok(Some(shown.clone()));
    }
    Ok(version(tenant, course, number).await?.map(|version| version.value.syllabus))
}

/// Versions never change, so what an earlier reading would have found is as good.
pub(crate) async fn version(tenant: &Tenant, course: &Course, number: VersionNumber) -> Result<Option<Record<Version>>, TableError> {
    let home = course.home(tenant.scope());
    let key = || keys::version(&home, course.id, number);
    let item = match tenant.get(key(), false).await? {
        None => tenant.get(key(), true).await?,
        found => found,
    };
    item.map(Record::read).transpose()
}

/// The versions of a course, the newest first.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_versions(tenant: &Tenant, course: &Course, page: &Page) -> Result<Listed<Record<Version>>, TableError> {
    let list = List {
        name: "versions",
        index: None,
        partition: keys::course_partition(&course.home(tenant.scope()), course.id),
        prefix: Some(keys::VERSION.to_owned()),
        consistent: true,
        backwards: true,
        filter: Vec::new(),
        key_of: |_, _| None,
    };
    tenant.listed(list, page).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{course::Outline, ids::CourseId};
    use std::collections::BTreeSet;

    fn course() -> Course {
        Course::draft(CourseId::from_bytes([7; 16]), "Fire".parse().unwrap(), String::new(), &Outline::default(), BTreeSet::new())
    }

    fn number(number: u64) -> VersionNumber {
        VersionNumber::try_from(number).unwrap()
    }

    #[test]
    fn a_version_is_made_where_something_has_changed() {
        let (mut course, at) = (course(), Timestamp::UNIX_EPOCH);
        assert_eq!((course.newest(), course.next_version(), course.has_changes()), (None, number(1), false));
        course.publish(Publication::default(), at);
        assert_eq!((course.newest().map(|newest| newest.number), course.draft.number), (Some(number(1)), number(2)));
        let before = course.clone();
        course.publish(Publication::default(), at);
        assert_eq!(course, before, "nothing has changed");
        (course.is_changed, course.draft.minutes) = (true, 5);
        assert!(course.has_changes() && course.newest().is_some_and(|newest| newest.minutes == 0));
        course.publish(Publication { recalls: true, ..Publication::default() }, at);
        assert_eq!(course.newest().map(|newest| (newest.number, newest.minutes)), Some((number(2), 5)));
        let waiting = Course { is_changed: true, state: CourseState::Archived, ..course.clone() };
        let mut again = waiting.clone();
        again.publish(Publication { keeps_draft: true, ..Publication::default() }, at);
        assert_eq!(again, Course { state: CourseState::Published, ..waiting }, "offered again, and the changes wait");
        assert!(course.recalls(number(1)) && !course.recalls(number(2)) && !course.has_changes());
    }

    #[test]
    fn what_was_published_before_there_were_versions_is_the_first() {
        let course = Course { state: CourseState::Archived, ..course() };
        assert_eq!((course.newest(), course.next_version(), course.has_changes()), (Some(&course.draft), number(2), false));
        assert_eq!(Course { state: CourseState::Draft, ..course }.newest(), None);
    }
}
