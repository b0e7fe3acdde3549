//! Constraint violations, collected and worded as AWS's Smithy services word them.

use crate::answer::ApiError;

/// The violations of one request; empty when it is valid.
#[derive(Default)]
pub(crate) struct Violations(Vec<String>);

impl Violations {
    /// Notes that `member` holds `value` (`None` when absent) against `constraint`.
    pub(crate) fn note(&mut self, member: &str, value: Option<&str>, constraint: &str) {
        let value = value.map_or("null".to_owned(), |value| format!("'{value}'"));
        self.0.push(format!("Value {value} at '{member}' failed to satisfy constraint: {constraint}"));
    }

    /// The required string, or a violation and the empty string.
    pub(crate) fn require(&mut self, member: &str, value: Option<String>) -> String {
        value.unwrap_or_else(|| {
            self.note(member, None, "Member must not be null");
            String::new()
        })
    }

    pub(crate) fn length(&mut self, member: &str, value: &str, minimum: usize, maximum: usize) {
        let length = value.chars().count();
        if length < minimum {
            let constraint = format!("Member must have length greater than or equal to {minimum}");
            self.note(member, Some(value), &constraint);
        } else if length > maximum {
            let constraint = format!("Member must have length less than or equal to {maximum}");
            self.note(member, Some(value), &constraint);
        }
    }

    pub(crate) fn pattern(&mut self, member: &str, value: &str, matches: bool, pattern: &str) {
        if !matches {
            let constraint = format!("Member must satisfy regular expression pattern: {pattern}");
            self.note(member, Some(value), &constraint);
        }
    }

    pub(crate) fn range(&mut self, member: &str, value: i64, minimum: i64, maximum: i64) {
        let bound = if value < minimum {
            format!("Member must have value greater than or equal to {minimum}")
        } else if value > maximum {
            format!("Member must have value less than or equal to {maximum}")
        } else {
            return;
        };
        self.note(member, Some(&value.to_string()), &bound);
    }

    pub(crate) fn one_of(&mut self, member: &str, value: &str, allowed: &[&str]) {
        if !allowed.contains(&value) {
            let constraint = format!("Member must satisfy enum value set: [{}]", allowed.join(", "));
            self.note(member, Some(value), &constraint);
        }
    }

    /// A name of a schedule or group: at most 64 of `[0-9a-zA-Z-_.]`.
    pub(crate) fn name(&mut self, member: &str, value: &str) {
        self.length(member, value, 1, 64);
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let matches = value.bytes().all(allowed);
        self.pattern(member, value, matches, "^[0-9a-zA-Z-_.]+$");
    }

    pub(crate) fn client_token(&mut self, value: Option<&str>) {
        if let Some(value) = value {
            self.length("clientToken", value, 1, 64);
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            let matches = value.bytes().all(allowed);
            self.pattern("clientToken", value, matches, "^[a-zA-Z0-9-_]+$");
        }
    }

    /// All violations in one `ValidationException`.
    pub(crate) fn check(self) -> Result<(), ApiError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let plural = if self.0.len() == 1 { "" } else { "s" };
        Err(ApiError::Validation(format!("{} validation error{plural} detected: {}", self.0.len(), self.0.join("; "))))
    }
}
