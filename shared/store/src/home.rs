//! Everything the home screen shows of a member, in one query.
//!
//! | access | how |
//! |---|---|
//! | profile, standing and enrolments | query `W#<ws>#MEMBER#<id>`, prefix `HOME#` |

use crate::{
    Store, StoreError,
    enrolments::Enrolment,
    entity::{self, Entity, Record},
    keys,
    members::Member,
    query::Query,
    standings::Standing,
};
use domain::ids::MemberId;
use tenancy::WorkspaceScope;

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

impl Store {
    /// `None` for a member who does not exist.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn home(&self, scope: &WorkspaceScope, member: MemberId) -> Result<Option<Home>, StoreError> {
        let query = Query {
            partition: keys::member_partition(scope, member),
            prefix: Some("HOME#".to_owned()),
            limit: Some(ITEMS),
            // Standing and profile sort last, and of the courses the newest.
            backwards: true,
            ..Query::default()
        };
        let (items, next) = self.table.query(scope, query).await?;
        let (mut profile, mut standing, mut enrolments) = (None, None, Vec::new());
        for item in items {
            match entity::kind(&item) {
                Member::NAME => profile = Some(Record::read(item)?),
                Standing::NAME => standing = Some(Record::read(item)?),
                _ => enrolments.push(Record::read(item)?),
            }
        }
        Ok(profile.map(|member| Home { member, standing, enrolments, more: next.is_some() }))
    }
}
