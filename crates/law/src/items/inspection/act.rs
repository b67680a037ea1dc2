//! The act of inspecting and its thing, in the words behind the authority.

use super::super::passage::holds;

/// Words for inspecting; the longest that fits comes first.
#[rustfmt::skip]
pub(super) const ACTS: &[&str] = &[
    "检查", "抽查", "抽检", "抽样检验", "抽样检测", "监督抽验", "巡查", "稽查", "核查", "查验",
    "巡检", "调查取证",
];

/// Words of which an act may be the end: 监督检查, 现场检查.
#[rustfmt::skip]
const MANNERS: &[&str] = &[
    "应急", "监督", "执法", "现场", "安全", "专项", "日常", "定期", "实地", "随机", "不定期", "联合",
    "重点", "动态", "例行", "抽样", "综合", "书面", "监察", "消防", "跟踪", "和", "、", "飞行",
    "指导", "管理", "或者", "及", "与", "考核", "监测", "审查", "抽查", "检测", "全面", "突击",
    "远程", "常态化", "经常性", "防火", "必要的", "登临", "的", "有效", "人身", "检查", "评估",
    "统一", "质量", "卫生", "巡查",
];

/// Verbs between the thing and the act: 对灯会进行检查.
#[rustfmt::skip]
const DOING: &[&str] = &[
    "进行", "实施", "开展", "组织开展", "组织实施", "组织", "予以", "实行", "加强", "强化",
    "组织进行",
];

/// After the act: the inspection is spoken of, not provided for.
#[rustfmt::skip]
const SPOKEN_AFTER: &[&str] = &[
    "时", "中", "过程", "职责", "制度", "计划", "人员", "结果", "记录", "机构", "站", "证", "单位",
    "部门", "发现", "清单", "事项", "频次", "方案", "方式", "内容", "通知", "的", "职权", "机制",
    "活动中", "工作中", "工作人员", "任务", "合格", "档案", "情况", "报告", "费用", "标准", "权",
    "力度", "办法", "目录", "规程", "信息", "员", "意见", "点", "对象", "程序", "工作制度", "工作的", "和维护", "维护", "、维护", "维修", "、维修", "查询书", "体系",
    "主体", "之日", "后", "职能", "程度", "文书", "名录库", "要点", "队伍", "评估制度", "工作计划",
    "的方式", "需要", "所需", "不得", "应当", "前",
];

/// Before the act: it is suffered, shared out or only helped with.
#[rustfmt::skip]
const SPOKEN_BEFORE: &[&str] = &[
    "接受", "配合", "拒绝", "阻碍", "协助", "负责", "自我", "参与", "委托", "妨碍", "督促", "不得",
    "制定", "自查", "接到", "编制", "承担", "支持", "建立", "建议", "程序", "经批准", "未经", "经营者应当",
    "企业应当", "单位应当", "被",
];

/// What a segment has inspected, and the words of the act.
pub(super) struct Inspected<'t> {
    /// The thing.
    pub words: &'t str,
    /// The act.
    pub act: &'t str,
    /// Whether the words are the predicate itself.
    pub direct: bool,
}

/// Reads what the words have inspected; nothing where an inspection is only spoken of.
pub(super) fn thing_inspected(words: &str) -> Option<Inspected<'_>> {
    if words.ends_with('的') {
        return None;
    }
    let places = ACTS.iter().flat_map(|act| {
        words
            .match_indices(act)
            .map(|(at, act)| (at, at + act.len()))
    });
    let mut places: Vec<(usize, usize)> = places.collect();
    places.sort_unstable();
    places
        .into_iter()
        .find_map(|(at, end)| at_act(words, at, end))
}

fn at_act(words: &str, at: usize, end: usize) -> Option<Inspected<'_>> {
    let (before, after) = (&words[..at], &words[end..]);
    if SPOKEN_AFTER.iter().any(|spoken| after.starts_with(spoken)) {
        return None;
    }
    if after.ends_with('时') {
        return None;
    }
    let medical = ["医学", "健康", "体格", "身体"]
        .iter()
        .any(|kind| before.ends_with(kind));
    let listed =
        after.starts_with('、') && holds(after, &["进行", "开展", "实施"]) && holds(after, ACTS);
    if medical || listed {
        return None;
    }
    let lead = before.find('对').map_or(before, |at| &before[..at]);
    if holds(lead, SPOKEN_BEFORE) {
        return None;
    }
    let start = manner_start(before);
    toward(words, start, end)
        .or_else(|| entering(words, start, end))
        .or_else(|| direct(words, start, end))
}

/// 日常监督检查 starts at 日常.
fn manner_start(before: &str) -> usize {
    let mut rest = before;
    while let Some(shorter) = MANNERS.iter().find_map(|manner| rest.strip_suffix(manner)) {
        rest = shorter;
    }
    rest.len()
}

/// 对灯会的用电安全进行检查; 加强对摊点的检查
fn toward(words: &str, start: usize, end: usize) -> Option<Inspected<'_>> {
    let before = &words[..start];
    let at = before.match_indices('对').map(|(at, _)| at).find(|&at| {
        !["对外", "对口", "对方", "对本单位", "对性"]
            .iter()
            .any(|word| before[at..].starts_with(word))
            && !before[..at].ends_with('针')
    })?;
    let from = at + '对'.len_utf8();
    let thing = &before[from..];
    if let Some(shorter) = DOING
        .iter()
        .filter_map(|doing| thing.strip_suffix(doing))
        .min_by_key(|shorter| shorter.len())
    {
        let act = &words[from + shorter.len()..end];
        return Some(Inspected {
            words: without_adverbs(shorter),
            act,
            direct: false,
        })
        .filter(|found| !found.words.is_empty());
    }
    if let Some(at) = ["进行", "开展"]
        .iter()
        .filter_map(|doing| thing.rfind(doing))
        .max()
    {
        return Some(Inspected {
            words: without_adverbs(&thing[..at]),
            act: &words[from + at..end],
            direct: false,
        })
        .filter(|found| !found.words.is_empty());
    }
    let led = ["加强", "强化", "开展", "组织", "实施", "进行"]
        .iter()
        .any(|verb| before[..at].trim_end().ends_with(verb));
    if led {
        return named(words, from, end);
    }
    let shorter = without_adverbs(thing);
    let done = shorter.len() < thing.len() && !thing.ends_with('的') && !shorter.is_empty();
    done.then_some(Inspected {
        words: shorter,
        act: &words[from + shorter.len()..end],
        direct: false,
    })
}

/// The thing between 加强对 and the last 的.
fn named(words: &str, from: usize, end: usize) -> Option<Inspected<'_>> {
    let inner = &words[from..end];
    let cut = inner.rfind('的').unwrap_or_else(|| {
        manner_start(
            inner
                .get(..inner.len().saturating_sub("检查".len()))
                .unwrap_or_default(),
        )
    });
    let thing = without_adverbs(inner.get(..cut)?);
    (!thing.is_empty()).then_some(Inspected {
        words: thing,
        act: inner[cut..].trim_start_matches('的'),
        direct: false,
    })
}

fn without_adverbs(thing: &str) -> &str {
    #[rustfmt::skip]
    const ADVERBS: &[&str] = &[
        "的", "依法", "定期", "不定期", "经常", "随时", "或者", "、", "组织", "联合", "有计划地",
        "加强", "依照职责", "及时", "和", "每年", "全面", "随机", "主动", "应当", "分期分批",
        "分别", "共同", "适时",
    ];
    let mut thing = thing;
    while let Some(shorter) = ADVERBS.iter().find_map(|adverb| thing.strip_suffix(adverb)) {
        thing = shorter;
    }
    thing
}

/// 进入作坊检查, 进入作坊实施现场检查
fn entering(words: &str, start: usize, end: usize) -> Option<Inspected<'_>> {
    let at = words[..start].find("进入")?;
    let thing = &words[at + "进入".len()..start];
    let thing = DOING
        .iter()
        .filter_map(|doing| thing.rfind(doing))
        .min()
        .map_or(thing, |doing| &thing[..doing]);
    let thing = without_adverbs(thing);
    (!thing.is_empty()).then_some(Inspected {
        words: thing,
        act: &words[at..end],
        direct: false,
    })
}

/// 可以检查经营者的账册, 应当定期开展用电安全检查: the predicate itself, if it says what is inspected.
fn direct(words: &str, start: usize, end: usize) -> Option<Inspected<'_>> {
    const MODALS: &[&str] = &["可以", "有权", "应当", "依法", "定期", "必须", "随时", "可"];
    let lead = &words[..start];
    let verb = MODALS.iter().any(|modal| lead.ends_with(modal));
    let done = ["进行", "实施", "开展", "组织"]
        .iter()
        .filter_map(|doing| lead.rfind(doing).map(|at| (at, at + doing.len())))
        .max();
    let (from, said) = if verb && words.len() > end {
        (start, words[end..].chars().count() >= 2)
    } else {
        let (from, behind) = done.filter(|_| holds(lead, MODALS))?;
        (from, behind < start)
    };
    let checked_only = words[..end].ends_with("查验") && !holds(lead, &["可以", "有权"]);
    (said && !checked_only).then_some(Inspected {
        words: &words[from..],
        act: &words[from..end],
        direct: true,
    })
}
