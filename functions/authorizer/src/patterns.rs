//! Written by `make generate`, from the audiences and scopes of the routes: `METHOD/path` patterns in which `*` stands for anything, as in
//! an execute-api ARN.

use trellis_core::{api_scope::ApiScope, role::Role};

/// Open to every person, for what is their own.
pub(crate) const MEMBER: &[&str] = &[
    "*/v1/me",
    "DELETE/v1/me/sessions/*",
    "GET/v1/boards/*",
    "GET/v1/catalog/*",
    "GET/v1/me/sessions",
    "POST/v1/me/identities",
    "POST/v1/me/second-factor",
];

/// What a role opens besides.
pub(crate) const fn of_role(role: Role) -> &'static [&'static str] {
    match role {
        Role::Learner => &[
            "*/v1/me/*",
        ],
        Role::Manager => &[
            "*/v1/team/*",
        ],
        Role::Author => &[
            "*/v1/admin/courses",
            "*/v1/admin/courses/*",
            "*/v1/admin/files/*",
            "*/v1/admin/global-collections/*",
            "*/v1/admin/global-courses/*",
            "*/v1/admin/imports",
            "*/v1/admin/packages/*",
            "*/v1/admin/paths",
            "*/v1/admin/paths/*",
            "*/v1/admin/question-banks",
            "*/v1/admin/question-banks/*",
            "GET/v1/admin/files",
            "GET/v1/admin/global-collections",
            "GET/v1/admin/global-courses",
            "GET/v1/admin/imports/*",
            "GET/v1/admin/overview",
            "POST/v1/admin/questions/*",
        ],
        Role::Admin => &[
            "*/v1/admin/*",
            "*/v1/team/*",
        ],
        Role::RegionalAdmin => &[
            "*/v1/admin/people",
            "GET/v1/admin/enrolment-requests",
            "GET/v1/admin/people/*",
            "PATCH/v1/admin/people/*",
            "POST/v1/admin/people/*/invitation",
            "POST/v1/admin/people/bulk",
            "PUT/v1/admin/people/*/enrolment-requests/*/decision",
        ],
        Role::Auditor => &[
            "GET/v1/admin/audit-events",
        ],
        Role::Support => &[
            "GET/v1/admin/*",
        ],
        Role::Machine => &[],
        Role::Platform => &[
            "*/v1/platform/*",
        ],
    }
}

/// What a scope opens.
pub(crate) const fn of_scope(scope: ApiScope) -> &'static [&'static str] {
    match scope {
        ApiScope::PeopleRead => &[
            "GET/v1/admin/groups",
            "GET/v1/admin/groups/*",
            "GET/v1/admin/people",
            "GET/v1/admin/people/*",
        ],
        ApiScope::PeopleWrite => &[
            "*/v1/admin/groups/*/members/*",
            "DELETE/v1/admin/groups/*",
            "PATCH/v1/admin/groups/*",
            "PATCH/v1/admin/people/*",
            "POST/v1/admin/groups",
            "POST/v1/admin/people",
            "POST/v1/admin/people/*/invitation",
            "POST/v1/admin/people/bulk",
        ],
        ApiScope::CoursesRead => &[
            "GET/v1/admin/courses",
            "GET/v1/admin/courses/*/difference",
            "GET/v1/admin/courses/*/invitations",
            "GET/v1/admin/courses/*/lessons/*/quiz-statistics",
            "GET/v1/admin/courses/*/versions",
            "GET/v1/admin/global-collections",
            "GET/v1/admin/global-collections/*",
            "GET/v1/admin/global-courses",
            "GET/v1/admin/global-courses/*",
            "GET/v1/admin/paths",
            "GET/v1/admin/question-banks",
            "GET/v1/admin/question-banks/*",
            "GET/v1/catalog/courses/*",
            "GET/v1/catalog/paths",
            "GET/v1/catalog/paths/*",
        ],
        ApiScope::CoursesWrite => &[
            "*/v1/admin/global-collections/*/subscription",
            "*/v1/admin/paths/*",
            "DELETE/v1/admin/courses/*",
            "DELETE/v1/admin/question-banks/*",
            "PATCH/v1/admin/courses/*",
            "PATCH/v1/admin/question-banks/*",
            "POST/v1/admin/courses",
            "POST/v1/admin/courses/*/archive",
            "POST/v1/admin/courses/*/invitations",
            "POST/v1/admin/courses/*/publish",
            "POST/v1/admin/courses/*/unpublish",
            "POST/v1/admin/packages/*/course",
            "POST/v1/admin/paths",
            "POST/v1/admin/question-banks",
            "PUT/v1/admin/courses/*/review",
            "PUT/v1/admin/global-courses/*/subscription",
        ],
        ApiScope::AuditRead => &[
            "GET/v1/admin/audit-events",
        ],
    }
}
