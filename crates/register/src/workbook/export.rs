//! The register written back to its templates, and the empty templates.

use base::Lang;
use jiff::civil::Date;
use store::{Limit, PageRequest};
use thiserror::Error;

use super::sheet::WorkbookFormat;
use super::template::WorkbookKind;
use super::write::{Title, WriteError, write_sheet};
use crate::authority::{AuthorityFilter, AuthorityRow};
use crate::officer::{OfficerFilter, OfficerView};
use crate::register::{Asking, Register};
use crate::{AuthorityError, AuthorityId, OfficerError, Registry};

/// Why nothing can be written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// Something about authorities.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// Something about officers.
    #[error(transparent)]
    Officer(#[from] OfficerError),
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl Register {
    /// The register as of a day in a template, as far as the person may see it. Identity numbers are
    /// left out.
    pub async fn export_workbook(
        &self,
        asking: &Asking,
        kind: WorkbookKind,
        format: WorkbookFormat,
        day: Date,
    ) -> Result<Vec<u8>, ExportError> {
        let registry = self.authorities_known().await?;
        let rows = match kind {
            WorkbookKind::Authorities => self.authority_rows(asking, &registry, day).await?,
            WorkbookKind::Officers => self.officer_rows(asking, &registry, day).await?,
        };
        write_rows(kind, format, &rows)
    }

    async fn authority_rows(
        &self,
        asking: &Asking,
        registry: &Registry,
        day: Date,
    ) -> Result<Vec<Vec<String>>, ExportError> {
        let filter = AuthorityFilter::on(day);
        let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
        let mut rows = Vec::new();
        loop {
            let list = self.authorities(asking, &filter, &page).await?;
            rows.extend(list.rows.iter().map(|row| authority_cells(registry, row)));
            let Some(next) = list.next else {
                return Ok(rows);
            };
            page.cursor = Some(next.parse().map_err(AuthorityError::from)?);
        }
    }

    async fn officer_rows(
        &self,
        asking: &Asking,
        registry: &Registry,
        day: Date,
    ) -> Result<Vec<Vec<String>>, ExportError> {
        let filter = OfficerFilter::on(day);
        let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
        let mut rows = Vec::new();
        loop {
            let list = self.officers(asking, &filter, &page).await?;
            for row in &list.rows {
                let officer = self.officer(asking, row.id, day).await?;
                rows.push(officer_cells(registry, &officer));
            }
            let Some(next) = list.next else {
                return Ok(rows);
            };
            page.cursor = Some(next.parse().map_err(OfficerError::from)?);
        }
    }
}

/// The empty template.
pub fn template(kind: WorkbookKind, format: WorkbookFormat) -> Result<Vec<u8>, ExportError> {
    write_rows(kind, format, &[])
}

fn code_of(registry: &Registry, id: AuthorityId) -> String {
    registry
        .get(id)
        .map(|authority| authority.code.clone())
        .unwrap_or_default()
}

fn authority_cells(registry: &Registry, row: &AuthorityRow) -> Vec<String> {
    let state = &row.state;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        row.code.clone(),
        state.name.clone(),
        optional(&state.name_en),
        state.kind.text(Lang::Zh).to_owned(),
        state.level.text(Lang::Zh).to_owned(),
        state
            .parent
            .map(|parent| code_of(registry, parent))
            .unwrap_or_default(),
        state.area.to_string(),
        state
            .credit_code
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        optional(&state.legal_head),
        state.decision.clone(),
        state
            .published_on
            .map(|day| day.to_string())
            .unwrap_or_default(),
        row.valid_from.to_string(),
    ]
}

fn officer_cells(registry: &Registry, officer: &OfficerView) -> Vec<String> {
    let row = &officer.row;
    let printed = officer.certificates.last().map(|held| &held.printed);
    let of_it = |text: fn(&crate::officer::CertificateDraft) -> String| {
        printed.map(text).unwrap_or_default()
    };
    let qualified = |text: fn(&crate::officer::LegalQualification) -> String| {
        officer
            .legal_qualification
            .as_ref()
            .map(text)
            .unwrap_or_default()
    };
    vec![
        row.code.clone(),
        row.post.name.clone(),
        code_of(registry, row.post.authority),
        row.post.post.clone(),
        if row.post.auxiliary { "是" } else { "否" }.to_owned(),
        String::new(),
        of_it(|held| held.number.clone()),
        of_it(|held| held.field.clone()),
        of_it(|held| held.area.to_string()),
        of_it(|held| held.issued_on.to_string()),
        of_it(|held| held.expires_on.to_string()),
        row.valid_from.to_string(),
        qualified(|held| held.number.clone()),
        qualified(|held| held.granted_on.to_string()),
    ]
}

/// Rows of a template as a file.
pub(crate) fn write_rows(
    kind: WorkbookKind,
    format: WorkbookFormat,
    rows: &[Vec<String>],
) -> Result<Vec<u8>, ExportError> {
    let titles = kind.columns().iter().map(|column| Title {
        text: column.zh,
        needed: column.needed,
    });
    let titles: Vec<_> = titles.collect();
    Ok(write_sheet(kind.sheet(), &titles, format, rows)?)
}

impl problem::Explained for ExportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Authority(error) => error.code(),
            Self::Officer(error) => error.code(),
            Self::Write(_) => problem::INTERNAL,
        }
    }

    fn codes(&self) -> &'static [&'static problem::ErrorCode] {
        crate::code::ALL
    }

    fn zh(&self) -> String {
        match self {
            Self::Authority(error) => error.zh(),
            Self::Officer(error) => error.zh(),
            Self::Write(_) => problem::internal_zh(),
        }
    }
}
