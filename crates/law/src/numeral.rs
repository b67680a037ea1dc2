//! Chinese and Arabic whole numbers.

use crate::address::ArticleNumber;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Writes a number below 10,000 as a statute does: 10 is 十, 110 is 一百一十, 105 is 一百零五.
pub fn chinese(number: u32) -> String {
    let units = [(1000, '千'), (100, '百'), (10, '十')];
    let mut text = String::new();
    let mut rest = number % 10_000;
    let mut gap = false;
    for (size, unit) in units {
        let digit = rest / size;
        rest %= size;
        if digit > 0 {
            if gap {
                text.push('零');
            }
            if !(digit == 1 && size == 10 && text.is_empty()) {
                text.push(DIGITS[digit as usize]);
            }
            text.push(unit);
            gap = false;
        } else {
            gap = !text.is_empty() && rest > 0;
        }
    }
    if rest > 0 || text.is_empty() {
        if gap {
            text.push('零');
        }
        text.push(DIGITS[rest as usize]);
    }
    text
}

/// Writes the number of an article without 第 and 条: 一百三十三之一.
pub fn article_number(number: ArticleNumber) -> String {
    match number.sub {
        0 => chinese(number.main),
        sub => format!("{}之{}", chinese(number.main), chinese(sub)),
    }
}

/// Reads a whole number in Chinese numerals or in Arabic digits of either width; `None` for anything else.
pub fn parse(text: &str) -> Option<u64> {
    let mut total: u64 = 0;
    let mut section: u64 = 0;
    let mut digit: Option<u64> = None;
    if text.is_empty() {
        return None;
    }
    if text.chars().all(|c| arabic(c).is_some()) {
        return text
            .chars()
            .try_fold(0u64, |sum, c| sum.checked_mul(10)?.checked_add(arabic(c)?));
    }
    for c in text.chars() {
        match c {
            '十' | '拾' => section = section.checked_add(digit.take().unwrap_or(1) * 10)?,
            '百' | '佰' => section = section.checked_add(digit.take()? * 100)?,
            '千' | '仟' => section = section.checked_add(digit.take()? * 1000)?,
            '万' | '亿' => {
                let unit = if c == '万' { 10_000 } else { 100_000_000 };
                total = total
                    .checked_add(section)?
                    .checked_add(digit.take().unwrap_or(0))?
                    .checked_mul(unit)?;
                section = 0;
            }
            _ => digit = Some(chinese_digit(c)?),
        }
    }
    total.checked_add(section)?.checked_add(digit.unwrap_or(0))
}

/// Whether `c` is a digit, Arabic or Chinese.
pub(crate) fn is_digit(c: char) -> bool {
    arabic(c).or_else(|| chinese_digit(c)).is_some()
}

fn arabic(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(c as u64 - '0' as u64),
        '０'..='９' => Some(c as u64 - '０' as u64),
        _ => None,
    }
}

fn chinese_digit(c: char) -> Option<u64> {
    match c {
        '〇' | '○' | '０' => Some(0),
        '两' => Some(2),
        _ => DIGITS
            .iter()
            .position(|&digit| digit == c)
            .map(|at| at as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_read_as_it_is_written() {
        for number in 0..10_000 {
            assert_eq!(
                parse(&chinese(number)),
                Some(u64::from(number)),
                "{}",
                chinese(number)
            );
        }
    }

    #[test]
    fn money_words_are_read() {
        for (text, number) in [
            ("五十万", 500_000),
            ("一千二百万", 12_000_000),
            ("１２", 12),
            ("二亿", 200_000_000),
            ("两千", 2000),
        ] {
            assert_eq!(parse(text), Some(number), "{text}");
        }
        assert_eq!(parse("法"), None);
    }
}
