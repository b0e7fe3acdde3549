//! A package as its authors see it.

use files_model::digest::Digest;
use lambda::Problem;
use package_manifest::{Item, Organisation, Standard};
use packages_model::packages::{Contents, Package, PackageState, PackageWarning};
use serde::Serialize;
use utoipa::openapi::{
    ObjectBuilder, RefOr,
    schema::{Schema, Type},
};

/// The standard that a package follows, as it is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct PackageStandard(pub(crate) Standard);

impl utoipa::PartialSchema for PackageStandard {
    fn schema() -> RefOr<Schema> {
        let names = ["scorm_1_2", "scorm_2004_2", "scorm_2004_3", "scorm_2004_4", "cmi5"];
        let text = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names));
        text.description(Some("SCORM 1.2, SCORM 2004 in its 2nd, 3rd or 4th edition, or cmi5.")).into()
    }
}
impl utoipa::ToSchema for PackageStandard {}

/// A package, and how far it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Package)]
pub(crate) struct PackageView {
    digest: Digest,
    state: PackageState,
    /// Files that are stored.
    done: u32,
    total: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    standard: Option<PackageStandard>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Ways to go through it, the default one first.
    organisations: Vec<PackageOrganisation>,
    /// At most 2,000; `warning_count` tells how many there were.
    warnings: Vec<ShownWarning>,
    warning_count: u32,
    /// Why it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// One way to go through a package.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PackageOrganisation {
    id: String,
    title: String,
    items: Vec<PackageOutlineItem>,
}

/// A part of a package, or a heading above some.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PackageOutlineItem {
    id: String,
    title: String,
    /// Whether a lesson can open it.
    launchable: bool,
    /// From the package's root.
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    /// What must be reached, by the package's own word.
    #[serde(skip_serializing_if = "Option::is_none")]
    mastery_percent: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_time: Option<String>,
    #[schema(no_recursion)]
    items: Vec<Self>,
}

/// Something that the author should know.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = PackageWarning)]
struct ShownWarning {
    /// A stable name of what it is about.
    kind: String,
    file: String,
    /// From 1, where it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    message: String,
}

impl From<Item> for PackageOutlineItem {
    fn from(Item { id, title, launch, items }: Item) -> Self {
        let items = items.into_iter().map(Self::from).collect();
        let launchable = launch.is_some();
        let (href, mastery_percent, max_time) =
            launch.map_or((None, None, None), |launch| (Some(launch.address), launch.mastery_percent, launch.max_time));
        Self { id, title, launchable, href, mastery_percent, max_time, items }
    }
}

impl From<Organisation> for PackageOrganisation {
    fn from(Organisation { id, title, items }: Organisation) -> Self {
        Self { id, title, items: items.into_iter().map(PackageOutlineItem::from).collect() }
    }
}

impl TryFrom<Package> for PackageView {
    type Error = Problem;
    fn try_from(package: Package) -> Result<Self, Problem> {
        let Contents { organisations, warnings } = package.contents().map_err(Problem::internal)?;
        let warning = |PackageWarning { kind, file, line, message }| ShownWarning { kind, file, line, message };
        Ok(Self {
            digest: package.digest,
            state: package.state,
            done: package.done,
            total: package.total,
            standard: package.standard.map(PackageStandard),
            title: package.title,
            organisations: organisations.into_iter().map(PackageOrganisation::from).collect(),
            warnings: warnings.into_iter().map(warning).collect(),
            warning_count: package.warning_count,
            reason: package.reason,
        })
    }
}
