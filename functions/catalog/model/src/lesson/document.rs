//! A document: a file to read in the page, or to save.

use super::{Kind, Uses};
use files_model::{digest::Digest, file::FileKind};
use serde::{Deserialize, Serialize};

const fn yes() -> bool {
    true
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub file: Digest,
    /// Whether learners are offered to save it; what browsers cannot show is only ever saved.
    #[serde(default = "yes")]
    pub downloadable: bool,
}

impl Kind for Document {
    fn lines(&self) -> Vec<String> {
        vec![format!("[](/files/{})", self.file), format!("downloadable: {}", self.downloadable)]
    }

    fn files(&self) -> Vec<Uses> {
        vec![(self.file, FileKind::Document)]
    }
}
