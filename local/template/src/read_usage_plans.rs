//! Reading usage plans and rate limits.

use crate::fields::Fields;
use crate::{Quota, QuotaPeriod, Resource, TemplateError, Throttle, UsagePlan};

const KNOWN: &[&str] = &["ApiStages", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"];

/// Reads one `AWS::ApiGateway::UsagePlan`.
pub(crate) fn read_usage_plan(resource: &Resource) -> Result<UsagePlan, TemplateError> {
    let fields = Fields::of(&resource.properties)?;
    fields.only(KNOWN)?;
    for stage in fields.list("ApiStages")? {
        let stage = Fields::of(stage).map_err(|error| error.inside("ApiStages"))?;
        stage.none_of(&["Throttle"]).map_err(|error| error.inside("ApiStages"))?;
    }
    let name = fields.optional_text("UsagePlanName")?;
    Ok(UsagePlan {
        physical_id: resource.physical_id.clone(),
        name: name.unwrap_or_else(|| resource.path.clone()),
        throttle: read_throttle(fields.fields("Throttle")?, "RateLimit", "BurstLimit").map_err(|error| error.inside("Throttle"))?,
        quota: read_quota(fields.fields("Quota")?).map_err(|error| error.inside("Quota"))?,
    })
}

/// Reads a rate and a burst under their names; both or neither.
pub(crate) fn read_throttle(fields: Fields<'_>, rate: &str, burst: &str) -> Result<Option<Throttle>, TemplateError> {
    match (fields.optional_number(rate, 0.0..=f64::MAX)?, fields.optional_number(burst, 0..=u32::MAX)?) {
        (Some(rate), Some(burst)) => Ok(Some(Throttle { rate, burst })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(TemplateError::new(format!("is required beside {rate}")).inside(burst)),
        (None, Some(_)) => Err(TemplateError::new(format!("is required beside {burst}")).inside(rate)),
    }
}

fn read_quota(fields: Fields<'_>) -> Result<Option<Quota>, TemplateError> {
    let Some(limit) = fields.optional_number("Limit", 0..=u64::MAX)? else {
        return Ok(None);
    };
    fields.none_of(&["Offset"])?;
    let period = match fields.text("Period")?.as_str() {
        "DAY" => QuotaPeriod::Day,
        "WEEK" => QuotaPeriod::Week,
        "MONTH" => QuotaPeriod::Month,
        _ => return Err(TemplateError::new("must be DAY, WEEK or MONTH").inside("Period")),
    };
    Ok(Some(Quota { limit, period }))
}
