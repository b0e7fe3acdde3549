//! Whatever a consumer does, nothing overtakes within a message group, and nothing is handed out while it is hidden.

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::testing::World;

/// What happens next. Places are those in the list of handles that the consumer holds.
#[derive(Clone, Debug)]
enum Step {
    Send(u8),
    Receive { count: i64, timeout: i64 },
    Delete(usize),
    GiveBack(usize),
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3u8).prop_map(Step::Send),
        3 => (1..=10i64, 0..5i64).prop_map(|(count, timeout)| Step::Receive { count, timeout }),
        3 => (0..4usize).prop_map(Step::Delete),
        1 => (0..4usize).prop_map(Step::GiveBack),
        2 => (0..3_000i64).prop_map(Step::Pass),
    ]
}

/// The queue, and what is known of it from outside. Messages are numbered as they are sent.
struct Model {
    world: World,
    url: String,
    groups: Vec<u8>,
    /// Sent and not deleted.
    alive: Vec<usize>,
    hidden_until: HashMap<usize, i64>,
    handles: Vec<(usize, String)>,
}

impl Model {
    async fn new() -> Self {
        let world = World::new();
        let url = world.create_fifo("a.fifo", json!({})).await;
        let (groups, alive) = (Vec::new(), Vec::new());
        Self { world, url, groups, alive, hidden_until: HashMap::new(), handles: Vec::new() }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Send(group) => {
                let message = self.groups.len();
                self.world.send_to_group(&self.url, &group.to_string(), &message.to_string()).await;
                self.groups.push(group);
                self.alive.push(message);
            }
            Step::Receive { count, timeout } => self.receive(count, timeout).await,
            Step::Delete(place) if place < self.handles.len() => {
                let (message, handle) = self.handles.remove(place);
                if self.succeeds("DeleteMessage", message, &handle).await {
                    self.alive.retain(|one| *one != message);
                }
            }
            Step::GiveBack(place) if place < self.handles.len() => {
                let (message, handle) = self.handles[place].clone();
                if self.succeeds("ChangeMessageVisibility", message, &handle).await {
                    self.hidden_until.insert(message, self.world.now());
                }
            }
            Step::Pass(milliseconds) => self.world.advance(milliseconds),
            Step::Delete(_) | Step::GiveBack(_) => {}
        }
    }

    /// Uses a handle; it may be refused only once its visibility timeout is over.
    async fn succeeds(&self, operation: &str, message: usize, handle: &str) -> bool {
        let input = json!({ "QueueUrl": self.url, "ReceiptHandle": handle, "VisibilityTimeout": 0 });
        let done = self.world.sqs.call(operation, input).await.is_ok();
        assert_eq!(done, self.hidden_until[&message] > self.world.now(), "{operation} of {message}");
        done
    }

    async fn receive(&mut self, count: i64, timeout: i64) {
        let input = json!({
            "QueueUrl": self.url, "MaxNumberOfMessages": count, "VisibilityTimeout": timeout,
        });
        let output = self.world.call("ReceiveMessage", input).await;
        let messages = output["Messages"].as_array().cloned().unwrap_or_default();
        let text = |message: &Value, field: &str| message[field].as_str().unwrap().to_owned();
        let numbers: Vec<usize> = messages.iter().map(|one| text(one, "Body").parse().unwrap()).collect();
        self.check(&numbers);
        for (number, message) in numbers.into_iter().zip(&messages) {
            self.hidden_until.insert(number, self.world.now() + timeout * 1_000);
            self.handles.retain(|(one, _)| *one != number);
            self.handles.push((number, text(message, "ReceiptHandle")));
        }
    }

    /// Everything alive before a message in its group has to go out before it in the same answer.
    fn check(&self, received: &[usize]) {
        for (place, message) in received.iter().enumerate() {
            assert!(self.alive.contains(message), "the deleted {message} came back");
            let hidden_until = self.hidden_until.get(message).copied().unwrap_or_default();
            assert!(hidden_until <= self.world.now(), "{message} is hidden");
            let same_group = |other: &&usize| self.groups[**other] == self.groups[*message];
            for earlier in self.alive.iter().filter(same_group).filter(|other| *other < message) {
                assert!(received[..place].contains(earlier), "{message} overtook {earlier}");
            }
        }
        let visible = |message: &&usize| self.hidden_until.get(message).is_none_or(|at| *at <= self.world.now());
        if received.is_empty() {
            let first_of_groups = (0..3).filter_map(|group| self.alive.iter().find(|one| self.groups[**one] == group));
            assert_eq!(first_of_groups.filter(visible).count(), 0, "a visible message was kept back");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_overtakes_within_a_group(steps in prop::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut model = Model::new().await;
            for step in steps {
                model.take(step).await;
            }
        });
    }
}
