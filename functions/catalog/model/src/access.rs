//! Who may do what to a course or path: the one place that decides, for reading, enrolling and completing. What a course asks of those who
//! come stands in its [`Door`], of which an enrolment has a copy. Published for everybody, it needs no policy; the policies decide about
//! drafts and what is for some groups.

use crate::{
    course::CourseState,
    courses::{self, Course},
    ids::{CourseId, PathId},
};
use lambda::{Call, Principal, Problem, Resource};
use people_model::{
    groups::{member_of, memberships},
    ids::GroupId,
    members::Member,
};
use std::{collections::BTreeSet, fmt};
use table::Record;

/// What learners take.
#[derive(Debug, Clone, Copy)]
pub enum Offering {
    Course(CourseId),
    Path(PathId),
}

impl fmt::Display for Offering {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Course(id) => id.fmt(formatter),
            Self::Path(id) => id.fmt(formatter),
        }
    }
}

/// What decides who may do what to a course or path.
#[derive(Debug, Clone, Copy)]
pub struct Door<'a> {
    pub of: Offering,
    pub state: CourseState,
    pub groups: &'a BTreeSet<GroupId>,
}

impl Door<'_> {
    /// Whether it is for every member of the workspace: then no policy has more to say than that it is published.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.is_open() && self.groups.is_empty()
    }
}

/// The policies about courses.
pub const POLICIES: &str = include_str!("../../policies/catalog.cedar");

/// What the policies may speak of besides.
pub const SCHEMA: &str = include_str!("../../policies/catalog.cedarschema");

/// These courses, with `None` in the place of those to which the caller may not do what this route is for.
///
/// # Errors
/// When the caller's groups cannot be read, or the policies cannot be applied.
pub async fn seen<B>(call: &Call<B>, courses: Vec<Record<Course>>) -> Result<Vec<Option<Record<Course>>>, Problem> {
    behind_open_doors(call, courses, |course| course.value.door()).await
}

/// A course, if there is one to which the caller may do what this route is for.
///
/// # Errors
/// 404, or as for [`seen`].
pub async fn see<B>(call: &Call<B>, course: Option<Record<Course>>) -> Result<Record<Course>, Problem> {
    let seen = seen(call, course.into_iter().collect()).await?;
    seen.into_iter().flatten().next().ok_or_else(|| Problem::not_found("course"))
}

/// Who comes to a door.
#[derive(Debug, Clone, Copy)]
pub enum Visitor<'a> {
    /// The caller, for what the route is for.
    Caller,
    /// Another member, for whom the caller acts, to take courses.
    Learner(&'a Member),
}

/// Whether a course is there for another member to take.
///
/// # Errors
/// As for [`seen`].
pub async fn is_for<B>(call: &Call<B>, member: &Member, course: &Course) -> Result<bool, Problem> {
    Ok(let_in(call, Visitor::Learner(member), vec![course], |course| course.door()).await?.into_iter().any(|course| course.is_some()))
}

/// What must be completed before a course is taken: what is gone, not offered or not for whoever takes it keeps nobody out.
///
/// # Errors
/// As for [`seen`], or when the courses cannot be read.
pub async fn prerequisites<B>(call: &Call<B>, visitor: Visitor<'_>, course: &Course) -> Result<Vec<Course>, Problem> {
    if course.prerequisites.is_empty() {
        return Ok(Vec::new());
    }
    let mut courses = courses::courses_of(&call.tenant, &course.prerequisites).await?;
    courses.retain(|course| course.value.state == CourseState::Published);
    let seen = let_in(call, visitor, courses, |course| course.value.door()).await?;
    Ok(seen.into_iter().flatten().map(|course| course.value).collect())
}

/// Those of several things, each behind the door of its course or path, to which the caller may come. The groups of the caller are read only where
/// a course is for some.
///
/// # Errors
/// As for [`seen`].
pub async fn behind_open_doors<B, T>(call: &Call<B>, things: Vec<T>, door: fn(&T) -> Door<'_>) -> Result<Vec<Option<T>>, Problem> {
    let_in(call, Visitor::Caller, things, door).await
}

async fn let_in<B, T>(call: &Call<B>, visitor: Visitor<'_>, things: Vec<T>, door: fn(&T) -> Door<'_>) -> Result<Vec<Option<T>>, Problem> {
    // Only what exists opens anything: a group that is gone does not, whoever was in it.
    let wanted = things.iter().flat_map(|thing| door(thing).groups.iter().copied()).collect::<BTreeSet<_>>();
    let member = match visitor {
        Visitor::Caller => call.caller.member().ok(),
        Visitor::Learner(member) => Some(member.id),
    };
    let groups = match member {
        Some(member) if !wanted.is_empty() => member_of(&call.tenant, member, &wanted).await?,
        _ => BTreeSet::new(),
    };
    let groups: Vec<String> = groups.iter().map(ToString::to_string).collect();
    let mut seen = Vec::with_capacity(things.len());
    for thing in things {
        let door = door(&thing);
        let open = door.is_open()
            || match visitor {
                Visitor::Caller => call.permits_as(groups.clone(), &resource(door))?,
                Visitor::Learner(member) => {
                    call.lets_learn(member.id, &member.roles_at(call.tenant.now()), groups.clone(), &resource(door))?
                }
            };
        seen.push(open.then_some(thing));
    }
    Ok(seen)
}

/// What opens courses to the caller that are not for everybody: the groups that they are in, of which some may be gone. `None` for who
/// needs nothing of the kind.
///
/// # Errors
/// When the caller's groups cannot be read, or the policies cannot be applied.
pub async fn keys<B>(call: &Call<B>) -> Result<Option<Vec<String>>, Problem> {
    let Principal::Member { id, .. } = &call.caller.principal else { return Ok(None) };
    // A course for nobody but those to whom every course is open.
    let closed = Door { of: Offering::Course(CourseId::from_bytes([0; 16])), state: CourseState::Draft, groups: &BTreeSet::new() };
    if call.permits(&resource(closed))? {
        return Ok(None);
    }
    Ok(Some(memberships(&call.tenant, *id).await?.iter().map(ToString::to_string).collect()))
}

/// A course or path, as policies know it.
#[must_use]
pub fn resource(door: Door<'_>) -> Resource {
    Resource::new("Offering", door.of, POLICIES).flag("published", door.state.is_open()).references("groups", "Group", door.groups)
}
