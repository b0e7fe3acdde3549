//! What a function crate cannot write, proved by programs that do not compile. They see what this crate sees.
//!
//! A scope is handed on, never made:
//! ```
//! fn hands_on(call: &lambda::Call<()>) -> &lambda::WorkspaceScope {
//!     &call.caller.scope
//! }
//! ```
//! ```compile_fail,E0423
//! fn makes(id: trellis_core::ids::WorkspaceId) -> lambda::WorkspaceScope {
//!     lambda::WorkspaceScope(id)
//! }
//! ```
//! ```compile_fail,E0624
//! fn makes(id: trellis_core::ids::WorkspaceId) -> lambda::WorkspaceScope {
//!     lambda::WorkspaceScope::new(id)
//! }
//! ```
//! ```compile_fail,E0277
//! fn makes(id: trellis_core::ids::WorkspaceId) -> lambda::WorkspaceScope {
//!     id.into()
//! }
//! ```
//! ```compile_fail,E0277
//! fn makes(text: &str) -> lambda::WorkspaceScope {
//!     serde::Deserialize::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text)).unwrap()
//! }
//! ```
//! So is the right to open and close workspaces:
//! ```compile_fail,E0624
//! fn makes() -> lambda::OperatorScope {
//!     lambda::OperatorScope::new()
//! }
//! ```
//! The doors are out of reach, and so is the database:
//! ```compile_fail,E0433
//! fn enters(id: trellis_core::ids::WorkspaceId) -> lambda::WorkspaceScope {
//!     tenancy::doors::registered(id)
//! }
//! ```
//! ```compile_fail,E0433
//! fn reaches() -> aws_sdk_dynamodb::Client {
//!     unreachable!()
//! }
//! ```
//! A message cannot be sealed or opened by hand:
//! ```compile_fail,E0432
//! use lambda::SigningKey;
//! ```
//! ```compile_fail,E0432
//! use lambda::Envelope;
//! ```
//! A key is made from a scope, and never from text:
//! ```compile_fail,E0451
//! fn spells() -> table::Key {
//!     table::Key { pk: "W#acme-corp#WORKSPACE".to_owned(), sk: "WORKSPACE".to_owned() }
//! }
//! ```
//! ```compile_fail,E0616
//! fn goes_around(operation: &table::Operation) {
//!     let _ = &operation.table;
//! }
//! ```
//! ```compile_fail,E0624
//! fn reaches_anywhere(table: &table::Table, scope: &lambda::WorkspaceScope, key: table::Key) {
//!     let _ = table.get(scope, key, true);
//! }
//! ```
//! An id cannot hold the separator, because only its text form makes one:
//! ```compile_fail,E0603
//! fn forges() -> trellis_core::ids::WorkspaceId {
//!     trellis_core::ids::WorkspaceId(String::from("acme#"))
//! }
//! ```
