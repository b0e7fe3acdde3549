//! Everything the home screen shows of a member, in one query.
//!
//! | access | how |
//! |---|---|
//! | profile, standing and enrolments | query `W#<ws>#MEMBER#<id>`, prefix `HOME#` |

use crate::enrolments::Enrolment;
use engagement_model::standings::Standing;
use people_model::members::Member;
use table::{Entity, Query, Record, TableError, Tenant};
use trellis_core::ids::MemberId;

/// How many items the home screen reads: about 50 enrolments, 500 bytes each, for at most 3.5 read units.
const ITEMS: i32 = 52;

/// A member at home.
#[derive(Debug, Clone)]
pub struct Home {
    pub member: Record<Member>,
    pub standing: Option<Record<Standing>>,
    pub enrolments: Vec<Record<Enrolment>>,
    /// There are more enrolments than the home screen shows.
    pub more: bool,
}

/// `None` for a member who does not exist.
///
/// # Errors
/// When the table cannot be read.
pub async fn home(tenant: &Tenant, member: MemberId) -> Result<Option<Home>, TableError> {
    let query = Query {
        partition: people_model::keys::member_partition(tenant.scope(), member),
        prefix: Some("HOME#".to_owned()),
        limit: Some(ITEMS),
        // Standing and profile sort last, and of the courses the newest.
        backwards: true,
        ..Query::default()
    };
    let (items, next) = tenant.query(query).await?;
    let (mut profile, mut standing, mut enrolments) = (None, None, Vec::new());
    for item in items {
        match table::kind(&item) {
            Member::NAME => profile = Some(Record::read(item)?),
            Standing::NAME => standing = Some(Record::read(item)?),
            _ => enrolments.push(Record::read(item)?),
        }
    }
    Ok(profile.map(|member| Home { member, standing, enrolments, more: next.is_some() }))
}
