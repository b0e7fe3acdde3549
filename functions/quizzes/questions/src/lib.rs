//! Questions of quizzes: what they hold, how they are drawn, shown and graded. No I/O: the same input gives the same answer.

pub mod carried;
pub mod chance;
pub mod decimal;
pub mod draw;
pub mod formats;
pub mod given;
pub mod grade;
mod hotspot;
pub mod lines;
pub mod pattern;
pub mod question;
pub mod show;

#[cfg(test)]
mod testing;
