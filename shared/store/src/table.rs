//! Requests to the table: each is guarded by its scope and metered.

use crate::{
    Meter, StoreError, Units,
    guard::{FailClosed, ScopeGuard},
    keys::Key,
    query::Query,
    tenant_credentials::TenantCredentials,
};
use aws_sdk_dynamodb::{
    Client,
    config::IdentityCache,
    operation::transact_write_items::TransactWriteItemsError,
    types::{
        AttributeValue, CancellationReason, ConditionCheck, ConsumedCapacity, Delete, DeleteRequest, KeysAndAttributes, Put, PutRequest,
        ReturnConsumedCapacity, TransactWriteItem, WriteRequest,
    },
};
use std::{collections::HashMap, time::Duration};
use tenancy::{OperatorScope, WorkspaceScope};

pub(crate) type Item = HashMap<String, AttributeValue>;

/// What must hold of the stored item for a write to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    Any,
    Absent,
    Present,
    Version(u64),
}

impl Condition {
    fn expression(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Absent => Some("attribute_not_exists(pk)"),
            Self::Present => Some("attribute_exists(pk)"),
            Self::Version(_) => Some("version = :version"),
        }
    }

    fn values(self) -> Option<Item> {
        match self {
            Self::Version(version) => Some(HashMap::from([(":version".to_owned(), AttributeValue::N(version.to_string()))])),
            Self::Any | Self::Absent | Self::Present => None,
        }
    }
}

/// One write, alone or in a transaction.
#[derive(Debug, Clone)]
pub(crate) enum Write {
    Put(Item, Condition),
    Delete(Key, Condition),
    /// Writes nothing, but nothing of the transaction happens unless the condition holds.
    Check(Key, Condition),
}

/// Why a transaction did not happen.
#[derive(Debug)]
pub(crate) enum TransactionError {
    /// The conditions of the writes at these positions did not hold.
    Conditions(Vec<usize>),
    Store(StoreError),
}

impl From<StoreError> for TransactionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<TransactionError> for StoreError {
    /// Where it does not matter which condition failed.
    fn from(error: TransactionError) -> Self {
        match error {
            TransactionError::Conditions(_) => Self::Conflict,
            TransactionError::Store(error) => error,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Table {
    client: Client,
    name: String,
    meter: Meter,
    tenants: Option<TenantCredentials>,
}

/// Sends a request that the guard has looked at; if IAM isolates tenants, on the credentials of the scope's workspace. Without a
/// scope it is about the registry's own entries.
macro_rules! send {
    ($table:expr, $scope:expr, $request:expr) => {{
        let scope: Option<&WorkspaceScope> = $scope;
        send!($table, scope.map_or_else(ScopeGuard::registry, ScopeGuard::new), scope, $request)
    }};
    ($table:expr, $guard:expr, $scope:expr, $request:expr) => {{
        let scope: Option<&WorkspaceScope> = $scope;
        let request = $request.customize().interceptor($guard);
        match scope.and_then(|scope| Some($table.tenants.as_ref()?.config(scope))) {
            None => request.send().await,
            Some(config) => request.config_override(config).send().await,
        }
    }};
}

/// Sends a write by itself, under a condition; what it has consumed.
macro_rules! alone {
    ($table:expr, $scope:expr, $condition:expr, $request:expr) => {{
        let condition: Condition = $condition;
        let request = $request.table_name(&$table.name).set_condition_expression(condition.expression().map(str::to_owned));
        let request = request.set_expression_attribute_values(condition.values());
        let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
        send!($table, $scope, request).map_err(|error| StoreError::of(&error))?.consumed_capacity
    }};
}

/// An action of a transaction on this table, under a condition.
macro_rules! conditional {
    ($table:expr, $condition:expr, $action:expr) => {{
        let condition: Condition = $condition;
        let action = $action.table_name(&$table.name).set_condition_expression(condition.expression().map(str::to_owned));
        build(action.set_expression_attribute_values(condition.values()).build())?
    }};
}

pub(crate) fn attributes(key: Key) -> Item {
    HashMap::from([("pk".to_owned(), AttributeValue::S(key.pk)), ("sk".to_owned(), AttributeValue::S(key.sk))])
}

fn build<T>(built: Result<T, aws_sdk_dynamodb::error::BuildError>) -> Result<T, StoreError> {
    built.map_err(|error| StoreError::Refused(error.to_string()))
}

impl Table {
    pub(crate) fn new(config: aws_sdk_dynamodb::config::Builder, name: String, tenants: Option<TenantCredentials>) -> Self {
        // Credentials change with the scope of the call; those of a workspace are kept by `tenants`.
        let config = if tenants.is_some() { config.identity_cache(IdentityCache::no_cache()) } else { config };
        let client = Client::from_conf(config.interceptor(FailClosed).build());
        Self { client, name, meter: Meter::default(), tenants }
    }

    pub(crate) fn metered(&self, meter: Meter) -> Self {
        Self { meter, ..self.clone() }
    }

    pub(crate) fn units(&self) -> Units {
        self.meter.units()
    }

    fn read(&self, consumed: &[ConsumedCapacity]) {
        let units = consumed.iter().filter_map(ConsumedCapacity::capacity_units).sum();
        self.meter.add(units, 0.0);
    }

    fn wrote(&self, consumed: &[ConsumedCapacity]) {
        let units = consumed.iter().filter_map(ConsumedCapacity::capacity_units).sum();
        self.meter.add(0.0, units);
    }

    pub(crate) async fn get(&self, scope: &WorkspaceScope, key: Key, consistent: bool) -> Result<Option<Item>, StoreError> {
        self.get_guarded(Some(scope), key, consistent).await
    }

    /// An entry of the registry.
    pub(crate) async fn registry_get(&self, key: Key) -> Result<Option<Item>, StoreError> {
        self.get_guarded(None, key, true).await
    }

    async fn get_guarded(&self, scope: Option<&WorkspaceScope>, key: Key, consistent: bool) -> Result<Option<Item>, StoreError> {
        let request = self.client.get_item().table_name(&self.name).set_key(Some(attributes(key))).consistent_read(consistent);
        let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = send!(self, scope, request).map_err(|error| StoreError::of(&error))?;
        self.read(answer.consumed_capacity.as_slice());
        Ok(answer.item)
    }

    /// At most 100 keys, each once. Answers in no particular order, without the items that are not there.
    pub(crate) async fn batch_get(&self, scope: &WorkspaceScope, keys: Vec<Key>, consistent: bool) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::with_capacity(keys.len());
        let mut wanted: Vec<Item> = keys.into_iter().map(attributes).collect();
        for attempt in 0..8 {
            if wanted.is_empty() {
                return Ok(found);
            }
            pause(attempt).await;
            let keys = build(KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(consistent).build())?;
            let request = self.client.batch_get_item().request_items(&self.name, keys);
            let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
            let answer = send!(self, Some(scope), request).map_err(|error| StoreError::of(&error))?;
            self.read(answer.consumed_capacity());
            found.extend(answer.responses.unwrap_or_default().remove(&self.name).unwrap_or_default());
            wanted = answer.unprocessed_keys.unwrap_or_default().remove(&self.name).map_or_else(Vec::new, |rest| rest.keys);
        }
        Err(StoreError::Unavailable("a batch was not finished".to_owned()))
    }

    /// One page: the items and, if there may be more, the key after which they come.
    pub(crate) async fn query(&self, scope: &WorkspaceScope, query: Query) -> Result<(Vec<Item>, Option<Item>), StoreError> {
        let request = query.expressed(self.client.query().table_name(&self.name))?;
        let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = send!(self, Some(scope), request).map_err(|error| StoreError::of(&error))?;
        self.read(answer.consumed_capacity.as_slice());
        Ok((answer.items.unwrap_or_default(), answer.last_evaluated_key))
    }

    /// The whole partition, or the part under a prefix.
    pub(crate) async fn query_all(&self, scope: &WorkspaceScope, query: Query) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::new();
        let mut start = query.start.clone();
        loop {
            let (page, next) = self.query(scope, Query { start, ..query.clone() }).await?;
            items.extend(page);
            if next.is_none() {
                return Ok(items);
            }
            start = next;
        }
    }

    /// [`StoreError::Conflict`] if the condition does not hold.
    pub(crate) async fn write(&self, scope: &WorkspaceScope, write: Write) -> Result<(), StoreError> {
        self.write_guarded(Some(scope), write).await
    }

    /// The same for an entry of the registry.
    pub(crate) async fn registry_write(&self, write: Write) -> Result<(), StoreError> {
        self.write_guarded(None, write).await
    }

    async fn write_guarded(&self, scope: Option<&WorkspaceScope>, write: Write) -> Result<(), StoreError> {
        let consumed = match write {
            Write::Put(item, condition) => {
                let request = self.client.put_item().set_item(Some(item));
                alone!(self, scope, condition, request)
            }
            Write::Delete(key, condition) => {
                let request = self.client.delete_item().set_key(Some(attributes(key)));
                alone!(self, scope, condition, request)
            }
            Write::Check(..) => return Err(StoreError::Refused("a check stands in a transaction only".to_owned())),
        };
        self.wrote(consumed.as_slice());
        Ok(())
    }

    /// All writes or none; at most 100. Conflicts with other transactions are tried again.
    pub(crate) async fn transact(&self, scope: &WorkspaceScope, writes: Vec<Write>) -> Result<(), TransactionError> {
        self.transact_guarded(scope, || ScopeGuard::new(scope), writes).await
    }

    /// The same for what operators change of a workspace.
    pub(crate) async fn transact_as_operator(
        &self,
        operators: &OperatorScope,
        workspace: &WorkspaceScope,
        writes: Vec<Write>,
    ) -> Result<(), TransactionError> {
        self.transact_guarded(operators.own(), || ScopeGuard::operators(operators, workspace), writes).await
    }

    async fn transact_guarded(
        &self,
        tenant: &WorkspaceScope,
        guard: impl Fn() -> ScopeGuard,
        writes: Vec<Write>,
    ) -> Result<(), TransactionError> {
        let actions = writes.into_iter().map(|write| self.action(write)).collect::<Result<Vec<_>, _>>()?;
        for attempt in 0..8 {
            pause(attempt).await;
            let request = self.client.transact_write_items().set_transact_items(Some(actions.clone()));
            let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
            let error = match send!(self, guard(), Some(tenant), request) {
                Ok(answer) => {
                    self.wrote(answer.consumed_capacity());
                    return Ok(());
                }
                Err(error) => error,
            };
            let Some(TransactWriteItemsError::TransactionCanceledException(canceled)) = error.as_service_error() else {
                return Err(StoreError::of(&error).into());
            };
            let reasons = canceled.cancellation_reasons();
            let failed = positions(reasons, "ConditionalCheckFailed");
            if !failed.is_empty() {
                return Err(TransactionError::Conditions(failed));
            }
            if positions(reasons, "TransactionConflict").is_empty()
                && positions(reasons, "ThrottlingError").is_empty()
                && positions(reasons, "ProvisionedThroughputExceeded").is_empty()
            {
                return Err(StoreError::Refused(format!("{reasons:?}")).into());
            }
        }
        Err(StoreError::Unavailable("a transaction was in conflict too often".to_owned()).into())
    }

    fn action(&self, write: Write) -> Result<TransactWriteItem, StoreError> {
        let action = TransactWriteItem::builder();
        Ok(match write {
            Write::Put(item, condition) => action.put(conditional!(self, condition, Put::builder().set_item(Some(item)))),
            Write::Delete(key, condition) => action.delete(conditional!(self, condition, Delete::builder().set_key(Some(attributes(key))))),
            Write::Check(key, condition) => {
                action.condition_check(conditional!(self, condition, ConditionCheck::builder().set_key(Some(attributes(key)))))
            }
        }
        .build())
    }

    /// Unconditional writes in any number, 25 at a time; not all or nothing.
    pub(crate) async fn write_many(&self, scope: &WorkspaceScope, writes: Vec<Write>) -> Result<(), StoreError> {
        let requests = writes.into_iter().map(batched).collect::<Result<Vec<_>, _>>()?;
        for chunk in requests.chunks(25) {
            let mut rest = chunk.to_vec();
            for attempt in 0..10 {
                if rest.is_empty() {
                    break;
                }
                pause(attempt).await;
                let request = self.client.batch_write_item().request_items(&self.name, rest);
                let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
                let answer = send!(self, Some(scope), request).map_err(|error| StoreError::of(&error))?;
                self.wrote(answer.consumed_capacity());
                rest = answer.unprocessed_items.unwrap_or_default().remove(&self.name).unwrap_or_default();
            }
            if !rest.is_empty() {
                return Err(StoreError::Unavailable("a batch was not finished".to_owned()));
            }
        }
        Ok(())
    }
}

fn batched(write: Write) -> Result<WriteRequest, StoreError> {
    match write {
        Write::Put(item, Condition::Any) => {
            Ok(WriteRequest::builder().put_request(build(PutRequest::builder().set_item(Some(item)).build())?).build())
        }
        Write::Delete(key, Condition::Any) => {
            Ok(WriteRequest::builder().delete_request(build(DeleteRequest::builder().set_key(Some(attributes(key))).build())?).build())
        }
        _ => Err(StoreError::Refused("a batch takes no conditions".to_owned())),
    }
}

fn positions(reasons: &[CancellationReason], code: &str) -> Vec<usize> {
    reasons.iter().enumerate().filter(|(_, reason)| reason.code() == Some(code)).map(|(position, _)| position).collect()
}

/// Nothing before the first attempt; then 10 ms, 20 ms, 40 ms …
async fn pause(attempt: u32) {
    if attempt > 0 {
        tokio::time::sleep(Duration::from_millis(5 << attempt)).await;
    }
}
