//! The second layer of isolation: no request leaves for the table unless every partition key in it belongs to the scope of the call.
//!
//! The global catalogue is everybody's to read, conditions included, and nobody's to write but the operators'.
//!
//! [`ScopeGuard`] is put on each request by the table and compares whole key segments of the typed input. [`FailClosed`]
//! sits on the client and stops any request that no guard has looked at: scans, PartiQL, or a forgotten guard.

use crate::keys;
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_sdk_dynamodb::{
    operation::{
        batch_get_item::BatchGetItemInput, batch_write_item::BatchWriteItemInput, delete_item::DeleteItemInput, get_item::GetItemInput,
        put_item::PutItemInput, query::QueryInput, transact_get_items::TransactGetItemsInput,
        transact_write_items::TransactWriteItemsInput, update_item::UpdateItemInput,
    },
    types::{AttributeValue, TransactWriteItem, WriteRequest},
};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextRef, Input},
            disable_interceptor, dyn_dispatch_hint,
        },
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use std::collections::HashMap;
use tenancy::{OperatorScope, Space, WorkspaceScope, doors};

type Attributes = HashMap<String, AttributeValue>;

/// The request would have reached beyond its scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("refused before sending: {0}")]
pub(crate) struct OutOfScope(&'static str);

#[derive(Debug)]
struct Guarded;

impl Storable for Guarded {
    type Storer = StoreReplace<Self>;
}

/// Checks one request against the scope of its call.
#[derive(Debug)]
pub(crate) struct ScopeGuard {
    prefix: String,
    /// Whole partitions besides, and beginnings of such.
    also: Vec<Also>,
    /// How the partitions begin that are read and not written.
    readable: Option<String>,
}

/// What a request does with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Read,
    Write,
}

#[derive(Debug)]
enum Also {
    Partition(String),
    Beginning(String),
}

impl ScopeGuard {
    pub(crate) fn new(scope: &WorkspaceScope) -> Self {
        Self { prefix: scope.key_prefix(), also: Vec::new(), readable: Some(doors::global(scope).key_prefix()) }
    }

    /// What operators write of the global catalogue, with what is theirs.
    pub(crate) fn publishers(operators: &OperatorScope) -> Self {
        let global = doors::global(operators.own()).key_prefix();
        Self { prefix: operators.own().key_prefix(), also: vec![Also::Beginning(global)], readable: None }
    }

    /// What operators write of a workspace: its entry and its audit log, with what is theirs. Nothing else of it.
    pub(crate) fn operators(operators: &OperatorScope, workspace: &WorkspaceScope) -> Self {
        let log = [keys::ACTS, keys::ACTS_ON, keys::ACTS_BY, keys::ACTS_OF_KIND];
        let log = log.map(|part| Also::Beginning(part.partition_of(workspace, "")));
        let also = std::iter::once(Also::Partition(keys::WORKSPACE.partition(workspace))).chain(log).collect();
        Self { prefix: operators.own().key_prefix(), also, readable: None }
    }

    fn admits(&self, partition: &str, act: Act) -> bool {
        let under = |prefix: &str| partition.len() > prefix.len() && partition.starts_with(prefix);
        under(&self.prefix)
            || act == Act::Read && self.readable.as_deref().is_some_and(under)
            || self.also.iter().any(|also| match also {
                Also::Partition(whole) => whole == partition,
                Also::Beginning(beginning) => under(beginning),
            })
    }

    /// For entries that belong to no workspace: nothing else can be reached with it.
    pub(crate) fn registry() -> Self {
        Self { prefix: keys::REGISTRY.to_owned(), also: Vec::new(), readable: None }
    }

    fn partition(&self, value: Option<&AttributeValue>, act: Act) -> Result<(), OutOfScope> {
        match value {
            Some(AttributeValue::S(text)) if self.admits(text, act) => Ok(()),
            Some(AttributeValue::S(_)) => Err(OutOfScope("a partition key belongs to another workspace")),
            Some(_) => Err(OutOfScope("a partition key is not text")),
            None => Err(OutOfScope("a partition key is missing")),
        }
    }

    /// The keys of an item that is read, or the whole item that is written: index partitions count as well.
    fn item(&self, item: Option<&Attributes>, act: Act) -> Result<(), OutOfScope> {
        let item = item.ok_or(OutOfScope("a key is missing"))?;
        self.partition(item.get("pk"), act)?;
        item.iter()
            .filter(|(name, _)| name.starts_with("gsi") && name.ends_with("pk"))
            .try_for_each(|(_, value)| self.partition(Some(value), act))
    }

    /// Values that an update expression could write into an index partition cannot be told apart: updates touch no index key.
    fn update(
        &self,
        key: Option<&Attributes>,
        expression: Option<&str>,
        names: Option<&HashMap<String, String>>,
    ) -> Result<(), OutOfScope> {
        let named = names.is_some_and(|names| names.values().any(|name| name.starts_with("gsi") || name == "pk"));
        if named || expression.is_some_and(|text| text.contains("gsi")) {
            return Err(OutOfScope("an update may not move an item in an index"));
        }
        self.item(key, Act::Write)
    }

    fn query(&self, input: &QueryInput) -> Result<(), OutOfScope> {
        let expected = match input.index_name() {
            None => "pk = :pk",
            Some("gsi1") => "gsi1pk = :pk",
            Some("gsi2") => "gsi2pk = :pk",
            Some("gsi3") => "gsi3pk = :pk",
            Some(_) => return Err(OutOfScope("a query names an index that does not exist")),
        };
        let condition = input.key_condition_expression().unwrap_or_default();
        if condition != expected && !condition.starts_with(&format!("{expected} AND ")) {
            return Err(OutOfScope("a query does not begin with its partition"));
        }
        // A second comparison with the partition key could only be a trick: DynamoDB takes none.
        self.partition(input.expression_attribute_values().and_then(|values| values.get(":pk")), Act::Read)?;
        input.exclusive_start_key().map_or(Ok(()), |start| self.item(Some(start), Act::Read))
    }

    fn transact_write(&self, action: &TransactWriteItem) -> Result<(), OutOfScope> {
        let (put, delete, check, update) = (action.put(), action.delete(), action.condition_check(), action.update());
        put.map_or(Ok(()), |put| self.item(Some(put.item()), Act::Write))?;
        delete.map_or(Ok(()), |delete| self.item(Some(delete.key()), Act::Write))?;
        check.map_or(Ok(()), |check| self.item(Some(check.key()), Act::Read))?;
        update.map_or(Ok(()), |update| {
            self.update(Some(update.key()), Some(update.update_expression()), update.expression_attribute_names())
        })?;
        if put.is_none() && delete.is_none() && check.is_none() && update.is_none() {
            return Err(OutOfScope("a transaction holds an action that is not known"));
        }
        Ok(())
    }

    fn write_request(&self, request: &WriteRequest) -> Result<(), OutOfScope> {
        match (request.put_request(), request.delete_request()) {
            (Some(put), None) => self.item(Some(put.item()), Act::Write),
            (None, Some(delete)) => self.item(Some(delete.key()), Act::Write),
            _ => Err(OutOfScope("a batch holds an action that is not known")),
        }
    }

    /// `Ok` only for the operations listed here with every key inside the scope.
    pub(crate) fn check(&self, input: &Input) -> Result<(), OutOfScope> {
        if let Some(input) = input.downcast_ref::<GetItemInput>() {
            self.item(input.key(), Act::Read)
        } else if let Some(input) = input.downcast_ref::<QueryInput>() {
            self.query(input)
        } else if let Some(input) = input.downcast_ref::<PutItemInput>() {
            self.item(input.item(), Act::Write)
        } else if let Some(input) = input.downcast_ref::<DeleteItemInput>() {
            self.item(input.key(), Act::Write)
        } else if let Some(input) = input.downcast_ref::<UpdateItemInput>() {
            self.update(input.key(), input.update_expression(), input.expression_attribute_names())
        } else if let Some(input) = input.downcast_ref::<BatchGetItemInput>() {
            let tables = input.request_items().ok_or(OutOfScope("a batch is empty"))?;
            tables.values().flat_map(|table| table.keys()).try_for_each(|key| self.item(Some(key), Act::Read))
        } else if let Some(input) = input.downcast_ref::<BatchWriteItemInput>() {
            let tables = input.request_items().ok_or(OutOfScope("a batch is empty"))?;
            tables.values().flatten().try_for_each(|request| self.write_request(request))
        } else if let Some(input) = input.downcast_ref::<TransactWriteItemsInput>() {
            input.transact_items().iter().try_for_each(|action| self.transact_write(action))
        } else if let Some(input) = input.downcast_ref::<TransactGetItemsInput>() {
            input.transact_items().iter().try_for_each(|action| self.item(action.get().map(|get| get.key()), Act::Read))
        } else {
            Err(OutOfScope("this operation is not allowed on workspace data"))
        }
    }
}

#[dyn_dispatch_hint]
impl Intercept for ScopeGuard {
    fn name(&self) -> &'static str {
        "ScopeGuard"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.check(context.input())?;
        config.interceptor_state().store_put(Guarded);
        Ok(())
    }
}

/// Stops whatever no [`ScopeGuard`] has passed.
#[derive(Debug)]
pub(crate) struct FailClosed;

#[dyn_dispatch_hint]
impl Intercept for FailClosed {
    fn name(&self) -> &'static str {
        "FailClosed"
    }

    /// The SDK would compose the name and features of itself and its environment anew for each request, and sign them.
    fn read_before_execution(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        config.interceptor_state().store_put(disable_interceptor::<UserAgentInterceptor>("nobody reads it"));
        Ok(())
    }

    fn read_before_transmit(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        match config.load::<Guarded>() {
            Some(Guarded) => Ok(()),
            None => Err(OutOfScope("the request carries no scope").into()),
        }
    }
}

#[cfg(test)]
mod tests;
