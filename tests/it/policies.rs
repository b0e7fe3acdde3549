//! The policies as a table: who, what, about what, and whether; and the policies of all areas together, against the generated schema.

use crate::{generated::schema, repository::actions};
use catalog_model::{
    access::{Door, Offering, resource as of_course},
    course::CourseState,
};
use cedar_policy::{PolicySet, Schema, ValidationMode, Validator};
use lambda::Resource;
use people_model::{access::resource as of_member, ids::GroupId};
use std::{collections::BTreeSet, str::FromStr};
use tenancy::access::{Action, Identity, Subject, permits, permits_in};
use trellis_core::{
    api_scope::ApiScope,
    ids::{ApiClientId, MemberId, WorkspaceId},
    role::Role,
};

/// The text of all policies.
fn all_policies() -> String {
    [tenancy::access::ROLES, people_model::access::POLICIES, catalog_model::access::POLICIES].concat()
}

/// What is wrong with policies. Cedar takes a misspelt attribute after `has` for one that is never there, so these are looked up here.
fn findings(policies: &str) -> Vec<String> {
    let text = schema();
    let (schema, warnings) = Schema::from_cedarschema_str(&text).expect("it can be read");
    assert_eq!(warnings.count(), 0);
    let result = Validator::new(schema).validate(&PolicySet::from_str(policies).expect("it can be read"), ValidationMode::Strict);
    let unknown = asked_for(policies).into_iter().filter(|attribute| !text.contains(&format!("  {attribute}?: ")));
    result.validation_errors().map(ToString::to_string).chain(unknown.map(|attribute| format!("no entity has a {attribute}"))).collect()
}

/// The attributes that stand after a `has`.
fn asked_for(policies: &str) -> BTreeSet<String> {
    let code = policies.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = code.flat_map(|line| line.split(" has ").skip(1));
    names.map(|rest| rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()).collect()
}

#[test]
fn a_misspelt_name_is_found() {
    let changed = |from: &str, to: &str| {
        assert!(all_policies().contains(from), "{from}");
        findings(&all_policies().replacen(from, to, 1))
    };
    for (from, to) in [
        ("Role::\"auditor\"", "Role::\"auditr\""),
        ("Role::\"regional_admin\"", "Role::\"regional-admin\""),
        ("Scope::\"people.read\"", "Scope::\"people.raed\""),
        ("Action::\"audit\"", "Action::\"audits\""),
        ("resource has region", "resource has regoin"),
        ("resource.region)", "resource.regoin)"),
        ("principal.regions", "principal.regoins"),
        ("resource.published", "resource.publishd"),
    ] {
        assert_ne!(changed(from, to), Vec::<String>::new(), "{to}");
    }
}

#[test]
fn the_schema_names_every_role_and_scope() {
    let enumerated = |kind: &str| {
        let start = format!("entity {kind} enum [");
        let schema = schema();
        let names = schema.split(&start).nth(1).and_then(|rest| rest.split(']').next()).expect("an enumeration");
        names.split(',').map(|name| name.trim().trim_matches('"').to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(enumerated("Role"), Role::ALL.map(Role::name));
    assert_eq!(enumerated("Scope"), ApiScope::ALL.map(ApiScope::name));
}

/// A case of each `has` on both of its sides stands in the table below: with the attribute and without.
#[test]
fn whatever_is_asked_for_by_has_stands_in_the_table() {
    assert_eq!(asked_for(&all_policies()), ["region".to_owned()].into());
}

#[test]
fn the_policies_fit_the_schema() {
    assert_eq!(findings(&all_policies()), Vec::<String>::new());
    // Without names of their own policies are numbered; two must not fall into one.
    let all = all_policies();
    let parsed = PolicySet::from_str(&all).expect("policies").policies().count();
    assert_eq!(parsed, all.matches("permit (").count() + all.matches("forbid (").count());
}

fn id(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

fn person(number: u8, managers: &[u8], region: Option<&str>) -> Resource {
    of_member(id(number), &managers.iter().map(|number| id(*number)).collect::<Vec<_>>(), region)
}

fn group(name: &str) -> GroupId {
    GroupId::from_bytes([name.len() as u8; 16])
}

fn course(published: bool, groups: &[&str]) -> Resource {
    let state = if published { CourseState::Published } else { CourseState::Draft };
    of_course(Door {
        of: Offering::Course(catalog_model::ids::CourseId::from_bytes([7; 16])),
        state,
        groups: &groups.iter().map(|name| group(name)).collect(),
    })
}

struct Who {
    roles: &'static [Role],
    groups: &'static [&'static str],
    regions: &'static [&'static str],
}

const fn who(roles: &'static [Role]) -> Who {
    Who { roles, groups: &[], regions: &[] }
}

/// The subject of every case is member 1 of the workspace `acme`.
fn asked(who: &Who, action: &str, resource: &Resource, workspace: &str) -> bool {
    let acme: WorkspaceId = "acme".parse().expect("it can be read");
    let roles: BTreeSet<Role> = who.roles.iter().copied().collect();
    let owned = |texts: &[&str]| -> Vec<String> { texts.iter().map(|text| (*text).to_owned()).collect() };
    let subject = Subject {
        identity: Identity::Member(id(1)),
        workspace: &acme,
        roles: &roles,
        groups: who.groups.iter().map(|name| group(name).to_string()).collect(),
        regions: &owned(who.regions),
    };
    let actions = actions();
    let unknown = Action { name: "no-such-route", kinds: Vec::new() };
    let action = actions.iter().find(|known| known.name == action).unwrap_or(&unknown);
    permits_in(&subject, action, resource, &workspace.parse().expect("an id")).expect("a decision")
}

#[test]
fn cases() {
    use Role::{Admin, Auditor, Author, Learner, Manager, Platform, RegionalAdmin, Support};
    let regional = Who { regions: &["south"], ..who(&[Learner, RegionalAdmin]) };
    let both = Who { regions: &["south"], ..who(&[Learner, RegionalAdmin, Admin]) };
    let grouped = Who { groups: &["drivers"], ..who(&[Learner]) };
    let cases: [(&Who, &str, Resource, bool); 64] = [
        // What a role is for.
        (&who(&[Learner]), "enrol", Resource::workspace(), true),
        (&who(&[Learner]), "create-course", Resource::workspace(), false),
        (&who(&[Learner]), "list-people", Resource::workspace(), false),
        (&who(&[Author]), "create-course", Resource::workspace(), true),
        (&who(&[Author]), "invite-member", Resource::workspace(), false),
        (&who(&[Auditor]), "list-audit-events", Resource::workspace(), true),
        (&who(&[Auditor]), "list-people", Resource::workspace(), false),
        (&who(&[Admin]), "update-member", Resource::workspace(), true),
        (&who(&[Admin]), "enrol", Resource::workspace(), false),
        (&who(&[Support]), "list-people", Resource::workspace(), true),
        (&who(&[Support]), "invite-member", Resource::workspace(), false),
        (&who(&[Support]), "enrol", Resource::workspace(), false),
        (&who(&[Platform]), "list-people", Resource::workspace(), false),
        (&who(&[Admin]), "no-such-route", Resource::workspace(), false),
        // Own data.
        (&who(&[Learner]), "get-home", person(1, &[], None), true),
        (&who(&[Learner]), "get-home", person(2, &[], None), false),
        (&who(&[Learner, Admin]), "get-home", person(2, &[1], None), false),
        // Regions.
        (&regional, "update-member", person(2, &[], Some("south")), true),
        (&regional, "update-member", person(2, &[], Some("north")), false),
        (&regional, "update-member", person(2, &[], None), false),
        (&regional, "get-member", person(1, &[], Some("south")), true),
        (&regional, "get-member", person(1, &[], Some("north")), false),
        (&regional, "list-people", Resource::workspace(), true),
        (&regional, "create-group", Resource::workspace(), false),
        (&regional, "update-settings", Resource::workspace(), false),
        (&regional, "create-api-client", Resource::workspace(), false),
        (&both, "update-member", person(2, &[], Some("north")), true),
        (&who(&[Learner, RegionalAdmin]), "get-member", person(2, &[], Some("south")), false),
        (&who(&[Learner, Admin]), "update-member", person(2, &[], Some("north")), true),
        (&who(&[Manager]), "update-member", person(2, &[1], None), false),
        // Reports, direct and indirect.
        (&who(&[Learner, Manager]), "get-team-member", person(2, &[1], None), true),
        (&who(&[Learner, Manager]), "get-team-member", person(2, &[3, 1], None), true),
        (&who(&[Learner, Manager]), "get-team-member", person(2, &[3], None), false),
        (&who(&[Learner, Manager]), "get-team-member", person(1, &[3], None), false),
        (&who(&[Learner]), "get-team-member", person(2, &[1], None), false),
        (&who(&[Learner, Admin]), "get-team-member", person(2, &[3], None), false),
        // Requests of reports, and of people of one's regions.
        (&who(&[Learner, Manager]), "decide-team-request", person(2, &[3, 1], None), true),
        (&who(&[Learner, Manager]), "decide-team-request", person(2, &[3], None), false),
        (&who(&[Learner, Manager]), "decide-request", person(2, &[1], None), false),
        (&regional, "decide-request", person(2, &[], Some("south")), true),
        (&regional, "decide-request", person(2, &[], Some("north")), false),
        (&who(&[Learner, Admin]), "decide-request", person(2, &[], None), true),
        (&who(&[Support]), "decide-request", person(2, &[], None), false),
        (&who(&[Learner, Author]), "invite-to-course", course(true, &["drivers"]), true),
        (&who(&[Learner, Manager]), "invite-to-course", course(true, &[]), false),
        // Courses.
        (&who(&[Learner]), "get-course", course(true, &[]), true),
        (&who(&[Learner]), "get-course", course(false, &[]), false),
        (&who(&[Learner]), "enrol", course(true, &["drivers"]), false),
        (&grouped, "enrol", course(true, &["drivers"]), true),
        (&grouped, "enrol", course(true, &["pilots", "drivers"]), true),
        (&grouped, "get-lesson", course(true, &["pilots"]), false),
        (&grouped, "get-lesson", course(false, &["drivers"]), false),
        (&who(&[Learner, Author]), "get-course", course(false, &["pilots"]), true),
        (&who(&[Learner, Admin]), "get-course", course(true, &["pilots"]), true),
        (&who(&[Support]), "get-course", course(false, &["pilots"]), true),
        (&who(&[Support]), "enrol", course(true, &[]), false),
        // What one may take one may complete, and the other way round; nobody takes a draft.
        (&who(&[Learner]), "complete-lesson", course(true, &[]), true),
        (&who(&[Learner]), "complete-lesson", course(true, &["drivers"]), false),
        (&grouped, "complete-lesson", course(true, &["drivers"]), true),
        (&who(&[Learner, Author]), "complete-lesson", course(true, &["drivers"]), true),
        (&who(&[Learner, Author]), "complete-lesson", course(false, &[]), false),
        (&who(&[Learner, Author]), "enrol", course(false, &[]), false),
        (&grouped, "get-enrolment", course(false, &["drivers"]), false),
        (&who(&[Learner]), "list-enrolments", course(true, &["drivers"]), false),
    ];
    for (number, (who, action, resource, expected)) in cases.iter().enumerate() {
        let answer = asked(who, action, resource, "acme");
        assert_eq!(answer, *expected, "case {number}: {:?} {action} {resource:?}", who.roles);
    }
}

#[test]
fn nobody_reaches_into_another_workspace() {
    let everything =
        who(&[Role::Learner, Role::Author, Role::Manager, Role::Admin, Role::RegionalAdmin, Role::Auditor, Role::Support, Role::Platform]);
    let mut checked = 0;
    for action in actions() {
        // The subject itself cannot lie elsewhere.
        for resource in [person(2, &[1], None), person(3, &[], None), course(true, &[])] {
            assert!(!asked(&everything, action.name, &resource, "acme-corp"), "{}", action.name);
            checked += 1;
        }
    }
    assert!(checked >= 30);
}

#[test]
fn a_program_may_do_nothing_by_being_one() {
    let acme: WorkspaceId = "acme".parse().expect("it can be read");
    let roles = [Role::Machine].into();
    let subject = Subject {
        identity: Identity::Machine(ApiClientId::from_bytes([1; 16]), Vec::new()),
        workspace: &acme,
        roles: &roles,
        groups: Vec::new(),
        regions: &[],
    };
    for action in actions() {
        assert!(!permits(&subject, &action, &Resource::workspace()).expect("a decision"), "{}", action.name);
    }
}
