//! Comparing two versions of a statute.

use std::collections::HashMap;
use std::sync::Arc;

use law::diff::{self, ArticleChange, ChangeKind, PartChange, Words};
use law::{ArticleNumber, ProvisionPath, Statute, StatuteKey, VersionKey};
use store::StoreError;
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::show_statute::choose;
use super::show_version::label;
use super::{StatuteError, VersionChoice};
use crate::Library;
use crate::holdings::HeldVersion;
use crate::tables::item;
use crate::view::{
    Comparison, ComparisonSummary, ItemState, ItemTouched, ProvisionChange, ProvisionChangeKind,
    Segment, SegmentOp,
};

impl Library {
    /// What changed from one version of a statute to another, and which items that touches.
    pub async fn compare(
        &self,
        key: &StatuteKey,
        from: VersionKey,
        to: VersionKey,
    ) -> Result<Comparison, StatuteError> {
        let holdings = self.holdings().await?;
        let day = self.today();
        let (_, older) = choose(&holdings, key, VersionChoice::Exact(from))?;
        let (_, newer) = choose(&holdings, key, VersionChoice::Exact(to))?;
        let (old, new) = (self.text(older).await?, self.text(newer).await?);
        let changes = changes_of(&old, &new).await;
        Ok(Comparison {
            from: older.row(day),
            to: newer.row(day),
            summary: summary(&changes, new.articles.len()),
            items: self.touched(older, newer, &changes).await?,
            changes: changes
                .iter()
                .flat_map(|change| provision_changes(change, &old, &new))
                .collect(),
        })
    }

    /// The items of both versions that stand in articles that changed.
    async fn touched(
        &self,
        older: &HeldVersion,
        newer: &HeldVersion,
        changes: &[ArticleChange],
    ) -> Result<Vec<ItemTouched>, StoreError> {
        let numbers = |pick: fn(&ArticleChange) -> Option<ArticleNumber>| {
            let picked = changes
                .iter()
                .filter_map(move |change| Some((pick(change)?, view(change.kind))));
            picked.collect::<HashMap<_, _>>()
        };
        let mut touched = self.items_in(older, &numbers(|change| change.old)).await?;
        touched.extend(self.items_in(newer, &numbers(|change| change.new)).await?);
        Ok(touched)
    }

    async fn items_in(
        &self,
        version: &HeldVersion,
        articles: &HashMap<ArticleNumber, ProvisionChangeKind>,
    ) -> Result<Vec<ItemTouched>, StoreError> {
        let rows = item::Entity::find()
            .filter(item::Column::VersionId.eq(version.id))
            .filter(item::Column::State.ne(ItemState::Withdrawn.as_str()))
            .order_by_asc(item::Column::Sort)
            .all(self.db().read())
            .await?;
        let touched = rows.into_iter().filter_map(|row| {
            Some(ItemTouched {
                change: *articles.get(&row.article.parse().ok()?)?,
                id: row.id.parse().ok()?,
                state: ItemState::named(&row.state)?,
                behaviour: row.behaviour,
                version: version.version,
            })
        });
        Ok(touched.collect())
    }

    /// How many items of the older version stand in articles that the newer one changed.
    pub(crate) async fn count_touched(
        &self,
        older: &HeldVersion,
        newer: &HeldVersion,
    ) -> Result<u32, StoreError> {
        if older.items == 0 {
            return Ok(0);
        }
        let (old, new) = (self.text(older).await?, self.text(newer).await?);
        let changes = changes_of(&old, &new).await;
        let articles = changes
            .iter()
            .filter_map(|change| Some((change.old?, view(change.kind))));
        Ok(self.items_in(older, &articles.collect()).await?.len() as u32)
    }
}

/// Comparing two long texts takes a moment, which other requests need not wait for.
async fn changes_of(old: &Arc<Statute>, new: &Arc<Statute>) -> Vec<ArticleChange> {
    let (old, new) = (Arc::clone(old), Arc::clone(new));
    let comparing = tokio::task::spawn_blocking(move || diff::diff(&old, &new));
    comparing.await.expect("comparing two texts does not panic")
}

fn view(kind: ChangeKind) -> ProvisionChangeKind {
    match kind {
        ChangeKind::Added => ProvisionChangeKind::Added,
        ChangeKind::Removed => ProvisionChangeKind::Removed,
        ChangeKind::Renumbered => ProvisionChangeKind::Renumbered,
        ChangeKind::Changed | ChangeKind::RenumberedAndChanged => ProvisionChangeKind::Changed,
    }
}

fn summary(changes: &[ArticleChange], new_articles: usize) -> ComparisonSummary {
    let mut summary = ComparisonSummary::default();
    for change in changes {
        let counted = match view(change.kind) {
            ProvisionChangeKind::Added => &mut summary.added,
            ProvisionChangeKind::Removed => &mut summary.removed,
            ProvisionChangeKind::Changed => &mut summary.changed,
            ProvisionChangeKind::Renumbered => &mut summary.renumbered,
        };
        *counted += 1;
    }
    let in_new = changes.iter().filter(|change| change.new.is_some()).count();
    summary.unchanged = new_articles.saturating_sub(in_new) as u32;
    summary
}

/// The changes of an article: one for each of its parts, or one where it changed as a whole.
fn provision_changes(change: &ArticleChange, old: &Statute, new: &Statute) -> Vec<ProvisionChange> {
    let whole = matches!(
        change.kind,
        ChangeKind::Added | ChangeKind::Removed | ChangeKind::Renumbered
    );
    if whole || change.parts.is_empty() {
        return vec![article_change(change, old, new)];
    }
    change
        .parts
        .iter()
        .map(|part| part_change(part, old, new))
        .collect()
}

fn article_change(change: &ArticleChange, old: &Statute, new: &Statute) -> ProvisionChange {
    let [old_path, new_path] =
        [change.old, change.new].map(|number| number.map(ProvisionPath::article));
    let mut row = paths(view(change.kind), old_path, new_path, old, new);
    row.segments = match view(change.kind) {
        ProvisionChangeKind::Added => segment(SegmentOp::Added, row.new_text.as_ref()),
        ProvisionChangeKind::Removed => segment(SegmentOp::Removed, row.old_text.as_ref()),
        _ => segment(SegmentOp::Same, row.new_text.as_ref()),
    };
    row
}

fn segment(op: SegmentOp, text: Option<&String>) -> Vec<Segment> {
    text.into_iter()
        .map(|text| Segment {
            op,
            text: text.clone(),
        })
        .collect()
}

fn part_change(part: &PartChange, old: &Statute, new: &Statute) -> ProvisionChange {
    let mut row = paths(view(part.kind), part.old, part.new, old, new);
    row.segments = part.words.iter().map(words).collect();
    row
}

fn words(words: &Words) -> Segment {
    let (op, text) = match words {
        Words::Same(text) => (SegmentOp::Same, text),
        Words::Removed(text) => (SegmentOp::Removed, text),
        Words::Added(text) => (SegmentOp::Added, text),
    };
    Segment {
        op,
        text: text.clone(),
    }
}

fn paths(
    kind: ProvisionChangeKind,
    old_path: Option<ProvisionPath>,
    new_path: Option<ProvisionPath>,
    old: &Statute,
    new: &Statute,
) -> ProvisionChange {
    let text = |path: Option<ProvisionPath>, of: &Statute| {
        path.and_then(|path| of.text_of(&path).map(String::from))
    };
    ProvisionChange {
        kind,
        old_path,
        new_path,
        old_label: old_path.map(|path| label(&path, old)),
        new_label: new_path.map(|path| label(&path, new)),
        old_text: text(old_path, old),
        new_text: text(new_path, new),
        segments: Vec::new(),
    }
}
