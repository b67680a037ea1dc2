//! The words that name the duty breached: 违反本条例第九条规定.
//!
//! | written | read |
//! |---|---|
//! | 违反本条例规定，未备案的 | a lead, dropped |
//! | 经营者违反第九条第一款规定，未备案的 | a lead with an actor and a provision |
//! | 违反第九条、第十条规定的 | the whole deed: a pure reference |
//! | 违反本条例规定占道的 | no lead: the deed goes on in the same breath |
//! | 有第九条第二项行为的 | a pure reference too |

use super::reference::{self, Place};
use super::words::starts;
use crate::address::ProvisionPath;

/// A segment that only says what was breached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Breach<'t> {
    /// The words before 违反 or 有.
    pub actor: &'t str,
    /// What was breached, in the same statute; empty for 违反本条例规定.
    pub refs: Vec<ProvisionPath>,
    /// Whether it closes with 的.
    pub closes: bool,
}

const OWN: [&str; 12] = [
    "本条例",
    "本法",
    "本办法",
    "本规定",
    "本细则",
    "本规则",
    "本决定",
    "本章程",
    "本实施办法",
    "本条",
    "本实施细则",
    "本章",
];
const GLUE: [&str; 26] = [
    "行为",
    "行为之一",
    "规定",
    "有关规定",
    "相关规定",
    "禁止性规定",
    "要求",
    "之一",
    "和",
    "、",
    "以及",
    "及",
    "或者",
    "或",
    "与",
    "的",
    "等",
    "有关",
    "中",
    "其他",
    "关于",
    "之规定",
    "任一",
    "任何一项",
    "情形",
    "所列",
];

/// Reads a segment as a breach; `outer` is what the clause before names.
pub(super) fn read<'t>(text: &'t str, place: Place, outer: &[ProvisionPath]) -> Option<Breach<'t>> {
    violated(text, place, outer).or_else(|| listed(text, place, outer))
}

/// Whether a segment only goes on naming provisions: 违反第六条，第七条第一款规定的.
pub(super) fn goes_on(text: &str, place: Place) -> Option<Vec<ProvisionPath>> {
    let first = text
        .starts_with('第')
        .then(|| reference::list(text, place, &[]))?;
    first.and_then(|_| provisions(text, place, &[]))
}

fn violated<'t>(text: &'t str, place: Place, outer: &[ProvisionPath]) -> Option<Breach<'t>> {
    let (at, word) = ["违反了", "违反", "不履行", "未履行", "未遵守", "不遵守"]
        .iter()
        .find_map(|word| text.find(word).map(|at| (at, *word)))?;
    let refs = provisions(&text[at + word.len()..], place, outer)?;
    if hires(&text[..at]) {
        return None;
    }
    let short = text[at..].ends_with("规定")
        || text[at..].ends_with('的')
        || text[at..].ends_with("之一")
        || text.ends_with("要求")
        || !refs.is_empty();
    (short && (word.starts_with("违反") || !refs.is_empty())).then_some(Breach {
        actor: &text[..at],
        refs,
        closes: text.ends_with('的'),
    })
}

/// 企业聘用人员违反前款规定的: the deed is the hiring.
fn hires(before: &str) -> bool {
    super::words::holds(
        before,
        &[
            "聘用", "雇用", "雇佣", "招用", "允许", "指派", "委托", "指使", "强令",
        ],
    )
}

/// 有本条例第九条所列行为之一的
fn listed<'t>(text: &'t str, place: Place, outer: &[ProvisionPath]) -> Option<Breach<'t>> {
    let (at, word) = ["有", "实施", "从事", "存在", "发生", "属于"]
        .iter()
        .find_map(|word| after(text, word).map(|at| (at, *word)))?;
    if super::words::holds(
        &text[..at],
        &[
            "明知",
            "知道",
            "应当知道",
            "发现",
            "为他人",
            "指使",
            "唆使",
            "教唆",
            "授意",
        ],
    ) {
        return None;
    }
    let mut rest = &text[at + word.len()..];
    let stem = ["行为", "情形", "活动", "情况"]
        .iter()
        .filter_map(|noun| rest.rfind(noun))
        .max()?;
    if !matches!(
        rest[stem..].trim_start_matches(['行', '为', '情', '形', '活', '动', '况']),
        "的" | "之一的" | "之一" | ""
    ) {
        return None;
    }
    rest = rest[..stem]
        .trim_end_matches("违法")
        .trim_end_matches("禁止")
        .trim_end_matches('的')
        .trim_end_matches("所")
        .trim_end_matches("规定")
        .trim_end_matches("所列")
        .trim_end_matches("列举")
        .trim_end_matches("所列")
        .trim_end_matches("规定");
    let refs = provisions(rest.trim_end_matches("规定禁止"), place, outer)
        .filter(|refs| !refs.is_empty())?;
    Some(Breach {
        actor: &text[..at],
        refs,
        closes: text.ends_with('的'),
    })
}

/// Where the word stands directly in front of a provision.
fn after(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let rest = &text[at + word.len()..];
        rest.starts_with(['第', '前']) || starts(rest, &OWN).is_some()
    })
}

/// The provisions of a text that says nothing else; `None` if it says anything else or names none.
fn provisions(text: &str, place: Place, outer: &[ProvisionPath]) -> Option<Vec<ProvisionPath>> {
    let mut refs: Vec<ProvisionPath> = Vec::new();
    let (mut rest, mut own, mut foreign) = (text, false, false);
    while !rest.is_empty() {
        if let Some(named) = reference::list(rest, place, outer) {
            refs.extend(
                named
                    .paths
                    .into_iter()
                    .filter(|path| !foreign && !refs.contains(path))
                    .collect::<Vec<_>>(),
            );
            rest = &rest[named.len..];
            own = true;
        } else if let Some(word) = starts(rest, &OWN) {
            rest = &rest[word.len()..];
            own = true;
            foreign = false;
        } else if rest.starts_with('《') {
            let end = rest.find('》')?;
            foreign = rest['《'.len_utf8()..end] != place.statute.title;
            rest = &rest[end + '》'.len_utf8()..];
        } else {
            rest = &rest[starts(rest, &GLUE)?.len()..];
        }
    }
    own.then_some(refs)
}
