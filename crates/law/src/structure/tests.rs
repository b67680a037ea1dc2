//! The structure of sound and of damaged sources.

use crate::finding::FindingCode as Code;
use crate::statute::{DivisionKind, Statute};

const HEAD: &str =
    "# 云麓市灯会条例\n\n2019年5月6日 云麓市人民代表大会常务委员会通过\n\n<!-- INFO END -->\n\n";

/// The tree on one line: `2[3,0]` is article 2 with a paragraph of three points and one of none;
/// `3[2/1.0]` has subpoints 1 and 0 below its two points; `{章2 经费}` is a heading.
fn outline(statute: &Statute) -> String {
    let mut words = Vec::new();
    let mut shown = 0;
    for article in &statute.articles {
        let until = article.division.map_or(shown, |division| division + 1);
        words.extend((shown..until.max(shown)).map(|at| heading(statute, at)));
        shown = until.max(shown);
        let paragraphs: Vec<String> = article
            .paragraphs
            .iter()
            .map(|paragraph| {
                let subpoints: Vec<String> = paragraph
                    .points
                    .iter()
                    .map(|point| point.subpoints.len().to_string())
                    .collect();
                if subpoints.iter().any(|count| count != "0") {
                    format!("{}/{}", paragraph.points.len(), subpoints.join("."))
                } else {
                    paragraph.points.len().to_string()
                }
            })
            .collect();
        words.push(format!("{}[{}]", article.number, paragraphs.join(",")));
    }
    words.extend((shown..statute.divisions.len()).map(|at| heading(statute, at)));
    words.join(" ")
}

fn heading(statute: &Statute, at: usize) -> String {
    let division = &statute.divisions[at];
    let kind = match division.kind {
        DivisionKind::Part => "编",
        DivisionKind::Subpart => "分编",
        DivisionKind::Chapter => "章",
        DivisionKind::Section => "节",
        DivisionKind::Other => "题",
    };
    format!(
        "{{{kind}{} {}}}",
        division.number.unwrap_or(0),
        division.title
    )
}

fn check(body: &str, expected: &str, codes: &[Code]) {
    let statute = crate::read(&format!("{HEAD}{}", body.replace('\n', "\n\n")));
    assert_eq!(outline(&statute), expected, "{body}");
    let found: Vec<Code> = statute
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(found, codes, "{body}");
}

#[test]
fn a_sound_statute_gives_its_tree_and_no_findings() {
    check(
        "## 第一章 总 则\n第一条 甲。\n乙。\n### 第一节 经费\n第二条 丙：\n（一）丁；\n（二）戊：\n1.己；\n2.庚。\n辛。\n## 第二章 附则\n第三条 壬。",
        "{章1 总则} 1[0,0] {节1 经费} 2[2/0.2,0] {章2 附则} 3[0]",
        &[],
    );
}

#[test]
fn the_head_gives_title_subtitle_and_events() {
    let statute = crate::read(
        "# 云麓市灯会条例\n\n# （试行）\n\n2019年5月6日 云麓市人民代表大会通过\n\n目录\n\n<!-- INFO END -->\n\n第一条 甲。",
    );
    assert_eq!(
        (statute.title.as_str(), statute.subtitle.as_deref()),
        ("云麓市灯会条例", Some("（试行）"))
    );
    assert_eq!(statute.events.len(), 1);
    assert!(statute.findings.is_empty());
}

#[test]
fn a_title_that_is_repeated_is_left_out() {
    let statute =
        crate::read("# 云麓市灯会管理服务条例\n\n云麓市灯会\n\n管理服务条例\n\n第一条 甲。");
    assert_eq!(
        (
            statute.events.len(),
            statute.preamble.len(),
            statute.findings.len()
        ),
        (0, 0, 1)
    );
    let statute =
        crate::read("# 云麓市灯会条例\n\n<!-- INFO END -->\n\n云麓市灯会条例\n\n第一条 甲。");
    assert_eq!(statute.preamble, [""; 0]);
}

#[test]
fn plain_text_needs_no_marks() {
    let text = "云麓市灯会条例\n（2019年5月6日云麓市人民代表大会通过）\n目　录\n第一章　总则\n第二章　附则\n第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。";
    let statute = crate::read(text);
    assert_eq!(outline(&statute), "{章1 总则} 1[0] {章2 附则} 2[0]");
    assert_eq!(statute.events.len(), 1);
    assert_eq!(
        statute
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>(),
        [Code::TableOfContents]
    );
}

#[test]
fn a_line_between_two_points_belongs_to_the_first() {
    check(
        "第一条 甲：\n（一）乙；\n丙；\n（二）丁。\n戊。",
        "1[2,0]",
        &[Code::LineWithinList],
    );
    let statute = crate::read("第一条 甲：\n（一）乙；\n丙；\n（二）丁。");
    assert_eq!(
        statute.articles[0].paragraphs[0].points[0].text,
        "乙；\n丙；"
    );
}

#[test]
fn a_second_list_belongs_to_its_own_paragraph() {
    check(
        "第一条 甲：\n（一）乙。\n丙：\n（一）丁；\n（二）戊。",
        "1[1,2]",
        &[],
    );
}

#[test]
fn broken_lines_are_joined_where_that_is_certain() {
    let body = "第一条 灯会期间任何人不得在灯廊两侧堆放杂物和\n停放车辆，违者由市容部门处罚。\n第二条 灯会由文化部门主办。";
    check(body, "1[0] 2[0]", &[Code::HardWrappedLine]);
    // 烛 and 光 stand together elsewhere.
    let body =
        "第一条 为了展示历史悠久、传承有序的手工烛\n光艺术，制定本条例。\n第二条 烛光应当遮护。";
    check(body, "1[0] 2[0]", &[Code::HardWrappedLine]);
    let body = "第一条 灯会期间任何人不得在灯廊两侧堆放杂物\n灯会由文化部门主办。";
    check(body, "1[0,0]", &[Code::UnfinishedLine]);
}

#[test]
fn a_heading_without_its_number_is_parted_from_the_article() {
    check(
        "## 第一章 总则\n第一条 甲。\n经费与保障\n第二条 乙。\n## 第三章 附则\n第三条 丙。",
        "{章1 总则} 1[0] {章2 经费与保障} 2[0] {章3 附则} 3[0]",
        &[Code::LostHeading],
    );
    check(
        "## 第一章 总则\n第一条 甲。\n云麓市人民政府",
        "{章1 总则} 1[0,0]",
        &[],
    );
}

#[test]
fn a_heading_split_over_two_lines_is_one() {
    check(
        "## 第一章 灯廊、灯台的设置和\n日常维护\n第一条 甲。",
        "{章1 灯廊、灯台的设置和日常维护} 1[0]",
        &[Code::SplitHeading],
    );
    check(
        "## 第一章 灯廊\n一般规定\n第一条 甲。\n### 第二节 维护\n第二条 乙。",
        "{章1 灯廊} {节1 一般规定} 1[0] {节2 维护} 2[0]",
        &[Code::LostHeading],
    );
}

#[test]
fn damaged_heads_of_articles_are_read() {
    check(
        "第一 条甲。\n笫二条 乙。\n第－条 丙。",
        "1[0] 2[0] 1[0]",
        &[
            Code::DamagedArticleHead,
            Code::DamagedArticleHead,
            Code::DamagedArticleHead,
            Code::ArticleGap,
        ],
    );
    check(
        "## 第一章 总则\n甲。\n乙。\n第三条 丙。",
        "{章1 总则} 1[0] 2[0] 3[0]",
        &[Code::LostArticleHead, Code::LostArticleHead],
    );
    check(
        "第一条 甲。\n第三条 乙。\n第三条 丙。",
        "1[0] 3[0] 3[0]",
        &[Code::ArticleGap, Code::RepeatedArticle],
    );
}

#[test]
fn sentences_that_begin_with_a_citation_are_paragraphs() {
    check(
        "第一条 甲。\n第一条、第三条规定的除外。\n（一）、（二）项所列除外。\n第二条 乙。",
        "1[0,0,0] 2[0]",
        &[],
    );
}

#[test]
fn lost_labels_are_restored_where_their_number_is_certain() {
    check(
        "第一条 甲：\n乙；\n丙；\n（三）丁。",
        "1[3]",
        &[Code::LostLabel, Code::LostLabel],
    );
    check(
        "第一条 甲：\n（一）乙；\n丙；\n（三）丁。",
        "1[3]",
        &[Code::LostLabel],
    );
    check(
        "第一条 甲：\n（一）乙；\n（三）丁。",
        "1[2]",
        &[Code::PointGap],
    );
    check(
        "第一条 甲：\n乙；\n丙。",
        "1[0,0,0]",
        &[Code::UnlabelledList],
    );
}

#[test]
fn labels_inside_a_line_split_it() {
    check(
        "第一条 甲：（一）乙；\n（二）丙。",
        "1[2]",
        &[Code::InlineLabel],
    );
    check(
        "第一条 甲：（一）乙；（二）丙。（三）丁。",
        "1[3]",
        &[Code::InlineLabel, Code::InlineLabel, Code::InlineLabel],
    );
    check(
        "第一条 依照前款第（一）项；（二）、（三）项除外。",
        "1[0]",
        &[],
    );
}

#[test]
fn articles_on_one_line_are_split() {
    check(
        "第一条 甲。 乙。 第二条 丙。\n第三条 丁。",
        "1[0,0] 2[0] 3[0]",
        &[Code::RunTogether],
    );
    check(
        "第一条 甲。第二章 附则\n第二条 乙。",
        "1[0] {章2 附则} 2[0]",
        &[Code::RunTogether, Code::DivisionGap],
    );
}

#[test]
fn an_appendix_is_no_part_of_the_last_article() {
    check(
        "第一条 甲。\n附件：\n灯台图样\n第一条 图样如下。",
        "1[0]",
        &[Code::Appendix],
    );
    check("第一条 甲。\n附带损坏的，应当修复。", "1[0,0]", &[]);
}

#[test]
fn quoted_articles_are_text() {
    check(
        "第一条 将《云麓市灯会条例》第五条修改为：\n第五条 甲。\n第六条 乙。\n第二条 丙。",
        "1[0,0,0] 2[0]",
        &[
            Code::QuotedArticle,
            Code::QuotedArticle,
            Code::UnlabelledList,
        ],
    );
}

#[test]
fn a_table_of_contents_is_left_out() {
    check(
        "## 第一章 总则\n## 第二章 附则\n## 第一章 总则\n第一条 甲。\n## 第二章 附则\n第二条 乙。",
        "{章1 总则} 1[0] {章2 附则} 2[0]",
        &[Code::TableOfContents],
    );
}

#[test]
fn a_table_of_contents_is_known_without_its_first_heading_in_the_body() {
    check(
        "## 第二章 经费\n## 第三章 附则\n## 第四章 附录\n第一条 甲。\n## 第二章 经费\n第二条 乙。",
        "1[0] {章2 经费} 2[0]",
        &[Code::TableOfContents, Code::DivisionGap],
    );
}

#[test]
fn a_text_without_articles_is_kept_whole() {
    let statute =
        crate::read("# 云麓市关于灯会的决定\n\n<!-- INFO END -->\n\n一、甲。\n\n二、乙。");
    assert_eq!(statute.preamble, ["一、甲。", "二、乙。"]);
    assert_eq!(statute.findings[0].code, Code::NoArticle);
    assert_eq!(
        crate::read(" \u{200b}\n")
            .findings
            .last()
            .map(|finding| finding.code),
        Some(Code::Empty)
    );
}

#[test]
fn characters_are_normalised_and_the_change_reported() {
    let statute = crate::read("第一条 高度不得低于２\u{e005}５米,（一 般）按<灯台规范>执行。");
    assert_eq!(
        statute.articles[0].paragraphs[0].text,
        "高度不得低于2.5米，（一般）按《灯台规范》执行。"
    );
    let codes: Vec<Code> = statute
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    for code in [
        Code::FullWidthDigit,
        Code::PrivateUseCharacter,
        Code::HalfWidthPunctuation,
        Code::AngleBracket,
    ] {
        assert!(codes.contains(&code), "{code:?} in {codes:?}");
    }
}

#[test]
fn certain_repairs_of_characters_are_told_once_with_the_number_of_lines() {
    let statute =
        crate::read("第一条 甲,乙。\n第二条 丙。\n第三条 丁,戊,己。\u{e005}\n第四条 庚\u{e005}。");
    let told: Vec<_> = statute
        .findings
        .iter()
        .map(|finding| (finding.code, finding.line, finding.line_count))
        .filter(|(code, ..)| *code != Code::NoTitle)
        .collect();
    assert_eq!(
        told,
        [
            (Code::HalfWidthPunctuation, 1, 2),
            (Code::PrivateUseCharacter, 3, 1),
            (Code::PrivateUseCharacter, 4, 1),
        ]
    );
}
