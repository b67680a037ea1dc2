//! Enforcement items as a file.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use store::Cursor;
use utoipa::{IntoParams, ToSchema};

use super::items::ItemParams;
use super::parameter::{self, Params};
use super::problem::Problems;
use super::{LibraryApi, Problem};
use crate::{ExportedItem, ItemError, ItemFilter, Library};

/// As what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FormatParams {
    /// `jsonl` is JSON Lines.
    #[param(inline, required = true, value_type = Format)]
    format: Option<String>,
}

/// Formats of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "snake_case")]
enum Format {
    /// JSON Lines.
    Jsonl,
    /// A table that spreadsheets read.
    Csv,
}

/// Exports the filtered items as JSON Lines or CSV.
#[utoipa::path(get, operation_id = "export_items", path = "/items/export", tag = "items", params(ItemParams, FormatParams),
    responses((status = 200, description = "The items, a line each",
        content((String = "application/jsonl"), (String = "text/csv"))), Problems))]
pub async fn export(
    State(api): State<LibraryApi>,
    Params(params): Params<ItemParams>,
    Params(format): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(&format)?;
    let filter = params.filter(&api.library)?;
    let (first, next) = api.library.export_items(&filter, None).await?;
    let rest = pages(api.library, filter, next);
    let pages = stream::once(async { Ok(first) }).chain(rest);
    let lines = pages.map(move |page| page.and_then(|items| format.write(&items)));
    let head = stream::iter([Ok(Bytes::from_static(format.head()))]);
    let headers = [
        (header::CONTENT_TYPE, format.media_type()),
        (header::CONTENT_DISPOSITION, format.disposition()),
    ];
    Ok((headers, Body::from_stream(head.chain(lines))).into_response())
}

type Page = Result<Vec<ExportedItem>, ItemError>;

/// The pages after the first, each read when the one before has been taken.
fn pages(
    library: Arc<Library>,
    filter: ItemFilter,
    next: Option<Cursor>,
) -> impl Stream<Item = Page> {
    let state = (library, filter, next);
    let pages = stream::unfold(state, |(library, filter, next)| async move {
        let cursor = next?;
        match library.export_items(&filter, Some(cursor)).await {
            Ok((items, next)) => Some((Ok(items), (library, filter, next))),
            Err(error) => Some((Err(error), (library, filter, None))),
        }
    });
    // Compression asks once more after the end, which an unfolded stream alone answers by a panic.
    pages.fuse()
}

impl Format {
    fn of(params: &FormatParams) -> Result<Self, Problem> {
        let expected = ("jsonl 或 csv", "jsonl or csv");
        let format = parameter::read(
            "format",
            params.format.as_deref(),
            expected,
            |name| match name {
                "jsonl" => Some(Self::Jsonl),
                "csv" => Some(Self::Csv),
                _ => None,
            },
        )?;
        format.ok_or_else(|| parameter::wrong("format", expected.0, expected.1))
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Jsonl => "application/jsonl",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    const fn disposition(self) -> &'static str {
        match self {
            Self::Jsonl => "attachment; filename=\"items.jsonl\"",
            Self::Csv => "attachment; filename=\"items.csv\"",
        }
    }

    /// What stands before the first item. The mark tells spreadsheets that the text is UTF-8.
    const fn head(self) -> &'static [u8] {
        match self {
            Self::Jsonl => b"",
            Self::Csv => b"\xef\xbb\xbfid,kind,state,statute,version,label,behaviour,subject,object,summary,summary_en,level,region,in_force\r\n",
        }
    }

    fn write(self, items: &[ExportedItem]) -> Result<Bytes, ItemError> {
        let written = match self {
            Self::Jsonl => json_lines(items),
            Self::Csv => csv_lines(items),
        };
        written.map_err(|error| ItemError::Damaged(error.to_string()))
    }
}

fn json_lines(items: &[ExportedItem]) -> std::io::Result<Bytes> {
    let mut lines = Vec::new();
    for item in items {
        serde_json::to_writer(&mut lines, item)?;
        lines.push(b'\n');
    }
    Ok(lines.into())
}

fn csv_lines(items: &[ExportedItem]) -> std::io::Result<Bytes> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for ExportedItem { row, record } in items {
        let kind = serde_json::to_value(record.kind)?;
        let (id, version) = (row.id.to_string(), row.version.to_string());
        writer.write_record([
            id.as_str(),
            kind.as_str().unwrap_or_default(),
            row.state.as_str(),
            &row.statute.title,
            &version,
            &row.label,
            &row.behaviour,
            row.subject.as_deref().unwrap_or_default(),
            row.object.as_deref().unwrap_or_default(),
            &row.summary,
            &row.summary_en,
            &row.level,
            &row.region,
            if row.in_force { "true" } else { "false" },
        ])?;
    }
    let lines = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(lines.into())
}
