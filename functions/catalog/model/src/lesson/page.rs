//! A page: nothing but the text.

use super::Kind;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {}

impl Kind for Page {
    const NEEDS_TEXT: bool = true;
}
