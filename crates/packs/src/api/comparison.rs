//! Two packs, rule by rule.

use axum::Json;
use axum::extract::State;
use problem::{Asker, Params, Problem, Problems};
use rules::{Change, ChangeKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::view::PackRow;
use super::{PacksApi, READ, digest};
use crate::packs::aside;

/// Which packs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ComparisonParams {
    /// The digest of the older pack.
    before: String,
    /// The digest of the newer pack.
    after: String,
}

/// What differs between two packs.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackComparison {
    /// The older pack.
    before: PackRow,
    /// The newer pack.
    after: PackRow,
    /// The rules that differ, by kind and id.
    changes: Vec<RuleChange>,
}

/// A rule that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleChange {
    /// The kind of its file.
    kind: &'static str,
    /// Its id, with the day from which it holds; the path of a file without rules.
    rule: String,
    /// `added`, `removed` or `changed`.
    change: &'static str,
    /// The fields that differ, for a changed rule.
    fields: Vec<RuleFieldChange>,
}

/// A field with its two values; `null` where there is none.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleFieldChange {
    /// The keys that lead to it: `values.0.value`.
    path: String,
    /// Before.
    before: Value,
    /// After.
    after: Value,
}

/// Compares two rule packs, rule by rule.
#[utoipa::path(get, operation_id = "compare_packs", path = "/packs/comparison", tag = "packs",
    params(ComparisonParams),
    responses((status = 200, body = PackComparison), Problems))]
pub async fn compare(
    asker: Asker,
    State(api): State<PacksApi>,
    Params(params): Params<ComparisonParams>,
) -> Result<Json<PackComparison>, Problem> {
    asker.admitted(READ).await?;
    let (before, after) = (digest(&params.before)?, digest(&params.after)?);
    let rows = (
        PackRow::of(api.packs.known(before).await?),
        PackRow::of(api.packs.known(after).await?),
    );
    let before = api.packs.folder(before).await?;
    let after = api.packs.folder(after).await?;
    let difference = aside(move || rules::diff(&before, &after)).await?;
    Ok(Json(PackComparison {
        before: rows.0,
        after: rows.1,
        changes: difference.changes.into_iter().map(RuleChange::of).collect(),
    }))
}

impl RuleChange {
    fn of(change: Change) -> Self {
        let (word, fields) = match change.change {
            ChangeKind::Added => ("added", Vec::new()),
            ChangeKind::Removed => ("removed", Vec::new()),
            ChangeKind::Changed { fields } => ("changed", fields),
        };
        let fields = fields.into_iter().map(|field| RuleFieldChange {
            path: field.path,
            before: field.before,
            after: field.after,
        });
        Self {
            kind: change.kind,
            rule: change.rule,
            change: word,
            fields: fields.collect(),
        }
    }
}
