//! The binary of the identity functions.

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    lambda::run(&identity::area())
}
