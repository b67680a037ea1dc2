//! Penalties, each drafting pattern with a sentence of its own.

use super::extract;
use super::penalty_shown::{check, statute};

#[test]
fn a_plain_clause_is_one_item() {
    check(
        "违反本条例规定，在盲道上摆放花箱的，由市容主管部门责令限期改正；逾期不改正的，处二百元以上一千元以下罚款。",
        "9.1 在盲道上摆放花箱的 | 由 市容主管部门
  <> 责令改正
  <逾期不改正的> 罚款 200..1000元",
    );
}

#[test]
fn an_actor_before_the_breach_is_the_object_and_leaves_the_behaviour() {
    check(
        "浴场经营者违反本条例第三条第二款规定，未每日换水的，由卫生健康部门给予警告，可以并处五百元以下罚款。",
        "9.1 未每日换水的 | 违反 3.2 | 由 卫生健康部门 | 对 浴场经营者
  <> 警告 + 可罚款 ..500元",
    );
}

#[test]
fn an_actor_that_opens_the_deed_stays_in_it() {
    check(
        "灯会举办单位未清理场地的，处三千元罚款。",
        "9.1 灯会举办单位未清理场地的 | 对 灯会举办单位
  <> 罚款 3000..3000元",
    );
}

#[test]
fn each_point_of_a_list_takes_the_tiers_of_the_intro() {
    check(
        "违反本条例规定，有下列行为之一的，由园林部门责令改正，处五十元以上二百元以下罚款；情节严重的，处二百元以上五百元以下罚款：\n\n（一）攀折花枝的；\n\n（二）在草坪上烧烤的。",
        "9.1.1 攀折花枝的 | 由 园林部门
  <> 责令改正 + 罚款 50..200元
  <情节严重的> 罚款 200..500元
9.1.2 在草坪上烧烤的 | 由 园林部门
  <> 责令改正 + 罚款 50..200元
  <情节严重的> 罚款 200..500元",
    );
}

#[test]
fn points_with_their_own_consequence_stand_under_the_intro() {
    check(
        "有下列行为之一的，由园林部门责令改正，并按照下列规定处罚：\n\n（一）违反本条例第三条规定，攀折花枝的，处五十元罚款；\n\n（二）移栽行道树的，处每株三百元以上一千元以下罚款；砍伐行道树的，处每株一千元以上五千元以下罚款。",
        "9.1.1 攀折花枝的 | 违反 3 | 由 园林部门
  <> 责令改正 + 罚款 50..50元
9.1.2 移栽行道树的 | 由 园林部门
  <> 责令改正 + 罚款 株 300..1000元
9.1.2 砍伐行道树的 | 由 园林部门
  <> 责令改正 + 罚款 株 1000..5000元",
    );
}

#[test]
fn the_condition_of_a_delegation_stands_outside_those_of_the_points() {
    check(
        "灯会举办单位有下列情形之一的，责令改正；拒不改正的，按照下列规定处罚：\n\n（一）未设疏散通道的，处一千元罚款；\n\n（二）超出核定人数售票的，处三千元罚款；情节严重的，责令停止举办。",
        "9.1.1 未设疏散通道的 | 对 灯会举办单位
  <> 责令改正
  <拒不改正的> 罚款 1000..1000元
9.1.2 超出核定人数售票的 | 对 灯会举办单位
  <> 责令改正
  <拒不改正的> 罚款 3000..3000元
  <拒不改正的|情节严重的> 责令改正",
    );
}

#[test]
fn points_that_grade_one_deed_are_tiers() {
    check(
        "缆车运营单位未按照规定检修的，由旅游部门按照下列规定处以罚款：\n\n（一）造成轻伤的，处一万元以上三万元以下罚款；\n\n（二）造成重伤的，处三万元以上十万元以下罚款。",
        "9.1 缆车运营单位未按照规定检修的 | 由 旅游部门 | 对 缆车运营单位
  <造成轻伤的> 罚款 10000..30000元
  <造成重伤的> 罚款 30000..100000元",
    );
}

#[test]
fn points_that_only_name_measures_add_up() {
    check(
        "灯笼作坊弄虚作假的，由文化部门给予下列处罚：\n\n（一）警告；\n\n（二）责令停业。",
        "9.1 灯笼作坊弄虚作假的 | 由 文化部门 | 对 灯笼作坊
  <> 警告 + 责令停产停业",
    );
}

#[test]
fn a_pure_reference_is_an_item_for_each_provision() {
    check(
        "灯会举办单位违反本条例第三条、第四条第一款第二项至第三项规定的，处一千元罚款。",
        "9.1 违反本条例第三条、第四条第一款第二项至第三项规定的 | 违反 3 | 对 灯会举办单位
  <> 罚款 1000..1000元
9.1 违反本条例第三条、第四条第一款第二项至第三项规定的 | 违反 4.1.2 | 对 灯会举办单位
  <> 罚款 1000..1000元
9.1 违反本条例第三条、第四条第一款第二项至第三项规定的 | 违反 4.1.3 | 对 灯会举办单位
  <> 罚款 1000..1000元",
    );
}

#[test]
fn a_deed_beside_several_provisions_is_one_item() {
    check(
        "违反本条例第三条、第四条规定，未公示价目的，处一千元罚款。",
        "9.1 未公示价目的 | 违反 3、4
  <> 罚款 1000..1000元",
    );
}

#[test]
fn two_breaches_with_a_deed_each_are_two_items() {
    check(
        "违反本条例第三条规定，未公示价目的，或者违反本条例第四条规定，未出具票据的，处一千元罚款。",
        "9.1 未公示价目的 | 违反 3
  <> 罚款 1000..1000元
9.1 未出具票据的 | 违反 4
  <> 罚款 1000..1000元",
    );
}

#[test]
fn alternatives_under_one_consequence_are_not_split() {
    check(
        "占用、堵塞巷道，或者在巷道内堆放杂物的，处一百元罚款。",
        "9.1 占用、堵塞巷道，或者在巷道内堆放杂物的
  <> 罚款 100..100元",
    );
}

#[test]
fn two_deeds_in_one_sentence_share_the_last_tier() {
    check(
        "占用巷道的，责令改正，处一百元罚款；在巷道内堆放易燃物的，处五百元罚款；情节严重的，没收堆放的物品。",
        "9.1 占用巷道的
  <> 责令改正 + 罚款 100..100元
  <情节严重的> 没收非法财物
9.1 在巷道内堆放易燃物的
  <> 罚款 500..500元
  <情节严重的> 没收非法财物",
    );
}

#[test]
fn a_new_sentence_shares_nothing() {
    check(
        "占用巷道的，处一百元罚款。在巷道内堆放易燃物的，处五百元罚款；情节严重的，没收堆放的物品。",
        "9.1 占用巷道的
  <> 罚款 100..100元
9.1 在巷道内堆放易燃物的
  <> 罚款 500..500元
  <情节严重的> 没收非法财物",
    );
}

#[test]
fn a_paragraph_that_points_back_adds_a_tier_for_another_actor() {
    check(
        "单位有下列行为之一的，处一千元罚款：\n\n（一）遮挡路牌的；\n\n（二）损毁路牌的。\n\n个人有前款第二项行为的，处一百元罚款。\n\n有本条第一款行为，拒不改正的，代为清除。",
        "9.1.1 遮挡路牌的 | 对 单位
  <> 罚款 1000..1000元
  <拒不改正的> 行政强制
9.1.2 损毁路牌的 | 对 单位
  <> 罚款 1000..1000元
  <个人> 罚款 100..100元
  <拒不改正的> 行政强制",
    );
}

#[test]
fn a_paragraph_that_starts_with_a_grade_continues_the_one_before() {
    check(
        "遮挡路牌的，处一百元罚款。\n\n情节严重的，处五百元罚款。",
        "9.1 遮挡路牌的
  <> 罚款 100..100元
  <情节严重的> 罚款 500..500元",
    );
}

#[test]
fn another_deed_punished_as_the_one_before_is_an_item() {
    check(
        "遮挡路牌的，处一百元罚款。\n\n涂改路牌的，依照前款规定处罚。",
        "9.1 遮挡路牌的
  <> 罚款 100..100元
9.2 涂改路牌的
  <> 依照处罚 9.1",
    );
}

#[test]
fn a_breach_of_a_duty_paragraph_is_an_item() {
    check(
        "摊贩应当自带垃圾桶。\n\n违反前款规定的，由市容主管部门责令改正，处五十元罚款。",
        "9.2 违反前款规定的 | 违反 9.1 | 由 市容主管部门
  <> 责令改正 + 罚款 50..50元",
    );
}

#[test]
fn persons_responsible_are_a_target_under_the_condition_before_a_comma() {
    check(
        "灯会举办单位瞒报客流的，责令改正，处五千元罚款，对其直接负责的主管人员处一千元罚款；拒不改正的，处一万元罚款，对直接负责的主管人员处二千元罚款。",
        "9.1 灯会举办单位瞒报客流的 | 对 灯会举办单位 | 双罚
  <> 责令改正 + 罚款 5000..5000元
  <>[直接负责的主管人员] 罚款 1000..1000元
  <拒不改正的> 罚款 10000..10000元
  <拒不改正的>[直接负责的主管人员] 罚款 2000..2000元",
    );
}

#[test]
fn a_target_behind_a_semicolon_has_no_condition() {
    check(
        "灯会举办单位瞒报客流，拒不改正的，处五千元罚款；对直接负责的主管人员处一千元罚款。",
        "9.1 灯会举办单位瞒报客流 | 对 灯会举办单位 | 双罚
  <拒不改正的> 罚款 5000..5000元
  <>[直接负责的主管人员] 罚款 1000..1000元",
    );
}

#[test]
fn units_and_individuals_are_targets_with_and_without_a_preposition() {
    check(
        "放飞孔明灯的，责令改正，对单位处一千元罚款，对个人处一百元罚款。\n\n出售孔明灯的，单位处二千元罚款，个人处二百元罚款。",
        "9.1 放飞孔明灯的
  <> 责令改正
  <>[单位] 罚款 1000..1000元
  <>[个人] 罚款 100..100元
9.2 出售孔明灯的
  <>[单位] 罚款 2000..2000元
  <>[个人] 罚款 200..200元",
    );
}

#[test]
fn an_ordered_body_is_a_target() {
    check(
        "承包人偷换石料的，责令施工单位停工整顿，处一万元罚款。",
        "9.1 承包人偷换石料的 | 对 承包人
  <>[施工单位] 责令停产停业
  <> 罚款 10000..10000元",
    );
}

#[test]
fn amounts_of_gain_are_conditions() {
    check(
        "冒用云锦标志的，没收违法所得，违法所得五千元以上的，并处违法所得二倍以上五倍以下罚款；没有违法所得或者违法所得不足五千元的，并处一万元以下罚款。",
        "9.1 冒用云锦标志的
  <> 没收违法所得
  <违法所得五千元以上的> 罚款 违法所得 2..5倍
  <没有违法所得或者违法所得不足五千元的> 罚款 ..10000元",
    );
}

#[test]
fn what_is_confiscated_may_stand_in_the_condition() {
    check(
        "冒用云锦标志的，责令改正；有违法所得的，予以没收。",
        "9.1 冒用云锦标志的
  <> 责令改正
  <有违法所得的> 没收违法所得",
    );
}

#[test]
fn gains_and_things_are_two_measures() {
    check(
        "私酿米酒出售的，没收违法所得、私酿的米酒和酿酒工具，并处货值金额三倍罚款。",
        "9.1 私酿米酒出售的
  <> 没收违法所得 + 没收非法财物 + 罚款 货值金额 3..3倍",
    );
}

#[test]
fn every_basis_of_a_fine_is_read() {
    check(
        "违法占地的，处每平方米三百元罚款。\n\n拖欠摊位费的，处拖欠金额百分之五以上百分之十以下罚款。\n\n逾期不拆灯架的，每逾期一日处五十元罚款。\n\n毁坏古井的，并处罚款。",
        "9.1 违法占地的
  <> 罚款 平方米 300..300元
9.2 拖欠摊位费的
  <> 罚款 拖欠金额 5..10%
9.3 逾期不拆灯架的
  <> 罚款 日 50..50元
9.4 毁坏古井的
  <> 罚款 不定",
    );
}

#[test]
fn a_choice_of_measures_and_an_option_are_told_apart() {
    check(
        "渡口经营者超载的，给予警告或者处二百元罚款，可以暂扣经营许可证；情节严重的，责令停业，直至吊销经营许可证。",
        "9.1 渡口经营者超载的 | 对 渡口经营者
  <> 警告 + 罚款 200..200元 + 可暂扣许可证件
  <情节严重的> 责令停产停业 + 吊销许可证件",
    );
}

#[test]
fn bans_and_revoked_titles_have_their_kinds() {
    check(
        "导游强迫游客购物的，吊销导游证，三年内不得重新申请；以欺骗手段取得导游证的，撤销导游证，取消评优资格。",
        "9.1 导游强迫游客购物的
  <> 吊销许可证件 + 限制从业
9.1 以欺骗手段取得导游证的
  <> 其他 + 吊销许可证件",
    );
}

#[test]
fn punishment_by_another_statute_names_it() {
    check(
        "渡口经营者无照经营的，由市场监管部门依照《云麓市市场条例》第九条第一款的规定处罚。\n\n阻碍渡口检查的，由公安机关依法给予治安管理处罚；构成犯罪的，依法追究刑事责任。\n\n运输危险品的，依照有关法律、法规的规定处罚。",
        "9.1 渡口经营者无照经营的 | 由 市场监管部门 | 对 渡口经营者
  <> 依照处罚 《云麓市市场条例》9.1
9.2 阻碍渡口检查的 | 由 公安机关 | 刑责
  <> 依照处罚 治安管理处罚
9.3 运输危险品的
  <> 依照处罚 有关法律、法规",
    );
}

#[test]
fn a_condition_may_close_the_deed_before_the_only_tier() {
    check(
        "擅自下水游泳，情节严重，尚不构成犯罪的，处五百元罚款。",
        "9.1 擅自下水游泳
  <情节严重> 罚款 500..500元",
    );
}

#[test]
fn damages_first_leave_the_deed_open() {
    check(
        "渡船超载，给他人造成损失的，依法承担赔偿责任；造成人员死亡的，吊销经营许可证。",
        "9.1 渡船超载
  <造成人员死亡的> 吊销许可证件",
    );
}

#[test]
fn an_unlabelled_list_is_read_by_its_lines() {
    check(
        "有下列行为之一的，处一百元罚款：\n\n在城墙上刻画的；\n\n攀爬城墙的。",
        "9.2 在城墙上刻画的
  <> 罚款 100..100元
9.3 攀爬城墙的
  <> 罚款 100..100元",
    );
}

#[test]
fn a_missing_comma_does_not_join_deed_and_consequence() {
    check(
        "无证摆渡的由交通部门责令停业并处一千元罚款。",
        "9.1 无证摆渡的 | 由 交通部门
  <> 责令停产停业 + 罚款 1000..1000元",
    );
}

#[test]
fn the_authority_may_be_the_subject_of_the_sentence() {
    check(
        "码头积水未排除的，航道管理机构应当责令限期排除，可以处三千元以下罚款。",
        "9.1 码头积水未排除的 | 由 航道管理机构
  <> 责令改正 + 可罚款 ..3000元",
    );
}

#[test]
fn an_exception_names_who_is_punished() {
    check(
        "渡船倾覆，对肇事船主除要求赔偿外，由交通部门处五千元罚款。",
        "9.1 渡船倾覆 | 由 交通部门 | 对 肇事船主
  <> 罚款 5000..5000元",
    );
}

#[test]
fn what_other_laws_say_is_a_condition() {
    check(
        "渡口经营者违反本条例第三条规定，法律、法规有规定的，依照其规定；法律、法规没有规定的，由交通部门给予警告。",
        "9.1 违反本条例第三条规定 | 违反 3 | 由 交通部门 | 对 渡口经营者
  <法律、法规没有规定的> 警告",
    );
}

#[test]
fn discipline_alone_is_no_item() {
    check(
        "渡口管理机关的工作人员滥用职权的，依法给予处分；构成犯罪的，依法追究刑事责任。",
        "",
    );
}

#[test]
fn what_a_superior_corrects_in_an_organ_is_no_item() {
    check("水务主管部门不履行职责的，由上级机关责令改正。", "");
}

#[test]
fn generic_clauses_are_no_items() {
    check(
        "违反本条例规定的行为，法律、法规已有处罚规定的，从其规定。\n\n违反本条例规定，构成违反治安管理行为的，由公安机关依法给予治安管理处罚。\n\n本条例规定的罚款，由市容主管部门决定。\n\n被吊销渡船许可证的，五年内不得申请。",
        "",
    );
}

#[test]
fn a_duty_to_stop_is_no_item() {
    check("渡船漏水的，应当立即停止航行。", "");
}

#[test]
fn spans_are_the_words_of_the_behaviour() {
    let statute = statute("违反本条例规定，在盲道上摆放花箱的，处二百元罚款。");
    let item = &extract(&statute)[0];
    let text = &statute.articles[0].paragraphs[0].text;
    let behaviour = item
        .spans
        .iter()
        .find(|span| span.role == crate::enforcement_item::SpanRole::Behaviour)
        .expect("a behaviour has a span");
    assert_eq!(
        &text[behaviour.start as usize..behaviour.end as usize],
        item.behaviour
    );
}
