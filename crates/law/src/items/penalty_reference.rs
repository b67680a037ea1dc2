//! Punishment by reference: 依照…的规定处罚.
//!
//! | written | read |
//! |---|---|
//! | 依照前款规定处罚, 依照本法第九条的规定处罚 | the path of the same statute |
//! | 依照《某某法》第九条第一款的规定处罚, 依照某某法第九条… | 《某某法》9.1 |
//! | 依照有关法律、法规的规定处罚 | 有关法律、法规 |
//! | 按照下列规定处罚 | nothing: the points punish |
//! | 按照职责分工处罚, 依法处罚 | punished, by nothing that is named |

use super::reference::{self, Place};
use super::words::holds;

/// What a punishment by reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    /// It punishes, by this.
    Named(Option<String>),
    /// It does not punish by itself.
    None,
}

/// A punishment by reference and how long its words are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    /// What it names.
    pub reference: Reference,
    /// Bytes of the words.
    pub len: usize,
}

const STARTS: [&str; 9] = [
    "依照", "按照", "依据", "比照", "参照", "适用", "根据", "按", "依",
];
const VERBS: [&str; 8] = [
    "处罚",
    "处理",
    "处以罚款",
    "罚款",
    "查处",
    "论处",
    "承担责任",
    "承担法律责任",
];

/// Reads such a punishment at the start of the text.
pub(super) fn read(text: &str, place: Place) -> Option<Read> {
    let start = super::words::starts(text, &STARTS)?;
    let (at, verb) = end_verb(text)?;
    let len = at + verb.len();
    let body = trim(&text[start.len()..at]);
    if body.contains("下列") || body.starts_with("以下") {
        return Some(Read {
            reference: Reference::None,
            len,
        });
    }
    if verb.ends_with("罚款") && super::fine::has_amount(&text[..at]) {
        return None;
    }
    let vague = start == "依"
        || body.is_empty()
        || holds(
            body,
            &["职责", "职权", "权限", "情节", "管辖", "规定的程序"],
        ) && !body.contains('法');
    let reference = if vague { None } else { Some(name(body, place)) };
    let own = reference
        .as_deref()
        .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_digit()));
    let by_rules = text[..at].contains("有关规定") || text[..at].contains("相关规定");
    const NORMS: [&str; 14] = [
        "法", "规", "条", "款", "规定", "办法", "标准", "章", "处罚", "规则", "制度", "条例",
        "纪律", "协议",
    ];
    if body.contains("按日") || body.contains("原处罚") || body.ends_with("程序") {
        return Some(Read {
            reference: Reference::None,
            len,
        });
    }
    if body.contains("罚款") && super::fine::has_amount(body) {
        return None;
    }
    if verb == "处理" && !holds(&text[..at], &NORMS) {
        return Some(Read {
            reference: Reference::None,
            len,
        });
    }
    if vague && by_rules && verb != "处理" {
        return Some(Read {
            reference: Reference::Named(None),
            len,
        });
    }
    if (verb.starts_with("承担") && !own)
        || (vague && matches!(verb, "处理" | "罚款" | "处以罚款"))
        || holds(body, &["其规定", "该规定"])
    {
        return Some(Read {
            reference: Reference::None,
            len,
        });
    }
    Some(Read {
        reference: Reference::Named(reference),
        len,
    })
}

/// The first verb outside 《》 that is not part of the name of a statute (处罚法) or a noun (处罚决定).
fn end_verb(text: &str) -> Option<(usize, &'static str)> {
    const NOUNS: [&str; 13] = [
        "数额",
        "金额",
        "法",
        "条例",
        "办法",
        "决定",
        "种类",
        "权",
        "程序",
        "标准",
        "基准",
        "幅度",
        "的规定",
    ];
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with('《') {
            at += rest.find('》')?;
        } else if let Some(verb) = super::words::starts(rest, &VERBS)
            && super::words::starts(&rest[verb.len()..], &NOUNS).is_none()
            && ends_here(&rest[verb.len()..])
            && !(verb == "处理" && handles(&rest[verb.len()..]))
        {
            return Some((at, verb));
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// 处理 in 依照预防和处理、鉴定的规定予以处罚 is what the norm is about: the verb comes later.
fn handles(after: &str) -> bool {
    let clause = after.split(['，', '；', '。']).next().unwrap_or_default();
    after.starts_with('、') && clause.contains("规定") && clause.ends_with("处罚")
}

/// 处理 in 处理的原则 is no verb of ours.
fn ends_here(after: &str) -> bool {
    after.is_empty()
        || after.starts_with([
            '，', '、', '；', '。', '：', '并', '和', '或', '（', '及', '且', '；',
        ])
}

/// The source without what leads to the verb.
fn trim(body: &str) -> &str {
    const TAILS: [&str; 26] = [
        "和国家",
        "及国家",
        "从重",
        "从轻",
        "予以",
        "给予",
        "进行",
        "依法",
        "作出",
        "实施",
        "行政",
        "治安管理",
        "治安",
        "的规定",
        "有关规定",
        "的有关规定",
        "规定",
        "的相关规定",
        "相关规定",
        "加重",
        "处以",
        "，",
        "、",
        "执行",
        "罚则",
        "一并",
    ];
    let (whole, mut body) = (body, body);
    while let Some(rest) = TAILS
        .iter()
        .filter_map(|tail| body.strip_suffix(tail))
        .min_by_key(|rest| rest.len())
    {
        body = rest;
    }
    match body.trim_end_matches('的') {
        "本" => whole.trim_end_matches(['予', '以', '给']),
        body => body,
    }
}

fn name(body: &str, place: Place) -> String {
    let Some(at) = body.find(['第', '前', '本']) else {
        return statute(body);
    };
    if let Some(title_end) = body.find('》').filter(|_| body.starts_with('《')) {
        return titled(
            &body[..title_end + '》'.len_utf8()],
            &body[title_end + '》'.len_utf8()..],
            place,
        )
        .unwrap_or_else(|| body.to_owned());
    }
    let own = super::words::starts(
        &body[at..],
        &[
            "本条例",
            "本法",
            "本办法",
            "本规定",
            "本细则",
            "本规则",
            "本条",
            "本决定",
        ],
    );
    let cited = at + own.map_or(0, str::len);
    let foreign = own.is_none() && reference::foreign(&body[..at]);
    match reference::list(&body[cited..], place, &[]) {
        Some(_) if foreign => {
            titled(&body[..at], &body[at..], place).unwrap_or_else(|| body.to_owned())
        }
        Some(named) => joined(&named),
        None => statute(body),
    }
}

fn titled(title: &str, rest: &str, place: Place) -> Option<String> {
    let title = title.trim_start_matches('《').trim_end_matches('》');
    match reference::list(rest, place, &[]) {
        Some(named) => Some(format!("《{title}》{}", joined(&named))),
        None => rest
            .trim_matches(['的', ' '])
            .is_empty()
            .then(|| format!("《{title}》")),
    }
}

fn joined(named: &reference::Named) -> String {
    named
        .paths
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("、")
}

/// 道路交通安全法 is a title, 有关法律、法规 a phrase.
fn statute(body: &str) -> String {
    let title = super::words::ends(body, &["法", "条例"])
        && !holds(body, &["有关", "相关", "法律", "、", "《"]);
    if title {
        format!("《{body}》")
    } else {
        body.to_owned()
    }
}
