//! Rate limits and quotas: of methods, and of API keys by their usage plan.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use local_template::{Throttle, UsagePlan};

use crate::failure::Failure;
use crate::quota::QuotaCount;
use crate::token_bucket::TokenBucket;

/// What has been used of every limit. It is kept in memory: usage plans are best effort on AWS, too.
#[derive(Default)]
pub(crate) struct Usage {
    methods: Mutex<HashMap<String, TokenBucket>>,
    keys: Mutex<HashMap<String, KeyUsage>>,
}

struct KeyUsage {
    bucket: Option<TokenBucket>,
    quota: QuotaCount,
}

impl Usage {
    /// Counts a request against the limit of a method.
    pub(crate) fn take_method(&self, method: String, throttle: Throttle, now: Timestamp) -> Result<(), Failure> {
        let mut methods = self.methods.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = methods.entry(method).or_insert_with(|| TokenBucket::full(throttle, now));
        bucket.take(throttle, now).map_err(|retry_after| Failure::Throttled { retry_after })
    }

    /// Counts a request against the plan of a key. What the rate refuses does not use up the quota.
    pub(crate) fn take_key(&self, key_id: &str, plan: &UsagePlan, now: Timestamp) -> Result<(), Failure> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let usage = keys.entry(key_id.to_owned()).or_insert_with(|| KeyUsage { bucket: None, quota: QuotaCount::ended() });
        if let Some(throttle) = plan.throttle {
            let bucket = usage.bucket.get_or_insert_with(|| TokenBucket::full(throttle, now));
            bucket.take(throttle, now).map_err(|retry_after| Failure::Throttled { retry_after })?;
        }
        match plan.quota {
            Some(quota) => usage.quota.take(quota, now).map_err(|retry_after| Failure::QuotaExceeded { retry_after }),
            None => Ok(()),
        }
    }
}
