//! What the commands of the register share: opening it, who asks, workbooks in and out.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use base::Lang;
use library::DataFolder;
use register::workbook::{
    ImportError, ImportReport, MAX_FILE_BYTES, Workbook, WorkbookFormat, WorkbookKind,
};
use register::{Asking, Deed, Register};
use serde::Serialize;

use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::register_cli::{ExportWorkbookArgs, ImportWorkbookArgs};
use crate::room;

/// The command line may see and change everything: who can run it can read the database anyway.
pub fn asking() -> Asking {
    Asking::program("command_line")
}

/// Opens the register, and makes what is not there.
pub async fn open(data: &Path) -> Result<Register, Failure> {
    let folder = DataFolder::at(data);
    room::register(room::record(&folder).await?, &folder).await
}

/// Prints `value` as JSON, or what people read.
pub fn show(
    value: &impl Serialize,
    json: bool,
    for_people: impl FnOnce() -> String,
    exit: Exit,
) -> Result<Exit, Failure> {
    let text = if json {
        serde_json::to_string(value).map_err(|error| Failure::internal(&error))?
    } else {
        for_people()
    };
    print(&text, exit)
}

/// Checks or imports a workbook.
pub async fn import(
    args: ImportWorkbookArgs,
    kind: WorkbookKind,
    lang: Lang,
) -> Result<Exit, Failure> {
    let format = format_of(&args.file)?;
    let bytes = read(&args.file, MAX_FILE_BYTES)?;
    let register = open(&args.data.data).await?;
    let workbook = Workbook {
        kind,
        format,
        bytes: &bytes,
    };
    let done = if args.dry_run {
        register.check_workbook(&asking(), workbook).await
    } else {
        let deed = Deed::new(args.reason.as_deref().unwrap_or_default());
        register.import_workbook(&asking(), workbook, &deed).await
    };
    let report = match done {
        Ok(report) => report,
        Err(ImportError::Refused(report)) => *report,
        Err(error) => return Err(room::refused(&error)),
    };
    let exit = if report.faults > 0 {
        Exit::Input
    } else {
        Exit::Done
    };
    show(&report, args.json, || summary(&report, lang), exit)
}

/// Writes the register to a workbook.
pub async fn export(args: ExportWorkbookArgs, kind: WorkbookKind) -> Result<Exit, Failure> {
    let format = format_of(&args.file)?;
    let register = open(&args.data.data).await?;
    let day = args.as_of.unwrap_or_else(|| register.today());
    let bytes = register.export_workbook(&asking(), kind, format, day).await;
    let bytes = bytes.map_err(|error| room::refused(&error))?;
    write_new(&args.file, &bytes)?;
    Ok(Exit::Done)
}

/// Writes a file that is not there yet.
pub fn write_new(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let written = fs::File::create_new(file).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| {
        let file = file.display();
        Failure::new(
            Exit::Input,
            format!("无法写入 {file}：{error}"),
            format!("{file} cannot be written: {error}"),
        )
    })
}

/// The format of a workbook, by the ending of its name.
pub fn format_of(file: &Path) -> Result<WorkbookFormat, Failure> {
    let ending = file
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("xlsx") => Ok(WorkbookFormat::Xlsx),
        Some("csv") => Ok(WorkbookFormat::Csv),
        _ => Err(Failure::new(
            Exit::Input,
            "文件名应以 .xlsx 或 .csv 结尾。",
            "the name of the file must end with .xlsx or .csv",
        )),
    }
}

/// The bytes of a file that may have so many.
pub fn read(file: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        let file = file.display();
        Failure::new(
            Exit::Input,
            format!("无法读取 {file}：{error}"),
            format!("{file} cannot be read: {error}"),
        )
    };
    let size_bytes = fs::metadata(file).map_err(unreadable)?.len();
    if size_bytes > most as u64 {
        let megabytes = most >> 20;
        let en = format!("the file has more than {megabytes} MB");
        return Err(Failure::new(
            Exit::Input,
            format!("文件超过 {megabytes} MB。"),
            en,
        ));
    }
    fs::read(file).map_err(unreadable)
}

fn summary(report: &ImportReport, lang: Lang) -> String {
    let (rows, new, unchanged, faults) = (report.rows, report.new, report.unchanged, report.faults);
    let mut lines = vec![match (lang, report.dry_run) {
        (Lang::Zh, true) => {
            format!("试运行：{rows} 行，新 {new}，已有 {unchanged}，错误 {faults}。未写入。")
        }
        (Lang::Zh, false) => {
            format!("导入：{rows} 行，新 {new}，已有 {unchanged}，错误 {faults}。")
        }
        (Lang::En, true) => format!(
            "dry run: {rows} rows, {new} new, {unchanged} known, {faults} faults; nothing was written"
        ),
        (Lang::En, false) => {
            format!("import: {rows} rows, {new} new, {unchanged} known, {faults} faults")
        }
    }];
    for error in &report.errors {
        let column = error.column.as_deref().unwrap_or("-");
        lines.push(match lang {
            Lang::Zh => format!("  第 {} 行 {column}：{}", error.row, error.message),
            Lang::En => format!("  row {} {column}: {}", error.row, error.message_en),
        });
    }
    lines.join("\n")
}
