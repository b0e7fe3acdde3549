//! POST /v1/admin/packages/{digest}/course: a draft is made of a package's outline, with a lesson for each part that can be opened.

use crate::get_package::found;
use catalog_model::{
    course::{Module, Outline, OutlineLesson, Part},
    courses::{self, Course, NewCourse, lessons::Lesson},
    ids::{CourseId, VersionNumber},
    lesson::{Content, LessonKind, Package as PackageLesson, PackageCompletion, PackageItem, PackageScoring},
};
use files_model::{
    digest::Digest,
    file::{FileKind, UsedFile},
    files::{self, UseError},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, UpdateItem},
};
use package_manifest::{Item, Organisation, Standard};
use packages_model::packages::{Package, PackageState};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use trellis_core::{api_scope::ApiScope, bounded::Letters, title::Title};

/// Lessons that are written in one transaction with their course.
const MOST_LESSONS: usize = 90;

trellis_core::text!(
    /// What a package calls one of its organisations.
    OrganisationId, 1..=1_000, Letters::Line
);

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPackageCourse {
    /// Which way to go through the package; the default one if left out.
    organisation: Option<OrganisationId>,
    /// What the course is called; as the package if left out.
    title: Option<Title>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PackageCourse {
    course_id: CourseId,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/packages/{digest}/course";
    Route::new("create-course-of-package", Method::Post, path, "Create a draft course of a package")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, UpdateItem])
        .example(r#"{"title": "Golf explained"}"#)
}

async fn handle(call: Call<Option<NewPackageCourse>>) -> Result<Reply<PackageCourse>, Problem> {
    let attempt = call.attempt()?;
    let package = found(&call).await?;
    match package.state {
        PackageState::Ready => {}
        PackageState::Waiting | PackageState::Unpacking => {
            return Err(Problem::rule("digest", "the package is still being unpacked; wait until it is ready"));
        }
        PackageState::Refused => return Err(Problem::rule("digest", "the package can't be used; upload another one")),
    }
    let file = used(&call, package.digest).await?;
    let asked = call.request.body.as_ref();
    let (organisation, standard) = organisation(&package, asked.and_then(|asked| asked.organisation.as_ref()))?;
    let fallback = package.title.clone().filter(|_| organisation.title.is_empty()).unwrap_or_else(|| organisation.title.clone());
    let title = asked.and_then(|asked| asked.title.clone()).unwrap_or_else(|| Title::nearest(&fallback, "Untitled package"));
    let mut drawing = Drawing { outline: Outline::default(), lessons: Vec::new(), file, standard };
    drawing.draw(&organisation)?;
    let Drawing { outline, lessons, .. } = drawing;
    let id = CourseId::random();
    let mut course = Course::draft(id, title, String::new(), &outline, BTreeSet::new());
    course.changed_by = call.caller.member().ok();
    course.owner = call.caller.member().ok();
    let made = serde_json::json!({ "title": course.title, "package": package.digest, "lessons": lessons.len() });
    let act = call.act("course.created", format!("course/{id}")).made(&made);
    let new = NewCourse { course, outline, lessons };
    let (course_id, _) = courses::create_course(&call.tenant, new, attempt.as_ref(), &act).await?;
    Ok(Reply::created(PackageCourse { course_id }))
}

async fn used<B>(call: &Call<B>, digest: Digest) -> Result<UsedFile, Problem> {
    let used = match files::used(&call.tenant, &BTreeMap::from([(digest, Some(FileKind::Package))])).await {
        Err(UseError::Table(error)) => return Err(error.into()),
        used => used.map_err(|error| Problem::rule("digest", error.to_string()))?,
    };
    used.into_iter().next().ok_or_else(|| Problem::not_found("package"))
}

fn organisation(package: &Package, wanted: Option<&OrganisationId>) -> Result<(Organisation, Standard), Problem> {
    let mut all = package.contents().map_err(Problem::internal)?.organisations.into_iter();
    let found = match wanted {
        Some(wanted) => all.find(|organisation| organisation.id == wanted.as_str()),
        None => all.next(),
    };
    let missing = || Problem::rule("organisation", "the package has no such organisation");
    found.zip(package.standard).ok_or_else(missing)
}

/// A course in the making.
struct Drawing {
    outline: Outline,
    lessons: Vec<Lesson>,
    file: UsedFile,
    standard: Standard,
}

fn has_headings(item: &Item) -> bool {
    item.items.iter().any(|below| !below.items.is_empty())
}

fn titled(text: &str) -> Title {
    Title::nearest(text, "Untitled")
}

impl Drawing {
    /// Headings of two levels are parts and modules; of one level they are modules of one part. What lies deeper stays in its order.
    fn draw(&mut self, organisation: &Organisation) -> Result<(), Problem> {
        let whole = Item { id: String::new(), title: organisation.title.clone(), launch: None, items: organisation.items.clone() };
        let parts: Vec<&Item> = if organisation.items.iter().any(has_headings) { whole.items.iter().collect() } else { vec![&whole] };
        for part in parts {
            let modules = self.modules(part)?;
            if !modules.is_empty() {
                self.outline.parts.push(Part { title: titled(&part.title), modules });
            }
        }
        Ok(())
    }

    fn modules(&mut self, part: &Item) -> Result<Vec<Module>, Problem> {
        let mut modules: Vec<Module> = Vec::new();
        // Parts without a heading of their own follow each other in a module called like what is above them.
        let mut is_loose = false;
        let itself = part.launch.as_ref().map(|_| Item { items: Vec::new(), ..part.clone() });
        for item in itself.iter().chain(&part.items) {
            let lessons = self.lessons_of(item)?;
            if lessons.is_empty() {
                continue;
            }
            match modules.last_mut().filter(|_| is_loose && item.items.is_empty()) {
                Some(last) => last.lessons.extend(lessons),
                None => {
                    let title = if item.items.is_empty() { &part.title } else { &item.title };
                    modules.push(Module { title: titled(title), lessons });
                }
            }
            is_loose = item.items.is_empty();
        }
        Ok(modules)
    }

    fn lessons_of(&mut self, item: &Item) -> Result<Vec<OutlineLesson>, Problem> {
        let mut listed = Vec::new();
        for item in item.all().filter(|item| item.launch.is_some()) {
            listed.push(self.lesson(item)?);
        }
        Ok(listed)
    }

    fn lesson(&mut self, item: &Item) -> Result<OutlineLesson, Problem> {
        if self.lessons.len() == MOST_LESSONS {
            return Err(Problem::rule("digest", format!("the package has more than {MOST_LESSONS} parts; add them to courses one by one")));
        }
        let id = self.outline.new_lesson_id().map_err(|error| Problem::rule("digest", error.to_string()))?;
        let title = titled(&item.title);
        let name: PackageItem = item.id.parse().map_err(Problem::internal)?;
        // What reports nothing, and what is run elsewhere, is done by being opened.
        let is_silent = item.launch.as_ref().is_some_and(|launch| launch.is_asset);
        let completion =
            if is_silent && self.standard != Standard::Cmi5 { PackageCompletion::Launched } else { PackageCompletion::Reported };
        let content = PackageLesson {
            file: self.file.digest,
            item: name,
            completion,
            mastery_percent: None,
            attempts: None,
            scoring: PackageScoring::default(),
        };
        let listed = OutlineLesson {
            id,
            title: title.clone(),
            kind: LessonKind::Package,
            minutes: 0,
            optional: false,
            after: None,
            since: VersionNumber::FIRST,
        };
        self.lessons.push(Lesson {
            id,
            title,
            content: Content::Package(content),
            minutes: 0,
            html: String::new(),
            markdown: Some(String::new()),
            speaker_notes: None,
            questions: None,
            files: vec![self.file.clone()],
            origin: None,
        });
        Ok(listed)
    }
}
