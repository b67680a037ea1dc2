//! The flat form of an item: a line of `xiezhi law items --jsonl`, the schema of the gold set.

use serde::{Deserialize, Serialize};

use crate::address::ProvisionPath;
use crate::enforcement_item::{EnforcementItem, ItemKind, Tier};

/// Which text an item was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordContext<'a> {
    /// The title of the statute.
    pub statute: &'a str,
    /// The date of the version, as in the file name; empty where there is none.
    pub version: &'a str,
    /// The path of the file.
    pub file: &'a str,
}

/// An item with the statute that it stands in, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemRecord {
    /// `消防法@2021-04-29#60.1.2-1`: statute, version, article, paragraph, point, and its place among its like.
    pub id: String,
    /// Title of the statute.
    pub statute: String,
    /// Date of the version.
    pub version: String,
    /// Path of the file.
    pub file: String,
    /// 条, e.g. `133之一`.
    pub article: String,
    /// 款
    pub paragraph: u32,
    /// 项
    pub item: Option<u32>,
    /// What is done or left undone.
    pub behaviour: String,
    /// Duties breached.
    pub obligation_refs: Vec<ProvisionPath>,
    /// Enforcing authority.
    pub subject: Option<String>,
    /// Actor.
    pub object: Option<String>,
    /// Grades of consequence.
    pub tiers: Vec<Tier>,
    /// Whether persons responsible are punished too.
    pub dual_person_penalty: bool,
    /// Whether crime is reserved.
    pub crime_clause: bool,
    /// A remark of the reader.
    pub note: Option<String>,
    /// Which power.
    pub kind: ItemKind,
}

/// The records of a statute's items, in their order.
pub fn records(items: &[EnforcementItem], context: RecordContext<'_>) -> Vec<ItemRecord> {
    let mut records: Vec<ItemRecord> = Vec::with_capacity(items.len());
    let (mut last, mut nth) = (None, 0);
    for item in items {
        let place = (item.kind, item.article, item.paragraph, item.item);
        nth = if last == Some(place) { nth + 1 } else { 1 };
        last = Some(place);
        records.push(record(item, context, nth));
    }
    records
}

fn record(item: &EnforcementItem, context: RecordContext<'_>, nth: u32) -> ItemRecord {
    let title = context.statute.trim_start_matches("中华人民共和国");
    let place = format!(
        "{}.{}.{}",
        item.article,
        item.paragraph,
        item.item.unwrap_or(0)
    );
    ItemRecord {
        id: format!("{title}@{}#{place}-{nth}", context.version),
        statute: context.statute.to_owned(),
        version: context.version.to_owned(),
        file: context.file.to_owned(),
        article: item.article.to_string(),
        paragraph: item.paragraph,
        item: item.item,
        behaviour: item.behaviour.clone(),
        obligation_refs: item.obligation_refs.clone(),
        subject: item.subject.clone(),
        object: item.object.clone(),
        tiers: item.tiers.clone(),
        dual_person_penalty: item.dual_person_penalty,
        crime_clause: item.crime_clause,
        note: item.note.clone(),
        kind: item.kind,
    }
}
