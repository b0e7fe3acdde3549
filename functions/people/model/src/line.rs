//! Who reports to whom: everybody has at most one manager, and nobody is their own, however far up.

use trellis_core::ids::MemberId;

/// How many managers stand above somebody at most. It bounds what a look up the line costs.
pub const LEVELS: usize = 20;

/// Why somebody cannot report to a manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    #[error("nobody can report to themselves, directly or through others")]
    Cycle,
    #[error("there can be at most {LEVELS} levels of managers")]
    TooDeep,
}

/// Whether a member can report to the first of `line`, who reports to the second, and so on to the top (or as far as one has looked,
/// which must be further than [`LEVELS`]).
///
/// # Errors
/// [`LineError`].
pub fn joins(member: MemberId, line: &[MemberId]) -> Result<(), LineError> {
    if line.contains(&member) {
        return Err(LineError::Cycle);
    }
    if line.len() > LEVELS { Err(LineError::TooDeep) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn line(managers: &HashMap<usize, usize>, from: usize, ids: &[MemberId]) -> Vec<MemberId> {
        let mut line = Vec::new();
        let mut next = Some(from);
        while let Some(one) = next.filter(|_| line.len() <= LEVELS) {
            line.push(ids[one]);
            next = managers.get(&one).copied();
        }
        line
    }

    proptest! {
        /// Whatever is asked for in whatever order: nobody ever stands above themselves, and every line ends.
        #[test]
        fn no_order_of_changes_makes_a_cycle(wanted in prop::collection::vec((0..30_usize, 0..30_usize), 0..200)) {
            let ids: Vec<MemberId> = (0..30).map(|_| MemberId::random()).collect();
            let mut managers = HashMap::new();
            for (member, manager) in wanted {
                if joins(ids[member], &line(&managers, manager, &ids)).is_ok() {
                    managers.insert(member, manager);
                }
            }
            for start in 0..30 {
                let (mut steps, mut at) = (0, start);
                while let Some(above) = managers.get(&at) {
                    (steps, at) = (steps + 1, *above);
                    prop_assert!(at != start && steps <= 30);
                }
            }
        }
    }

    #[test]
    fn lines_have_a_length() {
        let ids: Vec<MemberId> = (0..=LEVELS).map(|_| MemberId::random()).collect();
        assert_eq!(joins(MemberId::random(), &ids[..LEVELS]), Ok(()));
        assert_eq!(joins(MemberId::random(), &ids), Err(LineError::TooDeep));
        assert_eq!(joins(ids[3], &ids), Err(LineError::Cycle));
    }
}
