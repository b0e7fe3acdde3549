//! The areas' stacks, and their place in the root template: each function with what its handler declares that it needs.

use super::{keep, keep_part, queues::Queues};
use crate::{
    repository::{pascal, yaml},
    stack::root,
};
use lambda::{Area, Audience, Grant, Handler, Kind, On, Setting, Table};
use serde_yaml_ng::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};
use trellis_core::role::Role;

/// Around the areas' stacks in the root template.
const BEGIN: &str = "  # --- The functions: a stack for each area, written by `make generate` from what the handlers declare ---\n";
const END: &str = "\n  # --- The API ---\n";

/// What every area's stack is given, and with what by the root.
const COMMON: [(&str, &str); 9] = [
    ("Architecture", "!Ref Architecture"),
    ("Boundary", "!Ref FunctionBoundary"),
    ("LogGroup", "!Ref FunctionLogs"),
    ("TableName", "!GetAtt Data.Outputs.TableName"),
    ("TableArn", "!GetAtt Data.Outputs.TableArn"),
    ("SigningKeyArn", "!GetAtt Data.Outputs.SigningKeyArn"),
    ("KeyArn", "!If [HasOwnKey, !GetAtt Data.Outputs.KeyArn, '']"),
    ("EdgeKeyArn", "!If [HasEdge, !Ref EdgeKey, '']"),
    ("TenantRoleArn", "!If [IsStrict, !GetAtt TenantRole.Arn, '']"),
];

const CONDITIONS: &str = "Conditions:
  HasOwnKey: !Not [!Equals [!Ref KeyArn, '']]
  HasEdge: !Not [!Equals [!Ref EdgeKeyArn, '']]
  IsStrict: !Not [!Equals [!Ref TenantRoleArn, '']]
";

const GLOBALS: &str = "
Globals:
  Function:
    Runtime: provided.al2023
    Architectures: [!Ref Architecture]
    MemorySize: 256
    Timeout: 10
    Tracing: Active
    PermissionsBoundary: !Ref Boundary
    LoggingConfig:
      LogGroup: !Ref LogGroup
      LogFormat: JSON
    KmsKeyArn: !If [HasOwnKey, !Ref KeyArn, !Ref AWS::NoValue]
    Environment:
      Variables:
        TABLE_NAME: !Ref TableName
        SIGNING_KEY: !Sub '{{resolve:secretsmanager:${SigningKeyArn}}}'
        EDGE_KEY: !If [HasEdge, !Sub '{{resolve:secretsmanager:${EdgeKeyArn}}}', '']
        TENANT_ROLE_ARN: !Ref TenantRoleArn
";

/// A stack of functions: `functions/<area>/<file>.yaml`.
pub(crate) struct Stack {
    area: Area,
    file: &'static str,
}

impl Stack {
    /// The stacks of an area, those set apart first.
    fn of(area: &Area) -> Vec<Self> {
        let files: BTreeSet<&str> = area.handlers().iter().map(|handler| handler.needs().stack).collect();
        let apart = files.iter().filter(|file| **file != "stack").chain(files.get("stack"));
        apart.map(|file| Self { area: area.clone(), file }).collect()
    }

    pub(crate) fn all() -> Vec<Self> {
        areas::all().iter().flat_map(Self::of).collect()
    }

    fn handlers(&self) -> impl Iterator<Item = &Handler> {
        self.area.handlers().iter().filter(|handler| handler.needs().stack == self.file)
    }

    /// Its logical id in the root: `EngagementFunctions`, or `IdentityTriggers` for `triggers.yaml`.
    pub(crate) fn id(&self) -> String {
        pascal(self.area.name()) + &if self.file == "stack" { "Functions".to_owned() } else { pascal(self.file) }
    }

    fn location(&self) -> String {
        format!("functions/{}/{}.yaml", self.area.name(), self.file)
    }

    /// The functions and what belongs to them, without the head of the template.
    fn resources(&self) -> String {
        let mut text = String::from("\nResources:\n");
        let tenants: Vec<&Handler> = self.handlers().filter(|handler| uses_table(handler)).collect();
        if !tenants.is_empty() {
            text += "\n  TenantAccess:\n    Type: AWS::IAM::ManagedPolicy\n    Condition: IsStrict\n    Properties:\n";
            text += "      Description: Opens sessions for the data of one workspace\n      Roles:\n";
            for handler in tenants {
                writeln!(text, "        - !Ref {}Role", pascal(handler.name())).expect("a string");
            }
            text += "      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          - Effect: Allow\n";
            text += "            Action: [sts:AssumeRole, sts:TagSession]\n            Resource: !Ref TenantRoleArn\n";
        }
        for handler in self.handlers() {
            text += &function(&self.area, handler);
        }
        text += "\nOutputs:\n";
        for handler in self.handlers() {
            let (id, by_name) = (pascal(handler.name()), matches!(handler.kind(), Kind::Job | Kind::Stream));
            if by_name || matches!(handler.kind(), Kind::Route(_)) {
                writeln!(text, "  {id}Arn: {{ Value: !GetAtt {id}.Arn }}").expect("a string");
            }
            if by_name {
                writeln!(text, "  {id}Name: {{ Value: !Ref {id} }}").expect("a string");
            }
        }
        text
    }

    /// What it is given besides what all are, and what it asks about that.
    fn parameters(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut names, mut conditions) = (BTreeSet::new(), BTreeSet::new());
        let own: Value = serde_yaml_ng::from_str(&self.resources()).expect("YAML");
        references(&own, &mut names, &mut conditions);
        for condition in &conditions {
            names.extend(condition.strip_prefix("Has").map(str::to_owned));
        }
        let ours: BTreeSet<String> = self.handlers().map(|handler| pascal(handler.name())).collect();
        let common = |name: &str| COMMON.iter().any(|(common, _)| *common == name);
        names.retain(|name| !common(name) && !ours.contains(name.strip_suffix("Role").unwrap_or(name)));
        (names, conditions)
    }

    fn template(&self) -> String {
        let (own, conditions) = self.parameters();
        let mut text = "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n".to_owned();
        writeln!(text, "Description: Trellis - {}", self.area.about()).expect("a string");
        text += "\n# Written by `make generate`, from what the handlers declare.\n\nParameters:\n  # What every area is given.\n";
        for (name, _) in COMMON {
            writeln!(text, "  {name}: {{ Type: String }}").expect("a string");
        }
        if !own.is_empty() {
            text += "  # What this one needs besides.\n";
        }
        for name in &own {
            writeln!(text, "  {name}: {{ Type: String }}").expect("a string");
        }
        write!(text, "\n{CONDITIONS}").expect("a string");
        for name in conditions {
            writeln!(text, "  {name}: !Not [!Equals [!Ref {}, '']]", name.trim_start_matches("Has")).expect("a string");
        }
        text + GLOBALS + &self.resources()
    }

    /// Its resource in the root.
    fn nested(&self) -> String {
        let mut text = format!("\n  {}:\n    Type: AWS::Serverless::Application\n    Properties:\n", self.id());
        writeln!(text, "      Location: {}\n      Parameters:", self.location()).expect("a string");
        for (name, value) in COMMON {
            writeln!(text, "        {name}: {value}").expect("a string");
        }
        for name in self.parameters().0 {
            writeln!(text, "        {name}: {}", given(&name)).expect("a string");
        }
        text
    }
}

/// The nested stack that declares each function, by the function's logical id.
pub(crate) fn homes() -> BTreeMap<String, String> {
    let stacks = Stack::all();
    stacks.iter().flat_map(|stack| stack.handlers().map(|handler| (pascal(handler.name()), stack.id()))).collect()
}

/// What a value refers to (`!Ref`, `!GetAtt`, `!Sub`), and the conditions that it asks (`!If`).
fn references(value: &Value, names: &mut BTreeSet<String>, conditions: &mut BTreeSet<String>) {
    match value {
        Value::Mapping(fields) => fields.values().for_each(|value| references(value, names, conditions)),
        Value::Sequence(values) => values.iter().for_each(|value| references(value, names, conditions)),
        Value::Tagged(tagged) => {
            let text = tagged.value.as_str().unwrap_or_default();
            match tagged.tag.to_string().as_str() {
                "!Ref" | "!GetAtt" => names.extend(text.split('.').next().map(str::to_owned)),
                "!Sub" => names.extend(text.split("${").skip(1).filter_map(|rest| Some(rest.split(['}', '.']).next()?.to_owned()))),
                "!If" => conditions.extend(tagged.value[0].as_str().map(str::to_owned)),
                _ => {}
            }
            references(&tagged.value, names, conditions);
        }
        _ => {}
    }
    names.retain(|name| !name.is_empty() && !name.starts_with("AWS::"));
}

/// Where the root has what a stack asks for: queues, its own parameters and roles, and what other nested stacks give out.
fn given(name: &str) -> String {
    let template = yaml("template.yaml");
    if name == "CellName" {
        return "!Ref AWS::StackName".to_owned();
    }
    let queues = Queues::all();
    if name == "DeadLetterUrls" {
        let urls: Vec<String> = queues.iter().flat_map(Queues::dead_letter_urls).collect();
        return format!("!Join [',', [{}]]", urls.join(", "));
    }
    if let Some(stack) = queues.iter().find(|stack| stack.outputs().iter().any(|output| output == name)) {
        return format!("!GetAtt {}.Outputs.{name}", stack.id());
    }
    if template["Parameters"].get(name).is_some() {
        return format!("!Ref {name}");
    }
    for (id, resource) in template["Resources"].as_mapping().expect("resources") {
        let id = id.as_str().expect("an id");
        let location = resource["Properties"]["Location"].as_str().filter(|location| location.starts_with("infra/"));
        if location.is_some_and(|location| yaml(location)["Outputs"].get(name).is_some()) {
            return format!("!GetAtt {id}.Outputs.{name}");
        }
        if name.strip_suffix("Arn") == Some(id) {
            return format!("!GetAtt {id}.Arn");
        }
    }
    panic!("a handler's needs name {name}, which neither template.yaml nor what it nests has");
}

/// What a handler does with the table: what it says, and what follows from the rest of what it says.
pub(crate) fn table(handler: &Handler) -> BTreeSet<Table> {
    let mut table: BTreeSet<Table> = handler.needs().table.iter().copied().collect();
    if let Kind::Route(route) = handler.kind() {
        // The shell asks whether the caller's access still stands, and so does each transaction.
        if route.changes_access {
            table.extend([Table::BatchGetItem, Table::ConditionCheckItem]);
        }
        // The shell writes down what support looks at.
        if route.audience != Audience::Anyone && route.audience.admits(Role::Support, route.method == lambda::Method::Get) {
            table.insert(Table::PutItem);
        }
    }
    table
}

fn uses_table(handler: &Handler) -> bool {
    let granted = handler.needs().grants.iter().flat_map(|grant| grant.actions);
    !table(handler).is_empty() || granted.into_iter().any(|action| action.starts_with("dynamodb:"))
}

/// All queues, by name, each with its consumer's area.
pub(crate) fn queues() -> BTreeMap<&'static str, (lambda::QueueResource, String)> {
    let mut queues = BTreeMap::new();
    for area in areas::all() {
        for handler in area.handlers() {
            let Some(queue) = handler.needs().queue else { continue };
            let other = queues.insert(queue.name, (queue, area.name().to_owned()));
            assert!(other.is_none(), "two handlers consume {}", queue.name);
        }
    }
    queues
}

/// The kinds of events, each with the queues to which it goes.
pub(crate) fn subscriptions() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut kinds = BTreeMap::<_, BTreeSet<_>>::new();
    for area in areas::all() {
        for handler in area.handlers() {
            let Kind::Queue(subscription) = handler.kind() else { continue };
            let queue = handler.needs().queue.unwrap_or_else(|| panic!("{} does not say from which queue", handler.name()));
            for kind in subscription.kinds {
                kinds.entry(*kind).or_default().insert(queue.name);
            }
        }
    }
    kinds
}

/// `IdentityChanges` as the variable `IDENTITY_CHANGES_QUEUE_URL`.
fn variable(queue: &str) -> String {
    let mut name = String::new();
    for letter in queue.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_uppercase());
    }
    name + "_QUEUE_URL"
}

fn statement(text: &mut String, actions: &[&str], on: &[String], condition: Option<&str>) {
    text.push_str("            - Effect: Allow\n");
    let line = format!("              Action: [{}]\n", actions.join(", "));
    if line.len() <= 140 {
        text.push_str(&line);
    } else {
        text.push_str("              Action:\n");
        actions.iter().for_each(|action| writeln!(text, "                - {action}").expect("a string"));
    }
    match on {
        [one] => writeln!(text, "              Resource: {one}").expect("a string"),
        several => {
            text.push_str("              Resource:\n");
            several.iter().for_each(|one| writeln!(text, "                - {one}").expect("a string"));
        }
    }
    if let Some(condition) = condition {
        writeln!(text, "              Condition: {condition}").expect("a string");
    }
}

fn resources_of(on: On) -> Vec<String> {
    let each = |form: fn(&str) -> String| queues().keys().map(|queue| form(queue)).collect();
    match on {
        On::These(these) => these.iter().map(|text| (*text).to_owned()).collect(),
        On::Queues => each(|queue| format!("!Ref {queue}Arn")),
        On::DeadLetterQueues => each(|queue| format!("!Ref {queue}DeadLettersArn")),
        On::SubscribedQueues => {
            let queues: BTreeSet<&str> = subscriptions().into_values().flatten().collect();
            queues.into_iter().map(|queue| format!("!Ref {queue}Arn")).collect()
        }
    }
}

/// What belongs to workspaces or tells to which one something belongs; what operators write of the global catalogue is granted by itself.
const NOT_GLOBAL: &str =
    "{ 'Null': { dynamodb:LeadingKeys: 'false' }, ForAllValues:StringLike: { dynamodb:LeadingKeys: ['W#*', 'REGISTRY#*'] } }";

fn policies(handler: &Handler) -> String {
    let (mut text, table) = (String::new(), table(handler));
    let (writes, reads): (Vec<Table>, Vec<Table>) =
        table.iter().filter(|action| **action != Table::QueryIndex).partition(|action| action.writes());
    for (actions, condition) in [(reads, None), (writes, Some(NOT_GLOBAL))] {
        let actions: Vec<&str> = actions.iter().map(|action| action.action()).collect();
        if !actions.is_empty() {
            statement(&mut text, &actions, &["!Ref TableArn".to_owned()], condition);
        }
    }
    if table.contains(&Table::QueryIndex) {
        statement(&mut text, &[Table::QueryIndex.action()], &["!Sub '${TableArn}/index/*'".to_owned()], None);
    }
    for Grant { actions, on, condition } in &handler.needs().grants {
        statement(&mut text, actions, &resources_of(*on), *condition);
    }
    if text.is_empty() {
        return text;
    }
    format!("      Policies:\n        - Version: '2012-10-17'\n          Statement:\n{text}")
}

fn variables(handler: &Handler) -> String {
    let mut text = String::new();
    if matches!(handler.kind(), Kind::Stream) {
        let kinds = subscriptions();
        let named: BTreeMap<&str, BTreeSet<String>> =
            kinds.iter().map(|(kind, queues)| (*kind, queues.iter().map(|queue| variable(queue)).collect())).collect();
        writeln!(text, "          SUBSCRIPTIONS: '{}'", serde_json::to_string(&named).expect("JSON")).expect("a string");
        let queues: BTreeSet<&str> = kinds.into_values().flatten().collect();
        for queue in queues {
            writeln!(text, "          {}: !Ref {queue}Url", variable(queue)).expect("a string");
        }
    }
    for Setting { name, value } in handler.needs().settings {
        writeln!(text, "          {name}: {value}").expect("a string");
    }
    if text.is_empty() {
        return text;
    }
    format!("      Environment:\n        Variables:\n{text}")
}

fn events(handler: &Handler) -> String {
    if matches!(handler.kind(), Kind::Stream) {
        return STREAM.to_owned();
    }
    let Some(queue) = handler.needs().queue else { return String::new() };
    let lambda::QueueResource { name, batch, window, workers, .. } = queue;
    let window = if window == 0 { String::new() } else { format!("            MaximumBatchingWindowInSeconds: {window}\n") };
    format!(
        "      Events:
        Messages:
          Type: SQS
          Properties:
            Queue: !Ref {name}Arn
            BatchSize: {batch}
{window}            ScalingConfig: {{ MaximumConcurrency: {workers} }}
            FunctionResponseTypes: [ReportBatchItemFailures]
"
    )
}

/// A replica's stream carries what other regions have written too; they fan it out themselves.
const STREAM: &str = r#"      Events:
        Changes:
          Type: DynamoDB
          Properties:
            Stream: !Ref StreamArn
            StartingPosition: TRIM_HORIZON
            BatchSize: 100
            BisectBatchOnFunctionError: true
            FunctionResponseTypes: [ReportBatchItemFailures]
            MaximumRetryAttempts: 50
            DestinationConfig:
              OnFailure:
                Type: SQS
                Destination: !Ref FanOutDeadLettersArn
            FilterCriteria:
              Filters:
                - Pattern: !Sub '{"dynamodb":{"NewImage":{"origin":{"S":["${AWS::Region}"]}}}}'
"#;

fn function(area: &Area, handler: &Handler) -> String {
    let (needs, mut text) = (handler.needs(), format!("\n  {}:\n    Type: AWS::Serverless::Function\n", pascal(handler.name())));
    text += "    Properties:\n";
    let description = match handler.kind() {
        Kind::Route(route) => format!("{} {}", route.method.name(), route.path),
        _ => needs.called_by.map(|caller| format!("Called by {caller}")).unwrap_or_default(),
    };
    if !description.is_empty() {
        writeln!(text, "      Description: {description}").expect("a string");
    }
    writeln!(text, "      CodeUri: ../../target/lambda/{}/bootstrap.zip", area.name()).expect("a string");
    writeln!(text, "      Handler: {}", handler.name()).expect("a string");
    if needs.memory != 256 {
        writeln!(text, "      MemorySize: {}", needs.memory).expect("a string");
    }
    if needs.timeout != 10 {
        writeln!(text, "      Timeout: {}", needs.timeout).expect("a string");
    }
    text + &variables(handler) + &policies(handler) + &events(handler)
}

#[test]
fn generated_stacks_give_each_function_what_its_handler_needs() {
    let stacks = Stack::all();
    for stack in &stacks {
        keep(&root().join(stack.location()), &stack.template());
    }
    let queues = Queues::all();
    let nested: String = queues.iter().map(Queues::nested).chain(stacks.iter().map(Stack::nested)).collect();
    keep_part(&root().join("template.yaml"), BEGIN, END, &nested);
}
