//! AWS's six-field `cron(…)`, translated for the `croner` crate.

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::ExpressionError;

/// A parsed AWS cron expression: minutes, hours, day of month, month, day of week, year.
#[derive(Debug, Clone)]
pub(super) struct AwsCron {
    cron: Cron,
}

struct Field {
    name: &'static str,
    /// Replaces the open end of `start/step`, which `croner` wants spelled out.
    maximum: &'static str,
    /// Names that stand for 1, 2, 3 …
    names: &'static [&'static str],
    /// Letters with a meaning of their own in this field.
    letters: &'static str,
}

const DAY_OF_MONTH: usize = 2;
const DAY_OF_WEEK: usize = 4;
const YEAR: usize = 5;
const FIRST_YEAR: u16 = 1970;
const LAST_YEAR: u16 = 2199;

#[rustfmt::skip]
const FIELDS: [Field; 6] = [
    Field { name: "minutes", maximum: "59", names: &[], letters: "" },
    Field { name: "hours", maximum: "23", names: &[], letters: "" },
    Field { name: "day of month", maximum: "31", names: &[], letters: "LW" },
    Field {
        name: "month",
        maximum: "12",
        names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
        letters: "",
    },
    Field {
        name: "day of week",
        maximum: "7",
        names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
        letters: "L",
    },
    Field { name: "year", maximum: "2199", names: &[], letters: "" },
];

impl AwsCron {
    /// Reads the text between the parentheses of `cron(…)`.
    pub(super) fn parse(arguments: &str) -> Result<Self, ExpressionError> {
        let fields: Vec<&str> = arguments.split_whitespace().collect();
        if fields.len() != FIELDS.len() {
            return Err(ExpressionError::CronFieldCount(fields.len()));
        }
        if (fields[DAY_OF_MONTH] == "?") == (fields[DAY_OF_WEEK] == "?") {
            return Err(ExpressionError::CronDays);
        }
        let mut translated = Vec::with_capacity(fields.len());
        for (position, value) in fields.iter().enumerate() {
            let field = translate(position, value)
                .filter(|field| alone(position, field).is_some())
                .ok_or_else(|| ExpressionError::CronField { field: FIELDS[position].name, value: (*value).to_owned() })?;
            translated.push(field);
        }
        let cron = parse_with_croner(&translated).ok_or_else(|| ExpressionError::UnknownForm(format!("cron({arguments})")))?;
        Ok(Self { cron })
    }

    /// The first matching time strictly after `instant`.
    ///
    /// The search walks the calendar without a zone and places each match in the zone afterwards:
    /// a local time in a gap has no place and is skipped, one in an overlap takes its first place.
    pub(super) fn next_after(&self, instant: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut local = zone.to_datetime(instant);
        loop {
            local = self.cron.find_next_occurrence(&local, false).ok()?;
            let placed = zone.to_ambiguous_timestamp(local);
            if matches!(placed.offset(), AmbiguousOffset::Gap { .. }) {
                continue;
            }
            let due = placed.earlier().ok()?;
            if due > instant {
                return Some(due);
            }
        }
    }
}

fn parse_with_croner(fields: &[String]) -> Option<Cron> {
    CronParser::builder()
        .seconds(Seconds::Required)
        .year(Year::Required)
        .alternative_weekdays(true)
        .build()
        .parse(&format!("0 {}", fields.join(" ")))
        .ok()
}

/// Checks one field with all others open, so that an error can name the field.
fn alone(position: usize, field: &str) -> Option<Cron> {
    let mut fields = vec!["*".to_owned(); FIELDS.len()];
    field.clone_into(&mut fields[position]);
    parse_with_croner(&fields)
}

/// Spells a field the way `croner` reads it, or `None` when AWS would refuse it.
fn translate(position: usize, value: &str) -> Option<String> {
    let field = &FIELDS[position];
    if value == "?" {
        return (position == DAY_OF_MONTH || position == DAY_OF_WEEK).then(|| value.to_owned());
    }
    if !value.chars().all(|letter| letter.is_ascii_alphanumeric() || "*,-/#".contains(letter)) {
        return None;
    }
    let parts: Option<Vec<String>> = value.split(',').map(|part| translate_part(position, field, part)).collect();
    Some(parts?.join(","))
}

fn translate_part(position: usize, field: &Field, part: &str) -> Option<String> {
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (part, None),
    };
    let range = replace_names(field, range)?;
    let range = match (range.as_str(), step) {
        // Without an end, croner would search until the year 5000 for a date that never comes.
        ("*", _) if position == YEAR => format!("{FIRST_YEAR}-{LAST_YEAR}"),
        // croner accepts a bare L in this field and never fires; to AWS it is Saturday.
        ("L", None) if position == DAY_OF_WEEK => "7".to_owned(),
        (start, Some(_)) if start.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{start}-{}", field.maximum)
        }
        _ => range,
    };
    if range.is_empty() || (position == YEAR && !years_in_range(&range)) {
        return None;
    }
    Some(match step {
        Some(step) => format!("{range}/{step}"),
        None => range,
    })
}

/// Turns the names of a field into numbers. croner would do it too, but in every field, so that
/// `MON` would pass for a month.
fn replace_names(field: &Field, text: &str) -> Option<String> {
    let mut replaced = String::new();
    for token in text.split_inclusive(['-', '#']) {
        let word = token.trim_end_matches(['-', '#']);
        let delimiter = &token[word.len()..];
        let upper = word.to_ascii_uppercase();
        let name = upper.strip_suffix('L').filter(|name| name.len() == 3);
        let position = |name: &str| field.names.iter().position(|known| *known == name);
        if let Some(number) = position(&upper) {
            replaced.push_str(&(number + 1).to_string());
        } else if let Some(number) = name.and_then(position).filter(|_| field.letters == "L") {
            replaced.push_str(&format!("{}L", number + 1));
        } else if upper.chars().all(|letter| !letter.is_ascii_alphabetic() || field.letters.contains(letter)) {
            replaced.push_str(&upper);
        } else {
            return None;
        }
        replaced.push_str(delimiter);
    }
    Some(replaced)
}

fn years_in_range(range: &str) -> bool {
    range.split('-').all(|year| year.parse().is_ok_and(|year: u16| (FIRST_YEAR..=LAST_YEAR).contains(&year)))
}
