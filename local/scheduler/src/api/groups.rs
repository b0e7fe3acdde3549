//! Create, get, delete and list schedule groups.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::ApiError;
use crate::definition::epoch_seconds;
use crate::query::Query;
use crate::rows::groups::Group;
use crate::rows::{groups, schedules};
use crate::scheduler::Scheduler;
use crate::validation::Violations;

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct GroupRequest {
    client_token: Option<String>,
}

impl Scheduler {
    pub(super) async fn create_group(&self, name: &str, body: &[u8]) -> Result<Value, ApiError> {
        let request: GroupRequest = match body {
            [] => GroupRequest::default(),
            body => serde_json::from_slice(body).map_err(|error| ApiError::Serialization(format!("The body is not valid: {error}")))?,
        };
        let mut violations = Violations::default();
        violations.name("name", name);
        violations.client_token(request.client_token.as_deref());
        violations.check()?;
        let arn = self.place.group_arn(name);
        let name = name.to_owned();
        let now = self.now();
        self.database
            .transaction(move |transaction| {
                let token = request.client_token.as_deref();
                match groups::find(transaction, &name)? {
                    None => groups::insert(transaction, &name, token, now).map_err(ApiError::from),
                    Some(group) if token.is_some() && group.client_token.as_deref() == token => Ok(()),
                    Some(_) => Err(ApiError::Conflict(format!("Schedule group {name} already exists."))),
                }
            })
            .await?;
        Ok(json!({"ScheduleGroupArn": arn}))
    }

    pub(super) async fn get_group(&self, name: &str) -> Result<Value, ApiError> {
        let name = name.to_owned();
        let group = self.database.transaction(move |transaction| groups::find(transaction, &name)?.ok_or_else(|| missing(&name))).await?;
        Ok(self.describe(&group))
    }

    /// AWS deletes the group's schedules over some minutes; here they are gone at once.
    pub(super) async fn delete_group(&self, name: &str, mut query: Query) -> Result<Value, ApiError> {
        if name == "default" {
            let message = "The default schedule group cannot be deleted.".to_owned();
            return Err(ApiError::Validation(message));
        }
        let arn = self.place.group_arn(name);
        let name = name.to_owned();
        let token = query.take("clientToken");
        let now = self.now();
        self.database
            .transaction(move |transaction| {
                if groups::remove(transaction, &name)? {
                    if let Some(token) = token {
                        schedules::note_deletion(transaction, &token, &arn, now)?;
                    }
                    return Ok(());
                }
                match token {
                    Some(token) if schedules::was_deleted(transaction, &token, &arn)? => Ok(()),
                    _ => Err(missing(&name)),
                }
            })
            .await?;
        Ok(json!({}))
    }

    pub(super) async fn list_groups(&self, mut query: Query) -> Result<Value, ApiError> {
        let limit = query.page_size()?;
        let prefix = query.take("NamePrefix").unwrap_or_default();
        let after = query.take("NextToken");
        let mut page = self
            .database
            .transaction(move |transaction| groups::list(transaction, &prefix, after.as_deref(), limit + 1).map_err(ApiError::from))
            .await?;
        let more = page.len() > limit;
        page.truncate(limit);
        let mut answer = json!({
            "ScheduleGroups": page.iter().map(|group| self.describe(group)).collect::<Vec<_>>()
        });
        if let (true, Some(last)) = (more, page.last()) {
            answer["NextToken"] = json!(last.name);
        }
        Ok(answer)
    }

    fn describe(&self, group: &Group) -> Value {
        json!({
            "Arn": self.place.group_arn(&group.name),
            "Name": group.name,
            "State": "ACTIVE",
            "CreationDate": epoch_seconds(group.created_at),
            "LastModificationDate": epoch_seconds(group.modified_at),
        })
    }
}

fn missing(name: &str) -> ApiError {
    ApiError::NotFound(format!("Schedule group {name} does not exist."))
}
