//! The three kinds that are no penalties, each drafting pattern with a sentence of its own.

use super::{coercion, inspection, licence};
use crate::enforcement_item::EnforcementItem;
use crate::statute::Statute;

fn statute(articles: &str) -> Statute {
    crate::read(&format!(
        "# 云麓市灯会条例\n\n<!-- INFO END -->\n\n## 第一章 灯会\n\n{articles}"
    ))
}

/// `authority/object: behaviour <- measures [note]`, an item a line; spans are checked on the way.
fn shown(statute: &Statute, items: &[EnforcementItem]) -> Vec<String> {
    items
        .iter()
        .map(|item| {
            check_spans(statute, item);
            let measures: Vec<String> = item.tiers[0]
                .measures
                .iter()
                .map(|measure| {
                    let choice = if measure.mandatory { "" } else { "可" };
                    format!("{choice}{}", measure.reference.as_deref().unwrap_or(""))
                })
                .collect();
            format!(
                "{}/{}: {} <- {} [{}]",
                item.subject.as_deref().unwrap_or("-"),
                item.object.as_deref().unwrap_or("-"),
                item.behaviour,
                measures.join(" | "),
                item.note.as_deref().unwrap_or("-"),
            )
        })
        .collect()
}

fn check_spans(statute: &Statute, item: &EnforcementItem) {
    for span in &item.spans {
        let article = statute
            .articles
            .iter()
            .find(|article| article.number == span.path.article);
        let paragraph = &article.unwrap().paragraphs[span.path.paragraph.unwrap() as usize - 1];
        let range = span.start as usize..span.end as usize;
        let holds = match span.path.point {
            // A damaged list may bear a number twice.
            Some(number) => paragraph
                .points
                .iter()
                .filter(|point| point.number == number)
                .any(|point| point.text.get(range.clone()).is_some()),
            None => paragraph.text.get(range).is_some(),
        };
        assert!(holds, "{span:?}");
    }
}

fn check_coercion(article: &str, expected: &[&str]) {
    let statute = statute(article);
    assert_eq!(
        shown(&statute, &coercion::read(&statute)),
        expected,
        "{article}"
    );
}

fn check_inspection(article: &str, expected: &[&str]) {
    let statute = statute(article);
    assert_eq!(
        shown(&statute, &inspection::read(&statute)),
        expected,
        "{article}"
    );
}

fn check_licence(article: &str, expected: &[&str]) {
    let statute = statute(article);
    assert_eq!(
        shown(&statute, &licence::read(&statute)),
        expected,
        "{article}"
    );
}

#[test]
fn a_compulsory_measure_has_its_situation_and_its_authority() {
    check_coercion(
        "第二条 摊主拒绝离开，堵塞通道的，城市管理部门可以暂扣其摊车；对来源不明的烟花，公安机关应当予以扣押。",
        &[
            "城市管理部门/-: 摊主拒绝离开，堵塞通道的 <- 可暂扣其摊车 [行政强制措施]",
            "公安机关/-: 对来源不明的烟花 <- 予以扣押 [行政强制措施]",
        ],
    );
    check_coercion(
        "第三条 灯架在会后十日内应当拆走；逾期不拆走的，由街道办事处代为拆除，费用由举办者承担。",
        &["街道办事处/-: 灯架在会后十日内应当拆走；逾期不拆走的 <- 代为拆除 [行政强制执行]"],
    );
}

#[test]
fn each_point_with_a_compulsory_means_is_an_item() {
    check_coercion(
        "第四条 城市管理部门查处违规灯会，可以采取下列措施：\n\n（一）进入现场检查；\n\n（二）查封搭设违规灯架的场所；\n\n（三）扣押违规灯具。",
        &[
            "城市管理部门/-: 查封搭设违规灯架的场所 <- 可查封搭设违规灯架的场所 [行政强制措施]",
            "城市管理部门/-: 扣押违规灯具 <- 可扣押违规灯具 [行政强制措施]",
        ],
    );
}

#[test]
fn coercion_that_is_only_spoken_of_is_no_item() {
    for article in [
        "第五条 城市管理部门应当妥善保管被扣押的灯具。",
        "第五条 公安机关查封、扣押的期限不得超过三十日。",
        "第五条 任何单位不得扣押摊主的证件。",
        "第五条 公安机关可以暂扣驾驶证。",
        "第五条 城市管理部门可以申请人民法院强制执行。",
        "第五条 逾期不清除的，代为清除。",
        "第五条 城市管理部门应当责令摊主限期拆除；逾期不拆除的，由城市管理部门强制拆除，处二百元罚款。",
    ] {
        check_coercion(article, &[]);
    }
}

#[test]
fn an_inspection_has_its_thing_and_its_authority() {
    check_inspection(
        "第六条 市场监督管理部门应当定期对灯会的用电情况进行监督检查；应急管理部门应当加强对烟花存放的监督检查。",
        &[
            "市场监督管理部门/-: 灯会的用电情况 <- 进行监督检查 [-]",
            "应急管理部门/-: 烟花存放 <- 监督检查 [-]",
        ],
    );
    check_inspection(
        "第七条 消防救援机构有权进入灯会举办场所实施现场检查。",
        &["消防救援机构/-: 灯会举办场所 <- 可进入灯会举办场所实施现场检查 [-]"],
    );
    check_inspection(
        "第七条 执法人员可以检查灯具经营者的账册。",
        &["执法人员/-: 检查灯具经营者的账册 <- 可检查 [-]"],
    );
}

#[test]
fn a_list_of_inspection_measures_is_one_item() {
    check_inspection(
        "第八条 城市管理部门应当对摊点进行监督检查。\n\n监督检查时，可以采取下列措施：\n\n（一）进入摊点检查；\n\n（二）查阅进货单据；\n\n（三）扣押违规灯具。",
        &["城市管理部门/-: 摊点 <- 进行监督检查 | 可进入摊点检查 | 可查阅进货单据 [-]"],
    );
}

#[test]
fn inspection_that_is_no_power_over_others_is_no_item() {
    for article in [
        "第九条 举办者应当每日对灯架进行安全检查。",
        "第九条 举办者应当接受主管部门的监督检查。",
        "第九条 市人民政府应当对下级人民政府的灯会安全工作进行监督检查。",
        "第九条 城市管理部门负责灯会的监督检查工作。",
        "第九条 城市管理部门在检查中发现隐患的，应当通知举办者。",
        "第九条 城市管理部门应当公布检查结果。",
    ] {
        check_inspection(article, &[]);
    }
}

#[test]
fn a_requirement_has_its_deed_and_its_authority() {
    check_licence(
        "第十条 举办灯会的，应当向市文化旅游部门申请灯会许可；未经许可的，不得举办。",
        &["市文化旅游部门/-: 举办灯会 <- 向市文化旅游部门申请灯会许可 [许可]"],
    );
    check_licence(
        "第十一条 任何单位和个人未经街道办事处批准，不得占用人行道搭设灯架。",
        &["街道办事处/任何单位和个人: 占用人行道搭设灯架 <- 经街道办事处批准 [许可]"],
    );
    check_licence(
        "第十二条 举办者应当制定应急预案，报公安机关备案。",
        &["公安机关/举办者: 制定应急预案，报公安机关备案 <- 报公安机关备案 [备案]"],
    );
    check_licence(
        "第十三条 灯船经海事管理机构登记后，方可在云麓湖航行。",
        &["海事管理机构/-: 在云麓湖航行 <- 经海事管理机构登记 [登记]"],
    );
}

#[test]
fn a_permission_that_is_only_spoken_of_is_no_requirement() {
    for article in [
        "第十四条 举办者未取得灯会许可证的，处五百元罚款。",
        "第十四条 市文化旅游部门应当自受理之日起十日内颁发许可证。",
        "第十四条 取得灯会许可证的单位应当在现场悬挂许可证。",
        "第十四条 灯会布局规划应当报市人民政府批准。",
        "第十四条 未经业主同意，不得在其阳台挂灯。",
        "第十四条 举办者应当在许可的范围内搭设灯架。",
    ] {
        check_licence(article, &[]);
    }
}

#[test]
fn nothing_is_read_under_legal_liability_but_coercion_by_itself() {
    let liability = "## 第二章 法律责任\n\n第二十条 未经批准，不得占道。城市管理部门应当对摊点进行检查。对拒不离开的摊车，城市管理部门可以拖离。";
    let statute = statute(liability);
    assert!(licence::read(&statute).is_empty());
    assert!(inspection::read(&statute).is_empty());
    assert_eq!(coercion::read(&statute).len(), 1);
}

#[test]
fn statutes_that_only_rule_how_powers_are_used_give_none() {
    let text = "# 云麓市行政强制办法\n\n<!-- INFO END -->\n\n第一条 公安机关可以查封灯会场所。";
    assert!(coercion::read(&crate::read(text)).is_empty());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_readers_panic(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "公安机关", "市人民政府", "举办者", "应当", "可以", "有权", "对", "灯会", "进行", "加强", "的", "监督检查",
            "查封", "、", "扣押", "代为", "拆除", "，", "。", "；", "：\n\n（一）", "未经", "批准", "不得", "许可证", "取得",
            "向", "报", "备案", "登记", "方可", "由", "经", "后", "时", "（", "《", "逾期", "x", "\u{e105}", "责令", "下列措施", "进入",
        ]), 0..40)
    ) {
        let statute = statute(&format!("第一条 {}", words.concat()));
        for items in [coercion::read(&statute), inspection::read(&statute), licence::read(&statute)] {
            shown(&statute, &items);
        }
    }
}

#[test]
fn who_issues_what_must_be_held_is_the_authority() {
    check_licence(
        "第八条 设立灯会摊位的，应当取得市公安机关核发的摊位许可证。",
        &["市公安机关/-: 设立灯会摊位 <- 取得市公安机关核发的摊位许可证 [许可]"],
    );
}

#[test]
fn a_person_alone_is_not_what_may_not_be_done() {
    check_licence(
        "第八条 从事灯具回收的企业，应当取得灯具回收许可证。",
        &["-/从事灯具回收的企业: 取得灯具回收许可证 <- 取得灯具回收许可证 [许可]"],
    );
}

#[test]
fn papers_may_be_brought_along_to_the_registration() {
    check_licence(
        "第八条 灯会名称变更时，举办单位应当持有关证明文件向市文旅部门办理变更登记。",
        &["市文旅部门/举办单位: 灯会名称变更时 <- 持有关证明文件向市文旅部门办理变更登记 [登记]"],
    );
}

#[test]
fn registers_of_ones_own_and_plans_of_organs_are_no_licences() {
    for article in [
        "第八条 灯会举办单位，应当对进场车辆进行登记。",
        "第八条 年度灯会计划作出调整的，应当报市人民政府备案。",
        "第八条 灯会绿线不得随意调整。确需调整的，应当按照原程序报批。",
        "第八条 灯会承办企业应当编制用电方案，并经灯会营运单位审查同意。",
        "第八条 区灯会主管部门和场馆管理单位，应当制定疏散方案，报市灯会管理机构备案。",
        "第八条 灯具进口商应当对灯具是否已经备案进行审核。",
    ] {
        check_licence(article, &[]);
    }
}

#[test]
fn what_is_done_stands_before_the_person_and_the_duty() {
    check_licence(
        "第八条 在灯会区内搭建灯架时，搭建单位应当征求居民意见并依法办理占道许可手续后方可施工。",
        &["-/-: 在灯会区内搭建灯架时 <- 办理占道许可手续 [许可]"],
    );
    check_licence(
        "第八条 对市人民政府决定保留的灯架，灯架所有单位，应当向街道办事处办理灯架备案。",
        &["街道办事处/灯架所有单位: 对市人民政府决定保留的灯架 <- 向街道办事处办理灯架备案 [备案]"],
    );
}
