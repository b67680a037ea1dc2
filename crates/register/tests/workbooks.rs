//! Workbooks: templates in and out, faults by row and column, hostile files, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::io::{Cursor, Write as _};

use register::synthetic::{City, identity};
use register::workbook::{
    ImportError, MAX_FILE_BYTES, SheetError, Workbook, WorkbookFormat, WorkbookKind,
};
use register::{AuthorityFilter, OfficerFilter};
use rust_xlsxwriter::Workbook as Book;
use store::PageRequest;
use store::testing::for_each_database;
use support::{Room, TODAY, because, clerk};

const KINDS: [WorkbookKind; 2] = [WorkbookKind::Authorities, WorkbookKind::Officers];
const FORMATS: [WorkbookFormat; 2] = [WorkbookFormat::Xlsx, WorkbookFormat::Csv];

async fn check(
    room: &Room,
    kind: WorkbookKind,
    format: WorkbookFormat,
    bytes: &[u8],
) -> Result<register::workbook::ImportReport, ImportError> {
    room.register
        .check_workbook(
            &clerk(),
            Workbook {
                kind,
                format,
                bytes,
            },
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_back_is_read_as_the_same() {
    for_each_database(async |db| {
        let room = Room::city(db.clone(), 120).await;
        for format in FORMATS {
            for (kind, rows) in KINDS.into_iter().zip([95, 120]) {
                let file = room
                    .register
                    .export_workbook(&clerk(), kind, format, TODAY)
                    .await
                    .unwrap();
                let report = check(&room, kind, format, &file).await.unwrap();
                assert_eq!(
                    (report.rows, report.unchanged, report.faults),
                    (rows, rows, 0),
                    "{kind:?} {format:?}: {:?}",
                    report.errors.first()
                );
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exported_city_fills_an_empty_register() {
    let files: std::sync::Mutex<Vec<Vec<u8>>> = std::sync::Mutex::default();
    for_each_database(async |db| {
        // The second database is filled with what the first wrote.
        let before = files.lock().unwrap().clone();
        let room = if before.is_empty() {
            Room::city(db, 60).await
        } else {
            Room::empty(db).await
        };
        for (kind, file) in KINDS.into_iter().zip(&before) {
            let workbook = Workbook {
                kind,
                format: WorkbookFormat::Xlsx,
                bytes: file,
            };
            room.register
                .import_workbook(&clerk(), workbook, &because("虚构导入"))
                .await
                .unwrap();
        }
        let mut written = Vec::new();
        for kind in KINDS {
            written.push(
                room.register
                    .export_workbook(&clerk(), kind, WorkbookFormat::Xlsx, TODAY)
                    .await
                    .unwrap(),
            );
        }
        let count = room
            .register
            .count_officers(&clerk(), &OfficerFilter::on(TODAY))
            .await
            .unwrap();
        assert_eq!(count, 60);
        *files.lock().unwrap() = written;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_and_a_file_with_a_fault_write_nothing() {
    for_each_database(async |db| {
        let room = Room::empty(db).await;
        let good = City::new(1).authorities(WorkbookFormat::Csv);
        let report = check(&room, WorkbookKind::Authorities, WorkbookFormat::Csv, &good)
            .await
            .unwrap();
        assert_eq!((report.new, report.dry_run), (95, true));
        let text = String::from_utf8(good).unwrap();
        let bad = text
            .replacen("YL-S74,", "YL-S73,", 1)
            .replacen("镇街级", "村级", 1);
        let workbook = Workbook {
            kind: WorkbookKind::Authorities,
            format: WorkbookFormat::Csv,
            bytes: bad.as_bytes(),
        };
        let refused = room
            .register
            .import_workbook(&clerk(), workbook, &because("虚构导入"))
            .await;
        let Err(ImportError::Refused(report)) = refused else {
            panic!("{refused:?}")
        };
        let columns: Vec<_> = report
            .errors
            .iter()
            .map(|error| (error.row, error.column.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(columns, [(23, "层级"), (96, "主体编号")]);
        assert!(
            report.errors[1].message.contains("与第 95 行重复")
                && report.errors[1].message_en.contains("row 95")
        );
        let count = room
            .register
            .count_authorities(&clerk(), &AuthorityFilter::on(TODAY))
            .await
            .unwrap();
        assert_eq!(count, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_name_the_cell_and_never_what_stands_in_it() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let mut wrong = identity(3);
        wrong.replace_range(16..17, if &wrong[16..17] == "0" { "1" } else { "0" });
        let text = format!(
            "人员编号,姓名,主体编号,岗位,身份号码,执法证号,执法类别,执法区域,核发日期,到期日期,起始日期\r\n\
             A1,虚构甲,YL-S01,执法员,{wrong},Z1,综合执法,990000,2024-01-01,2023-01-01,2024-01-01\r\n\
             A2,虚构乙,YL-NONE,执法员,,,,,,,昨天\r\n\
             A3,,YL-S01,执法员,,Z1,综合执法,99,2024-01-01,2029-01-01,2024-01-01\r\n"
        );
        let report = check(&room, WorkbookKind::Officers, WorkbookFormat::Csv, text.as_bytes()).await.unwrap();
        let found: Vec<_> = report.errors.iter().map(|error| (error.row, error.column.clone().unwrap())).collect();
        let expected = [(2, "身份号码"), (2, "到期日期"), (3, "主体编号"), (3, "起始日期"), (4, "姓名"), (4, "执法区域")];
        assert_eq!(found, expected.map(|(row, column)| (row, column.to_owned())));
        let shown = serde_json::to_string(&report).unwrap();
        assert!(!shown.contains(&wrong) && !shown.contains("虚构甲"), "{shown}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_looks_like_a_formula_stays_a_text() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let text = "人员编号,姓名,主体编号,岗位,起始日期\r\nA1,\"'=HYPERLINK(\"\"http://例/\"\")\",YL-S01,-执法员,2024-01-01\r\n";
        room.import(WorkbookKind::Officers, text.as_bytes()).await;
        let officer = room.register.officers(&clerk(), &OfficerFilter::on(TODAY), &PageRequest::default()).await.unwrap();
        assert_eq!(officer.rows[0].post.name, "=HYPERLINK(\"http://例/\")");
        let csv = room.register.export_workbook(&clerk(), WorkbookKind::Officers, WorkbookFormat::Csv, TODAY).await.unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert!(csv.contains("'=HYPERLINK") && csv.contains("'-执法员"), "{csv}");
        let xlsx = room.register.export_workbook(&clerk(), WorkbookKind::Officers, WorkbookFormat::Xlsx, TODAY).await.unwrap();
        let mut package = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
        let sheet = std::io::read_to_string(package.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        assert!(!sheet.contains("<f>"), "no formula is written");
    })
    .await;
}

/// A package with one part of so many zero bytes.
fn bomb(bytes: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    let block = vec![0; 1 << 20];
    for _ in 0..bytes >> 20 {
        writer.write_all(&block).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_files_are_refused_quickly() {
    for_each_database(async |db| {
        let room = Room::empty(db).await;
        let refuse = |bytes: Vec<u8>, format| {
            let register = room.register.clone();
            async move {
                let workbook = Workbook {
                    kind: WorkbookKind::Officers,
                    format,
                    bytes: &bytes,
                };
                match register.check_workbook(&clerk(), workbook).await {
                    Err(ImportError::Sheet(error)) => error,
                    other => panic!("{other:?}"),
                }
            }
        };
        assert_eq!(
            refuse(bomb(300 << 20), WorkbookFormat::Xlsx).await,
            SheetError::UnpackedTooLarge
        );
        assert_eq!(
            refuse(vec![b'a'; 21 << 20], WorkbookFormat::Csv).await,
            SheetError::FileTooLarge(MAX_FILE_BYTES)
        );
        assert_eq!(
            refuse(b"no package".to_vec(), WorkbookFormat::Xlsx).await,
            SheetError::NotXlsx
        );
        let mut far = Book::new();
        let sheet = far.add_worksheet();
        sheet.set_name("执法人员").unwrap();
        sheet.write_string(0, 0, "人员编号").unwrap();
        sheet.write_string(1_048_575, 16_383, "远").unwrap();
        let far = far.save_to_buffer().unwrap();
        assert!(matches!(
            refuse(far, WorkbookFormat::Xlsx).await,
            SheetError::SheetTooLarge { .. }
        ));
        let long = format!("人员编号\n{}\n", "长".repeat(4_001));
        assert!(matches!(
            refuse(long.into_bytes(), WorkbookFormat::Csv).await,
            SheetError::SheetTooLarge { row: 2, .. }
        ));
        let many = format!("人员编号\n{}", "A\n".repeat(100_002));
        assert!(matches!(
            refuse(many.into_bytes(), WorkbookFormat::Csv).await,
            SheetError::SheetTooLarge { .. }
        ));
        assert_eq!(
            refuse(Vec::new(), WorkbookFormat::Csv).await,
            SheetError::Empty
        );
        assert!(matches!(
            refuse(vec![b'a', 0xff, 0xff], WorkbookFormat::Csv).await,
            SheetError::NotCsv { .. }
        ));
    })
    .await;
}
