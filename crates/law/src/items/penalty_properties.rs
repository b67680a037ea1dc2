//! What holds of the items of any text.

use super::extract;
use crate::enforcement_item::Span;
use crate::statute::Statute;

/// Pieces of statutes, put together at random: most of it nonsense, all of it close to the grammar.
#[rustfmt::skip]
const PIECES: [&str; 44] = [
    "违反本条例规定", "违反本法第三条第一款第二项至第九项规定", "有下列行为之一的", "未备案的",
    "擅自", "摊贩", "由市容主管部门", "责令", "限期改正", "处", "一万元以上", "五万元以下",
    "罚款", "每日", "百分之五", "货值金额", "三倍", "没收违法所得", "吊销许可证", "警告", "拘留",
    "对其直接负责的主管人员", "情节严重的", "逾期不改正的", "依照前款规定处罚",
    "依照《某法》第九条的规定处罚", "构成犯罪的", "依法追究刑事责任", "，", "；", "。", "：",
    "\n\n", "（一）", "（二）", "第", "前款", "条", "的", "或者", "除", "外", "自", "之日起",
];

proptest::proptest! {
    #[test]
    fn any_text_yields_items_whose_spans_lie_in_it(picks in proptest::collection::vec(0usize..PIECES.len(), 0..60), odd in "\\PC{0,12}") {
        let mut text: String = picks.iter().map(|&pick| PIECES[pick]).collect();
        text.push_str(&odd);
        let statute = crate::read(&format!("# 云麓市试验条例\n\n第九条 {text}\n"));
        let items = extract(&statute);
        proptest::prop_assert_eq!(&items, &extract(&statute));
        for span in items.iter().flat_map(|item| &item.spans) {
            let (start, end) = (span.start as usize, span.end as usize);
            proptest::prop_assert!(words_at(&statute, span).iter().any(|words| words.get(start..end).is_some()));
        }
    }
}

/// Found by the property above: the path of a point may be that of another.
#[test]
fn points_that_bear_one_label_twice_keep_their_spans() {
    let text = "有下列行为之一的，处一元罚款：\n\n（一）甲；\n\n（一）在城墙上刻画的。";
    let statute = crate::read(&format!("# 云麓市试验条例\n\n第九条 {text}\n"));
    let items = extract(&statute);
    let within = |span: &Span| {
        words_at(&statute, span)
            .iter()
            .any(|words| words.len() >= span.end as usize)
    };
    assert!(!items.is_empty() && items.iter().flat_map(|item| &item.spans).all(within));
}

/// The own text of every provision at the span's path: damaged numbering may give a path twice.
fn words_at<'s>(statute: &'s Statute, span: &Span) -> Vec<&'s str> {
    let articles = statute
        .articles
        .iter()
        .filter(|article| article.number == span.path.article);
    let at = span
        .path
        .paragraph
        .map_or(0, |paragraph| paragraph as usize - 1);
    let paragraphs = articles.filter_map(|article| article.paragraphs.get(at));
    let Some(number) = span.path.point else {
        return paragraphs
            .map(|paragraph| paragraph.text.as_str())
            .collect();
    };
    let points = paragraphs
        .flat_map(|paragraph| &paragraph.points)
        .filter(|point| point.number == number);
    match span.path.subpoint {
        None => points.map(|point| point.text.as_str()).collect(),
        Some(number) => points
            .flat_map(|point| &point.subpoints)
            .filter(|subpoint| subpoint.number == number)
            .map(|subpoint| subpoint.text.as_str())
            .collect(),
    }
}
