//! The name of an authority at the start of some words.
//!
//! A name is a noun phrase that ends in a word such as 部门 or 机关, and after which a new part of the
//! sentence starts: a modal, an adverb, a preposition, a verb. Where a name goes on (林业主管部门和公安机关,
//! 主管部门的执法人员) the first end is none, since 和 and 的 start no new part.

/// Words that end the name of an authority.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "部门", "机关", "机构", "政府", "委员会", "管委会", "局", "厅", "总署", "海关", "办公室",
    "大队", "支队", "总队", "办事处", "派出所", "国务院", "执法队伍", "街道办", "中国人民银行",
    "执法人员", "检查人员", "监督人员", "工作人员", "人民警察", "交通警察", "公安民警", "监察员",
    "监督员", "检查员", "管理中心", "监督站", "管理站", "管理处", "管理所", "监理所", "港监",
    "边检站", "检查站", "河长", "税务所", "检疫站", "渔政", "港务监督", "船舶检验机构",
];

/// The last characters of [`ENDS`].
const ENDS_LAST: &str = "门关构府会局厅署室队处所院伍办行员察警心站监检长政";

/// No name goes over one of these.
const HARD_STOPS: &[char] = &['，', '：', '；', '。'];

/// Names with these words are no authorities although they end like one.
#[rustfmt::skip]
const STRANGERS: &[&str] = &[
    "检验机构", "舞厅", "检测机构", "检验检测", "医疗机构", "卫生机构", "认证机构", "中介", "服务机构",
    "鉴定机构", "培训机构", "金融机构", "评估机构", "养老机构", "审查机构", "代理机构", "咨询机构",
    "人民法院", "人民检察院", "村民委员会", "居民委员会", "业主委员会", "常务委员会", "常委会",
    "人民代表大会", "公共机构", "教育机构", "托育机构", "企业", "公司", "监察委员会", "监察机关",
    "司法机关", "审判机关", "检察机关", "学校", "医院", "村（居）", "居（村）", "居民会议",
    "仲裁委员会", "保险机构", "支付机构", "工会", "行业协会", "本单位", "国家机关", "社区",
    "测绘机构", "监理机构", "设计机构", "施工机构", "防治机构", "急救机构", "血站", "采供血",
    "勘察机构", "新闻", "评审委员会", "专家委员会", "专业委员会", "宗教", "出版机构", "监狱",
    "看守所", "戒毒所", "拘留所", "军事机关", "军队", "监事", "管理规约", "纪律检查",
];

/// Names that end in 机构 are authorities only with one of these words.
#[rustfmt::skip]
const ORGAN_WORDS: &[&str] = &[
    "管理机构", "监督机构", "执法机构", "监管机构", "行政机构", "监察机构", "派出机构", "救援机构",
    "消防机构", "征收机构", "海警机构", "经办机构", "登记机构", "稽查机构", "检查机构", "保护机构",
    "人民银行", "外汇", "授权的机构", "委托的机构", "道路运输机构", "监督管理", "指定的机构",
    "税务机构", "空中交通管理机构", "规划机构", "检疫机构", "分支机构", "主管机构",
];

/// Words after which a name has ended.
#[rustfmt::skip]
const FOLLOWERS: &[&str] = &[
    "应当", "应", "可以", "可", "有权", "必须", "须", "依法", "依照", "依据", "根据", "按照", "按",
    "对", "在", "发现", "认为", "实施", "履行", "行使", "开展", "加强", "经", "采取", "接到",
    "接受", "因", "为", "不得", "予以", "将", "向", "查处", "执行", "通过", "协助", "责令", "责成",
    "派", "每", "定期", "随时", "随机", "如", "代为", "代", "建立", "制定", "及时", "自", "于",
    "当", "指派", "委托", "受理", "决定", "并", "已", "凭", "逐级", "提出", "提交", "申请", "申报",
    "申领", "办理", "领取", "同意", "批准", "许可", "核准", "审批", "审核", "审查", "备案", "登记",
    "注册", "报告", "书面", "核发", "颁发", "发给", "提供", "监督", "检查", "抽查", "巡查", "抽样",
    "进行", "组织", "会同", "查封", "扣押", "扣留", "没收", "强制", "限期", "要求", "分别", "均",
    "有", "负责", "共同", "联合", "统一", "不定期", "定时", "立即", "先行", "就", "报", "指定",
    "给予", "处", "取得", "换领", "补办", "缴", "无法", "若", "未", "未经", "审定", "审验", "确认",
    "验收", "核定", "暂扣", "查验", "封存", "冻结", "拖移", "交", "能", "需要", "认定", "下达",
    "作出", "实行", "具体", "（以下", "或者其授权", "或者其委托", "进入", "拆除", "清除", "恢复",
    "加收", "加处", "追缴", "公布", "及其", "备查", "存档", "审议", "参照", "调查", "检验", "签发", "发放",
    "签证", "申办", "申", "办", "承担", "落实", "做好", "明确", "也", "同时", "再", "仍", "还",
    "方可", "后", "所在", "以", "用", "从", "出具", "说明", "递交", "送", "投诉", "举报", "缴纳",
    "变更", "注销", "延续", "补", "换", "商",
];

/// Words that start like a follower and go on a name.
#[rustfmt::skip]
const GOING_ON: &[&str] = &[
    "应急", "自然", "自治", "经济", "经营", "经贸", "经信", "对外", "可再生", "在地", "将军",
    "行政", "当地", "为主", "按照职责分工的", "负责人", "及其所属", "及其委托", "及其派出",
    "及其授权", "及其设立", "及其工作", "及其执法", "及其综合", "及其有关", "及其他", "及其交通",
    "及其林业", "有关", "交通", "统一管理", "后勤", "后备", "以上", "以外", "主管部门", "主管机关",
    "用水", "补偿", "以及", "商务", "商业", "商品",
];

/// Words that a name does not hold: with one of them the words are a sentence of somebody else.
#[rustfmt::skip]
const BREAKERS: &[&str] = &[
    "应当", "可以", "不得", "发现", "认为", "必须", "有权", "接受", "配合", "要求", "经营者",
    "拒绝", "阻碍", "依法", "违反", "未", "被", "将", "申请", "报告", "或者其他组织", "取得",
    "符合", "需要", "因", "凡", "按照国家", "，", "：", "擅自", "从事", "的，", "举报", "个人",
    "当事人", "经", "是指", "通知", "决定", "冻结", "查封", "扣押", "涉嫌", "之日", "交验", "公布",
    "并报", "社会", "随机", "选派", "批准后", "后向",
];

/// Words of a name that hold a breaker and are none.
#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "个人信息", "社会保障", "社会保险", "社会团体", "社会组织", "社会工作", "社会事务", "社会治安", "社会救助",
    "社会福利", "社会养老", "社会发展", "社会主义", "经济", "经营主管", "经贸", "经信", "经授权",
    "经国务院", "未成年人", "未检", "财经", "经办", "外经", "依法行使", "依法负有", "依法承担",
    "依法履行",
];

/// No name is longer, in bytes.
const LONGEST: usize = 180;

/// The authority with which the words begin, after 但, 必要时 and the like.
pub(super) fn leading(words: &str) -> Option<&str> {
    #[rustfmt::skip]
    const LEADS: &[&str] = &[
        "但是", "但", "必要时", "并且", "并", "同时", "其中", "确有必要的", "对此", "必要的",
        "下列事项由", "由",
    ];
    let mut words = words;
    while let Some(rest) = LEADS.iter().find_map(|lead| words.strip_prefix(lead)) {
        words = rest;
    }
    name(words)
}

/// The authority behind the last of the markers (由, 经, 向, 报) that has one behind it, and where the marker starts.
pub(super) fn behind<'t>(words: &'t str, markers: &[&str]) -> Option<(usize, &'t str)> {
    let places = markers.iter().flat_map(|marker| {
        words
            .match_indices(marker)
            .map(|(at, marker)| (at, at + marker.len()))
    });
    let places = places.filter(|&(_, after)| {
        !words[after..].starts_with(['告', '营', '济', '贸', '办', '费', '常'])
    });
    let found = places.filter_map(|(at, after)| Some((at, name(&words[after..])?)));
    found.min_by_key(|&(at, found)| (at, found.len()))
}

fn name(words: &str) -> Option<&str> {
    let words = words.trim_start();
    for (at, c) in words.char_indices().take_while(|&(at, _)| at <= LONGEST) {
        let end = at + c.len_utf8();
        if HARD_STOPS.contains(&c) || (c == '当' && words[..end].ends_with("应当")) {
            return None;
        }
        if ENDS_LAST.contains(c)
            && ENDS.iter().any(|name| words[..end].ends_with(name))
            && is_bounded(&words[end..])
        {
            return Some(&words[..end]).filter(|name| is_authority(name));
        }
    }
    None
}

/// Whether a new part of the sentence starts here, and no other end of a name follows at once.
fn is_bounded(rest: &str) -> bool {
    let rest = rest.trim_start();
    if rest.is_empty() {
        return true;
    }
    if GOING_ON.iter().any(|word| rest.starts_with(word)) || is_tasked(rest) {
        return false;
    }
    FOLLOWERS.iter().any(|word| rest.starts_with(word)) && !names_on(rest)
}

/// 政府负责灯会安全的部门: the task belongs to a name that goes on.
fn is_tasked(rest: &str) -> bool {
    const LONGEST_TASK: usize = 90;
    if !["负责", "主管", "管理", "负有", "承担"]
        .iter()
        .any(|task| rest.starts_with(task))
    {
        return false;
    }
    let ends = ["的部门", "的机构", "的机关", "的行政部门", "的主管部门"]
        .iter()
        .filter_map(|end| rest.find(end));
    ends.min()
        .is_some_and(|end| end < LONGEST_TASK && !rest[..end].contains('对'))
}

/// 政府登记机关: the verb 登记 belongs to a name that goes on.
fn names_on(rest: &str) -> bool {
    let near = rest
        .char_indices()
        .take(7)
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    let near = &rest[..near];
    let stop = near
        .find(['的', '，', '对', '、', '由', '向', '报'])
        .unwrap_or(near.len());
    let first = near.chars().next().map_or(0, char::len_utf8);
    let near = near.get(first..stop).unwrap_or_default();
    ["部门", "机关", "机构", "委员会", "局"]
        .iter()
        .any(|end| near.contains(end))
}

fn is_authority(name: &str) -> bool {
    let broken = is_broken(name)
        && is_broken(
            &HARMLESS
                .iter()
                .fold(name.to_owned(), |name, word| name.replace(word, "")),
        );
    let plain = [
        "公司登记",
        "企业登记",
        "企业国有",
        "学校主管",
        "乡镇企业",
        "中小企业",
    ]
    .iter()
    .find_map(|word| name.split_once(word))
    .map_or(name.to_owned(), |(before, after)| before.to_owned() + after);
    let plain = ["宗教事务", "新闻出版", "军队医药"]
        .iter()
        .fold(plain, |name, word| name.replace(word, ""));
    let strange = STRANGERS.iter().any(|word| plain.contains(word));
    let organ = !name.ends_with("机构") || ORGAN_WORDS.iter().any(|word| name.contains(word));
    let joined = [
        "以及", "和", "或者", "及", "经", "组织", "会同", "指导", "督促", "协调", "建议", "对存",
        "对有",
    ]
    .iter()
    .any(|link| name.starts_with(link));
    !broken
        && !strange
        && !joined
        && organ
        && name.chars().count() >= 2
        && !["有关机关", "国家机关", "该机构", "分支机构"].contains(&name)
}

fn is_broken(name: &str) -> bool {
    BREAKERS.iter().any(|word| name.contains(word))
}

/// Whether the words name an organ of the state anywhere.
pub(super) fn is_state(words: &str) -> bool {
    #[rustfmt::skip]
    const STATE: &[&str] = &[
        "人民政府", "主管部门", "行政部门", "管理部门", "机关", "国务院", "有关部门", "监督机构",
        "登记机构", "各部门", "街道办事处", "人民代表大会", "常务委员会", "人民法院",
        "委员会办公室", "行政机构", "监管机构",
    ];
    STATE.iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: Option<&str>) {
        assert_eq!(leading(words), expected, "{words}");
    }

    #[test]
    fn a_name_ends_where_a_new_part_starts() {
        check("市应急管理部门应当定期检查", Some("市应急管理部门"));
        check(
            "市、县（区）林业主管部门和公安机关可以",
            Some("市、县（区）林业主管部门和公安机关"),
        );
        check(
            "负责灯会安全的部门依法对灯会进行检查",
            Some("负责灯会安全的部门"),
        );
        check(
            "园林主管部门的执法人员有权进入",
            Some("园林主管部门的执法人员"),
        );
        check("市人民政府登记机关应当受理", Some("市人民政府登记机关"));
    }

    #[test]
    fn others_are_no_authorities() {
        check("摊主应当接受主管部门的检查", None);
        check("灯具检验机构应当", None);
        check("云麓市人民代表大会常务委员会对本条例", None);
        check("", None);
    }

    #[test]
    fn an_authority_is_found_behind_a_preposition() {
        assert_eq!(
            behind("逾期不清理的由市水务局代为清理", &["由"]).map(|found| found.1),
            Some("市水务局")
        );
        assert_eq!(
            behind("应当向所在地街道办事处备案", &["向", "报"]).map(|found| found.1),
            Some("所在地街道办事处")
        );
        assert_eq!(behind("应当向社会公布", &["向"]), None);
    }
}
