//! Create, update, get, delete and list schedules.

use jiff::Timestamp;
use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::answer::ApiError;
use crate::database::DatabaseError;
use crate::definition::{Definition, epoch_seconds};
use crate::query::Query;
use crate::request::ScheduleRequest;
use crate::rows::schedules::{Schedule, Selection};
use crate::rows::{Address, groups, schedules};
use crate::scheduler::Scheduler;
use crate::timing::Timing;
use crate::validation::Violations;

impl Scheduler {
    pub(super) async fn create_schedule(&self, name: &str, body: &[u8]) -> Result<Value, ApiError> {
        let request = ScheduleRequest::parse(body)?;
        let address = checked_address(request.group_name.as_deref(), name)?;
        let arn = self.place.schedule_arn(&address);
        let client_token = request.client_token.clone();
        let now = self.now();
        let definition = request.into_definition(now)?;
        self.database
            .transaction(move |transaction| {
                require_group(transaction, &address.group)?;
                let Some(existing) = schedules::find(transaction, &address)? else {
                    let schedule = fresh(address, definition, client_token, now)?;
                    return Ok(schedules::put(transaction, &schedule)?);
                };
                let repeated = client_token.is_some() && existing.client_token == client_token && existing.definition == definition;
                if repeated {
                    return Ok(());
                }
                let name = address.name;
                Err(ApiError::Conflict(format!("Schedule {name} already exists.")))
            })
            .await?;
        self.changes.notify_one();
        Ok(json!({"ScheduleArn": arn}))
    }

    pub(super) async fn update_schedule(&self, name: &str, body: &[u8]) -> Result<Value, ApiError> {
        let request = ScheduleRequest::parse(body)?;
        let address = checked_address(request.group_name.as_deref(), name)?;
        let arn = self.place.schedule_arn(&address);
        let now = self.now();
        let definition = request.into_definition(now)?;
        self.database
            .transaction(move |transaction| {
                let existing = require(transaction, &address)?;
                let schedule = changed(existing, definition, now)?;
                schedules::put(transaction, &schedule).map_err(ApiError::from)
            })
            .await?;
        self.changes.notify_one();
        Ok(json!({"ScheduleArn": arn}))
    }

    pub(super) async fn get_schedule(&self, name: &str, mut query: Query) -> Result<Value, ApiError> {
        let address = checked_address(query.take("groupName").as_deref(), name)?;
        let arn = self.place.schedule_arn(&address);
        let schedule = self.database.transaction(move |transaction| require(transaction, &address)).await?;
        let mut answer = serde_json::to_value(&schedule.definition)
            .map_err(|error| ApiError::Database(DatabaseError::Corrupt { what: "schedule".to_owned(), reason: error.to_string() }))?;
        answer["Arn"] = json!(arn);
        answer["GroupName"] = json!(schedule.address.group);
        answer["Name"] = json!(schedule.address.name);
        answer["CreationDate"] = epoch_seconds(schedule.created_at);
        answer["LastModificationDate"] = epoch_seconds(schedule.modified_at);
        Ok(answer)
    }

    pub(super) async fn delete_schedule(&self, name: &str, mut query: Query) -> Result<Value, ApiError> {
        let address = checked_address(query.take("groupName").as_deref(), name)?;
        let arn = self.place.schedule_arn(&address);
        let token = query.take("clientToken");
        let now = self.now();
        self.database
            .transaction(move |transaction| {
                if schedules::remove(transaction, &address)? {
                    if let Some(token) = token {
                        schedules::note_deletion(transaction, &token, &arn, now)?;
                    }
                    return Ok(());
                }
                match token {
                    Some(token) if schedules::was_deleted(transaction, &token, &arn)? => Ok(()),
                    _ => Err(missing(&address)),
                }
            })
            .await?;
        Ok(json!({}))
    }

    pub(super) async fn list_schedules(&self, mut query: Query) -> Result<Value, ApiError> {
        let limit = query.page_size()?;
        let selection = Selection {
            group: query.take("ScheduleGroup"),
            prefix: query.take("NamePrefix").unwrap_or_default(),
            state: query.take("State"),
            after: query.take("NextToken").map(parse_token).transpose()?,
            limit: limit + 1,
        };
        let mut page =
            self.database.transaction(move |transaction| schedules::list(transaction, &selection).map_err(ApiError::from)).await?;
        let more = page.len() > limit;
        page.truncate(limit);
        let mut answer = json!({
            "Schedules": page.iter().map(|schedule| self.summary(schedule)).collect::<Vec<_>>()
        });
        if let (true, Some(last)) = (more, page.last()) {
            let Address { group, name } = &last.address;
            answer["NextToken"] = json!(format!("{group}/{name}"));
        }
        Ok(answer)
    }

    fn summary(&self, schedule: &Schedule) -> Value {
        json!({
            "Arn": self.place.schedule_arn(&schedule.address),
            "GroupName": schedule.address.group,
            "Name": schedule.address.name,
            "State": schedule.definition.state,
            "Target": {"Arn": schedule.definition.target.arn},
            "CreationDate": epoch_seconds(schedule.created_at),
            "LastModificationDate": epoch_seconds(schedule.modified_at),
        })
    }
}

/// A schedule that did not exist before.
pub(crate) fn fresh(address: Address, definition: Definition, client_token: Option<String>, now: Timestamp) -> Result<Schedule, ApiError> {
    let next_due = timing(&definition, now)?.first(now, None);
    Ok(Schedule {
        address,
        definition,
        client_token,
        from_template: false,
        created_at: now,
        modified_at: now,
        timed_at: now,
        next_due,
        last_due: None,
    })
}

/// The schedule with a new definition. While nothing about its timing changes, neither does its
/// next due time: a new target must not fire a reminder again, nor postpone an overdue one.
pub(crate) fn changed(existing: Schedule, definition: Definition, now: Timestamp) -> Result<Schedule, ApiError> {
    let old = &existing.definition;
    let same_expression = old.schedule_expression == definition.schedule_expression
        && old.schedule_expression_timezone == definition.schedule_expression_timezone
        && old.start_date == definition.start_date;
    let same_timing = same_expression && old.end_date == definition.end_date && old.state == definition.state;
    let timed_at = if same_expression { existing.timed_at } else { now };
    let next_due = if same_timing { existing.next_due } else { timing(&definition, timed_at)?.first(now, existing.last_due) };
    Ok(Schedule { definition, modified_at: now, timed_at, next_due, ..existing })
}

pub(crate) fn checked_address(group: Option<&str>, name: &str) -> Result<Address, ApiError> {
    let group = group.unwrap_or("default");
    let mut violations = Violations::default();
    violations.name("name", name);
    violations.name("groupName", group);
    violations.check()?;
    Ok(Address { group: group.to_owned(), name: name.to_owned() })
}

fn timing(definition: &Definition, timed_at: Timestamp) -> Result<Timing<'_>, ApiError> {
    Timing::of(definition, timed_at).map_err(|error| ApiError::Validation(error.to_string()))
}

fn require_group(transaction: &Transaction<'_>, name: &str) -> Result<(), ApiError> {
    match groups::find(transaction, name)? {
        Some(_) => Ok(()),
        None => Err(ApiError::NotFound(format!("Schedule group {name} does not exist."))),
    }
}

fn require(transaction: &Transaction<'_>, address: &Address) -> Result<Schedule, ApiError> {
    schedules::find(transaction, address)?.ok_or_else(|| missing(address))
}

fn missing(address: &Address) -> ApiError {
    ApiError::NotFound(format!("Schedule {} does not exist.", address.name))
}

fn parse_token(token: String) -> Result<Address, ApiError> {
    match token.split_once('/') {
        Some((group, name)) => checked_address(Some(group), name),
        None => Err(ApiError::Validation("The NextToken is not valid.".to_owned())),
    }
}
