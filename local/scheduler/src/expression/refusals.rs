//! Schedule expressions that are refused, and what is said about them.

use super::{Expression, ExpressionError};

fn refusal(text: &str) -> String {
    Expression::parse(text, "UTC").unwrap_err().to_string()
}

#[test]
fn refusals_say_what_is_wrong() {
    assert_eq!(refusal("cron(61 10 * * ? *)"), "The minutes field `61` of the cron expression is not valid.");
    assert_eq!(
        refusal("cron(0 10 * * *)"),
        "A cron expression has six fields (minutes, hours, day of month, month, day of week, year), and this one has 5."
    );
    assert_eq!(Expression::parse("rate(1 hour)", "Mars/Olympus").unwrap_err(), ExpressionError::UnknownZone("Mars/Olympus".to_owned()));
    for text in ["cron(0 10 * * MON *)", "cron(0 10 ? * ? *)"] {
        assert_eq!(Expression::parse(text, "UTC").unwrap_err(), ExpressionError::CronDays);
    }
    for (text, field) in [
        ("cron(, 10 * * ? *)", "minutes"),
        ("cron(1,,2 10 * * ? *)", "minutes"),
        ("cron(0/0 10 * * ? *)", "minutes"),
        ("cron(? 10 * * ? *)", "minutes"),
        ("cron(0 24 * * ? *)", "hours"),
        ("cron(0 22-2 * * ? *)", "hours"),
        ("cron(0 9 32 * ? *)", "day of month"),
        ("cron(0 9 0 * ? *)", "day of month"),
        ("cron(0 9 L-2 * ? *)", "day of month"),
        ("cron(0 9 1 MON ? *)", "month"),
        ("cron(0 9 1 13 ? *)", "month"),
        ("cron(0 9 ? * 8 *)", "day of week"),
        ("cron(0 9 ? * 0 *)", "day of week"),
        ("cron(0 9 ? * +MON *)", "day of week"),
        ("cron(0 9 ? * JAN *)", "day of week"),
        ("cron(0 9 ? * MON#6 *)", "day of week"),
        ("cron(0 9 1 1 ? 1969)", "year"),
        ("cron(0 9 1 1 ? 2027-2200)", "year"),
    ] {
        match Expression::parse(text, "UTC") {
            Err(ExpressionError::CronField { field: named, .. }) => assert_eq!(named, field),
            other => panic!("{text} gave {other:?}"),
        }
    }
    for text in [
        "at(2027-02-29T09:00:00)",
        "at(2027-02-28T09:00)",
        "at(2027-02-28T09:00:00Z)",
        "at(2027-02-28 09:00:00)",
        "at(2027-02-28T09:00:60)",
        "at()",
    ] {
        assert!(matches!(Expression::parse(text, "UTC"), Err(ExpressionError::Time(_))), "{text}");
    }
    for text in ["rate(0 minutes)", "rate(5 weeks)", "rate(-1 days)", "rate(5)", "rate(+5 hours)"] {
        assert!(matches!(Expression::parse(text, "UTC"), Err(ExpressionError::Rate(_))), "{text}");
    }
    for text in ["", "every 5 minutes", "rate(5 minutes", "@daily", "at2026)"] {
        assert!(matches!(Expression::parse(text, "UTC"), Err(ExpressionError::UnknownForm(_))), "{text}");
    }
}
