//! Which kind of day counts under which statute: the file `terms.yaml` of a rule pack.

use jiff::civil::Date;
use serde::Deserialize;

use super::{
    Grounds, InForce, NamedTerm, Period, PeriodUnit, ProvisionRef, RollOver, StartHour, Term,
    TermRuleError, TermRulesFileError, Unit,
};
use crate::text::Text;

/// Who must keep a period; some statutes count differently for the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The agency, the reviewing body or the court.
    Authority,
    /// The party, the applicant or another private person.
    Party,
}

/// The rules by which periods become terms, and the terms that have names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRules {
    counting: Counting,
    rules: Vec<Rule>,
    fallback: Sides,
    terms: Vec<NamedTerm>,
}

/// What is common to all statutes, with its provisions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counting {
    start_day: Vec<ProvisionRef>,
    months: Vec<ProvisionRef>,
}

/// How a statute counts, from a day to a day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    statute: String,
    in_force: InForce,
    sides: Sides,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides {
    authority: Side,
    party: Side,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Side {
    #[serde(with = "serde_yaml_ng::with::singleton_map")]
    working_days: WorkingDays,
    roll_over: RollOver,
    start_hour: StartHour,
    provisions: Vec<ProvisionRef>,
    because: Text,
}

/// Which periods written in days are working days.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WorkingDays {
    /// All of them.
    All,
    /// None of them.
    None,
    /// Those of so many days or fewer.
    AtMost(u32),
    /// Those of exactly these lengths.
    Named(Vec<u32>),
}

impl TermRules {
    /// Reads the text of a `terms.yaml` (shape: `packs/schema/terms.schema.json`).
    pub fn parse(yaml: &str) -> Result<Self, TermRulesFileError> {
        let rules: Self = serde_yaml_ng::from_str(yaml)?;
        refuse_bad_intervals(
            &rules
                .rules
                .iter()
                .map(|rule| (rule.statute.as_str(), rule.in_force)),
        )?;
        refuse_bad_intervals(
            &rules
                .terms
                .iter()
                .map(|term| (term.id.as_str(), term.in_force)),
        )?;
        Ok(rules)
    }

    /// The term that a period of this statute (title without 中华人民共和国) is, as of a day.
    ///
    /// A statute of which the pack has no rule is counted by the pack's fallback, without a
    /// provision; one that has rules, but none for the day, is refused.
    pub fn term(
        &self,
        statute: &str,
        as_of: Date,
        bound: Bound,
        period: Period,
    ) -> Result<Term, TermRuleError> {
        let side = self.sides(statute, as_of)?.of(bound);
        let unit = side.working_days.unit_of(period);
        Ok(Term {
            length: period.length,
            unit,
            roll_over: side.roll_over,
            start_hour: side.start_hour,
            grounds: Grounds {
                provisions: self.provisions(side, unit),
                text: side.because.clone(),
            },
        })
    }

    /// The named term as of a day, ready to run.
    pub fn named(&self, id: &str, as_of: Date) -> Result<Term, TermRuleError> {
        let of_id = || self.terms.iter().filter(|term| term.id == id);
        let Some(named) = of_id().find(|term| term.in_force.covers(as_of)) else {
            return Err(unknown_term(
                id,
                as_of,
                of_id().map(|term| term.in_force.from).min(),
            ));
        };
        let mut term = self.term(named.provision.statute(), as_of, named.bound, named.period)?;
        term.grounds.provisions.insert(0, named.provision.clone());
        Ok(term)
    }

    /// The terms that have names, in the order of the file.
    pub fn named_terms(&self) -> &[NamedTerm] {
        &self.terms
    }

    fn sides(&self, statute: &str, as_of: Date) -> Result<&Sides, TermRuleError> {
        let of_statute = || self.rules.iter().filter(|rule| rule.statute == statute);
        if let Some(rule) = of_statute().find(|rule| rule.in_force.covers(as_of)) {
            return Ok(&rule.sides);
        }
        match of_statute().map(|rule| rule.in_force.from).min() {
            None => Ok(&self.fallback),
            Some(known_from) => Err(TermRuleError::NotInForce {
                statute: statute.to_owned(),
                as_of,
                known_from,
            }),
        }
    }

    /// The provisions of the side, then those of the general rules that the unit makes use of.
    fn provisions(&self, side: &Side, unit: Unit) -> Vec<ProvisionRef> {
        let general: &[&[ProvisionRef]] = match unit {
            Unit::Hour => &[],
            Unit::CalendarDay | Unit::WorkingDay => &[&self.counting.start_day],
            Unit::Month | Unit::Year => &[&self.counting.start_day, &self.counting.months],
        };
        let mut provisions = side.provisions.clone();
        for provision in general.iter().copied().flatten() {
            if !provisions.contains(provision) {
                provisions.push(provision.clone());
            }
        }
        provisions
    }
}

fn unknown_term(id: &str, as_of: Date, known_from: Option<Date>) -> TermRuleError {
    let id = id.to_owned();
    match known_from {
        None => TermRuleError::UnknownTerm(id),
        Some(known_from) => TermRuleError::TermNotInForce {
            id,
            as_of,
            known_from,
        },
    }
}

/// Refuses intervals that end before they begin, and two of one name that meet.
fn refuse_bad_intervals<'a>(
    named: &(impl Iterator<Item = (&'a str, InForce)> + Clone),
) -> Result<(), TermRulesFileError> {
    for (at, (name, in_force)) in named.clone().enumerate() {
        let name = || name.to_owned();
        if !in_force.covers(in_force.from) {
            return Err(TermRulesFileError::Interval {
                name: name(),
                from: in_force.from,
            });
        }
        let mut earlier = named.clone().take(at).filter(|(other, _)| *other == name());
        if let Some(on) = earlier.find_map(|(_, other)| in_force.shared_day(other)) {
            return Err(TermRulesFileError::Overlap { name: name(), on });
        }
    }
    Ok(())
}

impl Sides {
    const fn of(&self, bound: Bound) -> &Side {
        match bound {
            Bound::Authority => &self.authority,
            Bound::Party => &self.party,
        }
    }
}

impl WorkingDays {
    fn unit_of(&self, period: Period) -> Unit {
        match period.unit {
            PeriodUnit::Hour => Unit::Hour,
            PeriodUnit::WorkingDay => Unit::WorkingDay,
            PeriodUnit::Month => Unit::Month,
            PeriodUnit::Year => Unit::Year,
            PeriodUnit::Day if self.include(period.length) => Unit::WorkingDay,
            PeriodUnit::Day => Unit::CalendarDay,
        }
    }

    fn include(&self, length: u32) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::AtMost(most) => length <= *most,
            Self::Named(lengths) => lengths.contains(&length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: &str = "{ working_days: none, roll_over: [], start_hour: counted, provisions: [], because: { zh: 甲, en: A } }";

    /// A file with these rules, each a line of YAML.
    fn file(rules: &[String]) -> String {
        let side = format!("{{ authority: {SIDE}, party: {SIDE} }}");
        let rules = rules
            .iter()
            .map(|rule| format!("  - {{ {rule}, sides: {side} }}\n"));
        let rules: String = rules.collect();
        format!(
            "counting: {{ start_day: [], months: [] }}\nrules:\n{rules}fallback: {side}\nterms: []\n"
        )
    }

    fn rule(in_force: &str) -> String {
        format!("statute: 云麓市养犬条例, in_force: {{ {in_force} }}")
    }

    #[track_caller]
    fn refused(yaml: &str, message: &str) {
        let error = TermRules::parse(yaml).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn two_rules_for_one_day_are_refused() {
        let meeting = [
            rule("from: 2020-01-01, until: 2022-01-01"),
            rule("from: 2021-12-31"),
        ];
        refused(
            &file(&meeting),
            "two lines hold for 云麓市养犬条例 on 2021-12-31",
        );
        let apart = [
            rule("from: 2020-01-01, until: 2022-01-01"),
            rule("from: 2022-01-01"),
        ];
        assert!(TermRules::parse(&file(&apart)).is_ok());
    }

    #[test]
    fn an_interval_that_ends_before_it_begins_is_refused() {
        refused(
            &file(&[rule("from: 2020-01-01, until: 2020-01-01")]),
            "ends before it begins",
        );
    }

    #[test]
    fn a_term_that_would_pass_over_working_days_is_refused() {
        let yaml =
            file(&[rule("from: 2020-01-01")]).replace("roll_over: []", "roll_over: [working_day]");
        refused(&yaml, "a term cannot pass over working days");
    }

    #[test]
    fn a_fault_of_shape_tells_its_line() {
        let yaml = file(&[rule("from: 2020-01-01"), rule("from: 2020-13-01")]);
        assert_eq!(
            TermRules::parse(&yaml)
                .unwrap_err()
                .position()
                .map(|(line, _)| line),
            Some(4)
        );
        refused(
            &file(&[rule("from: 2020-01-01, till: 2021-01-01")]),
            "unknown field `till`",
        );
        refused(
            &yaml.replace("working_days: none", "working_days: some"),
            "unknown variant `some`",
        );
    }
}
