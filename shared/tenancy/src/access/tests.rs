//! The policies as a table: who, what, about what, and whether.

use super::*;
use cedar_policy::{Schema, ValidationMode, Validator};

#[test]
fn the_policies_fit_the_schema() {
    let (schema, warnings) = Schema::from_cedarschema_str(SCHEMA).unwrap();
    assert_eq!(warnings.count(), 0);
    let result = Validator::new(schema).validate(policies().unwrap(), ValidationMode::Strict);
    let findings: Vec<String> = result.validation_errors().map(ToString::to_string).collect();
    assert!(result.validation_passed(), "{findings:#?}");
    // Without names of their own policies are numbered by file; two must not fall into one.
    assert_eq!(policies().unwrap().policies().count(), POLICIES.matches("permit (").count() + POLICIES.matches("forbid (").count());
}

fn id(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

fn person(number: u8, managers: &[u8], region: Option<&str>) -> Resource {
    Resource::Member { id: id(number), managers: managers.iter().map(|number| id(*number)).collect(), region: region.map(str::to_owned) }
}

fn course(published: bool, groups: &[&str]) -> Resource {
    Resource::Course { id: "course".to_owned(), published, groups: groups.iter().map(|group| (*group).to_owned()).collect() }
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
    let acme: WorkspaceId = "acme".parse().unwrap();
    let roles: BTreeSet<Role> = who.roles.iter().copied().collect();
    let owned = |texts: &[&str]| -> Vec<String> { texts.iter().map(|text| (*text).to_owned()).collect() };
    let subject = Subject {
        identity: Identity::Member(id(1)),
        workspace: &acme,
        roles: &roles,
        groups: owned(who.groups),
        regions: &owned(who.regions),
    };
    decide(&subject, action, resource, &workspace.parse().unwrap()).unwrap()
}

#[test]
fn cases() {
    use Role::{Admin, Auditor, Author, Learner, Manager, Platform, RegionalAdmin, Support};
    let regional = Who { regions: &["south"], ..who(&[Learner, RegionalAdmin]) };
    let both = Who { regions: &["south"], ..who(&[Learner, RegionalAdmin, Admin]) };
    let grouped = Who { groups: &["drivers"], ..who(&[Learner]) };
    let cases: [(&Who, &str, Resource, bool); 45] = [
        // What a role is for.
        (&who(&[Learner]), "enrol", Resource::Workspace, true),
        (&who(&[Learner]), "create-course", Resource::Workspace, false),
        (&who(&[Learner]), "list-people", Resource::Workspace, false),
        (&who(&[Author]), "create-course", Resource::Workspace, true),
        (&who(&[Author]), "invite-member", Resource::Workspace, false),
        (&who(&[Auditor]), "list-audit-events", Resource::Workspace, true),
        (&who(&[Auditor]), "list-people", Resource::Workspace, false),
        (&who(&[Admin]), "update-member", Resource::Workspace, true),
        (&who(&[Admin]), "enrol", Resource::Workspace, false),
        (&who(&[Support]), "list-people", Resource::Workspace, true),
        (&who(&[Support]), "invite-member", Resource::Workspace, false),
        (&who(&[Support]), "enrol", Resource::Workspace, false),
        (&who(&[Platform]), "list-people", Resource::Workspace, false),
        (&who(&[Admin]), "no-such-route", Resource::Workspace, false),
        // Own data.
        (&who(&[Learner]), "get-home", person(1, &[], None), true),
        (&who(&[Learner]), "get-home", person(2, &[], None), false),
        (&who(&[Learner, Admin]), "get-home", person(2, &[1], None), false),
        // Regions.
        (&regional, "update-member", person(2, &[], Some("south")), true),
        (&regional, "update-member", person(2, &[], Some("north")), false),
        (&regional, "update-member", person(2, &[], None), false),
        (&regional, "list-people", Resource::Workspace, true),
        (&regional, "create-group", Resource::Workspace, false),
        (&regional, "update-settings", Resource::Workspace, false),
        (&regional, "create-api-client", Resource::Workspace, false),
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
    for action in action_names().unwrap() {
        for resource in [person(2, &[1], None), person(1, &[], None), course(true, &[])] {
            // The subject itself cannot lie elsewhere.
            if matches!(&resource, Resource::Member { id: own, .. } if *own == id(1)) {
                continue;
            }
            assert!(!asked(&everything, &action, &resource, "acme-corp"), "{action}");
            checked += 1;
        }
    }
    assert!(checked >= 30);
}

#[test]
fn a_program_may_do_nothing_by_being_one() {
    let acme: WorkspaceId = "acme".parse().unwrap();
    let roles = [Role::Machine].into();
    let subject = Subject {
        identity: Identity::Machine(ApiClientId::from_bytes([1; 16]), Vec::new()),
        workspace: &acme,
        roles: &roles,
        groups: Vec::new(),
        regions: &[],
    };
    for action in action_names().unwrap() {
        assert!(!permits(&subject, &action, &Resource::Workspace).unwrap(), "{action}");
    }
}
