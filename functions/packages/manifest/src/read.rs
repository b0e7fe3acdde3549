//! The entrance: which manifest an archive has, and what it says.

use crate::{
    cmi5, decoding,
    error::PackageError,
    hrefs::Files,
    ims,
    outline::Package,
    warnings::{Warning, WarningKind},
    xml,
};
use archive::{Archive, ArchiveError, paths};
use std::io::{Read, Seek};

/// Bytes of a manifest.
const MANIFEST_BYTES: usize = 8 * 1024 * 1024;
/// Parts, headings included.
pub(super) const MOST_ITEMS: usize = 5_000;
/// Archives of more than this must not unpack to more than so many times their size: what is written for people packs to a tenth at best.
const RATIO_FROM: u64 = 64 * 1024 * 1024;
const MOST_TIMES: u64 = 100;

const IMS: &str = "imsmanifest.xml";
const CMI5: &str = "cmi5.xml";

/// What other tools call their manifests.
const OTHERS: &[(&str, &str)] = &[("tincan.xml", "Tin Can (xAPI)"), (".crs", "AICC"), (".au", "AICC")];

/// What is gathered while a manifest is read.
pub(super) struct Reading<'a> {
    /// The manifest's path.
    pub(super) file: &'a str,
    pub(super) files: Files,
    pub(super) warnings: Vec<Warning>,
}

impl Reading<'_> {
    pub(super) fn warn(&mut self, kind: WarningKind, line: Option<u32>, message: String) {
        self.warnings.push(Warning { kind, file: self.file.to_owned(), line, message });
    }

    /// The folder in which the manifest lies.
    pub(super) fn folder(&self) -> &str {
        paths::folder_of(self.file)
    }
}

/// Reads what an archive of `size` bytes holds. Its files are looked at when they are unpacked.
///
/// # Errors
/// [`PackageError`], with a sentence for the author.
pub fn read<R: Read + Seek>(archive: &mut Archive<R>, size: u64) -> Result<Package, PackageError> {
    check_ratio(archive, size)?;
    let mut warnings = Vec::new();
    let (file, is_cmi5) = manifest(archive, &mut warnings)?;
    let bytes = archive.bytes(&file, MANIFEST_BYTES).map_err(|error| unreadable(&file, error))?;
    let (text, is_otherwise) = decoding::decoded(&bytes);
    if is_otherwise {
        let message = "it isn't in the encoding that it names; it was read as Windows would".to_owned();
        warnings.push(Warning { kind: WarningKind::Encoding, file: file.clone(), line: None, message });
    }
    let document = xml::parse(&file, text.trim_start())?;
    let wanted = ims::wanted(document.root_element());
    if archive.has_foreign_names()
        && let Some(encoding) = archive.read_foreign_names(&wanted)
    {
        let message = format!("the names of its files are not UTF-8; they were read as {encoding}");
        warnings.push(Warning { kind: WarningKind::Encoding, file: file.clone(), line: None, message });
    }
    let left_out = archive.left_out().into_iter().map(|(file, error)| Warning {
        kind: WarningKind::LeftOutFile,
        file,
        line: None,
        message: error.to_string(),
    });
    warnings.extend(left_out);
    let mut reading = Reading { file: &file, files: Files::new(archive.paths()), warnings };
    let mut package = if is_cmi5 { cmi5::read(&mut reading, &document)? } else { ims::read(&mut reading, &document)? };
    package.warnings = reading.warnings;
    if package.organisations.iter().flat_map(|organisation| organisation.all()).any(|item| item.launch.is_some()) {
        return Ok(package);
    }
    Err(PackageError::NothingToOpen { file })
}

fn unreadable(file: &str, error: ArchiveError) -> PackageError {
    match error {
        ArchiveError::FileTooLarge { .. } => {
            PackageError::Manifest { file: file.to_owned(), reason: format!("it is larger than {} MiB", MANIFEST_BYTES >> 20) }
        }
        error => error.into(),
    }
}

fn check_ratio<R: Read + Seek>(archive: &Archive<R>, size: u64) -> Result<(), PackageError> {
    let unpacked = archive.declared_bytes();
    let times = unpacked / size.max(1);
    if unpacked > RATIO_FROM && times > MOST_TIMES { Err(PackageError::Ratio { times }) } else { Ok(()) }
}

/// The manifest: the one that lies highest; of two at one height that of SCORM, which can be run here.
fn manifest<R: Read + Seek>(archive: &Archive<R>, warnings: &mut Vec<Warning>) -> Result<(String, bool), PackageError> {
    let depth = |path: &str| path.matches('/').count();
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let named = |path: &&str| [IMS, CMI5].contains(&name(path).as_str()) && !path.starts_with("__MACOSX/");
    let found = archive.paths().filter(named).min_by_key(|path| (depth(path), name(path) == CMI5, path.len()));
    let Some(path) = found.map(str::to_owned) else {
        let other = |(ending, found): &(&str, &'static str)| archive.paths().any(|path| name(path).ends_with(ending)).then_some(*found);
        return Err(OTHERS.iter().find_map(other).map_or(PackageError::NoManifest, |found| PackageError::OtherKind { found }));
    };
    let is_cmi5 = name(&path) == CMI5;
    let mut warn = |message: String| warnings.push(Warning { kind: WarningKind::ManifestPlace, file: path.clone(), line: None, message });
    if depth(&path) > 0 {
        warn(format!("it lies in the folder {}; it should be at the top of the archive", paths::folder_of(&path)));
    }
    let wanted = if is_cmi5 { CMI5 } else { IMS };
    if !path.ends_with(wanted) {
        warn(format!("it should be called {wanted}"));
    }
    Ok((path, is_cmi5))
}
