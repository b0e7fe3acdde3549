//! The scheduler from outside: its API, its runner on paused time, the real SDK, and a real kill.

// `cfg(test)` tells clippy that the helpers of these modules are tests too.
#[cfg(test)]
mod api;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod runner;
#[cfg(test)]
mod sdk;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod template;
