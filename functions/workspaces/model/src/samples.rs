//! Samples of everything this area stores, read and written again.

use crate::{
    settings::StoredLogo,
    workspaces::{Host, ListedWorkspace, Workspace},
};
use serde_json::json;
use table::samples::{AT, all_checked, check};

#[test]
fn every_entity_is_read_as_it_was_written() {
    let workspace = json!({
        "id": "acme", "name": "Acme", "state": "suspended", "tier": "large", "home_region": "eu-central-1", "usage_key": "k",
        "locale": "de", "time_zone": "Europe/Berlin", "branding": { "primary": "#1f4e79", "accent": "#b45309" }, "logo": "x",
        "email_domains": ["acme.example"], "courses_need_review": true, "custom_domain": "learn.acme.example", "retention_days": 730, "closed_at": AT
    });
    let listed = json!({ "id": "acme", "name": "Acme", "state": "open", "tier": "standard", "home_region": "eu-central-1" });
    let logo = json!({ "picture": "data:image/png;base64,iVBORw0KGgo=" });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [
            check::<Workspace>([workspace]),
            check::<ListedWorkspace>([listed]),
            check::<Host>([json!({ "workspace": "acme" })]),
            check::<StoredLogo>([logo]),
        ],
    );
}

#[test]
fn no_two_prefixes_overlap() {
    let prefixes = [table::keys::PREFIXES, crate::keys::PREFIXES].concat();
    assert_eq!(table::keys::overlaps(&prefixes), Vec::new());
}
