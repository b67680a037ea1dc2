//! The late fee on a fine that is not paid in time (行政处罚法 arts. 72, 73; 行政强制法 art. 45).

use base::Fen;
use jiff::civil::Date;
use serde::Serialize;

use crate::clock::Pause;

/// What a late fee is counted with: parameters of the packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateFeeTerms {
    /// Hundredths of the fine a day.
    pub percent_per_day: i64,
    /// Hundredths of the fine that it can come to in all.
    pub cap_percent: i64,
}

/// A late fee as of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LateFee {
    /// The days that are counted.
    pub days: i64,
    /// The days that are not, because review or suit was pending.
    pub suspended_days: i64,
    /// The amount, in fen; what part of a fen there is, is dropped.
    pub amount: Fen,
    /// Whether it has come to its cap.
    pub is_capped: bool,
}

/// The late fee on an unpaid amount: from the day after the last day of payment up to and with
/// `until`, without the pauses; `None` where nothing is overdue.
pub fn late_fee(
    unpaid: Fen,
    due_on: Date,
    until: Date,
    pauses: &[Pause],
    terms: LateFeeTerms,
) -> Option<LateFee> {
    let overdue = days(due_on, until);
    if overdue <= 0 || unpaid.get() <= 0 {
        return None;
    }
    let suspended_days = (1..=overdue)
        .filter_map(|day| due_on.checked_add(jiff::Span::new().days(day)).ok())
        .filter(|day| pauses.iter().any(|pause| covers(pause, *day)))
        .count();
    let suspended_days = i64::try_from(suspended_days).unwrap_or(0);
    let counted = overdue - suspended_days;
    let share = |percent: i64| i128::from(unpaid.get()) * i128::from(percent) / 100;
    let whole =
        i128::from(unpaid.get()) * i128::from(terms.percent_per_day) * i128::from(counted) / 100;
    let cap = share(terms.cap_percent);
    let amount = i64::try_from(whole.min(cap)).ok()?;
    Some(LateFee {
        days: counted,
        suspended_days,
        amount: Fen::try_from(amount).ok()?,
        is_capped: whole >= cap,
    })
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn covers(pause: &Pause, day: Date) -> bool {
    pause.from <= day && pause.to.is_none_or(|to| day <= to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TERMS: LateFeeTerms = LateFeeTerms {
        percent_per_day: 3,
        cap_percent: 100,
    };

    fn check(until: Date, pauses: &[Pause], expected: Option<(i64, i64, bool)>) {
        let fine = Fen::try_from(100_000).unwrap();
        let fee = late_fee(fine, date(2026, 3, 31), until, pauses, TERMS);
        let fee = fee.map(|fee| (fee.days, fee.amount.get(), fee.is_capped));
        assert_eq!(fee, expected);
    }

    #[test]
    fn three_hundredths_a_day_up_to_the_fine() {
        check(date(2026, 3, 31), &[], None);
        check(date(2026, 4, 1), &[], Some((1, 3_000, false)));
        check(date(2026, 5, 3), &[], Some((33, 99_000, false)));
        check(date(2026, 5, 4), &[], Some((34, 100_000, true)));
        check(date(2027, 5, 4), &[], Some((399, 100_000, true)));
    }

    #[test]
    fn days_of_review_and_suit_are_not_counted() {
        let pause = |from, to| Pause {
            from,
            to,
            because: "file_remedy".to_owned(),
        };
        let review = pause(date(2026, 4, 5), Some(date(2026, 4, 14)));
        check(date(2026, 4, 20), &[review], Some((10, 30_000, false)));
        let pending = pause(date(2026, 4, 2), None);
        check(date(2026, 12, 20), &[pending], Some((1, 3_000, false)));
    }
}
