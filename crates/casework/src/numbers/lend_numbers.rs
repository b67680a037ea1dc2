//! A range of numbers lent to a device that works without a network.

use futures::FutureExt as _;
use jiff::ToSpan as _;
use jiff::civil::Date;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{EntityTrait, IntoActiveModel as _};
use serde::{Deserialize, Serialize};
use store::{WriteTx, insert_all, sea_orm};
use utoipa::ToSchema;

use super::counters::{Counters, Opening};
use super::form::Series;
use super::{range_data, recorded};
use crate::casework::{Asking, Casework};
use crate::error::CaseError;
use crate::tables::{number, range};

/// A range that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRange {
    /// The authority whose numbers they are.
    #[schema(value_type = Uuid)]
    pub authority: String,
    /// The word of the series: `罚立`.
    #[schema(min_length = 1, max_length = 20)]
    pub word: String,
    /// How many.
    #[schema(minimum = 1)]
    pub count: u32,
    /// The device.
    #[schema(min_length = 1, max_length = 100)]
    pub device: String,
    /// The last day on which they can be used, in the year of the series, which is this year.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
}

/// A range of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Range {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: String,
    /// The authority whose numbers they are.
    #[schema(value_type = Uuid)]
    pub authority: String,
    /// The word of the series.
    pub word: String,
    /// The year of the series.
    pub year: i32,
    /// The first number.
    pub first: i64,
    /// The last number.
    pub last: i64,
    /// The first as it is written.
    pub first_text: Option<String>,
    /// The last as it is written.
    pub last_text: Option<String>,
    /// The device.
    pub device: String,
    /// The last day on which they can be used.
    #[schema(format = Date)]
    pub until: String,
    /// `open`, `returned`, `expired`.
    pub state: String,
}

impl Casework {
    /// Lends the next numbers of a series of this year to a device, in the scope of the person.
    pub async fn lend_numbers(&self, asking: &Asking, new: &NewRange) -> Result<Range, CaseError> {
        let area = self.number_area(asking, &new.authority).await?;
        self.check_range(new)?;
        let opening = self.opening(&new.authority, &area, self.today()).await?;
        let model = range::Model {
            id: self.new_id().to_string(),
            authority_id: new.authority.clone(),
            word: new.word.clone(),
            year: i32::from(self.today().year()),
            first: 0,
            last: i64::from(new.count),
            device: new.device.trim().to_owned(),
            until: new.until.to_string(),
            state: "open".to_owned(),
            lent_at_ms: self.record().clock().now().as_millisecond(),
            ended_at_ms: None,
        };
        let (record, actor) = (self.record().clone(), asking.actor.clone());
        let written = self.record().write(move |tx| {
            async move {
                let (range, texts) = write(tx, model, opening).await?;
                let data = range_data(&range);
                let act = recorded("number.range_lent", actor, &range.authority_id, data)?;
                record.append(tx, act).await?;
                Ok::<_, CaseError>(Range::of(range, texts))
            }
            .boxed()
        });
        written.await
    }

    /// What a range must keep to: a word of the packs, and their limits.
    fn check_range(&self, new: &NewRange) -> Result<(), CaseError> {
        let today = self.today();
        if !self
            .number_words()
            .iter()
            .any(|known| known.word == new.word)
        {
            return Err(CaseError::input(
                &format!(
                    "没有以“{}”编号的案件或文书，用字见 /numbers/words。",
                    new.word
                ),
                &format!(
                    "no case or document has numbers with the word {}: see /numbers/words",
                    new.word
                ),
            ));
        }
        let most = self.count_parameter("numbers.range_most").unwrap_or(1);
        if new.count == 0 || i64::from(new.count) > most {
            return Err(CaseError::input(
                &format!("一个号段应有 1 至 {most} 个编号（参数 numbers.range_most）。"),
                &format!("a range has 1 to {most} numbers (parameter numbers.range_most)"),
            ));
        }
        let days = self.count_parameter("numbers.range_days").unwrap_or(1);
        let latest = today.saturating_add(days.days()).min(today.last_of_year());
        if new.until < today || new.until > latest {
            return Err(CaseError::input(
                &format!(
                    "号段的到期日应在 {today} 至 {latest} 之间（参数 numbers.range_days，不跨年度）。"
                ),
                &format!(
                    "a range ends between {today} and {latest} (parameter numbers.range_days; within the year)"
                ),
            ));
        }
        if new.device.trim().is_empty() || new.device.chars().count() > 100 {
            return Err(CaseError::input(
                "请写明设备，1 至 100 个字。",
                "name the device, in 1 to 100 signs",
            ));
        }
        Ok(())
    }
}

impl Range {
    pub(super) fn of(range: range::Model, (first, last): (Option<String>, Option<String>)) -> Self {
        Self {
            id: range.id,
            authority: range.authority_id,
            word: range.word,
            year: range.year,
            first: range.first,
            last: range.last,
            first_text: first,
            last_text: last,
            device: range.device,
            until: range.until,
            state: range.state,
        }
    }
}

/// The first and the last number of a range as they are written.
type Texts = (Option<String>, Option<String>);

/// Reserves the numbers and writes the range; `last` of the model is how many.
async fn write(
    tx: &WriteTx,
    mut model: range::Model,
    opening: Opening,
) -> Result<(range::Model, Texts), CaseError> {
    let series = Series {
        authority: model.authority_id.clone(),
        word: model.word.clone(),
        year: model.year,
    };
    let count = model.last;
    let mut counters = Counters::reserve(tx, [(series.clone(), count, opening)]).await?;
    let (mut rows, mut texts) = (Vec::new(), (None, None));
    for _ in 0..count {
        let Some((number, text)) = counters.deal(&series) else {
            break;
        };
        if rows.is_empty() {
            model.first = number;
            texts.0 = Some(text.clone());
        }
        model.last = number;
        texts.1 = Some(text.clone());
        rows.push(lent(&model, number, text));
    }
    insert_all(&**tx, rows).await?;
    range::Entity::insert(model.clone().into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok((model, texts))
}

fn lent(range: &range::Model, number: i64, text: String) -> number::ActiveModel {
    number::ActiveModel {
        authority_id: Set(range.authority_id.clone()),
        word: Set(range.word.clone()),
        year: Set(range.year),
        number: Set(number),
        text: Set(text),
        state: Set("lent".to_owned()),
        of_kind: NotSet,
        case_id: NotSet,
        act: NotSet,
        range_id: Set(Some(range.id.clone())),
        reason: NotSet,
        at_ms: Set(range.lent_at_ms),
    }
}
