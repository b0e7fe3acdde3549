//! What holds for every schedule expression, with a brute-force check of cron.

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::Expression;

/// A field in AWS's spelling and the values it stands for, expanded independently of the parser.
fn field(minimum: i8, maximum: i8) -> impl Strategy<Value = (String, Vec<i8>)> {
    let all = move || (minimum..=maximum).collect::<Vec<_>>();
    prop_oneof![
        Just(("*".to_owned(), all())),
        (minimum..=maximum).prop_map(|value| (value.to_string(), vec![value])),
        (minimum..=maximum, 1..=maximum - minimum)
            .prop_map(move |(start, step)| (format!("{start}/{step}"), (start..=maximum).step_by(step.unsigned_abs().into()).collect())),
        (minimum..=maximum, minimum..=maximum).prop_map(|(one, other)| {
            let (low, high) = (one.min(other), one.max(other));
            (format!("{low}-{high}"), (low..=high).collect())
        }),
        (minimum..=maximum, minimum..=maximum).prop_map(|(one, other)| (format!("{one},{other}"), vec![one, other])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The answer equals the first minute, walked one by one, whose local fields match and whose
    /// local time has not been before.
    #[test]
    fn cron_finds_the_first_matching_minute(
        (minutes_text, minutes) in field(0, 59),
        (hours_text, hours) in field(0, 23),
        zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
        // 2026-03-01 and 2026-10-01 plus up to 45 days: around the clock changes.
        start in prop::sample::select(vec![1_772_323_200_i64, 1_790_812_800]),
        offset in 0_i64..45 * 86_400,
    ) {
        let expression =
            Expression::parse(&format!("cron({minutes_text} {hours_text} * * ? *)"), zone).unwrap();
        let zone = TimeZone::get(zone).unwrap();
        let from = Timestamp::from_second(start + offset).unwrap();
        let found = expression.next_after(from, from).unwrap();
        let first_minute = (from.as_second().div_euclid(60) + 1) * 60;
        let expected = (0..4 * 24 * 60)
            .map(|minute| Timestamp::from_second(first_minute + minute * 60).unwrap())
            .find(|candidate| {
                let local = zone.to_datetime(*candidate);
                hours.contains(&local.hour())
                    && minutes.contains(&local.minute())
                    && zone.to_ambiguous_timestamp(local).earlier().unwrap() == *candidate
            });
        prop_assert_eq!(Some(found), expected);
    }

    #[test]
    fn dates_match_their_fields(
        (days_text, days) in field(1, 31),
        (months_text, months) in field(1, 12),
        offset in 0_i64..400 * 86_400,
    ) {
        let expression =
            Expression::parse(&format!("cron(0 0 {days_text} {months_text} ? *)"), "UTC").unwrap();
        let from = Timestamp::from_second(1_767_225_600 + offset).unwrap();
        let exists = |month: &i8| {
            let longest = date(2028, *month, 1).days_in_month();
            days.iter().any(|day| *day <= longest)
        };
        match expression.next_after(from, from) {
            Some(found) => {
                let local = TimeZone::UTC.to_datetime(found);
                prop_assert!(found > from);
                prop_assert!(days.contains(&local.day()) && months.contains(&local.month()));
                prop_assert_eq!((local.hour(), local.minute(), local.second()), (0, 0, 0));
            }
            None => prop_assert!(!months.iter().any(exists), "such a date exists"),
        }
    }

    #[test]
    fn rates_are_the_first_multiple_after_the_instant(
        value in 1_u32..5_000,
        offset in 0_i64..10_000_000_000,
    ) {
        let expression = Expression::parse(&format!("rate({value} minutes)"), "UTC").unwrap();
        let anchor = Timestamp::from_millisecond(1_767_225_600_123).unwrap();
        let from = anchor + SignedDuration::from_millis(offset);
        let found = expression.next_after(from, anchor).unwrap();
        let interval = SignedDuration::from_mins(value.into());
        prop_assert!(found > from && found.duration_since(from) <= interval);
        prop_assert_eq!(found.duration_since(anchor).as_millis() % interval.as_millis(), 0);
    }

    #[test]
    fn any_text_is_answered_without_a_panic(text in "(cron|rate|at)\\([0-9A-Z*?/,#: -]{0,24}\\)") {
        if let Ok(expression) = Expression::parse(&text, "Europe/Berlin") {
            let from = Timestamp::from_second(1_767_225_600).unwrap();
            if let Some(next) = expression.next_after(from, from) {
                prop_assert!(next > from);
            }
        }
    }
}
