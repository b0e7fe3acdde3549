//! The repository's own promises: template, handlers, sample events and description name the same things; functions reach
//! for nothing that is not theirs; licences allow closed use.

use crate::{generated::stacks::queues, stack::root};
use authorizer::{allowed_paths, paths_of_scopes};
use lambda::{Area, Kind, Resource};
use serde_json::Value;
use spdx::{Expression, Licensee, ParseMode};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tenancy::access::{Action, Identity, Subject, permits};
use trellis_core::{
    api_scope::ApiScope,
    ids::{ApiClientId, MemberId},
    role::Role,
};

/// One area.
pub(crate) fn area(name: &str) -> Area {
    areas::all().into_iter().find(|area| area.name() == name).unwrap_or_else(|| panic!("there is no area {name}"))
}

/// The routes that need a token, as policies know them.
pub(crate) fn actions() -> Vec<Action> {
    let areas = areas::all();
    let handlers = areas.iter().flat_map(Area::handlers);
    let routes = handlers.filter_map(|handler| match handler.kind() {
        Kind::Route(route) if route.audience != lambda::Audience::Anyone => Some(Action { name: handler.name(), kinds: route.kinds() }),
        _ => None,
    });
    routes.collect()
}

/// A template as it is written.
pub(crate) fn yaml(file: impl AsRef<Path>) -> serde_yaml_ng::Value {
    serde_yaml_ng::from_str(&fs::read_to_string(root().join(file)).expect("the template")).expect("YAML")
}

/// The templates of the areas' functions: `functions/<area>/*.yaml`, but for their queues.
fn area_templates() -> Vec<PathBuf> {
    let areas = areas::all().into_iter().map(|area| root().join("functions").join(area.name()));
    let files = areas.flat_map(|folder| fs::read_dir(folder).expect("an area").map(|entry| entry.expect("an entry").path()));
    files.filter(|file| file.extension().is_some_and(|kind| kind == "yaml") && !file.ends_with("queues.yaml")).collect()
}

/// The functions of all areas by their logical ids.
pub(crate) fn functions() -> BTreeMap<String, serde_yaml_ng::Value> {
    let mut functions = BTreeMap::new();
    for file in area_templates() {
        for (id, resource) in yaml(&file)["Resources"].as_mapping().expect("resources") {
            if resource["Type"].as_str() == Some("AWS::Serverless::Function") {
                let id = id.as_str().expect("an id").to_owned();
                assert!(functions.insert(id.clone(), resource["Properties"].clone()).is_none(), "two functions are called {id}");
            }
        }
    }
    functions
}

pub(crate) fn pascal(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').map(capital).collect()
}

#[test]
fn template_and_handlers_name_the_same_functions() {
    let text = |properties: &serde_yaml_ng::Value, name: &str| properties[name].as_str().expect("text").to_owned();
    let declared: BTreeMap<_, _> =
        functions().into_iter().map(|(id, properties)| ((text(&properties, "CodeUri"), text(&properties, "Handler")), id)).collect();
    let mut built = BTreeMap::new();
    for area in areas::all() {
        for name in area.handler_names() {
            built.insert((format!("../../target/lambda/{}/bootstrap.zip", area.name()), name.to_owned()), pascal(name));
            let file = root().join(format!("functions/{}/src/{}.rs", area.name(), name.replace('-', "_")));
            assert!(file.exists(), "{} has no file of its own", name);
        }
    }
    assert_eq!(declared, built);
}

/// SQS takes a group for noisy from 30 messages in flight and a tenth of all: with fewer in flight no queue would be fair.
#[test]
fn standard_queues_are_worked_on_enough_at_once_to_be_fair() {
    let standard: Vec<_> = queues().into_values().map(|(queue, _)| queue).filter(|queue| !queue.is_fifo).collect();
    for queue in &standard {
        assert!(u32::from(queue.batch) * u32::from(queue.workers) >= 50, "{queue:?}");
    }
    assert!(standard.len() >= 3, "{standard:?}");
}

#[test]
fn strict_isolation_covers_every_function_that_uses_the_table() {
    let uses_table = |properties: &serde_yaml_ng::Value| {
        let policies = properties["Policies"].as_sequence().map(Vec::as_slice).unwrap_or_default();
        let statements = policies.iter().flat_map(|policy| policy["Statement"].as_sequence().expect("statements"));
        let mut actions = statements.flat_map(|statement| statement["Action"].as_sequence().expect("actions"));
        actions.any(|action| action.as_str().is_some_and(|action| action.starts_with("dynamodb:")))
    };
    let name = |role: &serde_yaml_ng::Value| match role {
        serde_yaml_ng::Value::Tagged(tagged) => tagged.value.as_str().expect("a name").to_owned(),
        other => panic!("{other:?} is no reference"),
    };
    let expected: BTreeSet<String> =
        functions().iter().filter(|(_, properties)| uses_table(properties)).map(|(id, _)| format!("{id}Role")).collect();
    let mut attached = BTreeSet::new();
    for file in area_templates() {
        let roles = yaml(&file)["Resources"]["TenantAccess"]["Properties"]["Roles"].clone();
        attached.extend(roles.as_sequence().expect("roles").iter().map(name));
    }
    assert_eq!(attached, expected);
}

/// Templates can share nothing, so what all areas have is written in each, and what it is given in the root: of one name, the same.
#[test]
fn the_areas_templates_are_set_up_alike() {
    let mut said = BTreeMap::new();
    let mut same = |section: &str, value: &serde_yaml_ng::Value| {
        for (name, value) in value.as_mapping().expect("a map") {
            let name = format!("{section} {}", name.as_str().expect("a name"));
            let first = said.entry(name.clone()).or_insert_with(|| value.clone());
            assert_eq!(first, value, "{name}");
        }
    };
    for file in area_templates() {
        let template = yaml(&file);
        for section in ["Globals", "Parameters", "Conditions"] {
            same(section, &template[section]);
        }
    }
    for (_, nested) in yaml("template.yaml")["Resources"].as_mapping().expect("resources") {
        if nested["Properties"]["Location"].as_str().is_some_and(|location| location.starts_with("functions/")) {
            same("given", &nested["Properties"]["Parameters"]);
        }
    }
}

#[test]
fn the_boundary_lets_functions_reach_the_queues_of_every_area() {
    let resources = yaml("template.yaml")["Resources"].clone();
    let statements = &resources["FunctionBoundary"]["Properties"]["PolicyDocument"]["Statement"];
    let queues = statements.as_sequence().expect("statements").iter().find(|statement| statement["Sid"] == "Queues").expect("queues");
    // The colons of a pseudo parameter's name are two.
    let (_, pattern) = queues["Resource"].as_str().expect("a text").split_once("${AWS::AccountId}:").expect("an ARN");
    let nested = resources
        .as_mapping()
        .expect("resources")
        .iter()
        .filter(|(_, nested)| nested["Properties"]["Location"].as_str().is_some_and(|location| location.ends_with("/queues.yaml")));
    let names: Vec<&str> = nested.filter_map(|(name, _)| name.as_str()).collect();
    for name in &names {
        // CloudFormation: the stack's name, the nested one's, a mark, the queue's, a mark.
        let queue = format!("${{AWS::StackName}}-{name}-1ABC-Waiting-2DEF");
        assert!(matches(pattern, &queue), "{pattern} leaves {queue} out");
    }
    assert!(names.len() >= 6);
}

/// Whether an execute-api pattern, in which `*` stands for anything, matches.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, rest)) => text
            .strip_prefix(head)
            .is_some_and(|text| (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| matches(rest, &text[at..]))),
    }
}

#[test]
fn the_authorizers_policy_and_the_routes_audiences_agree() {
    let mut checked = 0;
    for role in Role::ALL {
        let roles = [role].into();
        for area in areas::all() {
            for handler in area.handlers() {
                let Kind::Route(route) = handler.kind() else { continue };
                if route.audience == lambda::Audience::Anyone {
                    continue;
                }
                let concrete = format!("{}{}", route.method.name(), route.path.replace(['{', '}'], ""));
                let allowed = allowed_paths(&roles).iter().any(|pattern| matches(pattern, &concrete));
                assert_eq!(
                    allowed,
                    roles.iter().any(|role| route.audience.admits(*role, route.method == lambda::Method::Get)),
                    "{role:?} on {concrete}"
                );
                checked += 1;
            }
        }
    }
    println!("{checked} pairs of role and route");
    assert!(checked >= 100);
}

/// The routes that need a token: their handlers, whom they are for, and whether they only read.
fn guarded() -> Vec<(String, lambda::Audience, bool)> {
    let areas = areas::all();
    let handlers = areas.iter().flat_map(Area::handlers);
    let routes = handlers.filter_map(|handler| match handler.kind() {
        Kind::Route(route) => Some((handler.name().to_owned(), route.audience, route.method == lambda::Method::Get)),
        _ => None,
    });
    routes.filter(|(_, audience, _)| *audience != lambda::Audience::Anyone).collect()
}

#[test]
fn the_policies_name_the_routes_and_agree_with_their_audiences() {
    let routes = guarded();
    let actions = actions();
    let workspace = "acme".parse().expect("an id");
    let mut checked = 0;
    for role in Role::ALL {
        let roles = [role].into();
        let identity = match role {
            Role::Machine => Identity::Machine(ApiClientId::random(), Vec::new()),
            _ => Identity::Member(MemberId::random()),
        };
        let subject = Subject { identity, workspace: &workspace, roles: &roles, groups: Vec::new(), regions: &[] };
        for (name, audience, reading) in &routes {
            let action = actions.iter().find(|action| action.name == name).expect("an action");
            let permitted = permits(&subject, action, &Resource::workspace()).expect("a decision");
            assert_eq!(permitted, audience.admits(role, *reading), "{role:?} on {name}");
            checked += 1;
        }
    }
    println!("{checked} pairs of role and route");
    assert_eq!(checked, Role::ALL.len() * routes.len());
}

/// What a function's role may do with the table itself.
fn table_actions(properties: &serde_yaml_ng::Value) -> BTreeSet<String> {
    let statements = &properties["Policies"][0]["Statement"];
    let on_table =
        |resource: &serde_yaml_ng::Value| serde_yaml_ng::to_string(resource).is_ok_and(|text| text.trim_end().ends_with("TableArn"));
    let reaches = |statement: &&serde_yaml_ng::Value| match statement["Resource"].as_sequence() {
        Some(resources) => resources.iter().any(on_table),
        None => on_table(&statement["Resource"]),
    };
    let statements = statements.as_sequence().expect("statements").iter().filter(reaches);
    let actions = statements.flat_map(|statement| statement["Action"].as_sequence().expect("a list of actions"));
    actions.map(|action| action.as_str().expect("text").to_owned()).collect()
}

/// The local stack applies the roles to whatever the tests do; this is for routes that no test calls as support.
#[test]
fn wherever_support_may_look_the_look_can_be_recorded() {
    let (functions, mut checked) = (functions(), 0);
    for (name, audience, reading) in guarded() {
        if audience.admits(Role::Support, reading) {
            assert!(table_actions(&functions[&pascal(&name)]).contains("dynamodb:PutItem"), "{name}");
            checked += 1;
        }
    }
    assert!(checked >= 25, "{checked}");
}

#[test]
fn a_scope_opens_the_routes_that_name_it_and_no_others() {
    let mut checked = 0;
    let (workspace, roles) = ("acme".parse().expect("an id"), [Role::Machine].into());
    for scope in ApiScope::ALL {
        let patterns = paths_of_scopes(&[scope].into());
        for area in areas::all() {
            for handler in area.handlers() {
                let Kind::Route(route) = handler.kind() else { continue };
                if route.audience == lambda::Audience::Anyone {
                    continue;
                }
                let concrete = format!("{}{}", route.method.name(), route.path.replace(['{', '}'], ""));
                let identity = Identity::Machine(ApiClientId::random(), vec![scope.name().to_owned()]);
                let subject = Subject { identity, workspace: &workspace, roles: &roles, groups: Vec::new(), regions: &[] };
                let action = Action { name: handler.name(), kinds: route.kinds() };
                let permitted = permits(&subject, &action, &Resource::workspace()).expect("a decision");
                assert_eq!(permitted, route.scope == Some(scope), "{} on {concrete}", scope.name());
                let allowed = patterns.iter().any(|pattern| matches(pattern, &concrete));
                assert_eq!(allowed, route.scope == Some(scope), "{} on {concrete}", scope.name());
                checked += 1;
            }
        }
        assert!(patterns.iter().all(|pattern| !pattern.contains("api-clients")), "a program makes programs");
    }
    println!("{checked} pairs of scope and route");
    let identity = fs::read_to_string(root().join("infra/identity.yaml")).expect("the template");
    let declared: BTreeSet<&str> = identity.split("ScopeName: ").skip(1).filter_map(|rest| rest.split([',', ' ']).next()).collect();
    assert_eq!(declared, ApiScope::ALL.map(ApiScope::name).into());
}

/// Every file of Rust under a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .collect()
}

/// The clients of outside services that areas have of their own: nothing else of theirs names an SDK.
const CLIENTS: [&str; 3] = ["identity/src/cognito/", "workspaces/src/usage_keys.rs", "authorizer/src/key_set.rs"];

#[test]
fn handlers_reach_neither_the_table_itself_nor_the_doors() {
    let mut checked = 0;
    for area in areas::all() {
        let folder = root().join("functions").join(area.name());
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        let dependencies = manifest.split("[dependencies]").nth(1).expect("dependencies").split("[dev-dependencies]").next().expect("text");
        for line in dependencies.lines() {
            for forbidden in ["aws-sdk-dynamodb", "aws-sdk-sts", "tenancy", "local"] {
                assert!(!line.starts_with(forbidden), "{}: {line}", area.name());
            }
        }
        for file in sources(&folder.join("src")) {
            let (text, name) = (fs::read_to_string(&file).expect("text"), file.display().to_string());
            // What cannot be written is proved by writing it.
            let client = name.ends_with("isolation.rs") || CLIENTS.iter().any(|client| name.contains(client));
            let named = ["aws_sdk_", "aws_smithy_", "aws_config"].iter().any(|sdk| text.contains(sdk));
            assert!(client || !named, "{name} names an SDK");
            // Which keys there are is for the model to say.
            assert!(!text.contains("Prefix"), "{name} spells a key");
            // What writes without asking whether the caller may still do so stands in one file, where it says why.
            let asks = !["acting_on", "Operation::new"].iter().any(|way| text.contains(way));
            assert!(asks || name.ends_with("workspaces/src/opening.rs"), "{name} goes without the caller's authority");
            checked += 1;
        }
    }
    assert!(checked > 150, "{checked}");
}

/// How deep a crate lies: it may depend on what lies deeper, and models on other models. Importers of courses lie between models and handlers, and
/// what reads packages lies below the models.
fn depth(name: &str) -> Option<u8> {
    let models = name.strip_suffix("-model").map(|_| 4).or((name == "mdbook-import").then_some(5));
    let shared = [("archive", 0), ("package-manifest", 1), ("trellis-core", 0), ("search", 1), ("tenancy", 1), ("table", 2), ("lambda", 3)];
    let handlers = areas::all().iter().any(|area| area.name() == name).then_some(6);
    models.or(handlers).or(shared.into_iter().find(|(shared, _)| *shared == name).map(|(_, depth)| depth))
}

/// Our crates, each with those that it depends on.
pub(crate) fn crates() -> BTreeMap<String, BTreeSet<String>> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--no-deps", "--offline"]).current_dir(root());
    let metadata: Value = serde_json::from_slice(&command.output().expect("cargo metadata").stdout).expect("JSON");
    let mut crates = BTreeMap::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        let dependencies = package["dependencies"].as_array().expect("dependencies").iter();
        let ours = dependencies.filter(|dependency| dependency["kind"].is_null()).filter_map(|dependency| dependency["name"].as_str());
        if depth(name).is_some() {
            crates.insert(name.to_owned(), ours.filter(|name| depth(name).is_some()).map(str::to_owned).collect());
        }
    }
    crates
}

#[test]
fn arrows_between_crates_point_down_only() {
    let crates = crates();
    for (name, dependencies) in &crates {
        for dependency in dependencies {
            let both_models = name.ends_with("-model") && dependency.ends_with("-model");
            assert!(both_models || depth(dependency) < depth(name), "{name} depends on {dependency}");
        }
    }
    let areas = areas::all();
    let models = areas.iter().filter(|area| root().join("functions").join(area.name()).join("model").exists()).count();
    assert_eq!(crates.len(), 6 + models + 2 + areas.len());
}

#[test]
fn no_two_areas_keep_things_in_one_place() {
    let prefixes: Vec<table::Prefix> = areas::all().iter().flat_map(Area::prefixes).chain(table::keys::PREFIXES).copied().collect();
    assert_eq!(table::keys::overlaps(&prefixes), Vec::new());
    assert!(prefixes.len() > 50);
}

#[test]
fn no_lambda_artifact_contains_the_local_stack() {
    for area in areas::all() {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--package", area.name()])
            .current_dir(root())
            .output()
            .expect("cargo tree");
        let tree = String::from_utf8(tree.stdout).expect("text");
        assert!(tree.starts_with(area.name()));
        for forbidden in ["local", "dynoxide", "s3s ", "axum"] {
            assert!(!tree.lines().any(|line| line.starts_with(forbidden)), "{} depends on {forbidden}", area.name());
        }
    }
}

/// Whether an SPDX expression can be met with these licences. Older manifests write a slash for OR.
fn allows(expression: &str, allowed: &[Licensee]) -> bool {
    let expression = Expression::parse_mode(expression, ParseMode::LAX);
    expression.is_ok_and(|expression| expression.evaluate(|wanted| allowed.iter().any(|licensee| licensee.satisfies(wanted))))
}

#[test]
fn licences_that_bind_derived_work_are_found_in_every_form() {
    let allowed: Vec<Licensee> = ["MIT", "ISC"].map(|name| Licensee::parse(name).expect("a licence")).into();
    for fits in ["MIT", "MIT/GPL-3.0", "GPL-3.0-only OR MIT", "(MIT OR GPL-3.0-only) AND ISC"] {
        assert!(allows(fits, &allowed), "{fits}");
    }
    for refused in ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR ISC) AND AGPL-3.0-only", "MIT WITH GCC-exception-3.1", "(MIT"] {
        assert!(!allows(refused, &allowed), "{refused}");
    }
}

/// What is built for the platforms of `deny.toml`: crates of others are never fetched, and need no licence here.
#[test]
fn licences_allow_closed_use() {
    let deny: toml::Table = fs::read_to_string(root().join("deny.toml")).expect("deny.toml").parse().expect("TOML");
    let texts = |table: &str, key: &str| -> BTreeSet<String> {
        let listed = deny[table][key].as_array().expect("a list");
        listed.iter().map(|text| text.as_str().expect("text").to_owned()).collect()
    };
    let allowed: Vec<Licensee> = texts("licenses", "allow").iter().map(|name| Licensee::parse(name).expect("a licence")).collect();
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(root());
    for platform in texts("graph", "targets") {
        command.args(["--filter-platform", &platform]);
    }
    let output = command.output().expect("cargo metadata");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    for package in packages {
        let (name, licence) = (&package["name"], package["license"].as_str().unwrap_or_default());
        assert!(allows(licence, &allowed), "{name} has the licence {licence:?}, which deny.toml does not allow");
    }
    // What crates.io does not have was not looked at by anybody.
    let elsewhere = packages.iter().filter(|package| package["source"].as_str().is_some_and(|source| !source.contains("crates.io-index")));
    assert_eq!(elsewhere.count(), 0);
    assert!(packages.len() > 200);
}

/// Lambda counts the refusals of two functions among its errors. Whatever rings for the errors of functions leaves those two out.
#[test]
fn refusals_ring_no_alarm() {
    let text = fs::read_to_string(root().join("infra/observability.yaml")).expect("the template");
    let template: serde_yaml_ng::Value = serde_yaml_ng::from_str(&text).expect("YAML");
    let mut counting = 0;
    for (id, resource) in template["Resources"].as_mapping().expect("resources") {
        let shown = serde_yaml_ng::to_string(resource).expect("YAML");
        if !shown.contains("MetricName: Errors\n") {
            continue;
        }
        counting += 1;
        let id = id.as_str().expect("an id");
        assert!(shown.contains("Expression: all - FILL(unauthorized, 0) - FILL(refused, 0)"), "{id}");
        for function in ["AuthorizeFunction", "TokenClaimsFunction"] {
            assert!(shown.contains(&format!("!Ref {function}")), "{id} does not leave {function} out");
        }
    }
    assert_eq!(counting, 2, "the alarm and the objective");
    let alarm = &template["Resources"]["AuthorizerFailures"]["Properties"]["MetricName"];
    assert_eq!(alarm.as_str(), Some("AuthorizerFailures"));
    let filter = template["Resources"]["AuthorizerFailuresFilter"]["Properties"]["FilterPattern"].as_str().expect("a pattern");
    assert!(filter.contains("AUTHORIZER_FAILURE") && !filter.contains("UNAUTHORIZED"), "{filter}");
}

/// `ForAllValues` is true where a request names no key: beside it, `Null` asks for one.
#[test]
fn conditions_on_leading_keys_ask_for_a_key() {
    fn check(value: &serde_yaml_ng::Value, found: &mut usize) {
        match value {
            serde_yaml_ng::Value::Mapping(fields) => {
                if let Some(keys) = fields.get("ForAllValues:StringLike").filter(|keys| keys.get("dynamodb:LeadingKeys").is_some()) {
                    *found += 1;
                    let asked = fields.get("Null").and_then(|null| null["dynamodb:LeadingKeys"].as_str());
                    assert_eq!(asked, Some("false"), "{keys:?}");
                }
                fields.values().for_each(|value| check(value, found));
            }
            serde_yaml_ng::Value::Sequence(values) => values.iter().for_each(|value| check(value, found)),
            serde_yaml_ng::Value::Tagged(tagged) => check(&tagged.value, found),
            _ => {}
        }
    }
    let (mut found, mut named) = (0, 0);
    let nested = fs::read_dir(root().join("infra")).expect("infra/").map(|entry| entry.expect("an entry").path());
    let nested = nested.filter(|file| file.extension().is_some_and(|kind| kind == "yaml"));
    for file in nested.chain(area_templates()).chain([root().join("template.yaml")]) {
        let text = fs::read_to_string(&file).expect("a template");
        named +=
            text.matches("ForAllValues:StringLike: { dynamodb:LeadingKeys").count() + text.matches("ForAllValues:StringLike:\n").count();
        check(&serde_yaml_ng::from_str(&text).expect("YAML"), &mut found);
    }
    assert_eq!(found, named);
    // Those of the roles in the template, and one of each function that writes.
    assert!(found > 100, "{found}");
}
