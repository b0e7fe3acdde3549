#!/usr/bin/env bash
# aws-lc-sys 0.47.0 (under aws-lc-rs 1.19.0): a process's first random number takes tens of milliseconds of CPU, since the library measures
# the processor's jitter as one more source of entropy; the second takes microseconds. A short-lived process, as a cold start of a function,
# pays that with its first random number or TLS connection. Built with AWS_LC_SYS_NO_JITTER_ENTROPY=1, the first takes microseconds too.
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
aws-lc-rs = { version = "=1.19.0", default-features = false, features = ["aws-lc-sys"] }
aws-lc-sys = "=0.47.0"
TOML
cat > "$folder/src/main.rs" <<'RUST'
use std::time::Instant;

fn drawn() -> u128 {
    let start = Instant::now();
    aws_lc_rs::rand::fill(&mut [0; 16]).unwrap();
    start.elapsed().as_micros()
}

fn main() {
    println!("first {} us, second {} us", drawn(), drawn());
}
RUST
cd "$folder"
slow=$(cargo run --quiet --release)
echo "as it comes: $slow"
quick=$(AWS_LC_SYS_NO_JITTER_ENTROPY=1 cargo run --quiet --release --target-dir without)
echo "without jitter: $quick"
first() { sed 's/first \([0-9]*\) us.*/\1/' <<< "$1"; }
[ "$(first "$slow")" -gt 5000 ] && [ "$(first "$quick")" -lt 5000 ] || {
  echo "this is no longer what was seen"
  exit 1
}
