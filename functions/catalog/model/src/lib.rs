//! Courses, lessons and imports: what other areas may know of them.

pub mod about;
pub mod access;
pub mod banks;
pub mod collections;
pub mod course;
pub mod courses;
pub mod dialect;
pub mod event;
pub mod exports;
pub mod global;
pub mod ids;
pub mod imports;
pub mod keys;
pub mod lesson;
pub mod lesson_set;
pub mod offers;
pub mod paths;
pub mod review;
pub mod seats;
pub mod subscriptions;
pub mod syllabus;
pub mod terms;

#[cfg(test)]
mod samples;
