#!/usr/bin/env bash
# serde_json 1.0: where a type wants a name (an enum of unit variants) and valid JSON has a number, a boolean or null, the error counts
# as a syntax error ("expected value", Category::Syntax), not as Category::Data like every other value of the wrong type. A service that
# answers 400 "this is not JSON" for syntax and 422 for data tells a caller with perfect JSON that it is broken. What helps: read the
# text once more as serde::de::IgnoredAny before calling it malformed.
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
serde = { version = "1", features = ["derive"] }
serde_json = "=SERDE_JSON"
TOML
sed -i "s/SERDE_JSON/1.0.154/" "$folder/Cargo.toml"
cat > "$folder/src/main.rs" <<'RUST'
#[derive(Debug, serde::Deserialize)]
enum Colour {
    Red,
}

fn main() {
    let _ = Colour::Red;
    for text in ["1", "true", "null", "[]", "\"Blue\""] {
        let error = serde_json::from_str::<Colour>(text).unwrap_err();
        let valid = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        println!("{text}: valid JSON {valid}, {:?}, {error}", error.classify());
    }
}
RUST
told=$(cd "$folder" && cargo run --quiet)
echo "$told"
[ "$(grep -c ': valid JSON true, Syntax, expected value' <<< "$told")" = 4 ] && grep -q '^"Blue": valid JSON true, Data, ' <<< "$told" || {
  echo "this is no longer what was seen"
  exit 1
}
