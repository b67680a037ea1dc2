//! Sentences that look like penalties and are none, and those that only look like none.

use super::extract;
use super::penalty_shown::{check, shown};
use crate::enforcement_item::ItemKind;

/// Reads the text as an article outside the chapter of liability.
#[track_caller]
fn check_outside(text: &str, expected: &str) {
    let text = format!("# 云麓市渡口条例\n\n## 第一章 总则\n\n第九条 {text}\n");
    let items = extract(&crate::read(&text));
    let penalties = items.iter().filter(|item| item.kind == ItemKind::Penalty);
    let shown: Vec<String> = penalties.map(shown).collect();
    assert_eq!(shown.join("\n"), expected);
}

#[test]
fn an_order_without_a_violation_outside_liability_is_no_item() {
    check_outside(
        "渡口年度考核结束后，由交通部门责令公布结果。\n\n已建成的码头，由市人民政府责令搬迁。\n\n需要补正的，由交通部门责令补正。",
        "",
    );
}

#[test]
fn an_order_against_a_violation_outside_liability_is_an_item() {
    check_outside(
        "渡口未设置护栏的，由交通部门责令改正。",
        "9.1 渡口未设置护栏的 | 由 交通部门
  <> 责令改正",
    );
}

#[test]
fn disputes_that_are_settled_by_rules_are_no_items() {
    check(
        "因渡口使用发生争议的，由交通部门依照《云麓市市场条例》的规定处理。\n\n涉及航道变更的，由航道管理机构依照有关法律、法规处理。",
        "",
    );
}

#[test]
fn breaches_in_general_that_are_punished_by_reference_are_no_items() {
    check(
        "对违反本条例规定的行为，由交通部门按照本条例规定予以处罚。\n\n在渡口范围内，违反本条例其他规定的，由有关部门依法予以处罚。\n\n乘客有违反治安管理行为的，由公安机关依法给予治安管理处罚。",
        "",
    );
}

#[test]
fn the_execution_of_a_penalty_is_no_item() {
    check("船东到期不缴纳罚款的，每日加处罚款百分之二。", "");
}

#[test]
fn a_thing_without_an_owner_is_no_violation() {
    check(
        "公告期满仍无法确定所有人的，由市人民政府责成交通部门拆除。",
        "",
    );
}

#[test]
fn chiefs_of_rivers_are_the_state() {
    check(
        "乡级河长有下列行为之一的，给予通报批评：\n\n（一）未按规定巡河的。",
        "",
    );
}

#[test]
fn staff_of_undertakings_beside_the_state_are_punished() {
    check(
        "国家机关或者金融、航运等单位的工作人员泄露乘客信息的，由公安机关处五千元罚款。",
        "9.1 国家机关或者金融、航运等单位的工作人员泄露乘客信息的 | 由 公安机关 | 对 国家机关或者金融、航运等单位的工作人员
  <> 罚款 5000..5000元",
    );
}

#[test]
fn the_breach_of_a_list_of_duties_is_the_item_and_not_its_points() {
    check(
        "渡口经营者应当遵守下列规定：\n\n（一）设置护栏；\n\n（二）公布票价。\n\n违反前款第二项规定的，责令改正，处二百元罚款。",
        "9.2 违反前款第二项规定的 | 违反 9.1.2
  <> 责令改正 + 罚款 200..200元",
    );
}

#[test]
fn a_reserve_of_criminal_law_is_no_part_of_the_deed() {
    check(
        "船员在饮水中投放毒物，依照刑法关于投毒的规定，依法追究刑事责任；尚不构成犯罪的，由公安机关处二千元罚款。",
        "9.1 船员在饮水中投放毒物 | 由 公安机关 | 对 船员 | 刑责
  <> 罚款 2000..2000元",
    );
}

#[test]
fn knowing_of_a_deed_is_part_of_the_help() {
    check(
        "有下列行为之一的，处一千元罚款：\n\n（一）偷运古砖的。\n\n明知他人从事前款规定的违法行为，仍为其提供船只的，处五百元罚款。",
        "9.1.1 偷运古砖的
  <> 罚款 1000..1000元
9.2 明知他人从事前款规定的违法行为，仍为其提供船只的
  <> 罚款 500..500元",
    );
}

#[test]
fn governments_and_their_departments_are_the_state() {
    check(
        "市人民政府以及房屋征收部门滥用职权的，由有关机关责令改正，通报批评。",
        "",
    );
}

#[test]
fn hindering_officials_is_a_deed_of_the_public() {
    check(
        "阻碍渡口主管部门工作人员依法执行职务的，由公安机关处二百元罚款。",
        "9.1 阻碍渡口主管部门工作人员依法执行职务的 | 由 公安机关
  <> 罚款 200..200元",
    );
}

#[test]
fn terms_of_an_order_are_no_violation() {
    check("限期治理的期限最长不超过一年，逾期未完成的，责令关闭。", "");
}

#[test]
fn arguments_that_may_not_be_used_are_no_ban() {
    check("船东变更的，新船东不得以不知情为由拒绝承担责任。", "");
}

#[test]
fn who_enforces_is_no_violation() {
    check(
        "渡口实施综合行政执法的，由综合行政执法部门实施行政处罚和行政强制措施。",
        "",
    );
}

#[test]
fn a_breach_of_other_statutes_as_well_is_no_item() {
    check(
        "违反本条例的行为，同时又违反其他法律的，有关部门还应当依照有关法律处罚。",
        "",
    );
}

#[test]
fn offices_of_the_state_are_not_punished() {
    check(
        "国家机关及其信访工作机构拖延办理的，由有关机关给予通报批评。",
        "",
    );
}
