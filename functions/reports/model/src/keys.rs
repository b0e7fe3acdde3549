//! What this area keeps in the table.

use crate::month::Month;
use table::{Key, Prefix};
use tenancy::WorkspaceScope;

const ACTIVITY: Prefix = Prefix::new("ACTIVITY", "MONTH#");

pub const PREFIXES: &[Prefix] = &[ACTIVITY];

pub(crate) fn month(scope: &WorkspaceScope, month: Month) -> Key {
    ACTIVITY.item(scope, month)
}
