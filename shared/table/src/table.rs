//! Requests to the table: each is guarded by its scope and metered.

use crate::{
    Meter, TableError, Units,
    authority::Authority,
    entity::{Entity, Projection},
    guard::{FailClosed, ScopeGuard},
    keys::Key,
    query::Query,
    tenant_credentials::TenantCredentials,
};
use aws_sdk_dynamodb::{
    Client,
    config::{IdentityCache, StalledStreamProtectionConfig},
    types::{AttributeValue, ConsumedCapacity, DeleteRequest, KeysAndAttributes, PutRequest, ReturnConsumedCapacity, WriteRequest},
};
use jiff::Timestamp;
use std::{borrow::Cow, collections::HashMap, sync::Arc, time::Duration};
use tenancy::{OperatorScope, SigningKey, WorkspaceScope};

/// An item as it is stored.
pub type Item = HashMap<String, AttributeValue>;

/// What must hold of the stored item for a write to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Any,
    Absent,
    Present,
    Version(u64),
}

/// A condition as DynamoDB reads it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clause {
    pub(crate) text: Option<String>,
    pub(crate) names: HashMap<String, String>,
    pub(crate) values: Item,
}

impl From<Condition> for Clause {
    fn from(condition: Condition) -> Self {
        let mut clause = Self::default();
        match condition {
            Condition::Any => {}
            Condition::Absent => clause.require("attribute_not_exists(pk)".to_owned()),
            Condition::Present => clause.require("attribute_exists(pk)".to_owned()),
            Condition::Version(version) => {
                clause.require("version = :version".to_owned());
                clause.values.insert(":version".to_owned(), AttributeValue::N(version.to_string()));
            }
        }
        clause
    }
}

impl Clause {
    /// Adds what must hold besides.
    pub(crate) fn require(&mut self, text: String) {
        self.text = Some(match self.text.take() {
            None => text,
            Some(before) => format!("{before} AND {text}"),
        });
    }

    fn and(mut self, other: Self) -> Self {
        if let Some(text) = other.text {
            self.require(text);
        }
        self.names.extend(other.names);
        self.values.extend(other.values);
        self
    }

    fn names(&self) -> Option<HashMap<String, String>> {
        (!self.names.is_empty()).then(|| self.names.clone())
    }

    fn values(&self) -> Option<Item> {
        (!self.values.is_empty()).then(|| self.values.clone())
    }
}

/// One write, alone or in a transaction.
#[derive(Debug, Clone)]
pub enum Write {
    Put(Item, Condition),
    Delete(Key, Condition),
    /// Writes nothing, but nothing of the transaction happens unless the condition holds.
    Check(Key, Condition),
    /// Adds to numbers, whatever they are. In a transaction only: there it happens once.
    Add(Tally),
}

/// An addition to numbers of one item, which is made if it is not there.
#[derive(Debug, Clone)]
pub struct Tally {
    key: Key,
    entity: &'static str,
    schema: u16,
    amounts: Vec<Amount>,
    bound: Option<Bound>,
    now: Timestamp,
}

/// What one of the numbers must be before anything is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Below this, or not kept yet.
    Below(&'static str, u32),
    /// Kept, and above this.
    Above(&'static str, u32),
}

/// What is added to one number.
#[derive(Debug, Clone)]
pub(crate) struct Amount {
    pub(crate) name: Cow<'static, str>,
    pub(crate) by: i64,
    /// Where the number begins if it has not been kept yet.
    pub(crate) from: i64,
}

impl Tally {
    pub(crate) fn of<T: Entity>(key: Key, amounts: Vec<Amount>, bound: Option<Bound>, now: Timestamp) -> Self {
        Self { key, entity: T::NAME, schema: T::SCHEMA, amounts, bound, now }
    }
}

/// Why a transaction did not happen.
#[derive(Debug)]
pub enum TransactionError {
    /// The conditions of the writes at these positions did not hold.
    Conditions(Vec<usize>),
    Table(TableError),
}

impl From<TableError> for TransactionError {
    fn from(error: TableError) -> Self {
        Self::Table(error)
    }
}

impl From<TransactionError> for TableError {
    /// Where it does not matter which condition failed.
    fn from(error: TransactionError) -> Self {
        match error {
            TransactionError::Conditions(_) => Self::Conflict,
            TransactionError::Table(error) => error,
        }
    }
}

#[derive(Debug)]
struct Shared {
    client: Client,
    name: String,
    tenants: Option<TenantCredentials>,
    signing: SigningKey,
    region: String,
}

/// All access to the table. Cheap to clone; a clone by [`Table::metered`] counts what it consumes on its own.
#[derive(Debug, Clone)]
pub struct Table {
    shared: Arc<Shared>,
    meter: Meter,
    /// What every write needs besides, where a caller changes access.
    authority: Option<Arc<Authority>>,
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
        match scope.and_then(|scope| Some($table.shared.tenants.as_ref()?.config(scope))) {
            None => request.send().await,
            Some(config) => request.config_override(config).send().await,
        }
    }};
}

/// Sends a write by itself, under a condition; what it has consumed.
macro_rules! alone {
    ($table:expr, $scope:expr, $condition:expr, $request:expr) => {{
        let clause = Clause::from($condition);
        let request = $request.table_name(&$table.shared.name).set_condition_expression(clause.text.clone());
        let request = request.set_expression_attribute_values(clause.values());
        let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
        send!($table, $scope, request).map_err(|error| TableError::of(&error))?.consumed_capacity
    }};
}

/// An action of a transaction on this table, under a condition.
macro_rules! conditional {
    ($table:expr, $clause:expr, $action:expr) => {{
        let clause: Clause = $clause;
        let action = $action.table_name(&$table.shared.name).set_condition_expression(clause.text.clone());
        let action = action.set_expression_attribute_names(clause.names());
        build(action.set_expression_attribute_values(clause.values()).build())?
    }};
}

// After the macros, which it uses.
mod transactions;
pub use transactions::MOST_WRITES;

pub(crate) fn attributes(key: Key) -> Item {
    HashMap::from([("pk".to_owned(), AttributeValue::S(key.pk)), ("sk".to_owned(), AttributeValue::S(key.sk))])
}

fn build<T>(built: Result<T, aws_sdk_dynamodb::error::BuildError>) -> Result<T, TableError> {
    built.map_err(|error| TableError::Refused(error.to_string()))
}

impl Table {
    /// With `tenants`, every request runs on credentials that reach one workspace only. `region` is where events of this table originate.
    #[must_use]
    pub fn new(
        config: aws_sdk_dynamodb::config::Builder,
        name: String,
        tenants: Option<TenantCredentials>,
        signing: SigningKey,
        region: String,
    ) -> Self {
        // Credentials change with the scope of the call; those of a workspace are kept by `tenants`.
        let config = if tenants.is_some() { config.identity_cache(IdentityCache::no_cache()) } else { config };
        // What the table answers is small and bounded by the timeout of an attempt: its speed need not be watched besides.
        let config = config.stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        let client = Client::from_conf(config.interceptor(FailClosed).build());
        let shared = Shared { client, name, tenants, signing, region };
        Self { shared: Arc::new(shared), meter: Meter::default(), authority: None }
    }

    pub(crate) fn signing(&self) -> &SigningKey {
        &self.shared.signing
    }

    /// Where events of this table originate: the fan-out of another region skips them.
    pub(crate) fn region(&self) -> &str {
        &self.shared.region
    }

    /// The same table, where nothing is written unless an authority holds in the same transaction.
    #[must_use]
    pub fn acting_on(&self, authority: Option<Arc<Authority>>) -> Self {
        Self { authority, ..self.clone() }
    }

    /// The same table with a meter of its own, one for each invocation.
    #[must_use]
    pub fn metered(&self, meter: Meter) -> Self {
        Self { meter, ..self.clone() }
    }

    /// What has been consumed since [`Table::metered`].
    #[must_use]
    pub fn units(&self) -> Units {
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

    pub(crate) async fn get(&self, scope: &WorkspaceScope, key: Key, consistent: bool) -> Result<Option<Item>, TableError> {
        self.get_guarded(Some(scope), key, consistent).await
    }

    /// An entry of the registry.
    pub(crate) async fn registry_get(&self, key: Key) -> Result<Option<Item>, TableError> {
        self.get_guarded(None, key, true).await
    }

    async fn get_guarded(&self, scope: Option<&WorkspaceScope>, key: Key, consistent: bool) -> Result<Option<Item>, TableError> {
        let request =
            self.shared.client.get_item().table_name(&self.shared.name).set_key(Some(attributes(key))).consistent_read(consistent);
        let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = send!(self, scope, request).map_err(|error| TableError::of(&error))?;
        self.read(answer.consumed_capacity.as_slice());
        Ok(answer.item)
    }

    /// At most 100 keys, each once, and all attributes unless some are asked for. Answers in no particular order, without the items that are
    /// not there.
    pub(crate) async fn batch_get(
        &self,
        scope: &WorkspaceScope,
        keys: Vec<Key>,
        asked: Option<&Projection>,
        consistent: bool,
    ) -> Result<Vec<Item>, TableError> {
        let mut found = Vec::with_capacity(keys.len());
        let mut wanted: Vec<Item> = keys.into_iter().map(attributes).collect();
        for attempt in 0..8 {
            if wanted.is_empty() {
                return Ok(found);
            }
            pause(attempt).await;
            let keys = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(consistent);
            let keys = keys.set_projection_expression(asked.map(|asked| asked.expression.clone()));
            let keys = build(keys.set_expression_attribute_names(asked.map(|asked| asked.names.clone())).build())?;
            let request = self.shared.client.batch_get_item().request_items(&self.shared.name, keys);
            let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
            let answer = send!(self, Some(scope), request).map_err(|error| TableError::of(&error))?;
            self.read(answer.consumed_capacity());
            found.extend(answer.responses.unwrap_or_default().remove(&self.shared.name).unwrap_or_default());
            wanted = answer.unprocessed_keys.unwrap_or_default().remove(&self.shared.name).map_or_else(Vec::new, |rest| rest.keys);
        }
        Err(TableError::Unavailable("a batch was not finished".to_owned()))
    }

    /// One page: the items and, if there may be more, the key after which they come.
    pub(crate) async fn query(&self, scope: &WorkspaceScope, query: Query) -> Result<(Vec<Item>, Option<Item>), TableError> {
        let request = query.expressed(self.shared.client.query().table_name(&self.shared.name));
        let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = send!(self, Some(scope), request).map_err(|error| TableError::of(&error))?;
        self.read(answer.consumed_capacity.as_slice());
        Ok((answer.items.unwrap_or_default(), answer.last_evaluated_key))
    }

    /// The whole partition, or the part under a prefix.
    pub(crate) async fn query_all(&self, scope: &WorkspaceScope, query: Query) -> Result<Vec<Item>, TableError> {
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

    /// [`TableError::Conflict`] if the condition does not hold.
    pub(crate) async fn write(&self, scope: &WorkspaceScope, write: Write) -> Result<(), TableError> {
        if self.authority.is_some() {
            return Ok(self.transact(scope, vec![write]).await?);
        }
        self.write_guarded(Some(scope), write).await
    }

    /// The same for an entry of the registry.
    pub(crate) async fn registry_write(&self, write: Write) -> Result<(), TableError> {
        self.write_guarded(None, write).await
    }

    async fn write_guarded(&self, scope: Option<&WorkspaceScope>, write: Write) -> Result<(), TableError> {
        let consumed = match write {
            Write::Put(item, condition) => {
                let request = self.shared.client.put_item().set_item(Some(item));
                alone!(self, scope, condition, request)
            }
            Write::Delete(key, condition) => {
                let request = self.shared.client.delete_item().set_key(Some(attributes(key)));
                alone!(self, scope, condition, request)
            }
            Write::Check(..) | Write::Add(_) => {
                return Err(TableError::Refused("a check or a count stands in a transaction only".to_owned()));
            }
        };
        self.wrote(consumed.as_slice());
        Ok(())
    }

    /// All writes or none; one by itself costs half of what a transaction does. [`TableError::Conflict`] if a condition does not hold.
    pub(crate) async fn write_together(&self, scope: &WorkspaceScope, mut writes: Vec<Write>) -> Result<(), TableError> {
        match writes.pop() {
            Some(only) if writes.is_empty() => self.write(scope, only).await,
            last => Ok(self.transact(scope, writes.into_iter().chain(last).collect()).await?),
        }
    }

    /// Unconditional writes in any number, 25 at a time; not all or nothing.
    pub(crate) async fn write_many(&self, scope: &WorkspaceScope, writes: Vec<Write>) -> Result<(), TableError> {
        self.write_many_guarded(scope, || ScopeGuard::new(scope), writes).await
    }

    /// The same into the global catalogue.
    pub(crate) async fn write_many_as_publisher(&self, operators: &OperatorScope, writes: Vec<Write>) -> Result<(), TableError> {
        self.write_many_guarded(operators.own(), || ScopeGuard::publishers(operators), writes).await
    }

    async fn write_many_guarded(
        &self,
        tenant: &WorkspaceScope,
        guard: impl Fn() -> ScopeGuard,
        writes: Vec<Write>,
    ) -> Result<(), TableError> {
        if self.authority.is_some() {
            return Err(TableError::Refused("whoever changes access writes in transactions only".to_owned()));
        }
        let requests = writes.into_iter().map(batched).collect::<Result<Vec<_>, _>>()?;
        for chunk in requests.chunks(25) {
            let mut rest = chunk.to_vec();
            for attempt in 0..10 {
                if rest.is_empty() {
                    break;
                }
                pause(attempt).await;
                let request = self.shared.client.batch_write_item().request_items(&self.shared.name, rest);
                let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
                let answer = send!(self, guard(), Some(tenant), request).map_err(|error| TableError::of(&error))?;
                self.wrote(answer.consumed_capacity());
                rest = answer.unprocessed_items.unwrap_or_default().remove(&self.shared.name).unwrap_or_default();
            }
            if !rest.is_empty() {
                return Err(TableError::Unavailable("a batch was not finished".to_owned()));
            }
        }
        Ok(())
    }
}

fn batched(write: Write) -> Result<WriteRequest, TableError> {
    match write {
        Write::Put(item, Condition::Any) => {
            Ok(WriteRequest::builder().put_request(build(PutRequest::builder().set_item(Some(item)).build())?).build())
        }
        Write::Delete(key, Condition::Any) => {
            Ok(WriteRequest::builder().delete_request(build(DeleteRequest::builder().set_key(Some(attributes(key))).build())?).build())
        }
        _ => Err(TableError::Refused("a batch takes no conditions".to_owned())),
    }
}

/// Nothing before the first attempt; then up to 10 ms, 20 ms, 40 ms …: those who met do not meet again.
async fn pause(attempt: u32) {
    if attempt > 0 {
        let mut random = [0; 2];
        // Without chance the pause is the longest: later, never wrong.
        let share = aws_lc_rs::rand::fill(&mut random).map_or(u16::MAX, |()| u16::from_be_bytes(random));
        tokio::time::sleep(Duration::from_millis(5 << attempt).mul_f64(f64::from(share) / f64::from(u16::MAX))).await;
    }
}
