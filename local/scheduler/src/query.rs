//! Query strings of the API.

use std::collections::HashMap;

use crate::answer::ApiError;
use crate::validation::Violations;

/// The decoded parameters of one request.
pub(crate) struct Query(HashMap<String, String>);

impl Query {
    pub(crate) fn parse(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// `MaxResults`: 1 to 100, by default 100.
    pub(crate) fn page_size(&mut self) -> Result<usize, ApiError> {
        let Some(text) = self.take("MaxResults") else {
            return Ok(100);
        };
        match text.parse::<usize>() {
            Ok(size) if (1..=100).contains(&size) => Ok(size),
            _ => {
                let mut violations = Violations::default();
                let constraint = "Member must have a value from 1 to 100";
                violations.note("maxResults", Some(&text), constraint);
                violations.check().map(|()| 100)
            }
        }
    }
}
