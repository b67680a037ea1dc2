//! The numbers of an act, given in its transaction.

use jiff::civil::Date;
use procedure::{Act, Broken, DocumentGiven, Effects, Manner, Mark, Numbered, Refusal, Wanted};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::{WriteTx, insert_all, sea_orm};

use super::claim::{Misfit, NumberClaim, User, take};
use super::counters::{Counters, Opening};
use super::form::Series;
use crate::casework::{Asking, Casework};
use crate::do_act::ActRequest;
use crate::error::CaseError;
use crate::tables::{number, prefix};
use crate::write_act::Decided;
use crate::written::Kept;

/// What an act that is to be numbered brings with it.
#[derive(Debug, Clone)]
pub(crate) struct Numbering {
    pub claims: Vec<NumberClaim>,
    device: Option<String>,
    /// Numbers that the program brings without a device are of another system.
    elsewhere: bool,
    opening: Opening,
}

impl Casework {
    /// What an act brings to be numbered; `None` where it numbers nothing and names no number.
    pub(crate) async fn numbering(
        &self,
        asking: &Asking,
        request: &ActRequest,
        kept: &Kept,
        effects: &Effects,
    ) -> Result<Option<Numbering>, CaseError> {
        let on = request.happened_at.unwrap_or_else(|| self.now()).date();
        let claims = self.claims(&request.numbers, &request.documents, on);
        if effects.numbers.is_empty() && claims.is_empty() {
            return Ok(None);
        }
        Ok(Some(Numbering {
            claims,
            device: request.device.clone(),
            elsewhere: asking.person.is_none() && request.device.is_none(),
            opening: self
                .opening(&kept.authority, &kept.area, self.today())
                .await?,
        }))
    }

    /// The numbers that an act names, with those of its documents that are numbered.
    pub(crate) fn claims(
        &self,
        named: &[NumberClaim],
        documents: &[DocumentGiven],
        on: Date,
    ) -> Vec<NumberClaim> {
        let rules = self.procedures().rules();
        let documents = documents.iter().filter_map(|given| {
            let kind = rules.document_kind(&given.kind, on)?;
            kind.number_word.as_ref()?;
            Some(NumberClaim {
                of: given.kind.clone(),
                number: given.number.clone()?,
            })
        });
        named.iter().cloned().chain(documents).collect()
    }

    /// What a series of an authority is opened with on a day: what its numbers begin with was set for
    /// it, or is its name.
    pub(super) async fn opening(
        &self,
        authority: &str,
        area: &str,
        on: Date,
    ) -> Result<Opening, CaseError> {
        let set = prefix::Entity::find_by_id(authority)
            .one(self.db().read())
            .await?;
        let prefix = match set {
            Some(set) => set.prefix,
            None => self.authority_name(authority, on).await?,
        };
        Ok(Opening {
            area: area.to_owned(),
            prefix,
        })
    }

    /// The numbers that an act of a case gave.
    pub(crate) async fn numbers_of_act(
        &self,
        case: &str,
        act: i32,
    ) -> Result<Vec<Numbered>, CaseError> {
        let rows = number::Entity::find()
            .filter(number::Column::CaseId.eq(case))
            .filter(number::Column::Act.eq(act))
            .all(self.db().read())
            .await?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|row| {
                numbered(
                    row.of_kind.as_deref().unwrap_or_default(),
                    &row.text,
                    None,
                    false,
                )
            })
            .collect())
    }

    /// The name of an authority; its id where the register does not know it.
    async fn authority_name(&self, authority: &str, on: Date) -> Result<String, CaseError> {
        let registry = self.register().authorities_known().await?;
        let id = authority.parse().ok();
        let known = id.and_then(|id| registry.get(id));
        let state = known.and_then(|known| {
            let last = known.states.spans().last().map(|span| &span.value);
            known.states.at(on).or(last)
        });
        Ok(state.map_or_else(|| authority.to_owned(), |state| state.name.clone()))
    }
}

/// The act and its effects with the numbers that they were given.
pub(crate) struct Dealt {
    pub act: Act,
    pub effects: Effects,
}

/// A number that is wanted, with what was named for it.
pub(super) struct Line {
    wanted: Wanted,
    pub claim: Option<NumberClaim>,
    given: Option<Numbered>,
}

/// Gives an act its numbers, in its transaction. A number that does not fit refuses a requested act;
/// a reported one gets another, and a mark.
pub(crate) async fn dealt(
    tx: &WriteTx,
    decided: &Decided,
    now_ms: i64,
) -> Result<Option<Dealt>, CaseError> {
    let Some(numbering) = &decided.numbering else {
        return Ok(None);
    };
    let (kept, act, effects) = (&decided.kept, &decided.act, &decided.effects);
    let before = decided.before.as_ref();
    let documents_before = before.map_or(0, |before| before.documents.len());
    let mut dealt = Dealt {
        act: act.clone(),
        effects: (**effects).clone(),
    };
    let (mut lines, left) = matched(&effects.numbers, &numbering.claims);
    let number = i32::try_from(effects.case.acts).unwrap_or(i32::MAX);
    let user = User {
        device: numbering.device.as_deref(),
        case: &kept.id,
        act: number,
        on: act.at.date(),
        now_ms,
    };
    let mut broken: Vec<Broken> = left
        .iter()
        .map(|claim| Misfit::NotNumbered.broken(claim))
        .collect();
    let series = |wanted: &Wanted| Series {
        authority: kept.authority.clone(),
        word: wanted.word.clone(),
        year: i32::from(act.at.year()),
    };
    for line in &mut lines {
        let Some(claim) = &line.claim else { continue };
        if numbering.elsewhere {
            line.given = Some(numbered(&line.wanted.of, &claim.number, None, true));
            continue;
        }
        match take(tx, &series(&line.wanted), claim, &user).await? {
            Ok(mark) => {
                line.given = Some(numbered(&line.wanted.of, &claim.number, None, false));
                broken.extend(mark.map(|mark| mark.broken(claim)));
            }
            Err(misfit) => broken.push(misfit.broken(claim)),
        }
    }
    if act.manner == Manner::Requested && !broken.is_empty() {
        let act = act.kind.clone();
        return Err(CaseError::Refused(Refusal { act, broken }));
    }
    give(tx, numbering, &mut lines, &user, series).await?;
    dealt.act.numbers = lines.into_iter().filter_map(|line| line.given).collect();
    let numbers = &dealt.act.numbers;
    put(&mut dealt.effects, documents_before, numbers, broken);
    Ok(Some(dealt))
}

/// Puts the numbers of an act onto its case, and marks what did not fit.
pub(super) fn put(
    effects: &mut Effects,
    documents_before: usize,
    numbers: &[Numbered],
    broken: Vec<Broken>,
) {
    let case = &mut effects.case;
    case.take_numbers(documents_before, numbers);
    let act = case.acts;
    case.marks.extend(broken.iter().map(|broken| Mark {
        act,
        rule: broken.rule.clone(),
        codes: broken.codes.clone(),
        overridden: false,
    }));
    effects.broken.extend(broken);
}

/// Each wanted number with the first claim of its kind, and the claims that nothing wants.
pub(super) fn matched<'a>(
    wanted: &[Wanted],
    claims: &'a [NumberClaim],
) -> (Vec<Line>, Vec<&'a NumberClaim>) {
    let mut left: Vec<&NumberClaim> = claims.iter().collect();
    let lines = wanted.iter().map(|wanted| {
        let place = left.iter().position(|claim| claim.of == wanted.of);
        Line {
            wanted: wanted.clone(),
            claim: place.map(|place| left.remove(place).clone()),
            given: None,
        }
    });
    (lines.collect(), left)
}

/// The next numbers of the series for what has none yet.
async fn give(
    tx: &WriteTx,
    numbering: &Numbering,
    lines: &mut [Line],
    user: &User<'_>,
    series: impl Fn(&Wanted) -> Series,
) -> Result<(), CaseError> {
    let bare = lines.iter().filter(|line| line.given.is_none());
    let wanted: Vec<_> = bare
        .map(|line| (series(&line.wanted), 1, numbering.opening.clone()))
        .collect();
    let mut counters = Counters::reserve(tx, wanted).await?;
    let mut rows = Vec::new();
    for line in lines.iter_mut().filter(|line| line.given.is_none()) {
        let of = series(&line.wanted);
        let Some((number, text)) = counters.deal(&of) else {
            continue;
        };
        let claimed = line.claim.as_ref().map(|claim| claim.number.clone());
        line.given = Some(numbered(&line.wanted.of, &text, claimed, false));
        rows.push(used(of, number, text, &line.wanted.of, user));
    }
    insert_all(&**tx, rows).await?;
    Ok(())
}

/// The row of a number that an act uses.
fn used(
    series: Series,
    number: i64,
    text: String,
    of: &str,
    user: &User<'_>,
) -> number::ActiveModel {
    number::ActiveModel {
        authority_id: Set(series.authority),
        word: Set(series.word),
        year: Set(series.year),
        number: Set(number),
        text: Set(text),
        state: Set("used".to_owned()),
        of_kind: Set(Some(of.to_owned())),
        case_id: Set(Some(user.case.to_owned())),
        act: Set(Some(user.act)),
        range_id: NotSet,
        reason: NotSet,
        at_ms: Set(user.now_ms),
    }
}

pub(super) fn numbered(
    of: &str,
    number: &str,
    claimed: Option<String>,
    elsewhere: bool,
) -> Numbered {
    Numbered {
        of: of.to_owned(),
        number: number.to_owned(),
        claimed,
        elsewhere,
    }
}
