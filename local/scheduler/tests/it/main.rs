//! The scheduler from outside: the API, firing when due, retries, recovery, and the real SDK.

// `cfg(test)` tells clippy that the helpers of these modules are tests too.
#[cfg(test)]
mod api;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod runner;
#[cfg(test)]
mod sdk;
#[cfg(test)]
mod stage;
