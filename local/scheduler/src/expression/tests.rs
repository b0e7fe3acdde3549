//! Dates and clock changes of schedule expressions.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::Expression;

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The next `count` local times after `from`, such as `2026-10-25 02:30+02`.
fn upcoming(text: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
    let expression = Expression::parse(text, zone).unwrap();
    let zone_of_from = TimeZone::get(zone).unwrap();
    let local: jiff::civil::DateTime = from.parse().unwrap();
    let mut now = zone_of_from.to_timestamp(local).unwrap();
    let mut found = Vec::new();
    while found.len() < count {
        let Some(next) = expression.next_after(now, now) else {
            break;
        };
        assert!(next > now, "{text} must move forward");
        found.push(next.to_zoned(zone_of_from.clone()).strftime("%F %H:%M%:::z").to_string());
        now = next;
    }
    found
}

fn utc(text: &str, from: &str, count: usize) -> Vec<String> {
    let mut found = upcoming(text, "UTC", from, count);
    for time in &mut found {
        time.truncate("2026-01-01 00:00".len());
    }
    found
}

#[test]
fn weekdays_are_numbered_from_sunday() {
    let sunday = "2026-11-22T00:00:00";
    assert_eq!(utc("cron(0 10 ? * 1 *)", sunday, 2), ["2026-11-22 10:00", "2026-11-29 10:00"]);
    assert_eq!(utc("cron(0 10 ? * MON-FRI *)", sunday, 6)[4..], ["2026-11-27 10:00", "2026-11-30 10:00"]);
    assert_eq!(utc("cron(0 10 ? * 2-6 *)", sunday, 6), utc("cron(0 10 ? * mon-fri *)", sunday, 6));
    assert_eq!(utc("cron(0 9 ? * L *)", sunday, 1), ["2026-11-28 09:00"]);
    assert_eq!(utc("cron(0 9 ? * FRI#3 *)", sunday, 2), ["2026-12-18 09:00", "2027-01-15 09:00"]);
    assert_eq!(utc("cron(0 9 ? * 6#3 *)", sunday, 3), utc("cron(0 9 ? * FRI#3 *)", sunday, 3));
    assert_eq!(utc("cron(0 9 ? * 6L *)", sunday, 1), ["2026-11-27 09:00"]);
    assert_eq!(utc("cron(0 9 ? * FRIL *)", sunday, 3), utc("cron(0 9 ? * 6L *)", sunday, 3));
    assert_eq!(utc("cron(0 9 ? * MON/3 *)", sunday, 3), ["2026-11-23 09:00", "2026-11-26 09:00", "2026-11-30 09:00"]);
}

#[test]
fn month_ends_and_nearest_weekdays() {
    assert_eq!(utc("cron(15 12 L * ? *)", "2027-12-31T13:00:00", 3), ["2028-01-31 12:15", "2028-02-29 12:15", "2028-03-31 12:15"]);
    assert_eq!(utc("cron(0 9 15W * ? *)", "2026-11-01T00:00:00", 2), ["2026-11-16 09:00", "2026-12-15 09:00"]);
    assert_eq!(utc("cron(0 9 1W * ? *)", "2026-07-15T00:00:00", 1), ["2026-08-03 09:00"]);
    assert_eq!(utc("cron(0 9 LW * ? *)", "2027-02-01T00:00:00", 1), ["2027-02-26 09:00"]);
    assert_eq!(utc("cron(0 9 31 * ? *)", "2027-02-01T00:00:00", 3), ["2027-03-31 09:00", "2027-05-31 09:00", "2027-07-31 09:00"]);
}

#[test]
fn leap_days_and_impossible_dates() {
    assert_eq!(utc("cron(0 9 29 2 ? *)", "2026-01-01T00:00:00", 2), ["2028-02-29 09:00", "2032-02-29 09:00"]);
    assert_eq!(utc("cron(0 9 29 FEB ? *)", "2096-03-01T00:00:00", 1), ["2104-02-29 09:00"]);
    assert!(utc("cron(0 9 31 2 ? *)", "2026-01-01T00:00:00", 1).is_empty());
    assert!(utc("cron(0 0 1 1 ? 2025)", "2026-01-01T00:00:00", 1).is_empty());
    assert!(utc("cron(0 0 1 1 ? *)", "2199-06-01T00:00:00", 1).is_empty());
}

#[test]
fn steps_lists_and_years() {
    assert_eq!(utc("cron(0/15 8-9 * JAN,FEB ? 2027-2028)", "2027-02-28T09:40:00", 2), ["2027-02-28 09:45", "2028-01-01 08:00"]);
    assert_eq!(utc("cron(5/20 * * * ? *)", "2026-01-01T00:50:00", 2), ["2026-01-01 01:05", "2026-01-01 01:25"]);
    assert_eq!(utc("cron(0 0 1 1 ? */2)", "2026-06-01T00:00:00", 2), ["2028-01-01 00:00", "2030-01-01 00:00"]);
    assert_eq!(utc("cron(0 9 1/10 * ? *)", "2026-01-02T00:00:00", 4)[2..], ["2026-01-31 09:00", "2026-02-01 09:00"]);
}

#[test]
fn berlin_skips_the_gap_and_fires_once_in_the_overlap() {
    let zone = "Europe/Berlin";
    assert_eq!(upcoming("cron(30 2 * * ? *)", zone, "2026-03-28T00:00:00", 2), ["2026-03-28 02:30+01", "2026-03-30 02:30+02"]);
    assert_eq!(upcoming("cron(30 2 * * ? *)", zone, "2027-03-27T00:00:00", 2), ["2027-03-27 02:30+01", "2027-03-29 02:30+02"]);
    assert_eq!(upcoming("cron(30 2 * * ? *)", zone, "2026-10-24T12:00:00", 2), ["2026-10-25 02:30+02", "2026-10-26 02:30+01"]);
    assert_eq!(upcoming("cron(30 2 * * ? *)", zone, "2027-10-30T12:00:00", 2), ["2027-10-31 02:30+02", "2027-11-01 02:30+01"]);
    assert_eq!(
        upcoming("cron(0/30 * * * ? *)", zone, "2026-10-25T01:45:00", 3),
        ["2026-10-25 02:00+02", "2026-10-25 02:30+02", "2026-10-25 03:00+01"]
    );
    assert_eq!(upcoming("cron(0/30 * * * ? *)", zone, "2027-03-28T01:10:00", 2), ["2027-03-28 01:30+01", "2027-03-28 03:00+02"]);
}

#[test]
fn new_york_skips_the_gap_and_fires_once_in_the_overlap() {
    let zone = "America/New_York";
    for (day_before, after) in [("2026-03-07", "2026-03-09"), ("2027-03-13", "2027-03-15")] {
        assert_eq!(upcoming("cron(30 2 * * ? *)", zone, &format!("{day_before}T12:00:00"), 1), [format!("{after} 02:30-04")]);
    }
    for (day, after) in [("2026-11-01", "2026-11-02"), ("2027-11-07", "2027-11-08")] {
        assert_eq!(
            upcoming("cron(30 1 * * ? *)", zone, &format!("{day}T00:00:00"), 2),
            [format!("{day} 01:30-04"), format!("{after} 01:30-05")]
        );
    }
}

#[test]
fn a_start_inside_the_repeated_hour_does_not_repeat_it() {
    let expression = Expression::parse("cron(30 2 * * ? *)", "Europe/Berlin").unwrap();
    // 02:10 for the second time: 02:30+02 has been, 02:30+01 is the repetition.
    let second_time = instant("2026-10-25T01:10:00Z");
    assert_eq!(expression.next_after(second_time, second_time), Some(instant("2026-10-26T01:30:00Z")));
}

#[test]
fn one_time_expressions_fire_once_in_their_zone() {
    let expression = Expression::parse("at(2026-12-01T09:00:00)", "Asia/Kolkata").unwrap();
    let due = instant("2026-12-01T03:30:00Z");
    assert_eq!(expression.one_time(), Some(due));
    assert_eq!(expression.next_after(due - 1.second(), Timestamp::UNIX_EPOCH), Some(due));
    assert_eq!(expression.next_after(due, Timestamp::UNIX_EPOCH), None);
    let in_the_gap = Expression::parse("at(2027-03-28T02:30:00)", "Europe/Berlin").unwrap();
    assert_eq!(in_the_gap.one_time(), Some(instant("2027-03-28T01:30:00Z")), "03:30 summer time: moved forward, not lost");
}

#[test]
fn rates_count_from_their_anchor() {
    let expression = Expression::parse("rate(90 minutes)", "UTC").unwrap();
    let anchor = instant("2026-01-01T00:10:00Z");
    assert_eq!(expression.next_after(instant("2025-06-01T00:00:00Z"), anchor), Some(anchor));
    assert_eq!(expression.next_after(anchor, anchor), Some(instant("2026-01-01T01:40:00Z")));
    assert_eq!(expression.next_after(instant("2026-01-02T00:00:00Z"), anchor), Some(instant("2026-01-02T00:10:00Z")));
    for text in ["rate(1 minute)", "rate(1 minutes)", "rate(4294967295 days)"] {
        assert!(Expression::parse(text, "UTC").is_ok(), "{text}");
    }
    let endless = Expression::parse("rate(4294967295 days)", "UTC").unwrap();
    assert_eq!(endless.next_after(anchor, anchor), None);
}
