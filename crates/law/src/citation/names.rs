//! Titles of statutes in running text, and the short names that a statute defines.

use crate::normalize::is_han;
use crate::statute::Statute;

/// What titles of statutes end with.
const TITLE_ENDS: [&str; 18] = [
    "法",
    "条例",
    "办法",
    "规定",
    "细则",
    "规则",
    "决定",
    "决议",
    "法典",
    "通则",
    "规程",
    "准则",
    "章程",
    "解释",
    "规范",
    "制度",
    "意见",
    "修正案",
];

/// Whether a text ends as titles of statutes do, a remark such as （试行） left aside.
pub(super) fn is_title(text: &str) -> bool {
    let text = text
        .strip_suffix(['）', ')'])
        .and_then(|text| text.rfind(['（', '(']).map(|at| &text[..at]))
        .unwrap_or(text);
    TITLE_ENDS.iter().any(|ending| text.ends_with(ending))
}

/// What 本 may stand before to name the statute itself.
const SELF_NAMES: [&str; 24] = [
    "实施细则",
    "实施办法",
    "实施条例",
    "暂行条例",
    "暂行规定",
    "暂行办法",
    "若干规定",
    "法典",
    "法",
    "条例",
    "办法",
    "规定",
    "细则",
    "规则",
    "决定",
    "决议",
    "解释",
    "章程",
    "规程",
    "准则",
    "通则",
    "规范",
    "制度",
    "意见",
];

/// Characters of a title without marks at most.
const LONGEST_TITLE: usize = 40;

/// The bytes of 本法 at the start of `text`.
pub(super) fn self_name(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('本')?;
    let name = SELF_NAMES.iter().find(|name| rest.starts_with(**name))?;
    Some('本'.len_utf8() + name.len())
}

/// The bytes of 《…》 at the start of `text`, and the title within.
pub(super) fn marked_title(text: &str) -> Option<(usize, &str)> {
    const LONGEST: usize = 400;
    let inside = text.strip_prefix('《')?;
    let mut depth = 1;
    for (at, c) in inside.char_indices().take_while(|&(at, _)| at < LONGEST) {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            let title = inside[..at].trim();
            return (!title.is_empty()).then_some(('《'.len_utf8() + at + '》'.len_utf8(), title));
        }
    }
    None
}

/// Where a title without marks starts that ends where `text` ends; `None` where there is none.
pub(super) fn bare_title_start(text: &str) -> Option<usize> {
    let end = text.trim_end_matches([' ', '\u{3000}']).len();
    let text = &text[..end];
    if !TITLE_ENDS.iter().any(|ending| text.ends_with(ending)) {
        return None;
    }
    let chars = text.char_indices().rev().take(LONGEST_TITLE);
    let start = chars
        .take_while(|&(_, c)| is_han(c))
        .last()
        .map(|(at, _)| at)?;
    let start = start + after_lead_words(&text[start..]);
    let title = &text[start..];
    let is_title = title.chars().count() >= 2 && !GENERIC.contains(&title);
    is_title.then_some(start)
}

/// Words that end like titles and are none.
const GENERIC: [&str; 10] = [
    "依法", "方法", "违法", "合法", "非法", "办法", "条例", "规定", "执法", "司法",
];

/// The bytes up to the end of the last word that leads to a title: 依照, 违反, 和.
fn after_lead_words(run: &str) -> usize {
    const LEADS: [&str; 22] = [
        "依照", "按照", "根据", "依据", "违反", "适用", "参照", "符合", "触犯", "引用", "比照",
        "以及", "或者", "属于", "执行", "所称", "和", "与", "及", "的", "或", "见",
    ];
    let ends = LEADS.iter().flat_map(|lead| {
        run.match_indices(lead)
            .map(move |(at, _)| (at, at + lead.len()))
    });
    // 和 within 共和国 leads to nothing.
    let ends = ends.filter(|&(at, end)| {
        end < run.len() && !(run[..at].ends_with('共') && run[end..].starts_with('国'))
    });
    ends.map(|(_, end)| end).max().unwrap_or(0)
}

/// The short names that a statute gives to others: 《…》（以下简称《…》）, as (short, full).
pub fn short_names(statute: &Statute) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for paragraph in statute
        .articles
        .iter()
        .flat_map(|article| &article.paragraphs)
    {
        read_short_names(&paragraph.text, &mut names);
    }
    for line in &statute.preamble {
        read_short_names(line, &mut names);
    }
    names
}

fn read_short_names(text: &str, names: &mut Vec<(String, String)>) {
    let mut rest = text;
    while let Some(at) = rest.find("简称") {
        let (before, after) = (&rest[..at], &rest[at + "简称".len()..]);
        let full = before
            .rsplit_once('《')
            .and_then(|(_, title)| title.split_once('》'));
        if let Some((full, between)) = full {
            let is_definition =
                between.starts_with(['（', '(', '，']) && between.chars().count() <= 4;
            let end = after
                .find(['）', ')', '，', '。', '；'])
                .unwrap_or(after.len());
            let short = after[..end]
                .trim_matches(|c| !is_han(c))
                .trim_start_matches("为");
            if is_definition && !short.is_empty() && short.chars().count() <= LONGEST_TITLE {
                names.push((short.to_owned(), full.to_owned()));
            }
        }
        rest = after;
    }
}
