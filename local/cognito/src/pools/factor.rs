//! The first factors of a choice-based sign-in (`USER_AUTH`).

use serde::{Deserialize, Serialize};

/// What a user can be asked for first. SMS codes, SRP and passkeys are factors of Cognito that nobody has here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum FirstFactor {
    EmailOtp,
    Password,
}

impl FirstFactor {
    /// As a challenge name, a preference or an answer.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "EMAIL_OTP" => Some(Self::EmailOtp),
            "PASSWORD" => Some(Self::Password),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::EmailOtp => "EMAIL_OTP",
            Self::Password => "PASSWORD",
        }
    }
}

/// Names that Cognito knows as first factors, so that a wrong one is told from one that is merely absent.
pub(crate) const FIRST_FACTOR_NAMES: [&str; 4] = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"];
