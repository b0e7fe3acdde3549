//! Courses, lessons and imports: what other areas may know of them.

pub mod about;
pub mod access;
pub mod course;
pub mod courses;
pub mod dialect;
pub mod event;
pub mod ids;
pub mod imports;
pub mod keys;
pub mod lesson;
pub mod lesson_set;
pub mod paths;
pub mod review;
pub mod seats;
pub mod syllabus;
pub mod terms;

#[cfg(test)]
mod samples;
