//! What a password must look like.

use serde::{Deserialize, Serialize};

use crate::flexible;
use crate::refusal::Refusal;

/// `Policies.PasswordPolicy`. A pool without one asks for eight characters of all four kinds; in one that is given,
/// what is left out is not asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct PasswordPolicy {
    #[serde(deserialize_with = "flexible::number")]
    minimum_length: Option<u32>,
    #[serde(deserialize_with = "flexible::flag")]
    require_lowercase: Option<bool>,
    #[serde(deserialize_with = "flexible::flag")]
    require_uppercase: Option<bool>,
    #[serde(deserialize_with = "flexible::flag")]
    require_numbers: Option<bool>,
    #[serde(deserialize_with = "flexible::flag")]
    require_symbols: Option<bool>,
    #[serde(deserialize_with = "flexible::number")]
    temporary_password_validity_days: Option<u32>,
}

const SHORTEST: u32 = 6;
const LONGEST: u32 = 99;
const USUAL_LENGTH: u32 = 8;
const USUAL_DAYS: u32 = 7;
const MILLISECONDS_PER_DAY: i64 = 24 * 3600 * 1000;
/// No password may be longer.
const LONGEST_PASSWORD: usize = 256;

impl PasswordPolicy {
    /// The policy of a pool that names none.
    pub(crate) fn strict() -> Self {
        Self {
            minimum_length: Some(USUAL_LENGTH),
            require_lowercase: Some(true),
            require_uppercase: Some(true),
            require_numbers: Some(true),
            require_symbols: Some(true),
            temporary_password_validity_days: Some(USUAL_DAYS),
        }
    }

    pub(crate) fn validate(&self) -> Result<(), Refusal> {
        let length = self.minimum_length.unwrap_or(USUAL_LENGTH);
        if !(SHORTEST..=LONGEST).contains(&length) {
            return Err(Refusal::invalid_parameter(format!("MinimumLength is {length}: it must be {SHORTEST} to {LONGEST}")));
        }
        if self.temporary_password_validity_days.unwrap_or(USUAL_DAYS) > 365 {
            return Err(Refusal::invalid_parameter("TemporaryPasswordValidityDays must be 0 to 365"));
        }
        Ok(())
    }

    /// Until when a temporary password set now can be used.
    pub(crate) fn temporary_until(&self, now: i64) -> i64 {
        let days = match self.temporary_password_validity_days {
            None | Some(0) => USUAL_DAYS,
            Some(days) => days,
        };
        now + i64::from(days) * MILLISECONDS_PER_DAY
    }

    /// # Errors
    /// `InvalidPasswordException`, naming the first rule that the password breaks.
    pub(crate) fn check(&self, password: &str) -> Result<(), Refusal> {
        let lacks = |wanted: Option<bool>, has: fn(char) -> bool| wanted == Some(true) && !password.chars().any(has);
        let minimum = self.minimum_length.unwrap_or(USUAL_LENGTH) as usize;
        let fault = if password.chars().count() < minimum {
            "Password not long enough"
        } else if password.len() > LONGEST_PASSWORD {
            "Password too long"
        } else if password.starts_with(' ') || password.ends_with(' ') {
            "Password must not begin or end with a space"
        } else if lacks(self.require_numbers, |c| c.is_ascii_digit()) {
            "Password must have numeric characters"
        } else if lacks(self.require_uppercase, |c| c.is_ascii_uppercase()) {
            "Password must have uppercase characters"
        } else if lacks(self.require_lowercase, |c| c.is_ascii_lowercase()) {
            "Password must have lowercase characters"
        } else if lacks(self.require_symbols, |c| c.is_ascii_punctuation() || c == ' ') {
            "Password must have symbol characters"
        } else {
            return Ok(());
        };
        Err(Refusal::new("InvalidPasswordException", format!("Password did not conform with policy: {fault}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_of_the_strict_policy_counts() {
        let policy = PasswordPolicy::strict();
        assert!(policy.check("Sunny-Day-7").is_ok());
        for (password, fault) in [
            ("Ab1-", "not long enough"),
            ("Sunny-Days", "numeric"),
            ("sunny-day-7", "uppercase"),
            ("SUNNY-DAY-7", "lowercase"),
            ("SunnyDay77", "symbol"),
            (" Sunny-Day-7", "space"),
        ] {
            let refusal = policy.check(password).unwrap_err();
            assert_eq!(refusal.kind(), "InvalidPasswordException");
            assert!(refusal.message().contains(fault), "{password}: {refusal}");
        }
    }

    #[test]
    fn a_given_policy_asks_only_for_what_it_names() {
        let policy: PasswordPolicy = serde_json::from_str(r#"{"MinimumLength": "12", "RequireNumbers": true}"#).unwrap();
        policy.validate().unwrap();
        assert!(policy.check("alllowercase").is_err());
        assert!(policy.check("alllowercase1").is_ok());
        let short: PasswordPolicy = serde_json::from_str(r#"{"MinimumLength": 5}"#).unwrap();
        assert!(short.validate().is_err());
    }
}
