//! S3 event notifications: a bucket's new objects announced to queues, as its `NotificationConfiguration` says, and shown to the scanner.

use std::time::Duration;

use local_s3::{Notice, S3};
use local_template::{Resource, Stack};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::malware::Scanner;
use crate::mappings::Destination;
use crate::options::REGION;
use crate::start_error::StartError;
use local_sqs::Sqs;

/// Notices handled at once.
const BATCH: usize = 100;
/// After a failure.
const PAUSE: Duration = Duration::from_secs(1);

/// Every queue configuration of every bucket.
pub(crate) struct Notifications {
    s3: S3,
    rules: Vec<Rule>,
    scanner: Scanner,
}

struct Rule {
    bucket: String,
    /// `s3:ObjectCreated:Put`, or `s3:ObjectCreated:*`.
    event: String,
    prefix: String,
    suffix: String,
    queue: Destination,
}

impl Notifications {
    /// Reads the buckets' configurations and asks S3 for notices of those buckets.
    pub(crate) async fn new(s3: &S3, sqs: &Sqs, stack: &Stack) -> Result<Self, StartError> {
        let mut rules = Vec::new();
        for bucket in stack.resources_of("AWS::S3::Bucket") {
            let configurations = bucket.properties.pointer("/NotificationConfiguration/QueueConfigurations");
            for configuration in configurations.and_then(Value::as_array).into_iter().flatten() {
                rules.push(Rule::read(bucket, configuration, sqs)?);
            }
            if rules.iter().any(|rule| rule.bucket == bucket.name) {
                s3.enable_notices(&bucket.name).await.map_err(StartError::data)?;
            }
        }
        let scanner = Scanner::new(s3, sqs, stack)?;
        for bucket in scanner.buckets() {
            s3.enable_notices(bucket).await.map_err(StartError::data)?;
        }
        Ok(Self { s3: s3.clone(), rules, scanner })
    }

    /// Sends each notice to its queues and then forgets it: at least once, also across kill -9.
    pub(crate) async fn run(self, stop: CancellationToken) {
        loop {
            let handled = tokio::select! {
                () = stop.cancelled() => return,
                handled = self.round() => handled,
            };
            if let Err(reason) = handled {
                tracing::error!(reason, "an object's notice could not be delivered; trying again");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    async fn round(&self) -> Result<(), String> {
        let notices = self.s3.next_notices(BATCH).await.map_err(|error| error.to_string())?;
        for notice in &notices {
            let event = notice.to_event(REGION).to_string();
            for rule in self.rules.iter().filter(|rule| rule.concerns(notice)) {
                rule.queue.send(&event).await?;
            }
            self.scanner.scan(notice).await?;
        }
        let ids: Vec<i64> = notices.iter().map(|notice| notice.id).collect();
        self.s3.forget_notices(&ids).await.map_err(|error| error.to_string())
    }
}

impl Rule {
    fn read(bucket: &Resource, configuration: &Value, sqs: &Sqs) -> Result<Self, StartError> {
        let text = |name: &str| configuration.get(name).and_then(Value::as_str).unwrap_or_default();
        let queue = Destination::queue(sqs, text("Queue")).ok_or_else(|| {
            StartError::template(format!("{}: its notifications go to {}, which is no SQS queue", bucket.path, text("Queue")))
        })?;
        let filters = configuration.pointer("/Filter/S3Key/Rules").and_then(Value::as_array);
        let filter = |wanted: &str| {
            let named = |rule: &&Value| rule["Name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            let rule = filters.into_iter().flatten().find(named);
            rule.and_then(|rule| rule["Value"].as_str()).unwrap_or_default().to_owned()
        };
        Ok(Self { bucket: bucket.name.clone(), event: text("Event").to_owned(), prefix: filter("prefix"), suffix: filter("suffix"), queue })
    }

    fn concerns(&self, notice: &Notice) -> bool {
        let event = format!("s3:{}", notice.cause.event_name());
        let named = self.event == event || self.event.strip_suffix('*').is_some_and(|start| event.starts_with(start));
        named && notice.bucket == self.bucket && notice.key.starts_with(&self.prefix) && notice.key.ends_with(&self.suffix)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn event_and_key_decide() {
        let folder = tempfile::tempdir().unwrap();
        let options = local_sqs::Options::new("http://127.0.0.1:1", REGION, "000000000000");
        let sqs = Sqs::open(&folder.path().join("sqs.db"), options).unwrap();
        let bucket = Resource {
            path: "Data/Uploads".to_owned(),
            kind: "AWS::S3::Bucket".to_owned(),
            name: "uploads".to_owned(),
            physical_id: "uploads".to_owned(),
            arn: "arn:aws:s3:::uploads".to_owned(),
            properties: json!({}),
        };
        let mut configuration = json!({
            "Event": "s3:ObjectCreated:*",
            "Queue": "arn:aws:sqs:eu-central-1:000000000000:imports",
            "Filter": {"S3Key": {"Rules": [{"Name": "Suffix", "Value": ".zip"}, {"Name": "prefix", "Value": "in/"}]}},
        });
        let notice = |key: &str| Notice {
            id: 1,
            bucket: "uploads".to_owned(),
            key: key.to_owned(),
            size: 1,
            etag: "e".to_owned(),
            cause: local_s3::Cause::Put,
            created: jiff::Timestamp::UNIX_EPOCH,
        };
        let rule = Rule::read(&bucket, &configuration, &sqs).unwrap();
        assert!(rule.concerns(&notice("in/a.zip")));
        assert!(!rule.concerns(&notice("out/a.zip")));
        assert!(!rule.concerns(&notice("in/a.txt")));
        configuration["Event"] = json!("s3:ObjectCreated:Copy");
        let rule = Rule::read(&bucket, &configuration, &sqs).unwrap();
        assert!(!rule.concerns(&notice("in/a.zip")));
        configuration["Queue"] = json!("arn:aws:sns:eu-central-1:000000000000:topic");
        assert!(Rule::read(&bucket, &configuration, &sqs).is_err());
    }
}
