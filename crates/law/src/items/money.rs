//! Numbers, shares and sums of money, and the ranges that statutes make of them.
//!
//! | written | read |
//! |---|---|
//! | 三万元, 3万元, 30000元, 零点五, 0.5 | a number, in 元 where 元 follows |
//! | 二倍, 百分之五, 5%, 千分之三 | a multiple, a share |
//! | 一千元以上五千元以下, 一千元至五千元, 一千以上五千元以下 | from, to |
//! | 五千元以下, 不超过五千元 | to |
//! | 五千元以上 | from |
//! | 二百元 | from and to the same |

use winnow::Parser;
use winnow::combinator::{alt, opt, preceded, terminated};
use winnow::error::EmptyError;
use winnow::token::take_while;

use crate::enforcement_item::Decimal;
use crate::numeral;

/// The result of every small grammar of this module's kind.
pub(super) type Read<T> = Result<T, EmptyError>;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 元
    Yuan,
    /// 倍
    Times,
    /// %, 百分之
    Percent,
}

/// A range of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    /// Lower bound.
    pub min: Option<Decimal>,
    /// Upper bound.
    pub max: Option<Decimal>,
    /// What is counted.
    pub unit: Unit,
    /// Whether the bounds belong to it.
    pub inclusive: bool,
}

#[derive(Debug, Clone, Copy)]
struct Quantity {
    number: Decimal,
    unit: Option<Unit>,
}

fn is_arabic(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_chinese_number(c: char) -> bool {
    "零〇○一二三四五六七八九十百千万亿两".contains(c)
}

/// Whether a number may start with this character.
pub(super) fn starts_number(c: char) -> bool {
    is_arabic(c) || is_chinese_number(c) || c == '百'
}

/// A number, in Arabic or Chinese digits, with or without a decimal point.
pub(super) fn decimal(input: &mut &str) -> Read<Decimal> {
    alt((arabic, chinese)).parse_next(input)
}

fn arabic(input: &mut &str) -> Read<Decimal> {
    let whole = take_while(1..13, is_arabic).parse_next(input)?;
    let fraction =
        opt(preceded(alt((".", "．")), take_while(1..5, is_arabic))).parse_next(input)?;
    let factor = opt(take_while(1..3, |c: char| "十百千万亿".contains(c))).parse_next(input)?;
    let number = decimal_of(
        numeral::parse(whole).ok_or(EmptyError)?,
        fraction.unwrap_or(""),
    )
    .ok_or(EmptyError)?;
    factor
        .into_iter()
        .flat_map(str::chars)
        .try_fold(number, times_word)
        .ok_or(EmptyError)
}

fn times_word(number: Decimal, word: char) -> Option<Decimal> {
    let factor = match word {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        _ => 100_000_000,
    };
    number
        .scaled()
        .checked_mul(factor)
        .map(Decimal::from_scaled)
}

fn chinese(input: &mut &str) -> Read<Decimal> {
    let whole = take_while(1..16, is_chinese_number).parse_next(input)?;
    let point = opt(preceded("点", take_while(1..5, is_chinese_number))).parse_next(input)?;
    let fraction: Option<String> = point.unwrap_or("").chars().map(digit).collect();
    let whole = numeral::parse(whole).ok_or(EmptyError)?;
    decimal_of(whole, &fraction.ok_or(EmptyError)?).ok_or(EmptyError)
}

fn digit(c: char) -> Option<char> {
    let number = numeral::parse(c.encode_utf8(&mut [0; 4])).filter(|&n| n < 10)?;
    char::from_digit(number as u32, 10)
}

fn decimal_of(whole: u64, fraction: &str) -> Option<Decimal> {
    let digits = fraction
        .chars()
        .map(|c| numeral::parse(c.encode_utf8(&mut [0; 4])).unwrap_or(0));
    let parts = digits
        .zip([1_000, 100, 10, 1])
        .map(|(digit, size)| digit * size)
        .sum::<u64>();
    whole
        .checked_mul(Decimal::SCALE)?
        .checked_add(parts)
        .map(Decimal::from_scaled)
}

fn quantity(input: &mut &str) -> Read<Quantity> {
    let _ = opt(alt(("人民币", "各"))).parse_next(input)?;
    alt((share_in_words, counted)).parse_next(input)
}

/// 百分之五, 千分之五, 万分之五
fn share_in_words(input: &mut &str) -> Read<Quantity> {
    let parts =
        alt(("百分之".value(1), "千分之".value(10), "万分之".value(100))).parse_next(input)?;
    let number = decimal.parse_next(input)?;
    Ok(Quantity {
        number: Decimal::from_scaled(number.scaled() / parts),
        unit: Some(Unit::Percent),
    })
}

fn counted(input: &mut &str) -> Read<Quantity> {
    let number = decimal.parse_next(input)?;
    let unit = opt(alt((
        alt(("元人民币", "元", "圆")).value((Unit::Yuan, 1)),
        "倍".value((Unit::Times, 1)),
        alt(("%", "％")).value((Unit::Percent, 1)),
        "‰".value((Unit::Percent, 10)),
    )))
    .parse_next(input)?;
    let parts = unit.map_or(1, |(_, parts)| parts);
    Ok(Quantity {
        number: Decimal::from_scaled(number.scaled() / parts),
        unit: unit.map(|(unit, _)| unit),
    })
}

/// A range with a unit.
pub(super) fn range(input: &mut &str) -> Read<Range> {
    alt((at_most, from_to, one_bound)).parse_next(input)
}

fn at_most(input: &mut &str) -> Read<Range> {
    let word = alt(("不超过", "不得超过", "不高于", "不满", "不足", "超过")).parse_next(input)?;
    let upper = quantity.parse_next(input)?;
    let unit = upper.unit.ok_or(EmptyError)?;
    let inclusive = !matches!(word, "不满" | "不足" | "超过");
    let (min, max) = if word == "超过" {
        (Some(upper.number), None)
    } else {
        (None, Some(upper.number))
    };
    Ok(Range {
        min,
        max,
        unit,
        inclusive,
    })
}

fn from_to(input: &mut &str) -> Read<Range> {
    let lower = quantity.parse_next(input)?;
    let _ = alt((
        alt(("以上至", "以上到", "以上", "至", "到")),
        alt(("—", "－", "-", "～", "~")),
    ))
    .parse_next(input)?;
    let _ = opt(alt(("，", "、", ",", "但"))).parse_next(input)?;
    let upper = terminated(quantity, opt(alt(("以下", "以内", "之间")))).parse_next(input)?;
    let unit = upper.unit.or(lower.unit).ok_or(EmptyError)?;
    let (min, max, unit) = same_unit(lower, upper, unit);
    Ok(Range {
        min: Some(min),
        max: Some(max),
        unit,
        inclusive: true,
    })
}

/// 百分之五十以上三倍以下 is one half to three times.
fn same_unit(lower: Quantity, upper: Quantity, unit: Unit) -> (Decimal, Decimal, Unit) {
    if lower.unit == Some(Unit::Percent) && upper.unit == Some(Unit::Times) {
        (
            Decimal::from_scaled(lower.number.scaled() / 100),
            upper.number,
            Unit::Times,
        )
    } else {
        (lower.number, upper.number, unit)
    }
}

fn one_bound(input: &mut &str) -> Read<Range> {
    let Quantity { number, unit } = quantity.parse_next(input)?;
    let unit = unit.ok_or(EmptyError)?;
    let bound = opt(alt(("以下", "以内", "之内", "以上"))).parse_next(input)?;
    let (min, max) = match bound {
        Some("以上") => (Some(number), None),
        Some(_) => (None, Some(number)),
        None => (Some(number), Some(number)),
    };
    Ok(Range {
        min,
        max,
        unit,
        inclusive: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut input = text;
        let shown = match range(&mut input) {
            Ok(read) => {
                let bound = |b: Option<Decimal>| b.map_or("-".to_owned(), |b| b.to_string());
                format!(
                    "{}..{} {:?} rest {input:?}",
                    bound(read.min),
                    bound(read.max),
                    read.unit
                )
            }
            Err(_) => "nothing".to_owned(),
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn ranges_are_read_in_every_usual_spelling() {
        check(
            "三千元以上二万元以下罚款",
            r#"3000..20000 Yuan rest "罚款""#,
        );
        check(
            "3000元以上2万元以下的罚款",
            r#"3000..20000 Yuan rest "的罚款""#,
        );
        check("五百以上一千元以下", r#"500..1000 Yuan rest """#);
        check("一万元至五万元罚款", r#"10000..50000 Yuan rest "罚款""#);
        check("二百元以下", r#"-..200 Yuan rest """#);
        check("三十元罚款", r#"30..30 Yuan rest "罚款""#);
        check("不超过五万元", r#"-..50000 Yuan rest """#);
        check("二倍以上五倍以下", r#"2..5 Times rest """#);
        check("一至三倍", r#"1..3 Times rest """#);
        check("百分之二以上百分之四以下", r#"2..4 Percent rest """#);
        check("0.5%以上1%以下", r#"0.5..1 Percent rest """#);
        check("千分之五", r#"0.5..0.5 Percent rest """#);
        check("百分之五十以上三倍以下", r#"0.5..3 Times rest """#);
        check("零点五倍", r#"0.5..0.5 Times rest """#);
        check("1.5万元", r#"15000..15000 Yuan rest """#);
    }

    #[test]
    fn a_number_without_a_unit_is_not_a_range() {
        check("三日以内", "nothing");
        check("第三条", "nothing");
    }
}
