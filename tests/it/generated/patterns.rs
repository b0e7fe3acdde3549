//! The authorizer's patterns: few that cover the routes of a role or scope and no others.

use super::keep;
use crate::{repository::matches, stack::root};
use lambda::{Area, Audience, Kind, Method, RouteDescription};
use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};
use trellis_core::{api_scope::ApiScope, role::Role};

type Guarded = Arc<RouteDescription>;

/// The routes that need a token.
fn guarded() -> Vec<Guarded> {
    let areas = areas::all();
    let routes = areas.iter().flat_map(Area::handlers).filter_map(|handler| match handler.kind() {
        Kind::Route(route) if route.audience != Audience::Anyone => Some(Arc::clone(route)),
        _ => None,
    });
    routes.collect()
}

fn concrete(route: &RouteDescription) -> String {
    format!("{}{}", route.method.name(), route.path.replace(['{', '}'], ""))
}

/// What could cover a route, from its own path to all that begins as it does.
fn candidates(route: &RouteDescription) -> Vec<String> {
    let path: Vec<&str> = route.path.split('/').skip(1).map(|part| if part.starts_with('{') { "*" } else { part }).collect();
    let whole = [path.join("/")].into_iter();
    let shorter = (2..path.len()).rev().map(|length| path[..length].join("/") + "/*");
    let paths: Vec<String> = whole.chain(shorter).collect();
    [route.method.name(), "*"].iter().flat_map(|method| paths.iter().map(move |path| format!("{method}/{path}"))).collect()
}

/// Patterns that cover what is wanted and nothing else of `all`, except for what is open anyway: the one that covers most first, of equal
/// ones that which says most.
fn cover(all: &[Guarded], wanted: impl Fn(&RouteDescription) -> bool, open: &[String]) -> Vec<String> {
    let is_open = |route: &Guarded| open.iter().any(|pattern| matches(pattern, &concrete(route)));
    let mut left: Vec<&Guarded> = all.iter().filter(|route| wanted(route) && !is_open(route)).collect();
    let fits = |pattern: &str| all.iter().all(|route| wanted(route) || is_open(route) || !matches(pattern, &concrete(route)));
    let possible: BTreeSet<String> = left.iter().flat_map(|route| candidates(route)).filter(|pattern| fits(pattern)).collect();
    let mut patterns = Vec::new();
    while !left.is_empty() {
        let covered = |pattern: &String| left.iter().filter(|route| matches(pattern, &concrete(route))).count();
        let best = possible.iter().max_by_key(|pattern| (covered(pattern), pattern.len())).expect("a route covers itself").clone();
        left.retain(|route| !matches(&best, &concrete(route)));
        patterns.push(best);
    }
    patterns.sort();
    patterns
}

fn arm(text: &mut String, name: &str, patterns: &[String]) {
    let quoted: Vec<String> = patterns.iter().map(|pattern| format!("\n            \"{pattern}\",")).collect();
    let end = if quoted.is_empty() { "" } else { "\n        " };
    writeln!(text, "        {name} => &[{}{end}],", quoted.concat()).expect("a string");
}

#[test]
fn generated_patterns_of_the_authorizer_open_what_routes_declare() {
    let all = guarded();
    let reading = |route: &RouteDescription| route.method == Method::Get;
    let member = cover(&all, |route| route.audience == Audience::Member, &[]);
    let mut text =
        "//! Written by `make generate`, from the audiences and scopes of the routes: `METHOD/path` patterns in which `*` stands for \
                    anything, as in\n//! an execute-api ARN.\n\nuse trellis_core::{api_scope::ApiScope, role::Role};\n\n"
            .to_owned();
    let member_lines: String = member.iter().map(|pattern| format!("    \"{pattern}\",\n")).collect();
    write!(text, "/// Open to every person, for what is their own.\npub(crate) const MEMBER: &[&str] = &[\n{member_lines}];\n")
        .expect("text");
    text += "\n/// What a role opens besides.\npub(crate) const fn of_role(role: Role) -> &'static [&'static str] {\n    match role {\n";
    for role in Role::ALL {
        let patterns = match role {
            Role::Machine => Vec::new(),
            _ => cover(&all, |route| route.audience.admits(role, reading(route)), &member),
        };
        arm(&mut text, &format!("Role::{role:?}"), &patterns);
    }
    text += "    }\n}\n\n/// What a scope opens.\npub(crate) const fn of_scope(scope: ApiScope) -> &'static [&'static str] {\n    match scope {\n";
    for scope in ApiScope::ALL {
        arm(&mut text, &format!("ApiScope::{scope:?}"), &cover(&all, |route| route.scope == Some(scope), &[]));
    }
    text += "    }\n}\n";
    keep(&root().join("functions/authorizer/src/patterns.rs"), &text);
}
