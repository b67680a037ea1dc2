//! Telling a condition of a tier from a deed.
//!
//! Behind a consequence, 拒不改正的, 情节严重的, 违法所得不足一万元的 and 属于个人的 are conditions;
//! 隐匿账册的 is a new deed.

use super::lexicon::{AMOUNTS, CLASS_ENDS, CLASSES, DEFIANCE_WORDS, DEFIANCES, GRADES, HARMS};
use super::words::{ends, holds, starts};

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// 情节严重
    Grade,
    /// 逾期不改正
    Defiance,
    /// 造成损失
    Harm,
    /// 违法所得不足一万元
    Amount,
    /// 属于个人
    Class,
    /// 法律、法规没有规定
    OtherLaw,
    /// 有营业执照, 经复查仍不合格: a condition only where a deed stands before
    Sequel,
}

impl Condition {
    /// Whether it stays a condition where no deed is known before it: 拒不改正的, not 逾期不申报的.
    pub fn needs_a_deed(self, text: &str) -> bool {
        const GENERIC: [&str; 6] = ["改正", "整改", "情节", "执行的", "后果", "停止"];
        self.is_never_a_deed() && text.chars().count() <= 16 && holds(text, &GENERIC)
    }

    /// Whether it stays a condition even in front of the first consequence.
    pub fn is_never_a_deed(self) -> bool {
        matches!(self, Self::Grade | Self::Defiance | Self::OtherLaw)
    }
}

/// A deed is longer than a condition of class, harm or amount.
const LONGEST_CONDITION: usize = 60;

/// Reads a segment as a condition.
pub(super) fn read(text: &str) -> Option<Condition> {
    let words = bare(text);
    let is = |table: &[&str]| starts(words, table).is_some();
    let length = words.chars().count();
    if is_about_other_law(words) {
        Some(Condition::OtherLaw)
    } else if words.starts_with('因')
        && words.contains("造成")
        && holds(words, &["损失", "损害", "伤害"])
    {
        Some(Condition::Harm)
    } else if is(GRADES) {
        Some(Condition::Grade)
    } else if defies(words, length) {
        Some(Condition::Defiance)
    } else if length > LONGEST_CONDITION {
        None
    } else if is(HARMS) {
        Some(Condition::Harm)
    } else if is(AMOUNTS) {
        Some(Condition::Amount)
    } else if is(CLASSES)
        || (length <= 16 && ends(words, CLASS_ENDS))
        || ends(
            words,
            &["负有责任的", "负有直接责任的", "负有主要责任的", "有责任的"],
        )
        || compares(words, length)
        || is_kind_of_actor(words)
        || (text.starts_with('其')
            && words.contains('已')
            && length <= 20
            && words.ends_with('的')
            && !words.contains("未"))
        || (words.starts_with("不符合") && length <= 14 && words.ends_with("规划的"))
        || (words.starts_with("不具有") && words.ends_with("效果的"))
    {
        Some(Condition::Class)
    } else if follows_up(text, words, length) {
        Some(Condition::Sequel)
    } else {
        None
    }
}

/// The words without 对, 但, 其中 and the like in front.
fn bare(text: &str) -> &str {
    let mut words = text;
    while let Some(lead) = starts(
        words,
        &[
            "对于", "对", "但是", "但", "其中", "并且", "并", "如果", "如", "若", "或者", "其",
        ],
    ) {
        words = &words[lead.len()..];
    }
    words
}

/// 法律、法规未作规定的
fn is_about_other_law(words: &str) -> bool {
    holds(
        words,
        &[
            "法律",
            "法规",
            "法未作",
            "法没有",
            "条例未作",
            "条例没有",
            "》未作",
            "》没有",
        ],
    ) && ends(
        words,
        &[
            "未作规定的",
            "没有规定的",
            "有规定的",
            "未规定的",
            "未作出规定的",
            "已作出规定的",
            "已作规定的",
        ],
    )
}

fn defies(words: &str, length: usize) -> bool {
    let resists = [
        "接受", "配合", "提供", "服从", "如实", "签", "报告", "出示", "召回", "履行",
    ];
    match starts(words, DEFIANCES) {
        Some("拒不") => {
            !resists
                .iter()
                .any(|deed| words["拒不".len()..].starts_with(deed))
                || holds(words, &["责令"])
        }
        Some(_) => true,
        None => length <= 30 && holds(words, DEFIANCE_WORDS) && !holds(words, &["违反", "擅自"]),
    }
}

/// What stands only behind another deed: what its author holds (有营业执照的), what came of it (对林地造成毁坏的),
/// how it went on (经复查仍不合格的, 继续营业的), where (在一般管理区内的).
fn follows_up(text: &str, words: &str, length: usize) -> bool {
    const HELD: [&str; 13] = [
        "资格的",
        "资质的",
        "证的",
        "证书的",
        "执照的",
        "证件的",
        "证照的",
        "文号的",
        "收入的",
        "所得的",
        "疫苗的",
        "获利的",
        "盈利的",
    ];
    const HARMED: [&str; 9] = [
        "破坏的",
        "毁坏的",
        "损坏的",
        "损害的",
        "损失的",
        "影响的",
        "后果的",
        "死亡的",
        "危害的",
    ];
    const ACTS: [&str; 12] = [
        "未经", "擅自", "违反", "不按", "未按", "拒", "从事", "违法", "非法", "进行", "倾倒",
        "隐瞒",
    ];
    let short = length <= 24 && words.ends_with('的');
    let held = words.starts_with('有')
        && ends(words, &HELD)
        && !holds(words, &["下列", "其他", "第", "前款", "行为"]);
    let harmed = words.contains("造成")
        && (starts(text, &["对", "使"]).is_some()
            && ends(words, &HARMED)
            && !holds(words, &ACTS[..5])
            || text.starts_with('因') && words.ends_with("死亡的"));
    let still = starts(
        words,
        &["经", "到期", "期满", "公告", "整顿", "整改", "复查"],
    )
    .is_some()
        && words.contains('仍')
        || words.starts_with("继续");
    let place = words.starts_with('在')
        && ends(
            words,
            &["区域内的", "地区的", "区内的", "范围内的", "地区内的"],
        )
        && !holds(words, &ACTS);
    let refuses = starts(words, &["拒不", "拒绝"]).is_some() && length <= 6
        || holds(words, &["拒绝立即驶离", "拒绝接受罚款"]);
    let corrects = holds(words, &["要求改正", "规定改正", "期限改正", "期限恢复原状"]);
    let kind = starts(words, &["为", "经营者属于", "当事人属于"]).is_some()
        && ends(
            words,
            &["组织的", "单位的", "企业的", "个人的", "法人的", "自然人的"],
        )
        && length <= 14;
    let gained = words.starts_with("获得") && words.ends_with("有违法所得的");
    let able = words.starts_with("不具备") && words.ends_with("能力的");
    gained || short && (held || harmed || still || place || refuses || corrects || kind || able)
}

/// 使用者为合作社等单位的: what the actor is.
fn is_kind_of_actor(words: &str) -> bool {
    holds(words, &["者为", "人为", "者是", "人是"])
        && ends(words, &["单位的", "个人的", "企业的", "组织的", "机构的"])
}

/// 交易面积不足十平方米的: a noun, a comparison, a number.
fn compares(words: &str, length: usize) -> bool {
    length <= 24
        && holds(
            words,
            &["不足", "不满", "以上的", "以下的", "以上不", "超过"],
        )
        && words.ends_with('的')
        && !holds(words, &["未", "擅自", "违反"])
        && words.chars().any(super::money::starts_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<Condition>) {
        assert_eq!(read(text), expected, "{text}");
    }

    #[test]
    fn conditions_and_deeds_are_told_apart() {
        check("情节严重的", Some(Condition::Grade));
        check("经营者拒不改正的", Some(Condition::Defiance));
        check("拒不接受抽样的", None);
        check("造成道路损坏的", Some(Condition::Harm));
        check(
            "没有违法所得或者违法所得不足三千元的",
            Some(Condition::Amount),
        );
        check("交易面积不足十平方米的", Some(Condition::Class));
        check("隐匿账册的", None);
        check("擅自拆除公共座椅的", None);
    }
}
