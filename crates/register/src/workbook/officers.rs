//! Rows of officers: read into drafts, checked as a whole against the register.

use std::collections::{HashMap, HashSet};

use base::CitizenNumber;
use record::Record;
use store::sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use store::{Scope, StoreError};

use super::authorities::area;
use super::sheet::Row;
use super::template::{Cells, OFFICER, RowError, Table, day, text};
use crate::authority::Registry;
use crate::ids::new_id;
use crate::officer::load::post_span;
use crate::officer::operations::{check_posts, new_officer};
use crate::officer::{
    CertificateDraft, LegalQualification, Officer, OfficerDraft, OfficerError, Post,
};
use crate::sealed::Sealer;
use crate::tables::{certificate, officer, officer_post};

/// What an import of officers would write.
pub(super) struct Prepared {
    pub(super) new: Vec<Officer>,
    pub(super) unchanged: u32,
}

/// What the register knows already of the numbers in a file.
#[derive(Default)]
struct Known {
    posts: HashMap<String, Vec<(String, Post)>>,
    certificates: HashSet<String>,
    digests: HashSet<String>,
}

/// How many values one statement asks for.
const CHUNK: usize = 2_000;

/// Checks every row, and gives every fault; the outer error is one of the database.
pub(super) async fn prepare(
    db: &impl ConnectionTrait,
    record: &Record,
    sealer: &Sealer,
    registry: &Registry,
    scope: &Scope,
    rows: &[Row],
) -> Result<Result<Prepared, Vec<RowError>>, StoreError> {
    let table = match Table::of(&OFFICER, rows) {
        Ok(table) => table,
        Err(faults) => return Ok(Err(faults)),
    };
    let mut faults = Vec::new();
    let mut drafts: Vec<(u32, OfficerDraft)> = Vec::new();
    let mut seen: HashMap<(usize, String), u32> = HashMap::new();
    for row in table.rows {
        let mut cells = table.cells(row);
        let draft = read_row(&mut cells, registry);
        if let Some(draft) = &draft {
            find_repeats(&mut cells, draft, &mut seen);
        }
        faults.extend(cells.into_faults());
        drafts.extend(draft.map(|draft| (row.number, draft)));
    }
    let known = known(db, sealer, &drafts).await?;
    let mut prepared = Prepared {
        new: Vec::new(),
        unchanged: 0,
    };
    for (row, draft) in &drafts {
        if let Some(posts) = known.posts.get(&draft.code) {
            let same = |(from, post): &(String, Post)| {
                *from == draft.valid_from.to_string() && *post == draft.post
            };
            if posts.iter().any(same) {
                prepared.unchanged += 1;
            } else {
                faults.push(at(
                    *row,
                    0,
                    "该编号已登记，且内容不同：请在登记库中变更",
                    "the number is registered with other contents: change it in the register",
                ));
            }
            continue;
        }
        match officer_of(record, sealer, registry, scope, &known, draft) {
            Ok(officer) => prepared.new.push(officer),
            Err((column, zh, en)) => faults.push(at(*row, column, &zh, &en)),
        }
    }
    Ok(if faults.is_empty() {
        Ok(prepared)
    } else {
        Err(faults)
    })
}

fn officer_of(
    record: &Record,
    sealer: &Sealer,
    registry: &Registry,
    scope: &Scope,
    known: &Known,
    draft: &OfficerDraft,
) -> Result<Officer, (usize, String, String)> {
    let fault = |column, zh: &str, en: &str| Err((column, zh.to_owned(), en.to_owned()));
    if draft
        .certificate
        .as_ref()
        .is_some_and(|held| known.certificates.contains(&held.number))
    {
        return fault(6, "执法证号已被使用", "the certificate number is taken");
    }
    let officer = match new_officer(
        sealer,
        new_id(record.clock()),
        new_id(record.clock()),
        draft,
    ) {
        Ok(officer) => officer,
        Err(error) => return fault(10, &problem::Explained::zh(&error), &error.to_string()),
    };
    if officer
        .identity
        .as_ref()
        .is_some_and(|identity| known.digests.contains(&identity.digest))
    {
        return fault(
            5,
            "已有人员以此身份号码登记",
            "another officer is registered with this identity number",
        );
    }
    match check_posts(registry, scope, &officer) {
        Ok(()) => Ok(officer),
        Err(error @ OfficerError::NoAuthority { .. }) => {
            fault(11, &problem::Explained::zh(&error), &error.to_string())
        }
        Err(error) => fault(2, &problem::Explained::zh(&error), &error.to_string()),
    }
}

fn read_row(cells: &mut Cells<'_>, registry: &Registry) -> Option<OfficerDraft> {
    let code = cells.text(0, 50);
    let name = cells.text(1, 100);
    let authority = cells.needed(2, |code| {
        let known = registry.by_code(code).map(|known| known.id);
        known.ok_or_else(|| {
            (
                "没有这个编号的执法主体".to_owned(),
                "there is no authority with this number".to_owned(),
            )
        })
    });
    let post = cells.text(3, 100);
    let auxiliary = cells.read(4, |text| match text.to_lowercase().as_str() {
        "是" | "yes" | "true" | "1" => Ok(true),
        "否" | "no" | "false" | "0" => Ok(false),
        _ => Err(("应为“是”或“否”".to_owned(), "must be yes or no".to_owned())),
    });
    let identity = cells.read(5, |text| {
        text.parse::<CitizenNumber>()
            .map_err(|error| ("公民身份号码有误（GB 11643）".to_owned(), error.to_string()))
    });
    let certificate = read_certificate(cells);
    let from = cells.needed(11, day);
    let legal_qualification = read_qualification(cells);
    if code.is_empty() || name.is_empty() || post.is_empty() {
        return None;
    }
    Some(OfficerDraft {
        code,
        post: Post {
            name,
            authority: authority?,
            post,
            auxiliary: auxiliary.unwrap_or(false),
        },
        valid_from: from?,
        identity,
        certificate,
        legal_qualification,
    })
}

/// The legal qualification: both of its cells, or none.
fn read_qualification(cells: &mut Cells<'_>) -> Option<LegalQualification> {
    if (12..=13).all(|column| cells.optional(column).is_none()) {
        return None;
    }
    let number = cells.text(12, 50);
    let granted_on = cells.needed(13, day)?;
    (!number.is_empty()).then_some(LegalQualification { number, granted_on })
}

/// The certificate: all of its cells, or none.
fn read_certificate(cells: &mut Cells<'_>) -> Option<CertificateDraft> {
    if (6..=10).all(|column| cells.optional(column).is_none()) {
        return None;
    }
    let number = cells.text(6, 50);
    let field = cells.text(7, 100);
    let area = cells.needed(8, area);
    let issued_on = cells.needed(9, day);
    let expires_on = cells.needed(10, day);
    if number.is_empty() || field.is_empty() {
        return None;
    }
    let draft = CertificateDraft {
        number,
        field,
        area: area?,
        issued_on: issued_on?,
        expires_on: expires_on?,
    };
    if draft.expires_on < draft.issued_on {
        cells.fault(10, "早于核发日期", "lies before the day of issue");
        return None;
    }
    Some(draft)
}

/// Numbers that stand twice in the file.
fn find_repeats(
    cells: &mut Cells<'_>,
    draft: &OfficerDraft,
    seen: &mut HashMap<(usize, String), u32>,
) {
    let identity = draft
        .identity
        .as_ref()
        .map(|number| number.reveal().to_owned());
    let certificate = draft.certificate.as_ref().map(|held| held.number.clone());
    let numbers = [
        (0, Some(draft.code.clone())),
        (5, identity),
        (6, certificate),
    ];
    for (column, number) in numbers {
        let Some(number) = number else { continue };
        if let Some(first) = seen.insert((column, number), cells.row()) {
            cells.fault(
                column,
                format!("与第 {first} 行重复"),
                format!("is the same as in row {first}"),
            );
        }
    }
}

async fn known(
    db: &impl ConnectionTrait,
    sealer: &Sealer,
    drafts: &[(u32, OfficerDraft)],
) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for chunk in drafts.chunks(CHUNK) {
        let codes: Vec<&str> = chunk.iter().map(|(_, draft)| draft.code.as_str()).collect();
        let rows = officer_post::Entity::find()
            .filter(officer_post::Column::Code.is_in(codes))
            .all(db)
            .await?;
        for row in rows {
            let (code, from) = (row.code.clone(), row.valid_from.clone());
            if let Some(span) = post_span(row) {
                known
                    .posts
                    .entry(code)
                    .or_default()
                    .push((from, span.value));
            }
        }
        let numbers: Vec<String> = chunk
            .iter()
            .filter_map(|(_, draft)| Some(draft.certificate.as_ref()?.number.clone()))
            .collect();
        let rows = certificate::Entity::find()
            .filter(certificate::Column::Number.is_in(numbers))
            .all(db)
            .await?;
        known
            .certificates
            .extend(rows.into_iter().map(|row| row.number));
        let digests: Vec<String> = chunk
            .iter()
            .filter_map(|(_, draft)| {
                Some(sealer.digest("identity", draft.identity.as_ref()?.reveal()))
            })
            .collect();
        let rows = officer::Entity::find()
            .filter(officer::Column::IdentityDigest.is_in(digests))
            .all(db)
            .await?;
        known
            .digests
            .extend(rows.into_iter().filter_map(|row| row.identity_digest));
    }
    Ok(known)
}

fn at(row: u32, column: usize, zh: &str, en: &str) -> RowError {
    RowError::new(row, OFFICER.get(column), &text(zh, en))
}
