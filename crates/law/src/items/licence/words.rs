//! The words for permissions, for persons, and for what is neither.

use super::super::organ;
use super::super::passage::holds;

/// Words for a permission, a filing, a registration.
#[rustfmt::skip]
pub(super) const PERMITS: &[&str] = &[
    "许可", "批准", "审批", "核准", "资质", "资格", "执照", "证书", "备案", "登记", "注册", "批文",
    "通行证", "准运证", "经营证", "生产证", "使用证", "上岗证", "驾驶证", "从业证", "捕捞证",
    "采伐证", "狩猎证", "特许猎捕证", "养殖证", "号牌", "审核同意", "审查同意", "同意", "入网证",
    "营运证", "运输证", "准购证", "携运证", "报批", "证件",
];

/// What is asked for is no permission to do something.
#[rustfmt::skip]
pub(super) const BENEFITS: &[&str] = &[
    "补助", "救助", "补贴", "仲裁", "复议", "法律援助", "裁决", "法院", "鉴定", "退还", "奖励",
    "待遇", "贷款", "减免", "来访", "台账", "人员资格审查", "参加保险", "表决", "业主大会", "董事",
    "股东", "会员资格", "中标", "投标人资格", "入学", "招生资格", "低保", "抚恤", "优待", "津贴",
    "职称", "证明材料的", "如实登记", "实名登记", "查验登记", "登记簿", "登记查验", "核对",
    "查验、登记", "身份登记", "信息登记", "债权", "法人资格", "民事", "代表资格", "选民登记",
    "出席", "参赛资格", "党员", "负责人批准", "负责人同意", "伦理", "本单位", "本医疗机构", "纠纷",
];

/// Consent of private persons.
#[rustfmt::skip]
const PRIVATE: &[&str] = &[
    "营运单位", "运营单位",
    "业主大会", "业主委员会", "业主同意", "业主代表", "征得业主", "监护人", "用户", "消费者",
    "权利人", "本人", "著作权", "专利权", "当事人", "所有权人", "患者", "股东", "家属", "村民",
    "职工", "他人", "被收集", "个人同意", "所有人", "使用人", "承包方", "出租", "发包方", "教师",
    "近亲属", "双方", "合伙人", "董事", "持证人", "建设单位", "用人单位", "对方", "供应商",
    "采购人", "投保人", "被保险人", "债权人", "受托人", "委托人", "商标", "品种权", "信息主体",
    "客户", "旅客", "旅游者", "企业同意", "债务", "理事", "档案形成", "捐赠人", "医师", "管理单位",
    "供水企业", "供热企业同意", "供气企业同意", "经营企业", "学校", "注册人许可", "许可人",
];

/// What is required by its last word: filing, registration or permission.
pub(super) fn note_of(words: &str) -> &'static str {
    let last = |permits: &[&str]| {
        permits
            .iter()
            .filter_map(|permit| words.rfind(permit))
            .max()
    };
    let filing = last(&["备案"]);
    let registration = last(&["登记", "注册"]);
    let permission = last(&[
        "许可", "批准", "审批", "核准", "资质", "资格", "执照", "同意",
    ]);
    if filing > registration && filing > permission {
        "备案"
    } else if registration > permission && !holds(words, &["许可证", "执照", "资质证书"]) {
        "登记"
    } else {
        "许可"
    }
}

/// Where the first permit word of the text ends.
pub(super) fn permit_end(text: &str) -> Option<usize> {
    let places = PERMITS
        .iter()
        .filter_map(|permit| text.find(permit).map(|at| (at, at + permit.len())));
    let (_, end) = places.min()?;
    let rest = &text[end..];
    let noun = [
        "手续", "证", "文件", "文号", "证书", "证明", "等级", "登记", "资格", "备案", "同意",
    ]
    .iter()
    .find(|noun| rest.starts_with(**noun));
    Some(end + noun.map_or(0, |noun| noun.len()))
}

/// Whether a permission named by these words comes from the state.
pub(super) fn is_public(words: &str) -> bool {
    !holds(words, PRIVATE)
        && !holds(words, BENEFITS)
        && (organ::is_state(words)
            || !words.contains("同意")
            || holds(words, &["审核同意", "审查同意"]))
}

/// 摊主还, 摊主均 is 摊主.
pub(super) fn without_ends(subject: &str) -> &str {
    const ENDS: &[&str] = &[
        "依法", "都", "均", "还", "也", "同时", "事先", "一律", "，", "并",
    ];
    let mut rest = subject;
    while let Some(shorter) = ENDS.iter().find_map(|end| rest.strip_suffix(end)) {
        rest = shorter;
    }
    rest
}

/// 设立养老机构 is a deed, 设立养老机构的单位 a person.
fn is_deed(words: &str) -> bool {
    const DEEDS: &[&str] = &[
        "设立", "举办", "从事", "开办", "成立", "建设", "申请", "使用", "聘用", "招用", "变更",
        "采用", "进入", "利用", "录用", "对", "在", "将", "因", "经营", "新建", "改建", "迁移",
        "或者", "以及", "和", "撤销",
    ];
    #[rustfmt::skip]
    const NOUNS: &[&str] = &[
        "建设单位", "使用单位", "使用人", "经营者", "经营单位", "经营企业", "经营户", "设立人",
        "申请人", "申请单位", "举办者", "举办单位", "成立人", "采用单位", "利用单位", "使用者",
    ];
    const WITHIN: &[&str] = &[
        "任免", "变更", "转让", "聘任", "招聘", "委派", "更换", "设立",
    ];
    !words.contains('的')
        && !NOUNS.iter().any(|noun| words.starts_with(noun))
        && (DEEDS.iter().any(|deed| words.starts_with(deed)) || holds(words, WITHIN))
}

/// Words for a person at the end of a subject.
pub(super) fn person(words: &str) -> Option<&str> {
    #[rustfmt::skip]
    const PERSONS: &[&str] = &[
        "单位", "企业", "个人", "公司", "机构", "组织", "人员", "者", "人", "学校", "医院", "用户",
        "业主", "场所", "商户", "银行", "船长", "船员", "公民", "法人", "员", "户", "师", "主体",
        "合作社", "基金会", "协会", "事务所", "团体", "交易所", "幼儿园", "社", "厂", "店", "方", "清算组",
    ];
    let words = without_ends(words.trim_start_matches(['，', '并', '但']));
    let words = match words.rfind("（以下") {
        Some(at) if words.ends_with('）') => &words[..at],
        _ => words,
    };
    let joined = ["或者", "以及", "和"]
        .iter()
        .any(|link| words.starts_with(link));
    (words.chars().count() >= 2
        && !joined
        && !is_deed(words)
        && PERSONS.iter().any(|end| words.ends_with(end)))
    .then_some(words)
}
