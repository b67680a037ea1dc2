//! Numbers that an act names itself: is each one lent to the device, and still free?

use base::Text;
use jiff::civil::Date;
use procedure::Broken;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use store::{WriteTx, sea_orm};
use utoipa::ToSchema;

use super::form::{self, Series};
use crate::error::CaseError;
use crate::tables::{number, range};

/// A number that an act bears already: a device without a network took it from its range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberClaim {
    /// `case`, or the kind of the document.
    #[schema(min_length = 1, max_length = 100)]
    pub of: String,
    /// The number: `云城执罚立〔2026〕12号`.
    #[schema(min_length = 1, max_length = 100)]
    pub number: String,
}

/// Who uses a number, in which case and act.
pub(super) struct User<'a> {
    pub device: Option<&'a str>,
    pub case: &'a str,
    pub act: i32,
    pub on: Date,
    pub now_ms: i64,
}

/// Why a number that an act names cannot be used as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    /// It is not written as numbers of this series are, or was never given.
    Unknown,
    /// An act bears it already.
    Used,
    /// It was made void.
    Void,
    /// It is lent to another device, or the act does not say which device it comes from.
    OtherDevice,
    /// The act was done after the last day of the range.
    AfterExpiry,
    /// The act gives no number to such a thing.
    NotNumbered,
    /// It was used although its range had ended when it was reported.
    Late,
}

/// Whether a claim was taken: `Ok(None)` as it is, `Ok(Some(Late))` with a mark.
pub(super) async fn take(
    tx: &WriteTx,
    series: &Series,
    claim: &NumberClaim,
    user: &User<'_>,
) -> Result<Result<Option<Misfit>, Misfit>, CaseError> {
    let Some((year, place)) = form::read(&claim.number) else {
        return Ok(Err(Misfit::Unknown));
    };
    let key = (series.authority.clone(), series.word.clone(), year, place);
    let known = number::Entity::find_by_id(key).one(&**tx).await?;
    let Some(known) = known.filter(|known| known.text == claim.number && year == series.year)
    else {
        return Ok(Err(Misfit::Unknown));
    };
    let range = match &known.range_id {
        Some(id) => range::Entity::find_by_id(id).one(&**tx).await?,
        None => None,
    };
    let late = match fits(&known, range.as_ref(), user) {
        Ok(late) => late,
        Err(misfit) => return Ok(Err(misfit)),
    };
    let changed = number::Entity::update_many()
        .col_expr(number::Column::State, Expr::value("used"))
        .col_expr(number::Column::OfKind, Expr::value(claim.of.clone()))
        .col_expr(number::Column::CaseId, Expr::value(user.case))
        .col_expr(number::Column::Act, Expr::value(user.act))
        .col_expr(number::Column::AtMs, Expr::value(user.now_ms))
        .filter(number::Column::Text.eq(&claim.number))
        .filter(number::Column::AuthorityId.eq(&series.authority))
        .filter(number::Column::State.eq(&known.state))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 1 {
        Ok(Ok(late))
    } else {
        Ok(Err(Misfit::Used))
    }
}

/// Whether a number may be used: by the device that has its range, for an act of its days. Where the
/// range ended meanwhile the number is used all the same, with a mark.
fn fits(
    known: &number::Model,
    range: Option<&range::Model>,
    user: &User<'_>,
) -> Result<Option<Misfit>, Misfit> {
    if known.state == "used" {
        return Err(Misfit::Used);
    }
    let Some(range) = range else {
        return Err(Misfit::Void);
    };
    if user.device != Some(range.device.as_str()) {
        return Err(Misfit::OtherDevice);
    }
    if user.on.to_string() > range.until {
        return Err(Misfit::AfterExpiry);
    }
    match (known.state.as_str(), range.state.as_str()) {
        ("lent", _) => Ok(None),
        (_, "expired" | "returned") if known.of_kind.is_none() && ended_by_range(known, range) => {
            Ok(Some(Misfit::Late))
        }
        _ => Err(Misfit::Void),
    }
}

/// Whether a number is void because its range ended, not by the order of a person.
fn ended_by_range(known: &number::Model, range: &range::Model) -> bool {
    known.reason.as_deref() == super::end_range::reason(&range.state)
}

impl Misfit {
    /// As a rule that the act breaks.
    pub fn broken(self, claim: &NumberClaim) -> Broken {
        let number = &claim.number;
        let (zh, en) = match self {
            Self::Unknown => (
                "不属于该行为的编号序列，或者从未发出",
                "is not of the series of this act, or was never given",
            ),
            Self::Used => ("已被使用", "is used already"),
            Self::Void => ("已作废", "is void"),
            Self::OtherDevice => (
                "未借给所填的设备",
                "is not lent to the device that is named",
            ),
            Self::AfterExpiry => (
                "所在号段在行为之日已到期",
                "is of a range whose last day was before the act",
            ),
            Self::NotNumbered => (
                "所指的事项在该行为中不编号，或者已有编号",
                "is for something that the act does not number, or that has a number",
            ),
            Self::Late => (
                "所在号段在上报时已终止，编号由作废改为已用",
                "is of a range that had ended when it was reported: from void it became used",
            ),
        };
        let says = Text::new(
            &format!(
                "编号“{number}”{zh}；请不填编号由系统给号，或者填写借给该设备的号段中未用的编号，并写明设备"
            ),
            &format!(
                "the number {number} {en}; leave it out and one is given, or name an unused one of a range lent to the device, with the device"
            ),
        );
        Broken {
            rule: "number".to_owned(),
            codes: vec!["W61".to_owned()],
            provisions: Vec::new(),
            says: says.expect("both parts are written out"),
            can_override: false,
        }
    }
}
