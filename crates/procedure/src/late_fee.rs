//! The late fee on a fine that is not paid in time (行政处罚法 arts. 72, 73; 行政强制法 art. 45).

use base::Fen;
use jiff::civil::Date;
use rules::model::{LateFeeRule, ParameterValue, Procedure};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::case::Case;
use crate::clock::ClockRun;
use crate::compiled::Procedures;

/// What a late fee is counted with: parameters of the packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateFeeTerms {
    /// Hundredths of the fine a day.
    pub percent_per_day: i64,
    /// Hundredths of the fine that it can come to in all.
    pub cap_percent: i64,
}

/// A late fee as of a day, with what it was counted from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LateFee {
    /// What is unpaid of the fine on the day, in fen.
    pub principal: Fen,
    /// Hundredths of what is unpaid, a day.
    pub percent_per_day: i64,
    /// The most that it can come to, in fen.
    pub cap: Fen,
    /// The first day that is counted.
    pub since: Date,
    /// The last one.
    pub until: Date,
    /// The days that are counted.
    pub days: i64,
    /// When no day is counted, because review or suit was pending.
    pub suspended: Vec<StandStill>,
    /// The days that are not counted.
    pub suspended_days: i64,
    /// The amount, in fen; what part of a fen there is, is dropped.
    pub amount: Fen,
    /// Whether it has come to its cap.
    pub is_capped: bool,
    /// What it rests on: `law/行政处罚法#72.1`.
    pub provisions: Vec<String>,
}

/// A time in which no day is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandStill {
    /// Its first day.
    pub from: Date,
    /// Its last day; none while it lasts.
    pub to: Option<Date>,
    /// The clock that ran.
    pub clock: String,
}

/// A fine that is overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// The fine.
    pub fine: Fen,
    /// What was paid, and when: the fine before the fee.
    pub paid: Vec<(Date, Fen)>,
    /// The last day of payment.
    pub due_on: Date,
    /// When no day is counted.
    pub suspended: Vec<StandStill>,
}

impl Overdue {
    /// The late fee up to and with a day: for each day after the last one of payment, a share of what
    /// was unpaid on it. What is paid on a day is counted as unpaid on that day. `None` where nothing
    /// was overdue.
    pub fn late_fee(&self, until: Date, terms: LateFeeTerms) -> Option<LateFee> {
        let since = self.due_on.tomorrow().ok()?;
        let fine = i128::from(self.fine.get());
        let (mut days, mut suspended_days, mut shares) = (0, 0, 0_i128);
        let mut day = since;
        while day <= until && self.unpaid(day) > 0 {
            if self.suspended.iter().any(|still| still.covers(day)) {
                suspended_days += 1;
            } else {
                days += 1;
                shares += self.unpaid(day) * i128::from(terms.percent_per_day);
            }
            day = day.tomorrow().ok()?;
        }
        if day == since {
            return None;
        }
        let fen = |amount: i128| Fen::try_from(i64::try_from(amount).ok()?).ok();
        let cap = fine * i128::from(terms.cap_percent) / 100;
        Some(LateFee {
            principal: fen(self.unpaid(until.tomorrow().ok()?))?,
            percent_per_day: terms.percent_per_day,
            cap: fen(cap)?,
            since,
            until: day.yesterday().ok()?,
            days,
            suspended: self.suspended.clone(),
            suspended_days,
            amount: fen((shares / 100).min(cap))?,
            is_capped: shares / 100 >= cap,
            provisions: Vec::new(),
        })
    }

    /// What is unpaid at the beginning of a day.
    fn unpaid(&self, day: Date) -> i128 {
        let before = self.paid.iter().filter(|(on, _)| *on < day);
        let paid: i128 = before.map(|(_, amount)| i128::from(amount.get())).sum();
        (i128::from(self.fine.get()) - paid).max(0)
    }
}

impl StandStill {
    /// The time in which a clock ran, from the day that set it going; the day on which it ends is
    /// counted again. `None` where it ended on the day on which it began.
    fn of(run: &ClockRun) -> Option<Self> {
        let from = run.started_at.date();
        let to = match run.ended_on {
            Some(ended) => Some(ended.yesterday().ok()?),
            None => None,
        };
        to.is_none_or(|to| to >= from).then(|| Self {
            from,
            to,
            clock: run.clock.clone(),
        })
    }

    fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl Procedures {
    /// The late fee of a case as of a day, with the numbers that the packs have on it; `None` where
    /// none was started or nothing is overdue.
    pub fn late_fee(&self, case: &Case, on: Date) -> Option<LateFee> {
        let procedure = self.rules().procedure(&case.procedure, on)?;
        self.late_fee_of(procedure, &case.clocks, &case.facts, on)
    }

    pub(crate) fn late_fee_of(
        &self,
        procedure: &Procedure,
        clocks: &[ClockRun],
        facts: &Map<String, Value>,
        on: Date,
    ) -> Option<LateFee> {
        let rule = procedure.late_fee.as_ref()?;
        let run = clocks.iter().rev().find(|run| run.clock == rule.clock)?;
        if !run.is_open() && facts.contains_key("revoked_on") {
            return None;
        }
        let percent = |id: &str| {
            let sector = facts.get("sector").and_then(Value::as_str);
            let parameters = &self.rules().legal().parameters;
            match parameters.value(id, on, sector.unwrap_or_default(), &self.region)? {
                ParameterValue::Percent(percent) => Some(*percent),
                _ => None,
            }
        };
        let terms = LateFeeTerms {
            percent_per_day: percent(&rule.per_day)?,
            cap_percent: percent(&rule.cap)?,
        };
        let until = run.ended_on.map_or(on, |ended| ended.min(on));
        let fee = overdue(rule, clocks, facts)?.late_fee(until, terms)?;
        let provisions = rule.provisions.iter().map(ToString::to_string);
        Some(LateFee {
            provisions: provisions.collect(),
            ..fee
        })
    }
}

/// What is overdue in a case: after the last day of payment, or after the last instalment.
fn overdue(rule: &LateFeeRule, clocks: &[ClockRun], facts: &Map<String, Value>) -> Option<Overdue> {
    let list = |name: &str| {
        facts
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let day = |value: &Value| value.as_str()?.parse::<Date>().ok();
    let payment = clocks.iter().rev().find(|run| run.clock == rule.payment)?;
    let last = list("instalments")
        .filter_map(|one| day(&one["due_on"]))
        .max();
    let still = clocks
        .iter()
        .filter(|run| rule.stands_still.contains(&run.clock));
    let paid = list("payments").filter_map(|one| {
        let amount = Fen::try_from(one["amount"].as_i64()?).ok()?;
        Some((day(&one["on"])?, amount))
    });
    Some(Overdue {
        fine: Fen::try_from(facts.get("fine")?.as_i64()?).ok()?,
        paid: paid.collect(),
        due_on: last.max(payment.due_on)?,
        suspended: still.filter_map(StandStill::of).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TERMS: LateFeeTerms = LateFeeTerms {
        percent_per_day: 3,
        cap_percent: 100,
    };

    fn fine() -> Overdue {
        Overdue {
            fine: Fen::try_from(100_000).unwrap(),
            paid: Vec::new(),
            due_on: date(2026, 3, 31),
            suspended: Vec::new(),
        }
    }

    fn check(overdue: &Overdue, until: Date, expected: Option<(i64, i64, bool)>) {
        let fee = overdue.late_fee(until, TERMS);
        let fee = fee.map(|fee| (fee.days, fee.amount.get(), fee.is_capped));
        assert_eq!(fee, expected);
    }

    fn still(from: Date, to: Option<Date>) -> StandStill {
        StandStill {
            from,
            to,
            clock: "review_pending".to_owned(),
        }
    }

    #[test]
    fn three_hundredths_a_day_up_to_the_fine() {
        check(&fine(), date(2026, 3, 31), None);
        check(&fine(), date(2026, 4, 1), Some((1, 3_000, false)));
        check(&fine(), date(2026, 5, 3), Some((33, 99_000, false)));
        check(&fine(), date(2026, 5, 4), Some((34, 100_000, true)));
        check(&fine(), date(2027, 5, 4), Some((399, 100_000, true)));
    }

    #[test]
    fn days_of_review_and_suit_are_not_counted() {
        let mut overdue = fine();
        overdue.suspended = vec![still(date(2026, 4, 5), Some(date(2026, 4, 14)))];
        check(&overdue, date(2026, 4, 20), Some((10, 30_000, false)));
        overdue.suspended = vec![still(date(2026, 4, 2), None)];
        check(&overdue, date(2026, 12, 20), Some((1, 3_000, false)));
        overdue.suspended = vec![still(date(2026, 3, 20), None)];
        check(&overdue, date(2026, 12, 20), Some((0, 0, false)));
    }

    #[test]
    fn what_is_paid_is_counted_no_more_from_the_next_day_on() {
        let mut overdue = fine();
        let half = Fen::try_from(50_000).unwrap();
        overdue.paid = vec![(date(2026, 4, 10), half)];
        check(&overdue, date(2026, 4, 10), Some((10, 30_000, false)));
        check(&overdue, date(2026, 4, 12), Some((12, 33_000, false)));
        overdue.paid.push((date(2026, 4, 12), half));
        check(&overdue, date(2026, 12, 1), Some((12, 33_000, false)));
        let fee = overdue.late_fee(date(2026, 12, 1), TERMS).unwrap();
        assert_eq!((fee.principal.get(), fee.until), (0, date(2026, 4, 12)));
        overdue.paid = vec![(date(2026, 3, 31), half), (date(2026, 3, 31), half)];
        check(&overdue, date(2026, 12, 1), None);
    }
}
