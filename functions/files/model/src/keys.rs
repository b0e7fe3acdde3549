//! What this area keeps in the table.

use crate::digest::Digest;
use table::{Key, Prefix};
use tenancy::WorkspaceScope;

const FILES: Prefix = Prefix::new("FILES", "");
const FILE: Prefix = Prefix::new("FILE", "FILE");

pub const PREFIXES: &[Prefix] = &[FILES, FILE];

pub(crate) fn files(scope: &WorkspaceScope) -> String {
    FILES.partition(scope)
}

/// A file.
#[must_use]
pub fn file(scope: &WorkspaceScope, digest: Digest) -> Key {
    FILE.key_of(scope, digest)
}
