//! The consequences of an item in one line: 责令停止；罚款3万—30万元.

use std::collections::HashMap;
use std::sync::LazyLock;

use law::enforcement_item::{Decimal, Fine, FineBasis, Measure, MeasureKind};
use law::{EnforcementItem, ItemKind};
use serde::Deserialize;

/// In Chinese.
pub(crate) fn zh(item: &EnforcementItem) -> String {
    line(item, "；", measure_zh)
}

/// In English. The words of a statute stay Chinese, behind what they are.
pub(crate) fn en(item: &EnforcementItem) -> String {
    let measures = line(item, "; ", measure_en);
    let gloss = match item.kind {
        ItemKind::Penalty => return capitalized(&measures),
        ItemKind::Coercion => "Compulsory measure",
        ItemKind::Inspection => "Inspection",
        ItemKind::Licence => "Requirement",
    };
    format!("{gloss}: {measures}")
}

/// The measures of all grades, each once, in reading order.
fn line(item: &EnforcementItem, between: &str, write: impl Fn(&Measure) -> String) -> String {
    let mut parts: Vec<String> = Vec::new();
    for measure in item.tiers.iter().flat_map(|tier| &tier.measures) {
        let part = write(measure);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(between)
}

fn measure_zh(measure: &Measure) -> String {
    match &measure.fine {
        Some(fine) => format!("罚款{}", fine_zh(fine)),
        None => own_words(measure)
            .unwrap_or(name_zh(measure.kind))
            .to_owned(),
    }
}

fn measure_en(measure: &Measure) -> String {
    match &measure.fine {
        Some(fine) => format!("fine{}", fine_en(fine)),
        None => own_words(measure)
            .unwrap_or(name_en(measure.kind))
            .to_owned(),
    }
}

/// The words of the statute, where they say more than the kind does.
fn own_words(measure: &Measure) -> Option<&str> {
    match measure.kind {
        MeasureKind::Coercion | MeasureKind::Other => measure.reference.as_deref(),
        _ => None,
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn fine_zh(fine: &Fine) -> String {
    let base = fine.base.as_deref().unwrap_or_default();
    let amount = |value: Decimal| amount_zh(value, fine.basis);
    let unit = match fine.basis {
        FineBasis::Multiple => "倍",
        FineBasis::Percent => "%",
        FineBasis::Fixed | FineBasis::PerUnit | FineBasis::Unspecified => "元",
    };
    let range = match (fine.min, fine.max) {
        (Some(min), Some(max)) if min == max => format!("{}{unit}", amount(max)),
        (Some(min), Some(max)) => format!("{}—{}{unit}", amount(min), amount(max)),
        (None, Some(max)) => format!("{}{unit}以下", amount(max)),
        (Some(min), None) => format!("{}{unit}以上", amount(min)),
        (None, None) => return base.to_owned(),
    };
    match fine.basis {
        FineBasis::PerUnit => format!("每{}{range}", base.trim_start_matches('每')),
        _ => format!("{base}{range}"),
    }
}

fn fine_en(fine: &Fine) -> String {
    let amount = |value: Decimal| grouped(&value.to_string());
    let range = match (fine.min, fine.max) {
        (Some(min), Some(max)) if min == max => amount(max),
        (Some(min), Some(max)) => format!("{}–{}", amount(min), amount(max)),
        (None, Some(max)) => format!("up to {}", amount(max)),
        (Some(min), None) => format!("from {}", amount(min)),
        (None, None) => return String::new(),
    };
    let bases = fine.base.as_deref().unwrap_or_default().split('|');
    let bases: Vec<&str> = bases.map(base_en).collect();
    match fine.basis {
        FineBasis::Fixed | FineBasis::Unspecified => format!(" of {range} yuan"),
        FineBasis::Multiple => format!(" of {range} times {}", bases.join(" or ")),
        FineBasis::Percent => format!(" of {range} % of {}", bases.join(" or ")),
        FineBasis::PerUnit => format!(" of {range} yuan per {}", bases.join(" per ")),
    }
}

/// What a fine is counted by, in English where the pack has it.
fn base_en(base: &str) -> &str {
    let base = base.trim_start_matches('每');
    BASES.bases.get(base).map_or(base, String::as_str)
}

#[derive(Deserialize)]
struct Bases {
    bases: HashMap<String, String>,
}

static BASES: LazyLock<Bases> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../packs/cn/fine-bases.json"))
        .expect("a test reads the pack")
});

/// With commas between the thousands: 30000 is 30,000.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut grouped = String::with_capacity(number.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

/// Sums in round 万 are written so: 30000 is 3万.
fn amount_zh(value: Decimal, basis: FineBasis) -> String {
    let written = value.to_string();
    let is_sum = matches!(
        basis,
        FineBasis::Fixed | FineBasis::PerUnit | FineBasis::Unspecified
    );
    match written
        .strip_suffix("0000")
        .filter(|_| is_sum && !written.contains('.'))
    {
        Some(ten_thousands) if !ten_thousands.is_empty() => format!("{ten_thousands}万"),
        _ => written,
    }
}

const fn name_zh(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Warning => "警告",
        MeasureKind::PublicCriticism => "通报批评",
        MeasureKind::Fine => "罚款",
        MeasureKind::ConfiscateGains => "没收违法所得",
        MeasureKind::ConfiscateProperty => "没收非法财物",
        MeasureKind::SuspendLicence => "暂扣许可证件",
        MeasureKind::LowerGrade => "降低资质等级",
        MeasureKind::RevokeLicence => "吊销许可证件",
        MeasureKind::RestrictBusiness => "限制开展生产经营活动",
        MeasureKind::SuspendBusiness => "责令停产停业",
        MeasureKind::Close => "责令关闭",
        MeasureKind::OccupationBan => "限制从业",
        MeasureKind::Detention => "行政拘留",
        MeasureKind::OrderToCorrect => "责令改正",
        MeasureKind::Coercion => "行政强制",
        MeasureKind::ByReference => "依照其他条款处罚",
        MeasureKind::Other => "其他措施",
    }
}

const fn name_en(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Warning => "warning",
        MeasureKind::PublicCriticism => "public criticism",
        MeasureKind::Fine => "fine",
        MeasureKind::ConfiscateGains => "confiscation of illegal gains",
        MeasureKind::ConfiscateProperty => "confiscation of illegal property",
        MeasureKind::SuspendLicence => "suspension of a licence",
        MeasureKind::LowerGrade => "lowering of a qualification grade",
        MeasureKind::RevokeLicence => "revocation of a licence",
        MeasureKind::RestrictBusiness => "restriction of business",
        MeasureKind::SuspendBusiness => "suspension of business",
        MeasureKind::Close => "closure",
        MeasureKind::OccupationBan => "ban from an occupation",
        MeasureKind::Detention => "administrative detention",
        MeasureKind::OrderToCorrect => "order to correct",
        MeasureKind::Coercion => "compulsory measure",
        MeasureKind::ByReference => "punished under another provision",
        MeasureKind::Other => "other measures",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        basis: FineBasis,
        base: Option<&str>,
        min: Option<u64>,
        max: Option<u64>,
        expected: [&str; 2],
    ) {
        let fine = Fine {
            basis,
            base: base.map(str::to_owned),
            min: min.map(Decimal::whole),
            max: max.map(Decimal::whole),
            unit: String::new(),
            inclusive: true,
            cap: None,
        };
        assert_eq!([fine_zh(&fine), fine_en(&fine)], expected);
    }

    #[test]
    fn fines_are_written_as_officers_say_them() {
        check(
            FineBasis::Fixed,
            None,
            Some(30_000),
            Some(300_000),
            ["3万—30万元", " of 30,000–300,000 yuan"],
        );
        check(
            FineBasis::Fixed,
            None,
            None,
            Some(500),
            ["500元以下", " of up to 500 yuan"],
        );
        check(
            FineBasis::Multiple,
            Some("货值金额"),
            Some(2),
            Some(5),
            ["货值金额2—5倍", " of 2–5 times the value of the goods"],
        );
        check(
            FineBasis::PerUnit,
            Some("平方米"),
            Some(200),
            Some(200),
            ["每平方米200元", " of 200 yuan per m²"],
        );
        check(FineBasis::Unspecified, None, None, None, ["", ""]);
    }

    fn item(kind: ItemKind, measures: Vec<Measure>) -> EnforcementItem {
        EnforcementItem {
            kind,
            article: law::ArticleNumber::new(1),
            paragraph: 1,
            item: None,
            behaviour: "举办灯会".to_owned(),
            obligation_refs: Vec::new(),
            subject: None,
            object: None,
            tiers: vec![law::enforcement_item::Tier {
                condition: String::new(),
                target: String::new(),
                measures,
            }],
            dual_person_penalty: false,
            crime_clause: false,
            note: None,
            spans: Vec::new(),
        }
    }

    fn measure(kind: MeasureKind, reference: Option<&str>) -> Measure {
        Measure {
            kind,
            mandatory: true,
            alt: false,
            fine: None,
            reference: reference.map(str::to_owned),
        }
    }

    #[test]
    fn powers_other_than_penalties_are_told_in_the_words_of_the_statute() {
        let filing = measure(MeasureKind::Other, Some("向城市管理部门备案"));
        let filing = item(ItemKind::Licence, vec![filing]);
        assert_eq!(zh(&filing), "向城市管理部门备案");
        assert_eq!(en(&filing), "Requirement: 向城市管理部门备案");
        let seizure = measure(MeasureKind::Coercion, Some("扣押灯具"));
        let seizure = item(ItemKind::Coercion, vec![seizure]);
        assert_eq!(en(&seizure), "Compulsory measure: 扣押灯具");
    }

    #[test]
    fn an_english_line_begins_with_a_capital() {
        let measures = [MeasureKind::OrderToCorrect, MeasureKind::Warning];
        let measures = measures.map(|kind| measure(kind, None)).to_vec();
        assert_eq!(
            en(&item(ItemKind::Penalty, measures)),
            "Order to correct; warning"
        );
    }
}
