//! What is written from the handlers' declarations and checked in, so that everything else can read it: the API's description, the
//! gateway's routes and the events' subscriptions in the templates, the schema of the policies, the map of the crates. `make generate`
//! writes all of it; here it is held against the handlers.

pub(crate) mod events;
mod patterns;
mod queues;
pub(crate) mod stacks;

use crate::{
    repository::{actions, crates, pascal},
    stack::root,
};
use lambda::{Area, Audience, Kind};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// Around the generated part of the template.
const BEGIN: &str = "        # What follows is written by `make generate`, from what the handlers declare.\n        paths:\n";
const END: &str = "        # Here ends what is generated.\n";

/// Writes a file if that was asked for, and fails if it says something else.
#[track_caller]
pub(crate) fn keep(file: &Path, text: &str) {
    if std::env::var_os("TRELLIS_UPDATE").is_some() {
        fs::write(file, text).expect("written");
    }
    assert!(fs::read_to_string(file).expect("the file") == text, "{} is stale: run make generate", file.display());
}

/// The same for the part of a file between two lines.
#[track_caller]
fn keep_part(file: &Path, begin: &str, end: &str, part: &str) {
    /// Two parts of one file are written one after the other.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let text = fs::read_to_string(file).expect("the file");
    let (before, rest) = text.split_once(begin).expect("where the generated part begins");
    let (_, after) = rest.split_once(end).expect("where it ends");
    keep(file, &format!("{before}{begin}{part}{end}{after}"));
}

/// The paths of the API's definition. A line for each route, since at 300 routes they are the longest part of the template.
fn definition() -> String {
    let (homes, mut paths) = (stacks::homes(), BTreeMap::<_, BTreeMap<_, _>>::new());
    for area in areas::all() {
        for handler in area.handlers() {
            let Kind::Route(route) = handler.kind() else { continue };
            let id = pascal(handler.name());
            let stack = homes.get(&id).expect("a template of an area declares the function");
            let security = if route.audience == Audience::Anyone { "[]" } else { "[{ AccessToken: [] }, { api_key: [] }]" };
            let function = format!("lambda:path/2015-03-31/functions/${{{stack}.Outputs.{id}Arn}}/invocations");
            let uri = format!("!Sub 'arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:{function}'");
            let integration = format!("{{ type: aws_proxy, httpMethod: POST, credentials: !GetAtt GatewayRole.Arn, uri: {uri} }}");
            let method = format!("{{ responses: {{}}, security: {security}, x-amazon-apigateway-integration: {integration} }}");
            paths.entry(route.path).or_default().insert(route.method, method);
        }
    }
    let mut text = String::new();
    for (path, methods) in paths {
        writeln!(text, "          {path}:").expect("a string");
        for (name, method) in methods {
            writeln!(text, "            {}: {method}", name.name().to_lowercase()).expect("a string");
        }
    }
    text
}

#[test]
fn generated_openapi_is_what_the_handlers_say() {
    let text = serde_json::to_string_pretty(&lambda::openapi(&areas::all())).expect("JSON") + "\n";
    keep(&root().join("openapi.json"), &text);
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let described: usize =
        document["paths"].as_object().expect("paths").values().filter_map(Value::as_object).map(serde_json::Map::len).sum();
    assert_eq!(described, areas::all().iter().flat_map(Area::handlers).filter(|handler| matches!(handler.kind(), Kind::Route(_))).count());
    // Every reference leads somewhere.
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().expect("a name");
        assert!(schemas.contains_key(name), "{name} is not described");
    }
}

#[test]
fn generated_routes_are_what_the_handlers_declare() {
    keep_part(&root().join("template.yaml"), BEGIN, END, &definition());
}

/// The schema of the policies: the entities that all areas have, those of single areas, and an action for each route that needs a token.
pub(crate) fn schema() -> String {
    let own = catalog_model::access::SCHEMA;
    let mut kinds: BTreeMap<Vec<&str>, BTreeSet<&str>> = BTreeMap::new();
    for action in actions() {
        kinds.entry(action.kinds).or_default().insert(action.name);
    }
    let of_areas = own.split("\nentity ").filter_map(|rest| rest.trim_start_matches("entity ").split(' ').next());
    let resources: Vec<&str> = ["Workspace", "Member"].into_iter().chain(of_areas).collect();
    let mut text = format!("// Written by `make generate`, from what the routes declare.\n\n{}\n{own}\n", tenancy::access::SCHEMA);
    text.push_str("// --- Routes ---\n");
    for (kinds, names) in kinds {
        let names: Vec<String> = names.iter().map(|name| format!("  \"{name}\"")).collect();
        let kinds: Vec<String> = kinds.iter().map(|kind| format!("\"{kind}\"")).collect();
        let applies = format!("appliesTo {{ principal: [Member, Machine], resource: [{}] }}", resources.join(", "));
        write!(text, "\naction\n{}\n  in [{}] {applies};\n", names.join(",\n"), kinds.join(", ")).expect("a string");
    }
    text
}

#[test]
fn generated_schema_names_every_route_that_needs_a_token() {
    keep(&root().join("functions/schema.cedarschema"), &schema());
}

#[test]
fn every_kind_of_event_is_one_areas_own_and_somebody_announces_what_is_awaited() {
    // Every kind is one area's own, and nobody waits for what nobody announces.
    let announced: Vec<&str> = areas::all().iter().flat_map(Area::announces).copied().collect();
    let once: BTreeSet<&str> = announced.iter().copied().collect();
    assert_eq!(announced.len(), once.len(), "a kind of event is announced by two areas");
    for kind in stacks::subscriptions().into_keys() {
        assert!(once.contains(kind), "{kind} is announced by no area");
    }
}

#[test]
fn generated_map_shows_which_crate_depends_on_which() {
    let mut text =
        "# The crates\n\nWritten by `make generate` from `cargo metadata`. Arrows point down only; a test holds that.\n\n".to_owned();
    text.push_str("| crate | depends on |\n|---|---|\n");
    for (name, dependencies) in crates() {
        let dependencies: Vec<String> = dependencies.iter().map(|dependency| format!("`{dependency}`")).collect();
        writeln!(text, "| `{name}` | {} |", dependencies.join(", ")).expect("a string");
    }
    keep(&root().join("docs/generated/crates.md"), &text);
}
