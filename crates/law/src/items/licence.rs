//! 许可、备案、登记: what a regulated person must have, file or register first.
//!
//! | drafted | read |
//! |---|---|
//! | 未取得灯会许可证，不得举办灯会 | may not be done: 举办灯会; required: 取得灯会许可证 |
//! | 举办灯会的，应当向市文旅局申请许可 | may not be done: 举办灯会; authority: 市文旅局 |
//! | 摊主应当办理摊位登记 | who: 摊主; to be done: 办理摊位登记 |
//! | 经街道办事处批准，方可占道经营 | may not be done: 占道经营 |
//!
//! None: penal articles, acts of authorities, duties of those who hold a licence, consent of private persons.

use super::clause::Segment;
use super::organ;
use super::passage::{self, Clause, Part, Passage, add_measure, clauses, holds, passages};
use crate::enforcement_item::{EnforcementItem, ItemKind, MeasureKind, SpanRole};
use crate::statute::Statute;

/// Words for a permission, a filing, a registration.
const PERMITS: &[&str] = &["许可", "批准", "审批", "核准", "资质", "资格", "执照", "证书", "备案", "登记", "注册", "批文", "通行证", "准运证", "经营证", "生产证", "使用证", "上岗证", "驾驶证", "从业证", "捕捞证", "采伐证", "狩猎证", "特许猎捕证", "养殖证", "号牌", "审核同意", "审查同意", "同意", "入网证", "营运证", "运输证", "准购证", "携运证", "报批", "证件"];

/// Verbs whose object is a permission.
const GETTING: &[&str] = &["取得", "领取", "申领", "办理", "获得", "具有", "具备", "持有", "申请", "申办", "履行", "补办", "办妥", "进行", "报请", "向"];

/// With one of these a sentence is penal, or of another kind.
const ELSEWHERE: &[&str] = &["罚款", "处罚", "没收", "责令", "吊销", "警告", "处分", "追究", "予以撤销", "撤销其", "撤销许可", "赔偿"];

/// Things and persons whose duty is none of a regulated person.
const STATE_ACTORS: &[&str] = &["规划", "名录", "目录", "规章", "计划", "标准", "人民政府", "主管部门", "行政部门", "管理部门", "机关", "有关部门", "国务院", "省、自治区", "委员会", "登记机构", "行政许可", "政府", "审批部门", "执法人员", "街道办事处", "区划", "基准", "总体方案", "管理机构", "名单", "工作人员", "税务", "海关", "监管机构", "行政区域", "人民代表大会", "军队", "法院", "中国人民银行", "权限", "国家", "部门"];

/// What is asked for is no permission to do something.
const BENEFITS: &[&str] = &["补助", "救助", "补贴", "仲裁", "复议", "法律援助", "裁决", "法院", "鉴定", "退还", "奖励", "待遇", "贷款", "减免", "来访", "台账", "人员资格审查", "参加保险", "表决", "业主大会", "董事", "股东", "会员资格", "中标", "投标人资格", "入学", "招生资格", "低保", "抚恤", "优待", "津贴", "职称", "证明材料的", "如实登记", "实名登记", "查验登记", "登记簿", "登记查验", "核对", "查验、登记", "身份登记", "信息登记", "债权", "法人资格", "民事", "代表资格", "选民登记", "出席", "参赛资格", "党员", "负责人批准", "负责人同意", "伦理", "本单位", "本医疗机构", "纠纷"];

/// Consent of private persons.
const PRIVATE: &[&str] = &["业主大会", "业主委员会", "业主同意", "业主代表", "征得业主", "监护人", "用户", "消费者", "权利人", "本人", "著作权", "专利权", "当事人", "所有权人", "患者", "股东", "家属", "村民", "职工", "他人", "被收集", "个人同意", "所有人", "使用人", "承包方", "出租", "发包方", "教师", "近亲属", "双方", "合伙人", "董事", "持证人", "建设单位", "用人单位", "对方", "供应商", "采购人", "投保人", "被保险人", "债权人", "受托人", "委托人", "商标", "品种权", "信息主体", "客户", "旅客", "旅游者", "企业同意", "债务", "理事", "档案形成", "捐赠人", "医师", "管理单位", "供水企业", "供热", "供气", "经营企业", "学校", "注册人许可", "许可人"];

/// Reads the licence, filing and registration items of a statute.
pub(crate) fn read(statute: &Statute) -> Vec<EnforcementItem> {
    if !passage::in_scope(statute) {
        return Vec::new();
    }
    let mut items: Vec<EnforcementItem> = Vec::new();
    for passage in passages(statute).filter(|passage| !passage.liability && passage.intro.is_none() && speaks_of_permits(passage.text)) {
        of_passage(&passage, &mut items);
    }
    items
}

fn speaks_of_permits(text: &str) -> bool {
    text.contains(|c| matches!(c, '应' | '须' | '未' | '方' | '才')) && holds(text, &["许可", "批", "资", "登记", "备案", "注册", "证", "照", "准", "同意", "号牌"])
}

fn of_passage(passage: &Passage, items: &mut Vec<EnforcementItem>) {
    for sentence in passage.sentences() {
        let text = passage.slice(sentence[0].start, sentence[sentence.len() - 1].end());
        if holds(text, ELSEWHERE) || !holds(text, PERMITS) {
            continue;
        }
        for clause in clauses(&sentence) {
            if let Some(requirement) = requirement(clause) {
                add(passage, requirement, items);
            }
        }
    }
}

/// A requirement as it stands in a clause.
struct Requirement<'s> {
    /// What may not be done without it, or is to be done.
    behaviour: Part,
    /// What is required.
    required: (Part, &'s str),
    authority: Option<&'s str>,
    person: Option<&'s str>,
    note: &'static str,
    /// 未取得…的，不得… only repeats an earlier requirement.
    repeats: bool,
}

fn add(passage: &Passage, requirement: Requirement, items: &mut Vec<EnforcementItem>) {
    let in_article = items.iter().rev().take_while(|item| item.article == passage.path.article);
    let mut same_paragraph = in_article.clone().filter(|item| Some(item.paragraph) == passage.path.paragraph);
    if requirement.repeats && same_paragraph.any(|item| item.note.as_deref() == Some(requirement.note)) {
        return;
    }
    let behaviour = passage.slice(requirement.behaviour.start, requirement.behaviour.end);
    let mut same = in_article.filter(|item| item.behaviour == behaviour && item.note.as_deref() == Some(requirement.note));
    if behaviour.chars().count() < 2 || same.next().is_some() {
        return;
    }
    let mut item = passage.item(ItemKind::Licence, requirement.behaviour);
    item.subject = requirement.authority.map(str::to_owned);
    item.object = requirement.person.map(str::to_owned);
    item.note = Some(requirement.note.to_owned());
    let (part, words) = requirement.required;
    add_measure(&mut item, MeasureKind::Other, true, words, passage.span(part, SpanRole::Sanction));
    items.push(item);
}

fn requirement<'s>(clause: Clause<'_, 's>) -> Option<Requirement<'s>> {
    let segments = clause.segments();
    if !passage::any_holds(segments, PERMITS) {
        return None;
    }
    ban(segments).or_else(|| only_after(segments)).or_else(|| duty(segments))
}

/// What is required by its last word: filing, registration or permission.
fn note_of(words: &str) -> &'static str {
    let last = |permits: &[&str]| permits.iter().filter_map(|permit| words.rfind(permit)).max();
    let filing = last(&["备案"]);
    let registration = last(&["登记", "注册"]);
    let permission = last(&["许可", "批准", "审批", "核准", "资质", "资格", "执照", "同意"]);
    if filing > registration && filing > permission {
        "备案"
    } else if registration > permission && !holds(words, &["许可证", "执照", "资质证书"]) {
        "登记"
    } else {
        "许可"
    }
}

/// Where the first permit word of the text ends.
fn permit_end(text: &str) -> Option<usize> {
    let places = PERMITS.iter().filter_map(|permit| text.find(permit).map(|at| (at, at + permit.len())));
    let (_, end) = places.min()?;
    let rest = &text[end..];
    let noun = ["手续", "证", "文件", "文号", "证书", "证明", "等级", "登记", "资格", "备案", "同意"].iter().find(|noun| rest.starts_with(**noun));
    Some(end + noun.map_or(0, |noun| noun.len()))
}

/// Whether a permission named by these words comes from the state.
fn is_public(words: &str) -> bool {
    !holds(words, PRIVATE) && !holds(words, BENEFITS) && (organ::is_state(words) || !words.contains("同意") || holds(words, &["审核同意", "审查同意"]))
}

/// 未取得灯会许可证（的），（任何单位和个人）不得举办灯会
fn ban<'s>(segments: &[Segment<'s>]) -> Option<Requirement<'s>> {
    const WITHOUT: &[&str] = &["未经", "未取得", "未依法取得", "未依法", "未办理", "未领取", "未获得", "未按照规定", "未按规定", "未申领", "未持有", "未进行", "未向", "未报", "不具备", "无"];
    let (lacking, at, without) = segments.iter().enumerate().find_map(|(index, segment)| {
        segment.text.find(['未', '不', '无'])?;
        let found = WITHOUT.iter().filter_map(|word| segment.text.find(word).map(|at| (at, *word))).min()?;
        Some((index, found.0, found.1))
    })?;
    let segment = &segments[lacking];
    let tail = &segment.text[at..];
    let end = permit_end(tail)?;
    let (banning, no) = segments[lacking..].iter().enumerate().take(3).find_map(|(index, segment)| {
        let from = if index == 0 { at + end } else { 0 };
        let text = segment.text.get(from..)?;
        let found = ["不得", "禁止", "严禁"].iter().filter_map(|no| text.find(no).map(|at| (from + at, from + at + no.len()))).min()?;
        Some((lacking + index, found))
    })?;
    let required = &tail["未".len().min(without.len())..end];
    let required = if without == "不具备" || without == "无" { &tail[..end] } else { required };
    let behaviour = segments[banning].text[no.1..].trim_start_matches("擅自");
    let between = segments[banning].text.get(if banning == lacking { at + end } else { 0 }..no.0).unwrap_or_default();
    if !is_public(required) || behaviour.is_empty() || is_effect(behaviour) {
        return None;
    }
    let person = person(&segment.text[..at]).or_else(|| person(between));
    let part = Part::of(&segments[banning], behaviour);
    let part = if behaviour.chars().count() < TELLING { Part { start: segments[0].start, ..part } } else { part };
    if organ::leading(&segment.text[..at]).is_some() || organ::leading(between).is_some() || holds(between, &["主管部门", "登记机构", "机关"]) {
        return None;
    }
    Some(Requirement {
        behaviour: part,
        required: (Part::of(segment, required), required),
        authority: organ::behind(required, &["经", "向", "报"]).map(|found| found.1),
        person,
        note: note_of(required),
        repeats: lacking > 0 || ["未经批准", "未取得许可证", "未经许可", "未备案", "未登记", "未经登记"].iter().any(|short| segment.text.trim_end_matches('的') == *short),
    })
}

/// 不得收费, 不得从重处罚 are effects on others, not deeds that need leave.
fn is_effect(behaviour: &str) -> bool {
    ["受理", "批准", "办理", "颁发", "核发", "发放", "通过", "作为", "对抗", "收取", "处罚", "列入", "予以", "给予", "为其", "向其", "减"].iter().any(|effect| behaviour.starts_with(effect))
}

/// 经街道办事处批准(后)，方可占道经营; 取得灯会许可证后，方可举办灯会
fn only_after<'s>(segments: &[Segment<'s>]) -> Option<Requirement<'s>> {
    const ONLY: &[&str] = &["方可", "方能", "才能", "始得", "方准", "才可以", "方得", "后可以", "后可"];
    let (opening, at, word) = segments.iter().enumerate().find_map(|(index, segment)| {
        segment.text.find(['方', '才', '始', '后'])?;
        let found = ONLY.iter().filter_map(|only| segment.text.find(only).map(|at| (at, *only))).min_by_key(|(at, only)| (*at, std::cmp::Reverse(only.len())))?;
        Some((index, found.0, found.1))
    })?;
    let tail = &segments[opening].text[at + word.len()..];
    let same = (opening, &segments[opening].text[..at]);
    let earlier = (0..opening).rev().map(|index| (index, segments[index].text));
    let (index, before) = std::iter::once(same).chain(earlier).find(|(_, text)| holds(text, PERMITS))?;
    let start = ["应当经", "必须经", "须经", "经", "取得", "领取", "办理", "报", "获得", "持有", "向"].iter().filter_map(|verb| before.find(verb)).min()?;
    let required = before[start..].trim_end_matches(['的', '后', '，']);
    if tail.is_empty() || !is_public(required) || is_effect(tail) || holds(required, &["检验", "验收", "检疫", "培训合格"]) && !holds(required, &["许可", "批准", "证书", "资格"]) {
        return None;
    }
    let person = person(&before[..start]).or_else(|| segments[..index].first().and_then(|segment| person(segment.text)));
    if holds(&before[..start], STATE_ACTORS) || segments[..=opening].iter().any(|segment| organ::leading(segment.text).is_some()) {
        return None;
    }
    Some(Requirement {
        behaviour: deed_after(segments, opening, tail, index, start),
        required: (Part::of(&segments[index], required), required),
        authority: authority(&segments[index..]),
        person,
        note: note_of(required),
        repeats: false,
    })
}

/// A deed of fewer characters (进行, 修改) does not say enough.
const TELLING: usize = 4;

/// The deed behind 方可; where that is only 进行 or 实施, the words before the requirement.
fn deed_after(segments: &[Segment], opening: usize, tail: &str, index: usize, start: usize) -> Part {
    let part = Part::of(&segments[opening], tail);
    let before = Part { start: segments[0].start, end: segments[index].start + start };
    let earlier = if index > 0 && start == 0 { Part { end: segments[index - 1].end(), ..before } } else { before };
    if tail.chars().count() < TELLING && earlier.end > earlier.start { earlier } else { part }
}

/// 举办灯会的，应当取得灯会许可证; 摊主应当将摊位图报街道办事处备案
fn duty<'s>(segments: &[Segment<'s>]) -> Option<Requirement<'s>> {
    let (index, at, len) = segments.iter().enumerate().filter(|(_, segment)| !segment.closes()).find_map(|(index, segment)| modal(segment.text).map(|(at, len)| (index, at, len)))?;
    let subject = segments[index].text[..at].trim();
    let before = segments[..index].last();
    if is_state_duty(subject, before.map_or("", |segment| segment.text)) {
        return None;
    }
    let first = &segments[index].text[at + len..];
    let (found, words) = std::iter::once((index, first)).chain(segments[index + 1..].iter().enumerate().map(|(step, segment)| (index + 1 + step, segment.text))).take(3).find(|(_, words)| requires(words))?;
    if person(subject).is_none() && ["具有", "具备"].iter().any(|held| words.starts_with(held)) {
        return None;
    }
    let authority = authority(&segments[found..]);
    let required = without_leads(words);
    let own = if found == index { Part::of(&segments[found], required) } else { Part { start: segments[index].start + at + len, end: segments[found].end() } };
    Some(Requirement {
        behaviour: behaviour_of_duty(segments, index, subject, own),
        required: (Part::of(&segments[found], required), required),
        authority,
        person: person(subject).or_else(|| before.filter(|_| subject.is_empty()).and_then(|segment| person(segment.text))),
        note: note_of(required),
        repeats: false,
    })
}

/// Who grants or receives: behind 向, 报, 经 and the like in this segment or the next, behind 由 where it decides.
fn authority<'s>(segments: &[Segment<'s>]) -> Option<&'s str> {
    const MARKERS: &[&str] = &["报请", "报送", "抄送", "经", "向", "报", "到", "送"];
    let at = |segment: &Segment<'s>| {
        let decides = holds(segment.text, &["批准", "审批", "核发", "许可", "备案", "登记", "审查", "审核", "核准"]);
        organ::behind(segment.text, MARKERS).or_else(|| organ::behind(segment.text, &["由"]).filter(|_| decides)).map(|found| found.1)
    };
    let first = segments.first()?;
    let goes_on = |next: &&Segment<'s>| note_of(next.text) == note_of(first.text) || first.text.contains("申请");
    at(first).or_else(|| segments.get(1).filter(goes_on).and_then(at))
}

/// 并应当依法办理登记 requires 办理登记.
fn without_leads(words: &str) -> &str {
    const LEADS: &[&str] = &["依法", "并", "应当", "事先", "及时", "必须", "还", "同时"];
    let mut rest = words;
    while let Some(shorter) = LEADS.iter().find_map(|lead| rest.strip_prefix(lead)) {
        rest = shorter;
    }
    if rest.is_empty() { words } else { rest }
}

fn modal(text: &str) -> Option<(usize, usize)> {
    const MODALS: &[&str] = &["应当", "必须", "应", "须"];
    MODALS.iter().filter_map(|modal| text.find(modal).map(|at| (at, modal.len()))).filter(|&(at, _)| !["应急", "应用", "应征", "应届", "应对", "应诉", "应税"].iter().any(|word| text[at..].starts_with(word)) && !text[..at].ends_with("相") && !text[..at].ends_with("供") && !text[..at].ends_with("适")).min_by_key(|&(at, len)| (at, std::cmp::Reverse(len)))
}

/// Words that hold 规划 and are no plan.
const PLANNING: &[&str] = &["规划区", "规划许可", "规划条件", "规划用途", "规划设计方案", "国家级", "国家重点", "国家机关工作人员"];

fn is_state_duty(subject: &str, before: &str) -> bool {
    let state = |words: &str| {
        let words = words.trim_end_matches('的');
        let head = PLANNING.iter().fold(words.rsplit('的').next().unwrap_or(words).to_owned(), |head, word| head.replace(word, ""));
        organ::leading(words).is_some() || holds(&head, STATE_ACTORS)
    };
    if subject.is_empty() || ["依法", "并", "还", "同时", "事先"].contains(&subject) {
        return organ::leading(before).is_some() || (holds(before, &["规划", "名录", "编制"]) && state(before));
    }
    state(subject)
}

/// Whether the words after 应当 ask for a permission, a filing or a registration.
fn requires(words: &str) -> bool {
    if holds(words, UNFIT) || holds(words, BENEFITS) || words.starts_with("不得") {
        return false;
    }
    let mut from = 0;
    while let Some(end) = permit_end(&words[from..]).map(|end| from + end) {
        let piece = &words[from..end];
        if is_asked(&words[..end], piece) && !is_spoken_of(&words[end..]) && is_public(&words[..end]) {
            return true;
        }
        from = end;
    }
    false
}

/// With these words after 应当 the duty is none of a regulated person towards an authority.
const UNFIT: &[&str] = &["本级人民", "同级", "上级", "上一级", "人民代表大会", "常务委员会", "如实", "理事会", "股东会", "业主大会", "业主委员会", "董事会", "章程规定"];

/// A permission that is shown, kept to or counted from is not asked for.
const KEPT: &[&str] = &[
    "自取得", "在取得", "在经", "以经", "在申请", "在办理", "自领取", "按照批准", "符合", "按照许可", "按照备案", "依照批准", "按经批准", "按照经批准", "出示", "悬挂", "标明", "使用许可", "公示", "查验", "核对", "注明", "公布", "公开", "明示", "展示", "标示", "携带", "佩戴", "张贴",
    "附", "协助", "告知", "督促", "提醒", "指导", "引导", "核实", "将批准", "获得批准的", "委托", "选择", "聘请", "查看", "索取", "依据批准", "遵守", "凭", "停止", "提供", "说明", "载明", "交验", "附有", "提交批准", "提交下列", "颁发", "发给", "出具",
];

fn is_asked(head: &str, piece: &str) -> bool {
    let asked = GETTING.iter().any(|verb| head.contains(verb)) || holds(head, &["报", "经", "依法登记", "登记备案", "备案"]) || head == "登记" || head.ends_with("申报登记");
    let with_papers = head.starts_with('持') && !head.starts_with("持有");
    asked && !with_papers && !holds(piece, KEPT)
}

/// 许可的范围, 批准之日, 登记表: the permission is only mentioned.
fn is_spoken_of(after: &str) -> bool {
    const MENTIONS: &[&str] = &[
        "的", "之日", "后", "范围", "规定的", "机关", "要求", "事项", "条件", "内容", "部门", "申请人", "制度", "时", "核定", "确定的", "所", "载明", "意见", "决定", "前", "表", "簿", "信息", "可以", "设立", "申请书", "册", "费", "档案", "系统", "平台", "地", "成立", "情况", "资料", "材料", "文件送", "人", "权", "服务", "会计师", "建筑师", "工程师", "商标", "资本", "地址",
    ];
    let mut rest = after;
    while let Some(shorter) = ["或者", "、", "和", "以及"].iter().find_map(|link| rest.strip_prefix(link)).and_then(|joined| PERMITS.iter().find_map(|permit| joined.strip_prefix(permit))) {
        rest = shorter;
    }
    MENTIONS.iter().any(|mention| rest.starts_with(mention))
}

/// The situation before 应当; a subject that is a deed or a thing; else what is to be done (`own`).
fn behaviour_of_duty(segments: &[Segment], index: usize, subject: &str, own: Part) -> Part {
    let subject = without_ends(subject);
    if index > 0 && (subject.is_empty() || person(subject).is_some()) {
        let last = &segments[index - 1];
        let end = last.end() - if last.closes() { '的'.len_utf8() } else { 0 };
        let telling = last.closes() || index > 1 || !is_date(last.text);
        return if telling { Part { start: segments[0].start, end } } else { own };
    }
    if person(subject).is_some() || subject.chars().count() < 2 || is_date(subject) {
        return own;
    }
    let part = Part::of(&segments[index], subject.strip_suffix('的').unwrap_or(subject));
    Part { start: segments[0].start, end: part.end }
}

/// 在竣工后十日内 says when, not what.
fn is_date(words: &str) -> bool {
    const SHORT: usize = 6;
    let ends = |ends: &[&str]| ends.iter().any(|end| words.ends_with(end));
    ends(&["日内", "个月内", "年内", "期限内"]) || (ends(&["时", "前", "后"]) && words.chars().count() < SHORT)
}

/// 摊主还, 摊主均 is 摊主.
fn without_ends(subject: &str) -> &str {
    const ENDS: &[&str] = &["依法", "都", "均", "还", "也", "同时", "事先", "一律", "，", "并"];
    let mut rest = subject;
    while let Some(shorter) = ENDS.iter().find_map(|end| rest.strip_suffix(end)) {
        rest = shorter;
    }
    rest
}

/// 设立养老机构 is a deed, 设立养老机构的单位 a person.
fn is_deed(words: &str) -> bool {
    const DEEDS: &[&str] = &["设立", "举办", "从事", "开办", "成立", "建设", "申请", "使用", "聘用", "招用", "变更", "采用", "进入", "利用", "录用", "对", "在", "将", "因", "经营", "新建", "改建", "迁移", "或者", "以及", "和"];
    const NOUNS: &[&str] = &["建设单位", "使用单位", "使用人", "经营者", "经营单位", "经营企业", "经营户", "设立人", "申请人", "申请单位", "举办者", "举办单位", "成立人", "采用单位", "利用单位", "使用者"];
    const WITHIN: &[&str] = &["任免", "变更", "转让", "聘任", "招聘", "委派", "更换", "设立"];
    !words.contains('的') && !NOUNS.iter().any(|noun| words.starts_with(noun)) && (DEEDS.iter().any(|deed| words.starts_with(deed)) || holds(words, WITHIN))
}

/// Words for a person at the end of a subject.
fn person(words: &str) -> Option<&str> {
    const PERSONS: &[&str] = &["单位", "企业", "个人", "公司", "机构", "组织", "人员", "者", "人", "学校", "医院", "用户", "业主", "场所", "商户", "银行", "船长", "船员", "公民", "法人", "员", "户", "师", "主体", "合作社", "基金会", "协会", "事务所", "团体", "交易所", "社", "厂", "店", "方"];
    let words = without_ends(words.trim_start_matches(['，', '并', '但']));
    let joined = ["或者", "以及", "和"].iter().any(|link| words.starts_with(link));
    (words.chars().count() >= 2 && !joined && !is_deed(words) && PERSONS.iter().any(|end| words.ends_with(end))).then_some(words)
}
