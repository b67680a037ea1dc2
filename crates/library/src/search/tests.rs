use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, date};
use law::ItemKind;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

const TODAY: Date = date(2026, 11, 24);

/// An index over a little law of 云麓市, with the national word files.
struct Sample {
    index: SearchIndex,
    _folder: TempDir,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(Sample::new);

const RIVER_LANTERN_LAW: &str = "# 中华人民共和国河灯安全法\n2012年1月1日 通过\n<!-- INFO END -->\n\
第一条 为了河灯的安全，制定本法。\n\
第二条 放河灯应当取得河灯许可证。禁止在桥下放河灯。\n\
第三条 未取得河灯许可证放河灯的，责令改正，处一百元罚款。\n\
第四条 有下列行为之一的，处二百元罚款：\n（一）在桥下放河灯的；\n（二）向河灯泼水的。\n";

const LANTERN_RULES: &str = "# 云麓市河灯条例\n2020年1月1日 通过\n<!-- INFO END -->\n\
第一条 未取得河灯许可证放河灯的，处五十元罚款。\n\
第二条 河灯的灯芯用棉线，长度ＡＢ１２。\n";

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = SearchIndex::create(folder.path(), Arc::new(Lexicon::built_in())).unwrap();
        let mut writer = index.rewrite().unwrap();
        let old = RIVER_LANTERN_LAW.replace("一百元", "十元");
        let law = version("河灯安全法", "法律", "", date(2012, 1, 1), None);
        let former = version(
            "河灯安全法",
            "法律",
            "",
            date(2002, 1, 1),
            law.in_force_from,
        );
        let rules = version(
            "云麓市河灯条例",
            "地方性法规",
            "云岭",
            date(2020, 1, 1),
            None,
        );
        for (version, text) in [
            (&law, RIVER_LANTERN_LAW),
            (&former, &old),
            (&rules, LANTERN_RULES),
        ] {
            for article in &law::read(text).articles {
                writer
                    .add(&IndexDocument::article(version, article))
                    .unwrap();
            }
        }
        writer
            .add(&IndexDocument::item(&law, item("4.1.2", "向河灯泼水的")))
            .unwrap();
        writer
            .add(&IndexDocument::item(
                &law,
                item("3.1", "未取得河灯许可证放河灯的"),
            ))
            .unwrap();
        writer.commit("first").unwrap();
        Self {
            index,
            _folder: folder,
        }
    }
}

fn version(
    title: &str,
    level: &str,
    region: &str,
    from: Date,
    until: Option<Date>,
) -> Arc<IndexedVersion> {
    Arc::new(IndexedVersion {
        statute: title.parse().unwrap(),
        version: law::VersionKey::On(from),
        title: title.to_owned(),
        level: level.to_owned(),
        region: region.to_owned(),
        in_force_from: Some(from),
        in_force_until: until,
        repealed: false,
        file: format!("{title}.md"),
    })
}

fn item(path: &str, behaviour: &str) -> ItemDocument {
    ItemDocument {
        id: format!("item-{path}"),
        kind: ItemKind::Penalty,
        state: "read".to_owned(),
        path: path.parse().unwrap(),
        behaviour: behaviour.to_owned(),
        authority: Some("河灯局".to_owned()),
        object: None,
        duties: vec!["放河灯应当取得河灯许可证。".to_owned()],
        penalty: "罚款".to_owned(),
    }
}

fn ask(query: &str) -> SearchAnswer {
    SAMPLE
        .index
        .search(&SearchRequest::new(query, TODAY))
        .unwrap()
}

fn first(query: &str) -> String {
    let answer = ask(query);
    answer
        .hits
        .first()
        .map(|hit| hit.address().to_string())
        .unwrap_or_default()
}

#[test]
fn every_citation_form_finds_its_provision_first() {
    for query in [
        "《中华人民共和国河灯安全法》第四条第一款第（二）项",
        "河灯安全法第四条第一款第二项",
        "河灯安全法第4条第1款第2项",
        "河安法4.1.2",
        "law/河灯安全法@2012-01-01#4.1.2",
        "违反《河灯安全法》第四条第一款第（二）项怎么处罚",
    ] {
        assert_eq!(first(query), "law/河灯安全法@2012-01-01#4.1.2", "{query}");
    }
    assert_eq!(first("河安法 3"), "law/河灯安全法@2012-01-01#3");
}

#[test]
fn a_day_within_the_query_leads_to_the_version_of_that_day() {
    assert_eq!(
        first("2005年3月1日 河灯安全法第三条"),
        "law/河灯安全法@2002-01-01#3"
    );
    let request = SearchRequest {
        as_of: Some(date(2005, 3, 1)),
        ..SearchRequest::new("未取得河灯许可证", TODAY)
    };
    let hits = SAMPLE.index.search(&request).unwrap().hits;
    assert!(
        hits.iter()
            .all(|hit| hit.version.to_string() == "2002-01-01")
    );
    assert_eq!(hits[0].state, VersionState::InForce);
}

#[test]
fn a_superseded_version_stands_below_the_one_in_force() {
    let hits = ask("未取得河灯许可证放河灯").hits;
    let states: Vec<_> = hits.iter().map(|hit| hit.state).collect();
    assert_eq!(
        states
            .iter()
            .filter(|state| **state == VersionState::Superseded)
            .count(),
        2
    );
    assert_eq!(states[0], VersionState::InForce);
    assert_eq!(hits[0].statute.as_str(), "河灯安全法");
}

#[test]
fn a_place_within_the_query_leads_to_its_own_statute() {
    assert_eq!(
        first("云麓市 未取得河灯许可证放河灯"),
        "law/云麓市河灯条例@2020-01-01#1.1"
    );
}

#[test]
fn pinyin_finds_an_item_and_a_title() {
    for query in [
        "wqdhdxkz",
        "wqdxkz",
        "weiqude",
        "hedengxukezheng",
        "wqdhedeng",
    ] {
        assert_eq!(first(query), "law/河灯安全法@2012-01-01#3.1", "{query}");
    }
    assert_eq!(first("hedenganquanfa"), "law/河灯安全法@2012-01-01#1.1");
}

#[test]
fn an_article_is_one_hit_and_points_to_the_point_that_fits() {
    let hits = ask("向河灯泼水").hits;
    let of_article = hits
        .iter()
        .filter(|hit| hit.version.to_string() == "2012-01-01" && hit.path.article.main == 4);
    assert_eq!(of_article.count(), 1);
    assert_eq!(hits[0].path.to_string(), "4.1.2");
    assert_eq!(hits[0].highlights, [[1, 5]]);
    assert_eq!(hits[0].label, "第四条第一款第（二）项");
}

#[test]
fn filters_leave_out_what_they_name_not() {
    let with = |filter: Filter| {
        let request = SearchRequest {
            filter,
            ..SearchRequest::new("河灯许可证", TODAY)
        };
        SAMPLE.index.search(&request).unwrap().hits
    };
    let local = with(Filter {
        regions: vec!["云岭".to_owned()],
        ..Filter::default()
    });
    assert!(
        !local.is_empty()
            && local
                .iter()
                .all(|hit| hit.statute.as_str() == "云麓市河灯条例")
    );
    let items = with(Filter {
        authorities: vec!["河灯局".to_owned()],
        ..Filter::default()
    });
    assert!(!items.is_empty() && items.iter().all(|hit| hit.item.is_some()));
    let licences = with(Filter {
        kinds: vec![ItemKind::Licence],
        ..Filter::default()
    });
    assert_eq!(licences, []);
}

#[test]
fn a_withdrawn_item_is_found_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::create(folder.path(), Arc::new(Lexicon::built_in())).unwrap();
    let law = version("河灯安全法", "法律", "", date(2012, 1, 1), None);
    let mut writer = index.writer().unwrap();
    writer
        .add(&IndexDocument::item(&law, item("3.1", "放河灯的")))
        .unwrap();
    writer.commit("one").unwrap();
    let request = SearchRequest::new("放河灯", TODAY);
    assert_eq!(index.search(&request).unwrap().total, 1);

    let withdrawn = ItemDocument {
        state: "withdrawn".to_owned(),
        ..item("3.1", "放河灯的")
    };
    let mut writer = index.writer().unwrap();
    writer.replace_item(&law, withdrawn).unwrap();
    writer.commit("two").unwrap();
    assert_eq!(index.search(&request).unwrap().total, 0);
    let asked = SearchRequest {
        filter: Filter {
            states: vec!["withdrawn".to_owned()],
            ..Filter::default()
        },
        ..request
    };
    assert_eq!(index.search(&asked).unwrap().total, 1);
    assert_eq!(index.stamp(), "two");
}

#[test]
fn a_reopened_index_keeps_its_stamp_and_a_rewrite_takes_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let lexicon = Arc::new(Lexicon::built_in());
    assert!(matches!(
        SearchIndex::open(folder.path(), Arc::clone(&lexicon)),
        Err(SearchError::Absent)
    ));
    let index = SearchIndex::create(folder.path(), Arc::clone(&lexicon)).unwrap();
    let other = SearchIndex::open(folder.path(), Arc::clone(&lexicon)).unwrap();
    let law = version("河灯安全法", "法律", "", date(2012, 1, 1), None);
    let mut writer = index.rewrite().unwrap();
    writer
        .add(&IndexDocument::item(&law, item("3.1", "放河灯的")))
        .unwrap();
    writer.commit("full").unwrap();
    assert_eq!((index.documents(), index.stamp()), (1, "full".to_owned()));
    assert_eq!(other.documents(), 0);
    other.refresh().unwrap();
    assert_eq!(other.documents(), 1);

    let mut writer = index.writer().unwrap();
    writer.remove_version(&law.statute, law.version);
    writer.commit("empty").unwrap();
    other.refresh().unwrap();
    assert_eq!((other.documents(), other.stamp()), (0, "empty".to_owned()));
    let folders = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(folders, 2, "the file `current` and one generation");
}

#[test]
fn any_two_characters_of_a_text_find_it() {
    for text in [RIVER_LANTERN_LAW, LANTERN_RULES] {
        for article in &law::read(text).articles {
            for paragraph in &article.paragraphs {
                for unit in std::iter::once(&paragraph.text)
                    .chain(paragraph.points.iter().map(|point| &point.text))
                {
                    assert_pairs_find(unit, article.number);
                }
            }
        }
    }
}

fn assert_pairs_find(text: &str, article: law::ArticleNumber) {
    let chars: Vec<char> = text.chars().collect();
    for pair in chars.windows(2) {
        // Two Latin letters are pinyin initials too, and a place or a filler is taken out of a query.
        if !pair.iter().all(|c| c.is_alphanumeric()) {
            continue;
        }
        let phrase: String = pair.iter().collect();
        let request = SearchRequest {
            limit: SearchRequest::WINDOW,
            ..SearchRequest::new(phrase.as_str(), TODAY)
        };
        let hits = SAMPLE.index.search(&request).unwrap().hits;
        assert!(
            hits.iter().any(|hit| hit.path.article == article),
            "{phrase} in {text}"
        );
    }
}

#[test]
fn a_single_character_finds_the_texts_that_hold_it() {
    assert_eq!(first("芯"), "law/云麓市河灯条例@2020-01-01#2.1");
    assert_eq!(first("泼"), "law/河灯安全法@2012-01-01#4.1.2");
}

#[test]
fn everyday_words_are_named_with_what_they_were_taken_for() {
    let expansions = ask("无证放河灯").expansions;
    assert!(expansions.iter().any(|expansion| expansion.from == "无证"));
    assert_eq!(first("无证放河灯怎么处罚"), "law/河灯安全法@2012-01-01#3.1");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_a_query(query in any::<String>()) {
        ask(&query);
    }

    #[test]
    fn any_mixture_of_law_is_a_query(query in "[第条款项之（）《》法河灯0-9一二十百a-z年月日law/@#. '\"*:-]{0,60}") {
        ask(&query);
    }
}

#[test]
fn a_very_long_query_is_answered() {
    ask(&"未取得河灯许可证".repeat(100_000));
    ask(&"wqd".repeat(100_000));
    ask(&"《".repeat(100_000));
}

#[test]
fn a_short_everyday_word_counts_only_where_a_word_begins() {
    let taken = |query: &str| -> Vec<String> {
        let expansions = ask(query).expansions.into_iter();
        expansions.map(|expansion| expansion.from).collect()
    };
    assert!(!taken("厂房租给别人").contains(&"房租".to_owned()));
    assert!(taken("拖欠房租").contains(&"房租".to_owned()));
}

#[test]
fn a_question_word_is_not_cut_out_of_another_word() {
    let expansions = ask("演唱会怎么处罚").expansions;
    assert!(
        expansions
            .iter()
            .any(|expansion| expansion.from == "演唱会")
    );
}

#[test]
fn an_article_reads_the_same_when_it_is_read_again() {
    assert_eq!(ask("向河灯泼水怎么罚"), ask("向河灯泼水怎么罚"));
}
