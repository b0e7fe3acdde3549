//! The whole stack on the real template, on free ports and in folders of its own.

mod endpoints;
mod start;
mod stream_and_queue;
mod support;
