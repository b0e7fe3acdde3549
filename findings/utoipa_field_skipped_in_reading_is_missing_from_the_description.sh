#!/usr/bin/env bash
# utoipa 6.0.0: a field with #[serde(skip_deserializing)] is written by serde into every answer and left out of the description altogether,
# where readOnly: true would say just that. A client that is generated from the description does not know the field, and an answer that has
# it is not as described.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
serde = { version = "=1.0.229", features = ["derive"] }
serde_json = "1"
utoipa = "=6.0.0"
TOML
cat > "$folder/src/main.rs" <<'RUST'
use serde::{Deserialize, Serialize};
use utoipa::{PartialSchema, ToSchema};

#[derive(Serialize, Deserialize, ToSchema)]
struct Course {
    title: String,
    #[serde(skip_deserializing)]
    cover: Option<String>,
}

fn main() {
    let course = Course { title: "Safety".into(), cover: Some("https://a.example/cover.png".into()) };
    println!("serde writes: {}", serde_json::to_string(&course).unwrap());
    println!("described as: {}", serde_json::to_string(&Course::schema()).unwrap());
}
RUST
told=$(cd "$folder" && cargo run --quiet)
echo "$told"
grep -q '^serde writes: .*"cover"' <<< "$told" && grep -q '^described as: .*"title"' <<< "$told" && ! grep '^described as' <<< "$told" | grep -q cover || {
  echo "this is no longer what was seen"
  exit 1
}
