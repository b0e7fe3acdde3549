//! People of a workspace: members, groups, teams, and who one is oneself.

mod add_agent;
mod add_to_group;
mod agent_view;
mod create_group;
mod delete_group;
mod end_support_access;
mod get_group;
mod get_me;
mod get_member;
mod get_team_member;
mod grant_support_access;
mod group_view;
mod index_people;
mod index_workspace_people;
mod invitations;
mod invite_member;
mod invite_members;
#[cfg(doctest)]
mod isolation;
mod list_agents;
mod list_group_members;
mod list_groups;
mod list_member_groups;
mod list_people;
mod list_support_access;
mod list_team;
mod member_index;
mod needs;
mod person;
mod remove_agent;
mod remove_from_group;
mod resend_invitation;
mod support_view;
mod team_member;
mod update_group;
mod update_me;
mod update_member;

use lambda::{PathParameter, pattern};
use people_model::{
    event::PeopleEvent,
    ids::{GroupId, SupportGrantId},
};
use table::outbox::Event;
use trellis_core::ids::MemberId;
use utoipa::PartialSchema;

/// What paths name of this area's things.
const PATH_PARAMETERS: &[PathParameter] = &[
    PathParameter { name: "agent_id", meaning: "The support agent.", schema: || pattern("^[0-9a-f]{64}$", 64) },
    PathParameter { name: "group_id", meaning: "The group.", schema: GroupId::schema },
    PathParameter { name: "member_id", meaning: "The member.", schema: MemberId::schema },
    PathParameter { name: "support_grant_id", meaning: "The support access.", schema: SupportGrantId::schema },
];

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        get_me::handler(),
        update_me::handler(),
        list_people::handler(),
        invite_member::handler(),
        invite_members::handler(),
        get_member::handler(),
        update_member::handler(),
        resend_invitation::handler(),
        list_member_groups::handler(),
        list_groups::handler(),
        create_group::handler(),
        get_group::handler(),
        update_group::handler(),
        delete_group::handler(),
        list_group_members::handler(),
        add_to_group::handler(),
        remove_from_group::handler(),
        list_team::handler(),
        get_team_member::handler(),
        list_support_access::handler(),
        grant_support_access::handler(),
        end_support_access::handler(),
        list_agents::handler(),
        add_agent::handler(),
        remove_agent::handler(),
        index_people::handler(),
        index_workspace_people::handler(),
    ];
    lambda::Area::new("people", "people", handlers)
        .keeping(people_model::keys::PREFIXES)
        .announcing(PeopleEvent::KINDS)
        .naming(PATH_PARAMETERS)
}
