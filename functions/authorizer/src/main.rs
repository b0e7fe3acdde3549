//! The authorizer's binary.

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    lambda::run(&authorizer::area())
}
