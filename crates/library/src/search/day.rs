//! A day named within a query: 2018年3月5日, 二〇一八年, 2018-03-05.

use std::ops::Range;

use jiff::civil::{Date, date};

/// A day and where the query names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedDay {
    /// The day; for a month its last day, for a year its middle (its end where a text of that year
    /// is asked for: 2018年修订).
    pub on: Date,
    /// The bytes that name it, with 时, 版 and the like.
    pub range: Range<usize>,
}

/// Words behind a date that belong to it, and whether they ask for a text of that year.
const TAILS: [(&str, bool); 16] = [
    ("的时候", false),
    ("那时候", false),
    ("当时的", false),
    ("时候", false),
    ("当时", false),
    ("那时", false),
    ("那年", false),
    ("期间", false),
    ("年底", true),
    ("修订版", true),
    ("修正版", true),
    ("修订", true),
    ("修正", true),
    ("版本", true),
    ("版", true),
    ("时", false),
];

/// The first day that a folded query names.
pub(crate) fn day_in(text: &str) -> Option<NamedDay> {
    text.char_indices().find_map(|(at, c)| {
        let inside = text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_digit());
        if inside || digit(c).is_none() {
            return None;
        }
        let (on, length) = date_at(&text[at..])?;
        Some(NamedDay {
            on,
            range: at..at + length,
        })
    })
}

fn date_at(text: &str) -> Option<(Date, usize)> {
    let (year, rest) = number(text, 4..=4)?;
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1949..2100).contains(year))?;
    let (on, rest) = dashed(year, rest).or_else(|| spelled(year, rest))?;
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    Some((on, text.len() - rest.len()))
}

/// -3-5, /3/5, .3.5
fn dashed(year: i16, rest: &str) -> Option<(Date, &str)> {
    let mark = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, rest) = number(&rest[1..], 1..=2)?;
    let (day, rest) = number(rest.strip_prefix(mark)?, 1..=2)?;
    Some((civil(year, month, day)?, strip_tail(rest).0))
}

/// 年3月5日, 年3月, 年
fn spelled(year: i16, rest: &str) -> Option<(Date, &str)> {
    let rest = rest.strip_prefix('年')?;
    let month =
        number(rest, 1..=2).and_then(|(month, rest)| Some((month, rest.strip_prefix('月')?)));
    let Some((month, rest)) = month else {
        let (rest, of_text) = strip_tail(rest);
        let on = if of_text {
            date(year, 12, 31)
        } else {
            date(year, 7, 1)
        };
        return Some((on, rest));
    };
    let day =
        number(rest, 1..=2).and_then(|(day, rest)| Some((day, rest.strip_prefix(['日', '号'])?)));
    match day {
        Some((day, rest)) => Some((civil(year, month, day)?, strip_tail(rest).0)),
        None => Some((civil(year, month, 1)?.last_of_month(), strip_tail(rest).0)),
    }
}

fn strip_tail(rest: &str) -> (&str, bool) {
    TAILS
        .iter()
        .find_map(|&(tail, of_text)| Some((rest.strip_prefix(tail)?, of_text)))
        .unwrap_or((rest, false))
}

fn civil(year: i16, month: u32, day: u32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A number of so many digits, Arabic or Chinese without ranks (except 十 to 三十一).
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let plain = text.chars().take_while(|&c| digit(c).is_some()).count();
    if digits.contains(&plain) && text.chars().nth(plain) != Some('十') {
        let value = text
            .chars()
            .take(plain)
            .filter_map(digit)
            .fold(0, |n, d| n * 10 + d);
        let length: usize = text.chars().take(plain).map(char::len_utf8).sum();
        return Some((value, &text[length..]));
    }
    if *digits.end() > 2 {
        return None;
    }
    let length: usize = text
        .chars()
        .take_while(|&c| c == '十' || digit(c).is_some())
        .map(char::len_utf8)
        .sum();
    let value = law::numeral::parse(&text[..length])?;
    Some((u32::try_from(value).ok()?, &text[length..]))
}

fn digit(c: char) -> Option<u32> {
    match c {
        '〇' | '零' => Some(0),
        _ => c.to_digit(10).or_else(|| {
            "一二三四五六七八九"
                .chars()
                .position(|d| d == c)
                .map(|at| at as u32 + 1)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, on: Option<Date>, rest: &str) {
        let named = day_in(query);
        assert_eq!(named.as_ref().map(|named| named.on), on, "{query}");
        let mut left = query.to_owned();
        if let Some(named) = named {
            left.replace_range(named.range, "");
        }
        assert_eq!(left, rest, "{query}");
    }

    #[test]
    fn days_months_and_years_are_read() {
        check("2018年3月5日的河灯法", Some(date(2018, 3, 5)), "河灯法");
        check(
            "二〇一八年十二月二十一日放灯",
            Some(date(2018, 12, 21)),
            "放灯",
        );
        check("2018-03-05 放灯", Some(date(2018, 3, 5)), " 放灯");
        check("2018年2月放灯", Some(date(2018, 2, 28)), "放灯");
        check("2018年时放灯", Some(date(2018, 7, 1)), "放灯");
        check("河灯法2018年修订", Some(date(2018, 12, 31)), "河灯法");
    }

    #[test]
    fn what_is_no_day_is_left_alone() {
        check("2018年2月30日", None, "2018年2月30日");
        check("罚款2000元", None, "罚款2000元");
        check("十年", None, "十年");
        check("12018年", None, "12018年");
        check("3018年", None, "3018年");
    }
}
