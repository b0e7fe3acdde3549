//! Chance that can be repeated: what a stored seed gave once, it gives forever, whatever becomes of libraries.

/// SplitMix64 (Steele, Lea and Flood 2014), whose sequence a test holds.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    #[must_use]
    pub const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// For one thing of several that share a seed: FNV-1a of its name is mixed in.
    #[must_use]
    pub fn of_part(seed: u64, name: &str) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in name.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(Self(seed ^ hash).next())
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, each as likely as the others; 0 if there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = end as u64;
        if end < 2 {
            return 0;
        }
        // The last numbers, which do not make a whole round, would favour the first.
        let rounds = u64::MAX - u64::MAX % end;
        loop {
            let number = self.next();
            if number < rounds {
                return (number % end) as usize;
            }
        }
    }

    /// Puts things into an order by chance (Fisher and Yates).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_never_changes() {
        let mut chance = Chance::of(0);
        assert_eq!([chance.next(), chance.next(), chance.next()], [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]);
        let shuffled = |seed| {
            let mut things: Vec<u8> = (0..10).collect();
            Chance::of(seed).shuffle(&mut things);
            things
        };
        assert_eq!(shuffled(7), shuffled(7));
        assert_eq!(shuffled(7), [8, 1, 5, 9, 0, 4, 3, 2, 6, 7]);
    }

    #[test]
    fn every_order_comes_about_as_often() {
        let mut counts = std::collections::BTreeMap::new();
        for seed in 0..6_000 {
            let mut things = [0, 1, 2];
            Chance::of_part(seed, "q1").shuffle(&mut things);
            *counts.entry(things).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|count| (850..1_150).contains(count)), "{counts:?}");
    }
}
