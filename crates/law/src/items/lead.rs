//! What stands before the verb of a consequence: who acts, on whom, by what measure of discretion.
//!
//! 并可以由县级以上主管部门按照职责分工对建设单位处… leads with 并, 可以, an agent, a manner and a target.

mod time;

use super::lexicon::{FILLERS, MODALS, ORGAN_ENDS, STRONG_VERBS, WEAK_VERBS};
use super::words::{cuts, ends, first, holds, starts};
use time::{area, duration, exception, manner, time};

/// The lead of a consequence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lead<'t> {
    /// Who acts: after 由, or as the grammatical subject.
    pub agent: Option<&'t str>,
    /// Who is punished: after 对.
    pub target: Option<&'t str>,
    /// Whether 可以 or 可 was said.
    pub optional: bool,
    /// Whether 并, 由, 对, 可以 or the like was said at all.
    pub marked: bool,
}

/// The longest name of an authority or a target, in bytes.
const LONGEST_NAME: usize = 300;

/// Reads the lead and leaves the text at its verb.
pub(super) fn read<'t>(text: &mut &'t str) -> Lead<'t> {
    let mut lead = Lead::default();
    if let Some(noun) = starts(text, &["车辆不得", "机动车不得", "运输车辆不得"]) {
        *text = &text[noun.len() - "不得".len()..];
        lead.marked = true;
        return lead;
    }
    if let Some(person) = banned(text).or_else(|| punished(text)) {
        lead.target = Some(person);
        lead.marked = true;
    } else if let Some(agent) = subject(text) {
        lead.agent = Some(agent);
        lead.marked = true;
    }
    while step(text, &mut lead) {}
    lead
}

fn step<'t>(text: &mut &'t str, lead: &mut Lead<'t>) -> bool {
    if verb(text).is_some() {
        return false;
    }
    if let Some(agent) = agent(text) {
        lead.agent = lead.agent.or(Some(agent));
    } else if let Some(len) = company(text) {
        *text = &text[len..];
    } else if let Some(len) = area(text) {
        *text = &text[len..];
    } else if let Some(len) = referral(text).or_else(|| measure_of_sum(text)) {
        *text = &text[len..];
    } else if let Some(target) = target(text) {
        lead.target = Some(target);
    } else if let Some(word) = starts(text, MODALS).filter(|word| modal(text, word)) {
        lead.optional = true;
        *text = &text[starts(word, &["可以", "有权", "可"]).map_or(0, str::len)..];
    } else if let Some(word) = starts(text, FILLERS).filter(|word| is_filler(text, word)) {
        *text = &text[word.len()..];
    } else if let Some(len) = manner(text)
        .or_else(|| time(text))
        .or_else(|| exception(text))
    {
        *text = &text[len..];
    } else {
        return false;
    }
    lead.marked = true;
    true
}

/// 应急 and 按照规定的权限 only start like fillers.
fn is_filler(text: &str, word: &str) -> bool {
    let of = word.ends_with("规定") && text[word.len()..].starts_with('的');
    !text.starts_with("应急") && !of
}

fn modal(text: &str, word: &str) -> bool {
    word != "可" || text["可".len()..].starts_with(['在', '根', '直', '免'])
}

/// The verb with which the text starts.
pub(super) fn verb(text: &str) -> Option<&'static str> {
    let Some(word) = starts(text, STRONG_VERBS) else {
        return reckons(text).then_some("按");
    };
    let rest = &text[word.len()..];
    let fits = match word {
        "处" => {
            let place = rest.starts_with([
                '理', '置', '于', '分', '所', '在', '境', '方', '级', '室', '长',
            ]);
            let base = starts(
                rest,
                &["所需", "所收", "所得", "所骗", "所欠", "所移", "所造"],
            );
            (!place || base.is_some()) && punishes(text)
        }
        "罚" | "以每" => punishes(text),
        "每" => text.contains("罚款"),
        "按有关" | "按《" | "按前款" | "按本" | "按国家" | "依照" | "依据" | "按照" | "比照"
        | "参照" | "适用" | "根据" => manner(text).is_none() && refers(text),
        _ => true,
    };
    fits.then_some(word)
}

/// 按造价二倍处以罚款: the sum stands in front of its verb.
fn reckons(text: &str) -> bool {
    text.starts_with('按')
        && text.ends_with("罚款")
        && holds(text, &["倍", "百分之", "%"])
        && super::fine::has_amount(text)
        && manner(text).is_none()
        && measure_of_sum(text).is_none()
}

/// The weaker verb with which the text starts: a consequence only where one is expected.
pub(super) fn weak_verb(text: &str) -> Option<&'static str> {
    starts(text, WEAK_VERBS)
}

fn punishes(text: &str) -> bool {
    holds(text, &["罚", "拘留", "警告", "元", "倍", "通报"])
}

fn refers(text: &str) -> bool {
    holds(
        text,
        &[
            "处罚", "处理", "处以", "查处", "论处", "责任", "执行", "处", "罚款", "给予", "予以",
        ],
    )
}

/// 企业负责人五年内不得担任…: who is banned, as the grammatical subject.
fn banned<'t>(text: &mut &'t str) -> Option<&'t str> {
    let (at, _) = cuts(text)
        .take_while(|&at| at <= 120)
        .map(|at| (at, &text[at..]))
        .find(|(_, rest)| {
            let rest = duration(rest).map_or(*rest, |len| &rest[len..]);
            starts(rest, &["不得", "终身不得", "终身禁止", "不予注册"]).is_some()
        })?;
    let name = &text[..at];
    ends(
        name,
        &[
            "人员",
            "负责人",
            "代表人",
            "当事人",
            "单位",
            "企业",
            "机构",
            "人",
        ],
    )
    .then(|| {
        *text = &text[at..];
        name
    })
}

/// 单位处一万元罚款，个人处一千元罚款: who is punished, without 对.
fn punished<'t>(text: &mut &'t str) -> Option<&'t str> {
    let at = cuts(text)
        .take_while(|&at| at <= 150)
        .find(|&at| matches!(verb(&text[at..]), Some("处" | "处以" | "并处")))?;
    let name = &text[..at];
    let person = ends(
        name,
        &[
            "单位",
            "企业",
            "个人",
            "者",
            "人员",
            "人",
            "机构",
            "公司",
            "组织",
            "经营户",
        ],
    ) && !holds(
        name,
        &[
            "由", "对", "可以", "罚", "每", "的，", "应当", "部门", "机关",
        ],
    ) && !name.ends_with("或者");
    person.then(|| {
        *text = &text[at..];
        name
    })
}

/// The grammatical subject of 责令, 处 and the like, where it opens the text and is an authority.
fn subject<'t>(text: &mut &'t str) -> Option<&'t str> {
    if text.starts_with(['由', '对', '并', '可'])
        || starts(text, FILLERS).is_some_and(|_| !text.starts_with("应急"))
        || verb(text).is_some()
        || (text.starts_with('经')
            && starts(text, &["经营", "经济", "经信", "经贸", "经授权"]).is_none())
    {
        return None;
    }
    let name = name(
        text,
        &[
            "应当", "可以", "有权", "依法", "责令", "处以", "给予", "予以", "吊销", "没收", "应",
            "不予", "不再",
        ],
    )?;
    let organ = ends(
        name,
        &[
            "部门",
            "机关",
            "机构",
            "政府",
            "委员会",
            "局",
            "海关",
            "办公室",
            "港务监督",
            "大队",
            "支队",
            "总队",
            "办事处",
            "管委会",
            "人民银行",
        ],
    );
    let handing = starts(
        name,
        &[
            "将", "向", "报", "移送", "移交", "提请", "会同", "在", "通知", "告知", "与", "因",
        ],
    );
    let authority =
        organ && handing.is_none() && (!name.contains('的') || is_authority_with_of(name));
    let acts = name
        .find('由')
        .map_or(name, |at| &name[at + '由'.len_utf8()..]);
    let authority = authority && (acts.len() == name.len() || weak_verb(text).is_none());
    authority.then(|| {
        *text = &text[name.len()..];
        acts
    })
}

/// 设区的市的监督检查部门, 负有安全监督职责的部门: 的 inside the name of an authority.
fn is_authority_with_of(name: &str) -> bool {
    const BREAKERS: [&str; 18] = [
        "违反",
        "未",
        "擅自",
        "拒",
        "不",
        "下列",
        "行为",
        "发现",
        "造成",
        "严重",
        "有前款",
        "当事人",
        "认为",
        "，",
        "可以",
        "应当",
        "请求",
        "由",
    ];
    let own = name.rsplit('的').next().unwrap_or_default();
    !holds(name, &BREAKERS) && own.chars().count() >= 2
}

/// 报请市人民政府责令…, 通知原发证机关吊销…: who is asked to act.
fn referral(text: &str) -> Option<usize> {
    let word = starts(
        text,
        &["报请", "报经", "提请", "报", "通知", "移送", "移交"],
    )?;
    let name = name(&text[word.len()..], &["按照", "依照", "决定"])?;
    let authority = ends(name, &["政府", "部门", "机关", "国务院", "委员会"]);
    let len = word.len() + name.len();
    let decides = starts(&text[len..], &["决定", "批准", "同意"]).map_or(0, str::len);
    authority.then_some(len + decides)
}

/// 按所占面积 in 按所占面积处每平方米十元罚款: what the sum is counted by.
fn measure_of_sum(text: &str) -> Option<usize> {
    let word = starts(text, &["按照", "按", "以", "对其"])?;
    let at = first(text, &["处每", "并处每", "处以每", "每"])
        .filter(|&at| at > word.len() && at <= 90)?;
    let names_law = holds(
        &text[..at],
        &["规定", "《", "第", "罚", "标准", "前款", "职责"],
    );
    (text.contains("罚款") && !names_law).then_some(at)
}

/// 会同海关等部门: who acts beside the agent.
fn company(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("会同")?;
    name(rest, &[]).map(|name| "会同".len() + name.len())
}

/// 由 and an authority.
fn agent<'t>(text: &mut &'t str) -> Option<&'t str> {
    let ordered = text.strip_prefix('经').filter(|_| text.contains("责令"));
    let rest = text.strip_prefix('由').or(ordered)?;
    let name = name(
        rest,
        &[
            "按照",
            "依照",
            "依据",
            "根据",
            "视",
            "按",
            "依",
            "对",
            "在各自",
            "在职责",
            "在其职责",
            "会商",
            "进行",
            "决定",
            "分别",
            "给",
            "收",
            "处",
        ],
    )?;
    if ordered.is_some() && !rest[name.len()..].starts_with("责令") {
        return None;
    }
    *text = &rest[name.len()..];
    Some(name)
}

/// The shortest start of the text that ends like an authority and before something that it does.
fn name<'t>(text: &'t str, followers: &[&str]) -> Option<&'t str> {
    cuts(text)
        .take_while(|&at| at <= LONGEST_NAME)
        .map(|at| text.split_at(at))
        .find_map(|(name, rest)| {
            if !ends(name, ORGAN_ENDS) {
                return None;
            }
            let follows = rest.is_empty()
                || verb(rest).is_some()
                || weak_verb(rest).is_some()
                || starts(rest, FILLERS).is_some()
                || starts(rest, MODALS).is_some()
                || starts(rest, followers).is_some()
                || time(rest).is_some();
            (follows
                && !rest.starts_with("或者")
                && !rest.starts_with('、')
                && !rest.starts_with("的")
                && !cuts_a_word(name, rest))
            .then_some(name)
        })
}

/// 市场监督管理 + 处 is not an authority when 处罚 follows; 执法 + 部门 is one word.
fn cuts_a_word(name: &str, rest: &str) -> bool {
    (name.ends_with("管理部") && rest.starts_with('门'))
        || (name.ends_with("行政") && rest.starts_with("处罚"))
        || (name.ends_with("公安") && rest.starts_with("机关"))
        || (name.ends_with("非政府") && rest.starts_with("组织"))
        || starts(
            rest,
            &["指定的", "确定的", "授权的", "委托的", "规定的", "设立的"],
        )
        .is_some()
        || rest.starts_with("并入")
        || rest.starts_with("对外")
        || (name.ends_with('会') && rest.starts_with("同"))
        || rest.starts_with("应急")
        || rest.starts_with("处理") && name.ends_with('事')
}

/// 对 and whoever is punished.
fn target<'t>(text: &mut &'t str) -> Option<&'t str> {
    const FOLLOWERS: [&str; 33] = [
        "暂停",
        "处以",
        "处",
        "并处",
        "给予",
        "予以",
        "可以",
        "可",
        "依法",
        "依照",
        "按照",
        "责令",
        "没收",
        "吊销",
        "分别",
        "各",
        "应当",
        "由",
        "除",
        "采取",
        "暂扣",
        "取消",
        "撤销",
        "降低",
        "罚",
        "并",
        "追究",
        "单处",
        "根据",
        "视情节",
        "视其",
        "按",
        "进行",
    ];
    let rest = text.strip_prefix('对')?;
    let (at, _) = cuts(rest)
        .take_while(|&at| at <= LONGEST_NAME)
        .map(|at| (at, &rest[at..]))
        .find(|(_, after)| {
            let before = &rest[..rest.len() - after.len()];
            after.is_empty()
                || (starts(after, &FOLLOWERS).is_some()
                    && !inside_target(after)
                    && !ends(before, &["或者", "、", "和"]))
        })
        .filter(|&(at, _)| at > 0)?;
    let name = &rest[..at];
    *text = &rest[at..];
    Some(name.trim_start_matches('其').trim_end_matches('，')).filter(|name| !name.is_empty())
}

fn inside_target(after: &str) -> bool {
    after.starts_with("处理")
        || after.starts_with("处置")
        || after.starts_with("处于")
        || after.starts_with("处罚")
        || (after.starts_with('处') && !punishes(after))
        || after.starts_with("暂停的")
        || after.starts_with("可能")
        || after.starts_with("并购")
        || after.starts_with("各类")
        || after.starts_with("各级")
        || after.starts_with("各个")
        || after.starts_with("按摩")
        || after.starts_with("由于")
        || after.starts_with("依法应当")
}
