//! The shell around every function: what a handler gets, what it answers, and how Lambda's events become both.

mod app;
mod area;
mod audience;
mod call;
mod caller;
mod course_access;
mod function;
mod handler;
mod job;
mod openapi;
mod patch;
mod problem;
mod queue;
mod reply;
mod request;
mod route;
mod sdk;
mod settings;
mod stream;

pub mod services;

pub use app::App;
pub use area::{Area, run};
pub use audience::Audience;
pub use call::Call;
pub use caller::{Caller, Principal};
pub use function::{Function, FunctionError, Invocation, StartError};
pub use handler::{Handler, Kind};
pub use job::Job;
pub use openapi::openapi;
pub use patch::nullable;
pub use problem::{FieldError, Problem};
pub use queue::{Message, Queue, RawMessage, RawQueue};
pub use reply::{Listing, Reply};
pub use request::Request;
pub use route::{Method, Route, RouteDescription};
pub use settings::{SettingMissing, Settings};
pub use store::Units;
pub use stream::{ChangeRecord, Stream};
pub use tenancy::{OperatorScope, WorkspaceScope, access::Resource};
