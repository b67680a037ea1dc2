//! Rows of authorities: read into drafts, checked as a whole against the register.

use std::collections::HashMap;

use base::{AreaCode, CreditCode, Lang};
use jiff::civil::Date;
use record::Record;

use super::sheet::Row;
use super::template::{AUTHORITY, Cells, RowError, Table, day, text};
use crate::authority::{Authority, AuthorityDraft, AuthorityState, Registry, TreeFault};
use crate::ids::new_id;
use crate::timeline::Timeline;
use crate::{AuthorityKind, AuthorityLevel};

/// What an import of authorities would write.
pub(super) struct Prepared {
    pub(super) new: Vec<(u32, Authority)>,
    pub(super) unchanged: u32,
}

/// A row before its superior is known.
struct Read {
    row: u32,
    draft: AuthorityDraft,
    parent: Option<String>,
    from: Date,
}

/// Checks every row, and gives every fault.
pub(super) fn prepare(
    record: &Record,
    registry: &Registry,
    rows: &[Row],
) -> Result<Prepared, Vec<RowError>> {
    let table = Table::of(&AUTHORITY, rows)?;
    let mut faults = Vec::new();
    let mut read: Vec<Read> = Vec::new();
    let mut places: HashMap<String, u32> = HashMap::new();
    for row in table.rows {
        let mut cells = table.cells(row);
        let found = read_row(&mut cells);
        if let Some(found) = &found
            && let Some(first) = places.insert(found.draft.code.clone(), found.row)
        {
            cells.fault(
                0,
                format!("与第 {first} 行重复"),
                format!("is the same as in row {first}"),
            );
        }
        faults.extend(cells.into_faults());
        read.extend(found);
    }
    let mut after = registry.clone();
    let mut prepared = Prepared {
        new: Vec::new(),
        unchanged: 0,
    };
    let ids: HashMap<String, crate::AuthorityId> = read
        .iter()
        .map(|read| {
            let known = registry.by_code(&read.draft.code).map(|known| known.id);
            (
                read.draft.code.clone(),
                known.unwrap_or_else(|| new_id(record.clock())),
            )
        })
        .collect();
    for mut found in read {
        let parent = found.parent.as_ref().map(|code| {
            let known = ids
                .get(code)
                .copied()
                .or_else(|| registry.by_code(code).map(|known| known.id));
            known.ok_or_else(|| {
                at(
                    found.row,
                    5,
                    format!("没有编号为 {code} 的主体"),
                    format!("there is no authority {code}"),
                )
            })
        });
        match parent.transpose() {
            Ok(parent) => found.draft.state.parent = parent,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        }
        match registry.by_code(&found.draft.code) {
            Some(known) if is_same(known, &found) => prepared.unchanged += 1,
            Some(_) => faults.push(at(
                found.row,
                0,
                "该编号已登记，且内容不同：请在登记库中变更".to_owned(),
                "the number is registered with other contents: change it in the register"
                    .to_owned(),
            )),
            None => {
                let authority = Authority {
                    id: ids[&found.draft.code],
                    code: found.draft.code.clone(),
                    revision: 1,
                    states: Timeline::since(found.from, found.draft.state),
                };
                faults.extend(credit_code_fault(&after, &authority, found.row));
                after.insert(authority.clone());
                prepared.new.push((found.row, authority));
            }
        }
    }
    if faults.is_empty()
        && let Err(fault) = after.check_tree()
    {
        faults.push(tree_fault(&fault, &places));
    }
    if faults.is_empty() {
        Ok(prepared)
    } else {
        Err(faults)
    }
}

fn read_row(cells: &mut Cells<'_>) -> Option<Read> {
    let code = cells.text(0, 50);
    let name = cells.text(1, 200);
    let name_en = cells.maybe_text(2, 200);
    let kind = cells.needed(3, |text| {
        AuthorityKind::written(text).ok_or_else(|| {
            (
                format!("应为：{}", AuthorityKind::texts(Lang::Zh)),
                format!("must be one of: {}", AuthorityKind::texts(Lang::En)),
            )
        })
    });
    let level = cells.needed(4, |text| {
        AuthorityLevel::written(text).ok_or_else(|| {
            (
                format!("应为：{}", AuthorityLevel::texts(Lang::Zh)),
                format!("must be one of: {}", AuthorityLevel::texts(Lang::En)),
            )
        })
    });
    let parent = cells.maybe_text(5, 50);
    let area = cells.needed(6, area);
    let credit_code = cells.read(7, |text| {
        text.parse::<CreditCode>().map_err(|error| {
            (
                "统一社会信用代码有误（GB 32100）".to_owned(),
                error.to_string(),
            )
        })
    });
    let legal_head = cells.maybe_text(8, 100);
    let decision = cells.text(9, 500);
    let published_on = cells.read(10, day);
    let from = cells.needed(11, day);
    if code.is_empty() || name.is_empty() || decision.is_empty() {
        return None;
    }
    let state = AuthorityState {
        name,
        name_en,
        kind: kind?,
        level: level?,
        parent: None,
        area: area?,
        credit_code,
        legal_head,
        decision,
        published_on,
    };
    Some(Read {
        row: cells.row(),
        draft: AuthorityDraft { code, state },
        parent,
        from: from?,
    })
}

pub(super) fn area(text: &str) -> Result<AreaCode, (String, String)> {
    text.parse().map_err(|_| {
        (
            "应为 6、9 或 12 位区划代码（GB/T 2260）".to_owned(),
            "must be an area code of 6, 9 or 12 digits".to_owned(),
        )
    })
}

/// Whether the register holds a state that began on this day and says the same.
fn is_same(known: &Authority, found: &Read) -> bool {
    known
        .states
        .spans()
        .iter()
        .any(|span| span.from == found.from && span.value == found.draft.state)
}

fn credit_code_fault(after: &Registry, authority: &Authority, row: u32) -> Option<RowError> {
    let first = authority.states.spans().first()?;
    let code = first.value.credit_code.as_ref()?;
    let bears = |other: &&Authority| {
        let mut spans = other.states.spans().iter();
        spans.any(|span| {
            span.value.credit_code.as_ref() == Some(code)
                && span.to.is_none_or(|to| to > first.from)
        })
    };
    let other = after.all().find(bears)?;
    Some(at(
        row,
        7,
        format!("统一社会信用代码已属于执法主体 {}", other.code),
        format!(
            "the unified social credit code belongs to the authority {}",
            other.code
        ),
    ))
}

fn tree_fault(fault: &TreeFault, places: &HashMap<String, u32>) -> RowError {
    let row = |code: &String| places.get(code).copied().unwrap_or(1);
    match fault {
        TreeFault::Circle { code, on } => at(
            row(code),
            5,
            format!("自 {on} 起会成为自己的下级"),
            format!("from {on} it would stand under itself"),
        ),
        TreeFault::NoParent { code, on } => at(
            row(code),
            5,
            format!("上级在 {on} 不存在"),
            format!("the authority above it does not exist on {on}"),
        ),
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "every caller makes its texts for it"
)]
fn at(row: u32, column: usize, zh: String, en: String) -> RowError {
    RowError::new(row, AUTHORITY.get(column), &text(&zh, &en))
}
