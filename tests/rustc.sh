#!/bin/sh
# The compiler of this workspace's own crates while `make test` builds them: rustc with Clippy's lints, each of them an error. So what is
# linted is what is built, and dependencies are not compiled a second time only to be checked.
exec clippy-driver "$@" -D warnings
