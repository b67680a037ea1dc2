//! Lists, and their lines in and out.

use base::Lang;
use library::ListId;
use library::powers::{
    self, ImportedLines, ListDeed, ListFilter, MAX_TEMPLATE_BYTES, PowerError, Powers,
    WorkbookFormat,
};
use library::view::{ListRow, ListVersionRow};

use super::{ExportLinesArgs, ImportLinesArgs, ListsArgs, TemplateArgs, all, asking, open};
use crate::commands::registered::{format_of, read, show, write_new};
use crate::failure::{Exit, Failure};
use crate::room::refused;

/// `xiezhi power list`
pub async fn list(args: ListsArgs, lang: Lang) -> Result<Exit, Failure> {
    let powers = open(&args.data.data).await?;
    let authority = match args.authority {
        Some(code) => Some(coded(&powers, &code).await?),
        None => None,
    };
    let filter = ListFilter {
        kind: args.kind,
        state: args.state,
        authority,
    };
    let rows = all(async |page| powers.lists(&asking(), &filter, page).await).await?;
    let exit = if rows.is_empty() {
        Exit::Negative
    } else {
        Exit::Done
    };
    let lines = || {
        let lines: Vec<_> = rows.iter().map(|row| line(row, lang)).collect();
        lines.join("\n")
    };
    show(&rows, args.json, lines, exit)
}

/// `xiezhi power import`
pub async fn import(args: ImportLinesArgs, lang: Lang) -> Result<Exit, Failure> {
    let format = format_of(&args.file)?;
    let bytes = read(&args.file, MAX_TEMPLATE_BYTES)?;
    let powers = open(&args.data.data).await?;
    let version = version(&powers, args.list, args.version).await?;
    let reason = match args.reason {
        Some(reason) => reason,
        None => "试读".to_owned(),
    };
    let deed = ListDeed::on(version.revision, &reason);
    let read = powers
        .import_lines(
            &asking(),
            (args.list, version.version),
            (format, &bytes),
            args.dry_run,
            &deed,
        )
        .await
        .map_err(|error| refused(&error))?;
    let exit = if read.faults.is_empty() {
        Exit::Done
    } else {
        Exit::Input
    };
    show(
        &read,
        args.json,
        || summary(&read, args.dry_run, lang),
        exit,
    )
}

/// `xiezhi power export`
pub async fn export(args: ExportLinesArgs) -> Result<Exit, Failure> {
    let format = format_of(&args.file)?;
    let powers = open(&args.data.data).await?;
    let version = version(&powers, args.list, args.version).await?;
    let id = (args.list, version.version);
    let bytes = match format {
        WorkbookFormat::Xlsx => powers.export_workbook(&asking(), id).await,
        WorkbookFormat::Csv => csv(&powers, id).await,
    };
    write_new(&args.file, &bytes.map_err(|error| refused(&error))?)?;
    Ok(Exit::Done)
}

/// `xiezhi power template`
pub fn template(args: &TemplateArgs) -> Result<Exit, Failure> {
    let format = format_of(&args.file)?;
    let bytes = powers::template(format).map_err(|error| Failure::internal(&error))?;
    write_new(&args.file, &bytes)?;
    Ok(Exit::Done)
}

async fn csv(powers: &Powers, id: (ListId, u32)) -> Result<Vec<u8>, PowerError> {
    let (mut bytes, mut next) = powers.export_lines(&asking(), id, None).await?;
    while let Some(cursor) = next.take() {
        let (more, after) = powers.export_lines(&asking(), id, Some(cursor)).await?;
        bytes.extend(more);
        next = after;
    }
    Ok(bytes)
}

/// The id of the authority with this number.
async fn coded(powers: &Powers, code: &str) -> Result<String, Failure> {
    let book = powers.book().await;
    let book = book.map_err(|error| refused(&PowerError::from(error)))?;
    let known = book.coded(code).map(str::to_owned);
    known.ok_or_else(|| refused(&PowerError::NoAuthority(code.to_owned())))
}

/// A version of a list, the newest where none is named.
async fn version(
    powers: &Powers,
    list: ListId,
    version: Option<u32>,
) -> Result<ListVersionRow, Failure> {
    let list = powers.list(&asking(), list).await;
    let list = list.map_err(|error| refused(&error))?;
    let Some(number) = version else {
        return Ok(list.row.latest);
    };
    let found = list.versions.into_iter().find(|row| row.version == number);
    found.ok_or_else(|| refused(&PowerError::NoVersion(number)))
}

fn line(row: &ListRow, lang: Lang) -> String {
    let (title, authority) = match lang {
        Lang::Zh => (&row.title, &row.authority.name),
        Lang::En => (
            row.title_en.as_ref().unwrap_or(&row.title),
            row.authority
                .name_en
                .as_ref()
                .unwrap_or(&row.authority.name),
        ),
    };
    let (kind, latest) = (row.kind.text(lang), &row.latest);
    let (state, lines) = (latest.state.text(lang), latest.lines);
    let version = match lang {
        Lang::Zh => format!("第 {} 版 {state}，{lines} 条", latest.version),
        Lang::En => format!("version {} {state}, {lines} lines", latest.version),
    };
    let in_effect = row
        .in_effect
        .as_ref()
        .and_then(|version| version.effective_from);
    let in_effect = match (lang, in_effect) {
        (_, None) => String::new(),
        (Lang::Zh, Some(from)) => format!("  自 {from} 起生效"),
        (Lang::En, Some(from)) => format!("  in effect from {from}"),
    };
    format!(
        "{}  {title}  {kind}  {authority}  {version}{in_effect}",
        row.id
    )
}

fn summary(read: &ImportedLines, is_dry_run: bool, lang: Lang) -> String {
    let (rows, added, faults) = (read.rows, read.added, read.faults.len());
    let first = match (lang, is_dry_run) {
        (Lang::Zh, true) => format!("试读：{rows} 行，错误 {faults}。未写入。"),
        (Lang::Zh, false) => format!("导入：{rows} 行，写入 {added} 条，错误 {faults}。"),
        (Lang::En, true) => format!("dry run: {rows} rows, {faults} faults; nothing was written"),
        (Lang::En, false) => format!("import: {rows} rows, {added} lines written, {faults} faults"),
    };
    let faults = read.faults.iter().map(|fault| {
        let titles = powers::TEMPLATE.iter().find(|(_, en)| *en == fault.column);
        match lang {
            Lang::Zh => {
                let column = titles.map_or(fault.column.as_str(), |(zh, _)| zh);
                format!("  第 {} 行 {column}：{}", fault.row, fault.message)
            }
            Lang::En => format!("  row {} {}: {}", fault.row, fault.column, fault.message_en),
        }
    });
    let lines: Vec<_> = std::iter::once(first).chain(faults).collect();
    lines.join("\n")
}
