//! A reader that stops after an allowance of bytes.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const UNLIMITED: u64 = u64::MAX;

/// How many bytes may still be read; shared with the reader, which the archive owns.
#[derive(Debug, Clone)]
pub(crate) struct Allowance(Arc<AtomicU64>);

impl Allowance {
    pub(crate) fn of(bytes: u64) -> Self {
        Self(Arc::new(AtomicU64::new(bytes)))
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }

    pub(crate) fn lift(&self) {
        self.0.store(UNLIMITED, Ordering::Relaxed);
    }
}

/// Reads from `inner` until the allowance is spent, then fails.
///
/// The directory of an archive is read before anyone can look at it: this bounds what a directory of
/// millions of entries can cost, whatever it declares.
#[derive(Debug)]
pub(crate) struct Metered<R> {
    inner: R,
    allowance: Allowance,
}

impl<R> Metered<R> {
    pub(crate) fn new(inner: R, allowance: Allowance) -> Self {
        Self { inner, allowance }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.allowance.0.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other("the allowance is spent"));
        }
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let count = self.inner.read(&mut buffer[..most])?;
        if left != UNLIMITED {
            self.allowance.0.store(left - count as u64, Ordering::Relaxed);
        }
        Ok(count)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.inner.seek(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_ends_with_the_allowance() {
        let allowance = Allowance::of(3);
        let mut reader = Metered::new(io::Cursor::new([7; 10]), allowance.clone());
        let mut buffer = [0; 10];
        assert_eq!(reader.read(&mut buffer).unwrap(), 3);
        assert!(allowance.is_spent());
        assert!(reader.read(&mut buffer).is_err());
        allowance.lift();
        assert_eq!(reader.read(&mut buffer).unwrap(), 7);
        assert!(!allowance.is_spent());
    }
}
