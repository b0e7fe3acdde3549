//! Who may see a course. Published for everybody, it needs no policy; the policies decide about drafts and courses for some groups.

use crate::{App, Call, caller::Principal, problem::Problem};
use domain::course::CourseState;
use store::{Record, courses::Course};
use tenancy::access::Resource;

impl<B> Call<B> {
    /// The courses of these that the caller may see on this route.
    ///
    /// # Errors
    /// When the caller's groups cannot be read, or the policies cannot be applied.
    pub async fn seen(&self, app: &App, courses: Vec<Record<Course>>) -> Result<Vec<Record<Course>>, Problem> {
        let grouped = courses.iter().any(|course| !course.value.groups.is_empty());
        let groups = match &self.caller.principal {
            Principal::Member { id, .. } if grouped => app.store().memberships(&self.caller.scope, *id).await?,
            _ => Vec::new(),
        };
        let groups: Vec<String> = groups.iter().map(ToString::to_string).collect();
        let mut seen = Vec::with_capacity(courses.len());
        for course in courses {
            if course.value.for_everybody() || self.permits_as(groups.clone(), &resource(&course.value))? {
                seen.push(course);
            }
        }
        Ok(seen)
    }

    /// A course, if there is one that the caller may see on this route.
    ///
    /// # Errors
    /// 404, or as for [`Self::seen`].
    pub async fn see(&self, app: &App, course: Option<Record<Course>>) -> Result<Record<Course>, Problem> {
        let seen = self.seen(app, course.into_iter().collect()).await?;
        seen.into_iter().next().ok_or_else(|| Problem::not_found("course"))
    }
}

fn resource(course: &Course) -> Resource {
    Resource::Course {
        id: course.id.to_string(),
        published: course.state == CourseState::Published,
        groups: course.groups.iter().map(ToString::to_string).collect(),
    }
}
