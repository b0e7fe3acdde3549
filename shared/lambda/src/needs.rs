//! What a handler needs of AWS: its permissions, its environment, its time and memory, what calls it. From this `make generate` writes the
//! function into its area's stack, so that nothing of it is said twice.
//!
//! Values of the template are written as YAML with CloudFormation's short tags (`!Ref TableArn`). What they refer to becomes a parameter of
//! the stack, and a condition `HasX` asks whether the parameter `X` is empty.

/// What a function may do with the table, in the words of IAM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    BatchGetItem,
    BatchWriteItem,
    ConditionCheckItem,
    DeleteItem,
    GetItem,
    PutItem,
    Query,
    /// `Query` on the indexes.
    QueryIndex,
    UpdateItem,
}

impl Table {
    /// The action in a policy.
    #[must_use]
    pub const fn action(self) -> &'static str {
        match self {
            Self::BatchGetItem => "dynamodb:BatchGetItem",
            Self::BatchWriteItem => "dynamodb:BatchWriteItem",
            Self::ConditionCheckItem => "dynamodb:ConditionCheckItem",
            Self::DeleteItem => "dynamodb:DeleteItem",
            Self::GetItem => "dynamodb:GetItem",
            Self::PutItem => "dynamodb:PutItem",
            Self::Query | Self::QueryIndex => "dynamodb:Query",
            Self::UpdateItem => "dynamodb:UpdateItem",
        }
    }

    /// Whether it changes items. What is granted like this reaches workspaces and the registry; for the global catalogue see [`Grant::global`].
    #[must_use]
    pub const fn writes(self) -> bool {
        match self {
            Self::BatchWriteItem | Self::DeleteItem | Self::PutItem | Self::UpdateItem => true,
            Self::BatchGetItem | Self::ConditionCheckItem | Self::GetItem | Self::Query | Self::QueryIndex => false,
        }
    }
}

/// Which resources a permission is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// ARNs, as YAML of the template.
    These(&'static [&'static str]),
    /// The queues of all areas.
    Queues,
    /// Those to which somebody subscribes to events.
    SubscribedQueues,
    /// The dead-letter queues of all queues.
    DeadLetterQueues,
}

/// A permission for something other than the table, or for the table on a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    pub actions: &'static [&'static str],
    pub on: On,
    /// YAML of the template.
    pub condition: Option<&'static str>,
}

impl Grant {
    /// Writes into the global catalogue, which only operators make.
    #[must_use]
    pub const fn global(actions: &'static [&'static str]) -> Self {
        let condition = "{ 'Null': { dynamodb:LeadingKeys: 'false' }, ForAllValues:StringLike: { dynamodb:LeadingKeys: ['G#*'] } }";
        Self { actions, on: On::These(&["!Ref TableArn"]), condition: Some(condition) }
    }
}

/// An environment variable of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub name: &'static str,
    /// YAML of the template.
    pub value: &'static str,
}

impl Setting {
    #[must_use]
    pub const fn new(name: &'static str, value: &'static str) -> Self {
        Self { name, value }
    }
}

/// A queue with its dead-letter queue, which belongs to the area of its consumer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueResource {
    /// As in the template: `Awards`.
    pub name: &'static str,
    pub is_fifo: bool,
    /// The parameter of the template with the seconds until a failed message is tried again.
    pub retry_delay: &'static str,
    /// The AWS service that fills it, where that is not the fan-out.
    pub filled_by: Option<&'static str>,
    /// How many messages one call takes.
    pub batch: u16,
    /// For how many seconds they are gathered; not at all on a FIFO queue.
    pub window: u16,
    /// How many calls there are at once at most. On a standard queue with few of them SQS would not see whose messages are many: batch
    /// times workers must be 50 at least.
    pub workers: u16,
    /// How many seconds its oldest message may wait before an alarm.
    pub alarm_after: u32,
}

impl QueueResource {
    #[must_use]
    pub const fn standard(name: &'static str) -> Self {
        Self { name, is_fifo: false, retry_delay: "RetryDelay", filled_by: None, batch: 10, window: 0, workers: 50, alarm_after: 600 }
    }

    /// A workspace's messages one after the other, in their order.
    #[must_use]
    pub const fn fifo(name: &'static str) -> Self {
        Self { is_fifo: true, ..Self::standard(name) }
    }

    #[must_use]
    pub const fn retried_after(mut self, parameter: &'static str) -> Self {
        self.retry_delay = parameter;
        self
    }

    #[must_use]
    pub const fn filled_by(mut self, service: &'static str) -> Self {
        self.filled_by = Some(service);
        self
    }

    #[must_use]
    pub const fn alarm_after(mut self, seconds: u32) -> Self {
        self.alarm_after = seconds;
        self
    }

    #[must_use]
    pub const fn with(mut self, batch: u16, workers: u16) -> Self {
        self.batch = batch;
        self.workers = workers;
        self
    }

    /// A standard queue whose messages wait some seconds for others, so that few calls take many.
    #[must_use]
    pub const fn gathered(mut self, seconds: u16) -> Self {
        self.window = seconds;
        self
    }
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    pub table: &'static [Table],
    pub grants: Vec<Grant>,
    pub settings: &'static [Setting],
    /// Seconds.
    pub timeout: u16,
    /// MB.
    pub memory: u16,
    /// What calls it, where that is neither a route nor a queue.
    pub called_by: Option<&'static str>,
    /// The queue whose messages it handles.
    pub queue: Option<QueueResource>,
    /// The template of the area in which its function stands.
    pub stack: &'static str,
}

impl Default for Needs {
    fn default() -> Self {
        Self { table: &[], grants: Vec::new(), settings: &[], timeout: 10, memory: 256, called_by: None, queue: None, stack: "stack" }
    }
}
