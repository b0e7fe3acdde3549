//! The REST API of EventBridge Scheduler: which operation a request means.

mod groups;
pub(crate) mod schedules;

use serde_json::Value;

use crate::answer::{ApiError, HttpAnswer};
use crate::query::Query;
use crate::scheduler::Scheduler;

impl Scheduler {
    /// Answers one request.
    ///
    /// `path` begins with `/schedules` or `/schedule-groups`; `query` comes without its `?`.
    /// Schedules and groups are complete but for tags; every other path is
    /// `UnknownOperationException`.
    pub async fn handle(&self, method: &str, path: &str, query: &str, body: &[u8]) -> HttpAnswer {
        self.operate(method, path, Query::parse(query), body).await.into()
    }

    async fn operate(&self, method: &str, path: &str, query: Query, body: &[u8]) -> Result<Value, ApiError> {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        match (method, segments.as_slice()) {
            ("POST", ["schedules", name]) => self.create_schedule(name, body).await,
            ("PUT", ["schedules", name]) => self.update_schedule(name, body).await,
            ("GET", ["schedules", name]) => self.get_schedule(name, query).await,
            ("DELETE", ["schedules", name]) => self.delete_schedule(name, query).await,
            ("GET", ["schedules"]) => self.list_schedules(query).await,
            ("POST", ["schedule-groups", name]) => self.create_group(name, body).await,
            ("GET", ["schedule-groups", name]) => self.get_group(name).await,
            ("DELETE", ["schedule-groups", name]) => self.delete_group(name, query).await,
            ("GET", ["schedule-groups"]) => self.list_groups(query).await,
            _ => Err(ApiError::UnknownOperation(format!("The local scheduler has no operation {method} {path}."))),
        }
    }
}
