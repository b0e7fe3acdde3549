//! Which factors a user has shown, and the level that they amount to.
//!
//! Levels and method names: Amazon Cognito developer guide, "Authentication levels with ACR and AMR claims".

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// A factor that was shown in this sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Shown {
    Password,
    EmailOtp,
    Totp,
}

/// The `acr` claim: 1 password, 2 a code by e-mail, 4 password and authenticator app. Level 3 needs a passkey, or a
/// password with a code by e-mail, which nobody has here.
pub(crate) fn acr(shown: &[Shown]) -> String {
    let level = if shown.contains(&Shown::Password) && shown.contains(&Shown::Totp) {
        4
    } else if shown.contains(&Shown::EmailOtp) {
        2
    } else {
        1
    };
    format!("{PREFIX}{level}")
}

/// The `amr` claim.
pub(crate) fn amr(shown: &[Shown]) -> Vec<String> {
    let mut methods: Vec<String> = shown
        .iter()
        .map(|factor| {
            match factor {
                Shown::Password => "pwd",
                Shown::EmailOtp => "email_otp",
                Shown::Totp => "otp",
            }
            .to_owned()
        })
        .collect();
    if methods.len() > 1 {
        methods.push("mfa".to_owned());
    }
    methods
}

const PREFIX: &str = "urn:cognito:loa:";
const HIGHEST: u8 = 4;

/// Whether `TARGET_ACR_VALUES` asks for level 4, so that a user with an authenticator app is asked for its code even
/// without an MFA preference. Unknown values are ignored.
///
/// # Errors
/// `InvalidParameterException` when no value is known.
pub(crate) fn wants_app(targets: &str) -> Result<bool, Refusal> {
    let levels: Vec<u8> = targets
        .split_ascii_whitespace()
        .filter_map(|value| value.strip_prefix(PREFIX)?.parse().ok())
        .filter(|level| (1..=HIGHEST).contains(level))
        .collect();
    if levels.is_empty() {
        return Err(Refusal::invalid_parameter("TARGET_ACR_VALUES has no valid authentication level"));
    }
    Ok(levels.contains(&HIGHEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_the_factors() {
        for (shown, level, methods) in [
            (&[Shown::Password][..], 1, &["pwd"][..]),
            (&[Shown::EmailOtp], 2, &["email_otp"]),
            (&[Shown::Password, Shown::Totp], 4, &["pwd", "otp", "mfa"]),
        ] {
            assert_eq!(acr(shown), format!("urn:cognito:loa:{level}"));
            assert_eq!(amr(shown), methods);
        }
    }

    #[test]
    fn targets_are_levels() {
        assert_eq!(wants_app("urn:cognito:loa:4 urn:cognito:loa:2"), Ok(true));
        assert_eq!(wants_app("urn:cognito:loa:2 urn:other"), Ok(false));
        assert!(wants_app("urn:cognito:loa:5 four").is_err());
        assert!(wants_app("").is_err());
    }
}
