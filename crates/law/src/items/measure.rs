//! The measures within the words of a consequence, verb lead already taken off.
//!
//! | written | read |
//! |---|---|
//! | 责令停业或者限期改正 | 责令停产停业, 责令改正 |
//! | 没收违法所得和工具 | 没收违法所得, 没收非法财物 |
//! | 给予警告或者二百元以下罚款 | 警告, 罚款 |
//! | 处价款一倍或者五千元罚款 | 罚款, 罚款: an amount each |
//! | 暂扣或者吊销许可证 | 暂扣许可证件, 吊销许可证件 |
//! | 对单位处一万元罚款、对个人处一千元罚款 | 罚款 on 单位, 罚款 on 个人 |
//! | 依照前款规定处罚 | 依照处罚 with the provision |

use super::fine;
use super::lead;
use super::lexicon::{GAINS, ORDERS};
use super::penalty_reference::{self, Reference};
use super::reference::Place;
use super::words::{first, holds, starts};
use crate::enforcement_item::{Fine, MeasureKind};

/// A measure as found in a segment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found<'t> {
    /// Which.
    pub kind: MeasureKind,
    /// Who is punished, where the segment says so.
    pub target: Option<&'t str>,
    /// Whether it is left to choice.
    pub optional: bool,
    /// Whether 或者, 直至 or 、 joins it to the one before.
    pub alt: bool,
    /// The amount of a fine.
    pub fine: Option<Fine>,
    /// By what it is punished.
    pub reference: Option<String>,
    /// Whether what is confiscated stands in the condition: 有违法所得的，予以没收.
    pub bare: bool,
}

/// Where a scan stands.
struct Scan<'t, 's> {
    text: &'t str,
    at: usize,
    /// End of the last measure: an amount does not stand before it.
    from: usize,
    target: Option<&'t str>,
    optional: bool,
    place: Place<'s>,
    found: Vec<Found<'t>>,
}

/// Words at which the object of 责令 or 没收 ends.
const NEXT_VERB: [&str; 26] = [
    "并处",
    "处以",
    "可以",
    "并可",
    "没收",
    "吊销",
    "暂扣",
    "责令",
    "给予",
    "予以",
    "撤销",
    "取消",
    "并对",
    "可处",
    "罚款",
    "依法",
    "直至",
    "情节",
    "，",
    "由",
    "通报批评",
    "、警告",
    "或者警告",
    "和警告",
    "、降低",
    "或者降低",
];

/// Finds the measures of a text whose lead has been read.
pub(super) fn scan<'t>(text: &'t str, lead: &lead::Lead<'t>, place: Place) -> Vec<Found<'t>> {
    let mut scan = Scan {
        text,
        at: 0,
        from: 0,
        target: lead.target,
        optional: lead.optional,
        place,
        found: Vec::new(),
    };
    while let Some(c) = scan.rest().chars().next() {
        let before = scan.at;
        scan.step(c);
        if scan.at == before {
            scan.at += c.len_utf8();
        }
    }
    scan.found
}

impl<'t> Scan<'t, '_> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn step(&mut self, c: char) {
        match c {
            '对' => self.target(),
            '可' => {
                self.optional |= starts(
                    self.rest(),
                    &[
                        "可以",
                        "可并处",
                        "可处",
                        "可给予",
                        "可由",
                        "可责令",
                        "可吊销",
                        "可没收",
                        "可暂扣",
                    ],
                )
                .is_some();
            }
            '责' | '勒' => self.order(),
            '没' | '收' => self.confiscation(),
            '罚' => self.fine(),
            '依' | '按' | '比' | '参' | '适' | '根' => self.by_reference(),
            '处' | '查' => self.bare_punishment(),
            '治' => self.public_security(),
            _ => self.word(),
        }
    }

    fn push(&mut self, kind: MeasureKind, len: usize) -> &mut Found<'t> {
        let gap = &self.text[self.from..self.at];
        let alt = !self.found.is_empty() && holds(gap, &["或者", "直至", "、", "或"]);
        self.at += len;
        self.from = self.at;
        let found = Found {
            kind,
            target: self.target,
            optional: self.optional,
            alt,
            fine: None,
            reference: None,
            bare: false,
        };
        self.found.push(found);
        self.found.last_mut().expect("an entry was just pushed")
    }

    /// 对个人处…: a new target from here on.
    fn target(&mut self) {
        let mut rest = self.rest();
        let lead = lead::read(&mut rest);
        if lead.target.is_some() && !rest.is_empty() {
            self.target = lead.target;
            self.optional |= lead.optional;
            self.at = self.text.len() - rest.len();
            if !self.found.is_empty() {
                self.from = self.at;
            }
        }
    }

    /// 责令 and what is ordered.
    fn order(&mut self) {
        if starts(self.rest(), &["责令", "责成", "勒令"]).is_none() {
            return;
        }
        let disciplines = self.rest().starts_with("责成") && self.rest().contains("处分");
        if disciplines {
            self.at = self.text.len();
            return;
        }
        let region = self.region("责令".len());
        let hands_on = self.rest().starts_with("责成")
            && holds(region, &["有关部门", "主管部门", "机关", "有关单位"])
            && holds(self.rest(), &["强制", "拆除", "没收", "吊销"]);
        if hands_on {
            self.at += "责成".len();
            return;
        }
        let outer = self.target;
        let actor = super::actor::ordered(region);
        self.target = actor.or(outer);
        let kinds = orders(region);
        let len = "责令".len() + region.len();
        for (nth, kind) in kinds.iter().enumerate() {
            let len = if nth + 1 == kinds.len() { len } else { 0 };
            self.push(*kind, len).alt |= nth > 0;
        }
        self.target = outer;
    }

    fn region(&self, from: usize) -> &'t str {
        let rest = &self.rest()[from..];
        &rest[..first(rest, &NEXT_VERB).unwrap_or(rest.len())]
    }

    /// 没收 and what is confiscated; 收缴 likewise.
    fn confiscation(&mut self) {
        if starts(self.rest(), &["没收", "收缴"]).is_none() {
            return self.word();
        }
        let rest = self.rest();
        let sum = first(rest, &["罚款", "，"]).map_or("", |end| &rest[..end]);
        if super::words::ends(&self.text[..self.at], &["并处", "处以", "处"])
            && fine::has_amount(sum)
        {
            return;
        }
        let region = self.region("没收".len());
        let before = &self.text[..self.at];
        let len = "没收".len() + region.len();
        let kinds = confiscated(region, before);
        for (nth, kind) in kinds.iter().enumerate() {
            self.push(*kind, if nth + 1 == kinds.len() { len } else { 0 })
                .bare = region.is_empty();
        }
    }

    fn fine(&mut self) {
        let words = &self.text[self.from..self.at];
        let late = self
            .rest()
            .strip_prefix("罚")
            .is_some_and(|rest| fine::has_amount(rest) && !rest.starts_with(['款', '金']));
        if self.rest().starts_with("罚款")
            && !self.rest().starts_with("罚款数额")
            && !self.rest().starts_with("罚款决定")
            && !self.rest().starts_with("罚款处罚的")
        {
            let (first, second) = fine::alternatives(words);
            if let Some(first) = first {
                self.push(MeasureKind::Fine, 0).fine = Some(fine::read(first));
            }
            let behind = &self.rest()["罚款".len()..];
            let behind =
                &behind[..super::words::first(behind, &["、", "并", "或"]).unwrap_or(behind.len())];
            let late = !fine::has_amount(words)
                && behind.starts_with(super::money::starts_number)
                && fine::has_amount(behind);
            let (second, len) = if late {
                (behind, "罚款".len() + behind.len())
            } else {
                (second, "罚款".len())
            };
            let last = self.push(MeasureKind::Fine, len);
            last.fine = Some(fine::read(second));
            last.alt |= first.is_some();
        } else if late {
            let fine = fine::read(&self.rest()["罚".len()..]);
            let len = self.rest().len();
            self.push(MeasureKind::Fine, len).fine = Some(fine);
        }
    }

    fn by_reference(&mut self) {
        if let Some(read) = penalty_reference::read(self.rest(), self.place) {
            match read.reference {
                Reference::Named(name) => {
                    self.push(MeasureKind::ByReference, read.len).reference = name;
                }
                Reference::None => {
                    self.at += read.len;
                    self.from = self.at;
                }
            }
        }
    }

    /// 依法予以处罚, 给予行政处罚: punished, but by nothing that is named.
    fn bare_punishment(&mut self) {
        let nominal = [
            "处罚决定",
            "处罚法",
            "处罚的",
            "处罚种类",
            "处罚权",
            "处罚幅度",
            "处罚程序",
            "处罚规定",
            "处罚后",
            "处罚措施",
            "查处情况",
        ];
        if starts(self.rest(), &nominal).is_some() {
            return;
        }
        let before = &self.text[..self.at];
        let ends_here = self.rest().strip_prefix("处罚").is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(['，', '、', '；', '并', '或', '和', '（'])
        });
        let amount = self.rest().starts_with('处')
            && !self.rest().contains("罚款")
            && amount_only(self.rest());
        if ends_here
            && !before.ends_with("其他行政")
            && (before.is_empty()
                || super::words::ends(
                    before,
                    &[
                        "予以", "给予", "依法", "从重", "行政", "进行", "机关", "部门", "实施",
                        "作出", "以", "从轻", "加重",
                    ],
                ))
        {
            self.push(MeasureKind::ByReference, "处罚".len());
        } else if self.rest().starts_with("处罚") && before.ends_with("其他行政") {
            self.push(MeasureKind::Other, "处罚".len());
        } else if amount {
            let fine = fine::read(self.rest());
            let len = self.rest().len();
            self.push(MeasureKind::Fine, len).fine = Some(fine);
        }
    }

    fn public_security(&mut self) {
        if let Some(word) = starts(self.rest(), &["治安管理处罚", "治安处罚"])
            .filter(|word| !self.rest()[word.len()..].starts_with(['法', '条', '的']))
        {
            self.push(MeasureKind::ByReference, word.len()).reference = Some(word.to_owned());
        }
    }

    fn word(&mut self) {
        if let Some((kind, len)) = super::measure_words::read(self.rest(), &self.text[..self.at]) {
            self.push(kind, len);
        }
    }
}

/// 处五百元以下, the word 罚款 forgotten.
fn amount_only(text: &str) -> bool {
    let words = text.trim_start_matches("处以").trim_start_matches('处');
    let counted = words.starts_with('每')
        || words.contains('每') && super::words::ends(words, &["元", "元以下", "元以内"]);
    (words.starts_with(super::money::starts_number) || counted)
        && fine::has_amount(words)
        && words.contains('元')
        && !words.contains("罚金")
}

/// The kinds of what is ordered, without repetition.
fn orders(region: &str) -> Vec<MeasureKind> {
    let mut kinds = Vec::new();
    for (nth, part) in parts(region).enumerate() {
        let Some(kind) = order(part, nth == 0) else {
            continue;
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

fn parts(region: &str) -> impl Iterator<Item = &str> {
    region
        .split(['、', '，', '和', '或', '并', '及'])
        .map(|part| part.trim_start_matches('者'))
        .filter(|part| !part.is_empty())
}

/// What one part orders; a later part without a verb of its own (销售 in 停止生产、销售) orders nothing new.
fn order(part: &str, is_first: bool) -> Option<MeasureKind> {
    if holds(part, &["辞职", "辞去", "检查", "公职", "免职"])
        || part.trim_start_matches('其').starts_with("赔偿")
    {
        return None;
    }
    let known = ORDERS
        .iter()
        .find(|(_, words)| holds(part, words))
        .map(|(kind, _)| *kind);
    if part.contains("暂停") && part.contains("执业") && !part.contains("业务") {
        return Some(MeasureKind::SuspendBusiness);
    }
    let restricts = part.contains("停止") && part.ends_with("业务");
    let starts_order = || {
        starts(
            part,
            &[
                "限期", "立即", "改正", "恢复", "拆除", "退", "补", "采取", "消除", "清除", "整改",
                "停止", "其", "召回", "公开", "纠正", "赔", "治理", "搬", "迁", "重", "追回",
            ],
        )
        .is_some()
    };
    match known {
        _ if restricts => Some(MeasureKind::RestrictBusiness),
        Some(kind) => Some(kind),
        None if part.starts_with("停止") && part.ends_with("作业") => {
            Some(MeasureKind::SuspendBusiness)
        }
        None => (is_first || starts_order()).then_some(MeasureKind::OrderToCorrect),
    }
}

/// Whether gains, property or both are confiscated.
fn confiscated(region: &str, before: &str) -> Vec<MeasureKind> {
    let object = if region.chars().count() < 2 {
        before
    } else {
        region
    };
    let gains = holds(object, GAINS);
    let things = region
        .split(['、', '和', '及', '或', '与', '以', '并'])
        .filter(|part| part.chars().count() > 1);
    let property = things
        .into_iter()
        .any(|part| !holds(part, GAINS) && !matches!(part, "全部" | "者"));
    match (gains, property) {
        (true, true) => vec![
            MeasureKind::ConfiscateGains,
            MeasureKind::ConfiscateProperty,
        ],
        (true, false) => vec![MeasureKind::ConfiscateGains],
        _ => vec![MeasureKind::ConfiscateProperty],
    }
}
