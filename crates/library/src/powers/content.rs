//! What a line of a list says, and when it may not say so. Pure.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::{LeniencyKind, ListKind, PowerKind};
use register::AuthorityLevel;

/// The document by which an organ of the state decided something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Its number 文号.
    #[schema(min_length = 1, max_length = 100)]
    pub number: String,
    /// Its date.
    #[schema(value_type = String, format = Date)]
    pub decided_on: Date,
    /// Its title.
    #[schema(min_length = 1, max_length = 300)]
    pub document: String,
}

/// The answer to one of the four tests, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestResult {
    /// Whether it is met.
    pub met: bool,
    /// Why.
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

/// The four tests 四易 of an item that is handed to streets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FourTests {
    /// 易发生
    pub easy_to_happen: TestResult,
    /// 易发现
    pub easy_to_find: TestResult,
    /// 易判断
    pub easy_to_judge: TestResult,
    /// 易处理
    pub easy_to_handle: TestResult,
}

/// On what an authority holds an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PowerTerms {
    /// By law, by delegation or by entrustment.
    pub power_kind: PowerKind,
    /// The level at which it is exercised.
    pub level: AuthorityLevel,
    /// The decision that gave it, where that is not the one by which the list was adopted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The class of the city's catalogue for streets ("17+1"); for a delegated power.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub street_class: Option<String>,
    /// The four tests; for a delegated power.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tests: Option<FourTests>,
    /// The id of the authority in whose name it is exercised; for an entrusted power.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    pub entrusted_by: Option<String>,
}

/// One grade of a discretion benchmark.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkGrade {
    /// The field of enforcement 领域.
    #[schema(min_length = 1, max_length = 100)]
    pub sector: String,
    /// Its place among the grades of the item, from 1.
    #[schema(minimum = 1)]
    pub grade: u16,
    /// Its name: 轻微, 一般, 严重.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// When it applies.
    #[schema(min_length = 1, max_length = 2000)]
    pub condition: String,
    /// What is imposed then.
    #[schema(min_length = 1, max_length = 2000)]
    pub penalty: String,
}

/// One entry of a leniency list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeniencyEntry {
    /// The field of enforcement 领域.
    #[schema(min_length = 1, max_length = 100)]
    pub sector: String,
    /// What it grants.
    pub grants: LeniencyKind,
    /// When it applies.
    #[schema(min_length = 1, max_length = 2000)]
    pub condition: String,
    /// The provision that it rests on.
    #[schema(min_length = 1, max_length = 300)]
    pub provision: String,
}

/// What a line says of its item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum LineContent {
    /// Of a power list: who may use it, and on what.
    Power(PowerTerms),
    /// Of discretion benchmarks.
    BenchmarkGrade(BenchmarkGrade),
    /// Of a leniency list.
    LeniencyEntry(LeniencyEntry),
}

/// What is wrong with the content of a line, with the provision that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentFault {
    /// The column of the template that it stands in.
    pub field: &'static str,
    /// What is wrong and what to do, in Chinese.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// The provision, where law is the reason.
    pub provision: Option<&'static str>,
}

/// Who may hold a penalty power at all.
pub const HELD_BY_LAW: &str = "行政处罚法第十七条";
/// Entrustment: in writing, with matter, authority and term; no entrusting further.
pub const ENTRUSTED: &str = "行政处罚法第二十条";
/// Delegation to towns and streets, by a decision that is published.
pub const DELEGATED: &str = "行政处罚法第二十四条";

impl LineContent {
    /// The kind of list that such a line stands in.
    pub const fn of(&self) -> ListKind {
        match self {
            Self::Power(_) => ListKind::Powers,
            Self::BenchmarkGrade(_) => ListKind::Benchmarks,
            Self::LeniencyEntry(_) => ListKind::Leniency,
        }
    }

    /// The terms of a power.
    pub const fn power(&self) -> Option<&PowerTerms> {
        match self {
            Self::Power(terms) => Some(terms),
            Self::BenchmarkGrade(_) | Self::LeniencyEntry(_) => None,
        }
    }

    /// The first thing that is wrong with it; `valid_to` is the end of the line's own term.
    pub fn fault(&self, valid_to: Option<Date>) -> Option<ContentFault> {
        match self {
            Self::Power(terms) => terms.fault(valid_to),
            Self::BenchmarkGrade(grade) => {
                let texts = [&grade.sector, &grade.name, &grade.condition, &grade.penalty];
                (grade.grade == 0 || !texts.into_iter().all(|text| is_text(text)))
                    .then_some(INCOMPLETE)
            }
            Self::LeniencyEntry(entry) => {
                let texts = [&entry.sector, &entry.condition, &entry.provision];
                (!texts.into_iter().all(|text| is_text(text))).then_some(INCOMPLETE)
            }
        }
    }
}

impl PowerTerms {
    /// A power that an authority has by law.
    pub const fn own(level: AuthorityLevel) -> Self {
        Self {
            power_kind: PowerKind::Own,
            level,
            decision: None,
            street_class: None,
            tests: None,
            entrusted_by: None,
        }
    }

    fn fault(&self, valid_to: Option<Date>) -> Option<ContentFault> {
        if self
            .decision
            .as_ref()
            .is_some_and(|decision| !decision.is_whole())
        {
            return Some(DECISION);
        }
        match self.power_kind {
            PowerKind::Own => self.has_other_terms().then_some(OWN),
            PowerKind::Delegated => self.delegation_fault(),
            PowerKind::Entrusted if self.tests.is_some() || self.street_class.is_some() => {
                Some(ENTRUSTED_TESTS)
            }
            PowerKind::Entrusted if self.entrusted_by.is_none() => Some(ENTRUSTED_BY),
            PowerKind::Entrusted => valid_to.is_none().then_some(ENTRUSTED_TERM),
        }
    }

    const fn has_other_terms(&self) -> bool {
        self.tests.is_some() || self.street_class.is_some() || self.entrusted_by.is_some()
    }

    fn delegation_fault(&self) -> Option<ContentFault> {
        if self.entrusted_by.is_some() || self.level != AuthorityLevel::Street {
            return Some(DELEGATED_LEVEL);
        }
        if self.decision.is_none() {
            return Some(DELEGATED_DECISION);
        }
        if !self.street_class.as_deref().is_some_and(is_text) {
            return Some(DELEGATED_CLASS);
        }
        let Some(tests) = &self.tests else {
            return Some(DELEGATED_TESTS);
        };
        let all = tests.all();
        if all.iter().any(|test| !is_text(&test.reason)) {
            return Some(DELEGATED_TESTS);
        }
        all.iter().any(|test| !test.met).then_some(DELEGATED_UNMET)
    }
}

impl FourTests {
    /// In the order in which they are named: 易发生、易发现、易判断、易处理.
    pub const fn all(&self) -> [&TestResult; 4] {
        [
            &self.easy_to_happen,
            &self.easy_to_find,
            &self.easy_to_judge,
            &self.easy_to_handle,
        ]
    }
}

impl Decision {
    /// Whether number and document are given.
    pub fn is_whole(&self) -> bool {
        is_text(&self.number) && is_text(&self.document)
    }
}

/// Characters that a text of a line may have.
const MAX_TEXT: usize = 2000;

fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MAX_TEXT
}

const INCOMPLETE: ContentFault = ContentFault {
    field: "content",
    zh: "清单条目内容不完整：领域、情形、结果或依据为空，或超过 2000 字",
    en: "the entry is not complete: its sector, condition, consequence or provision is empty or longer than 2000 characters",
    provision: None,
};
const DECISION: ContentFault = ContentFault {
    field: "decision",
    zh: "决定须写明文号和文件名称",
    en: "a decision needs its number and its document",
    provision: None,
};
const OWN: ContentFault = ContentFault {
    field: "power_kind",
    zh: "法定职权不应填写下放类别、四易评估或委托机关",
    en: "a power held by law has no street class, no four tests and nobody who entrusts it",
    provision: Some(HELD_BY_LAW),
};
const ENTRUSTED_TESTS: ContentFault = ContentFault {
    field: "power_kind",
    zh: "委托的职权不应填写下放类别或四易评估",
    en: "an entrusted power has no street class and no four tests",
    provision: Some(ENTRUSTED),
};
const ENTRUSTED_BY: ContentFault = ContentFault {
    field: "entrusted_by",
    zh: "委托须写明委托机关",
    en: "an entrusted power needs the authority that entrusts it",
    provision: Some(ENTRUSTED),
};
const ENTRUSTED_TERM: ContentFault = ContentFault {
    field: "valid_to",
    zh: "委托须写明期限：请填写终止日",
    en: "an entrusted power has a term: give the day on which it ends",
    provision: Some(ENTRUSTED),
};
const DELEGATED_LEVEL: ContentFault = ContentFault {
    field: "level",
    zh: "下放的职权由镇街行使，且不是委托：行使层级应为镇街级，委托机关应为空",
    en: "a delegated power is exercised at the level of a street or town, and nobody entrusts it",
    provision: Some(DELEGATED),
};
const DELEGATED_DECISION: ContentFault = ContentFault {
    field: "decision",
    zh: "下放须有决定并公布：请填写决定的文号、日期和文件名称",
    en: "a delegation rests on a decision that is published: give its number, date and document",
    provision: Some(DELEGATED),
};
const DELEGATED_CLASS: ContentFault = ContentFault {
    field: "street_class",
    zh: "下放的职权须写明所属类别",
    en: "a delegated power needs its class in the catalogue for streets",
    provision: Some(DELEGATED),
};
const DELEGATED_TESTS: ContentFault = ContentFault {
    field: "tests",
    zh: "下放的职权须记录四易评估（易发生、易发现、易判断、易处理），每项写明理由",
    en: "a delegated power needs the four tests (easy to happen, to find, to judge, to handle), each with its reason",
    provision: Some(DELEGATED),
};
const DELEGATED_UNMET: ContentFault = ContentFault {
    field: "tests",
    zh: "四易评估有未符合的项，基层不能有效承接，不得下放",
    en: "one of the four tests is not met, so that a street cannot take the power: it is not delegated",
    provision: Some(DELEGATED),
};

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn delegated() -> PowerTerms {
        let test = || TestResult {
            met: true,
            reason: "巡查可见".to_owned(),
        };
        PowerTerms {
            power_kind: PowerKind::Delegated,
            level: AuthorityLevel::Street,
            decision: Some(Decision {
                number: "云府〔2026〕8号".to_owned(),
                decided_on: date(2026, 5, 1),
                document: "关于街道综合执法的公告（虚构）".to_owned(),
            }),
            street_class: Some("市容环境".to_owned()),
            tests: Some(FourTests {
                easy_to_happen: test(),
                easy_to_find: test(),
                easy_to_judge: test(),
                easy_to_handle: test(),
            }),
            entrusted_by: None,
        }
    }

    fn check(
        change: impl FnOnce(&mut PowerTerms),
        valid_to: Option<Date>,
        expected: Option<(&str, &str)>,
    ) {
        let mut terms = delegated();
        change(&mut terms);
        let fault = LineContent::Power(terms).fault(valid_to);
        let told = fault.map(|fault| (fault.field, fault.provision.unwrap_or_default()));
        assert_eq!(told, expected);
    }

    #[test]
    fn a_delegation_needs_street_decision_class_and_four_tests_that_are_met() {
        check(|_| {}, None, None);
        check(
            |terms| terms.level = AuthorityLevel::District,
            None,
            Some(("level", DELEGATED)),
        );
        check(
            |terms| terms.decision = None,
            None,
            Some(("decision", DELEGATED)),
        );
        check(
            |terms| terms.street_class = Some(" ".into()),
            None,
            Some(("street_class", DELEGATED)),
        );
        check(|terms| terms.tests = None, None, Some(("tests", DELEGATED)));
        let without_reason =
            |terms: &mut PowerTerms| terms.tests.as_mut().unwrap().easy_to_find.reason.clear();
        check(without_reason, None, Some(("tests", DELEGATED)));
        let unmet =
            |terms: &mut PowerTerms| terms.tests.as_mut().unwrap().easy_to_handle.met = false;
        check(unmet, None, Some(("tests", DELEGATED)));
    }

    #[test]
    fn an_entrustment_names_who_entrusts_and_has_a_term() {
        let entrusted = |terms: &mut PowerTerms| {
            *terms = PowerTerms::own(AuthorityLevel::District);
            terms.power_kind = PowerKind::Entrusted;
        };
        let by = |terms: &mut PowerTerms| {
            entrusted(terms);
            terms.entrusted_by = Some("a".to_owned());
        };
        let end = Some(date(2027, 1, 1));
        check(entrusted, end, Some(("entrusted_by", ENTRUSTED)));
        check(by, None, Some(("valid_to", ENTRUSTED)));
        check(by, end, None);
    }

    #[test]
    fn a_power_held_by_law_has_no_terms_of_other_kinds() {
        check(
            |terms| terms.power_kind = PowerKind::Own,
            None,
            Some(("power_kind", HELD_BY_LAW)),
        );
        check(
            |terms| *terms = PowerTerms::own(AuthorityLevel::City),
            None,
            None,
        );
    }

    #[test]
    fn an_unknown_field_of_a_line_is_refused() {
        let json = r#"{"line":"power","power_kind":"own","level":"city","grade":1}"#;
        assert!(serde_json::from_str::<LineContent>(json).is_err());
    }
}
