#!/usr/bin/env bash
# utoipa 6.0.0: an enum with #[serde(tag = "kind")] whose variants are structs with #[serde(deny_unknown_fields)] is described as allOf the
# struct (additionalProperties: false, and no `kind` in it) and an object that requires `kind`. Serde reads {"kind": "Link", "address": …};
# by the description nothing can be valid. And a name that a macro gives with #[serde(rename = $name)] is not seen: the description says
# `Link` where serde reads and writes `link`. What builds requests from the description, or checks them by it, is led astray twice.
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
#[serde(deny_unknown_fields)]
struct Link {
    address: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind")]
enum Tagged {
    Link(Link),
}

macro_rules! named {
    ($name:literal) => {
        #[derive(Serialize, Deserialize, ToSchema)]
        enum Named {
            #[serde(rename = $name)]
            Link,
        }
    };
}
named!("link");

fn main() {
    let read = serde_json::from_str::<Tagged>(r#"{"kind": "Link", "address": "https://a.example"}"#).is_ok();
    println!("serde reads it: {read}");
    println!("described as: {}", serde_json::to_string(&Tagged::schema()).unwrap());
    println!("the part: {}", serde_json::to_string(&Link::schema()).unwrap());
    println!("serde writes: {}", serde_json::to_string(&Named::Link).unwrap());
    println!("described by: {}", serde_json::to_string(&Named::schema()).unwrap());
}
RUST
told=$(cd "$folder" && cargo run --quiet)
echo "$told"
grep -q '^serde reads it: true' <<< "$told" && grep -q '^described as: .*"allOf"' <<< "$told" \
  && grep -q '^the part: .*"additionalProperties":false' <<< "$told" && ! grep '^the part' <<< "$told" | grep -q kind \
  && grep -q '^serde writes: "link"' <<< "$told" && grep -q '^described by: .*"Link"' <<< "$told" || {
  echo "this is no longer what was seen"
  exit 1
}
