//! The binary of the quizzes functions.

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    lambda::run(&quizzes::area())
}
