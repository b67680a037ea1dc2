//! Words beside the point: exceptions, leave, dates, and the duties of authorities in front of a deed.
//!
//! | words | aside |
//! |---|---|
//! | 逾期不改正的，按照所缺面积，… | 按照所缺面积 |
//! | 经本级人民政府批准, 从逾期之日起 | the whole |
//! | 除依照前款处罚外, 对肇事单位除要求赔偿外 | all but 对肇事单位 |
//! | 主管部门应当加强监督，对不合格的，… | 主管部门应当加强监督 |

use super::clause::Segment;
use super::words::{ends, holds, starts};

/// What only says when, how or with whose leave: 从逾期之日起, 经本级人民政府批准, 按照所缺面积.
pub(super) fn is_aside(text: &str) -> bool {
    let since =
        starts(text, &["自", "从"]).is_some() && (text.ends_with('起') || text.ends_with("起算"));
    let text = text.strip_prefix('并').unwrap_or(text);
    let leave = text.starts_with(['经', '报'])
        && ends(
            text,
            &[
                "批准",
                "同意",
                "决定",
                "批准后",
                "同意后",
                "核准",
                "研究决定后",
            ],
        );
    let crime = starts(
        text,
        &["依照刑法", "按照刑法", "依照《中华人民共和国刑法》"],
    )
    .is_some()
        && ends(text, &["规定", "的规定"]);
    let referral =
        text.starts_with("由") && holds(text, &["报经", "报请"]) && ends(text, &["批准", "同意"]);
    since || leave || crime || referral || is_manner(text)
}

/// 根据情节轻重, 区别不同情况: how a measure is chosen.
fn is_manner(text: &str) -> bool {
    text.chars().count() <= 16
        && starts(
            text,
            &[
                "根据情节",
                "根据不同",
                "视情节",
                "视其情节",
                "按照情节",
                "按情节",
                "区别情节",
                "区别不同",
                "区别情况",
                "根据具体情况",
                "根据违法情节",
                "根据违法行为的情节",
            ],
        )
        .is_some()
        && !text.ends_with('的')
}

/// 自决定作出之日起三年内: since when and how long.
pub(super) fn is_term(text: &str) -> bool {
    text.starts_with('自') && ends(text, &["年内", "月内", "年以内", "个月以内"])
}

/// 按照每人一千元以上五千元以下的标准计算
pub(super) fn is_rate(text: &str) -> bool {
    text.starts_with('按') && text.ends_with("标准计算") && super::fine::has_amount(text)
}

/// Takes off what stands behind the last 的: 逾期不改正的，按照所缺面积，….
pub(super) fn closed<'a, 't>(words: &'a [Segment<'t>]) -> &'a [Segment<'t>] {
    let last = words
        .iter()
        .rposition(|segment| segment.closes() || segment.text.ends_with("之一"));
    let Some(last) = last else { return words };
    let short = words[last + 1..].iter().all(|segment| {
        segment.text.chars().count() <= 30
            && starts(
                segment.text,
                &[
                    "按",
                    "根据",
                    "依",
                    "视",
                    "以",
                    "在",
                    "每",
                    "经",
                    "并",
                    "其",
                    "应",
                    "收回",
                    "追回",
                    "追缴",
                    "征收",
                    "暂缓",
                    "对单位",
                    "对个人",
                    "对其",
                    "记入",
                    "列入",
                ],
            )
            .is_some()
    });
    let duty = words[last + 1..]
        .iter()
        .any(|segment| holds(segment.text, &["应当", "有权", "可以", "予以", "由"]));
    let graded = super::condition::read(words[last].text)
        .is_some_and(super::condition::Condition::is_never_a_deed);
    if short || duty || graded {
        &words[..=last]
    } else {
        words
    }
}

/// 对甲除…外 and 除…外，乙: the words on either side of the exception.
pub(super) fn exception(segment: Segment<'_>) -> Option<(Segment<'_>, Segment<'_>)> {
    let at = segment.text.find("除").filter(|at| {
        let before = &segment.text[..*at];
        before.is_empty() || before.starts_with('对') || ends(before, &["部门", "机关", "机构"])
    })?;
    let end = segment
        .text
        .rfind("之外")
        .map(|end| end + 6)
        .or_else(|| segment.text.rfind('外').map(|end| end + 3))
        .filter(|end| *end == segment.text.len())?;
    Some((segment.cut(at).0, segment.cut(end).1))
}

/// How many segments in front of a deed only give an authority its duty: 主管部门应当加强监督，对不合格的，….
pub(super) fn duty_before(words: &[Segment]) -> usize {
    let Some(last) = words.iter().rposition(Segment::closes) else {
        return 0;
    };
    let is_duty = |segment: &Segment| {
        let modal = ["应当", "负责", "有权", "可以"]
            .iter()
            .filter_map(|modal| segment.text.find(modal))
            .min();
        !segment.closes()
            && modal.is_some_and(|at| {
                ends(
                    &segment.text[..at],
                    &[
                        "部门",
                        "机关",
                        "机构",
                        "政府",
                        "单位",
                        "企业",
                        "人员",
                        "人",
                        "者",
                        "公司",
                        "和个人",
                    ],
                )
            })
    };
    words[..last]
        .iter()
        .rposition(is_duty)
        .map_or(0, |at| at + 1)
}
