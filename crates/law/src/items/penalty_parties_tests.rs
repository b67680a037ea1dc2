//! Who punishes whom: authorities and parties, each way of naming them with a sentence of its own.

use super::penalty_shown::check;

#[test]
fn an_authority_may_hold_a_relative_clause() {
    check(
        "违反本条例第三条规定的，设区的市的渡口管理部门可以根据情节处以三千元以下的罚款。",
        "9.1 违反本条例第三条规定的 | 违反 3 | 由 设区的市的渡口管理部门
  <> 可罚款 ..3000元",
    );
}

#[test]
fn who_hands_a_case_over_is_not_the_authority() {
    check(
        "无证摆渡的，由公安机关收集证据后，将案卷移送市交通运输部门，由市交通运输部门处一千元罚款。",
        "9.1 无证摆渡的 | 由 市交通运输部门
  <> 罚款 1000..1000元",
    );
}

#[test]
fn who_is_asked_to_act_does_not_hide_what_is_imposed() {
    check(
        "渡口经营者拒绝停航的，由交通部门处二千元罚款；情节严重的，报请市人民政府决定责令停业；逾期不改正的，通知发证机关吊销渡运许可证。",
        "9.1 渡口经营者拒绝停航的 | 由 交通部门 | 对 渡口经营者
  <> 罚款 2000..2000元
  <情节严重的> 责令停产停业
  <逾期不改正的> 吊销许可证件",
    );
}

#[test]
fn an_order_of_an_authority_may_follow_a_preposition_of_means() {
    check(
        "渡船漏水，经海事机构责令停航；逾期不停航的，处二千元罚款。",
        "9.1 渡船漏水 | 由 海事机构
  <> 责令停产停业
  <逾期不停航的> 罚款 2000..2000元",
    );
}

#[test]
fn the_authority_of_a_point_stands_before_that_of_the_intro() {
    check(
        "有下列行为之一的，由园林部门按照下列规定处罚：\n\n（一）攀折花枝的，处五十元罚款；\n\n（二）驾车入园的，由公安机关处二百元罚款。",
        "9.1.1 攀折花枝的 | 由 园林部门
  <> 罚款 50..50元
9.1.2 驾车入园的 | 由 公安机关
  <> 罚款 200..200元",
    );
}

#[test]
fn an_authority_that_only_admonishes_is_still_named() {
    check(
        "船员有下列行为之一的，由海事机构予以训诫；情节严重的，吊销船员证：\n\n（一）酒后摆渡的。",
        "9.1.1 酒后摆渡的 | 由 海事机构 | 对 船员
  <情节严重的> 吊销许可证件",
    );
}

#[test]
fn a_party_may_be_described_before_it_is_named() {
    check(
        "在城墙上从事经营的商户，未缴纳保护费的，处一百元罚款。\n\n与灯会有关的单位和个人不配合调查的，处二百元罚款。\n\n未经指定的平台擅自售票的，处三百元罚款。",
        "9.1 在城墙上从事经营的商户，未缴纳保护费的 | 对 在城墙上从事经营的商户
  <> 罚款 100..100元
9.2 与灯会有关的单位和个人不配合调查的 | 对 与灯会有关的单位和个人
  <> 罚款 200..200元
9.3 未经指定的平台擅自售票的 | 对 未经指定的平台
  <> 罚款 300..300元",
    );
}

#[test]
fn a_comma_may_part_the_party_from_its_breach() {
    check(
        "取得渡运许可证的单位和个人，违反本条例第三条、第四条规定的，由交通部门给予警告。",
        "9.1 违反本条例第三条、第四条规定的 | 违反 3 | 由 交通部门 | 对 取得渡运许可证的单位和个人
  <> 警告
9.1 违反本条例第三条、第四条规定的 | 违反 4 | 由 交通部门 | 对 取得渡运许可证的单位和个人
  <> 警告",
    );
}

#[test]
fn a_place_is_no_party() {
    check(
        "在城墙、码头以及其他公共场所擅自设摊的，处一百元罚款。",
        "9.1 在城墙、码头以及其他公共场所擅自设摊的
  <> 罚款 100..100元",
    );
}

#[test]
fn a_target_before_a_comma_holds_to_the_end_of_its_clause() {
    check(
        "有下列情形之一的，对船长，由海事机构责令改正，给予警告，可以并处五百元罚款；情节严重的，吊销渡运许可证：\n\n（一）超载的。",
        "9.1.1 超载的 | 由 海事机构
  <>[船长] 责令改正 + 警告 + 可罚款 500..500元
  <情节严重的> 吊销许可证件",
    );
}

#[test]
fn a_target_ends_where_a_choice_of_measures_starts() {
    check(
        "渡口经营者瞒报事故的，对直接负责的主管人员单处或者并处警告、一千元罚款。",
        "9.1 渡口经营者瞒报事故的 | 对 渡口经营者 | 双罚
  <>[直接负责的主管人员] 警告 + 罚款 1000..1000元",
    );
}

#[test]
fn targets_of_a_fine_close_the_deed_before_them() {
    check(
        "妨碍渡船救援的，对单位，处五千元罚款；对个人，处五百元罚款。",
        "9.1 妨碍渡船救援的
  <>[单位] 罚款 5000..5000元
  <>[个人] 罚款 500..500元",
    );
}

#[test]
fn an_authority_may_be_one_that_another_appoints() {
    check(
        "灯会举办单位超出核定人数售票的，由所在地人民政府指定的部门责令改正。",
        "9.1 灯会举办单位超出核定人数售票的 | 由 所在地人民政府指定的部门 | 对 灯会举办单位
  <> 责令改正",
    );
}

#[test]
fn owners_are_parties_and_verbs_are_none() {
    check(
        "渡船所有人未登记的，处一百元罚款。\n\n提交虚假材料骗取渡运公司许可的，处一千元罚款。",
        "9.1 渡船所有人未登记的 | 对 渡船所有人
  <> 罚款 100..100元
9.2 提交虚假材料骗取渡运公司许可的
  <> 罚款 1000..1000元",
    );
}

#[test]
fn a_refusal_is_the_deed_where_nothing_else_is() {
    check(
        "船主违反本条例规定，拒不执行停航决定的，给予警告；情节严重的，处一千元罚款。",
        "9.1 拒不执行停航决定的
  <> 警告
  <情节严重的> 罚款 1000..1000元",
    );
}

#[test]
fn a_paragraph_goes_on_from_the_article_named_before() {
    check(
        "违反本条例第三条第一款规定，占道的，处一百元罚款；违反第二款规定，未清场的，处二百元罚款。",
        "9.1 占道的 | 违反 3.1
  <> 罚款 100..100元
9.1 未清场的 | 违反 3.2
  <> 罚款 200..200元",
    );
}

#[test]
fn two_authorities_for_two_areas_both_stand() {
    check(
        "违反本条例规定，焚烧芦苇的，建成区内由城市管理部门、建成区外由乡镇人民政府责令改正，可以处二百元罚款。",
        "9.1 焚烧芦苇的 | 由 城市管理部门、建成区外由乡镇人民政府
  <> 责令改正 + 可罚款 200..200元",
    );
}

#[test]
fn whose_licence_is_revoked_is_no_authority() {
    check(
        "渡口不再符合条件的，其渡运许可证由发证机构予以吊销。",
        "9.1 渡口不再符合条件的 | 由 发证机构
  <> 吊销许可证件",
    );
}

#[test]
fn a_person_told_by_his_deed_is_punished_on_both_sides_of_a_semicolon() {
    check(
        "虚报渡船数量或者采取其他手段骗取补贴的，责令改正，对虚报渡船数量的公司，处一万元罚款；对伪造账册或者采取其他手段隐瞒事实的公司，处二万元罚款。",
        "9.1 虚报渡船数量或者采取其他手段骗取补贴的
  <> 责令改正
  <>[虚报渡船数量的公司] 罚款 10000..10000元
  <>[伪造账册或者采取其他手段隐瞒事实的公司] 罚款 20000..20000元",
    );
}

#[test]
fn where_the_deeds_are_done_is_no_actor() {
    check(
        "渡口管理区域内有下列行为之一的，处一百元罚款：\n\n（一）晾晒渔网的；\n\n（二）携犬登船未束绳的。",
        "9.1.1 晾晒渔网的\n  <> 罚款 100..100元\n9.1.2 携犬登船未束绳的\n  <> 罚款 100..100元",
    );
}

#[test]
fn the_actor_himself_is_no_target() {
    check(
        "渡运公司违法经营的，交通部门可以责令该渡运公司停业整顿。",
        "9.1 渡运公司违法经营的 | 由 交通部门 | 对 渡运公司\n  <> 可责令停产停业",
    );
}

#[test]
fn what_stands_before_the_breach_is_no_deed() {
    check(
        "经营者运输夜市货物，违反本条例第七条规定，未系缆绳的，处一百元罚款。",
        "9.1 未系缆绳的 | 违反 7 | 对 经营者\n  <> 罚款 100..100元",
    );
}

#[test]
fn who_dissuades_first_does_not_hide_the_deed() {
    check(
        "在渡船上吸烟的，由船员进行劝阻；劝阻无效的，由交通部门处五十元罚款。",
        "9.1 在渡船上吸烟的 | 由 交通部门
  <劝阻无效的> 罚款 50..50元",
    );
}

#[test]
fn whom_an_authority_punishes_may_stand_beside_it() {
    check(
        "运输假船票的，由交通部门对直接责任人员，没收船票，并处一千元罚款。",
        "9.1 运输假船票的 | 由 交通部门 | 双罚
  <>[直接责任人员] 没收非法财物 + 罚款 1000..1000元",
    );
}

#[test]
fn who_collects_first_is_the_authority() {
    check(
        "隐匿旧船票的，由交通部门会同公安机关追缴船票，给予警告。\n\n对外渡运企业未投保的，处一百元罚款。",
        "9.1 隐匿旧船票的 | 由 交通部门会同公安机关
  <> 警告
9.2 对外渡运企业未投保的 | 对 对外渡运企业
  <> 罚款 100..100元",
    );
}

#[test]
fn a_person_with_an_exception_is_still_the_actor() {
    check(
        "从事渡运的单位和个人除检修需要外，擅自停航的，由交通部门会同海事机构没收缆绳，处一百元罚款。",
        "9.1 从事渡运的单位和个人除检修需要外，擅自停航的 | 由 交通部门会同海事机构 | 对 从事渡运的单位和个人
  <> 没收非法财物 + 罚款 100..100元",
    );
}

#[test]
fn who_punishes_the_breach_of_a_duty_listed_before_is_its_authority() {
    check(
        "驾驶渡船不得有下列行为：\n\n（一）载运爆竹；\n\n（二）逆行。\n\n违反前款第一项规定的，由交通部门处一百元罚款。",
        "9.1.1 载运爆竹 | 由 交通部门\n  <> 罚款 100..100元",
    );
}
