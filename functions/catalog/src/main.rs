//! The binary of the catalog functions.

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    lambda::run(&catalog::area())
}
