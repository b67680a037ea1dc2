//! Showing an item with the provisions it rests on, its lineage and its history.

use jiff::Timestamp;
use jiff::civil::Date;
use law::enforcement_item::{Measure, Span};
use law::{Address, EnforcementItem, ProvisionPath, Statute};
use store::StoreError;
use store::sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use super::list_items::view;
use super::{ItemError, row};
use crate::provisions::words;
use crate::statutes::label;
use crate::tables::{item, item_event, item_lineage};
use crate::texts::utf16;
use crate::view::{
    Act, HistoryEntry, Item, ItemState, Lineage, LineageRelation, MachineReading, ProvisionRole,
    RelatedProvision,
};
use crate::{ItemId, Library};

impl Library {
    /// An item with everything that is known of it.
    pub async fn item(&self, id: ItemId) -> Result<Item, ItemError> {
        self.item_on(id, self.today()).await
    }

    /// The same, saying whether its version is in force on a day.
    pub async fn item_on(&self, id: ItemId, day: Date) -> Result<Item, ItemError> {
        let found = item::Entity::find_by_id(id.to_string())
            .one(self.db().read())
            .await?;
        let found = found.ok_or(ItemError::NotFound(id))?;
        let holdings = self.holdings().await?;
        let damaged = || ItemError::Damaged(found.id.clone());
        let record = row::record_of(&found).map_err(|_| damaged())?;
        let (statute, version) = holdings.version(found.version_id).ok_or_else(damaged)?;
        let text = self.text(version).await?;
        let address = |path: ProvisionPath| Address {
            statute: statute.key.clone(),
            version: version.version,
            path: Some(path),
        };
        let machine = found.machine_record.as_ref();
        Ok(Item {
            provisions: provisions(&record, &text, address),
            machine_record: machine.and_then(|machine| serde_json::from_str(machine).ok()),
            machine_reading: MachineReading::named(&found.machine_reading).ok_or_else(damaged)?,
            spans: record.spans.clone(),
            lineage: self.lineage(&found.id).await?,
            history: self.history(&found).await?,
            row: view(&found, &holdings, day).ok_or_else(damaged)?,
            record,
        })
    }

    async fn lineage(&self, id: &str) -> Result<Vec<Lineage>, StoreError> {
        use item_lineage::Column as C;
        let links = item_lineage::Entity::find()
            .filter(
                Condition::any()
                    .add(C::FromItem.eq(id))
                    .add(C::ToItem.eq(id)),
            )
            .order_by_asc(C::FromItem)
            .order_by_asc(C::ToItem)
            .all(self.db().read())
            .await?;
        let mut lineage = Vec::with_capacity(links.len());
        for link in links {
            let is_from = link.from_item == id;
            let other = if is_from {
                &link.to_item
            } else {
                &link.from_item
            };
            let found = item::Entity::find_by_id(other)
                .one(self.db().read())
                .await?;
            let related = found.and_then(|row| {
                Some(Lineage {
                    id: row.id.parse().ok()?,
                    state: ItemState::named(&row.state)?,
                    relation: relation(&link.relation, is_from)?,
                })
            });
            lineage.extend(related);
        }
        Ok(lineage)
    }

    async fn history(&self, found: &item::Model) -> Result<Vec<HistoryEntry>, StoreError> {
        let events = item_event::Entity::find()
            .filter(item_event::Column::ItemId.eq(found.id.as_str()))
            .order_by_asc(item_event::Column::Revision)
            .all(self.db().read())
            .await?;
        let by_person = found.machine_reading == MachineReading::None.as_str();
        let first = (!by_person)
            .then(|| Timestamp::from_millisecond(found.first_read_ms).ok())
            .flatten();
        let first = first.map(|at| HistoryEntry {
            at,
            actor: String::new(),
            act: Act::Read,
            reason: String::new(),
            revision: 1,
            changes: Vec::new(),
        });
        Ok(first
            .into_iter()
            .chain(events.into_iter().filter_map(entry))
            .collect())
    }
}

fn entry(event: item_event::Model) -> Option<HistoryEntry> {
    Some(HistoryEntry {
        at: Timestamp::from_millisecond(event.at_ms).ok()?,
        actor: event.actor,
        act: Act::named(&event.act)?,
        reason: event.reason,
        revision: event.revision.cast_unsigned(),
        changes: serde_json::from_str(&event.changes).ok()?,
    })
}

fn relation(name: &str, is_from: bool) -> Option<LineageRelation> {
    match (name, is_from) {
        ("split", true) => Some(LineageRelation::SplitInto),
        ("split", false) => Some(LineageRelation::SplitFrom),
        ("merged", true) => Some(LineageRelation::MergedInto),
        ("merged", false) => Some(LineageRelation::MergedFrom),
        ("version", true) => Some(LineageRelation::NextVersion),
        ("version", false) => Some(LineageRelation::PreviousVersion),
        _ => None,
    }
}

/// The provisions that an item rests on: the one that gives the sanction, the places of its spans,
/// the duties, and what the sanction refers to in the same statute.
fn provisions(
    record: &EnforcementItem,
    text: &Statute,
    address: impl Fn(ProvisionPath) -> Address,
) -> Vec<RelatedProvision> {
    let mut placed: Vec<(ProvisionRole, ProvisionPath)> =
        vec![(ProvisionRole::Sanction, row::path_of(record))];
    placed.extend(
        record
            .spans
            .iter()
            .map(|span| (ProvisionRole::Sanction, span.path)),
    );
    placed.extend(
        record
            .obligation_refs
            .iter()
            .map(|path| (ProvisionRole::Duty, *path)),
    );
    placed.extend(references(record).map(|path| (ProvisionRole::Reference, path)));
    let mut shown: Vec<RelatedProvision> = Vec::new();
    for (role, path) in placed {
        let address = address(path).to_string();
        let is_shown = shown
            .iter()
            .any(|known| known.address == address && known.role == role);
        let words = own_words(text, path, &record.spans);
        if !is_shown && !words.is_empty() {
            shown.push(RelatedProvision {
                role,
                label: label(&path, text),
                highlights: highlights(&words, path, &record.spans),
                text: words,
                address,
            });
        }
    }
    shown
}

/// The words of a provision: its own only, where spans count in them, else all that stands below too.
fn own_words(text: &Statute, path: ProvisionPath, spans: &[Span]) -> String {
    let is_marked = spans.iter().any(|span| span.path == path);
    if is_marked {
        text.text_of(&path).map(String::from).unwrap_or_default()
    } else {
        words(text, Some(path))
    }
}

fn highlights(text: &str, path: ProvisionPath, spans: &[Span]) -> Vec<[u32; 2]> {
    let own = spans.iter().filter(|span| span.path == path);
    let mut marked: Vec<[u32; 2]> = own
        .map(|span| utf16(text, span.start as usize..span.end as usize))
        .collect();
    marked.sort_unstable();
    marked.dedup();
    marked
}

/// Provisions of the same statute that a measure refers to.
fn references(record: &EnforcementItem) -> impl Iterator<Item = ProvisionPath> {
    let measures = record.tiers.iter().flat_map(|tier| &tier.measures);
    measures.filter_map(|measure: &Measure| measure.reference.as_ref()?.parse().ok())
}
