//! Samples of everything this area stores and announces, read and written again.

use crate::{
    event::PeopleEvent,
    groups::{Group, Membership},
    member_changes::Administrators,
    members::{Address, Member},
    reporting::Report,
    support::{Agent, SupportGrant},
};
use serde_json::json;
use table::samples::{AT, ID, OTHER, all_checked, check, check_events};

#[test]
fn every_entity_is_read_as_it_was_written() {
    let member = json!({ "id": ID, "name": "Zoë", "email": "zoe@acme.example", "roles": ["learner", "author"], "state": "active" });
    let full = json!({
        "id": ID, "name": "Zoë", "email": "zoe@acme.example", "roles": ["learner", "regional_admin"], "state": "deactivated",
        "manager": OTHER, "region": "South", "regions": ["North", "South"], "locale": "hi", "invited_at": AT, "accepted_at": AT,
        "support_until": AT
    });
    let grant = json!({
        "id": ID, "member": OTHER, "name": "Sam", "email": "sam@platform.example", "reason": "A question", "granted_by": OTHER,
        "until": AT, "ended_at": AT
    });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [
            check::<Member>([member, full]),
            check::<Address>([json!({ "member_id": ID })]),
            check::<Administrators>([json!({ "active": u64::MAX })]),
            check::<Report>([json!({ "member_id": ID })]),
            check::<Group>([json!({ "id": ID, "name": "Drivers" })]),
            check::<Membership>([json!({ "group_id": ID, "member_id": OTHER })]),
            check::<Agent>([json!({ "name": "Sam", "email": "sam@platform.example" })]),
            check::<SupportGrant>([grant]),
        ],
    );
}

#[test]
fn every_event_is_opened_as_it_was_sealed() {
    check_events::<PeopleEvent>(
        env!("CARGO_MANIFEST_DIR"),
        [
            ("member.invited", json!({ "member_id": ID })),
            ("member.state_changed", json!({ "member_id": ID, "state": "deactivated" })),
            ("member.address_changed", json!({ "member_id": ID })),
            ("member.address_changed", json!({ "member_id": ID, "former": "x_-0" })),
            ("member.moved", json!({ "member_id": ID })),
            ("member.changed", json!({ "id": ID, "from": null, "to": 1 })),
            ("member.changed", json!({ "id": ID, "from": 1, "to": 2 })),
        ],
    );
}

#[test]
fn no_two_prefixes_overlap() {
    let prefixes = [table::keys::PREFIXES, crate::keys::PREFIXES].concat();
    assert_eq!(table::keys::overlaps(&prefixes), Vec::new());
}
