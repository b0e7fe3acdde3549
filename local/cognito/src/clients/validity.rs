//! How long tokens and sign-in sessions last.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl Unit {
    fn seconds(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3600,
            Self::Days => 24 * 3600,
        }
    }
}

/// `TokenValidityUnits`: hours for access and ID tokens, days for refresh tokens unless it says otherwise.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Units {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) access_token: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id_token: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refresh_token: Option<Unit>,
}

/// The lives of a client's tokens, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lives {
    pub(crate) access: i64,
    pub(crate) id: i64,
    pub(crate) refresh: i64,
}

const FIVE_MINUTES: i64 = 300;
const ONE_HOUR: i64 = 3600;
const ONE_DAY: i64 = 24 * ONE_HOUR;
const THIRTY_DAYS: i64 = 30 * ONE_DAY;
const TEN_YEARS: i64 = 3650 * ONE_DAY;

/// The lives that the numbers and units mean; 0 and nothing mean the default.
///
/// # Errors
/// `InvalidParameterException` outside Cognito's bounds, or when a refresh token would end before the others.
pub(crate) fn lives(access: Option<u32>, id: Option<u32>, refresh: Option<u32>, units: &Units) -> Result<Lives, Refusal> {
    let life = |number: Option<u32>, unit: Unit, default: i64| match number {
        None | Some(0) => default,
        Some(number) => i64::from(number) * unit.seconds(),
    };
    let lives = Lives {
        access: life(access, units.access_token.unwrap_or(Unit::Hours), ONE_HOUR),
        id: life(id, units.id_token.unwrap_or(Unit::Hours), ONE_HOUR),
        refresh: life(refresh, units.refresh_token.unwrap_or(Unit::Days), THIRTY_DAYS),
    };
    let refuse =
        |name: &str, range: &str| Err(Refusal::invalid_parameter(format!("Invalid range for token validity: {name} must be {range}")));
    if !(FIVE_MINUTES..=ONE_DAY).contains(&lives.access) {
        return refuse("AccessTokenValidity", "5 minutes to 1 day");
    }
    if !(FIVE_MINUTES..=ONE_DAY).contains(&lives.id) {
        return refuse("IdTokenValidity", "5 minutes to 1 day");
    }
    if !(ONE_HOUR..=TEN_YEARS).contains(&lives.refresh) {
        return refuse("RefreshTokenValidity", "60 minutes to 3,650 days");
    }
    if lives.refresh < lives.access.max(lives.id) {
        return refuse("RefreshTokenValidity", "no less than the other two");
    }
    Ok(lives)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_units_and_bounds() {
        let usual = lives(None, None, None, &Units::default()).unwrap();
        assert_eq!((usual.access, usual.id, usual.refresh), (3600, 3600, 2_592_000));
        let minutes = Units { access_token: Some(Unit::Minutes), ..Units::default() };
        assert_eq!(lives(Some(5), None, Some(1), &minutes).unwrap().access, 300);
        assert!(lives(Some(4), None, None, &minutes).is_err());
        assert!(lives(Some(25), None, None, &Units::default()).is_err());
        assert!(lives(None, None, Some(3651), &Units::default()).is_err());
        let hours = Units { refresh_token: Some(Unit::Hours), ..Units::default() };
        assert!(lives(Some(2), None, Some(1), &hours).is_err());
    }
}
