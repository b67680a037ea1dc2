//! Withdrawal of a power on a day, on a decision, between two versions of its list.

use jiff::civil::Date;
use serde_json::json;
use store::WriteTx;
use store::sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::act::Opened;
use super::publish_list::json as decision_json;
use super::{Asking, Decision, ListDeed, ListState, ListStep, PowerError, Powers};
use crate::ListId;
use crate::tables::{power_list_line, power_list_version, power_withdrawal};

impl Powers {
    /// Withdraws the power of a line from a day on. The published version still shows the line, as
    /// withdrawn; the next version is drafted without it, and a draft at work loses it.
    pub async fn withdraw_power(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        line: u64,
        (from, decision): (Date, &Decision),
        deed: &ListDeed,
    ) -> Result<(), PowerError> {
        if !decision.is_whole() {
            return Err(PowerError::Decision);
        }
        let tx = self.alone().await?;
        let opened = self
            .open_version(&tx, (asking, deed), id, ListStep::Withdraw)
            .await?;
        let row = held(&tx, &opened, line, from, self.today()).await?;
        let ended = power_list_line::ActiveModel {
            list_number: Set(row.list_number),
            number: Set(row.number),
            valid_to: Set(Some(from.to_string())),
            until_version: Set(leave_draft(&tx, &row).await?),
            ..Default::default()
        };
        power_list_line::Entity::update(ended).exec(&*tx).await?;
        let withdrawal = power_withdrawal::ActiveModel {
            list_number: Set(row.list_number),
            line_number: Set(row.number),
            withdrawn_from: Set(from.to_string()),
            decision: Set(decision_json(decision)),
        };
        power_withdrawal::Entity::insert(withdrawal)
            .exec_without_returning(&*tx)
            .await?;
        let data = json!({"line": line, "from": from.to_string(), "decision": decision});
        self.write_step(
            &tx,
            &opened,
            power_list_version::ActiveModel::default(),
            ListStep::Withdraw,
            (asking, deed),
            data,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

/// The line, where it is a power of the version that is held on the day, and not before today.
async fn held(
    tx: &WriteTx,
    opened: &Opened,
    line: u64,
    from: Date,
    today: Date,
) -> Result<power_list_line::Model, PowerError> {
    let version = &opened.version;
    let key = (opened.list.number, line.cast_signed());
    let found = power_list_line::Entity::find_by_id(key).one(&**tx).await?;
    let stands = |row: &power_list_line::Model| {
        row.since_version <= version.version
            && row
                .until_version
                .is_none_or(|until| until > version.version)
            && row.authority_number.is_some()
    };
    let row = found.filter(stands).ok_or(PowerError::NoLine(line))?;
    let day = from.to_string();
    let begun = [&version.effective_from, &row.valid_from]
        .into_iter()
        .flatten()
        .all(|begin| *begin <= day);
    let open = [&version.effective_to, &row.valid_to]
        .into_iter()
        .flatten()
        .all(|end| *end > day);
    if begun && open && from >= today {
        Ok(row)
    } else {
        Err(PowerError::NotHeld(from))
    }
}

/// Takes the line out of a version that is at work; gives the version in which it stands no longer.
async fn leave_draft(
    tx: &WriteTx,
    row: &power_list_line::Model,
) -> Result<Option<i32>, PowerError> {
    use power_list_version::Column as C;
    if row.until_version.is_some() {
        return Ok(row.until_version);
    }
    let at_work = [
        ListState::Drafting,
        ListState::InReview,
        ListState::Reviewed,
        ListState::Adopted,
    ];
    let draft = power_list_version::Entity::find()
        .filter(C::ListNumber.eq(row.list_number))
        .filter(C::State.is_in(at_work.map(ListState::as_str)))
        .order_by_desc(C::Version)
        .one(&**tx)
        .await?;
    let Some(draft) = draft else {
        return Ok(None);
    };
    let change = power_list_version::ActiveModel {
        list_number: Set(draft.list_number),
        version: Set(draft.version),
        lines: Set(draft.lines - 1),
        revision: Set(draft.revision + 1),
        ..Default::default()
    };
    power_list_version::Entity::update(change)
        .exec(&**tx)
        .await?;
    Ok(Some(draft.version))
}
