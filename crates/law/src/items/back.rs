//! Sentences that point back: 有前款第二项行为，拒不改正的.
//!
//! | written in paragraph 2 | points to |
//! |---|---|
//! | 有前款所列行为之一，造成事故的 | paragraph 1 |
//! | 个人有前款第一项、第三项行为的 | points 1 and 3 of paragraph 1, for 个人 |
//! | 有本条第一款规定情形的 | paragraph 1 |
//! | 违反前款规定，情节严重的 | paragraph 1 |
//! | 前款规定的行为有违法所得的 | paragraph 1, on 有违法所得的 |
//! | 情节严重的 (at the start) | paragraph 1 |

use super::reference::{self, Place};
use super::words::{ends, holds, starts};
use crate::address::ProvisionPath;

/// What a sentence points back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Back<'t> {
    /// The paragraphs or points.
    pub paths: Vec<ProvisionPath>,
    /// Who does it this time.
    pub actor: &'t str,
    /// What has become of him: 依照前款规定受处分的.
    pub condition: &'t str,
}

/// Reads a segment that points back to provisions of the same article.
pub(super) fn read<'t>(text: &'t str, place: Place) -> Option<Back<'t>> {
    let (at, len) = pointer(text)?;
    if holds(
        &text[..at],
        &[
            "明知",
            "知道",
            "为他人",
            "指使",
            "唆使",
            "教唆",
            "授意",
            "强令",
            "强迫",
        ],
    ) {
        return None;
    }
    let mut rest = &text[at + len..];
    let same_article = rest.strip_prefix("本条").unwrap_or(rest);
    let paths = if let Some(named) = reference::list(same_article, place, &[]) {
        rest = &same_article[named.len..];
        named.paths
    } else {
        let word = starts(rest, &["上述", "以上", "上款", "本款"])?;
        rest = &rest[word.len()..];
        vec![place_before(place)]
    };
    let own = paths.iter().all(|path| {
        path.article == place.article
            && path
                .paragraph
                .is_some_and(|paragraph| paragraph < place.paragraph)
    });
    let rest = rest.strip_prefix("规定").unwrap_or(rest);
    let rest = deed_with_result(rest).unwrap_or(rest);
    let suffers = starts(rest, &["受", "被", "有违法"]).is_some() && rest.ends_with('的');
    let condition = if suffers { rest } else { "" };
    (own && (suffers || is_tail(rest))).then_some(Back {
        paths,
        actor: &text[..at],
        condition,
    })
}

/// 的行为有违法所得的: what the deed brought, behind the deed.
fn deed_with_result(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches("所列").trim_start_matches('的');
    let rest = starts(rest, &["违法行为", "行为", "情形"]).map(|word| &rest[word.len()..])?;
    rest.starts_with("有违法").then_some(rest)
}

/// The paragraph before this one.
pub(super) fn place_before(place: Place) -> ProvisionPath {
    ProvisionPath {
        paragraph: Some(place.paragraph.saturating_sub(1).max(1)),
        ..ProvisionPath::article(place.article)
    }
}

/// Where the verb of pointing stands, and how long it is; nothing stands before 前款 in 前款规定的行为.
fn pointer(text: &str) -> Option<(usize, usize)> {
    let words = [
        "有", "存在", "实施", "从事", "发生", "违反", "犯", "因", "依照", "按照",
    ];
    let found = words.iter().filter_map(|word| {
        let at = text
            .match_indices(word)
            .map(|(at, _)| at)
            .find(|at| points(&text[at + word.len()..]))?;
        Some((at, word.len()))
    });
    found.min().or_else(|| points(text).then_some((0, 0)))
}

fn points(text: &str) -> bool {
    starts(
        text,
        &[
            "前款",
            "前两款",
            "前二款",
            "前三款",
            "前四款",
            "本条第",
            "第一款",
            "第二款",
            "第三款",
            "上述",
            "以上行为",
            "以上规定",
            "上款",
        ],
    )
    .is_some()
}

/// What may follow: 规定的行为之一的.
fn is_tail(rest: &str) -> bool {
    let mut rest = rest;
    while let Some(word) = starts(
        rest,
        &[
            "规定",
            "所列",
            "所述",
            "列举",
            "禁止",
            "违法",
            "违规",
            "违纪",
            "的",
            "行为",
            "情形",
            "情况",
            "之一",
            "所指",
            "活动",
            "、",
            "或者",
            "和",
            "各项",
            "任一",
            "任何一项",
            "者",
        ],
    ) {
        rest = &rest[word.len()..];
    }
    rest.is_empty()
}

/// Whether the pointing segment leaves its deed open for more words: 有前款行为，或者扣留证件的.
pub(super) fn continues(text: &str) -> bool {
    !ends(text, &["的"])
}
