//! What holds from a day to a day: values in half-open intervals that never overlap.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A value that holds from a day until (not on) another; `to` is absent while it still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span<T> {
    /// The first day.
    pub from: Date,
    /// The first day on which it no longer holds.
    pub to: Option<Date>,
    /// What holds.
    pub value: T,
}

/// The values that a thing had, has and is going to have. At most one holds on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline<T>(Vec<Span<T>>);

impl<T> Span<T> {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

impl<T> Default for Timeline<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Timeline<T> {
    /// One value, from this day on.
    pub fn since(from: Date, value: T) -> Self {
        Self::of(from, None, value)
    }

    /// One value, from a day to a day.
    pub fn of(from: Date, to: Option<Date>, value: T) -> Self {
        Self(vec![Span { from, to, value }])
    }

    /// The spans of a table, which keeps them free of overlaps.
    pub(crate) fn stored(mut spans: Vec<Span<T>>) -> Self {
        spans.sort_by_key(|span| span.from);
        Self(spans)
    }

    /// The spans, the oldest first.
    pub fn spans(&self) -> &[Span<T>] {
        &self.0
    }

    /// The value of this day.
    pub fn at(&self, day: Date) -> Option<&T> {
        self.span_at(day).map(|span| &span.value)
    }

    /// The span of this day.
    pub fn span_at(&self, day: Date) -> Option<&Span<T>> {
        let after = self.0.partition_point(|span| span.from <= day);
        let span = self.0.get(after.checked_sub(1)?)?;
        span.holds_on(day).then_some(span)
    }

    /// The first day on which there was a value.
    pub fn begins(&self) -> Option<Date> {
        self.0.first().map(|span| span.from)
    }

    /// The day from which there is no value any more.
    pub fn ends(&self) -> Option<Date> {
        self.0.last().and_then(|span| span.to)
    }

    /// Whether there is a value on each day of the interval.
    pub fn covers(&self, from: Date, to: Option<Date>) -> bool {
        let mut reached = from;
        for span in self
            .0
            .iter()
            .filter(|span| span.to.is_none_or(|end| end > from))
        {
            if span.from > reached {
                return false;
            }
            match span.to {
                None => return true,
                Some(end) => reached = end,
            }
            if to.is_some_and(|to| reached >= to) {
                return true;
            }
        }
        false
    }

    /// Ends whatever holds on this day or begins later.
    pub fn end(&mut self, day: Date) {
        self.0.retain(|span| span.from < day);
        if let Some(last) = self.0.last_mut()
            && last.to.is_none_or(|to| to > day)
        {
            last.to = Some(day);
        }
    }
}

impl<T: Clone> Timeline<T> {
    /// Lets a value hold from this day on, as long as the one that held on it would have, or until
    /// the next begins.
    pub fn put(&mut self, day: Date, value: T) {
        self.cut(day);
        let place = self.0.partition_point(|span| span.from < day);
        match self.0.get_mut(place) {
            Some(span) if span.from == day => span.value = value,
            next => {
                let to = next.map(|span| span.from);
                self.0.insert(
                    place,
                    Span {
                        from: day,
                        to,
                        value,
                    },
                );
            }
        }
    }

    /// Changes every value from this day on.
    pub fn edit_from(&mut self, day: Date, mut edit: impl FnMut(&mut T)) {
        self.cut(day);
        for span in self.0.iter_mut().filter(|span| span.from >= day) {
            edit(&mut span.value);
        }
    }

    /// Makes a span begin on this day where one holds on it.
    fn cut(&mut self, day: Date) {
        let Some(place) = self
            .0
            .iter()
            .position(|span| span.from < day && span.holds_on(day))
        else {
            return;
        };
        let mut later = self.0[place].clone();
        later.from = day;
        self.0[place].to = Some(day);
        self.0.insert(place + 1, later);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn day(n: i16) -> Date {
        date(2026, 1, 1)
            .checked_add(jiff::Span::new().days(n))
            .unwrap()
    }

    #[test]
    fn a_value_holds_until_the_day_on_which_the_next_begins() {
        let mut line = Timeline::since(day(0), 'a');
        line.put(day(5), 'b');
        assert_eq!(line.at(day(4)), Some(&'a'));
        assert_eq!(line.at(day(5)), Some(&'b'));
        assert_eq!(line.at(date(2025, 12, 31)), None);
    }

    #[test]
    fn what_is_planned_stays_when_something_changes_before() {
        let mut line = Timeline::since(day(0), 'a');
        line.put(day(10), 'c');
        line.put(day(5), 'b');
        assert_eq!(line.at(day(9)), Some(&'b'));
        assert_eq!(line.at(day(10)), Some(&'c'));
    }

    #[test]
    fn an_end_takes_what_would_have_begun_later() {
        let mut line = Timeline::since(day(0), 'a');
        line.put(day(10), 'b');
        line.end(day(5));
        assert_eq!(line.ends(), Some(day(5)));
        assert_eq!(line.spans().len(), 1);
        assert!(line.covers(day(0), Some(day(5))));
        assert!(!line.covers(day(0), None));
    }

    #[test]
    fn an_edit_reaches_today_and_later_but_not_yesterday() {
        let mut line = Timeline::since(day(0), 1);
        line.put(day(10), 5);
        line.edit_from(day(4), |value| *value += 100);
        let values: Vec<_> = [3, 4, 10].map(|n| line.at(day(n)).copied()).into();
        assert_eq!(values, [Some(1), Some(101), Some(105)]);
    }

    proptest! {
        /// Against a plain array with a value for each day.
        #[test]
        fn it_answers_like_a_list_of_days(steps in prop::collection::vec((0..3u8, 0..40i16, any::<u8>()), 1..20)) {
            let mut line = Timeline::default();
            let mut days: [Option<u8>; 60] = [None; 60];
            for (step, at, value) in steps {
                let place = at as usize;
                match step {
                    0 => {
                        let end = line.span_at(day(at)).map_or_else(
                            || line.spans().iter().map(|span: &Span<u8>| span.from).find(|from| *from > day(at)),
                            |span| span.to,
                        );
                        line.put(day(at), value);
                        for (n, slot) in days.iter_mut().enumerate().skip(place) {
                            if end.is_none_or(|end| day(i16::try_from(n).unwrap()) < end) {
                                *slot = Some(value);
                            }
                        }
                    }
                    1 => {
                        line.end(day(at));
                        days[place..].fill(None);
                    }
                    _ => {
                        line.edit_from(day(at), |held| *held = held.wrapping_add(value));
                        for slot in days[place..].iter_mut().flatten() {
                            *slot = slot.wrapping_add(value);
                        }
                    }
                }
                for (n, expected) in days.iter().enumerate() {
                    prop_assert_eq!(line.at(day(i16::try_from(n).unwrap())), expected.as_ref());
                }
                for pair in line.spans().windows(2) {
                    prop_assert!(pair[0].to.is_some_and(|to| to <= pair[1].from));
                }
            }
        }
    }
}
