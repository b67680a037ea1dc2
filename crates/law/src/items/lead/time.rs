//! Since when and how long a consequence holds: 自决定作出之日起, 五年内.

use super::super::words::starts;

/// 五年内, 六个月以上一年以下, 终身
pub(super) fn duration(text: &str) -> Option<usize> {
    let mut rest = text;
    for _ in 0..2 {
        let number = rest.len()
            - rest
                .trim_start_matches(|c: char| super::super::money::starts_number(c) || c == '半')
                .len();
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
