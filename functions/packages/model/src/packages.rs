//! Packages of a workspace.
//!
//! | access | how |
//! |---|---|
//! | a package | get `W#<ws>#PACKAGE#<digest>` / `PACKAGE` |
//! | how a part of it is opened | get `W#<ws>#PACKAGE#<digest>`, of a course of the global catalogue `G#PACKAGE#<digest>` / `UNIT#<digest of its id>` |

use crate::{
    keys,
    packing::{self, BadPacking},
};
use files_model::{digest::Digest, event::FileEvent};
use package_manifest::{Item, Organisation, Standard, Warning};
use serde::{Deserialize, Serialize};
use table::{Entity, Record, TableError, Tenant, Write};
use tenancy::{Home, OperatorScope, Space, doors};
use trellis_core::personal::NotPersonal;

/// How far a package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PackageState {
    /// It has not been looked into.
    Waiting,
    /// Its files are being stored.
    Unpacking,
    /// It can be used.
    Ready,
    /// It cannot.
    Refused,
}

/// Something that the author should know of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageWarning {
    /// A stable name of what it is about.
    pub kind: NotPersonal<String>,
    pub file: NotPersonal<String>,
    pub line: Option<u32>,
    pub message: NotPersonal<String>,
}

impl From<Warning> for PackageWarning {
    fn from(Warning { kind, file, line, message }: Warning) -> Self {
        let short = |text: String| text.get(..text.floor_char_boundary(300)).unwrap_or_default().to_owned();
        Self { kind: kind.name().to_owned(), file: short(file), line, message: short(message) }
    }
}

/// Warnings that are kept; how many there were is known.
pub const KEPT_WARNINGS: usize = 2_000;

/// What a package holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    pub organisations: Vec<Organisation>,
    pub warnings: Vec<PackageWarning>,
}

/// A package, named by its bytes as a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    pub digest: Digest,
    pub state: PackageState,
    /// Files that are stored.
    pub done: u32,
    pub total: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard: Option<Standard>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<NotPersonal<String>>,
    /// [`Contents`], packed.
    #[serde(with = "serde_bytes")]
    contents: Vec<u8>,
    pub warning_count: u32,
    /// Why it cannot be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<NotPersonal<String>>,
}

impl Entity for Package {
    const NAME: &'static str = "Package";
}

impl Package {
    #[must_use]
    pub const fn waiting(digest: Digest) -> Self {
        let contents = Vec::new();
        Self {
            digest,
            state: PackageState::Waiting,
            done: 0,
            total: 0,
            standard: None,
            title: None,
            contents,
            warning_count: 0,
            reason: None,
        }
    }

    /// # Errors
    /// When it was not packed here.
    pub fn contents(&self) -> Result<Contents, BadPacking> {
        if self.contents.is_empty() { Ok(Contents::default()) } else { packing::unpack(&self.contents, packing::MOST_UNPACKED) }
    }

    /// Notes what it holds. Of very many warnings the first are kept.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn note(&mut self, mut contents: Contents) -> Result<(), BadPacking> {
        self.warning_count = u32::try_from(contents.warnings.len()).unwrap_or(u32::MAX);
        contents.warnings.truncate(KEPT_WARNINGS);
        self.contents = packing::pack(&contents)?;
        Ok(())
    }
}

/// How a part of a package is opened: all that a launch has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: NotPersonal<String>,
    pub standard: Standard,
    pub title: NotPersonal<String>,
    /// From the package's root.
    pub address: NotPersonal<String>,
    #[serde(default)]
    pub is_asset: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mastery_percent: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_time: Option<NotPersonal<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_limit_action: Option<NotPersonal<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch_data: Option<NotPersonal<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion_threshold: Option<NotPersonal<String>>,
}

impl Entity for Unit {
    const NAME: &'static str = "PackageUnit";
}

impl Unit {
    /// A part that can be opened; `None` for a heading.
    #[must_use]
    pub fn of(standard: Standard, item: &Item) -> Option<Self> {
        let launch = item.launch.clone()?;
        Some(Self {
            id: item.id.clone(),
            standard,
            title: item.title.clone(),
            address: launch.address,
            is_asset: launch.is_asset,
            mastery_percent: launch.mastery_percent,
            max_time: launch.max_time,
            time_limit_action: launch.time_limit_action,
            launch_data: launch.launch_data,
            completion_threshold: launch.completion_threshold,
        })
    }
}

/// A package, if anything is known of it.
///
/// # Errors
/// When the table cannot be read.
pub async fn package(tenant: &Tenant, digest: Digest) -> Result<Option<Record<Package>>, TableError> {
    tenant.get(keys::package(tenant.scope(), digest), true).await?.map(Record::read).transpose()
}

/// Stores how far a package is.
///
/// # Errors
/// [`TableError::Conflict`] if somebody else has taken it on since it was read.
pub async fn put_package(tenant: &Tenant, record: Record<Package>) -> Result<Record<Package>, TableError> {
    tenant.write(record.write(keys::package(tenant.scope(), record.value.digest), tenant.now())?).await?;
    Ok(record.stored(tenant.now()))
}

/// Stores how far a package is, and has the next of its files unpacked.
///
/// # Errors
/// [`TableError::Conflict`] if somebody else has taken it on since it was read.
pub async fn put_with(tenant: &Tenant, record: &Record<Package>, event: FileEvent) -> Result<(), TableError> {
    let write = record.write(keys::package(tenant.scope(), record.value.digest), tenant.now())?;
    tenant.write_together(vec![write, tenant.announce(event)?]).await
}

/// Stores how the parts of a package are opened.
///
/// # Errors
/// When the table cannot be written.
pub async fn put_units(tenant: &Tenant, digest: Digest, units: Vec<Unit>) -> Result<(), TableError> {
    tenant.write_many(writes(tenant, tenant.scope(), digest, units)?).await
}

fn writes(tenant: &Tenant, home: &impl Space, digest: Digest, units: Vec<Unit>) -> Result<Vec<Write>, TableError> {
    let write = |unit: Unit| {
        let key = keys::unit(home, digest, &unit.id);
        Record::new(unit, tenant.now()).overwrite(key, tenant.now())
    };
    units.into_iter().map(write).collect()
}

/// How a part is opened; `None` where there is no such part, or its package is not unpacked.
///
/// # Errors
/// When the table cannot be read.
pub async fn unit(tenant: &Tenant, home: &Home, digest: Digest, item: &str) -> Result<Option<Unit>, TableError> {
    let found: Option<Record<Unit>> = tenant.get(keys::unit(home, digest, item), false).await?.map(Record::read).transpose()?;
    Ok(found.map(|unit| unit.value).filter(|unit| unit.id == item))
}

/// Shows one part of a package of the operators' own workspace to all workspaces, as its lesson is.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn publish(tenant: &Tenant, operators: &OperatorScope, digest: Digest, item: &str) -> Result<(), TableError> {
    let Some(unit) = unit(tenant, &Home::Workspace(tenant.scope().clone()), digest, item).await? else { return Ok(()) };
    let writes = writes(tenant, &doors::global(tenant.scope()), digest, vec![unit])?;
    tenant.operation().write_many_as_publisher(operators, writes).await
}
