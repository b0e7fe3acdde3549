//! Pages of queue URLs: up to `MaxResults` names after the one that the token holds.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::SqsError;
use crate::options::Options;
use crate::parameters::between;

/// One page.
pub(crate) struct Page {
    pub(crate) urls: Vec<String>,
    /// For the next call; only when the caller set `MaxResults` and more is there.
    pub(crate) next_token: Option<String>,
}

/// Cuts a page from all names, which come in order.
pub(crate) fn page(options: &Options, names: Vec<String>, max_results: Option<i64>, next_token: Option<&str>) -> Result<Page, SqsError> {
    let limit = between("MaxResults", max_results.unwrap_or(1_000), 1, 1_000)?;
    let limit = usize::try_from(limit).map_err(SqsError::internal)?;
    let after = next_token.map(read_token).transpose()?;
    let mut rest: Vec<String> = names.into_iter().filter(|name| after.as_ref().is_none_or(|after| name > after)).collect();
    let more = rest.len() > limit;
    rest.truncate(limit);
    let next_token = rest.last().filter(|_| more && max_results.is_some()).map(|name| URL_SAFE_NO_PAD.encode(name));
    Ok(Page { urls: rest.iter().map(|name| options.queue_url(name)).collect(), next_token })
}

fn read_token(token: &str) -> Result<String, SqsError> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| SqsError::invalid_value("NextToken", token, "It was not given out by this endpoint."))
}
