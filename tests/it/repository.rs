//! The repository's own promises: template, handlers, sample events and description name the same things; functions reach
//! for nothing that is not theirs; licences allow closed use.

use crate::{isolation::routes, stack::root};
use authorizer::{allowed_paths, paths_of_scopes};
use domain::{
    api_scope::ApiScope,
    ids::{ApiClientId, MemberId},
    role::Role,
};
use lambda::{Area, Kind};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
};
use tenancy::access::{Identity, Resource, Subject, permits};

fn areas() -> Vec<Area> {
    vec![
        audit::area(),
        authorizer::area(),
        catalog::area(),
        engagement::area(),
        identity::area(),
        learning::area(),
        people::area(),
        workspaces::area(),
    ]
}

fn template() -> serde_yaml_ng::Value {
    serde_yaml_ng::from_str(&fs::read_to_string(root().join("template.yaml")).expect("the template")).expect("YAML")
}

fn pascal(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').map(capital).collect()
}

#[test]
fn template_and_handlers_name_the_same_functions() {
    let template = template();
    let mut declared = BTreeMap::new();
    for (id, resource) in template["Resources"].as_mapping().expect("resources") {
        if resource["Type"].as_str() == Some("AWS::Serverless::Function") {
            let text = |name: &str| resource["Properties"][name].as_str().expect("text").to_owned();
            declared.insert((text("CodeUri"), text("Handler")), id.as_str().expect("an id").to_owned());
        }
    }
    let mut built = BTreeMap::new();
    for area in areas() {
        for name in area.handler_names() {
            built.insert((format!("target/lambda/{}/bootstrap.zip", area.name()), name.to_owned()), pascal(name));
            let file = root().join(format!("functions/{}/src/{}.rs", area.name(), name.replace('-', "_")));
            assert!(file.exists(), "{} has no file of its own", name);
        }
    }
    assert_eq!(declared, built);
}

#[test]
fn strict_isolation_covers_every_function_that_uses_the_table() {
    let template = template();
    let resources = template["Resources"].as_mapping().expect("resources");
    let uses_table = |properties: &serde_yaml_ng::Value| {
        let policies = properties["Policies"].as_sequence().map(Vec::as_slice).unwrap_or_default();
        let statements = policies.iter().flat_map(|policy| policy["Statement"].as_sequence().expect("statements"));
        let mut actions = statements.flat_map(|statement| statement["Action"].as_sequence().expect("actions"));
        actions.any(|action| action.as_str().is_some_and(|action| action.starts_with("dynamodb:")))
    };
    let expected: BTreeSet<String> = resources
        .iter()
        .filter(|(_, resource)| resource["Type"].as_str() == Some("AWS::Serverless::Function") && uses_table(&resource["Properties"]))
        .map(|(id, _)| format!("{}Role", id.as_str().expect("an id")))
        .collect();
    let attached = template["Resources"]["TenantAccess"]["Properties"]["Roles"].as_sequence().expect("roles");
    let name = |role: &serde_yaml_ng::Value| match role {
        serde_yaml_ng::Value::Tagged(tagged) => tagged.value.as_str().expect("a name").to_owned(),
        other => panic!("{other:?} is no reference"),
    };
    assert_eq!(attached.iter().map(name).collect::<BTreeSet<_>>(), expected);
}

#[test]
fn template_and_handlers_name_the_same_routes() {
    let declared: BTreeSet<_> = routes().into_iter().collect();
    let mut built = BTreeSet::new();
    for area in areas() {
        for handler in area.handlers() {
            if let Kind::Route(route) = handler.kind() {
                let needs_token = route.audience != lambda::Audience::Anyone;
                built.insert((handler.name().to_owned(), route.method.name().to_owned(), route.path.to_owned(), needs_token));
            }
        }
    }
    assert_eq!(declared, built);
}

#[test]
fn every_handler_has_a_sample_event_and_no_event_is_left_over() {
    let events: BTreeSet<String> = fs::read_dir(root().join("events"))
        .expect("events/")
        .map(|entry| entry.expect("an entry").path())
        .inspect(|path| {
            let _: Value = serde_json::from_str(&fs::read_to_string(path).expect("text")).expect("JSON");
        })
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    let handlers: BTreeSet<String> = areas().iter().flat_map(Area::handler_names).map(str::to_owned).collect();
    assert_eq!(events, handlers);
}

#[test]
fn openapi_is_what_the_handlers_say() {
    let file = root().join("openapi.json");
    let text = serde_json::to_string_pretty(&lambda::openapi(&areas())).expect("JSON") + "\n";
    if std::env::var_os("TRELLIS_UPDATE").is_some() {
        fs::write(&file, &text).expect("written");
    }
    let checked_in = fs::read_to_string(&file).expect("openapi.json");
    assert!(checked_in == text, "openapi.json is stale: run make openapi");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let described: usize =
        document["paths"].as_object().expect("paths").values().filter_map(Value::as_object).map(serde_json::Map::len).sum();
    assert_eq!(described, routes().len());
    // Every reference leads somewhere.
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().expect("a name");
        assert!(schemas.contains_key(name), "{name} is not described");
    }
}

/// Whether an execute-api pattern, in which `*` stands for anything, matches.
fn matches(pattern: &str, text: &str) -> bool {
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
        for area in areas() {
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
    let areas = areas();
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
    let names: BTreeSet<String> = routes.iter().map(|(name, ..)| name.clone()).collect();
    assert_eq!(tenancy::access::action_names().expect("a schema"), names);
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
            let permitted = permits(&subject, name, &Resource::Workspace).expect("a decision");
            assert_eq!(permitted, audience.admits(role, *reading), "{role:?} on {name}");
            checked += 1;
        }
    }
    println!("{checked} pairs of role and route");
    assert_eq!(checked, Role::ALL.len() * routes.len());
}

#[test]
fn a_scope_opens_the_routes_that_name_it_and_no_others() {
    let mut checked = 0;
    let (workspace, roles) = ("acme".parse().expect("an id"), [Role::Machine].into());
    for scope in ApiScope::ALL {
        let patterns = paths_of_scopes(&[scope].into());
        for area in areas() {
            for handler in area.handlers() {
                let Kind::Route(route) = handler.kind() else { continue };
                if route.audience == lambda::Audience::Anyone {
                    continue;
                }
                let concrete = format!("{}{}", route.method.name(), route.path.replace(['{', '}'], ""));
                let identity = Identity::Machine(ApiClientId::random(), vec![scope.name().to_owned()]);
                let subject = Subject { identity, workspace: &workspace, roles: &roles, groups: Vec::new(), regions: &[] };
                let permitted = permits(&subject, handler.name(), &Resource::Workspace).expect("a decision");
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

#[test]
fn function_crates_reach_neither_aws_nor_the_doors() {
    let mut checked = 0;
    for entry in fs::read_dir(root().join("functions")).expect("functions/") {
        let manifest = fs::read_to_string(entry.expect("an entry").path().join("Cargo.toml")).expect("a manifest");
        let dependencies = manifest.split("[dependencies]").nth(1).expect("dependencies").split("[dev-dependencies]").next().expect("text");
        for line in dependencies.lines() {
            for forbidden in ["aws-", "tenancy", "local"] {
                assert!(!line.starts_with(forbidden), "{line}");
            }
        }
        checked += 1;
    }
    assert_eq!(checked, areas().len());
}

#[test]
fn no_lambda_artifact_contains_the_local_stack() {
    for area in areas() {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--package", area.name()])
            .current_dir(root())
            .output()
            .expect("cargo tree");
        let tree = String::from_utf8(tree.stdout).expect("text");
        assert!(tree.starts_with(area.name()));
        for forbidden in ["local", "dynoxide", "rusqlite", "s3s ", "axum"] {
            assert!(!tree.lines().any(|line| line.starts_with(forbidden)), "{} depends on {forbidden}", area.name());
        }
    }
}

#[test]
fn licences_allow_closed_use() {
    let deny = fs::read_to_string(root().join("deny.toml")).expect("deny.toml");
    let allowed: BTreeSet<&str> = deny
        .split("allow = [")
        .nth(1)
        .expect("a list")
        .split(']')
        .next()
        .expect("its end")
        .lines()
        .filter_map(|line| line.split('"').nth(1))
        .collect();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let licence = package["license"].as_str().unwrap_or_default();
        // "A OR B" is ours to choose; "A AND B" binds to both.
        let fits = licence.replace('/', " OR ").split(" OR ").any(|choice| {
            let parts: Vec<&str> = choice.split(" AND ").map(|part| part.trim().trim_matches(['(', ')'])).collect();
            parts.iter().all(|part| allowed.contains(part))
        });
        let fits = fits || (licence.contains('(') && allowed.iter().any(|choice| licence.contains(choice)));
        assert!(fits, "{name} has the licence {licence:?}");
    }
    assert!(packages.len() > 200);
}
