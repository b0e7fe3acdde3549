//! The REST API of EventBridge Scheduler: CreateSchedule.

use local_kit::HttpAnswer;
use serde_json::json;

use crate::error::{ApiError, PROTOCOL};
use crate::request::CreateSchedule;
use crate::rows;
use crate::scheduler::Scheduler;

impl Scheduler {
    /// Answers one request: `POST /schedules/{name}`. Everything else is `UnknownOperationException`.
    pub async fn handle(&self, method: &str, path: &str, body: &[u8]) -> HttpAnswer {
        match self.operate(method, path, body).await {
            Ok(arn) => PROTOCOL.ok(&json!({ "ScheduleArn": arn })),
            Err(error) => error.answer(),
        }
    }

    async fn operate(&self, method: &str, path: &str, body: &[u8]) -> Result<String, ApiError> {
        match (method, path.trim_matches('/').split('/').collect::<Vec<_>>().as_slice()) {
            ("POST", ["schedules", name]) => self.create(name, body).await,
            _ => {
                Err(ApiError::UnknownOperation(format!("The local scheduler has no operation {method} {path}: it only creates schedules.")))
            }
        }
    }

    /// The same request again, as an SDK repeats one whose answer was lost, is known by its token.
    async fn create(&self, name: &str, body: &[u8]) -> Result<String, ApiError> {
        let wanted = CreateSchedule::parse(body)?.into_one_shot(name)?;
        let created = self.database.write(move |transaction| {
            let Some(existing) = rows::find(transaction, &wanted.name)? else {
                return Ok(rows::insert(transaction, &wanted)?);
            };
            if wanted.client_token.is_some() && existing == wanted {
                return Ok(());
            }
            Err(ApiError::Conflict(format!("Schedule {} already exists.", wanted.name)))
        });
        created.await?;
        self.changes.notify_one();
        let (region, account) = (&self.options.region, &self.options.account);
        Ok(format!("arn:aws:scheduler:{region}:{account}:schedule/default/{name}"))
    }
}
