//! The mailbox from outside: mail in and out, the SES API, the page, and the real SDK.

// `cfg(test)` tells clippy that the helpers of these modules are tests too.
#[cfg(test)]
mod mailbox;
#[cfg(test)]
mod page;
#[cfg(test)]
mod sdk;
#[cfg(test)]
mod ses;
#[cfg(test)]
mod stage;
