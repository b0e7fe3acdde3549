//! The queues of an area with their dead-letter queues and alarms, as a stack of their own: the fan-out needs them all, and the bucket one,
//! before there are functions.

use super::keep;
use crate::{repository::pascal, stack::root};
use lambda::{Area, Kind, QueueResource};
use std::{collections::BTreeSet, fmt::Write as _, fs};

/// Where the fan-out leaves what it cannot send.
const FAN_OUT_DEAD_LETTERS: &str = "FanOutDeadLetters";

/// A stack of queues: `functions/<area>/queues.yaml`.
pub(crate) struct Queues {
    area: Area,
    queues: Vec<QueueResource>,
    reads_stream: bool,
}

impl Queues {
    pub(crate) fn all() -> Vec<Self> {
        let of = |area: Area| {
            let mut queues: Vec<_> = area.handlers().iter().filter_map(|handler| handler.needs().queue).collect();
            queues.sort_by_key(|queue| queue.name);
            let reads_stream = area.handlers().iter().any(|handler| matches!(handler.kind(), Kind::Stream));
            Self { area, queues, reads_stream }
        };
        areas::all().into_iter().map(of).filter(|stack| !stack.queues.is_empty() || stack.reads_stream).collect()
    }

    /// Its logical id in the root.
    pub(crate) fn id(&self) -> String {
        pascal(self.area.name()) + "Queues"
    }

    fn location(&self) -> String {
        format!("functions/{}/queues.yaml", self.area.name())
    }

    /// The dead-letter queues.
    fn dead_letters(&self) -> Vec<(String, bool)> {
        let of_queues = self.queues.iter().map(|queue| (format!("{}DeadLetters", queue.name), queue.is_fifo));
        of_queues.chain(self.reads_stream.then(|| (FAN_OUT_DEAD_LETTERS.to_owned(), false))).collect()
    }

    /// What it gives out: `AwardsArn`, `AwardsUrl`, `AwardsDeadLettersArn`, `AwardsDeadLettersUrl`.
    pub(crate) fn outputs(&self) -> Vec<String> {
        let queues = self.queues.iter().map(|queue| queue.name.to_owned()).chain(self.dead_letters().into_iter().map(|(name, _)| name));
        queues.flat_map(|name| [format!("{name}Arn"), format!("{name}Url")]).collect()
    }

    /// The addresses of its dead-letter queues, as the root has them.
    pub(crate) fn dead_letter_urls(&self) -> Vec<String> {
        self.dead_letters().into_iter().map(|(name, _)| format!("!GetAtt {}.Outputs.{name}Url", self.id())).collect()
    }

    fn delays(&self) -> BTreeSet<&'static str> {
        self.queues.iter().map(|queue| queue.retry_delay).collect()
    }

    fn template(&self) -> String {
        let mut text = "AWSTemplateFormatVersion: '2010-09-09'\n".to_owned();
        writeln!(text, "Description: Trellis - {}, queues", self.area.about()).expect("a string");
        text += "\n# Written by `make generate`, from what the handlers declare.\n\nParameters:\n  AlarmsArn: { Type: String }\n";
        for delay in self.delays() {
            writeln!(text, "  {delay}: {{ Type: Number }}").expect("a string");
        }
        text += "\nConditions:\n  HasAlarms: !Not [!Equals [!Ref AlarmsArn, '']]\n\nResources:\n";
        for queue in &self.queues {
            text += &resources(queue);
        }
        for (name, is_fifo) in self.dead_letters() {
            text += &dead_letters(&name, is_fifo);
        }
        let filled: Vec<&QueueResource> = self.queues.iter().filter(|queue| queue.filled_by.is_some()).collect();
        for queue in &filled {
            text += &policy_of_filled(queue);
        }
        let others = self.queues.iter().filter(|queue| queue.filled_by.is_none()).map(|queue| queue.name.to_owned());
        text += "\n  QueuesPolicy:\n    Type: AWS::SQS::QueuePolicy\n    Properties:\n      Queues:\n";
        for name in others.chain(self.dead_letters().into_iter().map(|(name, _)| name)) {
            writeln!(text, "        - !Ref {name}").expect("a string");
        }
        text += "      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n";
        // In a queue's policy `*` is the queue itself, and this only denies.
        text += &encrypted_only("'*'");
        text += "\nOutputs:\n";
        for output in self.outputs() {
            let value = match output.strip_suffix("Arn") {
                Some(name) => format!("!GetAtt {name}.Arn"),
                None => format!("!Ref {}", output.trim_end_matches("Url")),
            };
            writeln!(text, "  {output}: {{ Value: {value} }}").expect("a string");
        }
        text
    }

    /// Its resource in the root.
    pub(crate) fn nested(&self) -> String {
        let mut text = format!("\n  {}:\n    Type: AWS::Serverless::Application\n    Properties:\n", self.id());
        writeln!(text, "      Location: {}\n      Parameters:", self.location()).expect("a string");
        text += "        AlarmsArn: !If [HasObservability, !Ref Alarms, '']\n";
        for delay in self.delays() {
            writeln!(text, "        {delay}: !Ref {delay}").expect("a string");
        }
        text
    }
}

fn fifo(is_fifo: bool) -> &'static str {
    if is_fifo { "      FifoQueue: true\n" } else { "" }
}

fn resources(queue: &QueueResource) -> String {
    let QueueResource { name, is_fifo, retry_delay, alarm_after, .. } = queue;
    let fifo = fifo(*is_fifo);
    format!(
        "
  {name}:
    Type: AWS::SQS::Queue
    Properties:
{fifo}      VisibilityTimeout: !Ref {retry_delay}
      MessageRetentionPeriod: 1209600
      SqsManagedSseEnabled: true
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt {name}DeadLetters.Arn
        maxReceiveCount: 5
{}",
        alarm(&format!("{name}Age"), &format!("A message of {name} has waited for too long"), "AgeOfOldestMessage", name, *alarm_after)
    )
}

fn dead_letters(name: &str, is_fifo: bool) -> String {
    let fifo = fifo(is_fifo);
    let about = "Messages could not be handled - look at /v1/platform/dead-letters";
    format!(
        "
  {name}:
    Type: AWS::SQS::Queue
    Properties:
{fifo}      MessageRetentionPeriod: 1209600
      SqsManagedSseEnabled: true
{}",
        alarm(&format!("{name}Alarm"), about, "NumberOfMessagesVisible", name, 0)
    )
}

/// An alarm for each queue: one over all could not hold more than ten.
fn alarm(id: &str, about: &str, metric: &str, queue: &str, threshold: u32) -> String {
    format!(
        "
  {id}:
    Type: AWS::CloudWatch::Alarm
    Condition: HasAlarms
    Properties:
      AlarmDescription: {about}
      AlarmActions: [!Ref AlarmsArn]
      OKActions: [!Ref AlarmsArn]
      Namespace: AWS/SQS
      MetricName: Approximate{metric}
      Dimensions: [{{ Name: QueueName, Value: !GetAtt {queue}.QueueName }}]
      Statistic: Maximum
      Period: 300
      EvaluationPeriods: 1
      Threshold: {threshold}
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
"
    )
}

fn encrypted_only(resource: &str) -> String {
    format!(
        "          - Sid: EncryptedTransportOnly
            Effect: Deny
            Principal: '*'
            Action: sqs:*
            Resource: {resource}
            Condition: {{ Bool: {{ 'aws:SecureTransport': 'false' }} }}
"
    )
}

/// A queue has one policy, so that of a queue which another service fills has two statements.
fn policy_of_filled(queue: &QueueResource) -> String {
    let (name, service) = (queue.name, queue.filled_by.expect("filled by a service"));
    format!(
        "
  {name}Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref {name}]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: SentFromThisAccount
            Effect: Allow
            Principal: {{ Service: {service} }}
            Action: sqs:SendMessage
            Resource: !GetAtt {name}.Arn
            Condition: {{ StringEquals: {{ 'aws:SourceAccount': !Ref 'AWS::AccountId' }} }}
{}",
        encrypted_only(&format!("!GetAtt {name}.Arn"))
    )
}

#[test]
fn generated_queues_are_those_that_handlers_consume() {
    let mut names = BTreeSet::new();
    for stack in Queues::all() {
        keep(&root().join(stack.location()), &stack.template());
        for output in stack.outputs() {
            assert!(names.insert(output.clone()), "two areas have {output}");
        }
    }
    assert!(names.len() >= 26, "{names:?}");
}

/// Lambda wants a message hidden for as long as its worker may take, and AWS advises six times as long.
#[test]
fn no_message_comes_again_while_its_worker_may_be_at_work() {
    let template = fs::read_to_string(root().join("template.yaml")).expect("the template");
    let mut checked = 0;
    for area in areas::all() {
        for handler in area.handlers() {
            let Some(queue) = handler.needs().queue else { continue };
            let (_, rest) = template.split_once(&format!("\n  {}:\n    Type: Number\n    Default: ", queue.retry_delay)).expect("a delay");
            let delay: u32 = rest.lines().next().and_then(|line| line.parse().ok()).expect("seconds");
            let timeout = u32::from(handler.needs().timeout);
            assert!(delay >= 6 * timeout, "{}: hidden for {delay} s, works for {timeout} s", handler.name());
            checked += 1;
        }
    }
    assert!(checked >= 8, "{checked} queues");
}
