//! Durations as packages write them: `HHHH:MM:SS.SS` in SCORM 1.2 (RTE 3.4.2.1.1, CMITimespan), ISO 8601 in SCORM 2004 (RTE 4.1.1.7).

use package_manifest::Standard;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// Whole seconds, rounded down; `None` for what is no duration.
#[must_use]
pub fn seconds(standard: Standard, text: &str) -> Option<u64> {
    if standard == Standard::Scorm12 { timespan(text) } else { interval(text) }
}

fn timespan(text: &str) -> Option<u64> {
    let mut parts = text.trim().split(':');
    let (hours, minutes, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = rest.split('.').next().unwrap_or_default();
    let number = |digits: &str| (1..=4).contains(&digits.len()).then(|| digits.parse::<u64>().ok())?;
    let is_over = parts.next().is_some();
    (!is_over).then_some(number(hours)? * HOUR + number(minutes)? * 60 + number(whole)?)
}

/// Years have 365 days here and months 30: nobody learns for so long at a time.
fn interval(text: &str) -> Option<u64> {
    let rest = text.trim().strip_prefix('P')?;
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    let date = summed(date, &[('Y', 365 * DAY), ('M', 30 * DAY), ('W', 7 * DAY), ('D', DAY)])?;
    let time = summed(time, &[('H', HOUR), ('M', 60), ('S', 1)])?;
    date.checked_add(time).filter(|_| !rest.is_empty())
}

fn summed(mut text: &str, units: &[(char, u64)]) -> Option<u64> {
    let mut sum = 0_u64;
    while !text.is_empty() {
        let end = text.find(|letter: char| letter.is_ascii_alphabetic())?;
        let (number, unit) = text.split_at(end);
        let (_, seconds) = units.iter().find(|(name, _)| unit.starts_with(*name))?;
        let whole = number.split('.').next().unwrap_or_default();
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        sum = sum.checked_add(whole.checked_mul(*seconds)?)?;
        text = unit.get(1..)?;
    }
    Some(sum)
}

/// Seconds as the standard writes them.
#[must_use]
pub fn written(standard: Standard, seconds: u64) -> String {
    let (hours, minutes, rest) = (seconds / HOUR, seconds / 60 % 60, seconds % 60);
    if standard == Standard::Scorm12 {
        // At most four digits: a year and more.
        return format!("{:04}:{minutes:02}:{rest:02}", hours.min(9_999));
    }
    format!("PT{hours}H{minutes}M{rest}S")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_are_read_as_packages_write_them() {
        for (text, expected) in [("00:00:05", 5), ("0001:02:03.45", 3_723), ("9999:59:59", 9_999 * HOUR + 3_599)] {
            assert_eq!(seconds(Standard::Scorm12, text), Some(expected), "{text}");
        }
        for (text, expected) in [("PT5S", 5), ("PT1H2M3.45S", 3_723), ("P1D", DAY), ("P1DT1H", DAY + HOUR), ("PT0S", 0), ("P1M", 30 * DAY)]
        {
            assert_eq!(seconds(Standard::Scorm2004Fourth, text), Some(expected), "{text}");
        }
        for wrong in ["", "5", "00:05", "a:b:c", "00:00:00:00", "99999:00:00", "PT5S"] {
            assert_eq!(seconds(Standard::Scorm12, wrong), None, "{wrong}");
        }
        for wrong in ["", "P", "PT5", "5S", "PTxS", "00:00:05", "P99999999999999999999Y"] {
            assert_eq!(seconds(Standard::Scorm2004Third, wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(all in 0_u64..9_999 * HOUR) {
            for standard in [Standard::Scorm12, Standard::Scorm2004Fourth] {
                prop_assert_eq!(seconds(standard, &written(standard, all)), Some(all));
            }
        }

        #[test]
        fn any_text_is_read_or_not(text in ".{0,40}") {
            let _ = (seconds(Standard::Scorm12, &text), seconds(Standard::Scorm2004Third, &text));
        }
    }
}
