//! The binary of the engagement functions.

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    lambda::run(&engagement::area())
}
