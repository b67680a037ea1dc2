//! Measures and amounts that take more than a word, each with a sentence of its own.

use super::penalty_shown::check;

#[test]
fn of_two_amounts_to_choose_from_the_first_stands() {
    check(
        "私卖船票的，可以并处票价一倍以上三倍以下或者五百元以上二千元以下的罚款。",
        "9.1 私卖船票的
  <> 可罚款 票价 1..3倍",
    );
}

#[test]
fn what_the_sum_is_counted_by_may_stand_before_the_fine() {
    check(
        "占用码头的，由交通部门责令恢复，可以按所占面积并处每平方米十元以上三十元以下的罚款。\n\n倾倒废料的，处所需处置费用三倍以上五倍以下的罚款。",
        "9.1 占用码头的 | 由 交通部门
  <> 责令改正 + 可罚款 平方米 10..30元
9.2 倾倒废料的
  <> 罚款 所需处置费用 3..5倍",
    );
}

#[test]
fn a_vehicle_barred_from_the_road_is_a_measure() {
    check(
        "渣土车未遮盖的，责令改正；拒不改正的，车辆不得上道路行驶。\n\n渡船未配救生衣的，责令改正；逾期不改正的，海事机构可以禁止渡船离港。",
        "9.1 渣土车未遮盖的
  <> 责令改正
  <拒不改正的> 其他
9.2 渡船未配救生衣的 | 由 海事机构
  <> 责令改正
  <逾期不改正的> 可其他",
    );
}

#[test]
fn a_ban_may_be_given_as_a_penalty_and_name_its_term_first() {
    check(
        "灯会主办单位弄虚作假的，责令改正；情节严重的，给予一年以上三年以下禁止组织灯会的处罚。\n\n检测员作假的，给予警告，并可以依法禁止一定期限内从事检测。",
        "9.1 灯会主办单位弄虚作假的 | 对 灯会主办单位
  <> 责令改正
  <情节严重的> 限制从业
9.2 检测员作假的 | 对 检测员
  <> 警告 + 可限制从业",
    );
}

#[test]
fn a_stop_to_work_at_sea_or_to_activity_is_a_suspension() {
    check(
        "货运企业未缴费的，责令改正；拒不改正的，可以停止其货物的装卸作业。\n\n社会组织超出章程的，给予警告，可以限期停止活动。",
        "9.1 货运企业未缴费的 | 对 货运企业
  <> 责令改正
  <拒不改正的> 可责令停产停业
9.2 社会组织超出章程的 | 对 社会组织
  <> 警告 + 可责令停产停业",
    );
}

#[test]
fn a_dog_or_a_boat_that_is_detained_is_no_licence() {
    check(
        "遛犬不系犬绳的，处五十元罚款；拒不改正的，可以暂扣犬只。\n\n渡口经营者超载的，暂扣渡运许可证。",
        "9.1 遛犬不系犬绳的
  <> 罚款 50..50元
  <拒不改正的> 可行政强制
9.2 渡口经营者超载的 | 对 渡口经营者
  <> 暂扣许可证件",
    );
}

#[test]
fn a_grade_that_only_chooses_the_measure_is_no_part_of_the_deed() {
    check(
        "船员擅自离船，根据情节轻重，处二百元以上一千元以下罚款。",
        "9.1 船员擅自离船 | 对 船员
  <> 罚款 200..1000元",
    );
}

#[test]
fn what_a_deed_brought_is_a_condition_behind_the_pointer() {
    check(
        "社会组织有下列情形之一的，给予警告：\n\n（一）转让印章的。\n\n前款规定的行为有违法所得的，予以没收，可以并处一千元罚款。",
        "9.1.1 转让印章的 | 对 社会组织
  <> 警告
  <有违法所得的> 没收违法所得 + 可罚款 1000..1000元",
    );
}

#[test]
fn a_rate_stands_before_the_fine_that_it_measures() {
    check(
        "渡口经营者拖欠工资的，按照受害船员每人一千元以上五千元以下的标准计算，处以罚款。",
        "9.1 渡口经营者拖欠工资的 | 对 渡口经营者
  <> 罚款 人 1000..5000元",
    );
}

#[test]
fn damages_are_no_measure_beside_an_order() {
    check(
        "擅自采砂的，责令停止开采、赔偿损失；未采取防护作业的，责令停止产生危险的作业。",
        "9.1 擅自采砂的
  <> 责令停产停业
9.1 未采取防护作业的
  <> 责令停产停业",
    );
}

#[test]
fn what_is_cleared_by_order_is_no_coercion() {
    check(
        "乱倒垃圾的，责令停止违法行为，清除垃圾；逾期不清除的，代为清除。",
        "9.1 乱倒垃圾的
  <> 责令改正
  <逾期不清除的> 行政强制",
    );
}

#[test]
fn a_breach_without_harm_is_a_pure_reference_on_a_condition() {
    check(
        "违反本条例第三条规定，未引起火灾的，给予警告；引起火灾的，处一千元罚款。",
        "9.1 违反本条例第三条规定 | 违反 3
  <未引起火灾的> 警告
  <引起火灾的> 罚款 1000..1000元",
    );
}

#[test]
fn what_the_actor_is_makes_a_tier() {
    check(
        "在水源地使用禁用农药的，农药使用者为合作社等单位的，处一万元罚款；农药使用者为个人的，处一千元罚款。",
        "9.1 在水源地使用禁用农药的
  <农药使用者为合作社等单位的> 罚款 10000..10000元
  <农药使用者为个人的> 罚款 1000..1000元",
    );
}

#[test]
fn who_refuses_the_fine_may_lose_the_boat() {
    check(
        "渡船违章停靠的，处二十元罚款，拒绝接受罚款处罚的，可以扣押渡船。\n\n渡船占用航道的，处二百元罚款，并可以将该渡船拖移至指定水域。",
        "9.1 渡船违章停靠的
  <> 罚款 20..20元
  <拒绝接受罚款处罚的> 可行政强制
9.2 渡船占用航道的
  <> 罚款 200..200元 + 可行政强制",
    );
}

#[test]
fn how_a_sum_is_reckoned_is_no_tier() {
    check(
        "出售假船票的，处货值金额二倍罚款；货值金额不足一千元的，按一千元计算；情节严重的，没收船票。",
        "9.1 出售假船票的
  <> 罚款 货值金额 2..2倍
  <情节严重的> 没收非法财物",
    );
}

#[test]
fn a_fine_behind_discipline_is_on_the_person_disciplined() {
    check(
        "渡口经营者瞒报事故的，给予警告；对直接负责的主管人员给予处分，处一千元罚款。",
        "9.1 渡口经营者瞒报事故的 | 对 渡口经营者 | 双罚
  <> 警告
  <>[直接负责的主管人员] 罚款 1000..1000元",
    );
}

#[test]
fn a_choice_to_punish_by_the_points_is_a_choice_of_each_measure() {
    check(
        "渡口经营者有下列行为之一的，责令改正，可以按照下列规定处罚：\n\n（一）未公布票价的，处二百元罚款；\n\n（二）未设护栏的，处五百元罚款。",
        "9.1.1 未公布票价的 | 对 渡口经营者
  <> 责令改正 + 可罚款 200..200元
9.1.2 未设护栏的 | 对 渡口经营者
  <> 责令改正 + 可罚款 500..500元",
    );
}

#[test]
fn a_stop_to_practice_may_be_given_as_a_penalty() {
    check(
        "鉴定人出具假报告的，给予停止执业三个月以上一年以下的处罚，可以并处五千元罚款。",
        "9.1 鉴定人出具假报告的 | 对 鉴定人
  <> 责令停产停业 + 可罚款 5000..5000元",
    );
}

#[test]
fn an_amount_may_stand_behind_its_fine() {
    check(
        "占道停船的，罚款一百元并没收缆绳；屡教不改的，收回停泊许可。",
        "9.1 占道停船的
  <> 罚款 100..100元 + 没收非法财物
  <屡教不改的> 其他",
    );
}

#[test]
fn what_touches_a_qualification_is_on_the_person_named_before() {
    check(
        "渡运公司瞒报事故的，责令改正；对直接负责的主管人员给予警告，撤销任职资格，并处一千元罚款。",
        "9.1 渡运公司瞒报事故的 | 对 渡运公司 | 双罚
  <> 责令改正
  <>[直接负责的主管人员] 警告 + 其他 + 罚款 1000..1000元",
    );
}

#[test]
fn what_is_detained_may_stand_before_the_authority() {
    check(
        "放任犬只伤人的，处二百元罚款；对伤人犬只，由公安机关暂扣。",
        "9.1 放任犬只伤人的 | 由 公安机关
  <> 罚款 200..200元
  <伤人犬只> 行政强制",
    );
}

#[test]
fn a_sum_goes_on_without_a_verb() {
    check(
        "船舶超载的，可以并处警告，违法所得二倍以下的罚款；对船长处每超载一人五十元，总额不超过五千元的罚款。",
        "9.1 船舶超载的 | 对 船舶
  <> 可警告 + 可罚款 违法所得 ..2倍
  <>[船长] 罚款 人 50..50元",
    );
}

#[test]
fn what_is_chosen_by_the_situation_is_imposed() {
    check(
        "危害航道安全的，处五千元罚款，并根据情况责令暂停渡运业务、停业整顿。",
        "9.1 危害航道安全的
  <> 罚款 5000..5000元 + 限制开展生产经营活动 + 责令停产停业",
    );
}

#[test]
fn a_lower_grade_behind_an_order_stands_for_itself() {
    check(
        "渡运公司逃避检验的，责令限期改正、降低资质等级或者吊销资质证书。",
        "9.1 渡运公司逃避检验的 | 对 渡运公司
  <> 责令改正 + 降低资质等级 + 吊销许可证件",
    );
}

#[test]
fn the_price_of_what_was_confiscated_is_a_base() {
    check(
        "偷运木材的，没收木材，并处没收木材价款百分之十的罚款。",
        "9.1 偷运木材的
  <> 没收非法财物 + 罚款 没收木材价款 10..10%",
    );
}

#[test]
fn a_ban_may_last_one_to_three_years() {
    check(
        "船员伪造航行日志的，给予警告；情节严重的，公布姓名，1至3年不得申请船员证书。",
        "9.1 船员伪造航行日志的 | 对 船员
  <> 警告
  <情节严重的> 限制从业",
    );
}

#[test]
fn cancelling_or_taking_in_a_document_are_two_measures() {
    check(
        "伪造渡运证件的，由交通部门注销或者收缴。",
        "9.1 伪造渡运证件的 | 由 交通部门\n  <> 其他 + 没收非法财物",
    );
}

#[test]
fn loans_that_stop_are_no_correction() {
    check(
        "渡运公司挪用补贴的，给予警告；情节严重的，可以停止对该公司的贷款。",
        "9.1 渡运公司挪用补贴的 | 对 渡运公司\n  <> 警告\n  <情节严重的> 可其他",
    );
}

#[test]
fn a_ban_may_stand_in_a_clause_of_its_own() {
    check(
        "船员伪造航行日志获利的，由海事机构收缴船员证件；4年内不得从事渡运工作；情节严重的，终身不得从事渡运工作。",
        "9.1 船员伪造航行日志获利的 | 由 海事机构 | 对 船员
  <> 没收非法财物 + 限制从业
  <情节严重的> 限制从业",
    );
}

#[test]
fn who_is_made_to_act_is_not_ordered_to_correct() {
    check(
        "擅自搭建凉棚的，由城市管理部门责令限期拆除；逾期不拆除的，由市人民政府责成有关部门依法强制拆除。",
        "9.1 擅自搭建凉棚的 | 由 城市管理部门
  <> 责令改正
  <逾期不拆除的> 行政强制",
    );
}

#[test]
fn a_fine_by_the_circumstances_is_a_choice() {
    check(
        "伪造航行日志的，交通部门应当给予警告，并可视情节轻重处二千元以上一万元以下的罚款。",
        "9.1 伪造航行日志的 | 由 交通部门
  <> 警告 + 可罚款 2000..10000元",
    );
}
