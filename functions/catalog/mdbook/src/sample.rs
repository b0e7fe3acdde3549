//! Courses of small archives, for tests.

use super::book::Book;
use super::course::Course;
use super::limits::Limits;

pub(super) use archive::sample::*;

pub(super) fn course(files: &[(&str, &str)]) -> Course {
    Book::open(reader(files), Limits::default()).unwrap().course().unwrap()
}

pub(super) fn course_of_bytes(files: &[(&str, &[u8])]) -> Course {
    Book::open(reader_of_bytes(files), Limits::default()).unwrap().course().unwrap()
}
