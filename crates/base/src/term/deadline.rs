//! When a term ends, and the account of how that day was found.

use std::fmt::Write;

use jiff::civil::{Date, DateTime};

use super::{Grounds, Term, Unit};
use crate::text::{Lang, Text};

/// The end of a term, with everything needed to check it by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The term that ran.
    pub term: Term,
    /// When it was set going.
    pub start: DateTime,
    /// The last day on which it can be kept.
    pub last_day: Date,
    /// The moment at which it is over: for terms in days the end of the last day.
    pub until: DateTime,
    /// The days that were not counted, in order.
    pub skipped: Vec<Skipped>,
    /// The days at the end that the term passed over, because it cannot end on them.
    pub rolled_over: Vec<Skipped>,
    /// Whether a year was counted of which the holidays are not known.
    pub assumes_plain_weekends: bool,
}

/// A run of days left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// The reason.
    pub why: Why,
}

/// Why a day is not counted or passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A weekend day, or a rest day moved there for the holiday named.
    RestDay(Option<Text>),
    /// A statutory holiday.
    StatutoryHoliday(Option<Text>),
    /// The term stood still.
    Suspended(Text),
}

impl Deadline {
    /// The account in words: from when, how much, what was left out and why, and the provisions.
    pub fn explain(&self) -> Text {
        let written = |lang| self.explain_in(lang);
        Text::new(&written(Lang::Zh), &written(Lang::En)).expect("both accounts begin with a date")
    }

    fn explain_in(&self, lang: Lang) -> String {
        let (start, length) = (self.start_in_words(lang), self.term.length_in_words(lang));
        let end = self.end_in_words();
        let mut account = match lang {
            Lang::Zh => format!("自{start}起算{length}，至{end}届满"),
            Lang::En => format!("{length} from {start}, ending {end}"),
        };
        let list = |runs| list_runs(runs, lang);
        append(
            &mut account,
            lang,
            "不计入",
            "not counted",
            &list(&self.skipped),
        );
        append(
            &mut account,
            lang,
            "末日顺延",
            "passed over at the end",
            &list(&self.rolled_over),
        );
        append(
            &mut account,
            lang,
            "依据",
            "on the ground of",
            &self.term.grounds.in_words(lang),
        );
        if self.assumes_plain_weekends {
            account.push_str(match lang {
                Lang::Zh => "；放假安排尚未公布的年份仅按周末推算",
                Lang::En => "; where holidays are not yet announced only weekends were assumed",
            });
        }
        account
    }

    fn start_in_words(&self, lang: Lang) -> String {
        match (self.term.unit, lang) {
            (Unit::Hour, _) => minute(self.start),
            (_, Lang::Zh) => format!("{}的次日", self.start.date()),
            (_, Lang::En) => format!("the day after {}", self.start.date()),
        }
    }

    fn end_in_words(&self) -> String {
        match self.term.unit {
            Unit::Hour => minute(self.until),
            _ => self.last_day.to_string(),
        }
    }
}

impl Term {
    fn length_in_words(&self, lang: Lang) -> String {
        let (zh, en) = match self.unit {
            Unit::Hour => ("小时", "hour(s)"),
            Unit::CalendarDay => ("日（自然日）", "calendar day(s)"),
            Unit::WorkingDay => ("个工作日", "working day(s)"),
            Unit::Month => ("个月", "month(s)"),
            Unit::Year => ("年", "year(s)"),
        };
        match lang {
            Lang::Zh => format!("{}{zh}", self.length),
            Lang::En => format!("{} {en}", self.length),
        }
    }
}

impl Grounds {
    fn in_words(&self, lang: Lang) -> String {
        let provisions: Vec<String> = self.provisions.iter().map(ToString::to_string).collect();
        let text = self.text.get(lang);
        match (provisions.is_empty(), lang) {
            (true, _) => text.to_owned(),
            (false, Lang::Zh) => format!("{}（{text}）", provisions.join("、")),
            (false, Lang::En) => format!("{} ({text})", provisions.join(", ")),
        }
    }
}

impl Why {
    fn in_words(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Suspended(reason), _) => reason.get(lang).to_owned(),
            (Self::StatutoryHoliday(Some(name)), _) => name.get(lang).to_owned(),
            (Self::StatutoryHoliday(None), Lang::Zh) => "法定节假日".to_owned(),
            (Self::StatutoryHoliday(None), Lang::En) => "statutory holiday".to_owned(),
            (Self::RestDay(Some(name)), Lang::Zh) => format!("{}放假", name.get(lang)),
            (Self::RestDay(Some(name)), Lang::En) => format!("off around {}", name.get(lang)),
            (Self::RestDay(None), Lang::Zh) => "休息日".to_owned(),
            (Self::RestDay(None), Lang::En) => "rest day".to_owned(),
        }
    }
}

fn minute(at: DateTime) -> String {
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}

fn append(account: &mut String, lang: Lang, zh: &str, en: &str, what: &str) {
    if what.is_empty() {
        return;
    }
    let written = match lang {
        Lang::Zh => write!(account, "；{zh}：{what}"),
        Lang::En => write!(account, "; {en}: {what}"),
    };
    written.expect("writing to a string cannot fail");
}

fn list_runs(runs: &[Skipped], lang: Lang) -> String {
    let (mark, open, close) = match lang {
        Lang::Zh => ("、", "（", "）"),
        Lang::En => (", ", " (", ")"),
    };
    let one = |run: &Skipped| {
        let why = run.why.in_words(lang);
        if run.first == run.last {
            format!("{}{open}{why}{close}", run.first)
        } else {
            format!("{}–{}{open}{why}{close}", run.first, run.last)
        }
    };
    runs.iter().map(one).collect::<Vec<_>>().join(mark)
}
