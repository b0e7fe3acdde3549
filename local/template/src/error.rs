//! What is wrong with a template, and where.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong with a template.
///
/// Displays as `template.yaml: Resources.CreateCourse.Properties.Timeout: must be a number`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The file that holds the mistake, once known.
    pub file: Option<PathBuf>,
    /// The keys that lead to the mistake, outermost first: section, resource, property.
    pub place: Vec<String>,
    /// What is wrong, without the place.
    pub message: String,
    /// The secret that is asked for and that [`Environment::secrets`](crate::Environment) lacks, when
    /// that is what is wrong.
    pub missing_secret: Option<String>,
}

impl TemplateError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { file: None, place: Vec::new(), message: message.into(), missing_secret: None }
    }

    /// Says that the mistake is below `key`. An error that already knows its file came from another
    /// resource that this one refers to, and keeps its own place.
    pub(crate) fn inside(mut self, key: impl Into<String>) -> Self {
        if self.file.is_none() {
            self.place.insert(0, key.into());
        }
        self
    }

    /// Completes the place with the file, unless a referenced resource's file is already known.
    pub(crate) fn in_file(mut self, file: &Path) -> Self {
        self.file.get_or_insert_with(|| file.to_path_buf());
        self
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(formatter, "{}: ", file.display())?;
        }
        if !self.place.is_empty() {
            write!(formatter, "{}: ", self.place.join("."))?;
        }
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for TemplateError {}
