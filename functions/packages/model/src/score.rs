//! What a package says of a score, in percent.

use package_manifest::Standard;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::openapi::{
    ObjectBuilder, RefOr,
    schema::{Schema, Type},
};

/// Beyond this no score is meant.
const LARGEST: f64 = 1e9;

/// A number of a package.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct Points(f64);

/// A number is none that a score could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a number from -1,000,000,000 to 1,000,000,000")]
pub struct NoPoints;

impl TryFrom<f64> for Points {
    type Error = NoPoints;
    fn try_from(number: f64) -> Result<Self, NoPoints> {
        if number.abs() <= LARGEST { Ok(Self(number)) } else { Err(NoPoints) }
    }
}

impl utoipa::PartialSchema for Points {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Number).minimum(Some(-LARGEST)).maximum(Some(LARGEST));
        number.description(Some("A number of a package.")).into()
    }
}
impl utoipa::ToSchema for Points {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("PackageNumber")
    }
}

impl Points {
    pub(crate) fn of(text: &str) -> Option<Self> {
        text.trim().parse::<f64>().ok().and_then(|number| Self::try_from(number).ok())
    }
}

/// A score as packages report it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PackageScore)]
pub struct ReportedScore {
    pub raw: Option<Points>,
    pub min: Option<Points>,
    pub max: Option<Points>,
    /// Between -1 and 1.
    pub scaled: Option<Points>,
}

/// What a score comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Percent {
    /// Nothing was said.
    Unsaid,
    Of(u8),
    /// It is none that can be: it is kept, and not counted.
    OutOfRange,
}

impl ReportedScore {
    /// In percent: of SCORM 2004 the scaled one (RTE 4.2.22.1), else the raw one between its limits, which are 0 and 100 where nothing is said
    /// (SCORM 1.2, RTE 3.4.4, `cmi.core.score`).
    #[must_use]
    pub fn percent(&self, standard: Standard) -> Percent {
        if standard != Standard::Scorm12
            && let Some(Points(scaled)) = self.scaled
        {
            return if (-1.0..=1.0).contains(&scaled) { Percent::Of(whole(scaled * 100.0)) } else { Percent::OutOfRange };
        }
        let Some(Points(raw)) = self.raw else { return Percent::Unsaid };
        let (least, most) = (self.min.map_or(0.0, |points| points.0), self.max.map_or(100.0, |points| points.0));
        if most <= least || !(least..=most).contains(&raw) {
            return Percent::OutOfRange;
        }
        Percent::Of(whole((raw - least) / (most - least) * 100.0))
    }
}

/// Down to whole percents, so that nobody passes by rounding; a hair below one is one, since tenths have no end in binary.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
fn whole(percent: f64) -> u8 {
    (percent + 1e-6).floor().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(raw: Option<f64>, min: Option<f64>, max: Option<f64>, scaled: Option<f64>) -> ReportedScore {
        let points = |number: Option<f64>| number.map(Points);
        ReportedScore { raw: points(raw), min: points(min), max: points(max), scaled: points(scaled) }
    }

    #[test]
    fn scores_come_to_percents() {
        let (old, new) = (Standard::Scorm12, Standard::Scorm2004Third);
        for (standard, reported, expected) in [
            (old, score(None, None, None, None), Percent::Unsaid),
            (old, score(Some(79.9), None, None, None), Percent::Of(79)),
            (old, score(Some(8.0), Some(0.0), Some(10.0), None), Percent::Of(80)),
            (old, score(Some(57.0), Some(0.0), Some(100.0), None), Percent::Of(57)),
            (old, score(Some(101.0), None, None, None), Percent::OutOfRange),
            (old, score(Some(-1.0), None, None, None), Percent::OutOfRange),
            (old, score(Some(5.0), Some(10.0), Some(10.0), None), Percent::OutOfRange),
            (old, score(Some(50.0), None, None, Some(0.9)), Percent::Of(50)),
            (new, score(Some(50.0), None, None, Some(0.29)), Percent::Of(29)),
            (new, score(None, None, None, Some(-0.5)), Percent::Of(0)),
            (new, score(None, None, None, Some(1.5)), Percent::OutOfRange),
            (new, score(Some(3.0), Some(0.0), Some(4.0), None), Percent::Of(75)),
        ] {
            assert_eq!(reported.percent(standard), expected, "{reported:?}");
        }
        assert!(serde_json::from_str::<Points>("1e10").is_err() && Points::of("NaN").is_none() && Points::of("inf").is_none());
    }
}
