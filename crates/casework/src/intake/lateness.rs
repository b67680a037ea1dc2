//! Whether an act came later than the term of its kind of source. The terms are parameters of the
//! packs: `intake.own_hours`, `intake.other_working_days`.

use base::calendar::Calendar;
use jiff::ToSpan;
use jiff::civil::DateTime;
use rules::RuleSet;
use rules::model::ParameterValue;

use super::sources::SourceOrigin;
use crate::casework::Casework;

/// The terms for one source.
pub(crate) struct Lateness {
    rules: std::sync::Arc<RuleSet>,
    region: String,
    calendar: Calendar,
    origin: SourceOrigin,
}

impl Lateness {
    pub fn of(casework: &Casework, origin: SourceOrigin) -> Self {
        let rules = casework.procedures().rules().clone();
        let mut packs = rules.packs().iter().rev();
        let region = packs.find_map(|pack| pack.manifest.region.clone());
        Self {
            region: region.unwrap_or_default(),
            calendar: rules.legal().calendar.clone().assuming_plain_weekends(),
            rules,
            origin,
        }
    }

    /// Whether an act of then that comes now is late; no where the packs set no term for its day.
    pub fn is_late(&self, happened_at: DateTime, now: DateTime, sector: &str) -> bool {
        let id = match self.origin {
            SourceOrigin::Own => "intake.own_hours",
            SourceOrigin::Other => "intake.other_working_days",
        };
        let on = happened_at.date();
        let legal = self.rules.legal();
        let term = legal.parameters.value(id, on, sector, &self.region);
        let Some(&ParameterValue::Count(term)) = term else {
            return false;
        };
        match self.origin {
            SourceOrigin::Own => {
                let until = happened_at.checked_add(term.hours());
                until.is_ok_and(|until| until < now)
            }
            SourceOrigin::Other => {
                let days = self.calendar.working_days_between(on, now.date());
                days.is_ok_and(|days| i64::from(days) > term)
            }
        }
    }
}
