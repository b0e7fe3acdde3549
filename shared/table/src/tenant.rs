//! What one operation on a workspace's data is done with: the table, the scope, who acts, and the time, bound once: an [`Operation`] or, in
//! one workspace, a [`Tenant`].

use crate::{
    Clock, Condition, Item, Key, OperatorScope, Projection, Query, TableError, TransactionError, WorkspaceScope, Write,
    audit::{Act, Actor},
    authority::Authority,
    table::Table,
};
use jiff::Timestamp;
use std::sync::Arc;
use trellis_core::personal::{Network, Personal};

/// Who acts, and by which request.
#[derive(Debug, Clone)]
pub struct Origin {
    pub actor: Actor,
    /// The network address from which the request came.
    pub source: Option<Personal<String, Network>>,
    pub request_id: Option<String>,
}

impl Origin {
    /// The platform itself: the name of a handler.
    #[must_use]
    pub fn platform(handler: &str) -> Self {
        Self { actor: Actor::Platform { id: handler.to_owned() }, source: None, request_id: None }
    }
}

/// One operation: who acts, when, on which table. What it may touch a scope says: [`Operation::within`].
#[derive(Debug, Clone)]
pub struct Operation {
    pub(crate) table: Table,
    origin: Arc<Origin>,
    clock: Clock,
    now: Timestamp,
}

impl Operation {
    #[must_use]
    pub fn new(table: Table, origin: Origin, clock: Clock) -> Self {
        Self { table, origin: Arc::new(origin), now: clock.now(), clock }
    }

    /// The same operation at the present time: for what has worked for long since it began.
    #[must_use]
    pub fn at_present(&self) -> Self {
        Self { now: self.clock.now(), ..self.clone() }
    }

    /// The part of it that is done in one workspace.
    #[must_use]
    pub fn within(&self, scope: WorkspaceScope) -> Tenant {
        Tenant { operation: self.clone(), scope }
    }

    /// The table, for the registry's own entries.
    #[must_use]
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// When the operation began.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The signature of a text with the cell's key: what stands for the text where nobody without the key may try out which it is.
    #[must_use]
    pub fn keyed_digest(&self, purpose: &str, text: &str) -> String {
        self.table.signing().sign(purpose, text.as_bytes())
    }

    /// All writes of what operators change of a workspace.
    ///
    /// # Errors
    /// The positions of the writes whose conditions did not hold.
    pub async fn transact_as_operator(
        &self,
        operators: &OperatorScope,
        workspace: &WorkspaceScope,
        writes: Vec<Write>,
    ) -> Result<(), TransactionError> {
        self.table.transact_as_operator(operators, workspace, writes).await
    }

    /// All writes of what operators change of the global catalogue, with what is their own.
    ///
    /// # Errors
    /// The positions of the writes whose conditions did not hold.
    pub async fn transact_as_publisher(&self, operators: &OperatorScope, writes: Vec<Write>) -> Result<(), TransactionError> {
        self.table.transact_as_publisher(operators, writes).await
    }

    /// Unconditional writes into the global catalogue in any number, 25 at a time; not all or nothing.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn write_many_as_publisher(&self, operators: &OperatorScope, writes: Vec<Write>) -> Result<(), TableError> {
        self.table.write_many_as_publisher(operators, writes).await
    }

    /// The same operation for a caller who changes access: nothing is written unless the authority holds in the same transaction.
    #[must_use]
    pub fn acting_on(&self, authority: &Authority) -> Self {
        Self { table: self.table.acting_on(Some(Arc::new(authority.clone()))), ..self.clone() }
    }

    /// An act of somebody whom the request has shown, at the present time, since the log is in the order of its acts: `action` is `<thing>.<what is done>`, `target` is `<thing>/<id>`.
    #[must_use]
    pub fn act_of(&self, actor: Actor, action: &str, target: impl Into<String>) -> Act {
        let Origin { source, request_id, .. } = &*self.origin;
        Act { source: source.clone(), request_id: request_id.clone(), ..Act::new(actor, action, target, self.clock.now()) }
    }
}

/// One workspace's part of the table, in one operation. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Tenant {
    operation: Operation,
    scope: WorkspaceScope,
}

impl Tenant {
    /// The same operation in another workspace, which a scope proves.
    #[must_use]
    pub fn within(&self, scope: WorkspaceScope) -> Self {
        self.operation.within(scope)
    }

    /// See [`Operation::at_present`].
    #[must_use]
    pub fn at_present(&self) -> Self {
        Self { operation: self.operation.at_present(), scope: self.scope.clone() }
    }

    /// See [`Operation::acting_on`].
    #[must_use]
    pub fn acting_on(&self, authority: &Authority) -> Self {
        Self { operation: self.operation.acting_on(authority), scope: self.scope.clone() }
    }

    /// The same operation for a write that gives nobody access by itself, where the caller's own workspace cannot be asked in the same
    /// transaction: that of the workspace's next change can.
    #[must_use]
    pub fn acting_on_nothing(&self) -> Self {
        let operation = Operation { table: self.operation.table.acting_on(None), ..self.operation.clone() };
        Self { operation, scope: self.scope.clone() }
    }

    #[must_use]
    pub const fn operation(&self) -> &Operation {
        &self.operation
    }

    #[must_use]
    pub const fn scope(&self) -> &WorkspaceScope {
        &self.scope
    }

    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.operation.now
    }

    pub(crate) const fn table(&self) -> &Table {
        &self.operation.table
    }

    /// An act of whoever acts here: `action` is `<thing>.<what is done>`, `target` is `<thing>/<id>`.
    #[must_use]
    pub fn act(&self, action: &str, target: impl Into<String>) -> Act {
        self.operation.act_of(self.operation.origin.actor.clone(), action, target)
    }

    /// # Errors
    /// When the table cannot be read.
    pub async fn get(&self, key: Key, consistent: bool) -> Result<Option<Item>, TableError> {
        self.table().get(&self.scope, key, consistent).await
    }

    /// At most 100 keys, each once. Answers in no particular order, without the items that are not there.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn batch_get(&self, keys: Vec<Key>, consistent: bool) -> Result<Vec<Item>, TableError> {
        self.table().batch_get(&self.scope, keys, None, consistent).await
    }

    /// Some attributes of at most 100 items that may have been written a moment ago: where one is missing, all are read once more in the
    /// newest state.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn batch_get_lately_written(&self, keys: Vec<Key>, asked: &Projection) -> Result<Vec<Item>, TableError> {
        let items = self.table().batch_get(&self.scope, keys.clone(), Some(asked), false).await?;
        if items.len() == keys.len() { Ok(items) } else { self.table().batch_get(&self.scope, keys, Some(asked), true).await }
    }

    /// One page: the items and, if there may be more, the key after which they come.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn query(&self, query: Query) -> Result<(Vec<Item>, Option<Item>), TableError> {
        self.table().query(&self.scope, query).await
    }

    /// The whole partition, or the part under a prefix.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn query_all(&self, query: Query) -> Result<Vec<Item>, TableError> {
        self.table().query_all(&self.scope, query).await
    }

    /// One write by itself.
    ///
    /// # Errors
    /// [`TableError::Conflict`] if its condition does not hold.
    pub async fn write(&self, write: Write) -> Result<(), TableError> {
        self.table().write(&self.scope, write).await
    }

    /// All writes or none; one by itself costs half of what a transaction does.
    ///
    /// # Errors
    /// [`TableError::Conflict`] if a condition does not hold.
    pub async fn write_together(&self, writes: Vec<Write>) -> Result<(), TableError> {
        self.table().write_together(&self.scope, writes).await
    }

    /// Unconditional writes in any number, 25 at a time; not all or nothing.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn write_many(&self, writes: Vec<Write>) -> Result<(), TableError> {
        self.table().write_many(&self.scope, writes).await
    }

    /// All writes or none; at most [`crate::MOST_WRITES`]. Conflicts with other transactions are tried again.
    ///
    /// # Errors
    /// The positions of the writes whose conditions did not hold.
    pub async fn transact(&self, writes: Vec<Write>) -> Result<(), TransactionError> {
        self.table().transact(&self.scope, writes).await
    }

    /// Removes everything whose sort key begins with a prefix in a partition, 25 at a time; not all or nothing.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn delete_all(&self, query: Query) -> Result<(), TableError> {
        let (partition, mut query) = (query.partition.clone(), query);
        // Page by page: all of it may be more than a function can hold.
        loop {
            let (items, next) = self.query(query.clone()).await?;
            let sort_keys = items.iter().filter_map(|item| item.get("sk")?.as_s().ok());
            let deletes = sort_keys.map(|sk| Write::Delete(Key { pk: partition.clone(), sk: sk.clone() }, Condition::Any));
            self.write_many(deletes.collect()).await?;
            match next {
                Some(next) => query.start = Some(next),
                None => return Ok(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Table, keys::Prefix};
    use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
    use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
    use aws_smithy_types::body::SdkBody;
    use tenancy::SigningKey;

    const THINGS: Prefix = Prefix::new("THINGS", "");

    /// What DynamoDB answers where these are there.
    fn answer(present: &[&str]) -> ReplayEvent {
        let items: Vec<String> = present.iter().map(|sk| format!(r#"{{"pk":{{"S":"W#acme#THINGS"}},"sk":{{"S":"{sk}"}}}}"#)).collect();
        let body = format!(r#"{{"Responses":{{"t":[{}]}},"UnprocessedKeys":{{}}}}"#, items.join(","));
        ReplayEvent::new(http::Request::new(SdkBody::empty()), http::Response::new(SdkBody::from(body)))
    }

    /// Whether each request that was sent asked for the newest state, and how many items were found in the end.
    async fn lately_written(answers: Vec<ReplayEvent>) -> (Vec<bool>, usize) {
        let http = StaticReplayClient::new(answers);
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .credentials_provider(Credentials::new("key", "secret", None, None, "test"))
            .http_client(http.clone());
        let key = SigningKey::new(&"ab".repeat(32)).unwrap();
        let table = Table::new(config, "t".to_owned(), None, key, "eu-west-1".to_owned());
        let operation = Operation::new(table, Origin::platform("test"), Clock::machine());
        let tenant = operation.within(tenancy::doors::registered("acme".parse().unwrap()));
        let keys = vec![THINGS.item(tenant.scope(), "a"), THINGS.item(tenant.scope(), "b")];
        let found = tenant.batch_get_lately_written(keys, &Projection::default()).await.unwrap();
        let newest =
            |body: &[u8]| serde_json::from_slice::<serde_json::Value>(body).unwrap()["RequestItems"]["t"]["ConsistentRead"] == true;
        (http.actual_requests().map(|request| newest(request.body().bytes().unwrap())).collect(), found.len())
    }

    #[tokio::test]
    async fn what_a_replica_does_not_know_yet_is_looked_for_in_the_newest_state() {
        assert_eq!(lately_written(vec![answer(&["a", "b"])]).await, (vec![false], 2));
        assert_eq!(lately_written(vec![answer(&["a"]), answer(&["a", "b"])]).await, (vec![false, true], 2));
        assert_eq!(lately_written(vec![answer(&[]), answer(&["a"])]).await, (vec![false, true], 1));
    }
}
