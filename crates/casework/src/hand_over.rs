//! The open cases of an officer handed over to another 移交: who leaves, or takes another post.

use std::collections::BTreeSet;

use base::Lang;
use jiff::civil::Date;
use problem::Explained as _;
use procedure::{Case, Malformed};
use register::{OfficerId, Registry};
use rules::model::Procedure;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::{PageRequest, sea_orm, split_page};
use utoipa::ToSchema;

use crate::casework::{Asking, Casework, columns};
use crate::do_act::{ActRequest, doers};
use crate::error::CaseError;
use crate::tables::{case, person};
use crate::written::{id_of, kept_of, people, state_of};

/// The act of procedures that hands a case over.
const HAND_OVER: &str = "hand_over_case";
/// The act that names officers where a procedure cannot hand over yet: for leads.
const ASSIGN: &str = "assign_officers";

/// Whose cases go to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The officer who has them.
    #[schema(value_type = Uuid)]
    pub from: String,
    /// The officer who is to have them.
    #[schema(value_type = Uuid)]
    pub to: String,
    /// An officer who is added as an assistant where the case would have fewer than two.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub second: Option<String>,
    /// Why, for the record of each case.
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

/// What becomes of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum HandedOver {
    /// It is handed over, or in a preview: it can be.
    Done,
    /// It cannot.
    Refused {
        /// The stable code of the reason.
        code: String,
        /// The reason in Chinese.
        reason: String,
        /// The reason in English.
        reason_en: String,
    },
}

/// A case of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandOverRow {
    /// The case.
    #[schema(value_type = Uuid)]
    pub case_id: String,
    /// Its number.
    pub number: Option<String>,
    /// Its procedure.
    pub procedure: String,
    /// Where it stands.
    pub stage: String,
    /// What it is about.
    pub cause: Option<String>,
    /// What becomes of it.
    #[serde(flatten)]
    pub outcome: HandedOver,
}

/// A page of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandOverPage {
    /// The cases, the oldest first.
    pub rows: Vec<HandOverRow>,
    /// Where to go on; none where every open case was looked at.
    pub next: Option<String>,
}

impl Casework {
    /// Hands the open cases of an officer within the scope over to another, a page at a time, each
    /// by the act of its procedure; or, as a preview, says what would become of them. A case that
    /// was handed over is no longer the officer's, so that the same asked again goes on where it
    /// broke off.
    pub async fn hand_over(
        &self,
        asking: &Asking,
        wanted: &HandOver,
        is_preview: bool,
        page: &PageRequest,
    ) -> Result<HandOverPage, CaseError> {
        check(wanted)?;
        let registry = self.register().authorities_known().await?;
        let home = self.home_of(&registry, &wanted.to).await?;
        let (found, next) = self.cases_of(asking, &wanted.from, page).await?;
        let mut rows = Vec::with_capacity(found.len());
        for row in found {
            let done = self.hand_one(asking, wanted, is_preview, &home, &row).await;
            let outcome = match done {
                Ok(()) => HandedOver::Done,
                Err(error) if is_of_case(&error) => HandedOver::Refused {
                    code: error.code().to_owned(),
                    reason: error.zh(),
                    reason_en: error.to_string(),
                },
                Err(error) => return Err(error),
            };
            rows.push(HandOverRow {
                case_id: row.id,
                number: row.number,
                procedure: row.procedure,
                stage: row.stage,
                cause: row.cause,
                outcome,
            });
        }
        Ok(HandOverPage { rows, next })
    }

    /// The authority in which an officer serves today.
    async fn home_of(&self, registry: &Registry, officer: &str) -> Result<String, CaseError> {
        let unknown = || {
            CaseError::input(
                "接收人不是今日在职的执法人员，请核对其编号。",
                "who is to have the cases is no officer in service today: check the id",
            )
        };
        let ids: [OfficerId; 1] = [officer.parse().map_err(|_| unknown())?];
        let found = self.register().in_service(registry, &ids, self.today());
        let found = found.await?.into_iter().flatten().next();
        let found = found.ok_or_else(unknown)?;
        Ok(found.view.row.post.authority.to_string())
    }

    /// A page of the open cases in which an officer takes part.
    async fn cases_of(
        &self,
        asking: &Asking,
        officer: &str,
        page: &PageRequest,
    ) -> Result<(Vec<case::Model>, Option<String>), CaseError> {
        let after = page.after::<String>()?;
        let theirs = Query::select()
            .column(person::Column::CaseId)
            .from(person::Entity)
            .and_where(person::Column::Person.eq(officer))
            .to_owned();
        let mut open = Condition::all();
        for (procedure, stages) in self.final_stages() {
            let over = Condition::all()
                .add(case::Column::Procedure.eq(procedure))
                .add(case::Column::Stage.is_in(stages));
            open = open.add(over.not());
        }
        let rows = case::Entity::find()
            .filter(case::Column::Id.in_subquery(theirs))
            .filter(asking.scope.condition(&columns()))
            .filter(open)
            .filter(Condition::all().add_option(after.map(|id| case::Column::Id.gt(id))))
            .order_by_asc(case::Column::Id)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.id.clone());
        Ok((rows, next.map(|next| next.to_string())))
    }

    /// The stages of procedures in which a case ends.
    fn final_stages(&self) -> BTreeSet<(String, BTreeSet<String>)> {
        let all = self.procedures().rules().procedures().iter();
        let over = all.map(|procedure| {
            let stages = procedure.stages.iter().filter(|stage| stage.is_final);
            let stages = stages.map(|stage| stage.id.clone()).collect();
            (procedure.head.id.clone(), stages)
        });
        over.collect()
    }

    async fn hand_one(
        &self,
        asking: &Asking,
        wanted: &HandOver,
        is_preview: bool,
        home: &str,
        row: &case::Model,
    ) -> Result<(), CaseError> {
        let case = state_of(row)?;
        let request = self.request_for(wanted, home, row, &case)?;
        if is_preview {
            let act = self.act_of(asking, &request)?;
            let officers = doers(asking, &request, false);
            self.judged(&case, &kept_of(row), &act, &officers).await?;
            return Ok(());
        }
        let id = id_of(row)?;
        let seen = u32::try_from(row.revision).unwrap_or_default();
        self.do_act(asking, id, seen, &request, None).await?;
        Ok(())
    }

    /// The act that hands a case over, with the officers that it then has.
    fn request_for(
        &self,
        wanted: &HandOver,
        home: &str,
        row: &case::Model,
        case: &Case,
    ) -> Result<ActRequest, CaseError> {
        let today = self.today();
        let rules = self.procedures().rules().procedure(&case.procedure, today);
        let unknown = || Malformed::UnknownProcedure(case.procedure.clone(), today);
        let act = act_for(rules.ok_or_else(unknown)?, &case.stage, today)?;
        if row.authority_id != home {
            return Err(CaseError::input(
                "接收人不属于办理本案的机关，不能接收本案。",
                "who is to have the case does not belong to the authority that handles it",
            ));
        }
        if case.is_recused(&wanted.to) {
            return Err(CaseError::TaskRecused);
        }
        let mut states = Map::new();
        states.insert("officers".to_owned(), team(wanted, row, case));
        states.insert("reason".to_owned(), wanted.reason.trim().into());
        Ok(ActRequest {
            act: act.to_owned(),
            states,
            ..ActRequest::default()
        })
    }
}

fn check(wanted: &HandOver) -> Result<(), CaseError> {
    if wanted.from == wanted.to {
        return Err(CaseError::input(
            "移交人与接收人不能是同一人。",
            "from and to are the same officer",
        ));
    }
    let reason = wanted.reason.trim();
    if reason.is_empty() || reason.chars().count() > 1000 {
        return Err(CaseError::input(
            "请写明移交的理由，不超过 1000 字。",
            "say why, in at most 1000 characters",
        ));
    }
    Ok(())
}

/// The act of a stage that hands a case over.
fn act_for<'p>(procedure: &'p Procedure, stage: &str, on: Date) -> Result<&'p str, CaseError> {
    let here = |id: &&str| {
        let mut acts = procedure.acts.iter();
        acts.any(|act| act.id == **id && act.from.iter().any(|from| from == stage))
    };
    [HAND_OVER, ASSIGN].into_iter().find(here).map_or_else(
        || {
            let named = procedure.stages.iter().find(|found| found.id == stage);
            let name = |lang| named.map_or(stage, |found| found.name.get(lang));
            Err(CaseError::input(
                &format!("{on} 的规则在“{}”阶段没有移交的行为。", name(Lang::Zh)),
                &format!(
                    "the rules of {on} have no act that hands over in the stage {:?}",
                    name(Lang::En)
                ),
            ))
        },
        Ok,
    )
}

/// The officers of a case with one in the place of another; who opened it handles it as long as it
/// names nobody.
fn team(wanted: &HandOver, row: &case::Model, case: &Case) -> Value {
    let named = case.facts.get("officers").and_then(Value::as_array);
    let mut team: Vec<Value> = named.cloned().unwrap_or_default();
    if team.is_empty() {
        let here = people(&kept_of(row), case);
        team.extend(
            here.iter()
                .map(|(id, role)| json!({"id": id, "role": role})),
        );
    }
    let roles: BTreeSet<String> = team
        .iter()
        .filter(|officer| officer["id"] == wanted.from.as_str())
        .filter_map(|officer| officer["role"].as_str().map(str::to_owned))
        .collect();
    // Who helped already takes the place over and leaves their own.
    team.retain(|officer| {
        let helps = officer["role"] == "assistant" || officer["role"] == "handler";
        !(officer["id"] == wanted.to.as_str() && helps && roles.contains("handler"))
    });
    for officer in &mut team {
        if officer["id"] == wanted.from.as_str() && officer["recused"] != true {
            officer["id"] = wanted.to.clone().into();
        }
    }
    let investigates = |officer: &&Value| {
        matches!(officer["role"].as_str(), Some("handler" | "assistant"))
            && officer["recused"] != true
    };
    let few = team.iter().filter(investigates).count() < 2;
    if let Some(second) = wanted.second.as_ref().filter(|_| few)
        && !team.iter().any(|officer| officer["id"] == second.as_str())
    {
        team.push(json!({"id": second, "role": "assistant"}));
    }
    Value::Array(team)
}

/// Whether an error is of the case, so that the others can go on.
const fn is_of_case(error: &CaseError) -> bool {
    matches!(
        error,
        CaseError::NotFound
            | CaseError::Refused(_)
            | CaseError::Stale { .. }
            | CaseError::Malformed(_)
            | CaseError::Input { .. }
            | CaseError::TaskRecused
            | CaseError::Damaged(_)
    )
}
