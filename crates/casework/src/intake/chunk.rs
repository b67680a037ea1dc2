//! A chunk of lines: read, judged outside of any transaction, written in one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::civil::DateTime;
use record::Actor;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use store::sea_orm;

use super::format::{CaseActRow, LINE_BYTES};
use super::judge::{Before, Judged, Judging, Outcome, Wanted};
use super::known::Known;
use super::lateness::Lateness;
use super::mapping::{case_id, map_row};
use super::related::Related;
use super::row_error::RowError;
use super::rows::items_asked;
use super::sources::Source;
use crate::casework::Casework;
use crate::error::CaseError;
use crate::tables::{case, intake_case, intake_row};
use crate::world::ids_in;
use crate::written::{deed, kept_of, state_of};

/// A line of a batch, by its number from 1.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub number: i64,
    /// What it says.
    pub bytes: Vec<u8>,
}

/// A line or an act that cannot be read: its place, the ids that it says, what is wrong.
#[derive(Debug, Clone)]
pub(crate) struct Unread {
    pub line: i64,
    pub part: i32,
    pub external: (Option<String>, Option<String>),
    pub errors: Vec<RowError>,
}

/// What chunks of one batch are judged with.
pub(crate) struct Taking {
    pub actor: Actor,
    pub source: Source,
    pub lateness: Lateness,
    pub known: Known,
}

/// Lines after reading.
#[derive(Default)]
pub(crate) struct ReadLines {
    pub wanted: Vec<Wanted>,
    pub unread: Vec<Unread>,
}

/// Reads lines; several threads share the work.
pub(crate) fn read_lines(source: &Source, lines: &[Line]) -> ReadLines {
    let mut all = ReadLines::default();
    let shares = in_threads(lines, |share| {
        let mut read = ReadLines::default();
        for line in share {
            read_line(source, line, &mut read);
        }
        read
    });
    for share in shares {
        all.wanted.extend(share.wanted);
        all.unread.extend(share.unread);
    }
    all
}

/// Runs a pure function over the halves of a list at once, and keeps their order.
fn in_threads<T: Sync, R: Send>(all: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(8);
    if all.len() < 64 || threads == 1 {
        return vec![work(all)];
    }
    let work = &work;
    std::thread::scope(|scope| {
        let shares: Vec<_> = all
            .chunks(all.len().div_ceil(threads))
            .map(|share| scope.spawn(move || work(share)))
            .collect();
        let joined = shares.into_iter().map(|share| match share.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.collect()
    })
}

fn read_line(source: &Source, line: &Line, read: &mut ReadLines) {
    let mut unread = |part, external, errors| {
        read.unread.push(Unread {
            line: line.number,
            part,
            external,
            errors,
        });
    };
    let value = match value_of(line) {
        Ok(value) => value,
        Err(error) => return unread(0, (None, None), vec![error]),
    };
    let mapped = match &source.reads {
        None => Ok(vec![CaseActRow::read(&value).map_err(|errors| {
            let act = value["act"]["id"].as_str().map(str::to_owned);
            (act, errors)
        })]),
        Some(mapping) => map_row(mapping, &value),
    };
    let case = || match &source.reads {
        None => value["case"]["id"].as_str().map(cut),
        Some(mapping) => case_id(mapping, &value).as_deref().map(cut),
    };
    match mapped {
        Err(errors) => unread(0, (case(), None), errors),
        Ok(rows) if rows.is_empty() => unread(0, (case(), None), vec![no_act()]),
        Ok(rows) => {
            for (part, row) in (1..).zip(rows) {
                match row {
                    Err((act, errors)) => {
                        unread(part, (case(), act.as_deref().map(cut)), errors);
                    }
                    Ok(row) => read.wanted.push(Wanted {
                        line: line.number,
                        part,
                        digest: row.digest(),
                        row,
                        waited: None,
                    }),
                }
            }
        }
    }
}

fn cut(id: &str) -> String {
    id.chars().filter(|part| *part != '\0').take(200).collect()
}

fn value_of(line: &Line) -> Result<Value, RowError> {
    if line.bytes.len() > LINE_BYTES {
        let (have, most) = (line.bytes.len(), LINE_BYTES);
        return Err(RowError::new(
            "too_long",
            "row",
            format!("该行 {have} 字节，每行至多 {most} 字节；大文件请只报摘要。"),
            format!(
                "the line has {have} bytes, at most {most} are taken: report large things by their digest"
            ),
        ));
    }
    let value: Result<Value, _> = serde_json::from_slice(&line.bytes);
    let value = value.map_err(|error| {
        RowError::new(
            "not_json",
            "row",
            format!("该行不是 JSON：{error}。每行应为一个完整的 JSON 对象，UTF-8 编码。"),
            format!("the line is not JSON: {error}. A line is one whole JSON object in UTF-8"),
        )
    })?;
    // Neither database keeps NUL in a text alike.
    let has_nul = line.bytes.windows(6).any(|bytes| bytes == b"\\u0000");
    if has_nul {
        return Err(RowError::wrong(
            "row",
            "不含空字符（\\u0000）的 JSON",
            "JSON without NUL (\\u0000)",
        ));
    }
    Ok(value)
}

fn no_act() -> RowError {
    RowError::new(
        "no_act",
        "row",
        "该行没有任何行为：映射所列的时间列都是空的，请补填后重报。".to_owned(),
        "the row states no act: the columns that the mapping asks for are empty. Fill them in and send it again".to_owned(),
    )
}

/// The cases of a chunk with their rows, in the order of the numbers that the source gives them.
pub(crate) type Cases = BTreeMap<String, (Before, Vec<Wanted>)>;

impl Casework {
    /// Fetches everything that the rows ask, and judges them.
    pub(crate) async fn judge_chunk(
        &self,
        taking: &mut Taking,
        wanted: &[Wanted],
        now: DateTime,
    ) -> Result<Vec<Judged>, CaseError> {
        let mut cases = self.before(&taking.source.name, wanted).await?;
        let waiting: Vec<CaseActRow> = cases
            .values()
            .flat_map(|(before, _)| before.rows.values())
            .filter_map(|row| serde_json::from_str(row.body.as_deref()?).ok())
            .collect();
        let rows = wanted.iter().map(|wanted| &wanted.row).chain(&waiting);
        let named = cases.values().flat_map(|(before, _)| officers_of(before));
        let named: BTreeSet<String> = named.map(str::to_owned).collect();
        taking.known.learn(self, rows, &named).await?;
        for (before, wanted) in cases.values() {
            for (item, row) in items_asked(before, wanted) {
                let known = taking.known.authority(&row.case.authority);
                if let Some(authority) = known {
                    let (authority, on) = (authority.to_string(), row.act.happened_at.date());
                    taking.known.learn_item(self, item, &authority, on).await?;
                }
            }
        }
        let related = self.related_of(&taking.known, &cases).await?;
        let judging = Judging {
            casework: self,
            actor: &taking.actor,
            source: &taking.source,
            known: &taking.known,
            lateness: &taking.lateness,
            now,
        };
        // Cases of one party ask about one another: they stay in one thread.
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(8);
        let mut shares: Vec<Cases> = (0..threads).map(|_| Cases::new()).collect();
        while let Some((id, (before, wanted))) = cases.pop_first() {
            let share = share_of(&taking.known, &before, &wanted, threads);
            shares[share].insert(id, (before, wanted));
        }
        let shares: Vec<_> = shares
            .into_iter()
            .filter(|share| !share.is_empty())
            .collect();
        judge_shares(&judging, &related, shares)
    }

    /// What is known of the cases of these rows.
    async fn before(&self, source: &str, wanted: &[Wanted]) -> Result<Cases, CaseError> {
        let mut cases = Cases::new();
        for wanted in wanted {
            let entry = cases.entry(wanted.row.case.id.clone()).or_default();
            entry.1.push(wanted.clone());
        }
        let ids: Vec<&String> = cases.keys().collect();
        let external = intake_case::Entity::find()
            .filter(intake_case::Column::Source.eq(source))
            .filter(intake_case::Column::ExternalCase.is_in(ids.clone()))
            .all(self.db().read())
            .await?;
        let rows = intake_row::Entity::find()
            .filter(intake_row::Column::Source.eq(source))
            .filter(intake_row::Column::ExternalCase.is_in(ids))
            .all(self.db().read())
            .await?;
        for row in rows {
            if let Some((before, _)) = cases.get_mut(&row.external_case) {
                before.rows.insert(row.external_act.clone(), row);
            }
        }
        let held: Vec<&String> = external.iter().map(|case| &case.case_id).collect();
        let held = case::Entity::find()
            .filter(case::Column::Id.is_in(held))
            .all(self.db().read())
            .await?;
        let mut held: HashMap<String, case::Model> =
            held.into_iter().map(|row| (row.id.clone(), row)).collect();
        for external in external {
            let row = held.remove(&external.case_id);
            let row = row.ok_or_else(|| CaseError::Damaged(external.case_id.clone()))?;
            if let Some((before, _)) = cases.get_mut(&external.external_case) {
                before.held = Some((kept_of(&row), state_of(&row)?));
                before.external = Some(external);
            }
        }
        Ok(cases)
    }

    async fn related_of(&self, known: &Known, cases: &Cases) -> Result<Related, CaseError> {
        let (mut deeds, mut parties) = (BTreeSet::new(), BTreeSet::new());
        for (before, wanted) in cases.values() {
            let Some((name, id)) = party_of(known, before, wanted) else {
                continue;
            };
            let party = id.clone().unwrap_or(name);
            parties.extend(id);
            let facts = before.held.as_ref().map(|(_, case)| &case.facts);
            let stated = wanted.iter().map(|wanted| &wanted.row.act.states);
            let mut items: BTreeSet<&str> =
                items_asked(before, wanted).map(|(item, _)| item).collect();
            let mut days = BTreeSet::new();
            for facts in facts.into_iter().chain(stated) {
                items.extend(facts.get("item").and_then(Value::as_str));
                days.extend(facts.get("violation_on").and_then(Value::as_str));
            }
            for item in &items {
                let days = days.iter();
                deeds.extend(days.filter_map(|day| deed(Some(&party), Some(item), Some(day))));
            }
        }
        let (deeds, parties) = (deeds.into_iter().collect(), parties.into_iter().collect());
        let mut related = Related::default();
        for other in self.related(deeds, parties).await? {
            related.put(other);
        }
        Ok(related)
    }
}

/// Those who have a role in a case.
fn officers_of(before: &Before) -> Vec<&str> {
    let facts = before.held.as_ref().map(|(_, case)| &case.facts);
    let officers = facts.and_then(|facts| facts.get("officers"));
    officers.map(ids_in).unwrap_or_default()
}

/// The name and the id of the party of a case.
fn party_of(known: &Known, before: &Before, wanted: &[Wanted]) -> Option<(String, Option<String>)> {
    if let Some((kept, _)) = &before.held {
        return Some((kept.party_name.clone()?, kept.party_id.clone()));
    }
    let party = wanted
        .iter()
        .find_map(|wanted| wanted.row.case.party.as_ref())?;
    let name = party.id.as_deref().or(party.credit_code.as_deref());
    let id = name.and_then(|name| known.party(name));
    Some((party.name.trim().to_owned(), id.map(|id| id.to_string())))
}

fn share_of(known: &Known, before: &Before, wanted: &[Wanted], shares: usize) -> usize {
    let party = party_of(known, before, wanted);
    let mut hasher = DefaultHasher::new();
    party.map(|(name, id)| id.unwrap_or(name)).hash(&mut hasher);
    usize::try_from(hasher.finish() % shares as u64).unwrap_or(0)
}

fn judge_shares(
    judging: &Judging<'_>,
    related: &Related,
    shares: Vec<Cases>,
) -> Result<Vec<Judged>, CaseError> {
    let one = |cases: Cases| -> Result<Vec<Judged>, CaseError> {
        let mut related = related.clone();
        let cases = cases.into_values();
        cases
            .map(|(before, wanted)| judging.case(&mut related, before, wanted))
            .collect()
    };
    let done: Result<Vec<Vec<Judged>>, CaseError> = std::thread::scope(|scope| {
        let threads: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(|| one(share)))
            .collect();
        let joined = threads.into_iter().map(|thread| match thread.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.collect()
    });
    Ok(done?.into_iter().flatten().collect())
}

/// What of the judged rows is a correction.
pub(crate) fn corrections(judged: &[Judged]) -> Vec<Wanted> {
    let rows = judged.iter().flat_map(|judged| &judged.rows);
    let corrections = rows.filter(|(_, outcome)| matches!(outcome, Outcome::Correction));
    corrections.map(|(wanted, _)| wanted.clone()).collect()
}
