//! How much work an import may take: every include and every byte that is read or rendered counts.

use super::error::ImportError;
use super::limits::Limits;

/// Work that was done, of a page or of the whole book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Instructions that named a file to include.
    pub includes: usize,
    /// Bytes of files that were read to be included, and of pages that were rendered.
    pub bytes: usize,
}

/// Counts work against the limits of a page and of the book.
#[derive(Debug)]
pub(super) struct Work {
    page_limit: Done,
    book_limit: Done,
    page: Done,
    book: Done,
}

impl Work {
    pub(super) fn of(limits: &Limits) -> Self {
        Self {
            page_limit: Done { includes: limits.page_includes, bytes: limits.page_work },
            book_limit: Done { includes: limits.book_includes, bytes: limits.book_work },
            page: Done::default(),
            book: Done::default(),
        }
    }

    /// Begins another page.
    pub(super) fn begin_page(&mut self) {
        self.page = Done::default();
    }

    /// Counts an include.
    ///
    /// # Errors
    /// [`ImportError::PageTooMuchWork`] for the page, [`ImportError::TooMuchWork`] for the book.
    pub(super) fn include(&mut self, page: &str) -> Result<(), ImportError> {
        self.count(page, 1, 0)
    }

    /// Counts bytes that are to be read or rendered.
    ///
    /// # Errors
    /// [`ImportError::PageTooMuchWork`] for the page, [`ImportError::TooMuchWork`] for the book.
    pub(super) fn bytes(&mut self, page: &str, bytes: usize) -> Result<(), ImportError> {
        self.count(page, 0, bytes)
    }

    fn count(&mut self, page: &str, includes: usize, bytes: usize) -> Result<(), ImportError> {
        for done in [&mut self.page, &mut self.book] {
            done.includes += includes;
            done.bytes = done.bytes.saturating_add(bytes);
        }
        let exceeds = |done: Done, limit: Done| done.includes > limit.includes || done.bytes > limit.bytes;
        if exceeds(self.book, self.book_limit) {
            let Done { includes, bytes } = self.book_limit;
            return Err(ImportError::TooMuchWork { includes, bytes });
        }
        if exceeds(self.page, self.page_limit) {
            let Done { includes, bytes } = self.page_limit;
            return Err(ImportError::PageTooMuchWork { file: page.to_owned(), includes, bytes });
        }
        Ok(())
    }

    /// What the book took so far.
    pub(super) fn done(&self) -> Done {
        self.book
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_the_book_are_counted_apart() {
        let limits = Limits { page_includes: 2, book_includes: 3, page_work: 10, book_work: 15, ..Limits::default() };
        let mut work = Work::of(&limits);
        assert_eq!((work.include("a"), work.include("a")), (Ok(()), Ok(())));
        work.begin_page();
        assert_eq!(work.include("b"), Ok(()));
        assert_eq!(work.include("b"), Err(ImportError::TooMuchWork { includes: 3, bytes: 15 }));
        let mut work = Work::of(&limits);
        assert_eq!(work.bytes("a", 10), Ok(()));
        assert_eq!(work.bytes("a", 1), Err(ImportError::PageTooMuchWork { file: "a".to_owned(), includes: 2, bytes: 10 }));
        work.begin_page();
        assert_eq!(work.bytes("b", 4), Ok(()));
        assert_eq!(work.done(), Done { includes: 0, bytes: 15 });
        assert!(matches!(work.bytes("b", usize::MAX), Err(ImportError::TooMuchWork { .. })));
    }
}
