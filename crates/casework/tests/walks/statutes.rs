//! Ordinances of a city that does not exist, in our own words. None of it is law.

/// The one version of the ordinance on lightboxes: a warning, a fine with bounds, or the licence.
pub const LIGHTBOX: &str = "law/云麓市灯箱管理条例@2020-05-01#3.1";
/// Stalls, the law before April 2026; a lighter one follows it.
pub const STALLS: &str = "law/云麓市摊位管理条例@2021-03-01#3.1";
/// Banners, the law before April 2026, and the heavier one after it.
pub const BANNERS: &str = "law/云麓市条幅管理条例@2021-03-01#3.1";
pub const BANNERS_HEAVIER: &str = "law/云麓市条幅管理条例@2026-02-01#3.1";
/// A fine that is a multiple of what was gained: no amount that is known beforehand.
pub const FLYERS: &str = "law/云麓市传单管理条例@2020-05-01#3.1";

/// Kites: adopted, and in nobody's list.
pub const KITES: &str = "law/云麓市风筝管理条例@2020-05-01#3.1";

/// Files of the ordinances.
pub const STATUTES: [(&str, &str); 7] = [
    ("云麓市灯箱管理条例(2020-05-01).md", LIGHTBOX_TEXT),
    ("云麓市摊位管理条例(2021-03-01).md", STALLS_OLD),
    ("云麓市摊位管理条例(2026-02-01).md", STALLS_NEW),
    ("云麓市条幅管理条例(2021-03-01).md", BANNERS_OLD),
    ("云麓市条幅管理条例(2026-02-01).md", BANNERS_NEW),
    ("云麓市传单管理条例(2020-05-01).md", FLYERS_TEXT),
    ("云麓市风筝管理条例(2020-05-01).md", KITES_TEXT),
];

const LIGHTBOX_TEXT: &str = "# 云麓市灯箱管理条例

2020年5月1日 云麓市人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范灯箱设置，制定本条例。

第二条 设置灯箱应当取得城市管理部门的许可。

## 第二章 法律责任

第三条 违反本条例第二条规定，未经许可设置灯箱的，由城市管理部门责令改正，给予警告，并处五百元以上十万元以下罚款；情节严重的，吊销许可证件。

第四条 本条例自2020年6月1日起施行。
";

const STALLS_OLD: &str = "# 云麓市摊位管理条例

2021年3月1日 云麓市人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范摊位设置，制定本条例。

第二条 摊位应当设在划定的区域内。

## 第二章 法律责任

第三条 违反本条例第二条规定，在划定区域外设摊的，由城市管理部门责令改正，处一千元以上五千元以下罚款。

第四条 本条例自2021年4月1日起施行。
";

const STALLS_NEW: &str = "# 云麓市摊位管理条例

2021年3月1日 云麓市人民代表大会常务委员会通过

2026年2月1日 云麓市人民代表大会常务委员会修订

<!-- INFO END -->

## 第一章 总则

第一条 为了规范摊位设置，制定本条例。

第二条 摊位应当设在划定的区域内。

## 第二章 法律责任

第三条 违反本条例第二条规定，在划定区域外设摊的，由城市管理部门责令改正，处二百元以上一千元以下罚款。

第四条 本条例自2026年4月1日起施行。
";

const BANNERS_OLD: &str = "# 云麓市条幅管理条例

2021年3月1日 云麓市人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范条幅悬挂，制定本条例。

第二条 悬挂条幅应当向城市管理部门备案。

## 第二章 法律责任

第三条 违反本条例第二条规定，悬挂条幅未备案的，由城市管理部门责令改正，处五百元以上二千元以下罚款。

第四条 本条例自2021年4月1日起施行。
";

const BANNERS_NEW: &str = "# 云麓市条幅管理条例

2021年3月1日 云麓市人民代表大会常务委员会通过

2026年2月1日 云麓市人民代表大会常务委员会修订

<!-- INFO END -->

## 第一章 总则

第一条 为了规范条幅悬挂，制定本条例。

第二条 悬挂条幅应当向城市管理部门备案。

## 第二章 法律责任

第三条 违反本条例第二条规定，悬挂条幅未备案的，由城市管理部门责令改正，处三千元以上一万元以下罚款。

第四条 本条例自2026年4月1日起施行。
";

const FLYERS_TEXT: &str = "# 云麓市传单管理条例

2020年5月1日 云麓市人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范传单发放，制定本条例。

第二条 发放传单应当在划定的区域内。

## 第二章 法律责任

第三条 违反本条例第二条规定，在划定区域外发放传单的，由城市管理部门处违法所得一倍以上三倍以下罚款。

第四条 本条例自2020年6月1日起施行。
";

const KITES_TEXT: &str = "# 云麓市风筝管理条例

2020年5月1日 云麓市人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范风筝放飞，制定本条例。

第二条 风筝不得在道路上放飞。

## 第二章 法律责任

第三条 违反本条例第二条规定，在道路上放飞风筝的，由城市管理部门处五百元以上二千元以下罚款。

第四条 本条例自2020年6月1日起施行。
";
