//! Pure rules of workplace learning: no I/O, no clock of its own, no knowledge of HTTP or storage.

pub mod api_scope;
pub mod board;
pub mod branding;
pub mod course;
pub mod email;
pub mod event;
pub mod federation;
pub mod host;
pub mod ids;
pub mod lesson_set;
pub mod locale;
pub mod logo;
pub mod member;
pub mod password;
pub mod personal;
pub mod points;
pub mod progress;
pub mod reporting;
pub mod role;
pub mod score_tree;
pub mod title;
