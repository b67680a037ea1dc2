//! What an enforcement item allows to impose, as guards ask it.

use law::enforcement_item::{Decimal, EnforcementItem, Fine, FineBasis, MeasureKind};
use procedure::{ItemRule, LawOfTheDay};

/// The kinds of penalty of an item and the bounds of its fine over all of its tiers. Where a fine is
/// counted by a multiple, a share or a unit, or names no amount, the bound is not known: it depends
/// on facts that the item does not have.
pub(crate) fn item_rule(record: &EnforcementItem) -> ItemRule {
    let measures = record.tiers.iter().flat_map(|tier| &tier.measures);
    let mut kinds: Vec<String> = Vec::new();
    let mut fines: Vec<Option<&Fine>> = Vec::new();
    let mut is_open = false;
    for measure in measures {
        match kind(measure.kind) {
            Some(kind) if kinds.iter().any(|known| known == kind) => {}
            Some(kind) => kinds.push(kind.to_owned()),
            None => {
                is_open |= matches!(measure.kind, MeasureKind::ByReference | MeasureKind::Other);
            }
        }
        if measure.kind == MeasureKind::Fine {
            fines.push(measure.fine.as_ref());
        }
    }
    if is_open {
        // Another provision may allow more: nothing can be said of the kinds.
        kinds.clear();
    }
    let bounds = |of: fn(&Fine) -> Option<Decimal>| -> Option<Vec<i64>> {
        let fixed = fines.iter().map(|fine| {
            let fine = fine.filter(|fine| fine.basis == FineBasis::Fixed)?;
            fen(of(fine)?)
        });
        fixed.collect()
    };
    let least = bounds(|fine| Some(fine.min.unwrap_or(Decimal::whole(0))));
    let most = bounds(|fine| fine.max);
    ItemRule {
        kinds,
        fine_least: least
            .filter(|_| !is_open)
            .and_then(|all| all.into_iter().min()),
        fine_most: most
            .filter(|_| !is_open)
            .and_then(|all| all.into_iter().max()),
        law: LawOfTheDay::Old,
    }
}

/// Yuan in ten-thousandths as fen.
fn fen(yuan: Decimal) -> Option<i64> {
    i64::try_from(yuan.scaled() / (Decimal::SCALE / 100)).ok()
}

/// The kind as packs name it (行政处罚法 art. 9); `None` for what is no penalty, or not known.
const fn kind(kind: MeasureKind) -> Option<&'static str> {
    Some(match kind {
        MeasureKind::Warning => "warning",
        MeasureKind::PublicCriticism => "criticism",
        MeasureKind::Fine => "fine",
        MeasureKind::ConfiscateGains => "confiscate_income",
        MeasureKind::ConfiscateProperty => "confiscate_goods",
        MeasureKind::SuspendLicence => "suspend_licence",
        MeasureKind::LowerGrade => "downgrade",
        MeasureKind::RevokeLicence => "revoke_licence",
        MeasureKind::RestrictBusiness => "restrict_business",
        MeasureKind::SuspendBusiness => "suspend_business",
        MeasureKind::Close => "close_business",
        MeasureKind::OccupationBan => "restrict_employment",
        MeasureKind::Detention => "detention",
        MeasureKind::OrderToCorrect
        | MeasureKind::Coercion
        | MeasureKind::ByReference
        | MeasureKind::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use law::items::extract;

    use super::*;

    /// The rule of the first item of a statute of one article.
    fn rule(sanction: &str) -> (Vec<String>, Option<i64>, Option<i64>) {
        let text = format!(
            "# 云麓市试验条例\n\n## 第一章 法律责任\n\n第一条 违反本条例规定，擅自试验的，{sanction}\n"
        );
        let statute = law::read(&text);
        let items = extract(&statute);
        let rule = item_rule(&items[0]);
        (rule.kinds, rule.fine_least, rule.fine_most)
    }

    #[test]
    fn kinds_and_bounds_come_from_all_tiers() {
        let both = vec!["warning".to_owned(), "fine".to_owned()];
        let given = rule("由城市管理部门给予警告，可以处二百元以上一千元以下罚款。");
        assert_eq!(given, (both, Some(20_000), Some(100_000)));
    }
}
