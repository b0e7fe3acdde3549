//! The binary of the people functions.

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    lambda::run(&people::area())
}
