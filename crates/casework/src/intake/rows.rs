//! Rows on their way: their order, what they are kept as, what is said of those that do not fit.

use std::collections::HashMap;

use procedure::{Act, Case};
use serde_json::{Map, Value};

use super::format::CaseActRow;
use super::judge::{Before, Outcome, Wanted};
use super::known::item_of;
use super::related::Other;
use super::row_error::RowError;
use crate::casework::{Casework, instant};
use crate::tables::intake_row;
use crate::written::{Kept, deed};

/// Puts rows into the order in which they happened; a forgotten one stays behind those it came after.
pub(super) fn in_order(wanted: &mut [Wanted]) {
    wanted.sort_by_key(|wanted| (wanted.line, wanted.part));
    let mut latest = None;
    let keys = wanted.iter().map(|wanted| {
        let act = &wanted.row.act;
        let at = Some(act.happened_at);
        let key = if wanted.row.late { at.max(latest) } else { at };
        latest = latest.max(key);
        ((act.id.clone(), wanted.line), (key, act.sequence))
    });
    let keys: HashMap<_, _> = keys.collect();
    wanted.sort_by_key(|wanted| keys.get(&(wanted.row.act.id.clone(), wanted.line)).copied());
}

/// The rows that wait for this case, unless they come again.
pub(super) fn waiting(before: &mut Before, wanted: &[Wanted]) -> Vec<Wanted> {
    let again = |id: &str| wanted.iter().any(|wanted| wanted.row.act.id == id);
    let stored = before.rows.values().filter(|row| row.state == "waiting");
    let stored = stored.filter(|row| !again(&row.external_act));
    let read = stored.filter_map(|stored| {
        let row: CaseActRow = serde_json::from_str(stored.body.as_deref()?).ok()?;
        Some(Wanted {
            line: stored.line,
            part: stored.part,
            row,
            digest: stored.digest.clone(),
            waited: Some((
                stored.batch.clone(),
                stored.line,
                stored.part,
                stored.received_at_ms,
            )),
        })
    });
    read.collect()
}

pub(super) fn taken(sequence: u32) -> RowError {
    RowError::new(
        "sequence_taken",
        "act.sequence",
        format!("本案序号 {sequence} 已有别的行为，请核对序号或 act.id 后重报该行。"),
        format!(
            "the sequence {sequence} of this case belongs to another act: correct the sequence or act.id and send the row again"
        ),
    )
}

pub(super) fn another_case(row: &CaseActRow) -> RowError {
    let id = &row.case.id;
    RowError::new(
        "case_mismatch",
        "case",
        format!("案件 {id} 已按另一程序或执法主体归集，同一案件各行的程序和主体应一致。"),
        format!(
            "the case {id} was taken in with another procedure or authority: they are the same in all rows of a case"
        ),
    )
}

/// The act without what it states of persons, which goes into a block of its own.
pub(crate) fn set_apart(casework: &Casework, act: &Act, blocks: &mut Vec<Value>) -> Act {
    let mut act = act.clone();
    casework.keep_apart(&mut act, blocks);
    act
}

pub(super) fn party_block(row: &CaseActRow, kept: &Kept) -> Vec<Value> {
    let party = row.case.party.as_ref().map(|party| {
        let mut block = Map::new();
        block.insert("name".to_owned(), party.name.trim().into());
        block.insert("party".to_owned(), kept.party_id.clone().into());
        if let Some(code) = &party.credit_code {
            block.insert("credit_code".to_owned(), code.clone().into());
        }
        Value::Object(block)
    });
    party.into_iter().collect()
}

pub(super) fn other_of(kept: &Kept, case: &Case) -> Other {
    let words = |name: &str| case.words(name).map(str::to_owned);
    let party = kept.party_id.as_deref().or(kept.party_name.as_deref());
    Other {
        id: kept.id.clone(),
        authority_id: kept.authority.clone(),
        subject: kept.subject.clone(),
        item: words("item"),
        party_id: kept.party_id.clone(),
        deed: deed(party, case.words("item"), case.words("violation_on")),
        fine_fen: case.number("fine"),
        filed_on: words("filed_on"),
        decided_on: words("decided_on"),
        closed_on: words("closed_on"),
        opened_at_ms: kept.opened_at_ms,
    }
}

/// The row of the table of what was taken in, or waits.
pub(crate) fn row_of(
    source: &str,
    batch: &str,
    wanted: &Wanted,
    now_ms: i64,
    outcome: &Outcome,
    case: Option<&str>,
) -> intake_row::Model {
    let row = &wanted.row;
    let here = || (batch.to_owned(), wanted.line, wanted.part, now_ms);
    let (batch, line, part, received_at_ms) = wanted.waited.clone().unwrap_or_else(here);
    let mut model = intake_row::Model {
        source: source.to_owned(),
        external_case: row.case.id.clone(),
        external_act: row.act.id.clone(),
        digest: wanted.digest.clone(),
        state: "waiting".to_owned(),
        batch,
        line,
        part,
        sequence: row.act.sequence.map(i64::from),
        case_id: case.map(str::to_owned),
        number: None,
        entry: None,
        broken: None,
        happened_at_ms: instant(row.act.happened_at).map_or(0, jiff::Timestamp::as_millisecond),
        received_at_ms,
        is_late: 0,
        body: None,
    };
    match outcome {
        Outcome::Accepted {
            number,
            entry,
            broken,
            is_late,
        } => {
            "accepted".clone_into(&mut model.state);
            model.number = i32::try_from(*number).ok();
            model.entry = Some(entry.clone());
            model.broken = Some(broken.join(" ")).filter(|broken| !broken.is_empty());
            model.is_late = i32::from(*is_late);
        }
        _ => model.body = serde_json::to_string(row).ok(),
    }
    model
}

/// The items of rows with the days on which they are asked about.
pub(crate) fn items_asked<'w>(
    before: &'w Before,
    wanted: &'w [Wanted],
) -> impl Iterator<Item = (&'w str, &'w CaseActRow)> {
    let held = before
        .held
        .as_ref()
        .and_then(|(_, case)| case.words("item"));
    let named = wanted.iter().find_map(|wanted| item_of(&wanted.row));
    let first = held.or(named);
    wanted
        .iter()
        .filter_map(move |wanted| Some((item_of(&wanted.row).or(first)?, &wanted.row)))
}
