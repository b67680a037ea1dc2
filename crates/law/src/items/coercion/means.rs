//! The compulsory means: which words name one, and whether it is given there or only spoken of.

use super::super::organ;
use super::super::passage::holds;

/// 行政强制法 art. 9.
const RESTRAINT: &str = "行政强制措施";
/// 行政强制法 art. 12.
const EXECUTION: &str = "行政强制执行";

/// Compulsory means by their first character.
const MEANS: &[(char, &[(&str, &str)])] = &[
    ('查', &[("查封", RESTRAINT)]),
    ('扣', &[("扣押", RESTRAINT), ("扣留", RESTRAINT)]),
    ('封', &[("封存", RESTRAINT)]),
    ('冻', &[("冻结", RESTRAINT)]),
    ('暂', &[("暂扣", RESTRAINT)]),
    (
        '强',
        &[
            ("强制隔离", RESTRAINT),
            ("强制戒毒", RESTRAINT),
            ("强制治疗", RESTRAINT),
            ("强制带离", RESTRAINT),
            ("强行带离", RESTRAINT),
            ("强行驱散", RESTRAINT),
            ("强制驱散", RESTRAINT),
            ("强制驱离", RESTRAINT),
            ("强制拖离", RESTRAINT),
            ("强行拖离", RESTRAINT),
            ("强制卸载", RESTRAINT),
            ("强制卸货", RESTRAINT),
            ("强制传唤", RESTRAINT),
            ("强制检测", RESTRAINT),
            ("强制检验", RESTRAINT),
            ("强制打捞", EXECUTION),
            ("强制措施", RESTRAINT),
            ("强制性措施", RESTRAINT),
            ("强制性处置措施", RESTRAINT),
            ("强制拆除", EXECUTION),
            ("强行拆除", EXECUTION),
            ("强制清除", EXECUTION),
            ("强制清理", EXECUTION),
            ("强制搬迁", EXECUTION),
            ("强制搬离", EXECUTION),
            ("强制报废", EXECUTION),
            ("强制执行", EXECUTION),
            ("强制销毁", EXECUTION),
            ("强制收购", EXECUTION),
            ("强制扑杀", EXECUTION),
            ("强制恢复", EXECUTION),
        ],
    ),
    ('带', &[("带离现场", RESTRAINT)]),
    ('拖', &[("拖移", RESTRAINT), ("拖离", RESTRAINT)]),
    (
        '约',
        &[("约束至酒醒", RESTRAINT), ("约束性措施", RESTRAINT)],
    ),
    ('保', &[("保护性约束", RESTRAINT)]),
    ('继', &[("继续盘问", RESTRAINT)]),
    (
        '限',
        &[("限制人身自由", RESTRAINT), ("限制其出境", RESTRAINT)],
    ),
    ('阻', &[("阻止其出境", RESTRAINT)]),
    (
        '代',
        &[
            ("代履行", EXECUTION),
            ("代为", EXECUTION),
            ("代治理", EXECUTION),
            ("代清", EXECUTION),
            ("代拆", EXECUTION),
            ("代整治", EXECUTION),
        ],
    ),
    ('加', &[("加处罚款", EXECUTION)]),
    ('滞', &[("滞纳金", EXECUTION)]),
    ('划', &[("划拨", EXECUTION)]),
];

/// 代为 followed by one of these is performance by another; else it is an errand (代为保管, 代为申请).
#[rustfmt::skip]
const PERFORMED: &[&str] = &[
    "组织", "测量", "测绘", "履行", "治理", "清", "处置", "拆", "恢复", "补", "修", "整治", "处理",
    "改正", "采取", "打捞", "拖", "防治", "复垦", "种", "栽", "除", "绿化", "无害化", "回填",
    "养护", "维修", "加固", "消除", "收集", "运输", "排除", "疏浚", "整改", "建设", "实施", "迁移",
    "改造", "封闭", "封堵", "关闭", "监测", "回收", "维护", "检测",
];

/// Words that give the power.
#[rustfmt::skip]
const POWER: &[&str] = &[
    "可以", "有权", "应当", "予以", "必须", "由", "立即", "决定", "责成", "组织", "指定", "先行",
    "可依法", "可", "应", "并", "也", "按日", "每日",
];

/// Before the means: it is spoken of, not given.
#[rustfmt::skip]
const SPOKEN_BEFORE: &[&str] = &[
    "被", "已", "经", "解除", "非法", "擅自", "不得", "禁止", "申请", "法院", "未", "拒绝", "协助",
    "撤销", "违法", "阻碍", "配合", "对", "变相", "受", "停止", "终止", "启封", "抗拒", "妨碍",
    "因", "予以解除", "缴纳", "减免", "免收", "免除", "的", "罚款和", "税款、", "处理", "转移",
    "变卖", "毁损", "保管", "返还", "退还", "追缴", "退缴", "征收", "款及", "追究", "凭", "税款和",
];

/// After the means: it is spoken of, not given.
#[rustfmt::skip]
const SPOKEN_AFTER: &[&str] = &[
    "的", "制度", "期限", "期间", "决定", "时", "后", "清单", "手续", "费用", "之日", "行为", "情况",
    "程序", "条件", "通知", "地点", "凭", "申请", "措施的", "措施时", "措施后", "措施，", "机关",
    "部门", "场所", "人员", "账户", "标准", "总额", "超过", "不得", "数额", "等强制措施的",
    "等强制措施时", "等措施的", "前", "款项", "证明", "程度", "现场笔录", "、罚款", "和罚款",
    "所需", "资金", "库", "令",
];

/// Licences are suspended as a penalty, not seized.
#[rustfmt::skip]
const PAPERS: &[&str] = &[
    "许可证", "执照", "驾驶证", "资格证", "证书", "证件", "行驶证", "从业资格", "营运证", "准运证",
];

/// Whether some of [`MEANS`] start with the character.
fn starts_means(c: char) -> bool {
    matches!(
        c,
        '查' | '扣'
            | '封'
            | '冻'
            | '暂'
            | '强'
            | '带'
            | '拖'
            | '约'
            | '保'
            | '继'
            | '限'
            | '阻'
            | '代'
            | '加'
            | '滞'
            | '划'
    )
}

/// The means that a text names, each with its place.
pub(super) fn means_in(text: &str) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    let places = text.match_indices(starts_means).map(|(at, _)| at);
    places.filter_map(move |at| {
        let first = text[at..].chars().next()?;
        let (_, words) = MEANS.iter().find(|(c, _)| *c == first)?;
        let &(word, note) = words
            .iter()
            .find(|(word, _)| text[at..].starts_with(word))?;
        Some((at, word, note))
    })
}

/// Whether the means at byte `at` is given there, not only spoken of.
pub(super) fn is_given(text: &str, at: usize, word: &str, in_list: bool) -> bool {
    let before = without_last_means(&text[..at]);
    let after = without_first_means(&text[at + word.len()..]);
    let power = holds(before, POWER)
        || (in_list && before.chars().count() < 30)
        || organ::leading(text).is_some_and(|name| before.ends_with(name));
    power
        && !holds(
            before,
            &[
                "协助",
                "妨碍",
                "阻碍",
                "是否",
                "配合",
                "抗拒",
                "刑事诉讼",
                "申请",
                "决定书",
                "解除",
                "法定的",
                "提前解除",
                "延长",
            ],
        )
        && !["清单", "公告", "决定书"]
            .iter()
            .any(|paper| after.ends_with(paper))
        && !SPOKEN_BEFORE.iter().any(|spoken| before.ends_with(spoken))
        && !SPOKEN_AFTER.iter().any(|spoken| after.starts_with(spoken))
        && fits(word, before, after)
}

/// What a means asks of the words around it.
fn fits(word: &str, before: &str, after: &str) -> bool {
    match word {
        "代为" if after.contains("职责") => false,
        "代为" => PERFORMED.iter().any(|deed| after.starts_with(deed)),
        "扣留" | "暂扣" | "扣押" | "封存" => !is_paper(after),
        "滞纳金" => holds(before, &["加收", "加处", "征收滞", "收取"]) || before.ends_with("的"),
        "强制执行" => !holds(before, &["申请", "法院", "提请"]),
        "冻结" => !after.starts_with("价格"),
        "强制隔离" | "强制戒毒" => !["人员", "场所", "等", "所", "决定书", "期限", "、"]
            .iter()
            .any(|thing| after.trim_start_matches("戒毒").starts_with(thing)),
        "代治理" => !before.ends_with('现'),
        "划拨" => holds(after, &["存款", "账户", "汇款"]) || holds(before, &["存款", "账户"]),
        _ => true,
    }
}

/// Whether the first thing taken is a licence.
fn is_paper(after: &str) -> bool {
    let end = ["、", "，", "或者", "和", "及", "与"]
        .iter()
        .filter_map(|link| after.find(link))
        .min()
        .unwrap_or(after.len());
    let thing = after[..end].trim_start_matches("或者吊销");
    PAPERS.iter().any(|paper| thing.contains(paper)) || thing.ends_with('证')
}

/// 解除查封、 before 扣押 is 解除.
fn without_last_means(before: &str) -> &str {
    let mut rest = before;
    loop {
        let joined = ["、", "或者", "和", "及", "以及", "或"]
            .iter()
            .find_map(|link| rest.strip_suffix(link));
        let Some(joined) = joined else { return rest };
        let Some(shorter) = words_of_means().find_map(|word| joined.strip_suffix(word)) else {
            return rest;
        };
        rest = shorter;
    }
}

/// 、扣押的 after 查封 is 的.
fn without_first_means(after: &str) -> &str {
    let mut rest = after;
    loop {
        let joined = ["、", "或者", "和", "及", "以及", "或"]
            .iter()
            .find_map(|link| rest.strip_prefix(link));
        let Some(joined) = joined else { return rest };
        let Some(shorter) = words_of_means().find_map(|word| joined.strip_prefix(word)) else {
            return rest;
        };
        rest = shorter;
    }
}

fn words_of_means() -> impl Iterator<Item = &'static str> {
    MEANS
        .iter()
        .flat_map(|(_, words)| words.iter().map(|&(word, _)| word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_means_is_found_by_its_first_character() {
        for word in words_of_means() {
            assert_eq!(
                means_in(word).next().map(|(at, _, _)| at),
                Some(0),
                "{word}"
            );
        }
    }
}
