//! Logs: a JSON object on each line, with the fields of the event and those of the call that it happened in.
//!
//! In the form of `tracing_subscriber`'s own JSON lines. Those read a call's fields again for each line, though they are JSON already, and say
//! them twice.

use std::fmt;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::{
    fmt::{
        FmtContext, FormatEvent, FormatFields, FormattedFields,
        format::{JsonFields, Writer},
        time::{FormatTime, SystemTime},
    },
    registry::LookupSpan,
};

/// Begins to write what is logged to the standard output, from INFO on.
pub(crate) fn begin() {
    tracing_subscriber::fmt().fmt_fields(JsonFields::new()).event_format(Lines).with_max_level(Level::INFO).init();
}

struct Lines;

/// What stands between the braces of an object.
fn inside(object: &str) -> &str {
    object.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default()
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut line: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut fields = String::new();
        context.field_format().format_fields(Writer::new(&mut fields), event)?;
        line.write_str("{\"timestamp\":\"")?;
        SystemTime.format_time(&mut line)?;
        let fields = inside(&fields);
        let comma = if fields.is_empty() { "" } else { "," };
        write!(line, "\",\"level\":\"{}\"{comma}{fields}", event.metadata().level())?;
        if let Some(span) = context.lookup_current() {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<N>>().map_or("", |fields| inside(&fields.fields));
            let comma = if fields.is_empty() { "" } else { "," };
            write!(line, ",\"span\":{{{fields}{comma}\"name\":\"{}\"}}", span.name())?;
        }
        line.write_str("}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::{
        io::Write,
        sync::{Arc, Mutex},
    };

    #[derive(Clone, Default)]
    struct Lined(Arc<Mutex<Vec<u8>>>);

    impl Write for Lined {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_is_an_object_with_the_fields_of_event_and_call() {
        let lines = Lined::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt().fmt_fields(JsonFields::new()).event_format(Lines).with_writer(move || writer.clone());
        tracing::subscriber::with_default(subscriber.finish(), || {
            let call = tracing::info_span!("call", handler = "get-me", request_id = "a \"b\"", trace_id = Option::<&str>::None);
            call.in_scope(|| tracing::info!(read_units = 1.5, error = %"x\ny", "done"));
            tracing::warn!("alone");
        });
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let mut first = lines.next().unwrap();
        let time = first.as_object_mut().unwrap().remove("timestamp").unwrap();
        assert!(time.as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
        let span = json!({ "handler": "get-me", "request_id": "a \"b\"", "name": "call" });
        assert_eq!(first, json!({ "level": "INFO", "message": "done", "read_units": 1.5, "error": "x\ny", "span": span }));
        let second = lines.next().unwrap();
        assert_eq!((&second["level"], &second["message"], second.get("span")), (&json!("WARN"), &json!("alone"), None));
    }
}
