//! Transactions: all writes or none, with what the caller's authority needs.

use super::{Amount, Bound, Clause, Condition, Table, Tally, TransactionError, Write, attributes, build, pause};
use crate::{TableError, authority::Basis, guard::ScopeGuard, keys::Key};
use aws_sdk_dynamodb::{
    operation::transact_write_items::TransactWriteItemsError,
    types::{AttributeValue, CancellationReason, ConditionCheck, Delete, Put, ReturnConsumedCapacity, TransactWriteItem, Update},
};
use tenancy::{OperatorScope, WorkspaceScope};

/// Writes of one transaction: DynamoDB takes 100 actions, and an authority has three items at most.
pub const MOST_WRITES: usize = 97;

impl Write {
    /// Whether it is about the item with this key: a transaction names each once.
    fn is_on(&self, key: &Key) -> bool {
        match self {
            Self::Put(item, _) => {
                let is = |name: &str, text: &str| item.get(name).and_then(|value| value.as_s().ok()).is_some_and(|found| found == text);
                is("pk", &key.pk) && is("sk", &key.sk)
            }
            Self::Delete(own, _) | Self::Check(own, _) | Self::Add(Tally { key: own, .. }) => own == key,
        }
    }
}

impl Table {
    /// All writes or none; at most [`MOST_WRITES`]. Conflicts with other transactions are tried again.
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

    /// The same for what operators change of the global catalogue.
    pub(crate) async fn transact_as_publisher(&self, operators: &OperatorScope, writes: Vec<Write>) -> Result<(), TransactionError> {
        self.transact_guarded(operators.own(), || ScopeGuard::publishers(operators), writes).await
    }

    async fn transact_guarded(
        &self,
        tenant: &WorkspaceScope,
        guard: impl Fn() -> ScopeGuard,
        writes: Vec<Write>,
    ) -> Result<(), TransactionError> {
        let count = writes.len();
        let actions = self.actions(tenant, writes)?;
        for attempt in 0..8 {
            pause(attempt).await;
            let request = self.shared.client.transact_write_items().set_transact_items(Some(actions.clone()));
            let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
            let error = match send!(self, guard(), Some(tenant), request) {
                Ok(answer) => {
                    self.wrote(answer.consumed_capacity());
                    return Ok(());
                }
                Err(error) => error,
            };
            let Some(TransactWriteItemsError::TransactionCanceledException(canceled)) = error.as_service_error() else {
                return Err(TableError::of(&error).into());
            };
            let reasons = canceled.cancellation_reasons();
            let failed = positions(reasons, "ConditionalCheckFailed");
            if !failed.is_empty() {
                return Err(self.meant(failed, count).await);
            }
            if positions(reasons, "TransactionConflict").is_empty()
                && positions(reasons, "ThrottlingError").is_empty()
                && positions(reasons, "ProvisionedThroughputExceeded").is_empty()
            {
                return Err(TableError::Refused(format!("{reasons:?}")).into());
            }
        }
        Err(TableError::Unavailable("a transaction was in conflict too often".to_owned()).into())
    }

    /// The writes, and the checks of the authority after them. What is written itself is checked by its own write.
    fn actions(&self, tenant: &WorkspaceScope, writes: Vec<Write>) -> Result<Vec<TransactWriteItem>, TableError> {
        let mut bases: Vec<&Basis> = Vec::new();
        if let Some(authority) = &self.authority {
            if authority.scope != *tenant {
                return Err(TableError::Refused("the caller's authority lies in another workspace".to_owned()));
            }
            bases.extend(&authority.bases);
        }
        let mut actions = Vec::with_capacity(writes.len() + bases.len());
        for write in writes {
            let own = bases.iter().position(|basis| write.is_on(&basis.key)).map(|position| bases.swap_remove(position));
            actions.push(self.action(write, own)?);
        }
        for basis in bases {
            actions.push(self.action(Write::Check(basis.key.clone(), Condition::Any), Some(basis))?);
        }
        Ok(actions)
    }

    fn action(&self, write: Write, basis: Option<&Basis>) -> Result<TransactWriteItem, TableError> {
        let clause = |condition: Condition| {
            let clause = Clause::from(condition);
            basis.map_or(clause.clone(), |basis| clause.and(basis.clause()))
        };
        let action = TransactWriteItem::builder();
        Ok(match write {
            Write::Put(item, condition) => action.put(conditional!(self, clause(condition), Put::builder().set_item(Some(item)))),
            Write::Delete(key, condition) => {
                action.delete(conditional!(self, clause(condition), Delete::builder().set_key(Some(attributes(key)))))
            }
            Write::Check(key, condition) => {
                action.condition_check(conditional!(self, clause(condition), ConditionCheck::builder().set_key(Some(attributes(key)))))
            }
            Write::Add(tally) => action.update(self.added(tally)?),
        }
        .build())
    }

    /// An addition as an update, which gives the item what every item carries.
    fn added(&self, tally: Tally) -> Result<Update, TableError> {
        let number = |number: i64| AttributeValue::N(number.to_string());
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let mut values = vec![
            (":zero".to_owned(), number(0)),
            (":one".to_owned(), number(1)),
            (":entity".to_owned(), text(tally.entity)),
            (":schema".to_owned(), number(tally.schema.into())),
            (":now".to_owned(), text(&tally.now.to_string())),
        ];
        let mut update = "SET version = if_not_exists(version, :zero) + :one, entity = :entity, #schema = :schema, \
                          created_at = if_not_exists(created_at, :now), updated_at = :now"
            .to_owned();
        for Amount { name, by, from } in &tally.amounts {
            update.push_str(&format!(", #{name} = if_not_exists(#{name}, :from_{name}) + :by_{name}"));
            values.extend([(format!(":from_{name}"), number(*from)), (format!(":by_{name}"), number(*by))]);
        }
        let names = tally.amounts.iter().map(|amount| amount.name.as_ref()).chain(["schema"]);
        let names = names.map(|name: &str| (format!("#{name}"), name.to_owned())).collect();
        let mut action = Update::builder().table_name(&self.shared.name).set_key(Some(attributes(tally.key))).update_expression(update);
        if let Some(bound) = tally.bound {
            let (condition, limit) = match bound {
                Bound::Below(name, limit) => (format!("attribute_not_exists(#{name}) OR #{name} < :limit"), limit),
                Bound::Above(name, limit) => (format!("#{name} > :limit"), limit),
            };
            action = action.condition_expression(condition);
            values.push((":limit".to_owned(), number(limit.into())));
        }
        build(
            action.set_expression_attribute_names(Some(names)).set_expression_attribute_values(Some(values.into_iter().collect())).build(),
        )
    }

    /// What it means that conditions did not hold: that the caller has lost what they act on, or what the writes themselves mean by it.
    async fn meant(&self, failed: Vec<usize>, count: usize) -> TransactionError {
        if let Some(authority) = &self.authority
            && let Err(error) = self.confirm(authority).await
        {
            return error.into();
        }
        // The authority did not hold and does again.
        if failed.iter().all(|position| *position >= count) { TableError::Conflict.into() } else { TransactionError::Conditions(failed) }
    }
}

fn positions(reasons: &[CancellationReason], code: &str) -> Vec<usize> {
    reasons.iter().enumerate().filter(|(_, reason)| reason.code() == Some(code)).map(|(position, _)| position).collect()
}
