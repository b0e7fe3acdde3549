//! Where the queues live (base URL, region, account) and which clock they run on.

use local_kit::Clock;

use crate::error::{ErrorCode, SqsError};

/// What every queue's URL and ARN are made of, and the clock.
#[derive(Clone)]
pub struct Options {
    /// Scheme, host and port, like `http://127.0.0.1:3001`; without a slash at its end.
    pub base_url: String,
    /// Like `eu-central-1`.
    pub region: String,
    /// Twelve digits, like `000000000000`.
    pub account: String,
    pub clock: Clock,
}

impl Options {
    /// Options on the machine's clock.
    pub fn new(base_url: impl Into<String>, region: impl Into<String>, account: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into().trim_end_matches('/').to_owned(),
            region: region.into(),
            account: account.into(),
            clock: Clock::system(),
        }
    }

    /// The same options on another clock.
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// `<base URL>/<account>/<name>`.
    pub fn queue_url(&self, name: &str) -> String {
        format!("{}/{}/{name}", self.base_url, self.account)
    }

    /// `arn:aws:sqs:<region>:<account>:<name>`.
    pub fn queue_arn(&self, name: &str) -> String {
        format!("arn:aws:sqs:{}:{}:{name}", self.region, self.account)
    }

    /// The name in a queue URL. The host is not compared: the same stack answers to several.
    pub(crate) fn name_in_url<'url>(&self, url: &'url str) -> Result<&'url str, SqsError> {
        let mut segments = url.rsplit('/');
        match (segments.next(), segments.next()) {
            (Some(name), Some(account)) if !name.is_empty() && account == self.account => Ok(name),
            (Some(name), Some(account)) if !name.is_empty() && is_account(account) => Err(SqsError::queue_does_not_exist()),
            _ => Err(SqsError::new(ErrorCode::InvalidAddress, format!("The address {url} is not valid for this endpoint."))),
        }
    }

    /// The name in a queue ARN of this region and account; `None` for any other text.
    pub(crate) fn name_in_arn<'arn>(&self, arn: &'arn str) -> Option<&'arn str> {
        let (prefix, name) = arn.rsplit_once(':')?;
        let of_this_account = format!("{prefix}:") == self.queue_arn("");
        (of_this_account && !name.is_empty()).then_some(name)
    }
}

fn is_account(segment: &str) -> bool {
    segment.len() == 12 && segment.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Options {
        Options::new("http://127.0.0.1:3001/", "eu-central-1", "000000000000")
    }

    #[test]
    fn url_and_arn_lead_back_to_the_name() {
        let options = options();
        assert_eq!(options.queue_url("work"), "http://127.0.0.1:3001/000000000000/work");
        assert_eq!(options.name_in_url(&options.queue_url("work")), Ok("work"));
        assert_eq!(options.name_in_url("http://localhost:9/000000000000/work"), Ok("work"));
        assert_eq!(options.queue_arn("work"), "arn:aws:sqs:eu-central-1:000000000000:work");
        assert_eq!(options.name_in_arn(&options.queue_arn("work")), Some("work"));
    }

    #[test]
    fn foreign_and_broken_addresses_are_told_apart() {
        let options = options();
        let code = |url: &str| options.name_in_url(url).map(str::to_owned).map_err(|error| error.code);
        assert_eq!(code("http://localhost/111111111111/work"), Err(ErrorCode::QueueDoesNotExist));
        for url in ["", "work", "http://localhost/work", "http://localhost/000000000000/"] {
            assert_eq!(code(url), Err(ErrorCode::InvalidAddress), "{url:?}");
        }
        for arn in ["", "work", "arn:aws:sqs:us-east-1:000000000000:work", "arn:aws:sqs:eu-central-1:000000000000:"] {
            assert_eq!(options.name_in_arn(arn), None, "{arn:?}");
        }
    }
}
