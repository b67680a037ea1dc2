//! Which words are a condition, a part of the deed before, or a deed: each drafting with a sentence of its own.

use super::penalty_shown::check;

#[test]
fn what_the_violator_holds_is_a_condition_behind_a_deed() {
    check(
        "虚报船舶吨位的，由海事机构处一千元罚款；有渡运许可证件的，吊销渡运许可证件。",
        "9.1 虚报船舶吨位的 | 由 海事机构
  <> 罚款 1000..1000元
  <有渡运许可证件的> 吊销许可证件",
    );
}

#[test]
fn a_refusal_behind_its_breach_is_the_deed() {
    check(
        "渡口经营者违反本条例第四条规定，拒不移交渡口账册的，责令改正；逾期不改正的，处二千元罚款。",
        "9.1 拒不移交渡口账册的 | 违反 4 | 对 渡口经营者
  <> 责令改正
  <逾期不改正的> 罚款 2000..2000元",
    );
}

#[test]
fn a_further_check_that_fails_is_a_condition() {
    check(
        "渡船检验不合格的，由海事机构责令限期整改；经复查仍不合格的，责令停航；整改期满后经复查仍不合格的，吊销渡运许可证。",
        "9.1 渡船检验不合格的 | 由 海事机构
  <> 责令改正
  <经复查仍不合格的> 责令停产停业
  <整改期满后经复查仍不合格的> 吊销许可证件",
    );
}

#[test]
fn a_part_of_the_deed_that_is_singled_out_is_a_condition() {
    check(
        "在码头乱停车辆的，由港口部门处二百元罚款；其中，占用消防通道的，处一千元罚款。",
        "9.1 在码头乱停车辆的 | 由 港口部门
  <> 罚款 200..200元
  <占用消防通道的> 罚款 1000..1000元",
    );
}

#[test]
fn a_second_condition_in_the_clause_stands_inside_the_first() {
    check(
        "无证摆渡的，责令停航；拒不改正的，没收渡船，没有违法所得的，并处三千元罚款。",
        "9.1 无证摆渡的
  <> 责令停产停业
  <拒不改正的> 没收非法财物
  <拒不改正的|没有违法所得的> 罚款 3000..3000元",
    );
}

#[test]
fn breach_of_the_peace_is_the_condition_of_a_deed_of_its_own() {
    check(
        "侮辱船员，构成违反治安管理行为的，由公安机关依法处罚。",
        "9.1 侮辱船员 | 由 公安机关
  <构成违反治安管理行为的> 依照处罚",
    );
}

#[test]
fn a_tier_for_named_points_reaches_those_points_only() {
    check(
        "船员有下列行为之一的，给予警告；有下列第二项行为的，并处五百元罚款：\n\n（一）未着救生衣的；\n\n（二）酒后摆渡的。",
        "9.1.1 未着救生衣的 | 对 船员
  <> 警告
9.1.2 酒后摆渡的 | 对 船员
  <> 警告 + 罚款 500..500元",
    );
}

#[test]
fn points_that_punish_on_a_condition_take_it_from_the_intro() {
    check(
        "违反本条例，有下列行为之一的，由园林部门责令改正，情节严重的，按下列规定予以处罚：\n\n（一）擅自移动界桩的，处五百元罚款；\n\n（二）擅自搭棚的，处一千元罚款。",
        "9.1.1 擅自移动界桩的 | 由 园林部门
  <> 责令改正
  <情节严重的> 罚款 500..500元
9.1.2 擅自搭棚的 | 由 园林部门
  <> 责令改正
  <情节严重的> 罚款 1000..1000元",
    );
}

#[test]
fn a_duty_that_a_later_paragraph_breaches_is_no_deed() {
    check(
        "路灯损坏的，管护单位应当及时维修，不得停止使用。\n\n违反前款规定的，由城管部门责令改正；拒不改正的，处一千元罚款。",
        "9.2 违反前款规定的 | 违反 9.1 | 由 城管部门
  <> 责令改正
  <拒不改正的> 罚款 1000..1000元",
    );
}

#[test]
fn whoever_directs_the_deed_of_another_does_a_deed_of_his_own() {
    check(
        "渡口经营者超载摆渡的，处一万元罚款。\n\n渡口所有人指使渡口经营者有前款行为的，处二万元罚款。",
        "9.1 渡口经营者超载摆渡的 | 对 渡口经营者
  <> 罚款 10000..10000元
9.2 渡口所有人指使渡口经营者有前款行为的 | 对 渡口所有人
  <> 罚款 20000..20000元",
    );
}

#[test]
fn what_may_be_imposed_besides_is_a_tier_of_the_deed_before() {
    check(
        "货船超载的，由海事机构处一万元罚款。载运旅客的，还可以吊销渡运许可证。",
        "9.1 货船超载的 | 由 海事机构
  <> 罚款 10000..10000元
  <载运旅客的> 可吊销许可证件",
    );
}

#[test]
fn a_duty_of_another_statute_is_no_reference_of_this_one() {
    check(
        "违反《云麓市航道条例》第三条规定，擅自采砂的，处一万元罚款。",
        "9.1 擅自采砂的
  <> 罚款 10000..10000元",
    );
}

#[test]
fn public_service_bodies_and_their_staff_are_of_the_state() {
    check("渡运补贴经办机构少发补贴的，由交通部门责令改正。", "");
    check("有关部门及其工作人员少发补贴的，由交通部门责令改正。", "");
}

#[test]
fn an_entry_that_names_an_amount_replaces_the_open_fine_of_the_intro() {
    check(
        "有下列行为之一的，由海事机构给予警告，并处罚款：\n\n（一）超载摆渡的，对个人处一千元罚款，对单位处一万元罚款。",
        "9.1.1 超载摆渡的 | 由 海事机构
  <> 警告
  <>[个人] 罚款 1000..1000元
  <>[单位] 罚款 10000..10000元",
    );
}

#[test]
fn authorities_that_act_within_their_duties_are_named() {
    check(
        "挪用渡运补贴的，由港航部门、渡口管理机构在各自职责范围内责令改正。",
        "9.1 挪用渡运补贴的 | 由 港航部门、渡口管理机构
  <> 责令改正",
    );
}

#[test]
fn a_grade_keeps_out_what_the_authority_does_next() {
    check(
        "渡口拒绝检查的，责令改正；逾期不改正的，核减补贴资金，并可以暂停拨付资金。",
        "9.1 渡口拒绝检查的\n  <> 责令改正\n  <逾期不改正的> 可其他",
    );
}

#[test]
fn alternatives_of_one_deed_are_no_condition() {
    check(
        "刻划护栏尚不严重的，或者损毁界碑的，给予警告。",
        "9.1 刻划护栏尚不严重的，或者损毁界碑的\n  <> 警告",
    );
}

#[test]
fn points_may_be_named_without_their_ordinal() {
    check(
        "渡口有下列（一）至（二）项行为之一的，处一百元罚款；有（三）（四）项行为之一的，处二百元罚款：\n\n（一）晾晒渔网的；\n\n（二）堆放木箱的；\n\n（三）倾倒泥沙的；\n\n（四）拆除护栏的。",
        "9.1.1 晾晒渔网的\n  <> 罚款 100..100元\n9.1.2 堆放木箱的\n  <> 罚款 100..100元\n9.1.3 倾倒泥沙的\n  <> 罚款 200..200元\n9.1.4 拆除护栏的\n  <> 罚款 200..200元",
    );
}

#[test]
fn a_paragraph_names_several_points_of_the_one_before() {
    check(
        "有下列行为之一的，责令改正：\n\n（一）晾晒渔网的；\n\n（二）堆放木箱的；\n\n（三）倾倒泥沙的。\n\n有前款第一、三项行为，拒不改正的，处二百元罚款。",
        "9.1.1 晾晒渔网的\n  <> 责令改正\n  <拒不改正的> 罚款 200..200元\n9.1.2 堆放木箱的\n  <> 责令改正\n9.1.3 倾倒泥沙的\n  <> 责令改正\n  <拒不改正的> 罚款 200..200元",
    );
}

#[test]
fn a_point_names_its_own_part_of_a_range() {
    check(
        "违反本条例第七条第一项至第三项规定，危害渡口安全的，按照下列规定处罚：\n\n（一）有第一项行为的，处一百元罚款；\n\n（二）有第二项、第三项行为的，处二百元罚款。",
        "9.1.1 有第一项行为的 | 违反 7.1.1\n  <> 罚款 100..100元\n9.1.2 有第二项、第三项行为的 | 违反 7.1.2\n  <> 罚款 200..200元\n9.1.2 有第二项、第三项行为的 | 违反 7.1.3\n  <> 罚款 200..200元",
    );
}

#[test]
fn a_choice_of_fines_below_is_a_choice() {
    check(
        "违反本条例规定，有下列行为之一的，可以处以下罚款：\n\n（一）晾晒渔网的，处五十元罚款。",
        "9.1.1 晾晒渔网的\n  <> 可罚款 50..50元",
    );
}

#[test]
fn the_condition_of_the_intro_stands_outside_the_grades_below() {
    check(
        "码头未设护栏的，责令改正；逾期不改正的，按照下列规定处罚：\n\n（一）长度不足十米的，处一百元罚款；\n\n（二）长度超过十米的，处二百元罚款。",
        "9.1 码头未设护栏的
  <> 责令改正
  <逾期不改正的|长度不足十米的> 罚款 100..100元
  <逾期不改正的|长度超过十米的> 罚款 200..200元",
    );
}

#[test]
fn measures_to_choose_from_are_no_deeds() {
    check(
        "渡运公司违法经营的，责令改正；逾期未改正的，可以采取下列措施：\n\n（一）限制业务活动；\n\n（二）限制渡运公司向股东分配的红利。",
        "9.1 渡运公司违法经营的 | 对 渡运公司
  <> 责令改正
  <逾期未改正的> 限制开展生产经营活动",
    );
}

#[test]
fn a_grade_behind_a_comma_is_of_the_last_deed_alone() {
    check(
        "贩卖船票的，处一千元罚款；转借船票的，责令改正，情节严重的，处二百元罚款。",
        "9.1 贩卖船票的
  <> 罚款 1000..1000元
9.1 转借船票的
  <> 责令改正
  <情节严重的> 罚款 200..200元",
    );
}
