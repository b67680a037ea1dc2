//! The head of a statute: its title and dated events.

use crate::finding::{Finding, FindingCode};
use crate::numeral;
use crate::statute::{Event, EventKind};

/// Reads an event line of the head, such as `2021年1月8日 云麓市人民代表大会常务委员会通过`.
/// A line without a date is an event of which the day is not known.
pub(crate) fn event(line: &str) -> Event {
    let line = line.trim_matches(['（', '）', '(', ')', ' ']);
    match date_at_start(line) {
        Some((on, rest)) => Event {
            on: Some(on),
            kind: kind_of(rest),
            text: rest.trim().to_owned(),
        },
        None => Event {
            on: None,
            kind: kind_of(line),
            text: line.to_owned(),
        },
    }
}

/// The finding for an event without a readable date.
pub(crate) fn undated(event: &Event, line: u32) -> Option<Finding> {
    event
        .on
        .is_none()
        .then(|| Finding::at(FindingCode::UndatedEvent, line, &event.text, false))
}

/// What the words of an event say happened; the last verb decides.
fn kind_of(text: &str) -> EventKind {
    const VERBS: [(&str, EventKind); 12] = [
        ("修订", EventKind::Revised),
        ("修正", EventKind::Amended),
        ("修改", EventKind::Amended),
        ("废止", EventKind::Repealed),
        ("失效", EventKind::Repealed),
        ("施行", EventKind::InForce),
        ("生效", EventKind::InForce),
        ("批准", EventKind::Approved),
        ("公布", EventKind::Published),
        ("发布", EventKind::Published),
        ("颁布", EventKind::Published),
        ("通过", EventKind::Passed),
    ];
    VERBS
        .iter()
        .filter_map(|&(verb, kind)| Some((text.rfind(verb)?, kind)))
        .max_by_key(|&(at, _)| at)
        .map_or(EventKind::Other, |(_, kind)| kind)
}

/// A civil date at the start of `text`, in Arabic or Chinese numerals, and what follows it.
pub(crate) fn date_at_start(text: &str) -> Option<(jiff::civil::Date, &str)> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, rest) = rest.split_once(['日', '号'])?;
    let read = |part: &str| {
        let part = part.trim();
        if part.chars().count() > 4 {
            None
        } else {
            digits(part)
        }
    };
    let date = jiff::civil::Date::new(
        i16::try_from(read(year)?).ok()?,
        i8::try_from(read(month)?).ok()?,
        i8::try_from(read(day)?).ok()?,
    );
    Some((date.ok()?, rest))
}

/// 二〇二一 digit by digit, 十二 as a number.
fn digits(part: &str) -> Option<u64> {
    let by_digit = part.chars().count() == 4 && !part.contains(['十', '百', '千']);
    if by_digit {
        return part.chars().try_fold(0, |sum, c| {
            Some(sum * 10 + numeral::parse(c.encode_utf8(&mut [0; 4]))?)
        });
    }
    numeral::parse(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_with_their_dates() {
        let read = event("2021年1月8日 云麓市第三届人民代表大会常务委员会第二次会议通过");
        assert_eq!(
            (read.on, read.kind),
            (Some(jiff::civil::date(2021, 1, 8)), EventKind::Passed)
        );
        let read = event("二〇一九年十二月三日 云麓市人民政府令第二号公布");
        assert_eq!(
            (read.on, read.kind),
            (Some(jiff::civil::date(2019, 12, 3)), EventKind::Published)
        );
        assert_eq!(event("云麓市人民政府令第二号").on, None);
    }
}
