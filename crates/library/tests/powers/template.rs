//! Power lists from and to the CSV template.

use library::powers::{
    ImportedLines, LineContent, LineFilter, ListKind, PowerError, PowerKind, WorkbookFormat,
};
use library::{ItemId, ListId};
use store::PageRequest;
use store::testing::for_each_database;

use crate::city::{BUREAU, City, TODAY, who};

const HEAD: &str = "事项编号,主体编号,取得方式,行使层级,下放类别,易发生,易发现,易判断,易处理,委托机关编号,决定文号,决定日期,决定文件,起始日,终止日";
const DELEGATED: &str = "下放,镇街级,市容环境,是：常见,是：可见,是：明确,是：当场改正,,云府函〔2026〕3号,2026-11-01,公告（虚构）,,";

async fn import(
    city: &City,
    list: (ListId, u32),
    body: &[String],
    is_dry_run: bool,
) -> ImportedLines {
    let csv = format!("\u{feff}{HEAD}\r\n{}\r\n", body.join("\r\n"));
    let because = city.now(list).await;
    city.powers
        .import_lines(
            &who("drafter"),
            list,
            (WorkbookFormat::Csv, csv.as_bytes()),
            is_dry_run,
            &because,
        )
        .await
        .unwrap()
}

fn row(item: ItemId, authority: &str, rest: &str) -> String {
    format!("{item},{authority},{rest}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_tried_first_and_then_read_as_a_whole() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        let body = [
            row(city.items[0], "YL-11", DELEGATED),
            row(city.items[0], "YL-01", "法定,市级,,,,,,,,,,,"),
            row(city.items[1], "YL-01", "own,city,,,,,,,,,,,"),
        ];
        let tried = import(&city, list, &body, true).await;
        assert_eq!((tried.rows, tried.added, tried.faults), (3, 0, Vec::new()));
        assert_eq!(
            city.powers
                .list(&who("a"), list.0)
                .await
                .unwrap()
                .row
                .latest
                .lines,
            0
        );
        let read = import(&city, list, &body, false).await;
        assert_eq!((read.rows, read.added, read.faults), (3, 3, Vec::new()));
        city.publish(list, TODAY).await.unwrap();
        let held = city.rows(city.items[0], Some("990102001"), TODAY).await;
        let kinds: Vec<_> = held.iter().map(|row| row.terms.power_kind).collect();
        assert!(
            kinds.contains(&PowerKind::Own) && kinds.contains(&PowerKind::Delegated),
            "{kinds:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_told_by_row_and_column_and_nothing_is_written() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        let unmet = DELEGATED.replace("是：可见", "否：夜间不可见");
        let unexplained = DELEGATED.replace("是：可见", "是");
        let body = [
            row(city.items[0], "YL-01", "法定,市级,,,,,,,,,,,"),
            row(city.items[1], "YL-99", "法定,市级,,,,,,,,,,,"),
            row(city.items[1], "YL-11", &unmet),
            row(city.items[1], "YL-11", &unexplained),
            row(city.items[1], "YL-01", "世袭,市级,,,,,,,,,,,"),
        ];
        let read = import(&city, list, &body, false).await;
        let told: Vec<_> = read
            .faults
            .iter()
            .map(|fault| (fault.row, fault.column.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (3, "authority"),
                (4, "easy_to_happen"),
                (5, "easy_to_find"),
                (6, "power_kind")
            ]
        );
        assert!(
            read.faults[1].message.contains("行政处罚法第二十四条"),
            "{:?}",
            read.faults[1]
        );
        assert_eq!(read.added, 0);

        let unknown = ItemId::derived("没有的事项");
        let read = import(
            &city,
            list,
            &[
                body[0].clone(),
                row(unknown, "YL-01", "法定,市级,,,,,,,,,,,"),
            ],
            false,
        )
        .await;
        assert_eq!(
            (read.faults[0].row, read.faults[0].column.as_str()),
            (3, "item")
        );
        assert_eq!(
            city.powers
                .list(&who("a"), list.0)
                .await
                .unwrap()
                .row
                .latest
                .lines,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_can_be_read_again() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        let body = [
            row(city.items[0], "YL-11", DELEGATED),
            row(city.items[1], "YL-01", "法定,市级,,,,,,,,,,,"),
        ];
        import(&city, list, &body, false).await;
        let (csv, next) = city
            .powers
            .export_lines(&who("a"), list, None)
            .await
            .unwrap();
        assert_eq!(next, None);
        let xlsx = city.powers.export_workbook(&who("a"), list).await.unwrap();
        let no_version = city.powers.export_workbook(&who("a"), (list.0, 2)).await;
        assert!(matches!(no_version, Err(PowerError::NoVersion(2))));
        let contents = async |list| {
            let lines = city
                .powers
                .lines(
                    &who("a"),
                    list,
                    &LineFilter::default(),
                    &PageRequest::default(),
                )
                .await
                .unwrap();
            lines
                .rows
                .into_iter()
                .map(|line| line.content)
                .collect::<Vec<LineContent>>()
        };
        for file in [(WorkbookFormat::Csv, csv), (WorkbookFormat::Xlsx, xlsx)] {
            let other = (city.list(ListKind::Powers, BUREAU).await, 1);
            let because = city.now(other).await;
            let read = city
                .powers
                .import_lines(&who("drafter"), other, (file.0, &file.1), false, &because)
                .await
                .unwrap();
            assert_eq!((read.added, read.faults), (2, Vec::new()));
            assert_eq!(contents(list).await, contents(other).await, "{:?}", file.0);
        }
    })
    .await;
}
