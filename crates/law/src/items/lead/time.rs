//! Since when, how long, where and how a consequence holds: 自决定作出之日起, 五年内, 建成区内, 按照职责分工.

use super::super::words::{ends, first, holds, starts};

/// 五年内, 六个月以上一年以下, 终身
pub(super) fn duration(text: &str) -> Option<usize> {
    let mut rest = text;
    for _ in 0..2 {
        let number = rest.len()
            - rest
                .trim_start_matches(|c: char| super::super::money::starts_number(c) || c == '半')
                .len();
        let number = starts(&rest[number..], &["至", "到", "-", "～"]).map_or(number, |link| {
            let from = number + link.len();
            let more = rest[from..].trim_start_matches(super::super::money::starts_number);
            if number > 0 {
                rest.len() - more.len()
            } else {
                number
            }
        });
        let Some(unit) =
            starts(&rest[number..], &["年", "个月", "月", "日", "天"]).filter(|_| number > 0)
        else {
            break;
        };
        rest = &rest[number + unit.len()..];
        rest = starts(rest, &["以内", "之内", "内", "以上", "以下", "至", "到"])
            .map_or(rest, |word| &rest[word.len()..]);
    }
    (rest.len() < text.len()).then(|| text.len() - rest.len())
}

/// 自处罚决定作出之日起, 在一年内
pub(super) fn time(text: &str) -> Option<usize> {
    if let Some(len) = duration(text) {
        return Some(len);
    }
    if text.starts_with(['自', '从']) {
        return ["之日起", "日起", "之次日起", "起"]
            .iter()
            .find_map(|end| text.find(end).map(|at| at + end.len()))
            .filter(|&end| end <= 150);
    }
    text.starts_with('在')
        .then(|| {
            ["期间内", "时间内", "期限内", "年内", "月内", "日内"]
                .iter()
                .find_map(|end| text.find(end).map(|at| at + end.len()))
        })?
        .filter(|&end| end <= 90)
}

/// 建成区内由…责令改正: where the authority acts.
pub(super) fn area(text: &str) -> Option<usize> {
    let at = text.find("由").filter(|at| (6..=60).contains(at))?;
    let place = &text[..at];
    (ends(place, &["内", "外", "区域", "地区", "城区"])
        && !holds(place, &["的", "年", "月", "日", "处", "罚"]))
    .then_some(at)
}

/// 除依照…处罚外
pub(super) fn exception(text: &str) -> Option<usize> {
    text.starts_with('除').then(|| {
        text.find("之外")
            .map(|at| at + 6)
            .or_else(|| text.find('外').map(|at| at + 3))
    })?
}

/// 按照职责分工, 根据情节轻重: how to choose, not by which provision to punish.
pub(super) fn manner(text: &str) -> Option<usize> {
    let word = starts(
        text,
        &[
            "按照", "依照", "依据", "根据", "按", "依", "视其", "视", "在",
        ],
    )?;
    let ends_of = [
        "职责分工",
        "职责范围内",
        "职责范围",
        "职责",
        "职权范围内",
        "职权",
        "权限",
        "分工",
        "情节轻重",
        "情节",
        "程度",
        "后果",
        "具体情况",
        "不同情况",
    ];
    let window = first(text, &["的规定", "第", "《"])
        .unwrap_or(text.len())
        .min(120.min(text.len()));
    let end = ends_of
        .iter()
        .filter_map(|end| text.find(end).map(|at| at + end.len()))
        .filter(|&end| end <= window)
        .max()?;
    let end = end
        + starts(
            &text[end..],
            &["规定", "范围内", "范围", "内", "要求", "的不同", "不同"],
        )
        .map_or(0, str::len);
    (end > word.len()).then_some(end)
}
